# Parts of the command line that run nothing; the program itself is tested from outside.
hw_unit_test(record_flags SOURCES unit/record_flags.c ROOMS run)
hw_unit_test(record_log SOURCES unit/record_log.c ROOMS run)
