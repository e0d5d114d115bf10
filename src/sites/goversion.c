#include "sites/goversion.h"

hw_str hw_go_of_programs(const hw_profile *p)
{
    hw_str found = {0};
    for (size_t i = 0; i < p->programs.len; i++) {
        const hw_executable *x = &p->programs.at[i];
        if (!hw_executable_speaks(x) || !hw_go_minor(x->build.go_version))
            continue;
        if (found.n && !hw_str_eq(found, x->build.go_version))
            return (hw_str){0};
        found = x->build.go_version;
    }
    return found;
}

hw_go_range hw_go_of_profile(const hw_profile *p)
{
    hw_go_range go = HW_GO_UNKNOWN;
    int minor = hw_go_minor(hw_go_of_programs(p));
    if (minor)
        return (hw_go_range){minor, minor};
    hw_sid name = hw_strings_find(p->strings, HW_STR("runtime.main"));
    for (size_t i = 0; name != HW_NONE && i < p->frames.len; i++) {
        const hw_frame *f = &p->frames.at[i];
        if (f->function == HW_NONE || p->functions.at[f->function].name != name)
            continue;
        hw_go_range by_line = hw_go_of_main_line(f->line);
        if (by_line.max < HW_GO_ANY)
            go = by_line;
    }
    return go;
}
