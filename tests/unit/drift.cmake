hw_unit_test(drift SOURCES unit/drift.c ROOMS base model diag verdict)
