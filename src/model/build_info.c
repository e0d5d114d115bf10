#include "model/build_info.h"

hw_str hw_build_setting(const hw_build_info *b, const char *key)
{
    for (size_t i = 0; i < b->settings.len; i++)
        if (hw_str_eq(b->settings.at[i].key, hw_str_of(key)))
            return b->settings.at[i].value;
    return (hw_str){0};
}

hw_str hw_module_path(const hw_module *m)
{
    return m->replaced ? m->by_path : m->path;
}

hw_str hw_module_version(const hw_module *m)
{
    return m->replaced ? m->by_version : m->version;
}
