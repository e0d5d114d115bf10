#include "sites/site.h"

#include <stdlib.h>

#include "go/function_name.h"
#include "go/goname.h"
#include "go/size_class.h"

typedef struct key {
    uint32_t location; /* the first one with this address and these frames */
    uint32_t leaf;     /* the same of the leaf, where that is another one whose code was read */
    bool service, collector;
} key;

typedef struct maker {
    hw_sites *sites;
    const hw_where *where;
    const hw_profile *profile;
    hw_index locations, index, places;
    HW_VEC(uint32_t) canon; /* by location: the first equal one */
    HW_VEC(int8_t) runtime; /* by function: its file lies in the runtime; -1 not known yet */
    HW_VEC(uint32_t) of;    /* by sample: its site */
} maker;

static const hw_frame *physical(const hw_profile *p, uint32_t location)
{
    const hw_location *l = &p->locations.at[location];
    return l->frames ? &p->frames.at[l->frames_at + l->frames - 1] : NULL;
}

const hw_function *hw_frame_function(const hw_profile *p, const hw_frame *f)
{
    static const hw_function nameless = {0, 0};
    return f->function == HW_NONE ? &nameless : &p->functions.at[f->function];
}

const hw_frame *hw_site_inlined(const hw_profile *p, const hw_site *s, size_t *count)
{
    *count = 0;
    if (s->location == HW_NONE)
        return NULL;
    const hw_location *l = &p->locations.at[s->location];
    *count = l->frames ? l->frames - 1 : 0;
    return &p->frames.at[l->frames_at];
}

/* ---- equal locations: of several inputs, or of one that writes them twice ---- */

static uint64_t file_address(const hw_profile *p, const hw_location *l)
{
    if (l->mapping == HW_NONE)
        return l->address;
    const hw_mapping *m = &p->mappings.at[l->mapping];
    return l->address - m->start + m->offset;
}

static uint64_t location_hash(const maker *m, uint32_t i)
{
    const hw_location *l = &m->profile->locations.at[i];
    uint64_t bits = file_address(m->profile, l);
    uint64_t h = hw_hash(m->locations.seed, &bits, sizeof bits);
    for (uint32_t k = 0; k < l->frames; k++) {
        const hw_frame *f = &m->profile->frames.at[l->frames_at + k];
        h = hw_mix(h, f->line);
        if (f->function != HW_NONE) /* stores leave no addresses that would tell them apart */
            h = hw_mix(h, m->profile->functions.at[f->function].name);
    }
    return h;
}

static uint64_t rehash_location(const void *ctx, uint32_t i)
{
    return location_hash(ctx, i);
}

typedef struct location_key {
    const maker *m;
    uint32_t location;
} location_key;

static bool same_function(const hw_profile *p, uint32_t a, uint32_t b)
{
    if (a == b)
        return true;
    if (a == HW_NONE || b == HW_NONE)
        return false;
    return p->functions.at[a].name == p->functions.at[b].name &&
           p->functions.at[a].file == p->functions.at[b].file;
}

static bool same_frames(const hw_profile *p, const hw_location *a, const hw_location *b)
{
    if (a->frames != b->frames)
        return false;
    for (uint32_t i = 0; i < a->frames; i++) {
        const hw_frame *x = &p->frames.at[a->frames_at + i], *y = &p->frames.at[b->frames_at + i];
        if (x->line != y->line || !same_function(p, x->function, y->function))
            return false;
    }
    return true;
}

static bool same_location(const void *ctx, uint32_t id)
{
    const location_key *k = ctx;
    const hw_profile *p = k->m->profile;
    const hw_location *a = &p->locations.at[k->location], *b = &p->locations.at[id];
    return file_address(p, a) == file_address(p, b) && same_frames(p, a, b);
}

static HW_MEM unify_locations(maker *m)
{
    for (uint32_t i = 0; i < m->profile->locations.len; i++) {
        location_key k = {m, i};
        uint64_t hash = location_hash(m, i);
        uint32_t first = hw_index_get(&m->locations, hash, same_location, &k);
        if (first == HW_NONE) {
            first = i;
            if (!hw_index_put(&m->locations, hash, i, rehash_location, m))
                return HW_MEM_OUT;
        }
        if (!hw_vec_push(&m->canon, first))
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

/* ---- sites ---- */

static bool in_runtime(maker *m, const hw_frame *f)
{
    if (!f || f->function == HW_NONE)
        return false;
    int8_t *known = &m->runtime.at[f->function];
    if (*known < 0) {
        hw_sid file = m->profile->functions.at[f->function].file;
        *known = hw_go_runtime_file(hw_strings_get(m->profile->strings, file)) ? 1 : 0;
    }
    return *known == 1;
}

/* The sample's site, and where in its stack that is. It is the leaf or, where that lies in the
 * runtime (rule 7), the first location outside. A stack that is all the runtime's keeps its leaf,
 * or what called the allocator. */
static key site_of(maker *m, const hw_sample *s, uint32_t *at)
{
    const uint32_t *stack = m->profile->stack_ids.at + s->stack_at;
    bool collector = s->inner != HW_NONE && m->profile->inners.at[s->inner].collector;
    *at = 0;
    if (s->depth == 0 || !physical(m->profile, stack[0]))
        return (key){HW_NONE, HW_NONE, false, collector};
    if (!in_runtime(m, physical(m->profile, stack[0])))
        return (key){m->canon.at[stack[0]], HW_NONE, false, collector};
    uint32_t call = hw_sample_call(m->profile, s);
    uint32_t leaf = m->canon.at[stack[call]];
    uint32_t allocation = hw_profile_allocation(m->profile, leaf).looked ? leaf : HW_NONE;
    *at = call;
    for (uint32_t i = call + 1; i < s->depth; i++) {
        const hw_frame *f = physical(m->profile, stack[i]);
        if (f && !in_runtime(m, f)) {
            *at = i;
            return (key){m->canon.at[stack[i]], allocation, true, collector};
        }
    }
    return (key){leaf, allocation, true, collector};
}

typedef struct site_key {
    const maker *m;
    key k;
} site_key;

static bool same_site(const void *ctx, uint32_t id)
{
    const site_key *k = ctx;
    const hw_site *s = &k->m->sites->list.at[id];
    return s->location == k->k.location && s->leaf == k->k.leaf && s->service == k->k.service &&
           s->collector == k->k.collector;
}

static uint64_t key_hash(const maker *m, key k)
{
    uint64_t bits = (uint64_t)k.location << 32 | k.leaf;
    return hw_hash(m->index.seed ^ k.service ^ (uint64_t)k.collector << 1, &bits, sizeof bits);
}

static uint64_t rehash_site(const void *ctx, uint32_t id)
{
    const maker *m = ctx;
    const hw_site *s = &m->sites->list.at[id];
    return key_hash(m, (key){s->location, s->leaf, s->service, s->collector});
}

static HW_MEM new_site(maker *m, key k)
{
    hw_site s = {.location = k.location,
                 .leaf = k.leaf,
                 .service = k.service,
                 .collector = k.collector,
                 .function = HW_NONE};
    s.allocation = hw_profile_allocation(m->profile, k.leaf == HW_NONE ? k.location : k.leaf);
    const hw_frame *f = k.location == HW_NONE ? NULL : physical(m->profile, k.location);
    if (f) {
        s.function = f->function;
        s.line = f->line;
        const hw_function *fn = hw_frame_function(m->profile, f);
        bool copy = s.allocation.compiled_by && k.leaf == HW_NONE;
        if (!hw_where_frame(m->where, fn, &s.where) ||
            (copy && !hw_where_compiled(m->where, fn, s.allocation.compiled_by, &s.where)))
            return HW_MEM_OUT;
    }
    return hw_vec_push(&m->sites->list, s);
}

static HW_MEM assign_sample(maker *m, uint32_t sample)
{
    uint32_t at;
    key k = site_of(m, &m->profile->samples.at[sample], &at);
    site_key lookup = {m, k};
    uint32_t id = hw_index_get(&m->index, key_hash(m, k), same_site, &lookup);
    if (id == HW_NONE) {
        id = (uint32_t)m->sites->list.len;
        if (!new_site(m, k) || !hw_index_put(&m->index, key_hash(m, k), id, rehash_site, m))
            return HW_MEM_OUT;
    }
    m->sites->list.at[id].samples++;
    return hw_vec_push(&m->of, id) && hw_vec_push(&m->sites->frame_at, at);
}

/* ---- places ---- */

/* One line may put into maps of different types. They are told apart as other calls are by their
 * functions. */
static hw_sid map_type(const hw_site *s)
{
    return s->allocation.family == HW_FAMILY_MAP_ASSIGN ? s->allocation.type : 0;
}

static uint64_t place_hash(const maker *m, const hw_site *s)
{
    uint64_t h = m->places.seed ^ s->service ^ (uint64_t)s->collector << 1 ^
                 (uint64_t)s->allocation.callee << 2 ^ (uint64_t)map_type(s) << 34;
    if (s->location == HW_NONE)
        return h;
    const hw_location *l = &m->profile->locations.at[s->location];
    for (uint32_t i = 0; i < l->frames; i++) {
        const hw_frame *f = &m->profile->frames.at[l->frames_at + i];
        uint32_t name = f->function == HW_NONE ? 0 : m->profile->functions.at[f->function].name;
        uint64_t bits = (uint64_t)name << 32 | f->line;
        h = hw_hash(h, &bits, sizeof bits);
    }
    return h;
}

static uint64_t rehash_place(const void *ctx, uint32_t id)
{
    const maker *m = ctx;
    return place_hash(m, &m->sites->list.at[id]);
}

typedef struct place_key {
    const maker *m;
    const hw_site *site;
} place_key;

static bool same_place(const void *ctx, uint32_t id)
{
    const place_key *k = ctx;
    const hw_profile *p = k->m->profile;
    const hw_site *a = k->site, *b = &k->m->sites->list.at[id];
    if (a->service != b->service || a->collector != b->collector ||
        a->allocation.callee != b->allocation.callee || map_type(a) != map_type(b) ||
        (a->location == HW_NONE) != (b->location == HW_NONE))
        return false;
    return a->location == HW_NONE ||
           same_frames(p, &p->locations.at[a->location], &p->locations.at[b->location]);
}

static HW_MEM number_places(maker *m)
{
    for (size_t i = 0; i < m->sites->list.len; i++) {
        hw_site *s = &m->sites->list.at[i];
        place_key k = {m, s};
        uint64_t hash = place_hash(m, s);
        s->place = hw_index_get(&m->places, hash, same_place, &k);
        if (s->place == HW_NONE) {
            s->place = (uint32_t)i;
            if (!hw_index_put(&m->places, hash, s->place, rehash_place, m))
                return HW_MEM_OUT;
        }
        m->sites->list.at[s->place].sharing++;
    }
    return HW_MEM_OK;
}

/* ---- grouping the samples ---- */

static HW_MEM group_samples(maker *m)
{
    hw_sites *s = m->sites;
    uint32_t at = 0;
    if (!hw_vec_room(&s->by_site, m->of.len))
        return HW_MEM_OUT;
    s->by_site.len = m->of.len;
    for (size_t i = 0; i < s->list.len; i++) {
        s->list.at[i].samples_at = at;
        at += s->list.at[i].samples;
        s->list.at[i].samples = 0;
    }
    for (uint32_t i = 0; i < m->of.len; i++) {
        hw_site *site = &s->list.at[m->of.at[i]];
        s->by_site.at[site->samples_at + site->samples++] = i;
    }
    return HW_MEM_OK;
}

static int by_size(const void *a, const void *b)
{
    int64_t x = ((const hw_site_size *)a)->size, y = ((const hw_site_size *)b)->size;
    return HW_CMP(x, y);
}

size_t hw_sizes_merge(hw_site_size *at, size_t n, bool *clamped)
{
    size_t kept = 0;
    if (n)
        qsort(at, n, sizeof *at, by_size);
    for (size_t i = 0; i < n; i++) {
        if (kept && at[kept - 1].size == at[i].size)
            *clamped |= !hw_values_add(&at[kept - 1].values, &at[i].values);
        else
            at[kept++] = at[i];
    }
    return kept;
}

/* Frames of wrappers are left out of profiles: of methods, and of what `go` starts. So only a stack
 * of plain functions, down from runtime.main, is one way through the program. */
static bool is_whole(const hw_profile *p, const hw_sample *s)
{
    hw_str name = {0};
    for (uint32_t i = 0; i < s->depth; i++) {
        const hw_location *l = &p->locations.at[p->stack_ids.at[s->stack_at + i]];
        for (uint32_t k = 0; k < l->frames; k++) {
            name = hw_strings_get(p->strings,
                                  hw_frame_function(p, &p->frames.at[l->frames_at + k])->name);
            hw_str tail = hw_func_parse(name).tail;
            if (hw_str_chr(hw_str_sub(tail, 0, hw_str_chr(tail, '[')), '.') != HW_NPOS)
                return false;
        }
    }
    return hw_str_eq(name, HW_STR("runtime.main"));
}

/* Below 16 bytes what has no pointers shares blocks of 16, and from 32,761 on it has pages of its
 * own. So memory of different lengths and one size may come from two allocators. Source:
 * runtime/malloc.go, mallocgcTiny and mallocgcLarge. */
static bool has_two_allocators(int64_t size)
{
    return size == 16 || size == 32768;
}

/* A collection that began inside of an allocation adds some objects to its stack, in another way.
 * How many are some only an exact profile tells. */
static bool has_two_ways(const hw_profile *p, const hw_sample *s)
{
    return s->repeated && is_whole(p, s) &&
           (!hw_size_of_collection(s->size) || (p->period == 1 && s->both_many));
}

static HW_MEM sum_sizes(hw_sites *s, hw_site *site, const hw_profile *p)
{
    size_t first = s->sizes.len;
    if (!hw_vec_room(&s->sizes, site->samples))
        return HW_MEM_OUT;
    for (uint32_t i = 0; i < site->samples; i++) {
        const hw_sample *sample = &p->samples.at[s->by_site.at[site->samples_at + i]];
        hw_vec_put(&s->sizes, ((hw_site_size){sample->size, sample->values}));
        s->clamped |= !hw_values_add(&site->values, &sample->values);
        if (has_two_ways(p, sample))
            *(has_two_allocators(sample->size) ? &site->several_kinds : &site->several_paths) =
                true;
    }
    size_t kept = hw_sizes_merge(s->sizes.at + first, s->sizes.len - first, &s->clamped);
    s->sizes.len = first + kept;
    site->sizes_at = (uint32_t)first;
    site->sizes = (uint32_t)kept;
    return HW_MEM_OK;
}

static HW_MEM make(maker *m)
{
    const hw_profile *p = m->profile;
    m->locations.seed = hw_random_seed();
    m->index.seed = m->places.seed = m->locations.seed;
    for (size_t i = 0; i < p->functions.len; i++)
        if (!hw_vec_push(&m->runtime, -1))
            return HW_MEM_OUT;
    if (!unify_locations(m))
        return HW_MEM_OUT;
    for (uint32_t i = 0; i < p->samples.len; i++)
        if (!assign_sample(m, i))
            return HW_MEM_OUT;
    if (!number_places(m) || !group_samples(m))
        return HW_MEM_OUT;
    for (size_t i = 0; i < m->sites->list.len; i++)
        if (!sum_sizes(m->sites, &m->sites->list.at[i], p))
            return HW_MEM_OUT;
    return HW_MEM_OK;
}

HW_MEM hw_sites_make(hw_sites *s, const hw_where *where, const hw_profile *profile)
{
    maker m = {.sites = s, .where = where, .profile = profile};
    *s = (hw_sites){0};
    hw_mem ok = make(&m);
    hw_index_free(&m.locations);
    hw_index_free(&m.index);
    hw_index_free(&m.places);
    hw_vec_free(&m.canon);
    hw_vec_free(&m.runtime);
    hw_vec_free(&m.of);
    return ok;
}

void hw_sites_free(hw_sites *s)
{
    hw_vec_free(&s->list);
    hw_vec_free(&s->sizes);
    hw_vec_free(&s->by_site);
    hw_vec_free(&s->frame_at);
}
