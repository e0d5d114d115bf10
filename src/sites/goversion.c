#include "sites/goversion.h"
#include "go/goname.h"

/* The line of `fn()`, the call of main.main, in runtime.main. Measured on the first and the last
 * patch release of each minor version: it does not move within one. */
static const struct {
    uint32_t line;
    hw_go_range go;
} main_lines[] = {
    {250, {18, 20}}, {267, {21, 21}}, {271, {22, 22}}, {272, {23, 23}},
    {283, {24, 24}}, {285, {25, 25}}, {290, {26, 26}}, {302, {27, 27}},
};

/* Packages that every program links, where they exist. Measured on the same releases. */
static const struct {
    const char *package;
    hw_go_range go;
} packages[] = {
    {"runtime/internal/atomic", {0, 22}},   {"runtime/internal/sys", {0, 23}},
    {"internal/runtime/atomic", {23, 99}},  {"internal/runtime/maps", {24, 99}},
    {"internal/runtime/sys", {24, 99}},     {"internal/itoa", {0, 25}},
    {"internal/runtime/strconv", {25, 25}}, {"internal/runtime/cgroup", {25, 99}},
    {"internal/strconv", {26, 99}},         {"internal/runtime/gc/scan", {26, 99}},
};

bool hw_go_overlap(hw_go_range a, hw_go_range b)
{
    return a.max >= b.min && a.min <= b.max;
}

hw_go_range hw_go_both(hw_go_range a, hw_go_range b)
{
    if (!hw_go_overlap(a, b))
        return a;
    return (hw_go_range){a.min > b.min ? a.min : b.min, a.max < b.max ? a.max : b.max};
}

hw_str hw_go_of_programs(const hw_profile *p)
{
    hw_str found = {0};
    for (size_t i = 0; i < p->programs.len; i++) {
        const hw_executable *x = &p->programs.at[i];
        if (x->fit == HW_FIT_OTHER || !hw_go_minor(x->build.go_version))
            continue;
        if (found.n && !hw_str_eq(found, x->build.go_version))
            return (hw_str){0};
        found = x->build.go_version;
    }
    return found;
}

hw_go_range hw_go_of_profile(const hw_profile *p)
{
    hw_go_range go = {0, 99};
    int minor = hw_go_minor(hw_go_of_programs(p));
    if (minor)
        return (hw_go_range){minor, minor};
    hw_sid name = hw_strings_find(p->strings, HW_STR("runtime.main"));
    for (size_t i = 0; name != HW_NONE && i < p->frames.len; i++) {
        const hw_frame *f = &p->frames.at[i];
        if (f->function == HW_NONE || p->functions.at[f->function].name != name)
            continue;
        for (size_t k = 0; k < sizeof main_lines / sizeof *main_lines; k++)
            if (main_lines[k].line == f->line)
                go = main_lines[k].go;
    }
    return go;
}

hw_go_range hw_go_of_log(const hw_claims *c)
{
    hw_go_range go = c->go;
    for (size_t k = 0; k < sizeof packages / sizeof *packages; k++) {
        hw_sid name = hw_strings_find(c->strings, hw_str_of(packages[k].package));
        for (size_t i = 0; name != HW_NONE && i < c->blocks.len; i++)
            if (c->blocks.at[i].package == name) {
                go = hw_go_both(go, packages[k].go);
                break;
            }
    }
    return go;
}
