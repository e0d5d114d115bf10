hw_fuzz_target(diag SOURCES fuzz/diag.c fuzz/diag_check.c ROOMS diag claims)
hw_fuzz_target(unwrap SOURCES fuzz/unwrap.c fuzz/diag_check.c ROOMS diag claims)
hw_fuzz_target(json SOURCES fuzz/json.c fuzz/diag_check.c ROOMS diag claims)
