hw_fuzz_target(image SOURCES fuzz/image.c ROOMS base symbolize)
