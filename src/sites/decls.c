#include "sites/decls.h"

static HW_MEM rank(hw_decls *d)
{
    size_t n = d->enclosing.sorted.len;
    if (!hw_vec_room(&d->rank, n))
        return HW_MEM_OUT;
    d->rank.len = n;
    for (size_t i = 0; i < n; i++)
        d->rank.at[d->enclosing.sorted.at[i]] = (uint32_t)i;
    return HW_MEM_OK;
}

typedef struct name_key {
    const hw_decls *d;
    hw_sid package, name;
} name_key;

static hw_sid package_of(const hw_decls *d, uint32_t decl)
{
    return d->claims->blocks.at[d->claims->decls.at[decl].place.block].package;
}

static bool same_name(const void *ctx, uint32_t id)
{
    const name_key *k = ctx;
    return k->d->claims->decls.at[id].name == k->name && package_of(k->d, id) == k->package;
}

static uint64_t hash_name(const hw_decls *d, hw_sid package, hw_sid name)
{
    uint64_t bits = (uint64_t)package << 32 | name;
    return hw_hash(d->index.seed, &bits, sizeof bits);
}

static uint64_t rehash(const void *ctx, uint32_t id)
{
    const hw_decls *d = ctx;
    return hash_name(d, package_of(d, id), d->claims->decls.at[id].name);
}

HW_MEM hw_decls_init(hw_decls *d, const hw_where *where, const hw_claims *claims)
{
    *d = (hw_decls){.claims = claims, .where = where, .index.seed = hw_random_seed()};
    if (!hw_enclosing_init(&d->enclosing, claims) || !rank(d))
        return HW_MEM_OUT;
    for (uint32_t i = 0; i < claims->decls.len; i++) {
        if (where->ignored.at[claims->decls.at[i].place.block])
            continue;
        name_key k = {d, package_of(d, i), claims->decls.at[i].name};
        uint64_t hash = hash_name(d, k.package, k.name);
        if (hw_index_get(&d->index, hash, same_name, &k) == HW_NONE &&
            !hw_index_put(&d->index, hash, i, rehash, d))
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

void hw_decls_free(hw_decls *d)
{
    hw_enclosing_free(&d->enclosing);
    hw_vec_free(&d->rank);
    hw_index_free(&d->index);
}

const hw_decl *hw_decls_named(const hw_decls *d, hw_sid package, hw_sid name)
{
    name_key k = {d, package, name};
    uint32_t id = hw_index_get(&d->index, hash_name(d, package, name), same_name, &k);
    return id == HW_NONE ? NULL : &d->claims->decls.at[id];
}

uint32_t hw_decls_next_line(const hw_decls *d, const hw_decl *decl)
{
    enum { LOOKED_AT_MAX = 256 };
    size_t at = d->rank.at[decl - d->claims->decls.at];
    for (size_t i = at + 1; i < d->enclosing.sorted.len && i < at + LOOKED_AT_MAX; i++) {
        const hw_decl *next = &d->claims->decls.at[d->enclosing.sorted.at[i]];
        if (next->place.block != decl->place.block || next->place.file != decl->place.file)
            break;
        hw_str name = hw_strings_get(d->where->strings, next->name);
        /* Top-level: no closure, and no instance that another file's function left here. */
        if (next->place.line > decl->place.line && !hw_str_has(name, HW_STR("func")) &&
            !hw_str_has(name, HW_STR("[")) && !hw_str_has(name, HW_STR("-range")) &&
            !hw_str_has(name, HW_STR("wrap")))
            return next->place.line;
    }
    return UINT32_MAX;
}
