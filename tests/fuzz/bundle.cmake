hw_fuzz_target(bundle SOURCES fuzz/bundle.c ROOMS diag)
hw_fuzz_target(records SOURCES fuzz/records.c ROOMS intake diag)
set(like_sources ${PROJECT_SOURCE_DIR}/src/run)
hw_fuzz_target(elf SOURCES fuzz/elf.c ${like_sources}/record_like.c ${like_sources}/gcflags.c
    ${like_sources}/go_words.c ${like_sources}/paths.c ROOMS symbolize)
