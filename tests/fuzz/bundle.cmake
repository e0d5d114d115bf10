hw_fuzz_target(bundle SOURCES fuzz/bundle.c ROOMS diag)
hw_fuzz_target(records SOURCES fuzz/records.c ROOMS intake diag)
hw_fuzz_target(elf SOURCES fuzz/elf.c ROOMS run)
