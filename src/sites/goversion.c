#include "sites/goversion.h"

#include <stdio.h>

#include "go/goroot.h"

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

static hw_go_range by_main_line(const hw_profile *p)
{
    hw_go_range go = HW_GO_UNKNOWN;
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

/* Files of the runtime are in every profile that has files, and nobody else has a package of its
 * name. */
static void by_folder(const hw_profile *p, char buf[HW_GO_TEXT])
{
    buf[0] = '\0';
    for (size_t i = 0; i < p->functions.len && !buf[0]; i++) {
        hw_str name = hw_strings_get(p->strings, p->functions.at[i].name);
        if (hw_str_starts(name, HW_STR("runtime.")))
            hw_go_of_goroot(hw_strings_get(p->strings, p->functions.at[i].file), buf);
    }
}

void hw_go_name_of_profile(const hw_profile *p, char buf[HW_GO_TEXT])
{
    hw_str stated = hw_go_of_programs(p);
    if (stated.n) {
        snprintf(buf, HW_GO_TEXT, "%.*s", HW_STR_ARG(stated));
        return;
    }
    by_folder(p, buf);
    int minor = hw_go_minor(hw_str_of(buf));
    if (!hw_go_overlap(by_main_line(p), (hw_go_range){minor, minor}))
        buf[0] = '\0';
}

hw_go_range hw_go_of_profile(const hw_profile *p)
{
    char name[HW_GO_TEXT];
    hw_go_name_of_profile(p, name);
    int minor = hw_go_minor(hw_str_of(name));
    return minor ? (hw_go_range){minor, minor} : by_main_line(p);
}
