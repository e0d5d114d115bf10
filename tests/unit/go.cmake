hw_unit_test(go SOURCES unit/go.c ROOMS go)
