hw_fault_test(alloc_drift SOURCES fault/alloc_drift.c ROOMS diag drift)
