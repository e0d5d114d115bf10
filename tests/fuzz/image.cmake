hw_fuzz_target(image SOURCES fuzz/image.c ROOMS symbolize)
hw_fuzz_target(call SOURCES fuzz/call.c ROOMS symbolize)
hw_fuzz_target(listing SOURCES fuzz/listing.c ROOMS symbolize)
