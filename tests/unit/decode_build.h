/* unit/decode_build - writes protobuf by hand, also what no sane writer writes. */
#ifndef HW_UNIT_DECODE_BUILD_H
#define HW_UNIT_DECODE_BUILD_H

#include "base/buf.h"
#include "decode/decode.h"
#include "intake/intake.h"

/* The strings that put_strings writes. */
#define STRINGS(X)                                                                                 \
    X(EMPTY, "")                                                                                   \
    X(ALLOC_OBJECTS, "alloc_objects")                                                              \
    X(COUNT, "count")                                                                              \
    X(ALLOC_SPACE, "alloc_space")                                                                  \
    X(BYTES, "bytes")                                                                              \
    X(INUSE_OBJECTS, "inuse_objects")                                                              \
    X(INUSE_SPACE, "inuse_space")                                                                  \
    X(SPACE, "space")                                                                              \
    X(MAIN_F, "main.f")                                                                            \
    X(MAIN_G, "main.g")                                                                            \
    X(FILE_GO, "/src/main.go")                                                                     \
    X(FILE_RS, "src/main.rs")                                                                      \
    X(BINARY, "/bin/server")                                                                       \
    X(CPU, "cpu")                                                                                  \
    X(NANOSECONDS, "nanoseconds")                                                                  \
    X(SAMPLES, "samples")                                                                          \
    X(GOROUTINE, "goroutine")                                                                      \
    X(THREADCREATE, "threadcreate")                                                                \
    X(CONTENTIONS, "contentions")                                                                  \
    X(DELAY, "delay")                                                                              \
    X(OBJECTS, "objects")                                                                          \
    X(ODD, "odd\001name\377")                                                                      \
    X(REQUEST, "request")                                                                          \
    X(KILOBYTES, "kilobytes")

enum {
#define X(id, text) S_##id,
    STRINGS(X)
#undef X
        S_COUNT_OF
};

void put_varint(hw_buf *b, uint64_t n);
void put_tag(hw_buf *b, uint32_t field, unsigned wire);
void put_int(hw_buf *b, uint32_t field, int64_t n);
void put_bytes(hw_buf *b, uint32_t field, const void *data, size_t n);
/* Appends the message and frees it. */
void put_message(hw_buf *b, uint32_t field, hw_buf *message);

void put_type(hw_buf *b, int name, int unit);
void put_heap_types(hw_buf *b); /* the four of Go, in its order */
void put_period(hw_buf *b, int64_t period);
/* One line in function `function`; none when it is 0. */
void put_location(hw_buf *b, uint64_t id, uint64_t mapping, uint64_t function, int64_t line);
void put_function(hw_buf *b, uint64_t id, int name, int file);
void put_mapping(hw_buf *b, uint64_t id);
void put_strings(hw_buf *b);

typedef struct sample_parts {
    const uint64_t *ids;
    size_t depth;
    int64_t v[4];
    size_t values; /* how many of `v`, 0: all four */
    int64_t size;  /* of the `bytes` label, 0: no label */
    bool unpacked;
} sample_parts;
void put_sample(hw_buf *b, const sample_parts *s);
/* A message that holds one label, or appends one. */
void put_label(hw_buf *sample, int key, int text, int64_t number, int unit);

/* Functions 1 (main.f) and 2 (main.g), locations 1 (f:10), 2 (f:20), 3 (g:30), mapping 1, strings.
 */
void put_tables(hw_buf *b);
/* Types, period 512 KiB, one sample at 1 < 3, tables: a legal profile. */
void put_legal(hw_buf *b);

typedef struct decoded {
    hw_strings strings;
    hw_profile profile;
    hw_error err;
    hw_limits limits;
} decoded;

void decoded_new(decoded *d);
void decoded_free(decoded *d);
/* In pieces of `piece` bytes. */
hw_status decode_bytes(decoded *d, const char *name, const hw_buf *b, size_t piece);
/* Whether a note of this kind is there; its count in *count when that is not NULL. */

void text_is(const decoded *d, hw_sid id, const char *want);
/* Of the first line of a frame of the stack. */
const hw_function *function_at(const decoded *d, const hw_sample *s, size_t frame);
/* That it is the profile which put_legal writes, read under the name "p". */
void assert_legal(const decoded *d);
/* In pieces of several sizes: refused with these words, and the profile is untouched. Frees `b`. */
void refuse(hw_buf *b, hw_status status, const char *words);

#endif
