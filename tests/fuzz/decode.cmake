hw_fuzz_target(decode SOURCES fuzz/decode.c ROOMS base model intake decode)
hw_fuzz_target(text SOURCES fuzz/text.c ROOMS base model decode)
