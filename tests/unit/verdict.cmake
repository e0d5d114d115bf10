hw_unit_test(verdict SOURCES unit/verdict.c ROOMS base model verdict)
