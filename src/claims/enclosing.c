#include "claims/enclosing.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/search.h"
#include "go/expression_text.h"

int hw_place_cmp(const hw_place *a, const hw_place *b)
{
    int c;
    if ((c = HW_CMP(a->block, b->block)) || (c = HW_CMP(a->file, b->file)) ||
        (c = HW_CMP(a->line, b->line)))
        return c;
    return HW_CMP(a->col, b->col);
}

typedef struct placed {
    hw_place place;
    uint32_t index;
} placed;

static int by_place(const void *x, const void *y)
{
    const placed *a = x, *b = y;
    int c = hw_place_cmp(&a->place, &b->place);
    return c ? c : HW_CMP(a->index, b->index);
}

/* The end of the declarations from `at` on that are sorted together: those of one block, or all
 * where the declarations are not in the order of the blocks. */
static size_t run_end(const hw_claims *set, size_t at, bool in_order)
{
    size_t end = at;
    while (end < set->decls.len &&
           (!in_order || set->decls.at[end].place.block == set->decls.at[at].place.block))
        end++;
    return end;
}

static HW_MEM sort(hw_enclosing *o)
{
    const hw_claims *set = o->claims;
    size_t n = set->decls.len, longest = 1;
    bool in_order = true;
    for (size_t i = 1; i < n; i++)
        in_order &= set->decls.at[i - 1].place.block <= set->decls.at[i].place.block;
    for (size_t at = 0, end; at < n; at = end) {
        end = run_end(set, at, in_order);
        longest = end - at > longest ? end - at : longest;
    }
    placed *list = hw_mem_alloc(longest, sizeof *list);
    bool ok = list && hw_vec_room(&o->sorted, n);
    for (size_t at = 0, end; ok && at < n; at = end) {
        end = run_end(set, at, in_order);
        for (size_t i = at; i < end; i++)
            list[i - at] = (placed){set->decls.at[i].place, (uint32_t)i};
        qsort(list, end - at, sizeof *list, by_place);
        for (size_t i = 0; i < end - at; i++)
            hw_vec_put(&o->sorted, list[i].index);
    }
    hw_mem_free(list);
    return hw_mem_of(ok);
}

/* --- names of closures ------------------------------------------------------------------------ */

/* Bytes of the digits, up to the end or a further component; 0: it is not that. */
static size_t number_length(hw_str s)
{
    size_t n = 0;
    while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
        n++;
    return n && (n == s.n || s.p[n] == '.' || s.p[n] == '-') ? n : 0;
}

/* Bytes of the component that `s` starts with, where the compiler adds it for a function literal, a
 * go or defer statement, or the body of a range over a function: one of the words and a number. */
static size_t closure_component(hw_str s)
{
    static const hw_str words[] = {{".func", 5}, {".gowrap", 7}, {".deferwrap", 10}, {"-range", 6}};
    if (s.n == 0 || (s.p[0] != '.' && s.p[0] != '-'))
        return 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        hw_str rest = s;
        size_t n = hw_str_cut_prefix(&rest, words[i]) ? number_length(rest) : 0;
        if (n)
            return words[i].n + n;
    }
    return 0;
}

/* Whether it may be a closure's: most are not, which is seen at once. */
static bool has_component(hw_str name)
{
    for (size_t i = 1; i < name.n; i++)
        if ((name.p[i] == '.' || name.p[i] == '-') && closure_component(hw_str_from(name, i)))
            return true;
    return false;
}

hw_str hw_function_outer(hw_str name)
{
    size_t depth = 0, i = has_component(name) ? 0 : name.n;
    while (i < name.n && !(depth == 0 && i && closure_component(hw_str_from(name, i))))
        i = hw_expr_next(name, i, &depth);
    name.n = i < name.n ? i : name.n;
    bool of_variable = hw_str_eq(name, HW_STR("glob.")) || hw_str_starts(name, HW_STR("map.init."));
    return of_variable ? HW_STR("init") : name;
}

/* "F.func1" of "F.func1.2", "F" of "F.func1"; empty for what is no closure. */
static hw_str around(hw_str name)
{
    size_t top = hw_function_outer(name).n, last = 0, n;
    if (top >= name.n)
        return (hw_str){0};
    for (size_t i = top; i < name.n; i += n) {
        hw_str rest = hw_str_from(name, i);
        n = closure_component(rest);
        if (n == 0 && rest.p[0] == '.' && (n = number_length(hw_str_from(rest, 1))) > 0)
            n++;
        if (n == 0)
            break;
        last = i;
    }
    return hw_str_sub(name, 0, last);
}

/* --- what is around what ---------------------------------------------------------------------- */

enum { DEPTH_MAX = 64 }; /* closures in closures that are looked at */

static uint64_t key_of(const hw_place *p)
{
    return (uint64_t)p->line << 32 | p->col;
}

static hw_str name_of(const hw_enclosing *o, uint32_t decl)
{
    return hw_strings_get(o->claims->strings, o->claims->decls.at[decl].name);
}

/* Notes that the declaration, and all that enclose it, reach at least to the place. */
static void reaches(hw_enclosing *o, uint32_t decl, const hw_place *p)
{
    for (int i = 0; i < DEPTH_MAX && decl != HW_NONE; i++, decl = o->parent.at[decl])
        if (o->until.at[decl] < key_of(p))
            o->until.at[decl] = key_of(p);
}

static HW_MEM find_parents(hw_enclosing *o)
{
    const hw_claims *set = o->claims;
    size_t n = set->decls.len, ids = set->strings->list.len;
    uint32_t *last = hw_mem_alloc(ids + 1, sizeof *last); /* by name: its last declaration */
    bool ok = last && hw_vec_room(&o->parent, n) && hw_vec_room(&o->until, n);
    for (size_t i = 0; ok && i < ids; i++)
        last[i] = HW_NONE;
    o->parent.len = o->until.len = ok ? n : 0;
    for (size_t i = 0; i < o->until.len; i++) {
        o->parent.at[i] = HW_NONE;
        o->until.at[i] = 0;
    }
    for (size_t i = 0; ok && i < n; i++) {
        uint32_t k = o->sorted.at[i];
        const hw_place *p = &set->decls.at[k].place;
        hw_str outside = around(name_of(o, k));
        hw_sid id = outside.n ? hw_strings_find(set->strings, outside) : HW_NONE;
        uint32_t parent = id < ids ? last[id] : HW_NONE;
        last[set->decls.at[k].name] = k;
        if (parent == HW_NONE || set->decls.at[parent].place.block != p->block ||
            set->decls.at[parent].place.file != p->file)
            continue;
        o->parent.at[k] = parent;
        reaches(o, parent, p);
    }
    hw_mem_free(last);
    return hw_mem_of(ok);
}

static hw_sid said(const hw_claims *set, const hw_claim *c)
{
    for (uint32_t r = c->route; r != HW_NONE; r = set->routes.at[r].next)
        if (set->routes.at[r].function)
            return set->routes.at[r].function;
    return 0;
}

/* Claims whose function the log says show how far it reaches. */
static void use_claims(hw_enclosing *o)
{
    const hw_claims *set = o->claims;
    for (size_t i = 0; i < set->list.len; i++) {
        const hw_claim *c = &set->list.at[i];
        hw_sid function = said(set, c);
        const hw_decl *d = function ? hw_enclosing_before(o, &c->place) : NULL;
        uint32_t k = d ? (uint32_t)(d - set->decls.at) : HW_NONE;
        for (int n = 0; n < DEPTH_MAX && k != HW_NONE; n++, k = o->parent.at[k])
            if (set->decls.at[k].name == function) {
                reaches(o, k, &c->place);
                break;
            }
    }
}

HW_MEM hw_enclosing_init(hw_enclosing *o, const hw_claims *claims)
{
    *o = (hw_enclosing){.claims = claims};
    if (!sort(o) || !find_parents(o))
        return HW_MEM_OUT;
    use_claims(o);
    return HW_MEM_OK;
}

void hw_enclosing_free(hw_enclosing *o)
{
    hw_vec_free(&o->sorted);
    hw_vec_free(&o->parent);
    hw_vec_free(&o->until);
}

const hw_decl *hw_enclosing_before(const hw_enclosing *o, const hw_place *p)
{
    size_t low = 0;
    HW_SEARCH(low, o->sorted.len, i,
              hw_place_cmp(&o->claims->decls.at[o->sorted.at[i]].place, p) <= 0);
    if (low == 0)
        return NULL;
    const hw_decl *found = &o->claims->decls.at[o->sorted.at[low - 1]];
    return found->place.block == p->block && found->place.file == p->file ? found : NULL;
}

/* Wrappers that the compiler makes are all at <autogenerated>:1. */
static bool has_place(const hw_claims *set, const hw_place *p)
{
    return p->line && !hw_str_eq(hw_strings_get(set->strings, p->file), HW_STR("<autogenerated>"));
}

/* The innermost declaration, from `d` outwards, that surely encloses the claim. A closure does not
 * enclose itself; a parameter belongs to the last signature that begins before it. */
static hw_sid enclosing(const hw_enclosing *o, const hw_decl *d, const hw_claim *c)
{
    const hw_claims *set = o->claims;
    uint32_t k = (uint32_t)(d - set->decls.at);
    if (c->kind == HW_KIND_PARAMETER)
        return d->name;
    for (int n = 0; n < DEPTH_MAX && k != HW_NONE; n++, k = o->parent.at[k]) {
        const hw_decl *now = &set->decls.at[k];
        bool itself = c->kind == HW_KIND_CLOSURE && hw_place_cmp(&now->place, &c->place) == 0;
        if (around(name_of(o, k)).n == 0 || (!itself && o->until.at[k] >= key_of(&c->place)))
            return now->name;
    }
    hw_str outer = hw_function_outer(hw_strings_get(set->strings, d->name));
    hw_sid id = hw_strings_find(set->strings, outer);
    return id == HW_NONE ? d->name : id;
}

hw_sid hw_claim_function(const hw_enclosing *o, const hw_claim *c, bool *exact)
{
    const hw_claims *set = o->claims;
    hw_sid function = said(set, c);
    *exact = function != 0;
    if (function || !has_place(set, &c->place))
        return function;
    const hw_decl *d = hw_enclosing_before(o, &c->place);
    return d ? enclosing(o, d, c) : 0;
}
