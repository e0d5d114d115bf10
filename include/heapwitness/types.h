/* heapwitness/types.h - the small types that every part of heapwitness speaks.
 *
 * Plain C and C++; nothing here owns memory. Units are stated at each field.
 */
#ifndef HEAPWITNESS_TYPES_H
#define HEAPWITNESS_TYPES_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define HW_API               __attribute__((visibility("default")))
#define HW_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define HW_API
#define HW_PRINTF(fmt, args)
#endif

/* What a fallible call returns. OK is 0; every other value has filled the caller's hw_error. */
#define HW_STATUSES(X)                                                                             \
    X(OK, "ok")                                                                                    \
    X(NOMEM, "out of memory")                                                                      \
    X(IO, "cannot be had")                                                                         \
    X(FORMAT, "malformed")                                                                         \
    X(LIMIT, "over a limit")                                                                       \
    X(USAGE, "usage")                                                                              \
    X(UNSUPPORTED, "not supported")

typedef enum hw_status {
#define X(id, text) HW_##id,
    HW_STATUSES(X)
#undef X
} hw_status;

/* The four values of a Go heap profile, in the order of the `heap` profile's sample types.
 * Objects are counts, space is bytes. Source: runtime/pprof/protomem.go. */
#define HW_VALUES_LIST(X)                                                                          \
    X(ALLOC_OBJECTS, "alloc_objects", "count")                                                     \
    X(ALLOC_SPACE, "alloc_space", "bytes")                                                         \
    X(INUSE_OBJECTS, "inuse_objects", "count")                                                     \
    X(INUSE_SPACE, "inuse_space", "bytes")

typedef enum hw_value {
#define X(id, name, unit) HW_##id,
    HW_VALUES_LIST(X)
#undef X
        HW_VALUES
} hw_value;

/* In bytes or objects, by hw_value. What the profile does not have is 0. */
typedef struct hw_values {
    int64_t v[HW_VALUES];
} hw_values;

/* What the heap says about the compiler's claims at one place. See docs/verdicts.md.
 * Columns: id, name, consistency. */
#define HW_VERDICTS(X)                                                                             \
    X(CONFIRMED, "confirmed", "consistent")                                                        \
    X(CONTRADICTED, "contradicted", "inconsistent")                                                \
    X(UNCLAIMED, "unclaimed", "undecided")                                                         \
    X(AMBIGUOUS, "ambiguous", "undecided")                                                         \
    X(UNDIAGNOSED, "undiagnosed", "undecided")                                                     \
    X(UNOBSERVED, "unobserved", "consistent")                                                      \
    X(UPHELD, "upheld", "consistent")

typedef enum hw_verdict {
#define X(id, name, consistency) HW_##id,
    HW_VERDICTS(X)
#undef X
        HW_VERDICT_COUNT
} hw_verdict;

/* The verdicts before this one have heap bytes, the ones from it on have none. */
#define HW_VERDICTS_WITH_BYTES HW_UNOBSERVED

/* A refusal, by value, owned by the caller. `offset` is in bytes of the inflated input unless the
 * message says otherwise; -1 where it has no meaning. `line` is 1-based, 0 where it has none.
 * `sys` is an errno value or 0. Strings are always terminated; input text in `message` is escaped.
 */
typedef struct hw_error {
    hw_status status;
    int sys;
    int64_t offset;
    int64_t line;
    char input[512];
    char message[512];
} hw_error;

/* Bytes as they stand in an input: not terminated, of any encoding, control characters included.
 * `at` may only be read where `len` is not 0. */
typedef struct hw_view {
    const char *at;
    size_t len;
} hw_view;

/* What a claim says of its expression. */
typedef enum hw_claim_says {
    HW_SAYS_HEAP,      /* it is allocated on the heap */
    HW_SAYS_STACK,     /* it does not escape */
    HW_SAYS_PARAMETER, /* how far a parameter leaks; nothing is allocated */
} hw_claim_says;

/* Where bytes go. `write` takes all of `n` or fails; `err` is filled on failure. */
typedef struct hw_byte_sink {
    hw_status (*write)(void *ctx, const void *data, size_t n, hw_error *err);
    void *ctx;
} hw_byte_sink;

#ifdef __cplusplus
}
#endif

#endif
