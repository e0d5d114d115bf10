#include "verdict/decls.h"

#include <stdlib.h>

#include "base/mem.h"

int hw_place_cmp(const hw_place *a, const hw_place *b)
{
    if (a->block != b->block)
        return a->block < b->block ? -1 : 1;
    if (a->file != b->file)
        return a->file < b->file ? -1 : 1;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return (a->col > b->col) - (a->col < b->col);
}

typedef struct placed {
    hw_place place;
    uint32_t index;
} placed;

static int by_place(const void *x, const void *y)
{
    const placed *a = x, *b = y;
    int c = hw_place_cmp(&a->place, &b->place);
    return c ? c : (a->index > b->index) - (a->index < b->index);
}

static bool sort(hw_decls *d)
{
    size_t n = d->claims->decls.len;
    placed *list = hw_mem_alloc(n, sizeof *list);
    bool ok = list && hw_vec_room(&d->sorted, n + 1) && hw_vec_room(&d->rank, n + 1);
    for (size_t i = 0; ok && i < n; i++)
        list[i] = (placed){d->claims->decls.at[i].place, (uint32_t)i};
    if (ok && n)
        qsort(list, n, sizeof *list, by_place);
    d->rank.len = ok ? n : 0;
    for (size_t i = 0; ok && i < n; i++) {
        hw_vec_push(&d->sorted, list[i].index);
        d->rank.at[list[i].index] = (uint32_t)i;
    }
    hw_mem_free(list);
    return ok;
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

bool hw_decls_init(hw_decls *d, hw_where *where, const hw_claims *claims)
{
    *d = (hw_decls){.claims = claims, .where = where, .index.seed = hw_random_seed()};
    if (!sort(d))
        return false;
    for (uint32_t i = 0; i < claims->decls.len; i++) {
        if (where->ignored.at[claims->decls.at[i].place.block])
            continue;
        name_key k = {d, package_of(d, i), claims->decls.at[i].name};
        uint64_t hash = hash_name(d, k.package, k.name);
        if (hw_index_get(&d->index, hash, same_name, &k) == HW_NONE &&
            !hw_index_put(&d->index, hash, i, rehash, d))
            return false;
    }
    return true;
}

void hw_decls_free(hw_decls *d)
{
    hw_vec_free(&d->sorted);
    hw_vec_free(&d->rank);
    hw_index_free(&d->index);
}

const hw_decl *hw_decls_before(const hw_decls *d, const hw_place *p)
{
    size_t low = 0, high = d->sorted.len;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (hw_place_cmp(&d->claims->decls.at[d->sorted.at[mid]].place, p) <= 0)
            low = mid + 1;
        else
            high = mid;
    }
    if (low == 0)
        return NULL;
    const hw_decl *found = &d->claims->decls.at[d->sorted.at[low - 1]];
    return found->place.block == p->block && found->place.file == p->file ? found : NULL;
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
    for (size_t i = at + 1; i < d->sorted.len && i < at + LOOKED_AT_MAX; i++) {
        const hw_decl *next = &d->claims->decls.at[d->sorted.at[i]];
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
