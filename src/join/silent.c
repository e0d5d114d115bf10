#include "join/silent.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/search.h"
#include "go/size_class.h"
#include "join/call_rules.h"
#include "sites/stats.h"

typedef struct finder {
    const hw_join_input *in;
    const hw_enclosing *enclosing;
    hw_joined *joined;
    HW_VEC(const hw_hint *) made; /* SLICE_MADE, by block, file and variable */
    uint32_t *unmatched;          /* by place: its sites that no claim can own … */
    uint32_t *maps;               /* … and those of them whose sizes are a map's */
} finder;

/* ---- slices by name ---- */

static int by_variable(const hw_hint *a, const hw_hint *b)
{
    int c;
    if ((c = HW_CMP(a->place.block, b->place.block)) || (c = HW_CMP(a->place.file, b->place.file)))
        return c;
    return HW_CMP(a->variable, b->variable);
}

static int compare_made(const void *a, const void *b)
{
    return by_variable(*(const hw_hint *const *)a, *(const hw_hint *const *)b);
}

static HW_MEM collect_made(finder *f)
{
    const hw_claims *c = f->in->claims;
    for (size_t i = 0; i < c->hints.len; i++)
        if (c->hints.at[i].kind == HW_HINT_SLICE_MADE && c->hints.at[i].variable &&
            !hw_vec_push(&f->made, &c->hints.at[i]))
            return HW_MEM_OUT;
    if (f->made.len)
        qsort(f->made.at, f->made.len, sizeof *f->made.at, compare_made);
    return HW_MEM_OK;
}

/* The function at the top level that a place stands in, as the log names it. */
static hw_str function_at(const finder *f, const hw_place *p)
{
    const hw_decl *d = hw_enclosing_before(f->enclosing, p);
    return d ? hw_function_outer(hw_strings_get(f->in->claims->strings, d->name)) : (hw_str){0};
}

/* X of X[…] = … was made as a slice in the same function. */
static bool is_slice(const finder *f, const hw_hint *assign)
{
    enum { LOOKED_AT_MAX = 64 };
    size_t at = 0;
    if (assign->variable == 0)
        return false;
    HW_SEARCH(at, f->made.len, m, by_variable(f->made.at[m], assign) < 0);
    hw_str function = function_at(f, &assign->place);
    for (size_t n = 0; function.n && at < f->made.len && n < LOOKED_AT_MAX; at++, n++) {
        if (by_variable(f->made.at[at], assign) != 0)
            break;
        if (hw_str_eq(function_at(f, &f->made.at[at]->place), function))
            return true;
    }
    return false;
}

/* ---- sizes of maps ---- */

/* Bytes of the first group of a map (from Go 1.24), or of a bucket of 8 entries (before): of keys
 * of at least one byte and values of the assigned size. Growing allocates one first of all.
 * Sources: internal/runtime/maps/group.go, cmd/compile/internal/reflectdata/map_noswiss.go. */
static int64_t least_group(hw_assigned assigned, hw_go_range go)
{
    static const int64_t group[] = {
        [HW_ASSIGNED_ANY] = 16, [HW_ASSIGNED_POINTER] = 144, [HW_ASSIGNED_APPEND] = 208};
    static const int64_t bucket[] = {
        [HW_ASSIGNED_ANY] = 24, [HW_ASSIGNED_POINTER] = 96, [HW_ASSIGNED_APPEND] = 160};
    int64_t least = go.max <= 23 ? bucket[assigned] : group[assigned];
    return go.min <= 23 && bucket[assigned] < least ? bucket[assigned] : least;
}

/* A map that grows would have allocated a larger object than all that are seen. Of a few samples
 * only, the larger one may be missing. */
static bool too_small_for_map(const finder *f, const hw_site *s, hw_assigned assigned)
{
    enum { TELLING_SAMPLES = 4 };
    const hw_seen_sizes seen = hw_join_sizes(f->in, s);
    const hw_profile *p = f->in->profile;
    if (!seen.known || seen.at[seen.n - 1].size >= least_group(assigned, f->in->world.go))
        return false;
    hw_value v = hw_profile_has(p, HW_ALLOC_SPACE) ? HW_ALLOC_SPACE : HW_INUSE_SPACE;
    hw_estimate e = hw_estimate_space(seen.at, seen.n, v, p->period);
    return seen.exact || (e.known && e.raw >= TELLING_SAMPLES);
}

/* Beyond its first group a map grows by tables, whose records are objects too (from Go 1.24). So
 * objects of one large size are no map's. The group has 8 slots of at most twice 128 bytes. Of a
 * constant make of that size they are its array in any version. */
static bool too_large_for_map(const finder *f, const hw_site_claims *found)
{
    enum { LARGEST_GROUP = 2304 };
    const hw_seen_sizes seen = hw_join_sizes(f->in, &f->in->sites->list.at[found->site]);
    if (!seen.exact || seen.n != 1 || seen.at[0].size <= LARGEST_GROUP)
        return false;
    bool constant = found->matches > 0;
    for (uint32_t i = 0; i < found->matches; i++) {
        uint32_t claim = f->joined->matches.at[found->matches_at + i].claim;
        constant &=
            hw_own_exact_size(f->in->claims, &f->in->claims->list.at[claim], seen.at[0].size);
    }
    return f->in->world.go.min >= 24 || constant;
}

/* All owners of a line's only site allocate whenever their statement runs. So it is not the silent
 * statement's alone. */
static bool is_accounted_for(const finder *f, const hw_site_claims *found)
{
    const hw_seen_sizes seen = hw_join_sizes(f->in, &f->in->sites->list.at[found->site]);
    bool always = seen.exact && seen.alone && found->matches > 0;
    for (uint32_t i = 0; i < found->matches && always; i++) {
        uint32_t claim = f->joined->matches.at[found->matches_at + i].claim;
        always = hw_own_always(f->in->claims, &f->in->claims->list.at[claim]);
    }
    return always;
}

static bool may_be_cache(const finder *f, const hw_site *s)
{
    enum { A_FEW = 8 };
    const hw_seen_sizes seen = hw_join_sizes(f->in, s);
    bool fits = seen.known && s->values.v[HW_ALLOC_OBJECTS] <= A_FEW && f->in->world.go.max >= 22;
    for (size_t i = 0; i < seen.n && fits; i++)
        fits = hw_size_of_type_cache(seen.at[i].size);
    return fits;
}

/* ---- one site ---- */

/* Statements of one kind are told apart by their columns. */
typedef struct statements {
    unsigned kinds;
    uint32_t columns[HW_HINT_COUNT], last[HW_HINT_COUNT];
} statements;

/* What the hint says of the site: HW_SILENT_*, 0: nothing. */
static unsigned silent_of(const finder *f, const hw_site_claims *found, const hw_hint *h)
{
    const hw_site *s = &f->in->sites->list.at[found->site];
    switch (h->kind) {
    case HW_HINT_MAP_PUT:
    case HW_HINT_INDEX_ASSIGN:
        if (is_slice(f, h) || too_small_for_map(f, s, h->assigned) || too_large_for_map(f, found))
            return 0;
        return h->kind == HW_HINT_MAP_PUT ? HW_SILENT_MAP : HW_SILENT_ASSIGN;
    case HW_HINT_CONCAT_ASSIGN:
        return HW_SILENT_CONCAT;
    case HW_HINT_APPEND:
        return hw_join_silent_append(f->in) ? HW_SILENT_APPEND : 0;
    case HW_HINT_RUNTIME_CALL:
        return HW_SILENT_RUNTIME;
    case HW_HINT_CONVERTED:
        return may_be_cache(f, s) ? HW_SILENT_CACHE : 0;
    default:
        return 0;
    }
}

static void read_hints(const finder *f, hw_site_claims *found)
{
    hw_site_view s = hw_site_view_of(f->in, found->site);
    hw_item_run run = hw_lines_run(&f->in->lines->hint, s.lines->line);
    statements seen = {0};
    for (size_t i = 0; i < run.n; i++) {
        const hw_hint *h = &f->in->claims->hints.at[run.at[i]];
        bool block = hw_join_block_speaks(f->in, &s.site->where, h->place.block) ||
                     hw_join_may_be_copy(f->in, &s.site->where);
        unsigned kind = block && hw_call_hint_speaks(f->in, &s, h) ? silent_of(f, found, h) : 0;
        if (kind == 0)
            continue;
        found->silent |= kind;
        seen.columns[h->kind] += seen.columns[h->kind] == 0 || seen.last[h->kind] != h->place.col;
        seen.last[h->kind] = h->place.col;
    }
    uint32_t puts = seen.columns[HW_HINT_MAP_PUT], assigns = seen.columns[HW_HINT_INDEX_ASSIGN];
    uint32_t count = puts > assigns ? puts : assigns;
    for (int k = 0; k < HW_HINT_COUNT; k++)
        if (k != HW_HINT_MAP_PUT && k != HW_HINT_INDEX_ASSIGN)
            count += seen.columns[k];
    /* A map that puts without a trace is no s += t. */
    uint32_t place = s.site->place, others = f->unmatched[place] - f->maps[place];
    found->outnumbered = f->unmatched[place] > count;
    found->accounted =
        is_accounted_for(f, found) || (found->matches && count <= f->unmatched[place] &&
                                       seen.columns[HW_HINT_CONCAT_ASSIGN] <= others);
}

static bool is_of_map(const hw_join_input *in, const hw_site *s)
{
    enum { GROWN = 2 };
    const hw_seen_sizes seen = hw_join_sizes(in, s);
    return seen.known && hw_sizes_of_map(&seen).groups >= GROWN;
}

/* Sites of one place that no claim can own are those of the silent statements. */
static bool is_unmatched(const hw_site *s, const hw_site_claims *found)
{
    return found->matches == 0 && found->diagnosed && !found->crowded && !s->service &&
           !s->collector;
}

HW_MEM hw_silent_find(const hw_join_input *in, const hw_enclosing *enclosing, hw_joined *joined)
{
    finder f = {.in = in, .enclosing = enclosing, .joined = joined};
    size_t n = in->sites->list.len;
    f.unmatched = hw_mem_zero(n ? n : 1, sizeof *f.unmatched);
    f.maps = hw_mem_zero(n ? n : 1, sizeof *f.maps);
    hw_mem ok = f.unmatched && f.maps && collect_made(&f);
    for (size_t i = 0; ok && i < joined->list.len; i++) {
        const hw_site *s = &in->sites->list.at[i];
        bool unmatched = is_unmatched(s, &joined->list.at[i]);
        f.unmatched[s->place] += unmatched;
        f.maps[s->place] += unmatched && is_of_map(in, s);
    }
    for (size_t i = 0; ok && i < joined->list.len; i++) {
        const hw_site *s = &in->sites->list.at[i];
        if (s->location != HW_NONE && !s->service && !s->collector && s->line)
            read_hints(&f, &joined->list.at[i]);
    }
    hw_mem_free(f.unmatched);
    hw_mem_free(f.maps);
    hw_vec_free(&f.made);
    return ok;
}
