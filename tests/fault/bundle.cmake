hw_fault_test(alloc_bundle SOURCES fault/alloc_bundle.c ROOMS base model diag)
