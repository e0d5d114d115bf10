pkg_check_modules(PCRE2 REQUIRED IMPORTED_TARGET libpcre2-8)

add_executable(heapwitness
    cli/main.c cli/suggest.c cli/option_table.c cli/options.c cli/setters.c cli/setters_claims.c
    cli/terminal.c cli/output.c cli/regex.c cli/run.c
    cli/go_words.c cli/paths.c cli/gcflags.c cli/go_command.c cli/go_facts.c cli/go_outputs.c
    cli/process.c cli/workdir.c cli/gzip.c cli/identity.c cli/bundle_write.c cli/record_log.c cli/record_run.c
    cli/record_env.c cli/record_like.c
    cli/audit.c cli/binary_path.c cli/drift.c cli/census.c cli/drift_go.c cli/toolchain.c cli/claims.c cli/record.c cli/help.c cli/version.c)
set_target_properties(heapwitness PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
target_link_libraries(heapwitness PRIVATE hw_build heapwitness_static PkgConfig::PCRE2
    PkgConfig::SMARTCOLS PkgConfig::XXHASH PkgConfig::PROTOBUF_C PkgConfig::JSONC ZLIB::ZLIB)
set_source_files_properties(cli/version.c PROPERTIES
    COMPILE_DEFINITIONS HW_LIBELF_VERSION="${ELF_VERSION}")
install(TARGETS heapwitness)
