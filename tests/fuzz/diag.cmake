hw_fuzz_target(diag SOURCES fuzz/diag.c ROOMS base model diag)
