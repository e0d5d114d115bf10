# The rules of the house: tests/lint/lint.py --list
function(hw_lint rule)
    add_test(NAME lint.${rule}
        COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/lint/lint.py ${rule} ${ARGN})
    set_tests_properties(lint.${rule} PROPERTIES LABELS lint TIMEOUT 120)
endfunction()

foreach(rule layers unique rooms lengths banned state views rows docs-causes docs-verdicts docs-notes docs-diagnostics
        docs-drift docs-formats docs-sinks docs-limits docs-binary docs-boundaries docs-beliefs links self-contained
        size scripts consumer)
    hw_lint(${rule})
endforeach()
hw_lint(headers ${CMAKE_C_COMPILER})
hw_lint(docs-cli $<TARGET_FILE:heapwitness>)
hw_lint(libraries $<TARGET_FILE:heapwitness>)
if(NOT HW_SANITIZE AND NOT HW_FUZZ)
    hw_lint(symbols $<TARGET_FILE:heapwitness_shared>)
endif()
add_test(NAME lint.planted
    COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/lint/planted.py ${CMAKE_C_COMPILER})
set_tests_properties(lint.planted PROPERTIES LABELS lint TIMEOUT 300)
