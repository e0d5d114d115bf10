# The rules of the house: tests/lint/lint.py --list. What is labelled `once` depends neither on the
# compiler nor on memory: the presets asan and clang leave it out.
function(hw_lint rule)
    add_test(NAME lint.${rule}
        COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/lint/lint.py ${rule} ${ARGN})
    set_tests_properties(lint.${rule} PROPERTIES LABELS "lint;once" TIMEOUT 120)
endfunction()

foreach(rule layers room-circles circles declared unique rooms top memory newest lengths banned state views
        rows docs-causes docs-verdicts docs-notes docs-diagnostics docs-drift docs-formats docs-sinks
        docs-sources docs-limits docs-binary docs-kinds docs-design docs-boundaries docs-beliefs links wrapped
        self-contained size scripts consumer data-folders test-command)
    hw_lint(${rule})
endforeach()
hw_lint(headers ${CMAKE_C_COMPILER})
hw_lint(docs-cli $<TARGET_FILE:heapwitness>)
hw_lint(libraries $<TARGET_FILE:heapwitness>)
if(NOT HW_SANITIZE AND NOT HW_FUZZ)
    hw_lint(symbols $<TARGET_FILE:heapwitness_shared>)
    hw_lint(prefixes $<TARGET_FILE:heapwitness_static>)
endif()
add_test(NAME lint.planted
    COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/lint/planted.py
            ${CMAKE_C_COMPILER} $<TARGET_FILE:heapwitness> $<TARGET_FILE:heapwitness_shared>)
set_tests_properties(lint.planted PROPERTIES LABELS "lint;once" TIMEOUT 300)

# What other tools find; check.sh installs them. Skipped without the tool, an error with CI=true.
foreach(check format shellcheck "tidy;${CMAKE_BINARY_DIR}")
    list(GET check 0 name)
    add_test(NAME lint.${name}
        COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/lint/tools.py ${check})
    set_tests_properties(lint.${name} PROPERTIES LABELS "lint;once" TIMEOUT 600 SKIP_RETURN_CODE 77)
endforeach()
set_tests_properties(lint.tidy PROPERTIES COST 1000 PROCESSORS 2)

# Slow: ctest -C slow -L slow. That changes stay small, and that what compares two programs' outputs
# sees a changed word, key, message, exit status and line end.
add_test(NAME slow.drills CONFIGURATIONS slow
    COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/lint/drills.py)
add_test(NAME slow.compare CONFIGURATIONS slow
    COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/compare/planted.py
            $<TARGET_FILE:heapwitness>)
set_tests_properties(slow.drills slow.compare PROPERTIES LABELS slow TIMEOUT 1800)

# That the rules are pinned: each mutant of them makes a test fail. It has a build of its own, which
# it keeps for the next time.
add_test(NAME slow.mutate CONFIGURATIONS slow
    COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/mutate.py ${CMAKE_BINARY_DIR}/mutate)
set_tests_properties(slow.mutate PROPERTIES LABELS slow TIMEOUT 7200 RUN_SERIAL ON)
