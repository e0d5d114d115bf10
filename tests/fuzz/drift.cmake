hw_fuzz_target(drift SOURCES fuzz/drift.c ROOMS diag drift)
target_include_directories(fuzz_drift PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
