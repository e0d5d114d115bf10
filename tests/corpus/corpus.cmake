add_executable(corpus_test corpus/corpus.c corpus/table.c)
target_include_directories(corpus_test PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(corpus_test PRIVATE hw_build heapwitness_static)
foreach(what truth mismatch filtered)
    add_test(NAME corpus.${what} COMMAND corpus_test ${what} ${CMAKE_CURRENT_SOURCE_DIR}/data/corpus)
    set_tests_properties(corpus.${what} PROPERTIES LABELS corpus TIMEOUT 600)
endforeach()

add_executable(services_test corpus/services.c)
target_link_libraries(services_test PRIVATE hw_build heapwitness_static)
add_test(NAME corpus.services COMMAND services_test ${CMAKE_CURRENT_SOURCE_DIR}/data/services
         ${PROJECT_SOURCE_DIR}/profiles)
set_tests_properties(corpus.services PROPERTIES LABELS corpus TIMEOUT 600)

add_executable(json_test corpus/json.c)
target_link_libraries(json_test PRIVATE hw_build heapwitness_static)
add_test(NAME corpus.json COMMAND json_test ${CMAKE_CURRENT_SOURCE_DIR}/data)
set_tests_properties(corpus.json PROPERTIES LABELS corpus TIMEOUT 600)
add_test(NAME corpus.chains COMMAND corpus_test json ${CMAKE_CURRENT_SOURCE_DIR}/data/corpus)
set_tests_properties(corpus.chains PROPERTIES LABELS corpus TIMEOUT 600)

# Sites on which a verdict was wrong once, with each kind of evidence.
add_test(NAME corpus.cases
    COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/corpus/cases.py
            --program $<TARGET_FILE:heapwitness> ${CMAKE_CURRENT_SOURCE_DIR}/data/cases)
set_tests_properties(corpus.cases PROPERTIES LABELS corpus TIMEOUT 300)

# All that is said of the recordings, and why: HW_UPDATE_GOLDEN=1 writes it anew.
add_executable(verdicts_test corpus/verdicts.c corpus/table.c)
target_include_directories(verdicts_test PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(verdicts_test PRIVATE hw_build heapwitness_static)
add_test(NAME corpus.verdicts COMMAND verdicts_test ${CMAKE_CURRENT_SOURCE_DIR}/data/corpus
         ${HW_BINARIES} ${CMAKE_CURRENT_SOURCE_DIR}/data/corpus/verdicts.tsv)
set_tests_properties(corpus.verdicts PROPERTIES LABELS corpus TIMEOUT 600)

# One rule each, in small: HW_UPDATE_GOLDEN=1 writes anew what is said.
add_test(NAME corpus.rules COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/corpus/rules.py
         $<TARGET_FILE:heapwitness> ${CMAKE_CURRENT_SOURCE_DIR}/data/rules)
set_tests_properties(corpus.rules PROPERTIES LABELS corpus TIMEOUT 600)
