hw_unit_test(go SOURCES unit/go.c ROOMS go)
hw_unit_test(go_callee SOURCES unit/go_callee.c ROOMS go)
