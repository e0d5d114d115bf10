/* Lines of -json records as the compiler writes them. */
#ifndef HW_TEST_DIAG_RECORDS_H
#define HW_TEST_DIAG_RECORDS_H

#define HEADER(package, file)                                                                      \
    "{\"version\":0,\"package\":\"" package "\",\"goos\":\"linux\",\"goarch\":\"amd64\","          \
    "\"gc_version\":\"go1.26.8\",\"file\":\"" file "\"}\n"
#define RANGE(line, col)                                                                           \
    "\"range\":{\"start\":{\"line\":" #line ",\"character\":" #col "},\"end\":{\"line\":" #line    \
    ",\"character\":" #col "}}"
#define RECORD(line, col, code, message)                                                           \
    "{" RANGE(line, col) ",\"severity\":3,\"code\":\"" code                                        \
                         "\",\"source\":\"go compiler\",\"message\":\"" message "\"}\n"
#define WITH(line, col, code, message, related)                                                    \
    "{" RANGE(line, col) ",\"severity\":3,\"code\":\"" code                                        \
                         "\",\"source\":\"go compiler\",\"message\":\"" message                    \
                         "\",\"relatedInformation\":[" related "]}\n"
#define ENTRY(uri, line, col, message)                                                             \
    "{\"location\":{\"uri\":\"" uri "\"," RANGE(line, col) "},\"message\":\"" message "\"}"
#define INLINE(uri, line, col) ENTRY(uri, line, col, "inlineLoc")

#endif
