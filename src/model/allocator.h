/* model/allocator - the functions of the runtime that allocate, by the construct that calls them.
 *
 * Which one the machine code at a location calls is read from the binary (symbolize/call).
 * Sources: cmd/compile/internal/walk, ssagen and typecheck/_builtin/runtime.go of Go 1.19 to 1.27;
 * runtime/malloc.go, slice.go, string.go, iface.go, map*.go, chan.go, panic.go.
 */
#ifndef HW_MODEL_ALLOCATOR_H
#define HW_MODEL_ALLOCATOR_H

#include "base/str.h"

/* Columns: id, name, what calls it. docs/binary.md has the table of functions. */
#define HW_ALLOCATORS(X)                                                                           \
    X(NONE, "none", "no call ends there")                                                          \
    X(OBJECT, "object", "new(T), &T{...}, variables moved to the heap, closures, literals")        \
    X(MALLOC, "malloc", "several small variables at once; a make that is copied into")             \
    X(MAKE_SLICE, "make slice", "make([]T, n)")                                                    \
    X(APPEND, "append", "append(s, ...)")                                                          \
    X(APPEND_MOVE, "append move", "a slice that grew on the stack escapes")                        \
    X(MAKE_MAP, "make map", "make(map[K]V, n), map[K]V{...}")                                      \
    X(MAP_ASSIGN, "map assign", "m[k] = v")                                                        \
    X(MAKE_CHAN, "make chan", "make(chan T, n)")                                                   \
    X(CONVERT, "convert", "a value becomes an interface")                                          \
    X(CONCAT, "concat", "a + b of strings")                                                        \
    X(CONCAT_BYTES, "concat bytes", "[]byte(a + b)")                                               \
    X(STRING, "string", "string(b), []byte(s), []rune(s)")                                         \
    X(DEFER, "defer", "defer in a loop")                                                           \
    X(SERVICE, "service", "any other function of the runtime")                                     \
    X(USER, "user", "a function that is not the runtime's")

typedef enum hw_allocator {
#define X(id, name, construct) HW_ALLOC_BY_##id,
    HW_ALLOCATORS(X)
#undef X
        HW_ALLOCATOR_COUNT
} hw_allocator;

/* Of a function as it is linked: runtime.newobject. Empty: NONE. */
hw_allocator hw_allocator_of(hw_str function);
const char *hw_allocator_name(hw_allocator a);
const char *hw_allocator_construct(hw_allocator a);

/* The rows behind hw_allocator_of: names without "runtime.". `prefix`: of all names that begin so.
 * ret->name is NULL behind the last. */
typedef struct hw_allocator_row {
    const char *name;
    bool prefix;
    hw_allocator of;
} hw_allocator_row;
const hw_allocator_row *hw_allocator_rows(void);

#endif
