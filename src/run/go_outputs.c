#include "run/go_outputs.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "claims/filter.h"
#include "run/paths.h"

static bool is_major_version(hw_str element)
{
    uint64_t n;
    return hw_str_cut_prefix(&element, HW_STR("v")) && hw_str_u64(element, 1000000, &n) && n > 1;
}

/* The name of a program: the last element of the import path that is not a version like /v2, or the
 * name of the first file. */
static hw_str program_name(const hw_go_command *c, const hw_go_package *p)
{
    hw_str path = hw_str_of(p->path), name;
    if (hw_str_eq(path, HW_STR("command-line-arguments"))) {
        name = c->operands.list.len ? hw_str_base(hw_str_of(c->operands.list.at[0])) : path;
        hw_str_cut_suffix(&name, HW_STR(".go"));
        return c->verb == HW_GO_TEST ? hw_str_of(p->name) : name;
    }
    name = hw_str_base(path);
    return is_major_version(name) && hw_str_dir(path).n ? hw_str_base(hw_str_dir(path)) : name;
}

static bool is_folder(const char *path)
{
    struct stat st;
    return hw_str_ends(hw_str_of(path), HW_STR("/")) ||
           (stat(path, &st) == 0 && S_ISDIR(st.st_mode));
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* --- go install PACKAGE@VERSION ------------------------------------------------------------- */

static const char *bin_folder(hw_arena *a, const hw_go_facts *f)
{
    const char *const *v = f->variables;
    hw_str path = hw_str_of(v[HW_GOPATH]), first = path, rest = {0};
    bool cross =
        strcmp(v[HW_GOOS], v[HW_GOHOSTOS]) != 0 || strcmp(v[HW_GOARCH], v[HW_GOHOSTARCH]) != 0;
    if (v[HW_GOBIN][0])
        return v[HW_GOBIN];
    hw_str_cut(path, ':', &first, &rest);
    if (cross)
        return hw_text_in(a, "%.*s/bin/%s_%s", HW_STR_ARG(first), v[HW_GOOS], v[HW_GOARCH]);
    return hw_text_in(a, "%.*s/bin", HW_STR_ARG(first));
}

/* go list does not list packages with versions. Every such build links its program anew, because
 * the folder of its records is part of the build information. So a file that was not written since
 * is not of this build. */
static hw_status recent_files(hw_arena *a, const hw_go_facts *f, time_t since, hw_words *ret,
                              hw_error *err)
{
    const char *folder = bin_folder(a, f);
    hw_status status = HW_OK;
    DIR *d = folder ? opendir(folder) : NULL;
    if (!d)
        return folder ? HW_OK : hw_nomem(err);
    for (struct dirent *e; status == HW_OK && (e = readdir(d)) != NULL;) {
        struct stat st;
        const char *path = hw_text_in(a, "%s/%s", folder, e->d_name);
        if (!path)
            status = hw_nomem(err);
        else if (stat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_mtime >= since)
            status = hw_words_add(ret, path) ? HW_OK : hw_nomem(err);
    }
    closedir(d);
    if (ret->list.len)
        qsort(ret->list.at, ret->list.len, sizeof *ret->list.at, by_name);
    return status;
}

bool hw_go_builds(const hw_go_command *c, hw_str package)
{
    bool builds = !hw_go_versioned(c);
    for (size_t i = 0; i < c->operands.list.len && !builds; i++) {
        hw_str pattern = hw_str_of(c->operands.list.at[i]), version;
        hw_str_cut(pattern, '@', &pattern, &version);
        builds = hw_package_matches(pattern, package);
    }
    return builds;
}

hw_status hw_go_outputs(hw_arena *a, const hw_go_command *c, const hw_go_facts *f, time_t since,
                        hw_words *ret, hw_error *err)
{
    if (hw_go_versioned(c))
        return recent_files(a, f, since, ret, err);
    const char *o = c->verb == HW_GO_INSTALL ? NULL : hw_go_flag_value(c, "o");
    bool test = c->verb == HW_GO_TEST, added = true;
    if (test && !o && !hw_go_switch_on(c, "c"))
        return HW_OK;
    if (!o && c->verb == HW_GO_BUILD && f->packages.len != 1)
        return HW_OK; /* several are only checked */
    if (o)
        o = hw_path_absolute(a, f->was, o);
    bool folder = o && is_folder(o);
    if (o && !folder)
        return hw_words_add(ret, o) ? HW_OK : hw_nomem(err);
    for (size_t i = 0; i < f->packages.len && added; i++) {
        const hw_go_package *p = &f->packages.at[i];
        if (!test && strcmp(p->name, "main") != 0)
            continue;
        if (c->verb == HW_GO_INSTALL)
            added = !p->target[0] || hw_words_add(ret, p->target);
        else
            added = hw_words_add(ret, hw_text_in(a, "%s/%.*s%s%s", o ? o : f->was,
                                                 HW_STR_ARG(program_name(c, p)),
                                                 test ? ".test" : "", f->variables[HW_GOEXE]));
    }
    return added ? HW_OK : hw_nomem(err);
}
