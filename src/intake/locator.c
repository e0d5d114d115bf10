/* The form of a locator, and its name. */
#include <string.h>
#include <strings.h>

#include "base/locator_show.h"
#include "base/utf8.h"
#include "intake/source.h"

static bool same_word(hw_str s, const char *word)
{
    return s.n == strlen(word) && strncasecmp(s.p, word, s.n) == 0;
}

hw_locator_kind hw_locator_kind_of(hw_str locator)
{
    if (hw_str_eq(locator, HW_STR("-")))
        return HW_LOCATOR_STDIN;
    hw_str scheme = hw_locator_scheme(locator);
    if (same_word(scheme, "http") || same_word(scheme, "https"))
        return HW_LOCATOR_URL;
    if (scheme.n)
        return HW_LOCATOR_OTHER;
    return hw_locator_is_address(locator) ? HW_LOCATOR_ADDRESS : HW_LOCATOR_FILE;
}

void hw_locator_name(hw_str locator, char *buf, size_t size)
{
    if (hw_locator_kind_of(locator) == HW_LOCATOR_STDIN)
        locator = HW_STR("standard input");
    hw_locator_show(locator, buf, size);
}
