/* base/magic - what a text is, by its first bytes, for more than one room. */
#ifndef HW_BASE_MAGIC_H
#define HW_BASE_MAGIC_H

#include "base/str.h"

/* Whether a text starts as the files of the compiler's -json=0,DIR do: with a line that holds a
 * header, {"version":0,"package":"p","goos":…,"gc_version":…}. Blanks and the order of its members
 * do not matter. */
bool hw_is_json_records(hw_str text);

#endif
