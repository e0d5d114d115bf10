#include "decode/same_heap.h"

#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

/* Samples of one input with one stack, by addresses, and one object size. */
typedef struct group {
    uint32_t first;         /* sample of the profile */
    uint32_t samples;       /* of the profile */
    uint32_t texts, text;   /* samples of the text, the first of them */
    bool inside;            /* one of the text's says what happened inside */
    bool alike;             /* all of them do, and the same */
    hw_values sum, of_text; /* of both */
} group;

typedef struct pairing {
    hw_profile *p;
    const hw_profile_input *profile, *text;
    HW_VEC(group) groups;
    hw_index index;
    uint32_t *group_of_profile; /* by sample */
    uint32_t *next_of;          /* by sample of the text: the next of its group; HW_NONE: none */
    size_t unpaired_text;
} pairing;

static uint64_t address_at(const hw_profile *p, const hw_sample *s, uint32_t i)
{
    return p->locations.at[p->stack_ids.at[s->stack_at + i]].address;
}

static uint64_t hash_stack(const pairing *w, const hw_sample *s)
{
    uint64_t hash = w->index.seed ^ (uint64_t)s->size;
    for (uint32_t i = 0; i < s->depth; i++) {
        uint64_t address = address_at(w->p, s, i);
        hash = hw_hash(hash, &address, sizeof address);
    }
    return hash;
}

static uint64_t rehash_group(const void *ctx, uint32_t id)
{
    const pairing *w = ctx;
    return hash_stack(w, &w->p->samples.at[w->groups.at[id].first]);
}

typedef struct stack_key {
    const pairing *w;
    const hw_sample *sample;
} stack_key;

static bool same_stack(const void *ctx, uint32_t id)
{
    const stack_key *k = ctx;
    const hw_profile *p = k->w->p;
    const hw_sample *a = &p->samples.at[k->w->groups.at[id].first], *b = k->sample;
    if (a->size != b->size || a->depth != b->depth)
        return false;
    for (uint32_t i = 0; i < a->depth; i++)
        if (address_at(p, a, i) != address_at(p, b, i))
            return false;
    return true;
}

static HW_MEM group_profile(pairing *w)
{
    for (uint32_t i = 0; i < w->profile->kept; i++) {
        uint32_t at = w->profile->kept_at + i;
        const hw_sample *s = &w->p->samples.at[at];
        uint64_t hash = hash_stack(w, s);
        uint32_t id = hw_index_get(&w->index, hash, same_stack, &(stack_key){w, s});
        if (id == HW_NONE) {
            id = (uint32_t)w->groups.len;
            if (!hw_vec_push(&w->groups, ((group){.first = at})) ||
                !hw_index_put(&w->index, hash, id, rehash_group, w))
                return HW_MEM_OUT;
        }
        w->group_of_profile[i] = id;
        w->groups.at[id].samples++;
        hw_values_add(&w->groups.at[id].sum, &s->values);
    }
    return HW_MEM_OK;
}

static bool same_inside(const hw_profile *p, uint32_t a, uint32_t b)
{
    if (a == b || a == HW_NONE || b == HW_NONE)
        return a == b;
    const hw_inner *x = &p->inners.at[a], *y = &p->inners.at[b];
    return x->callee != 0 && x->callee == y->callee && x->collector == y->collector;
}

static void group_text(pairing *w)
{
    for (uint32_t i = 0; i < w->text->kept; i++) {
        uint32_t at = w->text->kept_at + i;
        const hw_sample *s = &w->p->samples.at[at];
        uint32_t id = hw_index_get(&w->index, hash_stack(w, s), same_stack, &(stack_key){w, s});
        w->unpaired_text += id == HW_NONE;
        if (id == HW_NONE)
            continue;
        group *g = &w->groups.at[id];
        g->inside |= s->inner != HW_NONE;
        if (g->texts)
            g->alike = g->alike && same_inside(w->p, w->p->samples.at[g->text].inner, s->inner);
        else
            g->alike = s->inner != HW_NONE;
        w->next_of[i] = g->texts++ ? g->text - w->text->kept_at : HW_NONE;
        g->text = at;
        hw_values_add(&g->of_text, &s->values);
    }
}

static bool equal_values(const group *g)
{
    return memcmp(&g->sum, &g->of_text, sizeof g->sum) == 0;
}

static bool few(size_t n, size_t all)
{
    return n <= all / 20;
}

/* The two forms do not always leave out the same frames in front, so some stacks have no other
 * half: up to two in small profiles. */
static bool nearly_all(size_t without, size_t all)
{
    return few(without, all) || (without <= 2 && without <= all / 4);
}

/* Two looks at one process: what was allocated only grew from one to the
 * other, the later one has all stacks of the earlier one, and for half of them at least nothing
 * changed. Two processes of one program share stacks, but chance decides what of them was sampled
 * where. */
static bool is_same_heap(const pairing *w)
{
    size_t paired = 0, equal = 0, grew = 0, shrank = 0;
    for (size_t i = 0; i < w->groups.len; i++) {
        const group *g = &w->groups.at[i];
        int64_t before = g->sum.v[HW_ALLOC_SPACE], after = g->of_text.v[HW_ALLOC_SPACE];
        if (g->texts == 0)
            continue;
        paired++;
        equal += equal_values(g);
        grew += after > before;
        shrank += after < before;
    }
    size_t alone = w->groups.len - paired;
    bool later = few(shrank, paired) && nearly_all(alone, w->groups.len);
    bool earlier = few(grew, paired) && nearly_all(w->unpaired_text, w->text->kept);
    return paired && equal >= paired - paired / 2 && (later || earlier);
}

/* --- what remains ----------------------------------------------------------------------------- */

typedef struct rebuilt {
    hw_sample *at;
    size_t len;
} rebuilt;

static bool is_matched(const group *g)
{
    return g->samples == 1 && g->inside && (g->alike || equal_values(g));
}

/* A sample of the profile: with what happened inside, where all of the text's say the same; told
 * apart by it, where the text's have the very same values; else as it was. */
static void put_sample(const pairing *w, const hw_sample *s, const group *g, rebuilt *to)
{
    const hw_sample *text = w->p->samples.at + w->text->kept_at;
    to->at[to->len] = *s;
    if (!is_matched(g) || s->inner != HW_NONE) {
        to->len++;
        return;
    }
    if (g->alike) {
        to->at[to->len++].inner = w->p->samples.at[g->text].inner;
        return;
    }
    for (uint32_t i = g->text - w->text->kept_at; i != HW_NONE; i = w->next_of[i]) {
        to->at[to->len] = *s;
        to->at[to->len].values = text[i].values;
        to->at[to->len++].inner = text[i].inner;
    }
}

/* As many samples at most as there were: those of the text are left out. */
static void rebuild(pairing *w, rebuilt *to)
{
    hw_profile *p = w->p;
    for (size_t i = 0; i < p->inputs.len; i++) {
        hw_profile_input *in = &p->inputs.at[i];
        uint32_t at = (uint32_t)to->len;
        for (uint32_t k = 0; k < in->kept && in != w->text; k++) {
            const hw_sample *s = &p->samples.at[in->kept_at + k];
            if (in == w->profile)
                put_sample(w, s, &w->groups.at[w->group_of_profile[k]], to);
            else
                to->at[to->len++] = *s;
        }
        in->kept_at = at;
        in->kept = (uint32_t)to->len - at;
    }
    hw_vec_free(&p->samples);
    p->samples.at = to->at;
    p->samples.len = p->samples.cap = to->len;
    p->totals = (hw_values){{0}};
    for (size_t i = 0; i < p->samples.len; i++)
        hw_values_add(&p->totals, &p->samples.at[i].values);
}

static hw_status take_evidence(pairing *w, hw_error *err)
{
    hw_profile *p = w->p;
    uint32_t kept = w->profile->kept, text = w->text->kept;
    rebuilt to = {.at = hw_mem_alloc(p->samples.len, sizeof *to.at)};
    size_t input = (size_t)(w->text - p->inputs.at);
    uint64_t matched = 0;
    if (!to.at)
        return hw_nomem(err);
    for (uint32_t i = 0; i < kept; i++)
        matched += is_matched(&w->groups.at[w->group_of_profile[i]]);
    if (!hw_note_add(&p->notes, p->strings, HW_NOTE_TEXT_TWIN, text,
                     "%.*s is the text form of the same process as %.*s: it tells what happened "
                     "inside of the runtime for %" PRIu64 " of %" PRIu32
                     " samples, and its values are not added",
                     HW_STR_ARG(w->text->name), HW_STR_ARG(w->profile->name), matched, kept)) {
        hw_mem_free(to.at);
        return hw_nomem(err);
    }
    rebuild(w, &to);
    p->inputs.at[input].evidence = true;
    return HW_OK;
}

static hw_status try_pair(pairing *w, bool *paired, hw_error *err)
{
    w->index.seed = hw_random_seed();
    w->group_of_profile = hw_mem_alloc(w->profile->kept, sizeof *w->group_of_profile);
    w->next_of = hw_mem_alloc(w->text->kept, sizeof *w->next_of);
    if (!w->group_of_profile || !w->next_of || !group_profile(w))
        return hw_nomem(err);
    group_text(w);
    *paired = is_same_heap(w);
    return *paired ? take_evidence(w, err) : HW_OK;
}

static hw_status pair(hw_profile *p, size_t profile, size_t text, bool *paired, hw_error *err)
{
    pairing w = {.p = p, .profile = &p->inputs.at[profile], .text = &p->inputs.at[text]};
    *paired = false;
    if (w.profile->text || w.profile->period != w.text->period || w.profile->kept == 0)
        return HW_OK;
    hw_status status = try_pair(&w, paired, err);
    hw_vec_free(&w.groups);
    hw_index_free(&w.index);
    hw_mem_free(w.group_of_profile);
    hw_mem_free(w.next_of);
    return status;
}

hw_status hw_decode_same_heap(hw_profile *p, hw_error *err)
{
    for (size_t i = 0; i < p->inputs.len; i++) {
        const hw_profile_input *text = &p->inputs.at[i];
        bool paired = !text->text || !hw_input_counts(text) || p->delta;
        for (size_t k = 0; k < p->inputs.len && !paired; k++)
            if (!p->inputs.at[k].older)
                HW_TRY(pair(p, k, i, &paired, err));
        for (size_t k = 0; k < p->inputs.len && !paired; k++)
            if (p->inputs.at[k].older)
                HW_TRY(pair(p, k, i, &paired, err));
    }
    return HW_OK;
}
