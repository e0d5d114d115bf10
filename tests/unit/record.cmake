# Parts of the command line that run nothing; the program itself is tested from outside.
set(record_sources ${PROJECT_SOURCE_DIR}/src/run)
hw_unit_test(record_flags SOURCES unit/record_flags.c ${record_sources}/go_words.c
    ${record_sources}/paths.c ${record_sources}/gcflags.c ${record_sources}/go_command.c
    ${record_sources}/go_outputs.c ROOMS claims)
hw_unit_test(symbolize SOURCES unit/symbolize.c ROOMS symbolize)
hw_unit_test(record_log SOURCES unit/record_log.c ${record_sources}/record_log.c
    ${PROJECT_SOURCE_DIR}/src/cli/terminal.c LIBRARIES heapwitness_static)
