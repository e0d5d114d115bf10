hw_fuzz_target(decode SOURCES fuzz/decode.c ROOMS base model intake decode)
