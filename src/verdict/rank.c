#include "verdict/rank.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "go/goname.h"
#include "sites/stats.h"
#include "verdict/fingerprint.h"
#include "verdict/runtime_record.h"

/* ---- which sites add up: one place, one verdict, one cause, the same claims ---- */

typedef struct ranker {
    hw_audit *audit;
    const hw_join_input *in;
    const hw_joined *joined;
    HW_VEC(hw_site_size) sizes; /* scratch of one finding */
    HW_VEC(hw_caller) callers;  /* scratch of one finding */
} ranker;

typedef struct entry {
    const hw_site *site;
    const hw_site_claims *found;
    const hw_match *matches; /* its own */
    const hw_site_verdict *verdict;
} entry;

static int compare_matches(const entry *a, const entry *b)
{
    int c = HW_CMP(a->found->matches, b->found->matches);
    if (a->matches == b->matches)
        return c;
    for (uint32_t i = 0; !c && i < a->found->matches; i++)
        c = HW_CMP(a->matches[i].claim, b->matches[i].claim);
    return c;
}

static int compare_findings(const entry *a, const entry *b)
{
    int c;
    if ((c = HW_CMP(a->site->place, b->site->place)) ||
        (c = HW_CMP(a->verdict->verdict, b->verdict->verdict)) ||
        (c = HW_CMP(a->verdict->cause, b->verdict->cause)))
        return c;
    return compare_matches(a, b);
}

static int by_finding(const void *x, const void *y)
{
    const entry *a = x, *b = y;
    int c = compare_findings(a, b);
    return c ? c : HW_CMP(a->found->site, b->found->site);
}

/* ---- the parts of one finding ---- */

static hw_shown_frame shown(const hw_profile *p, const hw_frame *f)
{
    hw_shown_frame r = {.line = f->line};
    if (f->function != HW_NONE) {
        r.function = p->functions.at[f->function].name;
        r.file = p->functions.at[f->function].file;
    }
    return r;
}

static HW_MEM fill_place(ranker *r, hw_finding *f, const hw_site *s)
{
    const hw_profile *p = r->in->profile;
    size_t n;
    const hw_frame *frames = hw_site_inlined(p, s, &n);
    f->line = s->line;
    f->package = s->where.package;
    f->path = s->where.path;
    if (s->function != HW_NONE) {
        f->function = p->functions.at[s->function].name;
        f->file = p->functions.at[s->function].file;
    }
    if (n == 0)
        return HW_MEM_OK;
    hw_shown_frame *inlined = hw_arena_alloc(&r->audit->arena, n, sizeof *inlined);
    if (!inlined)
        return HW_MEM_OUT;
    for (size_t i = 0; i < n; i++)
        inlined[i] = shown(p, &frames[i]);
    f->inlined = inlined;
    f->inlined_count = n;
    return HW_MEM_OK;
}

/* A generic body is compiled once for each GC shape and package, and is claimed alike each time. */
static bool said_already(const hw_claims *claims, const hw_candidate *at, size_t n, uint32_t claim)
{
    const hw_claim *c = &claims->list.at[claim];
    for (size_t i = 0; i < n; i++) {
        const hw_claim *o = &claims->list.at[at[i].claim];
        if (o->place.col == c->place.col && o->class == c->class &&
            hw_str_eq(hw_claim_text(claims, o), hw_claim_text(claims, c)))
            return true;
    }
    return false;
}

/* The claim's text names what all sites of the finding allocate. */
static bool is_named(const entry *e, size_t sites, uint32_t match)
{
    bool named = true;
    for (size_t i = 0; i < sites && named; i++)
        named = e[i].matches[match].named;
    return named;
}

/* First come those that surely are of these bytes. */
static HW_MEM fill_claims(ranker *r, hw_finding *f, const entry *e, size_t sites)
{
    uint32_t n = e->found->matches;
    if (n == 0)
        return HW_MEM_OK;
    hw_candidate *c = hw_arena_alloc(&r->audit->arena, n, sizeof *c);
    if (!c)
        return HW_MEM_OUT;
    hw_verdict v = e->verdict->verdict;
    bool decided = v == HW_CONFIRMED || v == HW_CONTRADICTED;
    bool generic = e->site->where.name.generic;
    for (uint32_t k = 0; k < 2 * n; k++) {
        const hw_match *m = &e->matches[k % n];
        if (is_named(e, sites, k % n) == (k < n) &&
            (!generic || !said_already(r->in->claims, c, f->claim_count, m->claim)))
            c[f->claim_count++] = (hw_candidate){m->claim, decided && m->own == HW_OWN_YES};
    }
    f->claims = c;
    return HW_MEM_OK;
}

/* Sizes of all sites of the finding, and what they say about its certainty. */
static HW_MEM fill_sizes(ranker *r, hw_finding *f)
{
    static const hw_value spaces[] = {HW_ALLOC_SPACE, HW_INUSE_SPACE};
    bool clamped = false; /* the sites' own sums were noted already */
    hw_site_size *at = r->sizes.at;
    size_t kept = hw_sizes_merge(at, r->sizes.len, &clamped);
    for (int v = 0; v < HW_VALUES; v++)
        f->raw_samples[v] = f->stderr_space[v] = -1;
    for (size_t i = 0; i < 2; i++) {
        hw_value v = spaces[i];
        if (!hw_profile_has(r->in->profile, v))
            continue;
        hw_estimate e = hw_estimate_space(at, kept, v, r->in->profile->period);
        f->raw_samples[v] = e.known ? e.raw : -1;
        f->stderr_space[v] = e.known ? e.stderr_space : -1;
        f->interval[v] = e.interval;
    }
    if (kept == 0 || at[0].size == HW_SIZE_UNKNOWN)
        return HW_MEM_OK;
    int64_t *sizes = hw_arena_alloc(&r->audit->arena, kept, sizeof *sizes);
    if (!sizes)
        return HW_MEM_OUT;
    for (size_t i = 0; i < kept; i++)
        sizes[i] = at[i].size;
    f->sizes = sizes;
    f->size_count = kept;
    return HW_MEM_OK;
}

/* ---- callers ---- */

static int compare_frames(const hw_shown_frame *a, const hw_shown_frame *b)
{
    int c;
    if ((c = HW_CMP(a->function, b->function)) || (c = HW_CMP(a->file, b->file)))
        return c;
    return HW_CMP(a->line, b->line);
}

static int by_frame(const void *x, const void *y)
{
    return compare_frames(&((const hw_caller *)x)->frame, &((const hw_caller *)y)->frame);
}

static HW_MEM note_caller(ranker *r, const hw_site *s, uint32_t i)
{
    const hw_profile *p = r->in->profile;
    uint32_t index = r->in->sites->by_site.at[s->samples_at + i];
    const hw_sample *sample = &p->samples.at[index];
    uint32_t at = r->in->sites->frame_at.at[index] + 1;
    if (s->location == HW_NONE || at >= sample->depth)
        return HW_MEM_OK;
    const hw_location *l = &p->locations.at[p->stack_ids.at[sample->stack_at + at]];
    if (l->frames == 0)
        return HW_MEM_OK;
    return hw_vec_push(&r->callers,
                       ((hw_caller){shown(p, &p->frames.at[l->frames_at]), sample->values}));
}

/* The order of all lists: by the sort value, then by what was allocated. */
static int by_value(const hw_audit *a, const hw_values *x, const hw_values *y)
{
    int c = HW_CMP(y->v[a->sort], x->v[a->sort]);
    return c ? c : HW_CMP(y->v[HW_ALLOC_SPACE], x->v[HW_ALLOC_SPACE]);
}

static int compare_shown(const hw_strings *t, const hw_shown_frame *a, const hw_shown_frame *b)
{
    int c = hw_str_cmp(hw_strings_get(t, a->function), hw_strings_get(t, b->function));
    if (!c)
        c = hw_str_cmp(hw_strings_get(t, a->file), hw_strings_get(t, b->file));
    return c ? c : HW_CMP(a->line, b->line);
}

static HW_MEM fill_callers(ranker *r, hw_finding *f)
{
    size_t kept = 0, shown_count = 0;
    hw_caller *at = r->callers.at;
    if (r->callers.len == 0)
        return HW_MEM_OK;
    qsort(at, r->callers.len, sizeof *at, by_frame);
    for (size_t i = 0; i < r->callers.len; i++) {
        if (kept && compare_frames(&at[kept - 1].frame, &at[i].frame) == 0)
            hw_values_add(&at[kept - 1].values, &at[i].values);
        else
            at[kept++] = at[i];
    }
    hw_caller *best = hw_arena_alloc(&r->audit->arena, HW_CALLERS_MAX, sizeof *best);
    if (!best)
        return HW_MEM_OUT;
    for (size_t i = 0; i < kept; i++) { /* insertion into the few that are shown */
        size_t to = shown_count;
        while (to > 0) {
            int c = by_value(r->audit, &at[i].values, &best[to - 1].values);
            if (c > 0 || (c == 0 &&
                          compare_shown(r->audit->strings, &at[i].frame, &best[to - 1].frame) >= 0))
                break;
            to--;
        }
        if (to >= HW_CALLERS_MAX)
            continue;
        if (shown_count < HW_CALLERS_MAX)
            shown_count++;
        memmove(&best[to + 1], &best[to], (shown_count - 1 - to) * sizeof *best);
        best[to] = at[i];
    }
    f->callers = best;
    f->caller_count = shown_count;
    return HW_MEM_OK;
}

/* The first frame outside the standard library, in the stack that weighs most. */
static void fill_outside(const ranker *r, hw_finding *f, const hw_site *s)
{
    const hw_profile *p = r->in->profile;
    const hw_sites *sites = r->in->sites;
    const hw_sample *heaviest = NULL;
    uint32_t from = 0;
    if (s->location == HW_NONE || s->where.main ||
        !hw_go_std(hw_strings_get(p->strings, s->where.package)))
        return;
    for (uint32_t i = 0; i < s->samples; i++) {
        uint32_t index = sites->by_site.at[s->samples_at + i];
        const hw_sample *sample = &p->samples.at[index];
        if (!heaviest || by_value(r->audit, &sample->values, &heaviest->values) < 0) {
            heaviest = sample;
            from = sites->frame_at.at[index];
        }
    }
    for (uint32_t at = from; heaviest && at < heaviest->depth; at++) {
        const hw_location *l = &p->locations.at[p->stack_ids.at[heaviest->stack_at + at]];
        for (uint32_t k = 0; k < l->frames; k++) {
            const hw_frame *frame = &p->frames.at[l->frames_at + k];
            hw_shown_frame fr = shown(p, frame);
            hw_str name = hw_strings_get(p->strings, fr.function);
            if (name.n == 0 || hw_go_std(hw_func_parse(name).package))
                continue;
            f->outside = fr;
            return;
        }
    }
}

/* ---- all of them ---- */

/* The type of all sites, where they agree. */
static void fill_allocation(hw_finding *f, const hw_allocation_call *call, bool first)
{
    f->allocator = call->callee;
    f->family = call->family;
    if (first || f->type == call->type) {
        f->type = call->type;
        f->type_size = call->type_size;
        f->pointer_free = call->pointer_free;
        f->why_untyped = call->looked && !call->type ? hw_untyped_names[call->untyped] : NULL;
    } else {
        f->type = 0;
        f->type_size = HW_SIZE_UNKNOWN;
        f->why_untyped = "several";
    }
}

/* The function in which all stacks of the sites end, where the runtime allocated for them. */
static hw_str runtime_leaf(const ranker *r, const entry *e, size_t n)
{
    const hw_profile *p = r->in->profile;
    const hw_function *leaf = NULL;
    for (size_t i = 0; i < n; i++) {
        const hw_site *s = e[i].site;
        for (uint32_t k = 0; k < s->samples; k++) {
            const hw_sample *sample = &p->samples.at[r->in->sites->by_site.at[s->samples_at + k]];
            if (!s->service || s->collector)
                return (hw_str){0};
            const hw_location *l = &p->locations.at[p->stack_ids.at[sample->stack_at]];
            const hw_function *f =
                hw_frame_function(p, &p->frames.at[l->frames_at + l->frames - 1]);
            if (leaf && leaf->name != f->name)
                return (hw_str){0};
            leaf = f;
        }
    }
    return leaf ? hw_strings_get(p->strings, leaf->name) : (hw_str){0};
}

static HW_MEM fill_why(ranker *r, hw_finding *f, const entry *e, size_t n)
{
    return hw_strings_put(r->audit->strings, hw_str_of(e->verdict->why), &f->why) &&
           hw_runtime_record(r->audit, f, runtime_leaf(r, e, n), &f->why);
}

static HW_MEM build(ranker *r, const entry *e, size_t n)
{
    const hw_site_verdict *v = e->verdict;
    const hw_site *first = e->site;
    hw_finding f = {.verdict = v->verdict, .cause = v->cause, .basis = v->basis};
    r->sizes.len = r->callers.len = 0;
    for (size_t i = 0; i < n; i++) {
        const hw_site *s = e[i].site;
        hw_values_add(&f.values, &s->values);
        fill_allocation(&f, &s->allocation, i == 0);
        for (uint32_t z = 0; z < s->sizes; z++)
            if (!hw_vec_push(&r->sizes, r->in->sites->sizes.at[s->sizes_at + z]))
                return HW_MEM_OUT;
        for (uint32_t z = 0; z < s->samples; z++)
            if (!note_caller(r, s, z))
                return HW_MEM_OUT;
    }
    fill_outside(r, &f, first);
    return fill_place(r, &f, first) && fill_claims(r, &f, e, n) && fill_sizes(r, &f) &&
           fill_why(r, &f, e, n) && fill_callers(r, &f) && hw_vec_push(&r->audit->findings, f);
}

static hw_status build_all(ranker *r, const hw_site_verdicts *verdicts, hw_error *err)
{
    size_t n = r->joined->list.len;
    entry *entries = hw_mem_alloc(n, sizeof *entries);
    hw_mem ok = entries != NULL;
    for (size_t i = 0; ok && i < n; i++) {
        const hw_site_claims *found = &r->joined->list.at[i];
        entries[i] = (entry){&r->in->sites->list.at[found->site], found,
                             r->joined->matches.at + found->matches_at, &verdicts->at[i]};
    }
    if (ok && n)
        qsort(entries, n, sizeof *entries, by_finding);
    for (size_t i = 0, end; ok && i < n; i = end) {
        for (end = i + 1; end < n && compare_findings(&entries[i], &entries[end]) == 0;)
            end++;
        ok = build(r, &entries[i], end - i);
    }
    hw_mem_free(entries);
    return ok ? HW_OK : hw_nomem(err);
}

/* ---- order ---- */

typedef struct sortable {
    const hw_audit *audit;
    hw_finding finding;
} sortable;

static int by_rank(const void *x, const void *y)
{
    const sortable *a = x, *b = y;
    const hw_strings *t = a->audit->strings;
    int c = by_value(a->audit, &a->finding.values, &b->finding.values);
    if (!c)
        c = hw_str_cmp(hw_strings_get(t, a->finding.path), hw_strings_get(t, b->finding.path));
    if (!c)
        c = HW_CMP(a->finding.line, b->finding.line);
    return c ? c : HW_CMP(a->finding.fingerprint, b->finding.fingerprint);
}

static hw_status order(hw_audit *a, hw_error *err)
{
    size_t n = a->findings.len;
    sortable *s = hw_mem_alloc(n, sizeof *s);
    if (!s)
        return hw_nomem(err);
    for (size_t i = 0; i < n; i++)
        s[i] = (sortable){a, a->findings.at[i]};
    if (n)
        qsort(s, n, sizeof *s, by_rank);
    for (size_t i = 0; i < n; i++) {
        a->findings.at[i] = s[i].finding;
        a->findings.at[i].rank = (uint32_t)(i + 1);
    }
    hw_mem_free(s);
    return HW_OK;
}

hw_status hw_rank(hw_audit *a, const hw_join_input *in, const hw_joined *joined,
                  const hw_site_verdicts *verdicts, hw_error *err)
{
    ranker r = {.audit = a, .in = in, .joined = joined};
    hw_status status = build_all(&r, verdicts, err);
    hw_vec_free(&r.sizes);
    hw_vec_free(&r.callers);
    if (status != HW_OK)
        return status;
    for (size_t i = 0; i < a->findings.len; i++) {
        const hw_finding *f = &a->findings.at[i];
        hw_values_add(&a->coverage[f->verdict], &f->values);
        hw_values_add(&a->totals, &f->values);
    }
    HW_TRY(hw_fingerprints(a, err));
    return order(a, err);
}
