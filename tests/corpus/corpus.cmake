add_executable(corpus_test corpus/corpus.c)
target_link_libraries(corpus_test PRIVATE hw_build heapwitness_static)
foreach(what truth json mismatch filtered)
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
