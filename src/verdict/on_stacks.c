#include "verdict/on_stacks.h"

/* Two elements of the path, or all that it has. */
static bool is_called_alike(const hw_where *w, hw_str file, hw_sid package)
{
    hw_str path = hw_strings_get(w->strings, package);
    unsigned needed = hw_str_chr(path, '/') == HW_NPOS ? 1 : 2;
    return hw_path_common_tail(hw_str_dir(file), path) >= needed;
}

/* Packages that the log's paths alone tell of are known too. */
static bool has_header(const hw_where *w, hw_sid package)
{
    for (size_t i = 0; i < w->claims->blocks.len; i++)
        if (w->claims->blocks.at[i].package == package)
            return true;
    return false;
}

HW_MEM hw_package_on_stacks(const hw_where *w, const hw_profile *p, hw_sid *package)
{
    hw_sid asked = 0; /* functions of one package are many, and blocks too */
    bool logged = false;
    *package = 0;
    for (size_t i = 0; i < p->functions.len && *package == 0; i++) {
        const hw_function *f = &p->functions.at[i];
        hw_frame_where at;
        hw_str file;
        if (!hw_where_frame(w, f, &at) ||
            !hw_where_slashes(w->strings, hw_strings_get(w->strings, f->file), &file))
            return HW_MEM_OUT;
        bool known = at.package < w->known.len && w->known.at[at.package] & HW_KNOWN_BLOCK;
        if (known && at.package != asked)
            logged = has_header(w, at.package);
        asked = known ? at.package : asked;
        if (known && logged && (!at.main || is_called_alike(w, file, at.package)))
            *package = at.package;
    }
    return HW_MEM_OK;
}
