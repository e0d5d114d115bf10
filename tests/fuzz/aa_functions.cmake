# hw_fuzz_target(NAME SOURCES … ROOMS …): the target fuzz_NAME and the test fuzz.NAME, which replays
# fuzz/corpus/NAME. With -DHW_FUZZ=ON (clang) the same program is a libFuzzer binary:
#     fuzz_NAME -max_total_time=60 -max_len=65536 WORK tests/fuzz/corpus/NAME
# A file that crashes it becomes a regression test by being copied into the corpus.
function(hw_fuzz_target name)
    cmake_parse_arguments(F "" "" "SOURCES;ROOMS;LIBRARIES" ${ARGN})
    set(corpus ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/corpus/${name})
    if(HW_FUZZ)
        hw_unit_test(${name} LABEL fuzz SOURCES ${F_SOURCES} ROOMS ${F_ROOMS}
                     LIBRARIES ${F_LIBRARIES} -fsanitize=fuzzer ARGS -runs=0 ${corpus})
    else()
        hw_unit_test(${name} LABEL fuzz SOURCES ${F_SOURCES} fuzz/driver.c ROOMS ${F_ROOMS}
                     LIBRARIES ${F_LIBRARIES} ARGS ${corpus})
    endif()
endfunction()
