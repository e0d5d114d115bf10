hw_unit_test(sites SOURCES unit/sites.c ROOMS sites)
