hw_fault_test(alloc_image SOURCES fault/alloc_image.c ROOMS executable)
hw_fault_test(alloc_symbolize SOURCES fault/alloc_symbolize.c
    ROOMS intake decode symbolize)
add_dependencies(fault_alloc_symbolize hw_binaries)
hw_fault_test(alloc_call SOURCES fault/alloc_call.c ROOMS machine)
add_dependencies(fault_alloc_call hw_binaries)
hw_fault_test(alloc_listing SOURCES fault/alloc_listing.c ROOMS listing machine)
