/* records/json_cut - a line of records in the compiler's form, cut into its parts.
 *
 * The compiler writes its records in one form only (encoding/json: no blanks, fixed order), so they
 * are cut by comparing with that form. What deviates is put into it first: records/json_odd.h.
 */
#ifndef HW_RECORDS_JSON_CUT_H
#define HW_RECORDS_JSON_CUT_H

#include "model/records.h"
#include "records/json_string.h"

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

/* Cuts a line, which is at the offset `at` of its text. *ret is filled where it is KEPT; *code, and
 * the code as written, unless it DEVIATES. */
typedef enum hw_json_cutting { HW_JSON_DEVIATES, HW_JSON_NOT_KEPT, HW_JSON_KEPT } hw_json_cutting;
hw_json_cutting hw_json_record_of(hw_str line, uint64_t at, hw_json_record *ret, hw_code *code,
                                  hw_str *written);
/* Whether `b` may stand behind `a` in a file's records, which are in the order of positions. */
static inline bool hw_json_in_order(const hw_json_record *a, const hw_json_record *b)
{
    return a->line < b->line || (a->line == b->line && a->col <= b->col);
}

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

/* The package of a header; without -p the compiler writes "\u0000". */
hw_str hw_json_package_name(hw_str name);

#endif
