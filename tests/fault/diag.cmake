hw_fault_test(alloc_diag SOURCES fault/alloc_diag.c ROOMS base model diag)
