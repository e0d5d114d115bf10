#include "sites/where_main.h"

#include <stdlib.h>

#include "base/mem.h"

enum { MAINS_MAX = 256, FUNCTIONS_MAX = 4096 };

static HW_MEM add_main(hw_where *w, hw_sid package)
{
    for (size_t i = 0; i < w->mains.len; i++)
        if (w->mains.at[i] == package)
            return HW_MEM_OK;
    return w->mains.len >= MAINS_MAX || hw_vec_push(&w->mains, package);
}

/* Blocks that declare a function main, but for the runtime's. In a test that is the one of p.test.
 */
static HW_MEM declared(hw_where *w)
{
    hw_sid runtime = hw_strings_find(w->strings, HW_STR("runtime"));
    for (size_t i = 0; i < w->claims->blocks.len; i++) {
        const hw_block *b = &w->claims->blocks.at[i];
        if (b->declares_main && !w->ignored.at[i] && b->package != 0 && b->package != runtime &&
            hw_str_ends(hw_strings_get(w->strings, b->package), HW_STR(".test")) ==
                w->test_binary &&
            !add_main(w, b->package))
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

/* --- several commands in one log -------------------------------------------------------------- */

/* A function of package main as the profile names it, and the base name of its file. */
typedef struct main_function {
    hw_sid name, base;
} main_function;

typedef struct elimination {
    hw_where *w;
    HW_VEC(main_function) functions; /* sorted, once each */
    uint16_t *main_of;               /* of each block; mains.len: none */
    uint8_t *declares;               /* mains x functions */
} elimination;

static int by_name(const void *a, const void *b)
{
    const main_function *x = a, *y = b;
    int c = HW_CMP(x->name, y->name);
    return c ? c : HW_CMP(x->base, y->base);
}

/* Takes the functions that a block must declare, if it is the profile's command. */
static HW_MEM take_functions(elimination *e, const hw_profile *profile)
{
    hw_strings *t = e->w->strings;
    for (size_t i = 0; i < profile->functions.len && e->functions.len < FUNCTIONS_MAX; i++) {
        hw_func_name f = hw_func_parse(hw_strings_get(t, profile->functions.at[i].name));
        hw_str base = hw_str_base(hw_strings_get(t, profile->functions.at[i].file));
        main_function m;
        if (!hw_str_eq(f.package, HW_STR("main")) || f.closure || f.generic || f.init ||
            !hw_str_ends(base, HW_STR(".go")))
            continue;
        if (!hw_strings_put(t, f.tail, &m.name) || !hw_strings_put(t, base, &m.base) ||
            !hw_vec_push(&e->functions, m))
            return HW_MEM_OUT;
    }
    size_t kept = 0;
    if (e->functions.len)
        qsort(e->functions.at, e->functions.len, sizeof *e->functions.at, by_name);
    for (size_t i = 0; i < e->functions.len; i++)
        if (kept == 0 || by_name(&e->functions.at[kept - 1], &e->functions.at[i]) != 0)
            e->functions.at[kept++] = e->functions.at[i];
    e->functions.len = kept;
    return HW_MEM_OK;
}

static void find_blocks(elimination *e)
{
    const hw_where *w = e->w;
    for (size_t i = 0; i < w->claims->blocks.len; i++) {
        size_t m = w->ignored.at[i] ? w->mains.len : 0;
        while (m < w->mains.len && w->mains.at[m] != w->claims->blocks.at[i].package)
            m++;
        e->main_of[i] = (uint16_t)m;
    }
}

static HW_MEM find_declared(elimination *e)
{
    const hw_where *w = e->w;
    for (size_t i = 0; i < w->claims->decls.len; i++) {
        const hw_decl *d = &w->claims->decls.at[i];
        size_t m = e->main_of[d->place.block];
        if (m == w->mains.len)
            continue;
        hw_str file;
        if (!hw_where_slashes(w->strings, hw_strings_get(w->strings, d->place.file), &file))
            return HW_MEM_OUT;
        main_function key = {d->name, hw_strings_find(w->strings, hw_str_base(file))};
        const main_function *f =
            bsearch(&key, e->functions.at, e->functions.len, sizeof key, by_name);
        if (f)
            e->declares[m * e->functions.len + (size_t)(f - e->functions.at)] = 1;
    }
    return HW_MEM_OK;
}

/* The only one that declares all of them; 0: none, or several. */
static hw_sid survivor(const elimination *e)
{
    hw_sid only = 0;
    for (size_t m = 0; m < e->w->mains.len; m++) {
        size_t n = 0;
        while (n < e->functions.len && e->declares[m * e->functions.len + n])
            n++;
        if (n < e->functions.len)
            continue;
        if (only)
            return 0;
        only = e->w->mains.at[m];
    }
    return only;
}

/* With -m=2 the log declares every function. So a command that lacks one of the profile's functions
 * is not the profiled one. Where one command is left, that is it. */
static HW_MEM eliminate(hw_where *w, const hw_profile *profile)
{
    elimination e = {.w = w};
    if (w->mains.len < 2 || w->claims->by_class[HW_CLASS_CANNOT][HW_POS_PLAIN] == 0)
        return HW_MEM_OK;
    hw_mem ok = take_functions(&e, profile);
    if (ok && e.functions.len) {
        e.main_of = hw_mem_alloc(w->claims->blocks.len, sizeof *e.main_of);
        e.declares = hw_mem_zero(w->mains.len, e.functions.len);
        ok = e.main_of && e.declares;
    }
    if (ok && e.functions.len) {
        find_blocks(&e);
        ok = find_declared(&e);
        hw_sid only = survivor(&e);
        if (ok && only) {
            w->mains.at[0] = only;
            w->mains.len = 1;
        }
    }
    hw_vec_free(&e.functions);
    hw_mem_free(e.main_of);
    hw_mem_free(e.declares);
    return ok;
}

/* --- no declaration of main --------------------------------------------------------------------
 */

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

/* Finds package main by where its files lie. With -m alone functions that cannot be inlined are not
 * declared, and in a filtered log perhaps none. */
static HW_MEM by_directory(hw_where *w, const hw_profile *profile)
{
    hw_str last = {0};
    for (size_t i = 0; i < profile->functions.len; i++) {
        hw_str name = hw_strings_get(w->strings, profile->functions.at[i].name);
        hw_str file;
        if (!hw_where_slashes(w->strings, hw_strings_get(w->strings, profile->functions.at[i].file),
                              &file))
            return HW_MEM_OUT;
        hw_str dir = hw_str_dir(file);
        hw_func_name f = hw_func_parse(name);
        hw_sid package = 0;
        if (!hw_str_eq(f.package, HW_STR("main")) || f.closure || f.generic || dir.n == 0 ||
            hw_str_eq(dir, last))
            continue;
        last = dir;
        if (!w->headers && hw_str_starts(dir, HW_STR("/"))) {
            if (!hw_strings_put(w->strings, dir, &w->main_dir) ||
                !hw_strings_put(w->strings, HW_STR("main"), &package))
                return HW_MEM_OUT;
        } else if (hw_str_starts(dir, HW_STR("/"))) {
            package = nearest_block(w, dir);
        } else if (!hw_strings_put(w->strings, dir, &package)) { /* -trimpath: the import path */
            return HW_MEM_OUT;
        }
        if (package && (!hw_where_know(w, package, HW_KNOWN_BLOCK) || !add_main(w, package)))
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

static HW_MEM only_block(hw_where *w)
{
    hw_sid only = 0;
    for (size_t i = 0; i < w->claims->blocks.len; i++) {
        hw_sid package = w->claims->blocks.at[i].package;
        if (w->ignored.at[i] || package == 0)
            continue;
        if (only != 0 && only != package)
            return HW_MEM_OK;
        only = package;
    }
    return only == 0 || add_main(w, only);
}

HW_MEM hw_where_find_mains(hw_where *w, const hw_profile *profile)
{
    if (!declared(w) || !eliminate(w, profile))
        return HW_MEM_OUT;
    if (w->mains.len == 0 && !by_directory(w, profile))
        return HW_MEM_OUT;
    if (w->mains.len == 0 && w->has_cwd && w->cwd)
        return add_main(w, w->cwd);
    if (w->mains.len == 0 && w->headers)
        return only_block(w);
    if (w->mains.len == 0) { /* nothing but file names: ./main.go is a file of package main */
        w->has_cwd = true;
        return hw_strings_put(w->strings, HW_STR("main"), &w->cwd) && add_main(w, w->cwd);
    }
    return HW_MEM_OK;
}
