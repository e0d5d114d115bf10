hw_fuzz_target(claims SOURCES fuzz/claims.c ROOMS session)
