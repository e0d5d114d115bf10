#include "verdict/physical.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/search.h"
#include "go/goname.h"
#include "join/filtered.h"
#include "sites/where_init.h"

/* `can inline F`, `cannot inline F`. */
typedef struct declared {
    hw_sid path, plain; /* plain: its name without type arguments */
    uint32_t line;
} declared;

/* `inlining call to F`, once for each name that F may have where it is declared: "a.T.M", "T.M",
 * "M". */
typedef struct inlined {
    hw_sid plain, path;
    uint32_t line;
} inlined;

/* The function that is looked at. */
typedef struct subject {
    uint32_t function; /* into the profile's */
    hw_frame_where where;
    hw_sid plain;
    uint32_t line; /* where it is declared; 0: the log does not say */
} subject;

typedef struct reader {
    const hw_profile *profile;
    hw_where where;
    HW_VEC(declared) declared; /* by path, line */
    HW_VEC(inlined) inlined;   /* by name, path, line */
    hw_buf scratch;
    subject of;
} reader;

/* --- what the log says ---------------------------------------------------------------------- */

static int by_line(const void *a, const void *b)
{
    const declared *x = a, *y = b;
    return x->path != y->path ? HW_CMP(x->path, y->path) : HW_CMP(x->line, y->line);
}

static int by_name(const void *a, const void *b)
{
    const inlined *x = a, *y = b;
    if (x->plain != y->plain)
        return HW_CMP(x->plain, y->plain);
    return x->path != y->path ? HW_CMP(x->path, y->path) : HW_CMP(x->line, y->line);
}

static HW_MEM put_plain(reader *r, hw_str name, hw_sid *ret)
{
    return hw_go_plain(name, &r->scratch) == HW_OK &&
           hw_strings_put(r->profile->strings, hw_buf_view(&r->scratch), ret);
}

static HW_MEM add_inlined(reader *r, const hw_inlining *n)
{
    hw_strings *t = r->profile->strings;
    inlined k = {.line = n->place.line};
    if (!hw_where_file(&r->where, n->place.block, n->place.file, &k.path) ||
        !put_plain(r, hw_strings_get(t, n->callee), &k.plain))
        return HW_MEM_OUT;
    for (;;) {
        hw_str name = hw_strings_get(t, k.plain);
        size_t dot = hw_str_chr(name, '.');
        if (!hw_vec_push(&r->inlined, k))
            return HW_MEM_OUT;
        if (dot == HW_NPOS)
            return HW_MEM_OK;
        if (!hw_strings_put(t, hw_str_from(name, dot + 1), &k.plain))
            return HW_MEM_OUT;
    }
}

static HW_MEM read_log(reader *r, const hw_claims *c)
{
    for (size_t i = 0; i < c->decls.len; i++) {
        const hw_decl *d = &c->decls.at[i];
        declared k = {.line = d->place.line};
        if (!hw_where_file(&r->where, d->place.block, d->place.file, &k.path) ||
            !put_plain(r, hw_strings_get(c->strings, d->name), &k.plain) ||
            !hw_vec_push(&r->declared, k))
            return HW_MEM_OUT;
    }
    for (size_t i = 0; i < c->inlinings.len; i++)
        if (!add_inlined(r, &c->inlinings.at[i]))
            return HW_MEM_OUT;
    if (r->declared.len)
        qsort(r->declared.at, r->declared.len, sizeof *r->declared.at, by_line);
    if (r->inlined.len)
        qsort(r->inlined.at, r->inlined.len, sizeof *r->inlined.at, by_name);
    return HW_MEM_OK;
}

/* The first declaration at or behind a line. */
static size_t declared_from(const reader *r, hw_sid path, uint32_t line)
{
    const declared key = {.path = path, .line = line};
    size_t low = 0;
    HW_SEARCH(low, r->declared.len, i, by_line(&r->declared.at[i], &key) < 0);
    return low;
}

/* Whether calls of a function of that name are inlined: anywhere (path 0), or in that file from the
 * line on. */
static bool is_inlined(const reader *r, hw_sid plain, hw_sid path, uint32_t line)
{
    const inlined key = {plain, path, line};
    size_t low = 0;
    HW_SEARCH(low, r->inlined.len, i, by_name(&r->inlined.at[i], &key) < 0);
    return low < r->inlined.len && r->inlined.at[low].plain == plain &&
           (path == 0 || r->inlined.at[low].path == path);
}

/* --- functions ------------------------------------------------------------------------------ */

/* F.func1, F.gowrap1 and F-range1 are inside of F. */
static bool is_inside(hw_str name, hw_str outer)
{
    return hw_str_cut_prefix(&name, outer) && name.n && (name.p[0] == '.' || name.p[0] == '-');
}

/* A name as its own package declares it. Another package that compiles the function may print the
 * package in front of it. */
static hw_str own_name(hw_str name, hw_str package)
{
    hw_str rest = name;
    return hw_str_cut_prefix(&rest, hw_str_base(package)) && hw_str_cut_prefix(&rest, HW_STR("."))
               ? rest
               : name;
}

static bool is_subject(const reader *r, const declared *d)
{
    const hw_strings *t = r->profile->strings;
    return d->plain == r->of.plain ||
           hw_str_eq(own_name(hw_strings_get(t, d->plain), hw_strings_get(t, r->of.where.package)),
                     hw_strings_get(t, r->of.plain));
}

static HW_MEM find_subject(reader *r, uint32_t function)
{
    if (r->of.function == function)
        return HW_MEM_OK;
    subject *s = &r->of;
    *s = (subject){.function = function};
    if (!hw_where_frame(&r->where, &r->profile->functions.at[function], &s->where) ||
        !put_plain(r, s->where.name.tail, &s->plain))
        return HW_MEM_OUT;
    for (size_t i = declared_from(r, s->where.path, 0);
         s->line == 0 && i < r->declared.len && r->declared.at[i].path == s->where.path; i++)
        if (is_subject(r, &r->declared.at[i]))
            s->line = r->declared.at[i].line;
    return HW_MEM_OK;
}

/* The line is surely the function's own. Between its declaration and the line nothing is declared
 * but its own closures, and these are nowhere inlined. Nor is a function that it stands in inlined
 * into it. */
static bool in_declared(const reader *r, uint32_t line)
{
    const hw_strings *t = r->profile->strings;
    const subject *s = &r->of;
    hw_str name = hw_strings_get(t, s->plain);
    for (size_t i = declared_from(r, s->where.path, s->line);
         i < r->declared.len && r->declared.at[i].path == s->where.path &&
         r->declared.at[i].line <= line;
         i++) {
        const declared *d = &r->declared.at[i];
        if (is_subject(r, d))
            continue;
        if (!is_inside(hw_strings_get(t, d->plain), name) || is_inlined(r, d->plain, 0, 0))
            return false;
    }
    for (size_t i = 1; i < name.n; i++) {
        if (name.p[i] != '.' && name.p[i] != '-')
            continue;
        hw_sid outer = hw_strings_find(t, hw_str_sub(name, 0, i));
        if (outer != HW_NONE && is_inlined(r, outer, s->where.path, s->line))
            return false;
    }
    return s->line <= line;
}

/* For a function that the log does not declare: no function that is inlined has that line. */
static bool in_none_inlined(const reader *r, hw_sid path, uint32_t line)
{
    const hw_strings *t = r->profile->strings;
    for (size_t i = declared_from(r, path, line + 1); i > 0 && r->declared.at[i - 1].path == path;
         i--) {
        const declared *d = &r->declared.at[i - 1];
        hw_str name = hw_strings_get(t, d->plain);
        if (is_inlined(r, d->plain, 0, 0))
            return false;
        bool closure = hw_str_has(name, HW_STR(".func")) || hw_str_has(name, HW_STR("-range"));
        if (!closure && d->line < line)
            break;
    }
    return true;
}

/* --- locations ------------------------------------------------------------------------------ */

/* Whether the package of the file is in the log. What another one declares is not known. */
static bool is_diagnosed(const reader *r, hw_sid path)
{
    const hw_strings *t = r->profile->strings;
    hw_sid package = hw_strings_find(t, hw_str_dir(hw_strings_get(t, path)));
    return package < r->where.known.len && (r->where.known.at[package] & HW_KNOWN_BLOCK);
}

/* *its: the line is the function's. */
static HW_MEM look_at(reader *r, const hw_frame *inner, const hw_frame *outer, bool *its)
{
    hw_frame_where at;
    if (!find_subject(r, outer->function))
        return HW_MEM_OUT;
    hw_function physical = r->profile->functions.at[outer->function];
    physical.file = r->profile->functions.at[inner->function].file;
    if (!hw_where_frame(&r->where, &physical, &at))
        return HW_MEM_OUT;
    const hw_frame_where *f = &r->of.where;
    *its = f->name.tail.n && is_diagnosed(r, at.path); /* wrappers have no name there */
    if (r->of.line && !f->name.init)
        *its &= at.path == f->path && in_declared(r, inner->line);
    else
        *its &= (f->name.init || at.path == f->path) && in_none_inlined(r, at.path, inner->line);
    return HW_MEM_OK;
}

hw_status hw_physical_lines(const hw_profile *profile, const hw_claims *claims, bool *physical,
                            hw_error *err)
{
    reader r = {.profile = profile, .of.function = HW_NONE};
    hw_mem ok = hw_where_init(&r.where, profile, claims) && read_log(&r, claims);
    /* What a filtered log would have declared is not known. */
    bool whole = ok && !hw_is_filtered(claims, r.where.headers);
    for (size_t i = 0; ok && whole && i < profile->locations.len; i++) {
        const hw_location *l = &profile->locations.at[i];
        const hw_frame *inner = &profile->frames.at[l->frames_at];
        if (l->unresolved)
            ok = look_at(&r, inner, inner + 1, &physical[i]);
    }
    hw_where_free(&r.where);
    hw_vec_free(&r.declared);
    hw_vec_free(&r.inlined);
    hw_buf_free(&r.scratch);
    return ok ? HW_OK : hw_nomem(err);
}
