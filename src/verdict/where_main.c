/* Which block is package main: profiles call every command's package `main`, logs by its import
 * path. */
#include "verdict/where.h"

enum { MAINS_MAX = 256 };

static bool add_main(hw_where *w, hw_sid package)
{
    for (size_t i = 0; i < w->mains.len; i++)
        if (w->mains.at[i] == package)
            return true;
    return w->mains.len >= MAINS_MAX || hw_vec_push(&w->mains, package);
}

/* Blocks in which a function main is declared. The runtime has one too, and each p.test of go test.
 */
static bool declared(hw_where *w)
{
    hw_sid runtime = hw_strings_find(w->strings, HW_STR("runtime"));
    for (size_t i = 0; i < w->claims->blocks.len; i++) {
        const hw_block *b = &w->claims->blocks.at[i];
        if (b->declares_main && !w->ignored.at[i] && b->package != 0 && b->package != runtime &&
            hw_str_ends(hw_strings_get(w->strings, b->package), HW_STR(".test")) ==
                w->test_binary &&
            !add_main(w, b->package))
            return false;
    }
    return true;
}

/* The block whose path shares most with the directory of a file of package main, among those that
 * no function of the profile is named after. */
static hw_sid nearest_block(const hw_where *w, hw_str dir)
{
    hw_sid best = 0;
    unsigned most = 0;
    for (size_t i = 0; i < w->packages.len; i++) {
        hw_sid package = w->packages.at[i].package;
        unsigned n = hw_path_common_tail(dir, hw_strings_get(w->strings, package));
        if (w->known.at[package] == HW_KNOWN_BLOCK && n > most) {
            most = n;
            best = package;
        }
    }
    return best;
}

/* By where the files of package main lie: -m alone says nothing of functions that cannot be
 * inlined, and a filtered log may have no declarations at all. */
static bool by_directory(hw_where *w, const hw_profile *profile)
{
    hw_str last = {0};
    for (size_t i = 0; i < profile->functions.len; i++) {
        hw_str name = hw_strings_get(w->strings, profile->functions.at[i].name);
        hw_str dir = hw_str_dir(hw_strings_get(w->strings, profile->functions.at[i].file));
        hw_func_name f = hw_func_parse(name);
        hw_sid package = 0;
        if (!hw_str_eq(f.package, HW_STR("main")) || f.closure || f.generic || dir.n == 0 ||
            hw_str_eq(dir, last))
            continue;
        last = dir;
        if (!w->headers && hw_str_starts(dir, HW_STR("/"))) {
            if (!hw_strings_put(w->strings, dir, &w->main_dir) ||
                !hw_strings_put(w->strings, HW_STR("main"), &package))
                return false;
        } else if (hw_str_starts(dir, HW_STR("/"))) {
            package = nearest_block(w, dir);
        } else if (!hw_strings_put(w->strings, dir, &package)) { /* -trimpath: the import path */
            return false;
        }
        if (package && (!hw_where_know(w, package, HW_KNOWN_BLOCK) || !add_main(w, package)))
            return false;
    }
    return true;
}

static bool only_block(hw_where *w)
{
    hw_sid only = 0;
    for (size_t i = 0; i < w->claims->blocks.len; i++) {
        hw_sid package = w->claims->blocks.at[i].package;
        if (w->ignored.at[i] || package == 0)
            continue;
        if (only != 0 && only != package)
            return true;
        only = package;
    }
    return only == 0 || add_main(w, only);
}

bool hw_where_find_mains(hw_where *w, const hw_profile *profile)
{
    if (!declared(w))
        return false;
    if (w->mains.len == 0 && !by_directory(w, profile))
        return false;
    if (w->mains.len == 0 && w->has_cwd && w->cwd)
        return add_main(w, w->cwd);
    if (w->mains.len == 0 && w->headers)
        return only_block(w);
    if (w->mains.len == 0) { /* nothing but file names: ./main.go is a file of package main */
        w->has_cwd = true;
        return hw_strings_put(w->strings, HW_STR("main"), &w->cwd) && add_main(w, w->cwd);
    }
    return true;
}
