/* `x does not escape` of a plain name: a parameter's verdict, which owns no allocation, or that of
 * a value made into an interface. The text is the same, the place decides.
 *
 * -m=2 declares every function that has a body (`can inline`, `cannot inline`): behind its "func ",
 * at the name or at the "(" of the receiver; a closure at its "func". Sources are formatted by
 * gofmt. Hence these are parameters:
 *   - behind the receiver's "(", behind a name and "(", behind "func(" of a closure;
 *   - two bytes behind another parameter (a, b T);
 *   - between a declaration and another parameter (`leaking param: y` too), with no other
 *     declaration in between: still in the signature;
 * and these are values:
 *   - at the position of an inlined call;
 *   - behind a declaration and something that only a body has: an expression that is no plain name.
 * What is left may be a parameter. Without `cannot inline` lines (-m) declarations are missing:
 * then only rules that look at no other line hold. */
#include "diag/parameters.h"

#include "base/error.h"
#include "base/mem.h"
#include "go/expression_text.h"

enum { LINE_MAX = (1 << 20) - 1, CLOSURE_PARAMS = 5 /* "func(" */ };

/* What stands at a place; in this order where several stand at one. */
enum { AT_CALL, AT_DECL, AT_BODY, AT_PARAM, AT_NAME };

/* Sorts by file, line, column. */
typedef struct event {
    uint64_t key; /* file: 32 bits, line: 20, column: 8, sort: 4 */
    uint32_t item;
} event;

typedef struct events {
    HW_VEC(event) list;
    event *spare; /* for sorting, as long as the list */
} events;

static unsigned sort_of(uint64_t key)
{
    return key & 15;
}

static uint64_t place_key(const hw_place *p)
{
    uint64_t line = p->line < LINE_MAX ? p->line : LINE_MAX;
    return (uint64_t)p->file << 32 | line << 12 | (uint64_t)p->col << 4;
}

static HW_MEM add(events *e, const hw_place *p, unsigned sort, size_t item)
{
    event ev = {place_key(p) | sort, (uint32_t)item};
    return hw_vec_push(&e->list, ev);
}

bool hw_may_be_parameter(const hw_message *m, hw_kind kind)
{
    return m->class == HW_CLASS_NO && kind == HW_KIND_VALUE && hw_expr_is_name(m->subject);
}

/* F.func1, F-range1, glob..func1, F.gowrap1, F.deferwrap1 */
static bool is_closure(hw_str name)
{
    static const hw_str parts[] = {{".func", 5}, {".gowrap", 7}, {".deferwrap", 10}};
    if (hw_str_chr(name, '-') != HW_NPOS && hw_str_has(name, HW_STR("-range")))
        return true;
    for (size_t at; (at = hw_str_chr(name, '.')) != HW_NPOS; name = hw_str_from(name, at + 1))
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            if (hw_str_starts(hw_str_from(name, at), parts[i]))
                return true;
    return false;
}

/* Which places may have a declaration or a name: one bit for many places. */
typedef struct filter {
    uint64_t *bits;
    unsigned shift; /* of a mixed key, to the number of its bit */
} filter;

static uint64_t bit_of(const filter *f, const hw_place *p)
{
    return place_key(p) * UINT64_C(0x9E3779B97F4A7C15) >> f->shift;
}

static void mark(filter *f, const hw_place *p)
{
    uint64_t bit = bit_of(f, p);
    f->bits[bit / 64] |= UINT64_C(1) << bit % 64;
}

/* Inlined calls are half of a block, and matter only where something else is too. */
static HW_MEM add_calls(const hw_diag_reader *r, events *e)
{
    enum { BITS_FOR_EACH = 8 };
    const hw_claims *set = r->set;
    unsigned log = 6;
    while (log < 40 && (UINT64_C(1) << log) / BITS_FOR_EACH < e->list.len)
        log++;
    filter f = {hw_mem_zero((size_t)1 << (log - 6), sizeof *f.bits), 64 - log};
    hw_mem ok = f.bits != NULL;
    for (size_t i = r->marks.decls; ok && i < set->decls.len; i++)
        mark(&f, &set->decls.at[i].place);
    for (size_t i = r->marks.claims; ok && i < set->list.len; i++)
        if (set->list.at[i].flags & HW_CLAIM_MAYBE_PARAM)
            mark(&f, &set->list.at[i].place);
    for (size_t i = r->marks.inlinings; ok && i < set->inlinings.len; i++) {
        const hw_place *p = &set->inlinings.at[i].place;
        uint64_t bit = bit_of(&f, p);
        if (f.bits[bit / 64] >> bit % 64 & 1)
            ok = add(e, p, AT_CALL, i);
    }
    hw_mem_free(f.bits);
    return ok;
}

static HW_MEM collect(const hw_diag_reader *r, events *e, bool *complete)
{
    const hw_claims *set = r->set;
    size_t decls = set->decls.len - r->marks.decls, leaks = set->leaks.len - r->marks.leaks;
    if (!hw_vec_room(&e->list, decls + leaks + set->list.len - r->marks.claims))
        return HW_MEM_OUT;
    for (size_t i = r->marks.decls; i < set->decls.len; i++) {
        if (!set->decls.at[i].inlinable)
            *complete = true;
        if (!add(e, &set->decls.at[i].place, AT_DECL, i))
            return HW_MEM_OUT;
    }
    for (size_t i = r->marks.leaks; i < set->leaks.len; i++)
        if (set->leaks.at[i].place.col && !add(e, &set->leaks.at[i].place, AT_PARAM, i))
            return HW_MEM_OUT;
    for (size_t i = r->marks.claims; i < set->list.len; i++) {
        const hw_claim *c = &set->list.at[i];
        if (c->kind == HW_KIND_MOVED || c->place.col == 0)
            continue; /* parameters are moved too */
        if (!add(e, &c->place, c->flags & HW_CLAIM_MAYBE_PARAM ? AT_NAME : AT_BODY, i))
            return HW_MEM_OUT;
    }
    return add_calls(r, e);
}

/* Moves the events from `from` to `to`, in the order of the 8 bits of their keys at `shift`. */
static void scatter(const event *from, event *to, size_t n, unsigned shift)
{
    size_t next[256] = {0}, sum = 0;
    for (size_t i = 0; i < n; i++)
        next[from[i].key >> shift & 0xff]++;
    for (size_t v = 0; v < 256; v++) {
        size_t count = next[v];
        next[v] = sum;
        sum += count;
    }
    for (size_t i = 0; i < n; i++)
        to[next[from[i].key >> shift & 0xff]++] = from[i];
}

/* By key; equal ones stay in their order. The compiler prints a block in many sorted parts. */
static HW_MEM sort_events(events *e)
{
    size_t n = e->list.len;
    event *list = e->list.at, *to = hw_mem_alloc(n, sizeof *to);
    uint64_t differ = 0;
    if (!to)
        return HW_MEM_OUT;
    for (size_t i = 1; i < n; i++)
        differ |= list[i].key ^ list[0].key;
    for (unsigned shift = 0; shift < 64; shift += 8) {
        if ((differ >> shift & 0xff) == 0)
            continue;
        scatter(list, to, n, shift);
        event *swap = list;
        list = to;
        to = swap;
    }
    e->list.at = list;
    e->spare = to;
    return HW_MEM_OK;
}

/* Bytes between the position of a declaration and its first parameter; `receiver` (of a method): up
 * to the receiver. 0 where it is not known: behind type parameters, and behind a receiver whose
 * name is not known. */
static size_t to_parameters(hw_str name, size_t receiver_length, bool receiver)
{
    if (is_closure(name))
        return receiver ? 0 : CLOSURE_PARAMS;
    size_t dot = hw_str_rchr(name, '.');
    if (dot == HW_NPOS) /* F( */
        return receiver || hw_str_ends(name, HW_STR("]")) ? 0 : name.n + 1;
    if (receiver) /* ( */
        return 1;
    hw_str type = hw_str_sub(name, 0, dot);
    if (hw_str_cut_prefix(&type, HW_STR("(")))
        hw_str_cut_suffix(&type, HW_STR(")"));
    if (receiver_length == 0 || hw_str_ends(type, HW_STR("]")) || hw_str_ends(name, HW_STR("]")))
        return 0;
    return 1 + receiver_length + 1 + type.n + 2 + (name.n - dot - 1) + 1; /* (r T) M( */
}

static bool at_first_parameter(const hw_claims *set, const hw_decl *d, const hw_claim *before,
                               const hw_place *p)
{
    hw_str name = hw_strings_get(set->strings, d->name);
    if (d->place.line != p->line || d->place.col == 0)
        return false;
    size_t receiver = to_parameters(name, 0, true), length = 0;
    if (receiver && p->col == d->place.col + receiver)
        return true;
    if (before && before->place.line == p->line && before->place.col == d->place.col + receiver)
        length = hw_claim_expr(set, before).n;
    size_t first = to_parameters(name, length, false);
    return first && p->col == d->place.col + first;
}

/* a, b T: two bytes between a parameter and the next name are ", ". */
static bool behind_parameter(const hw_claims *set, const hw_claim *before, const hw_place *p)
{
    return before && before->place.line == p->line &&
           before->place.col + hw_claim_expr(set, before).n + 2 == p->col;
}

/* What is known of the current file up to an event. */
typedef struct before {
    uint64_t call; /* the last place of an inlined call */
    const hw_decl *decl;
    const hw_claim *parameter; /* the last one behind the declaration */
    bool body;
} before;

static void judge_name(const hw_claims *set, hw_claim *c, uint64_t place, bool complete, before *b)
{
    if ((b->decl && at_first_parameter(set, b->decl, b->parameter, &c->place)) ||
        behind_parameter(set, b->parameter, &c->place)) {
        c->kind = HW_KIND_PARAMETER;
        c->flags &= (uint8_t)~HW_CLAIM_MAYBE_PARAM;
        b->parameter = c;
    } else if ((b->body && b->decl && complete) || b->call == place)
        c->flags &= (uint8_t)~HW_CLAIM_MAYBE_PARAM;
    else
        c->flags |= HW_CLAIM_MAYBE_PARAM;
}

/* Forwards: a name is judged by the declaration before it, and by what stands between them. */
static void judge_forwards(hw_claims *set, events *e, bool complete)
{
    before b = {.call = UINT64_MAX};
    uint64_t file = UINT64_MAX;
    for (size_t i = 0; i < e->list.len; i++) {
        event *ev = &e->list.at[i];
        uint64_t place = ev->key & ~UINT64_C(15);
        if (file != ev->key >> 32)
            b = (before){.call = UINT64_MAX};
        file = ev->key >> 32;
        switch (sort_of(ev->key)) {
        case AT_CALL:
            b.call = place;
            break;
        case AT_DECL:
            if (b.call == place) /* a closure of an inlined function: no signature here */
                ev->key = place | AT_CALL;
            else
                b = (before){.call = b.call, .decl = &set->decls.at[ev->item]};
            break;
        case AT_BODY: /* a func literal's own claim stands at its declaration */
            b.body = b.body || !b.decl || place_key(&b.decl->place) != place;
            break;
        case AT_PARAM:
            b.parameter = &set->leaks.at[ev->item];
            break;
        default:
            judge_name(set, &set->list.at[ev->item], place, complete, &b);
            break;
        }
    }
}

/* Backwards: names before a parameter's verdict, up to the declaration, are parameters too. */
static void judge_backwards(hw_claims *set, events *e)
{
    bool signature = false;
    uint64_t file = UINT64_MAX;
    for (size_t i = e->list.len; i-- > 0;) {
        const event *ev = &e->list.at[i];
        signature = signature && file == ev->key >> 32;
        file = ev->key >> 32;
        switch (sort_of(ev->key)) {
        case AT_CALL:
            break;
        case AT_PARAM:
            signature = true;
            break;
        case AT_NAME:
            if (set->list.at[ev->item].kind == HW_KIND_PARAMETER)
                signature = true;
            else if (signature && (set->list.at[ev->item].flags & HW_CLAIM_MAYBE_PARAM)) {
                set->list.at[ev->item].kind = HW_KIND_PARAMETER;
                set->list.at[ev->item].flags &= (uint8_t)~HW_CLAIM_MAYBE_PARAM;
            }
            break;
        default:
            signature = false;
            break;
        }
    }
}

static bool any_candidate(const hw_diag_reader *r)
{
    for (size_t i = r->marks.claims; i < r->set->list.len; i++)
        if (r->set->list.at[i].flags & HW_CLAIM_MAYBE_PARAM)
            return true;
    return false;
}

hw_status hw_find_parameters(hw_diag_reader *r, hw_error *err)
{
    events e = {0};
    bool complete = false;
    if (!any_candidate(r))
        return HW_OK;
    hw_mem ok = collect(r, &e, &complete);
    if (ok && e.list.len && (ok = sort_events(&e))) {
        judge_forwards(r->set, &e, complete);
        if (complete)
            judge_backwards(r->set, &e);
    }
    hw_vec_free(&e.list);
    hw_mem_free(e.spare);
    return ok ? HW_OK : hw_nomem(err);
}
