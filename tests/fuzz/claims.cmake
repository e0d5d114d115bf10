hw_fuzz_target(claims SOURCES fuzz/claims.c ROOMS base model diag report)
