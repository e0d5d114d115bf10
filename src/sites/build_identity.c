#include "sites/build_identity.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/index.h"
#include "sites/goversion.h"

/* How a setting of build information is compared. */
typedef enum sort {
    SWITCH, /* absent: off */
    VALUE,  /* absent: empty */
    KNOWN,  /* only where both sides have it */
    SOFT,   /* like KNOWN, but proves nothing: only few packages depend on it */
    PGO,    /* a file, of which only the last element can be compared */
    GCFLAGS /* without what only prints */
} sort;

static const struct row {
    const char *key;
    sort sort;
} rows[] = {
    {"GOOS", KNOWN},         {"GOARCH", KNOWN}, {"-race", SWITCH},     {"-msan", SWITCH},
    {"-asan", SWITCH},       {"-pgo", PGO},     {"-gcflags", GCFLAGS}, {"-tags", VALUE},
    {"GOEXPERIMENT", VALUE}, {"GOAMD64", SOFT}, {"GOARM64", SOFT},     {"CGO_ENABLED", SOFT},
};

enum { ROWS = sizeof rows / sizeof *rows, SHOWN = 120 };

typedef struct side {
    hw_settings settings;
    bool matched; /* it is the build information of a program: what is missing was not set */
    hw_str gcflags;
} side;

typedef struct comparison {
    hw_audit *audit;
    const hw_build_info *program;
    const hw_build *build;         /* NULL: diagnostics without a bundle */
    const hw_build_info *recorded; /* the bundle's program of that main package; or NULL */
    unsigned differences;
    unsigned doubts; /* differences that prove nothing */
    hw_error *err;
} comparison;

static hw_str text_of(const hw_audit *a, hw_sid id)
{
    return hw_str_sub(hw_strings_get(a->strings, id), 0, SHOWN);
}

static hw_status say(comparison *c, const char *fmt, ...) HW_PRINTF(2, 3);
static hw_status say(comparison *c, const char *fmt, ...)
{
    char text[512];
    hw_sid id;
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (!hw_strings_put(c->audit->strings, hw_str_of(text), &id) ||
        !hw_vec_push(&c->audit->build_reasons, id))
        return hw_nomem(c->err);
    return HW_OK;
}

static hw_status state(comparison *c, const char *what, hw_str program, hw_str build)
{
    return say(c, "%s: the program has %.*s, the diagnostics have %.*s", what, HW_STR_ARG(program),
               HW_STR_ARG(build));
}

static hw_status differ(comparison *c, const char *what, hw_str program, hw_str build)
{
    c->differences++;
    return state(c, what, program, build);
}

/* --- settings ------------------------------------------------------------------------------- */

static bool setting(const side *s, const char *key, hw_str *ret)
{
    *ret = (hw_str){0};
    for (size_t i = s->settings.len; i-- > 0;)
        if (hw_str_eq(s->settings.at[i].key, hw_str_of(key))) {
            *ret = s->settings.at[i].value;
            return true;
        }
    return false;
}

static bool only_prints(hw_str word)
{
    return hw_str_eq(word, HW_STR("-m")) || hw_str_starts(word, HW_STR("-m=")) ||
           hw_str_starts(word, HW_STR("-json=")) || word.n == 0;
}

/* "all=-m=2 -l" → "all=-l"; "all=-m=2" → "". */
static hw_status plain_gcflags(hw_str text, hw_buf *ret)
{
    hw_str pattern = {0}, rest = text;
    if (!hw_str_starts(text, HW_STR("-")) && hw_str_cut(text, '=', &pattern, &rest))
        pattern = hw_str_sub(text, 0, pattern.n + 1);
    while (rest.n) {
        hw_str word = hw_str_next(&rest, ' ');
        size_t equals = hw_str_chr(word, '=');
        bool patterned = !hw_str_starts(word, HW_STR("-")) && equals != HW_NPOS;
        if (patterned) { /* of several -gcflags, put together */
            pattern = hw_str_sub(word, 0, equals + 1);
            word = hw_str_from(word, equals + 1);
        }
        if (only_prints(word))
            continue;
        if ((ret->n && hw_buf_str(ret, HW_STR(" ")) != HW_OK) ||
            hw_buf_str(ret, pattern) != HW_OK || hw_buf_str(ret, word) != HW_OK)
            return HW_NOMEM;
        pattern = (hw_str){0};
    }
    return HW_OK;
}

static hw_status compare_gcflags(comparison *c, hw_str a, hw_str b)
{
    hw_buf x = {0}, y = {0};
    hw_status status = HW_OK;
    if (plain_gcflags(a, &x) != HW_OK || plain_gcflags(b, &y) != HW_OK)
        status = hw_nomem(c->err);
    else if (!hw_str_eq(hw_buf_view(&x), hw_buf_view(&y)))
        status = differ(c, "-gcflags", x.n ? hw_str_sub(hw_buf_view(&x), 0, SHOWN) : HW_STR("none"),
                        y.n ? hw_str_sub(hw_buf_view(&y), 0, SHOWN) : HW_STR("none"));
    hw_buf_free(&x);
    hw_buf_free(&y);
    return status;
}

/* Without -pgo the go command takes default.pgo where there is one. Only the program tells. */
static bool same_pgo(const side *s, hw_str program, hw_str build)
{
    program = hw_str_base(program);
    build = hw_str_base(build);
    if (hw_str_eq(build, HW_STR("off")))
        build = (hw_str){0};
    if (!s->matched && (build.n == 0 || hw_str_eq(build, HW_STR("auto"))))
        return program.n == 0 || hw_str_eq(program, HW_STR("default.pgo"));
    return hw_str_eq(program, build);
}

static hw_status compare_row(comparison *c, const struct row *r, const side *program,
                             const side *build)
{
    hw_str a, b;
    bool in_program = setting(program, r->key, &a);
    bool in_build = setting(build, r->key, &b);
    if (r->sort == GCFLAGS)
        return compare_gcflags(c, a, build->matched ? b : build->gcflags);
    bool optional = r->sort == KNOWN || r->sort == SOFT;
    bool same = optional         ? !in_program || !in_build || hw_str_eq(a, b)
                : r->sort == PGO ? same_pgo(build, a, b)
                                 : hw_str_eq(a, b);
    if (r->sort == SWITCH)
        same = hw_str_eq(a, HW_STR("true")) == hw_str_eq(b, HW_STR("true"));
    if (same)
        return HW_OK;
    if (r->sort == SWITCH || r->sort == PGO) {
        bool program_has = a.n && !hw_str_eq(a, HW_STR("false"));
        c->differences++;
        if (r->sort == PGO && a.n && b.n)
            return say(c, "the program was built with another PGO profile than the diagnostics");
        return say(c, "the program was built %s %s, the diagnostics %s it",
                   program_has ? "with" : "without", r->key, program_has ? "without" : "with");
    }
    if (r->sort == SOFT)
        c->doubts++;
    else
        c->differences++;
    return state(c, r->key, a.n ? hw_str_sub(a, 0, SHOWN) : HW_STR("none"),
                 b.n ? hw_str_sub(b, 0, SHOWN) : HW_STR("none"));
}

static hw_status compare_settings(comparison *c)
{
    const hw_claims *claims = c->audit->claims;
    side program = {c->program->settings, true, {0}};
    side build = {{claims->settings.at, c->build->settings},
                  false,
                  hw_strings_get(claims->strings, c->build->gcflags)};
    if (build.settings.len)
        build.settings.at += c->build->settings_at;
    if (c->recorded && c->recorded->settings.len)
        build = (side){c->recorded->settings, true, {0}};
    for (size_t i = 0; i < ROWS && program.settings.len; i++)
        HW_TRY(compare_row(c, &rows[i], &program, &build));
    return HW_OK;
}

/* --- versions and sources ------------------------------------------------------------------- */

/* "go1.26.8 X:…" → "go1.26.8". */
static hw_str release(hw_str s)
{
    hw_str head = s, rest;
    hw_str_cut(s, ' ', &head, &rest);
    return hw_str_sub(head, 0, SHOWN);
}

static hw_status compare_versions(comparison *c, hw_sid diagnosed)
{
    hw_str program = release(c->program->go_version),
           build = release(hw_strings_get(c->audit->strings, diagnosed));
    if (program.n == 0 || build.n == 0 || hw_str_eq(program, build))
        return HW_OK;
    return differ(c, "Go version", program, build);
}

static hw_status compare_target(comparison *c, const char *key, hw_sid diagnosed)
{
    hw_str program = hw_str_sub(hw_build_setting(c->program, key), 0, SHOWN);
    hw_str build = text_of(c->audit, diagnosed);
    if (program.n == 0 || build.n == 0 || hw_str_eq(program, build))
        return HW_OK;
    return differ(c, key, program, build);
}

/* The modules of the recorded build by path, the first of each. */
typedef struct modules_by_path {
    const hw_module *at;
    bool originals; /* by the paths that are required, else by those that stand for them */
    hw_index index;
    hw_str path; /* that is looked for */
} modules_by_path;

static hw_str path_of(const modules_by_path *p, uint32_t id)
{
    return p->originals ? p->at[id].path : hw_module_path(&p->at[id]);
}

static bool same_path(const void *ctx, uint32_t id)
{
    const modules_by_path *p = ctx;
    return hw_str_eq(path_of(p, id), p->path);
}

static uint64_t rehash_path(const void *ctx, uint32_t id)
{
    const modules_by_path *p = ctx;
    hw_str path = path_of(p, id);
    return hw_hash(p->index.seed, path.p, path.n);
}

static uint32_t find_module(modules_by_path *p, hw_str path)
{
    p->path = path;
    return hw_index_get(&p->index, hw_hash(p->index.seed, path.p, path.n), same_path, p);
}

static HW_MEM index_modules(const comparison *c, modules_by_path *ret)
{
    const hw_claims *claims = c->audit->claims;
    ret->index.seed = hw_random_seed();
    ret->at = c->build->modules ? claims->modules.at + c->build->modules_at : NULL;
    for (uint32_t i = 0; i < c->build->modules; i++)
        if (find_module(ret, path_of(ret, i)) == HW_NONE &&
            !hw_index_put(&ret->index, rehash_path(ret, i), i, rehash_path, ret))
            return HW_MEM_OUT;
    return HW_MEM_OK;
}

static hw_status say_modules(comparison *c, modules_by_path *recorded)
{
    const hw_modules *all = &c->program->modules;
    const hw_module *first = NULL, *other = NULL;
    size_t count = 0;
    for (size_t i = 0; i < all->len; i++) {
        const hw_module *m = &all->at[i];
        uint32_t id = find_module(recorded, hw_module_path(m));
        const hw_module *n = id == HW_NONE ? NULL : &recorded->at[id];
        if (!n || hw_module_version(m).n == 0 || hw_module_version(n).n == 0 ||
            hw_str_eq(hw_module_version(m), hw_module_version(n)))
            continue;
        if (count++ == 0) {
            first = m;
            other = n;
        }
    }
    if (count == 0)
        return HW_OK;
    c->differences++;
    return say(c, "module %.*s: the program has %.*s, the diagnostics have %.*s (%zu in all)",
               HW_STR_ARG(hw_str_sub(hw_module_path(first), 0, SHOWN)),
               HW_STR_ARG(hw_str_sub(hw_module_version(first), 0, SHOWN)),
               HW_STR_ARG(hw_str_sub(hw_module_version(other), 0, SHOWN)), count);
}

static hw_status compare_modules(comparison *c)
{
    modules_by_path recorded = {0};
    hw_status status = index_modules(c, &recorded) ? say_modules(c, &recorded) : hw_nomem(c->err);
    hw_index_free(&recorded.index);
    return status;
}

/* Its sources are those of a folder, which no version names: replaced by it, or of a workspace. */
static bool is_folder(const hw_module *m)
{
    return m->replaced ? m->by_version.n == 0 : hw_str_eq(m->version, HW_STR("(devel)"));
}

/* A folder below the main module's belongs to its commit. */
static bool is_committed(const hw_module *m, const hw_module *n)
{
    return m->replaced && n && n->replaced && hw_str_eq(m->by_path, n->by_path) &&
           hw_str_starts(m->by_path, HW_STR("./"));
}

static hw_status say_folders(comparison *c, modules_by_path *recorded, bool same_sources,
                             bool *open)
{
    const hw_modules *all = &c->program->modules;
    const hw_module *first = NULL;
    size_t count = 0;
    for (size_t i = 0; i < all->len; i++) {
        uint32_t id = find_module(recorded, all->at[i].path);
        const hw_module *m = &all->at[i], *n = id == HW_NONE ? NULL : &recorded->at[id];
        const hw_module *folder = is_folder(m) ? m : n && is_folder(n) ? n : NULL;
        if (!folder || (same_sources && is_committed(m, n)))
            continue;
        if (count++ == 0)
            first = folder;
    }
    *open = count > 0;
    if (count == 0)
        return HW_OK;
    hw_str where =
        first->replaced ? hw_str_sub(first->by_path, 0, SHOWN) : HW_STR("of a workspace");
    return say(c, "module %.*s is a folder (%.*s), whose sources no version names (%zu in all)",
               HW_STR_ARG(hw_str_sub(first->path, 0, SHOWN)), HW_STR_ARG(where), count);
}

static hw_status compare_folders(comparison *c, bool same_sources, bool *open)
{
    modules_by_path recorded = {.originals = true};
    hw_status status = index_modules(c, &recorded) ? say_folders(c, &recorded, same_sources, open)
                                                   : hw_nomem(c->err);
    hw_index_free(&recorded.index);
    return status;
}

static hw_status compare_sources(comparison *c, bool *same)
{
    enum { COMMIT = 12 };
    const hw_strings *strings = c->audit->strings;
    hw_str program = hw_build_setting(c->program, "vcs.revision");
    hw_str build = hw_strings_get(strings, c->build->vcs_revision);
    bool equal = hw_str_eq(program, build);
    *same = program.n && equal && c->build->vcs_modified == 0 &&
            hw_str_eq(hw_build_setting(c->program, "vcs.modified"), HW_STR("false"));
    if (program.n == 0 || build.n == 0 || equal)
        return HW_OK;
    return differ(c, "commit", hw_str_sub(program, 0, COMMIT), hw_str_sub(build, 0, COMMIT));
}

/* --- a program and a bundle ----------------------------------------------------------------- */

/* The bundle's program with the same main package, else its only one. */
static const hw_build_info *find_recorded(const comparison *c)
{
    const hw_build_info *all = c->audit->claims->binaries.at, *found = NULL;
    uint32_t from = c->build->binaries_at, n = c->build->binaries;
    for (uint32_t i = 0; i < n && c->program->path.n; i++)
        if (hw_str_eq(all[from + i].path, c->program->path))
            found = &all[from + i];
    return found || n != 1 || all[from].path.n ? found : &all[from];
}

static bool same_table(const comparison *c)
{
    const hw_claims *claims = c->audit->claims;
    for (uint32_t i = 0; i < c->build->binaries && c->program->pclntab_sha256.n; i++)
        if (hw_str_eq(claims->binaries.at[c->build->binaries_at + i].pclntab_sha256,
                      c->program->pclntab_sha256))
            return true;
    return false;
}

static hw_status compare_bundle(comparison *c, hw_build_match *ret)
{
    bool same_sources = false, open = false;
    hw_str file = hw_str_base(hw_str_sub(c->program->file, 0, SHOWN));
    *ret = HW_BUILD_MATCHES;
    if (same_table(c))
        return say(c, "the functions and lines of %.*s are those of the recorded build",
                   HW_STR_ARG(file));
    c->recorded = find_recorded(c);
    HW_TRY(compare_versions(c, c->build->go_version));
    HW_TRY(compare_target(c, "GOOS", c->build->goos));
    HW_TRY(compare_target(c, "GOARCH", c->build->goarch));
    HW_TRY(compare_settings(c));
    HW_TRY(compare_modules(c));
    HW_TRY(compare_sources(c, &same_sources));
    HW_TRY(compare_folders(c, same_sources, &open));
    *ret = c->differences                        ? HW_BUILD_DIFFERS
           : same_sources && !c->doubts && !open ? HW_BUILD_MATCHES
                                                 : HW_BUILD_UNKNOWN;
    if (c->differences || c->doubts || (same_sources && open))
        return HW_OK;
    if (same_sources)
        return say(c, "%.*s has the commit, Go version, modules and flags of the recorded build",
                   HW_STR_ARG(file));
    return say(
        c,
        "functions and lines of %.*s are not those of the recorded build, but no commit, "
        "version or flag tells them apart: other folders without -trimpath, or other sources",
        HW_STR_ARG(file));
}

/* --- a program and diagnostics without a bundle --------------------------------------------- */

/* What such a log cannot say, and matters. */
static hw_status warn_of(comparison *c, const char *key)
{
    hw_str value = hw_build_setting(c->program, key);
    if (value.n == 0 || hw_str_eq(value, HW_STR("false")))
        return HW_OK;
    return say(c, "the program was built with %s; the log does not say whether its build was too",
               key);
}

static hw_status compare_log(comparison *c, hw_build_match *ret)
{
    const hw_claims *claims = c->audit->claims;
    hw_str flags = hw_str_sub(hw_build_setting(c->program, "-gcflags"), 0, SHOWN);
    HW_TRY(compare_versions(c, claims->json.version));
    HW_TRY(compare_target(c, "GOOS", claims->json.goos));
    HW_TRY(compare_target(c, "GOARCH", claims->json.goarch));
    if (claims->inlinings.len &&
        (hw_str_ends(flags, HW_STR("-l")) || hw_str_has(flags, HW_STR("-l ")))) {
        c->differences++;
        HW_TRY(say(c,
                   "the program was built without inlining (-gcflags=%.*s), the log inlines calls",
                   HW_STR_ARG(flags)));
    }
    *ret = c->differences ? HW_BUILD_DIFFERS : HW_BUILD_UNKNOWN;
    if (c->differences)
        return HW_OK;
    HW_TRY(warn_of(c, "-race"));
    return warn_of(c, "-pgo");
}

/* --- all of them ---------------------------------------------------------------------------- */

/* Tries the bundles in turn and keeps what the best of them says. */
static hw_status compare_all(hw_audit *a, const hw_build_info *x, hw_build_match *ret,
                             hw_error *err)
{
    static const int worth[] = {
        [HW_BUILD_MATCHES] = 2, [HW_BUILD_UNKNOWN] = 1, [HW_BUILD_DIFFERS] = 0};
    size_t from = a->build_reasons.len;
    const hw_claims *claims = a->claims;
    if (claims->builds.len == 0) {
        comparison c = {.audit = a, .program = x, .err = err};
        return compare_log(&c, ret);
    }
    for (size_t i = 0; i < claims->builds.len; i++) {
        comparison c = {.audit = a, .program = x, .build = &claims->builds.at[i], .err = err};
        size_t at = a->build_reasons.len;
        hw_build_match match;
        HW_TRY(compare_bundle(&c, &match));
        if (i == 0 || worth[match] > worth[*ret]) {
            size_t n = a->build_reasons.len - at;
            if (n)
                memmove(a->build_reasons.at + from, a->build_reasons.at + at,
                        n * sizeof *a->build_reasons.at);
            a->build_reasons.len = from + n;
            *ret = match;
        } else {
            a->build_reasons.len = at;
        }
    }
    if (*ret == HW_BUILD_DIFFERS && hw_input_count(claims) > claims->builds.len) {
        a->build_reasons.len = from; /* a plain log among them may be the right one */
        *ret = HW_BUILD_UNKNOWN;
    }
    return HW_OK;
}

/* Why the profile may be of another program. */
static hw_status say_fit(hw_audit *a, const hw_executable *x, hw_error *err)
{
    comparison c = {.audit = a, .err = err};
    hw_str file = hw_str_base(hw_str_sub(x->build.file, 0, SHOWN));
    if (x->differing)
        return say(&c,
                   "%" PRIu64 " of %" PRIu64
                   " locations have other functions or lines in %.*s: the "
                   "profile need not be of it",
                   x->differing, x->compared, HW_STR_ARG(file));
    if (x->asked)
        return say(&c,
                   "the profile has addresses only, and no build id proves that they are of %.*s",
                   HW_STR_ARG(file));
    return say(&c, "too few locations of the profile can be compared with %.*s", HW_STR_ARG(file));
}

hw_status hw_identity_check(hw_audit *a, hw_error *err)
{
    const hw_profile *p = a->profile;
    bool any = false, differs = false, matches = true;
    for (size_t i = 0; i < p->programs.len && a->claims->inputs.len; i++) {
        const hw_executable *x = &p->programs.at[i];
        hw_build_match match = HW_BUILD_UNKNOWN;
        if (x->fit == HW_FIT_OTHER)
            continue;
        if (hw_executable_speaks(x))
            HW_TRY(compare_all(a, &x->build, &match, err));
        if (x->fit == HW_FIT_UNKNOWN)
            HW_TRY(say_fit(a, x, err));
        any = true;
        differs |= match == HW_BUILD_DIFFERS;
        matches &= match == HW_BUILD_MATCHES && x->fit == HW_FIT_PROVEN;
    }
    if (differs)
        a->build_match = HW_BUILD_DIFFERS;
    else if (any && matches)
        a->build_match = HW_BUILD_MATCHES;
    return HW_OK;
}
