#include "go/release.h"

#include <stdio.h>

/* The line of `fn()`, the call of main.main, in runtime.main. Measured on the first and the last
 * patch release of each minor version: it does not move within one. */
static const struct {
    uint32_t line;
    hw_go_range go;
} main_lines[] = {
    {250, {0, 20}},  {267, {21, 21}}, {271, {22, 22}}, {272, {23, 23}},
    {283, {24, 24}}, {285, {25, 25}}, {290, {26, 26}}, {302, {27, 27}},
};

/* Measured on the same releases. */
const hw_go_linked_package hw_go_linked_packages[HW_GO_LINKED_PACKAGES] = {
    {"runtime/internal/atomic", {0, 22}},         {"runtime/internal/sys", {0, 23}},
    {"internal/runtime/atomic", {23, HW_GO_ANY}}, {"internal/runtime/maps", {24, HW_GO_ANY}},
    {"internal/runtime/sys", {24, HW_GO_ANY}},    {"internal/itoa", {0, 25}},
    {"internal/runtime/strconv", {25, 25}},       {"internal/runtime/cgroup", {25, HW_GO_ANY}},
    {"internal/strconv", {26, HW_GO_ANY}},        {"internal/runtime/gc/scan", {26, HW_GO_ANY}},
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

hw_go_range hw_go_of_main_line(uint32_t line)
{
    for (size_t i = 0; i < sizeof main_lines / sizeof *main_lines; i++)
        if (main_lines[i].line == line)
            return main_lines[i].go;
    return HW_GO_UNKNOWN;
}

void hw_go_text(hw_str exact, hw_go_range go, char buf[HW_GO_TEXT])
{
    buf[0] = '\0';
    if (exact.n)
        snprintf(buf, HW_GO_TEXT, "%.*s", HW_STR_ARG(exact));
    else if (go.min > 0 && go.min == go.max)
        snprintf(buf, HW_GO_TEXT, "Go 1.%d", go.min);
    else if (go.min > 0 && go.max < HW_GO_ANY)
        snprintf(buf, HW_GO_TEXT, "Go 1.%d to 1.%d", go.min, go.max);
    else if (go.min > 0)
        snprintf(buf, HW_GO_TEXT, "Go 1.%d or later", go.min);
    else if (go.max < HW_GO_ANY)
        snprintf(buf, HW_GO_TEXT, "Go 1.%d or earlier", go.max);
}

int hw_go_minor(hw_str version)
{
    uint64_t minor;
    size_t n = 0;
    if (!hw_str_cut_prefix(&version, HW_STR("go1.")))
        return 0;
    while (n < version.n && version.p[n] >= '0' && version.p[n] <= '9')
        n++;
    return hw_str_u64(hw_str_sub(version, 0, n), HW_GO_ANY - 1, &minor) ? (int)minor : 0;
}
