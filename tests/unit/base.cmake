hw_unit_test(base_pool SOURCES unit/base_pool.c ROOMS base)
