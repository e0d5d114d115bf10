# End to end with the Go toolchain on the PATH (>= 1.21); without it these are skipped, with CI=true
# they fail. The corpus.* tests do the same on recorded data and always run.
function(hw_live_test name label)
    add_test(NAME ${label}.${name}
        COMMAND ${CMAKE_COMMAND} -E env PYTHONDONTWRITEBYTECODE=1
                ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/live/${ARGN})
    set_tests_properties(${label}.${name} PROPERTIES LABELS ${label} TIMEOUT 900 SKIP_RETURN_CODE 77)
endfunction()

set(hw_totals ${CMAKE_CURRENT_SOURCE_DIR}/data/totals.tsv)
hw_live_test(totals corpus totals.py $<TARGET_FILE:heapwitness> ${hw_totals})
hw_live_test(samples corpus bench.py $<TARGET_FILE:heapwitness>)
hw_live_test(odd corpus odd.py $<TARGET_FILE:heapwitness>)
hw_live_test(symbols corpus symbols.py $<TARGET_FILE:heapwitness> ${CMAKE_CURRENT_SOURCE_DIR}/data ${HW_BINARIES})
hw_live_test(symbols live symbols.py $<TARGET_FILE:heapwitness>)
hw_live_test(census corpus census.py $<TARGET_FILE:heapwitness> ${CMAKE_CURRENT_SOURCE_DIR}/data ${HW_BINARIES})
hw_live_test(census live census.py $<TARGET_FILE:heapwitness> ${CMAKE_CURRENT_SOURCE_DIR}/data)
hw_live_test(strict corpus strict.py $<TARGET_FILE:heapwitness> ${CMAKE_CURRENT_SOURCE_DIR}/data/corpus ${HW_BINARIES})
hw_live_test(strict live strict.py --live $<TARGET_FILE:heapwitness> ${CMAKE_CURRENT_SOURCE_DIR}/data/corpus)
hw_live_test(symbolize live symbolize.py $<TARGET_FILE:heapwitness>)
hw_live_test(identity live identity.py $<TARGET_FILE:heapwitness>)
hw_live_test(service live service.py $<TARGET_FILE:heapwitness>)
hw_live_test(bench live bench.py --live $<TARGET_FILE:heapwitness>)
hw_live_test(drift live drift.py $<TARGET_FILE:heapwitness>)
hw_live_test(odd live odd.py --live $<TARGET_FILE:heapwitness>)
hw_live_test(totals live totals.py --live $<TARGET_FILE:heapwitness> ${hw_totals})
# They compile or run a toolchain on every core.
set_tests_properties(live.service live.bench live.odd live.totals live.drift PROPERTIES RUN_SERIAL ON)

# Boundaries and beliefs: with the Go on the PATH; with every toolchain at hand, which takes minutes:
# ctest -C slow -L slow.
hw_live_test(boundaries live boundaries.py --live $<TARGET_FILE:heapwitness>)
hw_live_test(beliefs live beliefs.py --live $<TARGET_FILE:heapwitness>)
foreach(part boundaries beliefs)
    add_test(NAME slow.${part} CONFIGURATIONS slow
        COMMAND ${CMAKE_COMMAND} -E env PYTHONDONTWRITEBYTECODE=1
                ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/live/${part}.py --matrix $<TARGET_FILE:heapwitness>)
    set_tests_properties(slow.${part} PROPERTIES LABELS slow TIMEOUT 3600 SKIP_RETURN_CODE 77)
endforeach()

# Recording: with the Go on the PATH; the corpus and the shop with Go 1.21, 1.24, 1.26 and 1.27:
# ctest -C slow -L slow.
hw_live_test(record live record.py $<TARGET_FILE:heapwitness>)
set_tests_properties(live.record PROPERTIES RUN_SERIAL ON)
add_test(NAME slow.record CONFIGURATIONS slow
    COMMAND ${CMAKE_COMMAND} -E env PYTHONDONTWRITEBYTECODE=1
            ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/live/record.py --matrix $<TARGET_FILE:heapwitness>)
set_tests_properties(slow.record PROPERTIES LABELS slow TIMEOUT 7200 SKIP_RETURN_CODE 77)

# Symbolizing: every toolchain at hand with ctest -C slow -L slow.
add_test(NAME slow.symbolize CONFIGURATIONS slow
    COMMAND ${CMAKE_COMMAND} -E env PYTHONDONTWRITEBYTECODE=1
            ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/live/symbolize.py --matrix $<TARGET_FILE:heapwitness>)
set_tests_properties(slow.symbolize PROPERTIES LABELS slow TIMEOUT 3600 SKIP_RETURN_CODE 77)
