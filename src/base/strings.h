/* base/strings - interned strings: equal bytes have equal 32-bit ids.
 *
 * Id 0 is the empty string, always there. Views stay valid until hw_strings_free. A session has one
 * such table, so that comparing a name of the profile with a name of the log is comparing integers.
 */
#ifndef HW_BASE_STRINGS_H
#define HW_BASE_STRINGS_H

#include "base/arena.h"
#include "base/index.h"
#include "base/str.h"
#include "base/vec.h"

typedef uint32_t hw_sid;

enum { HW_STRINGS_RECENT_BITS = 10 };

typedef struct hw_strings {
    hw_arena arena;
    HW_VEC(hw_str) list;
    hw_index index;
    hw_sid recent[1 << HW_STRINGS_RECENT_BITS]; /* names come again soon */
} hw_strings;

/* Call once, before any other. */
HW_MEM hw_strings_init(hw_strings *t);
/* The id of the bytes, added where new. 2^32 - 2 strings count as all memory. */
HW_MEM hw_strings_put(hw_strings *t, hw_str s, hw_sid *ret);
/* The id of the bytes if they are there, else HW_NONE. */
hw_sid hw_strings_find(const hw_strings *t, hw_str s);
/* NUL-terminated view; ids that are not in the table give the empty string. */
hw_str hw_strings_get(const hw_strings *t, hw_sid id);
/* The same for what wants a terminated string. */
const char *hw_strings_cstr(const hw_strings *t, hw_sid id);
/* Forgets all strings but keeps memory for the next ones. */
HW_MEM hw_strings_reset(hw_strings *t);
void hw_strings_free(hw_strings *t);

#endif
