#include "intake/locator.h"

#include "base/locator_show.h"

void hw_locator_name(hw_str locator, char *buf, size_t size)
{
    if (hw_str_eq(locator, HW_STR("-")))
        locator = HW_STR("standard input");
    hw_locator_show(locator, buf, size);
}
