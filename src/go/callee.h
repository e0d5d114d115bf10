/* go/callee - which functions allocate, and for which construct of Go.
 *
 * A function is known by its name as linked. What a site of the profile calls, or the machine code
 * anywhere, is judged by the family of its callee; where that function finds the type and a
 * buffer among its arguments is here too.
 *
 * Sources: cmd/compile/internal/typecheck/_builtin/runtime.go (what the compiler calls), the
 * //go:linkname lines of package runtime (what has another package's name), of all known
 * versions. docs/binary.md has the table in words; tests/lint holds both together.
 */
#ifndef HW_GO_CALLEE_H
#define HW_GO_CALLEE_H

#include <stdbool.h>

#include "base/str.h"

/* Columns: id, name (stable, in JSON), what is allocated. */
#define HW_FAMILIES(X)                                                                             \
    X(OBJECT, "object", "one object: a moved variable, new, &T{}, a literal, a closure")           \
    X(MALLOC, "malloc", "one object, without detour: what newobject would, make with copy")        \
    X(SLICE, "make-slice", "the array of make([]T, n)")                                            \
    X(SLICE_COPY, "make-copy", "the array of make([]T, n) with the copy that follows")             \
    X(GROW, "append-grow", "a larger array for append")                                            \
    X(MOVE, "append-move", "the array of a slice that grew on the stack and escapes")              \
    X(MAP, "make-map", "a map")                                                                    \
    X(MAP_ASSIGN, "map-assign", "room in a map for a new key")                                     \
    X(CHAN, "make-chan", "a channel")                                                              \
    X(CONVERT, "convert", "a value that an interface points to")                                   \
    X(CONCAT, "concat", "a concatenation")                                                         \
    X(STRING, "string-bytes", "a string or slice, converted into the other")                       \
    X(C_STRING, "c-string", "a copy of what C has")                                                \
    X(DEFER, "defer", "the record of a defer in a loop")                                           \
    X(PANIC, "panic", "the value of a panic")                                                      \
    X(WAIT, "wait", "the record of a goroutine that waits")                                        \
    X(TYPE_CACHE, "type-cache", "a cache or table for assertions of types")                        \
    X(SERVICE, "service", "something of the runtime's own")                                        \
    X(OTHER, "other", "nothing of its own: it is no function of the runtime")

typedef enum hw_family {
#define X(id, name, what) HW_FAMILY_##id,
    HW_FAMILIES(X)
#undef X
        HW_FAMILY_COUNT
} hw_family;

/* Functions, a row each; the first that matches counts. Columns:
 *   function   as linked; "*" at its end: whatever follows
 *   family
 *   type       which argument is the type, 0 the first; -1: none
 *   buffer     which one is a buffer on the caller's stack, nil where there is none; -1: none
 *   since, until  minor versions of Go that have it so; 0: the first / last that are known
 * Arguments count in words: a slice has three, a string two. */
#define HW_CALLEES(X)                                                                              \
    X("runtime.newobject", OBJECT, 0, -1, 0, 0)                                                    \
    X("reflect.unsafe_New", OBJECT, 0, -1, 0, 0)                                                   \
    X("internal/reflectlite.unsafe_New", OBJECT, 0, -1, 0, 0)                                      \
    X("runtime.mallocgc*", MALLOC, 1, -1, 0, 0)                                                    \
    X("runtime.makeslicecopy", SLICE_COPY, 0, -1, 0, 0)                                            \
    X("runtime.makeslice", SLICE, 0, -1, 0, 0)                                                     \
    X("runtime.makeslice64", SLICE, 0, -1, 0, 0)                                                   \
    X("runtime.newarray", SLICE, 0, -1, 0, 0)                                                      \
    X("reflect.unsafe_NewArray", SLICE, 0, -1, 0, 0)                                               \
    X("internal/bytealg.MakeNoZero", SLICE, -1, -1, 21, 0)                                         \
    X("runtime.growsliceBuf", GROW, 4, 5, 26, 0)                                                   \
    X("runtime.growsliceBufNoAlias", GROW, 4, 5, 26, 0)                                            \
    X("runtime.growsliceNoAlias", GROW, 4, -1, 26, 0)                                              \
    X("runtime.growslice", GROW, 0, -1, 0, 19)                                                     \
    X("runtime.growslice", GROW, 4, -1, 20, 0)                                                     \
    X("reflect.growslice", GROW, 0, -1, 20, 0)                                                     \
    X("runtime.moveSlice", MOVE, 0, -1, 26, 0)                                                     \
    X("runtime.moveSliceNoScan", MOVE, -1, -1, 26, 0)                                              \
    X("runtime.moveSliceNoCap", MOVE, 0, -1, 26, 0)                                                \
    X("runtime.moveSliceNoCapNoScan", MOVE, -1, -1, 26, 0)                                         \
    X("runtime.makemap_small", MAP, -1, -1, 0, 0)                                                  \
    X("runtime.makemap", MAP, 0, 2, 0, 0)                                                          \
    X("runtime.makemap64", MAP, 0, 2, 0, 0)                                                        \
    X("reflect.makemap", MAP, 0, -1, 0, 0)                                                         \
    X("maps.clone", MAP, -1, -1, 21, 0)                                                            \
    X("runtime.mapassign*", MAP_ASSIGN, 0, -1, 0, 0)                                               \
    X("reflect.mapassign*", MAP_ASSIGN, 0, -1, 0, 0)                                               \
    X("runtime.makechan", CHAN, 0, -1, 0, 0)                                                       \
    X("runtime.makechan64", CHAN, 0, -1, 0, 0)                                                     \
    X("reflect.makechan", CHAN, 0, -1, 0, 0)                                                       \
    X("runtime.convT", CONVERT, 0, -1, 0, 0)                                                       \
    X("runtime.convTnoptr", CONVERT, 0, -1, 0, 0)                                                  \
    X("runtime.convT16", CONVERT, -1, -1, 0, 0)                                                    \
    X("runtime.convT32", CONVERT, -1, -1, 0, 0)                                                    \
    X("runtime.convT64", CONVERT, -1, -1, 0, 0)                                                    \
    X("runtime.convTstring", CONVERT, -1, -1, 0, 0)                                                \
    X("runtime.convTslice", CONVERT, -1, -1, 0, 0)                                                 \
    X("runtime.concatstring*", CONCAT, -1, 0, 0, 0)                                                \
    X("runtime.concatbyte*", CONCAT, -1, -1, 24, 24)                                               \
    X("runtime.concatbyte*", CONCAT, -1, 0, 25, 0)                                                 \
    X("runtime.slicebytetostring", STRING, -1, 0, 0, 0)                                            \
    X("runtime.slicerunetostring", STRING, -1, 0, 0, 0)                                            \
    X("runtime.stringtoslicebyte", STRING, -1, 0, 0, 0)                                            \
    X("runtime.stringtoslicerune", STRING, -1, 0, 0, 0)                                            \
    X("runtime.intstring", STRING, -1, 0, 0, 0)                                                    \
    X("runtime.gostring", C_STRING, -1, -1, 0, 0)                                                  \
    X("runtime.gostringn", C_STRING, -1, -1, 0, 0)                                                 \
    X("runtime.gobytes", C_STRING, -1, -1, 0, 0)                                                   \
    X("runtime.deferprocStack", SERVICE, -1, -1, 0, 0)                                             \
    X("runtime.deferproc*", DEFER, -1, -1, 0, 0)                                                   \
    X("runtime.deferrangefunc", DEFER, -1, -1, 22, 0)                                              \
    X("runtime.panic*", PANIC, -1, -1, 0, 0)                                                       \
    X("runtime.goPanic*", PANIC, -1, -1, 0, 0)                                                     \
    X("runtime.gopanic", PANIC, -1, -1, 0, 0)                                                      \
    X("runtime.chanrecv*", WAIT, -1, -1, 0, 0)                                                     \
    X("runtime.chansend*", WAIT, -1, -1, 0, 0)                                                     \
    X("runtime.selectgo", WAIT, -1, -1, 0, 0)                                                      \
    X("runtime.semacquire*", WAIT, -1, -1, 0, 0)                                                   \
    X("reflect.chanrecv", WAIT, -1, -1, 0, 0)                                                      \
    X("reflect.chansend*", WAIT, -1, -1, 0, 0)                                                     \
    X("reflect.rselect", WAIT, -1, -1, 0, 0)                                                       \
    X("sync.runtime_Semacquire*", WAIT, -1, -1, 0, 0)                                              \
    X("sync.runtime_notifyListWait", WAIT, -1, -1, 0, 0)                                           \
    X("internal/sync.runtime_Semacquire*", WAIT, -1, -1, 24, 0)                                    \
    X("internal/poll.runtime_Semacquire", WAIT, -1, -1, 0, 0)                                      \
    X("runtime.typeAssert", TYPE_CACHE, -1, -1, 22, 0)                                             \
    X("runtime.interfaceSwitch", TYPE_CACHE, -1, -1, 22, 0)                                        \
    X("runtime.assertE2I*", TYPE_CACHE, -1, -1, 0, 0)                                              \
    X("runtime.assertI2I*", TYPE_CACHE, -1, -1, 0, 21)                                             \
    X("reflect.ifaceE2I", TYPE_CACHE, -1, -1, 0, 0)                                                \
    X("internal/reflectlite.ifaceE2I", TYPE_CACHE, -1, -1, 0, 0)                                   \
    X("runtime.*", SERVICE, -1, -1, 0, 0)                                                          \
    X("runtime/internal/*", SERVICE, -1, -1, 0, 23)                                                \
    X("internal/runtime/*", SERVICE, -1, -1, 23, 0)

typedef struct hw_callee {
    hw_str pattern;
    hw_family family;
    int type, buffer;
    unsigned since, until;
} hw_callee;

/* The row of a function; NULL: by its name it is none of the runtime's. `go`: the minor version; 0:
 * not known, but 20 or later: then rows that differ by version are ordered so that the first one is
 * true of both. */
const hw_callee *hw_callee_of(hw_str function, unsigned go);

/* The name under which a function is shown. One of the copies that the runtime has of an allocator,
 * each for one size (since Go 1.26), has the name that they share:
 * runtime.mallocgcSmallScanNoHeaderSC5 is runtime.mallocgcSmallScanNoHeader. */
hw_str hw_callee_shown(hw_str function);

extern const char *const hw_family_names[HW_FAMILY_COUNT];
/* Whether calls of it are the allocations of a construct that stands in the source: not the
 * runtime's own services, waits, panics and caches. */
bool hw_family_constructs(hw_family f);
/* Whether the function allocates on behalf of its caller: a construct's allocator, or what such a
 * one calls on its way to mallocgc. */
bool hw_callee_allocates(hw_str function);
/* Whether a call of the function never comes back: what follows it is other code. */
bool hw_callee_ends(hw_str function);

/* Why there is no type. Columns: id, name (stable, in JSON), what it means. */
#define HW_UNTYPED_REASONS(X)                                                                      \
    X(NONE, "none", "the type is known")                                                           \
    X(NO_CALL, "no-call", "no call ends here: the function that was called is inlined")            \
    X(INDIRECT, "indirect", "the call goes to an address that is only known at run time")          \
    X(NO_TYPE, "no-type", "the function that is called takes no type")                             \
    X(NIL, "nil", "the type that is passed is nil: memory without pointers, whatever is in it")    \
    X(DICTIONARY, "dictionary", "generic code takes the type from its dictionary")                 \
    X(RUN_TIME, "run-time", "the type is a value of the program, as in package reflect")           \
    X(UNTRACEABLE, "untraceable", "the type cannot be told from the machine code")

typedef enum hw_untyped {
#define X(id, name, text) HW_UNTYPED_##id,
    HW_UNTYPED_REASONS(X)
#undef X
        HW_UNTYPED_COUNT
} hw_untyped;

extern const char *const hw_untyped_names[HW_UNTYPED_COUNT];

/* The buffer on the stack that some callees may use instead of the heap. */
typedef enum hw_stack_buffer {
    HW_BUFFER_UNKNOWN, /* or the callee takes none */
    HW_BUFFER_NONE,    /* nil: the result always needs the heap, unless it is empty */
    HW_BUFFER_STACK,   /* the result does not escape, and needs the heap only if it is too large */
} hw_stack_buffer;

#endif
