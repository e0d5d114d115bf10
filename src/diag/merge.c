#include "diag/merge.h"

#include "base/error.h"
#include "base/mem.h"

static uint64_t seed_of(const hw_claims *set)
{
    return set->strings->index.seed;
}

typedef struct seen {
    uint32_t claim;              /* the first of its key */
    uint32_t block;              /* the one that is being counted */
    uint32_t here, before, kept; /* equal claims in it; kept before it; kept in all */
} seen;

typedef struct merger {
    hw_claims *set;
    const hw_claim *list;
    const uint32_t *first_of; /* each block's first block of the same package and variant */
    hw_index index;
    HW_VEC(seen) seen;
} merger;

static uint64_t block_hash(const void *ctx, uint32_t id)
{
    const hw_claims *set = ctx;
    const uint32_t words[] = {set->blocks.at[id].package, set->blocks.at[id].variant};
    return hw_hash(seed_of(set), words, sizeof words);
}

typedef struct block_key {
    const hw_claims *set;
    uint32_t id;
} block_key;

static bool same_block(const void *ctx, uint32_t id)
{
    const block_key *k = ctx;
    const hw_block *a = &k->set->blocks.at[id], *b = &k->set->blocks.at[k->id];
    return a->package == b->package && a->variant == b->variant;
}

/* *repeated: some package has several blocks. */
static HW_MEM first_blocks(const hw_claims *set, uint32_t *first_of, bool *repeated)
{
    hw_index index = {.seed = seed_of(set)};
    hw_mem ok = HW_MEM_OK;
    for (uint32_t i = 0; ok && i < set->blocks.len; i++) {
        block_key k = {set, i};
        uint64_t hash = block_hash(set, i);
        uint32_t id = hw_index_get(&index, hash, same_block, &k);
        first_of[i] = id == HW_NONE ? i : id;
        *repeated |= id != HW_NONE;
        ok = id != HW_NONE || hw_index_put(&index, hash, i, block_hash, set);
    }
    hw_index_free(&index);
    return ok;
}

static uint64_t claim_hash(const merger *m, const hw_claim *c)
{
    const uint32_t words[] = {m->first_of[c->place.block], c->place.file, c->place.line,
                              c->place.col, c->class};
    hw_str text = hw_claim_text(m->set, c);
    return hw_hash(hw_hash(seed_of(m->set), words, sizeof words), text.p, text.n);
}

typedef struct claim_key {
    const merger *m;
    const hw_claim *c;
} claim_key;

static bool same_claim(const void *ctx, uint32_t id)
{
    const claim_key *k = ctx;
    const hw_claim *a = &k->m->list[k->m->seen.at[id].claim], *b = k->c;
    return k->m->first_of[a->place.block] == k->m->first_of[b->place.block] &&
           a->place.file == b->place.file && a->place.line == b->place.line &&
           a->place.col == b->place.col && a->class == b->class &&
           hw_str_eq(hw_claim_text(k->m->set, a), hw_claim_text(k->m->set, b));
}

static uint64_t rehash_claim(const void *ctx, uint32_t id)
{
    const merger *m = ctx;
    return claim_hash(m, &m->list[m->seen.at[id].claim]);
}

/* *of: the claim of another block that says the same as claim `i`; HW_NONE: claim `i` stays. */
static HW_MEM count_claim(merger *m, uint32_t i, uint32_t *of)
{
    const hw_claim *c = &m->list[i];
    claim_key k = {m, c};
    uint64_t hash = claim_hash(m, c);
    uint32_t id = hw_index_get(&m->index, hash, same_claim, &k);
    *of = HW_NONE;
    if (id == HW_NONE) {
        seen fresh = {.claim = i, .block = c->place.block, .here = 1, .kept = 1};
        return hw_vec_push(&m->seen, fresh) &&
               hw_index_put(&m->index, hash, (uint32_t)m->seen.len - 1, rehash_claim, m);
    }
    seen *s = &m->seen.at[id];
    if (s->block != c->place.block) {
        s->block = c->place.block;
        s->before = s->kept;
        s->here = 0;
    }
    if (++s->here <= s->before && c->place.block >= m->set->merged_blocks)
        *of = s->claim;
    else
        s->kept++;
    return HW_MEM_OK;
}

/* Compacts a list. An explanation that only the later block has is kept. */
static size_t drop_claims(hw_claim *list, size_t len, const uint32_t *of)
{
    size_t kept = 0;
    for (size_t i = 0; i < len; i++) {
        if (of[i] == HW_NONE)
            continue;
        list[of[i]].flags |= list[i].flags & HW_CLAIM_ELIDED;
        if (list[of[i]].route == HW_NONE)
            list[of[i]].route = list[i].route;
    }
    for (size_t i = 0; i < len; i++)
        if (of[i] == HW_NONE)
            list[kept++] = list[i];
    return kept;
}

static HW_MEM merge_list(hw_claims *set, const uint32_t *first_of, hw_claim *list, size_t *len)
{
    merger m = {.set = set, .list = list, .first_of = first_of, .index.seed = seed_of(set)};
    uint32_t *of = hw_mem_alloc(*len ? *len : 1, sizeof *of);
    hw_mem ok = of != NULL;
    for (uint32_t i = 0; ok && i < *len; i++)
        ok = count_claim(&m, i, &of[i]);
    if (ok) {
        size_t kept = drop_claims(list, *len, of);
        set->same_claims += *len - kept;
        *len = kept;
    }
    hw_mem_free(of);
    hw_vec_free(&m.seen);
    hw_index_free(&m.index);
    return ok;
}

hw_status hw_merge_blocks(hw_claims *set, hw_error *err)
{
    uint32_t *first_of = hw_mem_alloc(set->blocks.len ? set->blocks.len : 1, sizeof *first_of);
    bool repeated = false;
    hw_mem ok = first_of && first_blocks(set, first_of, &repeated);
    if (ok && repeated)
        ok = merge_list(set, first_of, set->list.at, &set->list.len) &&
             merge_list(set, first_of, set->leaks.at, &set->leaks.len);
    hw_mem_free(first_of);
    if (ok)
        set->merged_blocks = set->blocks.len;
    return ok ? HW_OK : hw_nomem(err);
}
