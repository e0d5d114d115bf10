hw_fault_test(alloc_decode SOURCES fault/alloc_decode.c ROOMS base model intake decode)
hw_unit_test(http LABEL fault SOURCES fault/http.c fault/http_server.c ROOMS base intake)
target_include_directories(fault_http PRIVATE ${PROJECT_SOURCE_DIR}/tests)
