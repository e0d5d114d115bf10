/* base/jsonw - JSON, streamed into a sink in constant memory.
 *
 *     hw_jsonw w;
 *     hw_jsonw_init(&w, to, 2, err);
 *     hw_jsonw_object(&w);
 *     hw_jsonw_key(&w, "claims");
 *     hw_jsonw_u64(&w, n);
 *     hw_jsonw_end(&w);
 *     return hw_jsonw_finish(&w);
 *
 * Errors stick: after the first one nothing more is written, and finish returns it. Commas, line
 * breaks and indentation are the writer's. Strings may be any bytes: what starts no valid UTF-8
 * becomes U+FFFD, and every code point that must not reach a terminal is written as an escape.
 */
#ifndef HW_BASE_JSONW_H
#define HW_BASE_JSONW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/out.h"
#include "base/str.h"
#include "heapwitness/types.h"

enum { HW_JSONW_DEPTH = 32 };

typedef struct hw_jsonw {
    hw_out out;
    unsigned lines; /* containers nested deeper than this stay on one line */
    unsigned depth;
    bool keyed; /* a key was written, its value was not */
    struct {
        bool array, filled;
    } level[HW_JSONW_DEPTH];
} hw_jsonw;

/* `err` may be NULL. */
void hw_jsonw_init(hw_jsonw *w, const hw_byte_sink *to, unsigned lines, hw_error *err);
void hw_jsonw_object(hw_jsonw *w);
void hw_jsonw_array(hw_jsonw *w);
void hw_jsonw_end(hw_jsonw *w); /* of the innermost object or array */
void hw_jsonw_key(hw_jsonw *w, const char *name);
void hw_jsonw_key_str(hw_jsonw *w, hw_str name);
void hw_jsonw_str(hw_jsonw *w, hw_str s);
void hw_jsonw_cstr(hw_jsonw *w, const char *s); /* NULL: null */
void hw_jsonw_known_str(hw_jsonw *w, hw_str s); /* empty: null */
void hw_jsonw_i64(hw_jsonw *w, int64_t v);
void hw_jsonw_u64(hw_jsonw *w, uint64_t v);
void hw_jsonw_known_u64(hw_jsonw *w, uint64_t v); /* 0: null */
/* Fixed point with `decimals` (0 … 9) digits, whatever the locale; null where it is no finite
 * number or does not fit. */
void hw_jsonw_fixed(hw_jsonw *w, double v, unsigned decimals);
void hw_jsonw_bool(hw_jsonw *w, bool v);
void hw_jsonw_null(hw_jsonw *w);
/* A key with its value. */
void hw_jsonw_member_str(hw_jsonw *w, const char *key, hw_str s);
void hw_jsonw_member_cstr(hw_jsonw *w, const char *key, const char *s); /* NULL: null */
void hw_jsonw_member_known_str(hw_jsonw *w, const char *key, hw_str s); /* empty: null */
void hw_jsonw_member_u64(hw_jsonw *w, const char *key, uint64_t v);
void hw_jsonw_member_bool(hw_jsonw *w, const char *key, bool v);
/* Flushes; a newline ends the document. HW_OK only if all of it was taken and every container was
 * ended. */
hw_status hw_jsonw_finish(hw_jsonw *w);

#endif
