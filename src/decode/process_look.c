#include "decode/process_look.h"

#include <stdlib.h>

#include "base/index.h"
#include "base/mem.h"

/* --- taking a look ---------------------------------------------------------------------------- */

/* Addresses tell locations of one process apart. Where a store took them, names and lines do. */
static uint64_t hash_location(const hw_profile *p, const hw_location *l)
{
    uint64_t hash = hw_hash(0, &l->address, sizeof l->address);
    for (uint32_t i = 0; l->address == 0 && i < l->frames; i++) {
        const hw_frame *f = &p->frames.at[l->frames_at + i];
        const hw_function *of = f->function == HW_NONE ? NULL : &p->functions.at[f->function];
        uint32_t words[] = {of ? of->name : 0, of ? of->file : 0, f->line};
        hash = hw_hash(hash, words, sizeof words);
    }
    return hash;
}

/* The hash has no seed: whether two profiles are of one process must not depend on the run.
 * `locations`: the hashes of the input's. */
static uint64_t hash_stack(const hw_profile *p, const hw_profile_input *in, const hw_sample *s,
                           const uint64_t *locations)
{
    uint64_t hash = (uint64_t)s->size;
    for (uint32_t i = 0; i < s->depth; i++) {
        uint64_t of = locations[p->stack_ids.at[s->stack_at + i] - in->locations_at];
        hash = hw_hash(hash, &of, sizeof of);
    }
    return hash;
}

static int by_stack(const void *a, const void *b)
{
    const hw_counter *x = a, *y = b;
    return HW_CMP(x->stack, y->stack);
}

static void add(int64_t *sum, int64_t more)
{
    if (__builtin_add_overflow(*sum, more, sum))
        *sum = INT64_MAX;
}

/* The samples of one stack become one: a text tells them apart by what the runtime did inside. */
static void fold(hw_look *l)
{
    size_t kept = 0;
    for (size_t i = 0; i < l->counters.len; i++) {
        const hw_counter c = l->counters.at[i];
        if (kept && l->counters.at[kept - 1].stack == c.stack) {
            add(&l->counters.at[kept - 1].objects, c.objects);
            add(&l->counters.at[kept - 1].space, c.space);
        } else {
            l->counters.at[kept++] = c;
        }
    }
    l->counters.len = kept;
}

static HW_MEM take_counters(const hw_profile *p, const hw_profile_input *in, hw_look *l)
{
    uint64_t *locations = hw_mem_alloc(in->locations ? in->locations : 1, sizeof *locations);
    if (!locations || !hw_vec_room(&l->counters, in->kept)) {
        hw_mem_free(locations);
        return HW_MEM_OUT;
    }
    for (uint32_t i = 0; i < in->locations; i++)
        locations[i] = hash_location(p, &p->locations.at[in->locations_at + i]);
    for (uint32_t i = 0; i < in->kept; i++) {
        const hw_sample *s = &p->samples.at[in->kept_at + i];
        int64_t objects = s->values.v[HW_ALLOC_OBJECTS], space = s->values.v[HW_ALLOC_SPACE];
        hw_vec_put(&l->counters, ((hw_counter){hash_stack(p, in, s, locations), objects, space}));
        add(&l->space, space);
    }
    hw_mem_free(locations);
    if (l->counters.len)
        qsort(l->counters.at, l->counters.len, sizeof *l->counters.at, by_stack);
    fold(l);
    return HW_MEM_OK;
}

/* Where the first mapping lies, which is the program itself, and which file it is. */
static uint64_t hash_build(const hw_profile *p, const hw_profile_input *in)
{
    if (in->mappings == 0)
        return 0;
    const hw_mapping *m = &p->mappings.at[in->mappings_at];
    const uint64_t words[] = {m->start, m->limit, m->offset, m->file, m->build_id};
    return hw_hash(0, words, sizeof words);
}

static uint64_t vdso_of(const hw_profile *p, const hw_profile_input *in)
{
    for (uint32_t i = 0; i < in->mappings; i++) {
        const hw_mapping *m = &p->mappings.at[in->mappings_at + i];
        if (hw_str_eq(hw_strings_get(p->strings, m->file), HW_STR("[vdso]")))
            return m->start;
    }
    return 0;
}

HW_MEM hw_look_take(const hw_profile *p, size_t input, hw_look *ret)
{
    const hw_profile_input *in = &p->inputs.at[input];
    const bool state = !p->delta && !p->stored && in->duration_nanos == 0;
    hw_look l = {.name = in->name,
                 .content = in->content,
                 .build = hash_build(p, in),
                 .vdso = vdso_of(p, in),
                 .time_nanos = in->time_nanos,
                 .period = in->period,
                 .text = in->text,
                 .counts =
                     state && !in->older && !in->evidence &&
                     (hw_profile_has(p, HW_ALLOC_SPACE) || hw_profile_has(p, HW_ALLOC_OBJECTS))};
    if (l.counts && !take_counters(p, in, &l)) {
        hw_look_free(&l);
        return HW_MEM_OUT;
    }
    *ret = l;
    return HW_MEM_OK;
}

void hw_look_free(hw_look *l)
{
    hw_vec_free(&l->counters);
}

/* --- two looks -------------------------------------------------------------------------------- */

/* Without randomisation (as under a debugger) the kernel puts what it maps right below these, and
 * each process has its vdso at the same place. */
static bool is_random(uint64_t vdso)
{
    enum { SHIFT = 24 };
    return vdso != 0 && vdso >> SHIFT != UINT64_C(0x7ffff7) && vdso >> SHIFT != UINT64_C(0xfffff7);
}

typedef struct growth {
    bool only; /* no counter is smaller, no stack is missing */
    size_t equal;
} growth;

static growth grew(const hw_look *from, const hw_look *to)
{
    growth g = {.only = from->counters.len <= to->counters.len};
    size_t k = 0;
    for (size_t i = 0; i < from->counters.len && g.only; i++) {
        const hw_counter *a = &from->counters.at[i];
        while (k < to->counters.len && to->counters.at[k].stack < a->stack)
            k++;
        const hw_counter *b = k < to->counters.len ? &to->counters.at[k] : NULL;
        g.only = b && b->stack == a->stack && b->objects >= a->objects && b->space >= a->space;
        g.equal += g.only && b->objects == a->objects && b->space == a->space;
    }
    return g;
}

/* `from` is an earlier look at the process of `to`. Where the vdso is does not tell, chance has to
 * be ruled out: by many stacks, half of them at least unchanged. A rate of 1 leaves nothing to
 * chance, so two runs of one program can be equal. */
static bool is_earlier(const hw_look *from, const hw_look *to)
{
    enum { MANY = 16 };
    if (from->time_nanos && to->time_nanos && from->time_nanos > to->time_nanos)
        return false;
    const growth g = grew(from, to);
    if (is_random(to->vdso) && to->build)
        return g.only;
    return g.only && to->period > 1 && from->counters.len >= MANY &&
           g.equal >= from->counters.len - from->counters.len / 2;
}

/* --- all of them ------------------------------------------------------------------------------ */

typedef struct ordered {
    const hw_look *look;
    uint32_t at;
} ordered;

static int by_content(const void *a, const void *b)
{
    const ordered *x = a, *y = b;
    int c = HW_CMP(x->look->content, y->look->content);
    return c ? c : HW_CMP(x->at, y->at);
}

/* What may be of one process stands together, in the order in which it could have been written. */
static int place(const hw_look *x, const hw_look *y)
{
    int c = HW_CMP(x->counts, y->counts);
    c = c ? c : HW_CMP(x->text, y->text);
    c = c ? c : HW_CMP(x->period, y->period);
    c = c ? c : HW_CMP(x->build, y->build);
    return c ? c : HW_CMP(x->vdso, y->vdso);
}

static int by_process(const void *a, const void *b)
{
    const ordered *x = a, *y = b;
    int c = place(x->look, y->look);
    c = c ? c : HW_CMP(x->look->space, y->look->space);
    c = c ? c : HW_CMP(x->look->counters.len, y->look->counters.len);
    c = c ? c : HW_CMP(x->look->time_nanos, y->look->time_nanos);
    return c ? c : HW_CMP(x->at, y->at);
}

static void find_equal(ordered *all, uint32_t n, uint32_t *newest)
{
    qsort(all, n, sizeof *all, by_content);
    for (uint32_t i = 1; i < n; i++)
        if (all[i].look->content == all[i - 1].look->content)
            newest[all[i].at] = newest[all[i - 1].at];
}

/* Each look is held against the latest ones of a few processes, not of all: the work must not grow
 * with the square of the inputs. More than one process in a group have no vdso to tell them apart,
 * and what is not found adds up. */
static void find_earlier(ordered *all, uint32_t n, uint32_t *newest)
{
    enum { LATEST = 16 };
    const ordered *latest[LATEST];
    uint32_t open = 0;
    qsort(all, n, sizeof *all, by_process);
    for (uint32_t i = 0; i < n; i++) {
        const ordered *now = &all[i];
        if (i && place(now->look, all[i - 1].look) != 0)
            open = 0;
        if (!now->look->counts || newest[now->at] != now->at)
            continue;
        uint32_t k = 0;
        while (k < open && !is_earlier(latest[k]->look, now->look))
            k++;
        if (k < open)
            newest[latest[k]->at] = now->at;
        else if (open < LATEST)
            open++;
        else
            k = i % LATEST;
        latest[k] = now;
    }
}

HW_MEM hw_looks_newest(const hw_look *looks, uint32_t n, uint32_t *newest)
{
    ordered *all = hw_mem_alloc(n ? n : 1, sizeof *all);
    if (!all)
        return HW_MEM_OUT;
    for (uint32_t i = 0; i < n; i++) {
        all[i] = (ordered){&looks[i], i};
        newest[i] = i;
    }
    find_equal(all, n, newest);
    find_earlier(all, n, newest);
    /* In the order of the processes the next one of a chain stands behind it. */
    for (uint32_t i = n; i-- > 0;)
        newest[all[i].at] = newest[newest[all[i].at]];
    for (uint32_t i = 0; i < n; i++)
        newest[i] = newest[newest[i]];
    hw_mem_free(all);
    return HW_MEM_OK;
}
