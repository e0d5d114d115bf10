hw_fault_test(alloc_report SOURCES fault/alloc_report.c unit/report_fixture.c
    ROOMS session)
hw_fault_test(alloc_claims SOURCES fault/alloc_claims.c unit/diag_text.c
    ROOMS session)
