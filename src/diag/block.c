/* `go build` prints a package again, word for word, for every command that finds it in the cache.
 * Texts are compared only where a package comes twice. */
#include "diag/block.h"

#include "base/error.h"
#include "base/mem.h"
#include "diag/link.h"

typedef struct key {
    const hw_claims *set;
    const hw_block *block;
    uint32_t id; /* only those before it are found: later ones are of a text that was refused */
} key;

static uint64_t name_hash(const hw_claims *set, const hw_block *b)
{
    return hw_mix(set->strings->index.seed, (uint64_t)b->package << 32 | b->variant);
}

static bool eq_name(const void *ctx, uint32_t id)
{
    const key *k = ctx;
    const hw_block *b = &k->set->blocks.at[id < k->id ? id : 0];
    return id < k->id && b->package == k->block->package && b->variant == k->block->variant;
}

static uint64_t rehash_name(const void *ctx, uint32_t id)
{
    const hw_claims *set = ctx;
    return id < set->blocks.len ? name_hash(set, &set->blocks.at[id]) : 0;
}

static hw_str block_text(const hw_claims *set, const hw_block *b)
{
    hw_str all = set->inputs.at[b->input].text;
    return hw_str_sub(all, (size_t)b->at, (size_t)(b->at + b->len));
}

static bool eq_text(const void *ctx, uint32_t id)
{
    const key *k = ctx;
    return id < k->id &&
           hw_str_eq(block_text(k->set, &k->set->blocks.at[id]), block_text(k->set, k->block));
}

static uint64_t rehash_text(const void *ctx, uint32_t id)
{
    const hw_claims *set = ctx;
    return id < set->blocks.len ? set->blocks.at[id].hash : 0;
}

static uint64_t text_hash(const hw_claims *set, const hw_block *b)
{
    hw_str text = block_text(set, b);
    uint64_t hash = hw_hash(set->strings->index.seed, text.p, text.n);
    return hash ? hash : 1;
}

hw_status hw_block_remember(hw_claims *set, hw_block *b, uint32_t id, bool *seen, hw_error *err)
{
    key k = {set, b, id};
    uint64_t name = name_hash(set, b);
    uint32_t first = hw_index_get(&set->block_names, name, eq_name, &k);
    hw_mem ok;
    *seen = false;
    if (first == HW_NONE) {
        ok = hw_index_put(&set->block_names, name, id, rehash_name, set);
        return ok ? HW_OK : hw_nomem(err);
    }
    hw_block *f = &set->blocks.at[first];
    if (f->hash == 0) {
        f->hash = text_hash(set, f);
        if (!hw_index_put(&set->block_texts, f->hash, first, rehash_text, set))
            return hw_nomem(err);
    }
    b->hash = text_hash(set, b);
    *seen = hw_index_get(&set->block_texts, b->hash, eq_text, &k) != HW_NONE;
    ok = *seen || hw_index_put(&set->block_texts, b->hash, id, rehash_text, set);
    return ok ? HW_OK : hw_nomem(err);
}

hw_marks hw_marks_of(const hw_claims *set)
{
    return (hw_marks){set->list.len,      set->leaks.len, set->routes.len,
                      set->inlinings.len, set->decls.len, set->hints.len};
}

static void drop_block(hw_diag_reader *r)
{
    hw_claims *set = r->set;
    set->list.len = r->marks.claims;
    set->leaks.len = r->marks.leaks;
    set->routes.len = r->marks.routes;
    set->inlinings.len = r->marks.inlinings;
    set->decls.len = r->marks.decls;
    set->hints.len = r->marks.hints;
    set->blocks.len--;
    set->same_blocks++;
}

static hw_status end_here(hw_diag_reader *r, hw_error *err)
{
    bool seen = false;
    HW_TRY(hw_block_link(r, err));
    if (r->aside)
        return HW_OK;
    HW_TRY(hw_block_remember(r->set, &r->set->blocks.at[r->block], r->block, &seen, err));
    if (seen)
        drop_block(r);
    return HW_OK;
}

/* The rest of a block that began in a piece before. It is linked when both are together. */
static HW_MEM set_aside(hw_diag_reader *r)
{
    return hw_vec_add(&r->aside->heads[0], r->heads.at, r->heads.len) &&
           hw_vec_add(&r->aside->elided[0], r->elided.at, r->elided.len);
}

hw_status hw_block_end(hw_diag_reader *r, hw_error *err)
{
    if (r->block == HW_NONE)
        return HW_OK;
    hw_block *b = &r->set->blocks.at[r->block];
    hw_status status;
    b->len = r->line.at - b->at;
    if (r->aside && b->package == 0)
        status = set_aside(r) ? HW_OK : hw_nomem(err);
    else
        status = end_here(r, err);
    r->heads.len = r->elided.len = 0;
    r->explaining = false;
    r->block = HW_NONE;
    return status;
}

hw_status hw_block_begin(hw_diag_reader *r, hw_str package, hw_str variant, hw_error *err)
{
    hw_claims *set = r->set;
    hw_block b = {.input = r->input, .line = r->number, .at = r->line.at};
    if (!hw_strings_put(set->strings, package, &b.package) ||
        !hw_strings_put(set->strings, variant, &b.variant))
        return hw_nomem(err);
    if (set->blocks.len >= HW_NONE - 1 || !hw_vec_push(&set->blocks, b))
        return hw_nomem(err);
    r->block = (uint32_t)set->blocks.len - 1;
    r->marks = hw_marks_of(set);
    return !r->aside || hw_vec_push(&r->aside->marks, r->marks) ? HW_OK : hw_nomem(err);
}
