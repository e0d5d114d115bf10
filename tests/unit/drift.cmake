hw_unit_test(drift SOURCES unit/drift.c ROOMS base model diag verdict)
hw_unit_test(versions SOURCES unit/versions.c ROOMS base model diag verdict report)
