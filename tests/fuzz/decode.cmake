hw_fuzz_target(decode SOURCES fuzz/decode.c ROOMS intake decode)
hw_fuzz_target(text SOURCES fuzz/text.c ROOMS decode)
