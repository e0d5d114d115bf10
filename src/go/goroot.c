#include "go/goroot.h"

#include <stdio.h>

#include "go/goname.h"

/* The length of "1.19", "1.19.13", "1.20rc1" at its start; 0: something else, or more than that. */
static size_t release_length(hw_str s)
{
    size_t n = 2, digits = 0;
    if (!hw_str_starts(s, HW_STR("1.")))
        return 0;
    while (n < s.n && digits < 2 && hw_is_digit(s.p[n]))
        n++, digits++;
    if (digits == 0)
        return 0;
    size_t minor = n;
    static const hw_str marks[] = {{".", 1}, {"rc", 2}, {"beta", 4}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks && n == minor; i++) {
        size_t at = minor + marks[i].n;
        if (!hw_str_starts(hw_str_from(s, minor), marks[i]) || at >= s.n || !hw_is_digit(s.p[at]))
            continue;
        for (n = at; n < s.n && n - at < 2 && hw_is_digit(s.p[n]);)
            n++;
    }
    /* ".linux-amd64", "-linux-amd64" may follow, and "-r1" of a packager. */
    return n == s.n || s.p[n] == '.' || s.p[n] == '-' ? n : 0;
}

/* Where a release begins in an element of a path: "go1.21",
 * "toolchain@v0.0.1-go1.21.0.linux-amd64", "go-1.19", "HASH-go-1.21.5"; "1.14.10" below a folder
 * that says of what. */
static hw_str named(hw_str element, hw_str above)
{
    static const hw_str names[] = {{"go1.", 4}, {"go-1.", 5}};
    static const hw_str folders[] = {{"go", 2}, {"golang", 6}, {"versions", 8}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t at = hw_str_rfind(element, names[i]);
        if (at != HW_NPOS && (at == 0 || element.p[at - 1] == '-'))
            return hw_str_from(element, at + names[i].n - 2);
    }
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (hw_str_eq(above, folders[i]))
            return element;
    return (hw_str){0};
}

void hw_go_of_goroot(hw_str file, char buf[HW_GO_TEXT])
{
    enum { ELEMENTS = 4 }; /* "1.19.13/x64", "1.17.6/libexec", "1.20.5/go", "go-1.21.5/share/go" */
    static const hw_str src = {"/src/", 5};
    size_t at = hw_str_rfind(file, src);
    buf[0] = '\0';
    if (at == HW_NPOS || !hw_go_std(hw_str_dir(hw_str_from(file, at + src.n))))
        return;
    hw_str dir = hw_str_sub(file, 0, at);
    for (int i = 0; i < ELEMENTS && dir.n; i++, dir = hw_str_dir(dir)) {
        hw_str version = named(hw_str_base(dir), hw_str_base(hw_str_dir(dir)));
        size_t n = release_length(version);
        if (n == 0)
            continue;
        snprintf(buf, HW_GO_TEXT, "go%.*s", HW_STR_ARG(hw_str_sub(version, 0, n)));
        return;
    }
}
