hw_fault_test(audit SOURCES fault/audit.c
    ROOMS intake decode diag symbolize verdict drift report session)
add_dependencies(fault_audit hw_binaries)
