# End to end with the Go toolchain on the PATH (>= 1.21); without it these are skipped, with CI=true
# they fail. The two corpus.* tests do the same on recorded data and always run.
function(hw_live_test name label)
    add_test(NAME ${label}.${name}
        COMMAND ${CMAKE_COMMAND} -E env PYTHONDONTWRITEBYTECODE=1
                ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/live/${ARGN})
    set_tests_properties(${label}.${name} PROPERTIES LABELS ${label} TIMEOUT 900 SKIP_RETURN_CODE 77)
endfunction()

set(hw_totals ${CMAKE_CURRENT_SOURCE_DIR}/data/totals.tsv)
hw_live_test(totals corpus totals.py $<TARGET_FILE:heapwitness> ${hw_totals})
hw_live_test(samples corpus bench.py $<TARGET_FILE:heapwitness>)
hw_live_test(service live service.py $<TARGET_FILE:heapwitness>)
hw_live_test(bench live bench.py --live $<TARGET_FILE:heapwitness>)
hw_live_test(totals live totals.py --live $<TARGET_FILE:heapwitness> ${hw_totals})
# They compile or run a toolchain on every core.
set_tests_properties(live.service live.bench live.totals PROPERTIES RUN_SERIAL ON)
