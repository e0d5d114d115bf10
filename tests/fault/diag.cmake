hw_fault_test(alloc_diag SOURCES fault/alloc_diag.c ROOMS base model diag)
hw_fault_test(alloc_unwrap SOURCES fault/alloc_unwrap.c ROOMS base model diag)
hw_fault_test(alloc_json SOURCES fault/alloc_json.c ROOMS base model diag)
