# hw_fault_test(NAME SOURCES … ROOMS …): like hw_unit_test, labelled fault, with allocations that can
# be made to fail (failing_malloc.h).
function(hw_fault_test name)
    cmake_parse_arguments(F "" "" "SOURCES;ROOMS;LIBRARIES;ARGS" ${ARGN})
    hw_unit_test(${name} LABEL fault SOURCES ${F_SOURCES} fault/failing_malloc.c ROOMS ${F_ROOMS}
                 LIBRARIES ${F_LIBRARIES} ARGS ${F_ARGS})
    target_include_directories(fault_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    target_link_options(fault_${name} PRIVATE
        LINKER:--wrap=malloc LINKER:--wrap=calloc LINKER:--wrap=realloc)
endfunction()
