hw_fault_test(alloc_decode SOURCES fault/alloc_decode.c ROOMS intake decode)
hw_unit_test(http LABEL fault SOURCES fault/http.c fault/http_server.c ROOMS intake)
target_include_directories(fault_http PRIVATE ${PROJECT_SOURCE_DIR}/tests)
