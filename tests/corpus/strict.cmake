# The recorded programs that have their file beside them: verdict and cause of every line.
add_test(NAME corpus.strict
    COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/corpus/strict.py
            $<TARGET_FILE:heapwitness> ${CMAKE_CURRENT_SOURCE_DIR}/data/corpus ${HW_BINARIES})
set_tests_properties(corpus.strict PROPERTIES LABELS corpus TIMEOUT 300)
