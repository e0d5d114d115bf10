hw_fault_test(audit SOURCES fault/audit.c
    ROOMS base model intake decode diag symbolize verdict report session)
add_dependencies(fault_audit hw_binaries)
