hw_fuzz_target(image SOURCES fuzz/image.c ROOMS executable)
hw_fuzz_target(call SOURCES fuzz/call.c ROOMS machine)
hw_fuzz_target(listing SOURCES fuzz/listing.c ROOMS listing machine)
