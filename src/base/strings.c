#include "base/strings.h"

#include <string.h>

typedef struct lookup {
    const hw_strings *table;
    hw_str key;
} lookup;

static bool same(const void *ctx, uint32_t id)
{
    const lookup *l = ctx;
    return hw_str_eq(l->table->list.at[id], l->key);
}

static uint64_t hash_of(const void *ctx, uint32_t id)
{
    const hw_strings *t = ctx;
    return hw_hash(t->index.seed, t->list.at[id].p, t->list.at[id].n);
}

HW_MEM hw_strings_init(hw_strings *t)
{
    hw_sid empty;
    *t = (hw_strings){.index.seed = hw_random_seed()};
    return hw_strings_put(t, HW_STR(""), &empty);
}

hw_sid hw_strings_find(const hw_strings *t, hw_str s)
{
    lookup l = {t, s};
    return hw_index_get(&t->index, hw_hash(t->index.seed, s.p, s.n), same, &l);
}

/* A slot by length, first and last bytes: much cheaper than a hash, and for recent names nearly as
 * good. */
static hw_sid *recent_slot(hw_strings *t, hw_str s)
{
    uint64_t first = 0, last = 0;
    size_t n = s.n < sizeof first ? s.n : sizeof first;
    if (n == sizeof first) {
        memcpy(&first, s.p, sizeof first);
        memcpy(&last, s.p + s.n - sizeof last, sizeof last);
    } else if (n) {
        memcpy(&first, s.p, n);
    }
    uint64_t mixed =
        (first ^ last * UINT64_C(0x9E3779B97F4A7C15) ^ s.n) * UINT64_C(0xBF58476D1CE4E5B9);
    return &t->recent[mixed >> (64 - HW_STRINGS_RECENT_BITS)];
}

HW_MEM hw_strings_put(hw_strings *t, hw_str s, hw_sid *ret)
{
    hw_sid *recent = recent_slot(t, s);
    if (*recent < t->list.len && hw_str_eq(t->list.at[*recent], s)) {
        *ret = *recent;
        return HW_MEM_OK;
    }
    lookup l = {t, s};
    uint64_t hash = hw_hash(t->index.seed, s.p, s.n);
    hw_sid id = hw_index_get(&t->index, hash, same, &l);
    if (id == HW_NONE) {
        if (t->list.len >= HW_NONE)
            return HW_MEM_OUT;
        hw_str copy = hw_arena_str(&t->arena, s);
        id = (hw_sid)t->list.len;
        if (!copy.p || !hw_vec_room(&t->list, 1) || !hw_index_put(&t->index, hash, id, hash_of, t))
            return HW_MEM_OUT;
        hw_vec_put(&t->list, copy);
    }
    *ret = *recent = id;
    return HW_MEM_OK;
}

hw_str hw_strings_get(const hw_strings *t, hw_sid id)
{
    return id < t->list.len ? t->list.at[id] : HW_STR("");
}

const char *hw_strings_cstr(const hw_strings *t, hw_sid id)
{
    return hw_strings_get(t, id).p;
}

HW_MEM hw_strings_reset(hw_strings *t)
{
    hw_sid empty;
    hw_arena_reset(&t->arena);
    hw_index_clear(&t->index);
    t->list.len = 0;
    memset(t->recent, 0, sizeof t->recent);
    return hw_strings_put(t, HW_STR(""), &empty);
}

void hw_strings_free(hw_strings *t)
{
    hw_index_free(&t->index);
    hw_vec_free(&t->list);
    hw_arena_free(&t->arena);
}
