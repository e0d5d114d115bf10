hw_unit_test(report_jsonw SOURCES unit/report_jsonw.c ROOMS base model report)
hw_unit_test(report_page SOURCES unit/report_page.c ROOMS base model report)
hw_unit_test(report_audit SOURCES unit/report_audit.c unit/report_fixture.c
    ROOMS base model report)
