#include "verdict/inlined.h"

#include <stdlib.h>

#include "base/error.h"
#include "go/goname.h"
#include "verdict/inlined_log.h"

enum { DEPTH_MAX = 16 };

/* A call that was inlined, where it may have been: frames from the inside out, without the
 * innermost position. */
typedef struct way {
    uint32_t place; /* into calls: the outermost; HW_NONE: the line is the function's own */
    uint32_t inner[DEPTH_MAX]; /* beginnings of the functions from the innermost on … */
    uint32_t line[DEPTH_MAX];  /* … and where each of them but the first goes on */
    uint32_t depth;
} way;

typedef struct question {
    uint32_t location;
    uint32_t block;    /* where the function was compiled; HW_NONE: not known */
    uint32_t function; /* its beginning; HW_NONE: the log declares none, as for what initialises
                          variables */
    uint32_t name;     /* into the profile's functions */
    uint32_t end;      /* the line where the next function begins */
    bool init;         /* it initialises variables of any file of its package */
    hw_sid own;        /* path of the function's file */
    hw_sid path;       /* of the innermost file */
    uint32_t line;
    hw_sid callee;
} question;

typedef struct placer {
    hw_profile *profile;
    const hw_claims *claims;
    hw_where where;
    hw_buf scratch;
    hw_inlined_log log;
    HW_VEC(question) questions;  /* those of one function and line together */
    HW_VEC(uint32_t) candidates; /* calls of the question that is looked at */
    const question *all_of;      /* they are all calls of its function */
    HW_VEC(way) ways;            /* of the questions that are looked at */
    HW_VEC(uint8_t) placed;      /* by location */
} placer;

/* --- ways ---------------------------------------------------------------------------------------
 */

/* The functions that a line may be of: the one that begins last before it and those around that,
 * since the log does not say where a closure ends. As the file's own package declares them, or as
 * the block does where generic code is compiled. */
static size_t functions_at(const placer *p, const question *q, uint32_t ret[DEPTH_MAX])
{
    hw_str own = hw_str_dir(hw_strings_get(p->profile->strings, q->path));
    size_t n = 0;
    for (size_t i = hw_beginning_behind(&p->log, q->path, q->line); i > 0 && n < DEPTH_MAX; i--) {
        const hw_beginning *b = &p->log.beginnings.at[i - 1];
        if (b->path != q->path)
            break;
        if (b->block != q->block &&
            !hw_str_eq(hw_strings_get(p->profile->strings, b->package), own))
            continue;
        if (n && !hw_beginning_inside(&p->log, &p->log.beginnings.at[ret[n - 1]], b) &&
            b->line != p->log.beginnings.at[ret[n - 1]].line &&
            b->block == p->log.beginnings.at[ret[n - 1]].block)
            break;
        ret[n++] = (uint32_t)(i - 1);
    }
    return n;
}

/* The first call of those at one position: the others are inside of it. */
static uint32_t outermost(const placer *p, size_t i)
{
    const hw_inlined_call *c = &p->log.calls.at[i];
    while (i > 0 && p->log.calls.at[i - 1].path == c->path &&
           p->log.calls.at[i - 1].line == c->line && p->log.calls.at[i - 1].col == c->col &&
           p->log.calls.at[i - 1].block == c->block)
        i--;
    return (uint32_t)i;
}

/* Where in the body of `from` a call of `to` was inlined, with what is in between: from the inside
 * out. false: nowhere, or at several lines. */
static bool lead(const placer *p, const hw_beginning *from, uint32_t to, way *w, unsigned depth)
{
    uint32_t end = hw_beginning_end(&p->log, from), line = 0, place = HW_NONE;
    for (size_t i = hw_inlined_from(&p->log, from->path, from->line);
         i < p->log.calls.len && p->log.calls.at[i].path == from->path &&
         p->log.calls.at[i].line < end;
         i++) {
        const hw_inlined_call *c = &p->log.calls.at[i];
        if (c->block != from->block ||
            !hw_beginning_is(&p->log, c->plain, c->block, &p->log.beginnings.at[to]))
            continue;
        if (line && line != c->line)
            return false;
        line = c->line;
        place = (uint32_t)i;
    }
    if (place == HW_NONE || depth == DEPTH_MAX)
        return false;
    const hw_inlined_call *first = &p->log.calls.at[outermost(p, place)];
    if (first != &p->log.calls.at[place]) {
        const hw_beginning *between = hw_beginning_named(&p->log, first->plain, first->block);
        if (!between || !lead(p, between, to, w, depth + 1))
            return false;
    }
    if (w->depth == DEPTH_MAX)
        return false;
    w->inner[w->depth] = (uint32_t)(from - p->log.beginnings.at);
    w->line[w->depth++] = line;
    return true;
}

/* The calls that may have been inlined in the function: in its file from its beginning to its end,
 * or all of the block where it is not declared. */
typedef struct range {
    uint32_t from, to; /* into calls */
} range;

static range calls_of(const placer *p, const question *q)
{
    if (q->function == HW_NONE)
        return (range){0, (uint32_t)p->log.calls.len};
    const hw_beginning *f = &p->log.beginnings.at[q->function];
    return (range){(uint32_t)hw_inlined_from(&p->log, f->path, f->line),
                   (uint32_t)hw_inlined_from(&p->log, f->path, q->end)};
}

/* Those of the block with one callee. false: out of memory. */
static bool add_called(placer *p, const question *q, range in, hw_sid callee)
{
    for (size_t i = hw_inlined_in(&p->log, q->block, callee, in.from); i < p->log.in_blocks.len;
         i++) {
        const hw_block_call *c = &p->log.in_blocks.at[i];
        if (c->block != q->block || c->plain != callee || c->at >= in.to)
            break;
        if (!hw_vec_push(&p->candidates, c->at))
            return false;
    }
    return true;
}

static bool add_all(placer *p, const question *q, range in)
{
    if (q->function != HW_NONE) {
        for (uint32_t i = in.from; i < in.to; i++)
            if (p->log.calls.at[i].block == q->block && !hw_vec_push(&p->candidates, i))
                return false;
        return true;
    }
    for (size_t i = hw_inlined_in(&p->log, q->block, 0, 0);
         i < p->log.in_blocks.len && p->log.in_blocks.at[i].block == q->block; i++)
        if (!hw_vec_push(&p->candidates, p->log.in_blocks.at[i].at))
            return false;
    return true;
}

static int by_number(const void *a, const void *b)
{
    return HW_CMP(*(const uint32_t *)a, *(const uint32_t *)b);
}

/* Calls in the function that can be of one of the `n` functions (0: of any), in the order of their
 * places. */
static bool find_candidates(placer *p, const question *q, const uint32_t *of, size_t n)
{
    hw_sid names[2 * DEPTH_MAX];
    range in = calls_of(p, q);
    bool known = n > 0;
    for (size_t k = 0; k < n && known; k++)
        known = hw_beginning_names(&p->log, &p->log.beginnings.at[of[k]], &names[2 * k]);
    if (!known && p->all_of && p->all_of->name == q->name)
        return true; /* they are there from the last question */
    p->candidates.len = 0;
    p->all_of = known ? NULL : q;
    bool ok = known || add_all(p, q, in);
    for (size_t k = 0; k < 2 * n && known && ok; k++) {
        bool again = false;
        for (size_t i = 0; i < k && !again; i++)
            again = names[i] == names[k];
        ok = again || add_called(p, q, in, names[k]);
    }
    if (ok && p->candidates.len)
        qsort(p->candidates.at, p->candidates.len, sizeof *p->candidates.at, by_number);
    return ok;
}

static bool is_in(const placer *p, const question *q, const hw_inlined_call *c)
{
    if (q->function == HW_NONE)
        return q->init || c->path == q->own;
    const hw_beginning *f = &p->log.beginnings.at[q->function];
    /* Wrappers of generic code call it where it is declared. */
    return !(c->line == f->line && c->col == f->col);
}

/* What belongs to a function that the log does not declare (its package is not in it) is told by
 * the package alone. */
static bool of_package(const placer *p, const hw_inlined_call *c, hw_sid path)
{
    hw_str name = hw_strings_get(p->profile->strings, c->plain);
    hw_str package = hw_str_base(hw_str_dir(hw_strings_get(p->profile->strings, path)));
    size_t dot = hw_str_chr(name, '.');
    return dot != HW_NPOS && hw_str_eq(hw_str_sub(name, 0, dot), package);
}

/* One that was inlined at a place. false: it may be anywhere. */
static bool make_way(const placer *p, size_t i, uint32_t of, way *ret)
{
    way w = {.place = outermost(p, i), .inner = {of}, .depth = 1};
    const hw_inlined_call *first = &p->log.calls.at[w.place];
    const hw_beginning *between =
        w.place == i ? NULL : hw_beginning_named(&p->log, first->plain, first->block);
    *ret = w;
    return w.place == i || (between && lead(p, between, of, ret, 0));
}

/* The same of a function that is not declared: which of those at one place it is of cannot be told,
 * and makes no difference to a log without chains. */
static bool make_way_in(const placer *p, const question *q, size_t i, way *ret)
{
    *ret = (way){.place = outermost(p, i), .inner = {HW_NONE}, .depth = 1};
    return p->claims->chains.len == 0 && of_package(p, &p->log.calls.at[ret->place], q->path);
}

static bool is_own(const placer *p, const question *q)
{
    if (q->function == HW_NONE)
        return q->init ? hw_str_eq(hw_str_dir(hw_strings_get(p->profile->strings, q->path)),
                                   hw_str_dir(hw_strings_get(p->profile->strings, q->own)))
                       : q->path == q->own;
    const hw_beginning *f = &p->log.beginnings.at[q->function];
    return f->path == q->path && q->line >= f->line && q->line < q->end;
}

/* All places in the function where what the line belongs to may have been inlined; none where one
 * of them cannot be told. */
static bool find_ways(placer *p, const question *q)
{
    static const way own = {.place = HW_NONE};
    uint32_t of[DEPTH_MAX];
    size_t n = functions_at(p, q, of);
    p->ways.len = 0;
    if (n == DEPTH_MAX) /* there may be more */
        return true;
    if (is_own(p, q) && !hw_vec_push(&p->ways, own))
        return false;
    if (!find_candidates(p, q, of, n))
        return false;
    for (size_t at = 0; at < p->candidates.len; at++) {
        uint32_t i = p->candidates.at[at];
        const hw_inlined_call *c = &p->log.calls.at[i];
        way w;
        if (!is_in(p, q, c))
            continue;
        bool known = true, fits = n == 0 && of_package(p, c, q->path);
        if (fits)
            known = make_way_in(p, q, i, &w);
        for (size_t k = 0; k < n && !fits; k++) {
            fits = of[k] != q->function &&
                   hw_beginning_is(&p->log, c->plain, c->block, &p->log.beginnings.at[of[k]]);
            if (fits)
                known = make_way(p, i, of[k], &w);
        }
        if (!known) {
            p->ways.len = 0;
            return true;
        }
        bool again = fits && p->ways.len && n == 0 && p->ways.at[p->ways.len - 1].place == w.place;
        if (fits && !again && !hw_vec_push(&p->ways, w))
            return false;
    }
    return true;
}

/* --- answers ------------------------------------------------------------------------------------
 */

static bool add_function(placer *p, hw_str package, hw_str name, hw_sid file, uint32_t *ret)
{
    hw_function f = {.file = file};
    hw_buf_clear(&p->scratch);
    if (hw_buf_str(&p->scratch, package) != HW_OK || hw_buf_add(&p->scratch, ".", 1) != HW_OK ||
        hw_buf_str(&p->scratch, name) != HW_OK ||
        !hw_strings_put(p->profile->strings, hw_buf_view(&p->scratch), &f.name) ||
        p->profile->functions.len >= HW_NONE || !hw_vec_push(&p->profile->functions, f))
        return false;
    *ret = (uint32_t)p->profile->functions.len - 1;
    return true;
}

/* The name of a declaration as its own package has it: instances of generic code are declared with
 * the package in front where they are another one's. */
static hw_str own_name(hw_str declared, hw_str package)
{
    hw_str base = hw_str_base(package), rest = declared;
    return hw_str_cut_prefix(&rest, base) && hw_str_cut_prefix(&rest, HW_STR(".")) ? rest
                                                                                   : declared;
}

/* The i-th function of a way, from the inside. */
static bool function_of(placer *p, const question *q, const way *w, uint32_t i, hw_sid file,
                        uint32_t *ret)
{
    hw_strings *t = p->profile->strings;
    if (w->inner[i] == HW_NONE) { /* "strings.(*Builder).WriteString", as the log has it */
        const hw_inlined_call *c = &p->log.calls.at[w->place];
        hw_str name = hw_strings_get(t, p->claims->inlinings.at[c->at].callee);
        hw_str trimmed = hw_str_dir(hw_strings_get(t, file)); /* -trimpath */
        return add_function(
            p, hw_go_std(trimmed) ? trimmed : hw_str_dir(hw_strings_get(t, q->path)),
            hw_str_from(name, hw_str_chr(name, '.') + 1), file, ret);
    }
    const hw_beginning *b = &p->log.beginnings.at[w->inner[i]];
    hw_str package = hw_strings_get(t, b->package),
           name = hw_strings_get(t, p->claims->decls.at[b->decl].name);
    hw_str own = hw_str_dir(hw_strings_get(t, b->path)), in_own = own_name(name, own);
    if (in_own.n < name.n) /* generic code that is compiled here */
        return add_function(p, own, in_own, file, ret);
    for (size_t k = 0; k < p->where.mains.len; k++)
        if (p->where.mains.at[k] == b->package)
            package = HW_STR("main");
    return add_function(p, package, name, file, ret);
}

static bool add_frame(placer *p, uint32_t function, uint32_t line)
{
    return hw_vec_push(&p->profile->frames, ((hw_frame){function, line}));
}

static bool answer(placer *p, const question *q, const way *w)
{
    hw_profile *profile = p->profile;
    hw_location *l = &profile->locations.at[q->location];
    const hw_frame inner = profile->frames.at[l->frames_at],
                   outer = profile->frames.at[l->frames_at + 1];
    hw_sid file = profile->functions.at[inner.function].file;
    uint32_t at = (uint32_t)profile->frames.len, line = inner.line, function;
    for (uint32_t i = 0; i < w->depth; i++) {
        if (i) {
            line = w->line[i];
            file = p->claims->decls.at[p->log.beginnings.at[w->inner[i]].decl].place.file;
        }
        if (!function_of(p, q, w, i, file, &function) || !add_frame(p, function, line))
            return false;
    }
    hw_function physical = profile->functions.at[outer.function];
    if (w->place != HW_NONE)
        line = p->log.calls.at[w->place].line;
    if (q->init) /* of any file */
        physical.file = w->place == HW_NONE
                            ? file
                            : p->claims->inlinings.at[p->log.calls.at[w->place].at].place.file;
    function = (uint32_t)profile->functions.len;
    if (function == HW_NONE || !hw_vec_push(&profile->functions, physical) ||
        !add_frame(p, function, line))
        return false;
    l->frames_at = at;
    l->frames = (uint32_t)profile->frames.len - at;
    l->open = false;
    p->placed.at[q->location] = true;
    return true;
}

/* Questions of one function, line and callee. */
static bool answer_all(placer *p, const question *q, size_t n)
{
    size_t lines = 0;
    if (q->block == HW_NONE)
        return true;
    if (!find_ways(p, q))
        return false;
    for (size_t i = 0; i < p->ways.len; i++) {
        const way *a = &p->ways.at[i], *b = i ? &p->ways.at[i - 1] : NULL;
        lines += !b || a->place == HW_NONE || b->place == HW_NONE ||
                 p->log.calls.at[a->place].line != p->log.calls.at[b->place].line;
    }
    if (p->ways.len == 0 || (lines != 1 && p->ways.len != n) ||
        (lines != 1 && p->ways.at[0].place == HW_NONE)) /* its own call may come twice */
        return true;
    for (size_t i = 0; i < n; i++)
        if (!answer(p, &q[i], &p->ways.at[lines == 1 && p->ways.len != n ? 0 : i]))
            return false;
    return true;
}

/* --- questions ----------------------------------------------------------------------------------
 */

static int by_function(const void *a, const void *b)
{
    const question *x = a, *y = b;
    if (x->name != y->name)
        return HW_CMP(x->name, y->name);
    if (x->path != y->path)
        return HW_CMP(x->path, y->path);
    if (x->line != y->line)
        return HW_CMP(x->line, y->line);
    return x->callee != y->callee ? HW_CMP(x->callee, y->callee) : HW_CMP(x->location, y->location);
}

/* Where a function of the listing begins, and its block. Instances of generic code are compiled
 * where they are needed. */
static bool find_function(placer *p, const hw_function *f, question *q)
{
    const hw_strings *t = p->profile->strings;
    hw_frame_where w;
    hw_sid plain;
    bool exact = false;
    if (!hw_where_frame(&p->where, f, &w) || !hw_inlined_plain(&p->log, w.name.tail, &plain))
        return false;
    q->block = q->function = HW_NONE;
    q->own = w.path;
    q->init = w.name.init;
    for (size_t i = hw_beginning_behind(&p->log, w.path, 0);
         i < p->log.beginnings.len && p->log.beginnings.at[i].path == w.path; i++) {
        const hw_beginning *b = &p->log.beginnings.at[i];
        hw_str package = hw_strings_get(t, w.package);
        bool foreign = b->package != w.package;
        hw_str name = hw_strings_get(t, p->claims->decls.at[b->decl].name),
               short_name = hw_strings_get(t, b->plain);
        if (foreign) {
            name = own_name(name, package);
            short_name = own_name(short_name, package);
        }
        bool same = hw_str_eq(name, w.name.tail);
        if (!hw_str_eq(short_name, hw_strings_get(t, plain)) || (foreign && !w.name.generic) ||
            (exact && !same))
            continue;
        exact = same;
        q->function = (uint32_t)i;
        q->block = b->block;
    }
    if (q->function != HW_NONE)
        q->end = hw_beginning_end(&p->log, &p->log.beginnings.at[q->function]);
    for (uint32_t i = 0; q->block == HW_NONE && i < p->claims->blocks.len; i++)
        if (p->claims->blocks.at[i].package == w.package && !p->where.ignored.at[i])
            q->block = i;
    return true;
}

static bool ask(placer *p, uint32_t location)
{
    const hw_profile *profile = p->profile;
    const hw_location *l = &profile->locations.at[location];
    const hw_frame *inner = &profile->frames.at[l->frames_at], *outer = inner + 1;
    question q = {.name = outer->function};
    const question *last = p->questions.len ? &p->questions.at[p->questions.len - 1] : NULL;
    if (last && last->name == q.name)
        q = *last; /* its function is known */
    else if (!find_function(p, &profile->functions.at[outer->function], &q))
        return false;
    q.location = location;
    q.line = inner->line;
    q.callee = hw_profile_allocation(profile, location).callee;
    if (q.block != HW_NONE &&
        !hw_where_file(&p->where, q.block, profile->functions.at[inner->function].file, &q.path))
        return false;
    return hw_vec_push(&p->questions, q);
}

static bool ask_all(placer *p)
{
    for (uint32_t i = 0; i < p->profile->locations.len; i++) {
        if (!hw_vec_push(&p->placed, !p->profile->locations.at[i].open))
            return false;
        if (p->profile->locations.at[i].open && !ask(p, i))
            return false;
    }
    if (p->questions.len)
        qsort(p->questions.at, p->questions.len, sizeof *p->questions.at, by_function);
    for (size_t i = 0, n; i < p->questions.len; i += n) {
        const question *q = &p->questions.at[i];
        for (n = 1; i + n < p->questions.len && q[n].name == q->name && q[n].path == q->path &&
                    q[n].line == q->line && q[n].callee == q->callee;)
            n++;
        if (!answer_all(p, q, n))
            return false;
    }
    return true;
}

/* A survey has a location and a sample for each call: those that could not be placed go. */
static uint64_t take_out(placer *p)
{
    hw_profile *profile = p->profile;
    uint32_t kept = 0, n = (uint32_t)profile->samples.len;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t from = profile->stack_ids.at[profile->samples.at[i].stack_at];
        if (!p->placed.at[from])
            continue;
        profile->locations.at[kept] = profile->locations.at[from];
        profile->allocations.at[kept] = profile->allocations.at[from];
        profile->samples.at[kept] = profile->samples.at[i];
        profile->samples.at[kept].stack_at = kept;
        profile->stack_ids.at[kept] = kept;
        kept++;
    }
    profile->locations.len = profile->allocations.len = kept;
    profile->samples.len = profile->stack_ids.len = kept;
    profile->inputs.at[0].locations = kept;
    profile->inputs.at[0].samples = kept;
    profile->totals.v[HW_ALLOC_OBJECTS] -= n - kept;
    return n - kept;
}

hw_status hw_inlined_place(hw_profile *profile, const hw_claims *claims, uint64_t *lost,
                           hw_error *err)
{
    placer p = {.profile = profile, .claims = claims};
    bool ok = hw_where_init(&p.where, profile, claims) && hw_inlined_log_read(&p.log, &p.where) &&
              ask_all(&p);
    *lost = ok ? take_out(&p) : 0;
    hw_where_free(&p.where);
    hw_buf_free(&p.scratch);
    hw_inlined_log_free(&p.log);
    hw_vec_free(&p.questions);
    hw_vec_free(&p.candidates);
    hw_vec_free(&p.ways);
    hw_vec_free(&p.placed);
    return ok ? HW_OK : hw_nomem(err);
}
