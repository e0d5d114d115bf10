/* model/records - what the compiler wrote with -gcflags=-json=0,DIR: files of records.
 *
 * The text of an input stays where it is; a record is offsets into it. Only records that speak of
 * what escapes are kept, the others are counted by code. docs/diagnostics.md has the format.
 */
#ifndef HW_MODEL_RECORDS_H
#define HW_MODEL_RECORDS_H

#include "base/buf.h"
#include "base/index.h"
#include "base/strings.h"
#include "base/vec.h"

/* Every code of a record, of all known versions of Go (logopt.LogOpt's callers in
 * cmd/compile/internal). Columns: id, code. */
#define HW_CODES(X)                                                                                \
    X(ESCAPE, "escape")   /* with a message: found to escape; without: its verdict */              \
    X(ESCAPES, "escapes") /* its address goes straight into what is on the heap already */         \
    X(LEAK, "leak")                                                                                \
    X(CAN_INLINE, "canInlineFunction")                                                             \
    X(CANNOT_INLINE, "cannotInlineFunction")                                                       \
    X(CANNOT_CALL, "cannotInlineCall")                                                             \
    X(BOUNDS, "isInBounds")                                                                        \
    X(SLICE_BOUNDS, "isSliceInBounds")                                                             \
    X(NILCHECK, "nilcheck")                                                                        \
    X(COPY, "copy")                                                                                \
    X(LOOP_VAR_HEAP, "iteration-variable-to-heap")                                                 \
    X(LOOP_VAR_STACK, "iteration-variable-to-stack")                                               \
    X(LOOP_FOR, "loop-modified-for")                                                               \
    X(LOOP_RANGE, "loop-modified-range")                                                           \
    X(PGO_NOT, ": should not PGO devirtualize function")                                           \
    X(UNKNOWN, "unknown") /* none of these */

typedef enum hw_code {
#define X(id, name) HW_CODE_##id,
    HW_CODES(X)
#undef X
        HW_CODE_COUNT
} hw_code;

extern const char *const hw_code_names[HW_CODE_COUNT];

/* One file of records: the lines behind one header. */
typedef struct hw_json_file {
    hw_sid package; /* as -p has it: "main" for main packages */
    hw_sid file;    /* of the source; absolute but with -trimpath, and for what cgo makes */
    uint32_t input;
    uint32_t first, records; /* into hw_json_records.records, ordered by line and column */
} hw_json_file;

/* A record of code escape, escapes or leak. Offsets count from the record's own start. */
typedef struct hw_json_record {
    uint64_t at;                   /* in its file's input, or in hw_json_records.odd */
    uint32_t nth;                  /* of its file, as written */
    uint32_t line;                 /* outermost position, physical */
    uint32_t col;                  /* 255: that or more */
    uint32_t message, message_len; /* as written, between the quotes; 0: of a verdict */
    uint32_t chain, chain_len;     /* its inlineLoc entries, as written */
    uint8_t code;                  /* hw_code */
    bool odd;                      /* `at` is in hw_json_records.odd */
    bool matched;                  /* a claim of a text log says the same */
} hw_json_record;

typedef struct hw_json_records {
    HW_VEC(hw_json_file) files;
    HW_VEC(hw_json_record) records;
    hw_buf odd;         /* records that were not written as the compiler does, put into its form */
    hw_index file_keys; /* of diag: finds repeated files */
    uint64_t by_code[HW_CODE_COUNT];
    uint64_t lines, bytes;        /* of all inputs of this form, headers included */
    uint64_t invalid;             /* lines that are no record */
    uint64_t orphans;             /* records before any header */
    uint64_t repeated_files;      /* of a package and file that came before: left out */
    uint64_t skipped_files;       /* of a directory: no files of records */
    hw_sid goos, goarch, version; /* of the first header; 0 unknown */
    hw_sid other_version;         /* a header that contradicts it, 0 none */
    hw_sid unknown_code;          /* the first one, 0 none */
    /* Made when the claims are finished. */
    uint64_t packages;  /* with records */
    uint64_t alone;     /* of them without a text: nothing is known of their claims */
    uint64_t paired;    /* heap claims of texts whose record is known */
    uint64_t unpaired;  /* heap claims of texts without one, in packages that have records */
    uint64_t unmatched; /* allocations in records that no claim of their package's text says */
} hw_json_records;

void hw_json_records_free(hw_json_records *j);
/* HW_CODE_UNKNOWN for what is none. */
hw_code hw_code_named(hw_str name);

#endif
