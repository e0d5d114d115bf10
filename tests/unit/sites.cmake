hw_unit_test(sites SOURCES unit/sites.c ROOMS sites)
hw_unit_test(sites_made SOURCES unit/sites_made.c ROOMS sites)
hw_unit_test(sites_stats SOURCES unit/sites_stats.c ROOMS sites)
hw_unit_test(sites_notes SOURCES unit/sites_notes.c ROOMS sites)
