# Golden cases of the command line: one folder each (tests/cli/run.py says what is in it).
#     HW_UPDATE_GOLDEN=1 ctest -L cli        writes what they expect anew

# JSON Schemas need python3-jsonschema: of the interpreters at hand the one that has it.
set(hw_python ${Python3_EXECUTABLE})
foreach(candidate ${Python3_EXECUTABLE} /usr/bin/python3)
    execute_process(COMMAND ${candidate} -c "import jsonschema" RESULT_VARIABLE missing
        OUTPUT_QUIET ERROR_QUIET)
    if(missing EQUAL 0)
        set(hw_python ${candidate})
        break()
    endif()
endforeach()

set(hw_generated ${CMAKE_CURRENT_BINARY_DIR}/generated)
add_test(NAME cli.generate
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/cli/generate.py ${hw_generated})
set_tests_properties(cli.generate PROPERTIES LABELS cli FIXTURES_SETUP hw_generated TIMEOUT 300)

file(GLOB cases CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/cli/cases/*/cmd)
foreach(cmd IN LISTS cases)
    cmake_path(GET cmd PARENT_PATH case)
    cmake_path(GET case FILENAME name)
    add_test(NAME cli.${name}
        COMMAND ${hw_python} -B ${CMAKE_CURRENT_SOURCE_DIR}/cli/run.py
                --program $<TARGET_FILE:heapwitness> --case ${case}
                --scratch ${CMAKE_CURRENT_BINARY_DIR}/cli-scratch
                --schemas ${PROJECT_SOURCE_DIR}/docs/schema --generated ${hw_generated}
                --binaries ${HW_BINARIES})
    set_tests_properties(cli.${name} PROPERTIES LABELS cli TIMEOUT 300 SKIP_RETURN_CODE 77
        FIXTURES_REQUIRED hw_generated)
endforeach()

# What the unit tests wrote into tests/data/report is legal too.
file(GLOB documents CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/data/report/*.json)
add_test(NAME cli.schema
    COMMAND ${hw_python} -B ${CMAKE_CURRENT_SOURCE_DIR}/cli/schema.py
            ${PROJECT_SOURCE_DIR}/docs/schema/audit.v1.json ${documents})
set_tests_properties(cli.schema PROPERTIES LABELS cli SKIP_RETURN_CODE 77)

# Sections of the census sum to its totals; CSV and editor lines list the same claims.
set(logs ${CMAKE_CURRENT_SOURCE_DIR}/data/logs)
add_test(NAME cli.census
    COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/cli/census.py
            $<TARGET_FILE:heapwitness> ${logs}/go1.19.13/small.m2.log.gz
            ${logs}/go1.21.13/small.m1.log.gz
            ${logs}/go1.25.8/small.m3.log.gz ${logs}/go1.27.1/small.test.m2.log.gz
            ${PROJECT_SOURCE_DIR}/profiles/shop/escape.own.m2.log.gz
            ${hw_generated}/odd-names.log)
set_tests_properties(cli.census PROPERTIES LABELS cli TIMEOUT 300 FIXTURES_REQUIRED hw_generated)

# Each note can be provoked, and its severity is that of docs/notes.md.
add_test(NAME cli.notes
    COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/cli/notes.py
            $<TARGET_FILE:heapwitness> ${hw_generated} ${HW_BINARIES})
set_tests_properties(cli.notes PROPERTIES LABELS cli TIMEOUT 300 FIXTURES_REQUIRED hw_generated)

add_test(NAME cli.readme
    COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/cli/readme.py $<TARGET_FILE:heapwitness>)
set_tests_properties(cli.readme PROPERTIES LABELS cli)

# What repeats in an input may not cost more than it repeats.
if(NOT HW_SANITIZE)
    add_test(NAME cli.growth
        COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/cli/growth.py
                --program $<TARGET_FILE:heapwitness>)
    set_tests_properties(cli.growth PROPERTIES LABELS cli TIMEOUT 600)
endif()
