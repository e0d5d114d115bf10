hw_unit_test(base_pool SOURCES unit/base_pool.c ROOMS base)
hw_unit_test(jsonw SOURCES unit/jsonw.c ROOMS base)
hw_unit_test(json_tree SOURCES unit/json_tree.c ROOMS base)
