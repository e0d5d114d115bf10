hw_fault_test(alloc_report SOURCES fault/alloc_report.c unit/report_fixture.c
    ROOMS report)
hw_fault_test(alloc_claims SOURCES fault/alloc_claims.c unit/diag_text.c
    ROOMS diag report LIBRARIES ZLIB::ZLIB)
