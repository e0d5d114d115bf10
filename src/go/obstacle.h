/* go/obstacle - why a function cannot be inlined, in the compiler's words. */
#ifndef HW_GO_OBSTACLE_H
#define HW_GO_OBSTACLE_H

#include "base/str.h"

/* What stands behind "cannot inline F: " in any known version of Go (cmd/compile/internal/inline);
 * commonest first. Columns: id, text, MORE (something follows that is not constant) or ALL. Where
 * two rows fit, the narrower one stands before the wider. */
#define HW_OBSTACLES(X)                                                                            \
    X(NONE, "", ALL)                                                                               \
    X(TOO_COMPLEX, "function too complex: cost ", MORE)                                            \
    X(NO_BODY, "no function body", ALL)                                                            \
    X(DEFER, "unhandled op DEFER", ALL)                                                            \
    X(GO, "unhandled op GO", ALL)                                                                  \
    X(SELECT, "unhandled op SELECT", ALL)                                                          \
    X(UNHANDLED, "unhandled op ", MORE)                                                            \
    X(NOINLINE, "marked go:noinline", ALL)                                                         \
    X(RECURSIVE, "recursive", ALL)                                                                 \
    X(RECOVER, "call to recover", ALL)                                                             \
    X(CALL, "call to ", MORE)                                                                      \
    X(EQ_HASH, "type eq/hash function", ALL)                                                       \
    X(NORACE, "marked go:norace with -race compilation", ALL)                                      \
    X(NOCHECKPTR, "marked go:nocheckptr", ALL)                                                     \
    X(CGO_UNSAFE_ARGS, "marked go:cgo_unsafe_args", ALL)                                           \
    X(KEEPALIVE, "marked as having a keep-alive uintptr argument", ALL)                            \
    X(UINTPTR_ESCAPES, "marked as having an escaping uintptr argument", ALL)                       \
    X(WRITE_BARRIER, "marked go:yeswritebarrierrec", ALL)                                          \
    X(NO_NAME, "no name", ALL)                                                                     \
    X(CLOSURES, "not inlining functions with closures", ALL)                                       \
    X(TOO_EXPENSIVE, "too expensive", ALL)                                                         \
    X(DEFER_IN_RANGE, "defer call in range func", ALL)                                             \
    X(UNKNOWN, "unknown", ALL) /* a reason that no known version has */

typedef enum hw_obstacle {
#define X(id, text, more) HW_OBSTACLE_##id,
    HW_OBSTACLES(X)
#undef X
        HW_OBSTACLE_COUNT
} hw_obstacle;

/* "function too complex", "unhandled op", …: without what follows. "" for NONE. */
hw_str hw_obstacle_name(hw_obstacle o);
/* UNKNOWN when no row fits. `more` is what follows. */
hw_obstacle hw_obstacle_read(hw_str reason, hw_str *more);
/* "130 exceeds budget 80", which follows TOO_COMPLEX. false, and both 0, when it is not that. */
bool hw_obstacle_cost(hw_str more, uint32_t *cost, uint32_t *budget);

#endif
