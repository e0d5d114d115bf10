#include "sites/where.h"

#include "base/buf.h"
#include "go/goname.h"

/* ---- names of directories ---- */

/* "v2": the element that import paths have from a module's second major version on. Mostly no
 * directory is called so. */
static bool is_major(hw_str element)
{
    if (element.n < 2 || element.p[0] != 'v' || element.p[1] == '0')
        return false;
    for (size_t i = 1; i < element.n; i++)
        if (element.p[i] < '0' || element.p[i] > '9')
            return false;
    return true;
}

static hw_str last_of(hw_str path)
{
    hw_str last = hw_str_base(path), before = hw_str_dir(path);
    return is_major(last) && before.n ? hw_str_base(before) : last;
}

unsigned hw_path_common_tail(hw_str dir, hw_str package)
{
    unsigned n = 0;
    while (dir.n && package.n) {
        hw_str x = hw_str_base(dir), y = hw_str_base(package);
        if (hw_str_eq(x, y)) {
            n++;
            dir = hw_str_dir(dir);
        } else if (!is_major(y)) {
            break;
        }
        package = hw_str_dir(package);
    }
    return n;
}

/* ---- known packages ---- */

static bool is_known(const hw_where *w, hw_sid package)
{
    return package < w->known.len && w->known.at[package];
}

HW_MEM hw_where_know(hw_where *w, hw_sid package, hw_known_by by)
{
    if (!hw_vec_reach(&w->known, (size_t)package + 1))
        return HW_MEM_OUT;
    if (package == 0)
        return HW_MEM_OK;
    bool fresh = !w->known.at[package];
    w->known.at[package] |= (uint8_t)by;
    if (!fresh)
        return HW_MEM_OK;
    hw_sid last = 0;
    if (!hw_strings_put(w->strings, last_of(hw_strings_get(w->strings, package)), &last))
        return HW_MEM_OUT;
    while (w->by_last.len <= last)
        if (!hw_vec_push(&w->by_last, HW_NONE))
            return HW_MEM_OUT;
    if (!hw_vec_push(&w->packages, ((hw_known_package){package, w->by_last.at[last]})))
        return HW_MEM_OUT;
    w->by_last.at[last] = (uint32_t)w->packages.len - 1;
    return HW_MEM_OK;
}

HW_MEM hw_where_package(hw_strings *t, hw_str escaped, hw_sid *ret)
{
    if (!hw_str_has(escaped, HW_STR("%2e")))
        return hw_strings_put(t, escaped, ret);
    hw_buf b = {0};
    hw_mem ok = HW_MEM_OK;
    for (size_t i = 0; ok && i < escaped.n;) {
        bool dot = hw_str_starts(hw_str_from(escaped, i), HW_STR("%2e"));
        ok = hw_buf_add(&b, dot ? "." : escaped.p + i, 1) == HW_OK;
        i += dot ? 3 : 1;
    }
    ok = ok && hw_strings_put(t, hw_buf_view(&b), ret);
    hw_buf_free(&b);
    return ok;
}

/* ---- paths ---- */

HW_MEM hw_where_slashes(hw_strings *t, hw_str name, hw_str *ret)
{
    bool drive = name.n > 2 && name.p[1] == ':' && (name.p[2] == '/' || name.p[2] == '\\') &&
                 ((name.p[0] | 0x20) >= 'a' && (name.p[0] | 0x20) <= 'z');
    *ret = hw_str_from(name, drive ? 2 : 0);
    if (hw_str_chr(*ret, '\\') == HW_NPOS || hw_str_chr(*ret, '/') != HW_NPOS)
        return HW_MEM_OK;
    hw_buf b = {0};
    hw_mem ok = hw_buf_str(&b, *ret) == HW_OK;
    for (size_t i = 0; i < b.n; i++)
        if (b.p[i] == '\\')
            b.p[i] = '/';
    hw_sid sid = 0;
    ok = ok && hw_strings_put(t, hw_buf_view(&b), &sid);
    hw_buf_free(&b);
    *ret = hw_strings_get(t, sid);
    return ok;
}

/* Import path of a directory of the module cache: versions dropped, !x undone. */
static HW_MEM cache_package(const hw_where *w, hw_str dir, hw_sid *ret)
{
    hw_buf b = {0};
    hw_mem ok = HW_MEM_OK;
    for (size_t i = 0; ok && i < dir.n; i++) {
        if (dir.p[i] == '@') {
            size_t slash = hw_str_chr(hw_str_from(dir, i), '/');
            if (slash == HW_NPOS)
                break;
            i += slash;
        }
        char c = dir.p[i];
        if (c == '!' && i + 1 < dir.n && dir.p[i + 1] >= 'a' && dir.p[i + 1] <= 'z')
            c = (char)(dir.p[++i] - 'a' + 'A');
        ok = hw_buf_add(&b, &c, 1) == HW_OK;
    }
    ok = ok && hw_strings_put(w->strings, hw_buf_view(&b), ret);
    hw_buf_free(&b);
    return ok;
}

uint32_t hw_where_same_last(const hw_where *w, hw_str dir)
{
    hw_sid last = hw_strings_find(w->strings, last_of(dir));
    return last < w->by_last.len ? w->by_last.at[last] : HW_NONE;
}

/* A log has a few packages with one last element. A hostile one must not make this slow. */
enum { LOOKED_AT_MAX = 1000 };

/* The known package whose path shares most trailing elements with a directory; `fallback` where
 * none does, or several share as many. */
static hw_sid nearest_package(const hw_where *w, hw_str dir, hw_sid fallback)
{
    hw_sid best = fallback;
    unsigned most = hw_path_common_tail(dir, hw_strings_get(w->strings, fallback));
    bool tie = false;
    uint32_t i = hw_where_same_last(w, dir);
    for (int looked = 0; i != HW_NONE && looked < LOOKED_AT_MAX; looked++) {
        const hw_known_package *k = &w->packages.at[i];
        unsigned n = hw_path_common_tail(dir, hw_strings_get(w->strings, k->package));
        if (n > most) {
            most = n;
            best = k->package;
            tie = false;
        } else if (n == most && best != fallback) {
            tie = true;
        }
        i = k->next;
    }
    return tie ? fallback : best;
}

/* The longest known package whose path a directory ends with; 0: none. `first` is preferred. */
static hw_sid suffix_package(const hw_where *w, hw_str dir, hw_sid first)
{
    hw_str name = hw_strings_get(w->strings, first);
    if (name.n && hw_str_ends(dir, name) && dir.n > name.n && dir.p[dir.n - name.n - 1] == '/')
        return first;
    hw_sid best = 0;
    size_t longest = 0;
    uint32_t i = hw_where_same_last(w, dir);
    for (int looked = 0; i != HW_NONE && looked < LOOKED_AT_MAX; looked++) {
        const hw_known_package *k = &w->packages.at[i];
        name = hw_strings_get(w->strings, k->package);
        if (name.n > longest && hw_str_ends(dir, name) &&
            (dir.n == name.n || dir.p[dir.n - name.n - 1] == '/')) {
            longest = name.n;
            best = k->package;
        }
        i = k->next;
    }
    return best;
}

/* In a module cache that is not called pkg/mod. The version in the path tells. */
static HW_MEM versioned_package(const hw_where *w, hw_str dir, hw_sid fallback, hw_sid *ret,
                                bool *found)
{
    hw_sid clean;
    *found = false;
    if (hw_str_chr(dir, '@') == HW_NPOS)
        return HW_MEM_OK;
    if (!cache_package(w, dir, &clean))
        return HW_MEM_OUT;
    *ret = suffix_package(w, hw_strings_get(w->strings, clean), fallback);
    *found = *ret != 0;
    return HW_MEM_OK;
}

/* <goroot>/src/net/http: the part behind /src/ where that is a package of the standard library. */
static bool goroot_package(const hw_where *w, hw_str dir, hw_sid *ret)
{
    hw_str rest = dir;
    for (size_t at; (at = hw_str_find(rest, HW_STR("/src/"))) != HW_NPOS;) {
        bool rooted = rest.p + at != dir.p; /* /src/… alone is no GOROOT */
        rest = hw_str_from(rest, at + 5);
        if (rooted && hw_go_std(rest)) {
            hw_sid package = hw_strings_find(w->strings, rest);
            if (package != HW_NONE && is_known(w, package)) {
                *ret = package;
                return true;
            }
        }
    }
    return false;
}

/* Which of the main packages the frame is of: the only one, or the one whose path shares most with
 * the frame's directory. */
static hw_sid main_package(const hw_where *w, hw_str dir, hw_sid otherwise)
{
    hw_sid best = w->mains.len == 1 ? w->mains.at[0] : otherwise;
    unsigned most = 0;
    for (size_t i = 0; w->mains.len > 1 && i < w->mains.len; i++) {
        unsigned n = hw_path_common_tail(dir, hw_strings_get(w->strings, w->mains.at[i]));
        if (n > most) {
            most = n;
            best = w->mains.at[i];
        }
    }
    return best;
}

/* The package of the plain functions whose files lie in that directory. */
static bool plain_package(const hw_where *w, hw_str dir, hw_sid otherwise, hw_sid *ret)
{
    hw_sid sid = hw_strings_find(w->strings, dir);
    hw_sid package = sid < w->dirs.len ? w->dirs.at[sid] : 0;
    if (package == 0 || package == HW_NONE)
        return false;
    *ret = hw_str_eq(hw_strings_get(w->strings, package), HW_STR("main"))
               ? main_package(w, dir, otherwise)
               : package;
    return true;
}

static HW_MEM absolute_package(const hw_where *w, hw_str dir, hw_sid fallback, hw_sid *ret)
{
    static const hw_str mod = {"/pkg/mod/", 9}, vendor = {"/vendor/", 8};
    size_t at = hw_str_rfind(dir, mod);
    bool found;
    if (at != HW_NPOS) {
        hw_str rest = hw_str_from(dir, at + mod.n);
        if (!hw_str_starts(rest, HW_STR("golang.org/toolchain@")))
            return cache_package(w, rest, ret);
    }
    if (goroot_package(w, dir, ret))
        return HW_MEM_OK;
    if (plain_package(w, dir, fallback, ret))
        return HW_MEM_OK;
    at = hw_str_rfind(dir, vendor);
    if (at != HW_NPOS)
        return hw_strings_put(w->strings, hw_str_from(dir, at + vendor.n), ret);
    if (!versioned_package(w, dir, fallback, ret, &found))
        return HW_MEM_OUT;
    if (!found)
        *ret = nearest_package(w, dir, fallback);
    return HW_MEM_OK;
}

static HW_MEM put_joined(const hw_where *w, hw_str a, hw_str between, hw_str b, hw_sid *ret)
{
    hw_buf buf = {0};
    hw_mem ok = hw_buf_str(&buf, a) == HW_OK && hw_buf_str(&buf, between) == HW_OK &&
                hw_buf_str(&buf, b) == HW_OK && hw_strings_put(w->strings, hw_buf_view(&buf), ret);
    hw_buf_free(&buf);
    return ok;
}

/* cwd "a/b" and "../c/d" make "a/c/d". */
static HW_MEM join_relative(const hw_where *w, hw_str dir, hw_sid fallback, hw_sid *ret)
{
    hw_str root = hw_strings_get(w->strings, w->cwd);
    while (hw_str_cut_prefix(&dir, HW_STR("../")) || hw_str_eq(dir, HW_STR(".."))) {
        if (root.n == 0) { /* above all that is known */
            *ret = nearest_package(w, dir, fallback);
            return HW_MEM_OK;
        }
        root = hw_str_dir(root);
        if (hw_str_eq(dir, HW_STR("..")))
            dir.n = 0;
    }
    return put_joined(w, root, root.n && dir.n ? HW_STR("/") : HW_STR(""), dir, ret);
}

/* Whether the name is of a //line directive. Then the profile has it too, for a function of the
 * package. Up to Go 1.26 both have it as it was written, later as a path below the package's
 * directory. */
static bool is_line_name(const hw_where *w, hw_str name, hw_sid package)
{
    hw_sid sid = hw_strings_find(w->strings, name);
    hw_sid of = sid < w->line_names.len ? w->line_names.at[sid] : 0;
    if (of == package || of == 0)
        return of != 0;
    if (of != hw_strings_find(w->strings, HW_STR("main")))
        return false;
    for (size_t i = 0; i < w->mains.len; i++)
        if (w->mains.at[i] == package)
            return true;
    return false;
}

static HW_MEM relative_package(const hw_where *w, hw_str name, hw_sid fallback, bool unplaced,
                               hw_sid *ret)
{
    static const hw_str vendor = {"vendor/", 7};
    hw_str dir = hw_str_dir(name);
    hw_sid clean;
    if (!cache_package(w, dir, &clean))
        return HW_MEM_OUT;
    if (clean == fallback || is_known(w, clean)) { /* -trimpath */
        *ret = clean;
        return HW_MEM_OK;
    }
    if (hw_str_cut_prefix(&dir, vendor))
        return hw_strings_put(w->strings, dir, ret);
    bool found;
    if (!versioned_package(w, dir, fallback, ret, &found))
        return HW_MEM_OUT;
    if (found)
        return HW_MEM_OK;
    if (w->has_cwd && !join_relative(w, dir, fallback, ret))
        return HW_MEM_OUT;
    /* In a workspace a directory may have another name than its package. */
    if (w->has_cwd && !is_known(w, *ret) && is_line_name(w, name, fallback))
        *ret = fallback;
    else if (!w->has_cwd || (unplaced && !is_known(w, *ret)))
        *ret = nearest_package(w, dir, fallback);
    return HW_MEM_OK;
}

static HW_MEM path_of(const hw_where *w, hw_sid package, hw_str base, hw_sid *ret)
{
    return put_joined(w, hw_strings_get(w->strings, package), HW_STR("/"), base, ret);
}

HW_MEM hw_where_directory(const hw_where *w, hw_sid package, hw_sid *ret)
{
    hw_str name = hw_strings_get(w->strings, package);
    if (hw_str_cut_suffix(&name, HW_STR("_test")))
        return hw_strings_put(w->strings, name, ret);
    *ret = package;
    return HW_MEM_OK;
}

/* Without headers the directory may be that of package main. */
static bool in_main_dir(const hw_where *w, hw_str dir)
{
    hw_str main_dir = hw_strings_get(w->strings, w->main_dir);
    if (w->main_dir == 0)
        return false;
    return dir.n == 0 || hw_str_eq(dir, main_dir) ||
           (hw_str_ends(main_dir, dir) && main_dir.p[main_dir.n - dir.n - 1] == '/');
}

HW_MEM hw_where_file(const hw_where *w, uint32_t block, hw_sid file, hw_sid *ret)
{
    hw_str name;
    const hw_block *b = &w->claims->blocks.at[block];
    hw_sid named = b->package, package;
    if (!hw_where_slashes(w->strings, hw_strings_get(w->strings, file), &name))
        return HW_MEM_OUT;
    if (b->variant && !hw_where_directory(w, named, &named))
        return HW_MEM_OUT;
    bool dotted = hw_str_cut_prefix(&name, HW_STR("./"));
    if (hw_str_cut_prefix(&name, HW_STR("$GOROOT/src/")))
        return hw_strings_put(w->strings, name, ret);
    hw_str dir = hw_str_dir(name), base = hw_str_base(name);
    package = named;
    if (named == 0 && in_main_dir(w, dir)) {
        package = w->mains.at[0];
    } else if (hw_str_starts(name, HW_STR("/"))) {
        if (!absolute_package(w, dir, named, &package))
            return HW_MEM_OUT;
    } else if (dir.n) {
        bool unplaced = named != 0 && !w->placed.at[block];
        if (!relative_package(w, name, named, unplaced, &package))
            return HW_MEM_OUT;
    } else if (dotted && w->has_cwd && named != w->cwd &&
               !hw_str_eq(hw_strings_get(w->strings, named), HW_STR("command-line-arguments"))) {
        package = w->cwd;
    }
    return path_of(w, package, base, ret);
}

HW_MEM hw_where_frame(const hw_where *w, const hw_function *function, hw_frame_where *ret)
{
    hw_str file;
    hw_sid named, package;
    *ret = (hw_frame_where){.name = hw_func_parse(hw_strings_get(w->strings, function->name))};
    if (!hw_where_slashes(w->strings, hw_strings_get(w->strings, function->file), &file) ||
        !hw_where_package(w->strings, ret->name.package, &named))
        return HW_MEM_OUT;
    if (hw_str_eq(ret->name.package, HW_STR("main"))) {
        ret->main = true;
        named = main_package(w, hw_str_dir(file), named);
    }
    ret->package = named;
    if (!hw_where_directory(w, named, &package))
        return HW_MEM_OUT;
    hw_str dir = hw_str_dir(file);
    if (dir.n && (ret->name.closure || package == 0)) {
        hw_mem ok = hw_str_starts(file, HW_STR("/"))
                        ? absolute_package(w, dir, package, &package)
                        : relative_package(w, file, package, false, &package);
        if (!ok)
            return HW_MEM_OUT;
    }
    return path_of(w, package, hw_str_base(file), &ret->path);
}

HW_MEM hw_where_compiled(const hw_where *w, const hw_function *function, hw_sid compiled_by,
                         hw_frame_where *of)
{
    hw_str file, package = hw_strings_get(w->strings, compiled_by);
    if (!hw_where_slashes(w->strings, hw_strings_get(w->strings, function->file), &file) ||
        !hw_where_package(w->strings, package, &of->package))
        return HW_MEM_OUT;
    of->main = hw_str_eq(package, HW_STR("main"));
    if (of->main)
        of->package = main_package(w, hw_str_dir(file), of->package);
    of->compiled = true;
    return HW_MEM_OK;
}

void hw_where_free(hw_where *w)
{
    hw_vec_free(&w->packages);
    hw_vec_free(&w->by_last);
    hw_vec_free(&w->known);
    hw_vec_free(&w->line_names);
    hw_vec_free(&w->dirs);
    hw_vec_free(&w->placed);
    hw_vec_free(&w->ignored);
    hw_vec_free(&w->mains);
}
