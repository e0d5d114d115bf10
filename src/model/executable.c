#include "model/executable.h"

void hw_executable_free(hw_executable *p)
{
    hw_vec_free(&p->settings);
    hw_vec_free(&p->modules);
}

hw_sid hw_executable_setting(const hw_executable *p, const hw_strings *strings, const char *key)
{
    hw_sid id = hw_strings_find(strings, hw_str_of(key));
    for (size_t i = 0; id != HW_NONE && i < p->settings.len; i++)
        if (p->settings.at[i].key == id)
            return p->settings.at[i].value;
    return 0;
}
