hw_fault_test(audit SOURCES fault/audit.c
    ROOMS session)
add_dependencies(fault_audit hw_binaries)
