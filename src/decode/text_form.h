/* decode/text_form - the text form of Go's heap profile (/debug/pprof/heap?debug=1). Private.
 *
 *     heap profile: 5: 1048 [709: 17837680] @ heap/1048576
 *     2: 96 [64: 3072] @ 0x47c32c 0x41e4c5 0x4da0f9 0x44cd15 0x484081
 *     #	0x4da0f8	main.main+0xd8		/src/lab/moved/main.go:132
 *
 *     # runtime.MemStats
 *     …
 *
 * Counts are those of the samples that were picked: in use [allocated], objects: bytes. The number
 * behind heap/ is twice the sampling rate. `@` lists return addresses, the runtime's functions
 * included; a `#` line is one logical frame, its address a return address - 1.
 *
 * People paste it: lines may stand before the first one, and marks before each ("> ").
 *
 * Source of the form: runtime/pprof/pprof.go (writeHeapInternal, printStackRecord), the
 * same in all known versions.
 */
#ifndef HW_DECODE_TEXT_FORM_H
#define HW_DECODE_TEXT_FORM_H

#include "base/buf.h"
#include "base/index.h"
#include "base/strings.h"
#include "base/vec.h"
#include "decode/decoder.h"
#include "decode/text_form_line.h"

/* One `#` line of the sample that is being read. */
typedef struct hw_text_call {
    uint64_t pc, entry;
    uint32_t function, line; /* function HW_NONE: without a name */
} hw_text_call;

enum { HW_TEXT_QUOTE_MAX = 16 };

typedef struct hw_text_reader {
    hw_buf held;       /* the line that a piece cut */
    uint64_t at, line; /* where the current line begins; from 1 */
    int part;
    bool pasted;                   /* something else stands before the first line, or quotes it */
    char quote[HW_TEXT_QUOTE_MAX]; /* what stands before every line */
    unsigned char quote_len;
    hw_strings names; /* its ids are the decoder's string indexes */
    hw_index functions, locations, inners;
    int64_t rate;
    hw_text_counts total, sum; /* what the header says; of the samples so far */

    bool open; /* a sample is being read */
    uint64_t sample_at, sample_line;
    hw_text_counts counts;
    HW_VEC(uint64_t) addresses;
    HW_VEC(hw_text_call) calls;
} hw_text_reader;

/* Whether the head of an input is such a text. */
bool hw_text_starts(hw_str head);
hw_status hw_text_begin(hw_decoder *d, hw_error *err);
hw_status hw_text_feed(hw_decoder *d, const void *data, size_t n, hw_error *err);
/* Refuses what is cut short. */
hw_status hw_text_end(hw_decoder *d, hw_error *err);
void hw_text_reader_free(hw_text_reader *t);

/* The strings that every text has: string indexes. */
#define HW_TEXT_WORDS(X)                                                                           \
    X(ALLOC_OBJECTS, "alloc_objects")                                                              \
    X(COUNT, "count")                                                                              \
    X(ALLOC_SPACE, "alloc_space")                                                                  \
    X(BYTES, "bytes")                                                                              \
    X(INUSE_OBJECTS, "inuse_objects")                                                              \
    X(INUSE_SPACE, "inuse_space")                                                                  \
    X(SPACE, "space")

enum {
    HW_TEXT_NOTHING,
#define X(id, text) HW_TEXT_##id,
    HW_TEXT_WORDS(X)
#undef X
};

#endif
