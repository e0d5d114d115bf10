/* records/records_read - the parts of a -json record. Private to the room.
 *
 * The compiler writes its records in one form only (encoding/json: no blanks, fixed order), so they
 * are cut by comparing with that form. Whatever deviates goes through json-c and is put into the
 * form first; strings with other escapes than those that Go writes for ASCII are read by json-c.
 */
#ifndef HW_RECORDS_RECORDS_READ_H
#define HW_RECORDS_RECORDS_READ_H

#include "base/buf.h"
#include "heapwitness/limits.h"
#include "model/claim.h"

struct json_tokener;

/* Unescapes. */
typedef struct hw_json_strings {
    struct json_tokener *tokener;
    hw_buf text; /* the last result */
} hw_json_strings;

void hw_json_strings_free(hw_json_strings *s);
/* A string as written between its quotes (which stand around it in memory). `*ret` is valid until
 * the next call, or a part of `raw`. *valid: false where it is no JSON string. */
hw_status hw_json_unescape(hw_json_strings *s, hw_str raw, hw_str *ret, bool *valid, hw_error *err);
/* The path of a file: URI, written likewise. */
hw_status hw_json_path(hw_json_strings *s, hw_str raw, hw_str *ret, bool *valid, hw_error *err);

/* A record cut into its parts; strings as written. */
typedef struct hw_json_parts {
    uint32_t line, col;
    hw_str code, message;
    hw_str chain; /* the inlineLoc entries at the start of relatedInformation */
    hw_str steps; /* the entries behind them, up to the closing bracket */
} hw_json_parts;

/* Reads a line in the compiler's form; false where it deviates. All of relatedInformation is in
 * `steps` so far. */
bool hw_json_cut(hw_str line, hw_json_parts *ret);
/* Takes the chain off the steps; false where an entry of it is not in the form. */
bool hw_json_cut_chain(hw_json_parts *p);

/* A line in the form as it is kept, at the offset `at`; *code, and its text as written, are known
 * of all. */
typedef enum hw_json_cutting { HW_JSON_DEVIATES, HW_JSON_NOT_KEPT, HW_JSON_KEPT } hw_json_cutting;
hw_json_cutting hw_json_record_of(hw_str line, uint64_t at, hw_json_record *ret, hw_code *code,
                                  hw_str *written);
/* Whether `b` may stand behind `a` in a file's records, which are in the order of positions. */
static inline bool hw_json_in_order(const hw_json_record *a, const hw_json_record *b)
{
    return a->line < b->line || (a->line == b->line && a->col <= b->col);
}

/* Lines in the form, up to one that deviates. */
typedef struct hw_json_run {
    size_t from, to;       /* in the text; without the line that deviates */
    size_t first, records; /* of the piece's: those that are kept */
    uint64_t lines;        /* blank ones too */
    uint32_t by_code[HW_CODE_COUNT];
    bool in_order;
    hw_str unknown; /* the first code without a name, as written */
    hw_str odd;     /* the line behind them; p NULL: the piece ends */
} hw_json_run;

/* A part of a text of records, from the start of a line to the start of another: cut by any thread,
 * without a look at what stands before. */
typedef struct hw_json_piece {
    size_t from, to;
    HW_VEC(hw_json_run) runs;
    HW_VEC(hw_json_record) records; /* `nth` and `at` of the run, of the text */
    uint64_t zeros;                 /* between mapped files */
    bool ok;                        /* false: out of memory */
} hw_json_piece;

/* Lines longer than max_line deviate. */
void hw_json_piece_cut(hw_json_piece *p, hw_str text, uint64_t max_line);
void hw_json_piece_free(hw_json_piece *p);

typedef struct hw_json_entry {
    hw_str uri, message; /* as written */
    uint32_t line, col;
} hw_json_entry;

/* The next entry of relatedInformation; `*s` moves behind it and its comma. */
bool hw_json_entry_next(hw_str *s, hw_json_entry *ret);

typedef struct hw_json_header {
    hw_sid package, file, version, goos, goarch;
} hw_json_header;

/* A header in the compiler's form. *valid: false where it deviates. */
hw_status hw_json_header_of(hw_strings *strings, hw_json_strings *s, hw_str line,
                            hw_json_header *ret, bool *valid, hw_error *err);

/* What a line in another form is, by json-c. */
typedef enum hw_json_line { HW_JSON_INVALID, HW_JSON_HEADER, HW_JSON_RECORD } hw_json_line;

/* A record is appended to `form` in the compiler's form. */
hw_status hw_json_parse(hw_strings *strings, hw_str line, hw_json_line *ret, hw_json_header *header,
                        hw_buf *form, hw_error *err);

/* Parts of a kept record. */
hw_str hw_json_message(const hw_claims *set, const hw_json_file *f, const hw_json_record *r);
hw_str hw_json_chain(const hw_claims *set, const hw_json_file *f, const hw_json_record *r);
/* The expression of a message "X escapes to heap". */
bool hw_json_expression(hw_str message, hw_str *ret);
/* Whether it can be a variable: x, pkg.x, #state1. Nothing in these is ever escaped. */
bool hw_json_names_variable(hw_str message);

/* Whether the file that a text log prints can be the one that a record names absolutely. */
bool hw_json_same_file(hw_str printed, hw_str absolute);

/* Finds the file of records for the positions of texts. */
typedef struct hw_json_files {
    const hw_claims *set;
    hw_index bases;    /* to files: the first of a package and base name; + files.len: of any */
    uint32_t *next;    /* of such an id: the next one of the same key */
    hw_index packages; /* to files: the first of a package */
    bool knows_mains;  /* some block without records by its name declares main */
    uint32_t mains;    /* packages of the text that may be the records' "main" */
    hw_sid main;       /* "main" */
    uint32_t last_block;
    hw_sid last_file; /* as printed */
    uint32_t last;    /* what they led to */
} hw_json_files;

/* To be freed also where it failed. */
hw_status hw_json_files_init(hw_json_files *m, hw_claims *set, hw_error *err);
void hw_json_files_free(hw_json_files *m);
/* HW_NONE where there is none, or more than one that it could be. */
uint32_t hw_json_file_of(hw_json_files *m, const hw_place *p);
/* The name of a block's package in records; HW_NONE for a text without headers. */
hw_sid hw_json_package_of(const hw_json_files *m, const hw_block *b);
/* The first file of a package's records, or HW_NONE. */
uint32_t hw_json_first_of(const hw_json_files *m, hw_sid package);
/* Whether the block's package has records at all. */
bool hw_json_has_records(const hw_json_files *m, const hw_block *b);

/* A part of hw_diag_finish, when the blocks of texts are merged: claims find their records. It is
 * done again where inputs came after the last time. */
hw_status hw_json_pair(hw_claims *set, hw_error *err);
/* Also takes the version from the records, where the texts do not tell it. false: no memory. */
bool hw_json_notes(hw_claims *set);

#endif
