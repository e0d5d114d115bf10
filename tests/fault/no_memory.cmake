# The whole program without memory. Sanitizers have a malloc of their own, which cannot be replaced.
if(NOT HW_SANITIZE)
    add_library(hw_no_memory MODULE fault/no_memory.c)
    set_target_properties(hw_no_memory PROPERTIES PREFIX "")
    target_link_libraries(hw_no_memory PRIVATE hw_build)
    set(no_memory ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/fault/no_memory.py
        --program $<TARGET_FILE:heapwitness> --preload $<TARGET_FILE:hw_no_memory>
        --binaries ${HW_BINARIES})
    add_test(NAME fault.no_memory COMMAND ${no_memory} --places 20)
    set_tests_properties(fault.no_memory PROPERTIES LABELS fault TIMEOUT 600)
    # Each allocation: ctest -C slow -L slow.
    add_test(NAME slow.no_memory CONFIGURATIONS slow COMMAND ${no_memory})
    set_tests_properties(slow.no_memory PROPERTIES LABELS slow TIMEOUT 3600)
endif()
