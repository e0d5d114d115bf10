#include "sites/where_init.h"

#include "base/mem.h"
#include "sites/where_main.h"

static HW_MEM known_of_profile(hw_where *w, const hw_profile *profile)
{
    for (size_t i = 0; i < profile->functions.len; i++) {
        hw_str name = hw_strings_get(w->strings, profile->functions.at[i].name);
        hw_sid package;
        if (!hw_where_package(w->strings, hw_func_parse(name).package, &package) ||
            !hw_where_know(w, package, HW_KNOWN_PROFILE))
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

/* Whether the profile is of a test: its program is called *.test, or package testing runs. */
static bool is_test_binary(const hw_profile *profile)
{
    for (size_t i = 0; i < profile->mappings.len; i++)
        if (hw_str_ends(hw_strings_get(profile->strings, profile->mappings.at[i].file),
                        HW_STR(".test")))
            return true;
    for (size_t i = 0; i < profile->functions.len; i++) {
        hw_str name = hw_strings_get(profile->strings, profile->functions.at[i].name);
        if (hw_str_starts(name, HW_STR("testing.(*B).")) ||
            hw_str_starts(name, HW_STR("testing.tRunner")))
            return true;
    }
    return false;
}

/* Of `# p` and `# p [p.test]` one was compiled into the binary. */
static HW_MEM choose_variants(hw_where *w, const hw_profile *profile)
{
    enum { PLAIN = 1, VARIANT = 2 };
    w->test_binary = is_test_binary(profile);
    unsigned wanted = w->test_binary ? VARIANT : PLAIN;
    size_t n = w->claims->blocks.len;
    uint8_t *has = hw_mem_zero(w->strings->list.len, 1);
    hw_mem ok = has && hw_vec_room(&w->ignored, n);
    for (size_t i = 0; ok && i < n; i++) {
        const hw_block *b = &w->claims->blocks.at[i];
        has[b->package] |= b->variant ? VARIANT : PLAIN;
    }
    for (size_t i = 0; ok && i < n; i++) {
        const hw_block *b = &w->claims->blocks.at[i];
        unsigned mine = b->variant ? VARIANT : PLAIN;
        hw_vec_put(&w->ignored, mine != wanted && (has[b->package] & wanted));
    }
    hw_mem_free(has);
    return ok;
}

/* Each block votes for the directory that its printed paths would be relative to. */
enum { BALLOTS_MAX = 64 };

typedef struct ballot {
    hw_sid cwd;
    uint64_t votes;
} ballot;

typedef struct ballots {
    HW_VEC(ballot) list;
} ballots;

static HW_MEM vote(ballots *b, hw_sid cwd)
{
    for (size_t i = 0; i < b->list.len; i++)
        if (b->list.at[i].cwd == cwd) {
            b->list.at[i].votes++;
            return HW_MEM_OK;
        }
    /* A log has a handful. A hostile one must not make this slow. */
    return b->list.len >= BALLOTS_MAX || hw_vec_push(&b->list, ((ballot){cwd, 1}));
}

/* The import path of the working directory, if file `name` of the package is relative to it. *says:
 * the name tells it. */
static HW_MEM cwd_by(hw_strings *t, hw_str package, hw_str name, hw_sid *ret, bool *says)
{
    bool dotted = hw_str_cut_prefix(&name, HW_STR("./"));
    hw_str dir = hw_str_dir(name);
    *says = false;
    if (package.n == 0 || hw_str_eq(package, HW_STR("command-line-arguments")) ||
        hw_str_starts(name, HW_STR("/")) || hw_str_starts(name, HW_STR("../")) ||
        hw_str_starts(name, HW_STR("vendor/")) || hw_str_starts(name, HW_STR("<")) ||
        hw_str_starts(name, HW_STR("$")))
        return HW_MEM_OK;
    hw_str root = package;
    if (dir.n == 0) {
        if (!dotted)
            return HW_MEM_OK;
    } else if (!hw_str_cut_suffix(&root, dir) || !hw_str_cut_suffix(&root, HW_STR("/"))) {
        return HW_MEM_OK;
    }
    *says = true;
    return hw_strings_put(t, root, ret);
}

/* Without headers: the packages of the profile tell where a relative directory lies. */
static HW_MEM cwd_by_profile(hw_where *w, hw_str name, hw_sid *ret, bool *says)
{
    hw_str_cut_prefix(&name, HW_STR("./"));
    hw_str dir = hw_str_dir(name);
    *says = false;
    if (dir.n == 0 || hw_str_starts(name, HW_STR("/")) || hw_str_starts(name, HW_STR("../")))
        return HW_MEM_OK;
    uint32_t i = hw_where_same_last(w, dir);
    if (i == HW_NONE)
        return HW_MEM_OK;
    return cwd_by(w->strings, hw_strings_get(w->strings, w->packages.at[i].package), name, ret,
                  says);
}

static HW_MEM elect_cwd(hw_where *w)
{
    ballots b = {0};
    hw_place last = {.block = HW_NONE};
    hw_mem ok = HW_MEM_OK;
    for (size_t i = 0; ok && i < w->claims->list.len; i++) {
        const hw_place *p = &w->claims->list.at[i].place;
        if (p->block == last.block && p->file == last.file)
            continue;
        last = *p;
        const hw_block *block = &w->claims->blocks.at[p->block];
        hw_str package = hw_strings_get(w->strings, block->package);
        if (block->variant)
            hw_str_cut_suffix(&package, HW_STR("_test"));
        bool says;
        hw_sid cwd;
        hw_str file;
        ok = hw_where_slashes(w->strings, hw_strings_get(w->strings, p->file), &file) &&
             (package.n ? cwd_by(w->strings, package, file, &cwd, &says)
                        : cwd_by_profile(w, file, &cwd, &says)) &&
             (!says || vote(&b, cwd));
    }
    uint64_t most = 0;
    for (size_t i = 0; i < b.list.len; i++)
        if (b.list.at[i].votes > most) {
            most = b.list.at[i].votes;
            w->cwd = b.list.at[i].cwd;
            w->has_cwd = true;
        }
    hw_vec_free(&b.list);
    return ok;
}

/* `# p [main]` is p compiled anew for one command, with its profile (PGO). That command has it
 * instead of p. */
static HW_MEM choose_for_main(hw_where *w)
{
    hw_sid main = w->mains.len == 1 ? w->mains.at[0] : 0;
    size_t n = w->claims->blocks.len;
    uint8_t *anew = hw_mem_zero(w->strings->list.len, 1);
    if (!anew)
        return HW_MEM_OUT;
    for (size_t i = 0; main && i < n; i++)
        if (w->claims->blocks.at[i].variant == main)
            anew[w->claims->blocks.at[i].package] = 1;
    for (size_t i = 0; main && i < n; i++)
        if (anew[w->claims->blocks.at[i].package])
            w->ignored.at[i] = w->claims->blocks.at[i].variant != main;
    hw_mem_free(anew);
    return HW_MEM_OK;
}

static HW_MEM find_placed(hw_where *w)
{
    size_t n = w->claims->blocks.len;
    if (!hw_vec_reach(&w->placed, n))
        return HW_MEM_OUT;
    for (size_t i = 0; w->has_cwd && i < w->claims->list.len; i++) {
        const hw_place *p = &w->claims->list.at[i].place;
        hw_str package = hw_strings_get(w->strings, w->claims->blocks.at[p->block].package);
        bool says;
        hw_sid cwd;
        if (w->placed.at[p->block])
            continue;
        if (w->claims->blocks.at[p->block].variant)
            hw_str_cut_suffix(&package, HW_STR("_test"));
        hw_str file;
        if (!hw_where_slashes(w->strings, hw_strings_get(w->strings, p->file), &file) ||
            !cwd_by(w->strings, package, file, &cwd, &says))
            return HW_MEM_OUT;
        w->placed.at[p->block] = says && cwd == w->cwd;
    }
    return HW_MEM_OK;
}

static HW_MEM add_line_name(hw_where *w, hw_str name, hw_sid package)
{
    hw_sid sid;
    if (!hw_strings_put(w->strings, name, &sid) || !hw_vec_reach(&w->line_names, (size_t)sid + 1))
        return HW_MEM_OUT;
    hw_sid *of = &w->line_names.at[sid];
    *of = *of == 0 || *of == package ? package : HW_NONE;
    return HW_MEM_OK;
}

/* Notes the files of functions that lie in no directory of their package's name: whole names, and
 * the ends of paths. Package main has a directory of any name. */
static HW_MEM find_line_names(hw_where *w, const hw_profile *profile)
{
    enum { ELEMENTS_MAX = 5 };
    for (size_t i = 0; i < profile->functions.len; i++) {
        hw_func_name f = hw_func_parse(hw_strings_get(w->strings, profile->functions.at[i].name));
        hw_str name;
        hw_sid package;
        if (!hw_where_slashes(w->strings, hw_strings_get(w->strings, profile->functions.at[i].file),
                              &name))
            return HW_MEM_OUT;
        hw_str rest = hw_str_dir(name);
        if (rest.n == 0 || f.package.n == 0 || hw_path_common_tail(rest, f.package))
            continue;
        hw_mem ok =
            hw_where_package(w->strings, f.package, &package) && add_line_name(w, name, package);
        for (int n = 2; ok && n <= ELEMENTS_MAX && name.p[0] == '/' && rest.n > 1; n++) {
            rest = hw_str_dir(rest);
            ok = add_line_name(w, hw_str_from(name, rest.n + 1), package);
        }
        if (!ok)
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

/* A plain function lies in the directory of its package. Closures may be copies of another
 * package's. */
static HW_MEM find_dirs(hw_where *w, const hw_profile *profile)
{
    for (size_t i = 0; i < profile->functions.len; i++) {
        hw_func_name f = hw_func_parse(hw_strings_get(w->strings, profile->functions.at[i].name));
        hw_str file;
        hw_sid dir, package;
        if (!hw_where_slashes(w->strings, hw_strings_get(w->strings, profile->functions.at[i].file),
                              &file))
            return HW_MEM_OUT;
        if (f.closure || f.generic || f.init || f.package.n == 0 ||
            !hw_str_starts(file, HW_STR("/")) || !hw_str_ends(file, HW_STR(".go")))
            continue;
        if (!hw_where_package(w->strings, f.package, &package) ||
            !hw_where_directory(w, package, &package) ||
            !hw_strings_put(w->strings, hw_str_dir(file), &dir) ||
            !hw_vec_reach(&w->dirs, (size_t)dir + 1))
            return HW_MEM_OUT;
        hw_sid *of = &w->dirs.at[dir];
        *of = *of == 0 || *of == package ? package : HW_NONE;
    }
    return HW_MEM_OK;
}

HW_MEM hw_where_init(hw_where *w, const hw_profile *profile, const hw_claims *claims)
{
    *w = (hw_where){.strings = profile->strings, .claims = claims};
    for (size_t i = 0; i < claims->blocks.len; i++) {
        if (!hw_where_know(w, claims->blocks.at[i].package, HW_KNOWN_BLOCK))
            return HW_MEM_OUT;
        w->headers = w->headers || claims->blocks.at[i].package != 0;
    }
    return known_of_profile(w, profile) && choose_variants(w, profile) && elect_cwd(w) &&
           find_placed(w) && find_line_names(w, profile) && find_dirs(w, profile) &&
           hw_where_find_mains(w, profile) && choose_for_main(w);
}
