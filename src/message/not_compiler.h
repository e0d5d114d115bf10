/* message/not_compiler - lines that stand between the compiler's diagnostics: headers, dumps of
 * -m=3, go test, gctrace, build errors, what runs the build. */
#ifndef HW_MESSAGE_NOT_COMPILER_H
#define HW_MESSAGE_NOT_COMPILER_H

#include "base/str.h"
#include "model/message_class.h"

/* A line without a position: header, go test, gctrace, … NOT_UNDERSTOOD when it is none of them. */
hw_message_class hw_not_compiler_match(hw_str line);
/* A `# package [variant]` header. */
bool hw_header_match(hw_str line, hw_str *package, hw_str *variant);
/* A positioned line of the compiler that is an error, not a diagnostic. */
bool hw_build_error_match(hw_str rest);
/* A warning or note of the linker or a C compiler. */
bool hw_linker_match(hw_str line);
/* Inside a -m=3 dump: a continuation line of the syntax tree. */
bool hw_dump_match(hw_str line);

#endif
