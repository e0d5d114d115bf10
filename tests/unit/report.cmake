hw_unit_test(report_page SOURCES unit/report_page.c ROOMS report)
hw_unit_test(report_audit SOURCES unit/report_audit.c unit/report_fixture.c unit/golden.c
    ROOMS session)
hw_unit_test(report_claims SOURCES unit/report_claims.c unit/diag_text.c unit/golden.c
    ROOMS session)
hw_unit_test(report_summary SOURCES unit/report_summary.c unit/diag_text.c
    ROOMS session)
