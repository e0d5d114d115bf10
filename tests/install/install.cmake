# What is installed is usable by others. Sanitizers and fuzzers make libraries for themselves only.
if(NOT HW_SANITIZE AND NOT HW_FUZZ)
    add_test(NAME install.consumer
        COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/install/consumer.py
            ${CMAKE_COMMAND} ${CMAKE_C_COMPILER} $<CONFIG> ${PROJECT_BINARY_DIR} ${HW_BINARIES})
    set_tests_properties(install.consumer PROPERTIES LABELS install TIMEOUT 120)
endif()
