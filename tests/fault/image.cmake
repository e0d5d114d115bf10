hw_fault_test(alloc_image SOURCES fault/alloc_image.c ROOMS base symbolize)
