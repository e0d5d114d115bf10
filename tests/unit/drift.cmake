hw_unit_test(drift SOURCES unit/drift.c ROOMS diag drift)
hw_unit_test(versions SOURCES unit/versions.c ROOMS session)
