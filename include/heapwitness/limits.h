/* heapwitness/limits.h - a ceiling for everything that an input can make large.
 *
 * One row a limit: field, option name (--max-NAME), default, what it bounds and in which unit.
 * Going over one is HW_LIMIT, never HW_NOMEM, and the message names the option. New rows come last:
 * fields that callers were built with do not move.
 */
#ifndef HEAPWITNESS_LIMITS_H
#define HEAPWITNESS_LIMITS_H

#include <stddef.h>
#include <stdint.h>

#define HW_LIMITS(X)                                                                               \
    X(response, "response", UINT64_C(4) << 30, "bytes taken from one file, pipe or server")        \
    X(profile, "profile", UINT64_C(4) << 30, "bytes a profile may inflate to")                     \
    X(log, "log", UINT64_C(16) << 30, "bytes a log may inflate to")                                \
    X(ratio, "ratio", 500, "inflated bytes per compressed byte, past the first 64 MiB")            \
    X(message, "message", UINT64_C(64) << 20, "bytes of one sample, location or string")           \
    X(samples, "samples", 100000000, "samples of one profile")                                     \
    X(stacks, "stacks", 20000000, "distinct samples kept")                                         \
    X(strings, "strings", 20000000, "strings, functions, locations or mappings of one profile")    \
    X(depth, "depth", 65536, "locations of one sample and lines of one location")                  \
    X(files, "files", 1000000, "files in one directory of -json records")                          \
    X(line, "line", UINT64_C(16) << 20, "bytes of one line of a log")                              \
    X(claims, "claims", 50000000, "claims, and lines not understood, of all logs")                 \
    X(candidates, "candidates", 1000, "claims looked at for one line of source")                   \
    X(binary, "binary", UINT64_C(4) << 30, "bytes of a program's file")                            \
    X(redirects, "redirects", 10, "redirects followed for one URL")

/* The caller sets `size` to sizeof(hw_limits). 0 in any other field: its default. */
typedef struct hw_limits {
    size_t size;
#define X(field, name, value, text) uint64_t field;
    HW_LIMITS(X)
#undef X
} hw_limits;

#endif
