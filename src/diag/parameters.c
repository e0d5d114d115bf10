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
#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"
#include "diag/diag.h"
#include "diag/reader.h"

enum { LINE_MAX = (1 << 20) - 1, CLOSURE_PARAMS = 5 /* "func(" */ };

/* What stands at a place; in this order where several stand at one. */
enum { AT_DECL, AT_BODY, AT_PARAM, AT_NAME };

/* Sorts by file, line, column. */
typedef struct event {
    uint64_t key; /* file: 32 bits, line: 20, column: 8, sort: 4 */
    uint32_t item;
} event;

typedef struct events {
    HW_VEC(event) list;
} events;

static int by_key(const void *a, const void *b)
{
    const event *x = a, *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

static unsigned sort_of(uint64_t key)
{
    return key & 15;
}

static uint64_t place_key(const hw_place *p)
{
    uint64_t line = p->line < LINE_MAX ? p->line : LINE_MAX;
    return (uint64_t)p->file << 32 | line << 12 | (uint64_t)p->col << 4;
}

static bool add(events *e, const hw_place *p, unsigned sort, size_t item)
{
    event ev = {place_key(p) | sort, (uint32_t)item};
    return hw_vec_push(&e->list, ev);
}

static bool is_plain_name(hw_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool digit = c >= '0' && c <= '9';
        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && c != '_' && c < 0x80 &&
            !(digit && i > 0))
            return false;
    }
    return s.n > 0;
}

static bool is_candidate(const hw_claims *set, const hw_claim *c)
{
    return c->shape == HW_SHAPE_NO && c->kind == HW_KIND_VALUE &&
           is_plain_name(hw_claim_expr(set, c));
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

typedef struct inlining_key {
    const hw_claims *set;
    uint64_t place;
} inlining_key;

static uint64_t inlining_place(const hw_claims *set, uint32_t id)
{
    return place_key(&set->inlinings.at[id].place);
}

static uint64_t hash_place(const hw_claims *set, uint64_t place)
{
    return hw_mix(set->strings->index.seed, place);
}

static bool eq_inlining(const void *ctx, uint32_t id)
{
    const inlining_key *k = ctx;
    return inlining_place(k->set, id) == k->place;
}

static uint64_t rehash_inlining(const void *ctx, uint32_t id)
{
    return hash_place(ctx, inlining_place(ctx, id));
}

static bool is_inlined_call(const hw_claims *set, const hw_index *inlined, uint64_t place)
{
    inlining_key k = {set, place};
    return hw_index_get(inlined, hash_place(set, place), eq_inlining, &k) != HW_NONE;
}

static bool index_inlinings(const hw_diag_reader *r, hw_index *ret)
{
    const hw_claims *set = r->set;
    for (size_t i = r->marks.inlinings; i < set->inlinings.len; i++) {
        inlining_key k = {set, place_key(&set->inlinings.at[i].place)};
        uint64_t hash = hash_place(set, k.place);
        if (hw_index_get(ret, hash, eq_inlining, &k) == HW_NONE &&
            !hw_index_put(ret, hash, (uint32_t)i, rehash_inlining, set))
            return false;
    }
    return true;
}

static bool collect(const hw_diag_reader *r, const hw_index *inlined, events *e, bool *complete)
{
    const hw_claims *set = r->set;
    for (size_t i = r->marks.decls; i < set->decls.len; i++) {
        const hw_decl *d = &set->decls.at[i];
        if (!d->inlinable)
            *complete = true;
        if (is_inlined_call(set, inlined, place_key(&d->place)))
            continue; /* a closure of an inlined function: no signature here */
        if (!add(e, &d->place, AT_DECL, i))
            return false;
    }
    for (size_t i = r->marks.leaks; i < set->leaks.len; i++)
        if (set->leaks.at[i].place.col && !add(e, &set->leaks.at[i].place, AT_PARAM, i))
            return false;
    for (size_t i = r->marks.claims; i < set->list.len; i++) {
        const hw_claim *c = &set->list.at[i];
        bool name = is_candidate(set, c);
        if (c->kind == HW_KIND_MOVED || c->place.col == 0)
            continue; /* parameters are moved too */
        if (!add(e, &c->place, name ? AT_NAME : AT_BODY, i))
            return false;
    }
    return true;
}

/* Bytes between the position of a declaration and its first parameter; `receiver` (of a method): up
 * to the receiver. 0 where it cannot be told: behind type parameters, and behind a receiver whose
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

/* Forwards: what the declaration before a name, and what is between them, can tell. */
static void judge_forwards(hw_claims *set, const hw_index *inlined, events *e, bool complete)
{
    const hw_decl *decl = NULL;
    const hw_claim *parameter = NULL; /* the last one */
    bool body = false;
    for (size_t i = 0; i < e->list.len; i++) {
        const event *ev = &e->list.at[i];
        if (i > 0 && (e->list.at[i - 1].key ^ ev->key) >> 32) {
            decl = NULL;
            parameter = NULL;
            body = false;
        }
        if (sort_of(ev->key) == AT_DECL) {
            decl = &set->decls.at[ev->item];
            parameter = NULL;
            body = false;
        } else if (sort_of(ev->key) == AT_BODY) {
            /* a func literal's own claim stands at its declaration */
            body = body || !decl || place_key(&decl->place) != (ev->key & ~UINT64_C(15));
        } else if (sort_of(ev->key) == AT_PARAM) {
            parameter = &set->leaks.at[ev->item];
        } else if (sort_of(ev->key) == AT_NAME) {
            hw_claim *c = &set->list.at[ev->item];
            if ((decl && at_first_parameter(set, decl, parameter, &c->place)) ||
                behind_parameter(set, parameter, &c->place)) {
                c->kind = HW_KIND_PARAMETER;
                parameter = c;
            } else if ((body && decl && complete) ||
                       is_inlined_call(set, inlined, ev->key & ~UINT64_C(15)))
                c->flags &= (uint8_t)~HW_CLAIM_MAYBE_PARAM;
            else
                c->flags |= HW_CLAIM_MAYBE_PARAM;
        }
    }
}

/* Backwards: names before a parameter's verdict, up to the declaration, are parameters too. */
static void judge_backwards(hw_claims *set, events *e)
{
    bool signature = false;
    for (size_t i = e->list.len; i-- > 0;) {
        const event *ev = &e->list.at[i];
        if (i + 1 < e->list.len && (e->list.at[i + 1].key ^ ev->key) >> 32)
            signature = false;
        switch (sort_of(ev->key)) {
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

/* Names whose column was not printed. */
static bool mark_uncertain(hw_diag_reader *r)
{
    bool any = false;
    for (size_t i = r->marks.claims; i < r->set->list.len; i++) {
        hw_claim *c = &r->set->list.at[i];
        if (!is_candidate(r->set, c))
            continue;
        any = true;
        if (c->place.col == 0)
            c->flags |= HW_CLAIM_MAYBE_PARAM;
    }
    return any;
}

hw_status hw_find_parameters(hw_diag_reader *r, hw_error *err)
{
    events e = {0};
    hw_index inlined = {0};
    bool complete = false, ok = true;
    if (!mark_uncertain(r))
        return HW_OK;
    ok = index_inlinings(r, &inlined) && collect(r, &inlined, &e, &complete);
    if (ok && e.list.len) {
        qsort(e.list.at, e.list.len, sizeof *e.list.at, by_key);
        judge_forwards(r->set, &inlined, &e, complete);
        if (complete)
            judge_backwards(r->set, &e);
    }
    hw_vec_free(&e.list);
    hw_index_free(&inlined);
    return ok ? HW_OK : hw_nomem(err);
}
