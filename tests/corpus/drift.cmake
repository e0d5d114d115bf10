# The labelled program of tests/data/drift, and the recorded corpus, version against version.
foreach(what planted moved versions corpus)
    add_test(NAME corpus.drift-${what}
        COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/corpus/drift.py
                $<TARGET_FILE:heapwitness> ${what})
    set_tests_properties(corpus.drift-${what} PROPERTIES LABELS corpus TIMEOUT 300)
endforeach()
