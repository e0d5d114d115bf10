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
hw_live_test(literals corpus literals.py $<TARGET_FILE:heapwitness>)
hw_live_test(literals live literals.py --live $<TARGET_FILE:heapwitness>)
hw_live_test(symbols corpus symbols.py $<TARGET_FILE:heapwitness> ${CMAKE_CURRENT_SOURCE_DIR}/data ${HW_BINARIES})
hw_live_test(symbols live symbols.py $<TARGET_FILE:heapwitness>)
hw_live_test(census corpus census.py $<TARGET_FILE:heapwitness> ${CMAKE_CURRENT_SOURCE_DIR}/data ${HW_BINARIES})
hw_live_test(census live census.py $<TARGET_FILE:heapwitness> ${CMAKE_CURRENT_SOURCE_DIR}/data)
hw_live_test(listing corpus listing.py $<TARGET_FILE:heapwitness> ${CMAKE_CURRENT_SOURCE_DIR}/data ${HW_BINARIES})
hw_live_test(listing live listing.py $<TARGET_FILE:heapwitness> ${CMAKE_CURRENT_SOURCE_DIR}/data)
hw_live_test(strict corpus strict.py $<TARGET_FILE:heapwitness> ${CMAKE_CURRENT_SOURCE_DIR}/data/corpus ${HW_BINARIES})
hw_live_test(strict live strict.py --live $<TARGET_FILE:heapwitness> ${CMAKE_CURRENT_SOURCE_DIR}/data/corpus)
hw_live_test(symbolize live symbolize.py $<TARGET_FILE:heapwitness>)
hw_live_test(identity live identity.py $<TARGET_FILE:heapwitness>)
hw_live_test(accusations live accusations.py $<TARGET_FILE:heapwitness> ${HW_BINARIES})
hw_live_test(service live service.py $<TARGET_FILE:heapwitness>)
hw_live_test(bench live bench.py --live $<TARGET_FILE:heapwitness>)
hw_live_test(drift live drift.py $<TARGET_FILE:heapwitness>)
hw_live_test(odd live odd.py --live $<TARGET_FILE:heapwitness>)
hw_live_test(totals live totals.py --live $<TARGET_FILE:heapwitness> ${hw_totals})
# These judge what the program answers; how it handles memory the corpus.* tests show under the
# sanitizers, on the same kinds of input, and cli.record-secrets with a stand-in for go. live.service
# stays: a server that answers is nowhere else.
foreach(test literals symbols census listing strict symbolize identity accusations bench drift odd totals)
    set_tests_properties(live.${test} PROPERTIES LABELS "live;once")
endforeach()
# They compile or run a toolchain on every core.
set_tests_properties(live.service live.bench live.odd live.totals live.drift PROPERTIES RUN_SERIAL ON)

# With every toolchain at hand, which takes minutes: ctest -C slow -L slow.
function(hw_slow_test name)
    add_test(NAME slow.${name} CONFIGURATIONS slow
        COMMAND ${CMAKE_COMMAND} -E env PYTHONDONTWRITEBYTECODE=1
                ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/live/${ARGN})
    set_tests_properties(slow.${name} PROPERTIES LABELS slow TIMEOUT 7200 SKIP_RETURN_CODE 77)
endfunction()

hw_live_test(boundaries live boundaries.py --live $<TARGET_FILE:heapwitness>)
hw_live_test(beliefs live beliefs.py --live $<TARGET_FILE:heapwitness>)
set_tests_properties(live.boundaries live.beliefs PROPERTIES LABELS "live;once")
hw_live_test(record live record.py $<TARGET_FILE:heapwitness>)
set_tests_properties(live.record PROPERTIES LABELS "live;once" RUN_SERIAL ON)
# Generated programs; the cache is for the library, which need not be compiled each time.
set(hw_generated $<TARGET_FILE:heapwitness> --cache ${CMAKE_CURRENT_BINARY_DIR}/generated)
hw_live_test(generate live generate.py ${hw_generated} --exact --lines 240 --least 2000)
set_tests_properties(live.generate PROPERTIES LABELS "live;once")
hw_slow_test(generate generate.py --matrix ${hw_generated} --programs 3 --jobs 2 --least 100000)
hw_slow_test(accusations accusations.py $<TARGET_FILE:heapwitness> ${HW_BINARIES}
             --go 1.21.13,1.22.12,1.23.12,1.24.13,1.25.8,1.26.8,1.27.1)
foreach(part boundaries beliefs symbolize record literals)
    hw_slow_test(${part} ${part}.py --matrix $<TARGET_FILE:heapwitness>)
endforeach()
# The labelled programs, built and run by every release that was recorded.
hw_slow_test(strict strict.py --matrix $<TARGET_FILE:heapwitness> ${CMAKE_CURRENT_SOURCE_DIR}/data/corpus)
hw_slow_test(census census.py --matrix $<TARGET_FILE:heapwitness> ${CMAKE_CURRENT_SOURCE_DIR}/data)
hw_slow_test(listing listing.py --matrix $<TARGET_FILE:heapwitness> ${CMAKE_CURRENT_SOURCE_DIR}/data)
