/* go/type_text - types as the compiler prints them in claims, beside types as the linker names
 * them.
 *
 * The one is relative to the package that is compiled, the other is qualified by packages' names,
 * and in type arguments by their paths. So names are compared without what qualifies them.
 */
#ifndef HW_GO_TYPE_TEXT_H
#define HW_GO_TYPE_TEXT_H

#include "base/str.h"

typedef enum hw_type_match {
    HW_TYPES_DIFFER,
    HW_TYPES_UNSURE, /* the texts differ, and may say the same all the same */
    HW_TYPES_AGREE,
} hw_type_match;

hw_type_match hw_type_compare(hw_str printed, hw_str linked);

/* The element of "[N]T" and its number; false for any other type. */
bool hw_type_array(hw_str type, hw_str *element, uint64_t *count);

#endif
