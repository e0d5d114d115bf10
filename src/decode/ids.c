#include "decode/ids.h"

#include "base/mem.h"

/* Writers number from 1, so that most ids are looked up in an array; the rest, and what would make
 * that array large, is hashed. */
enum { DIRECT_MAX = 1 << 20, DIRECT_MIN = 1024 };

typedef struct lookup {
    const hw_ids *m;
    uint64_t id;
} lookup;

static bool same(const void *ctx, uint32_t dense)
{
    const lookup *l = ctx;
    return l->m->list.at[dense].id == l->id;
}

static uint64_t hash_of(const void *ctx, uint32_t dense)
{
    const hw_ids *m = ctx;
    return hw_hash(m->large.seed, &m->list.at[dense].id, sizeof(uint64_t));
}

static HW_MEM add(hw_ids *m, uint64_t id, uint64_t at, uint32_t *ret)
{
    if (m->list.len >= HW_NONE)
        return HW_MEM_OUT;
    *ret = (uint32_t)m->list.len;
    return hw_vec_push(&m->list, ((hw_id_entry){.id = id, .at = at}));
}

static HW_MEM cover(hw_ids *m, uint64_t id)
{
    size_t size = m->direct_size ? m->direct_size : DIRECT_MIN;
    while (size <= id)
        size *= 2;
    uint32_t *p = hw_mem_resize(m->direct, size, sizeof *p);
    if (!p)
        return HW_MEM_OUT;
    for (size_t i = m->direct_size; i < size; i++)
        p[i] = HW_NONE;
    m->direct = p;
    m->direct_size = size;
    return HW_MEM_OK;
}

HW_MEM hw_ids_put(hw_ids *m, uint64_t id, uint64_t at, uint32_t *ret)
{
    if (id < m->direct_size && m->direct[id] != HW_NONE) {
        *ret = m->direct[id];
        return HW_MEM_OK;
    }
    if (id < DIRECT_MAX)
        return hw_mem_of((id < m->direct_size || cover(m, id)) && add(m, id, at, &m->direct[id]) &&
                         (*ret = m->direct[id], true));
    if (m->large.seed == 0)
        m->large.seed = hw_random_seed() | 1;
    lookup l = {m, id};
    uint64_t hash = hw_hash(m->large.seed, &id, sizeof id);
    *ret = hw_index_get(&m->large, hash, same, &l);
    return hw_mem_of(*ret != HW_NONE ||
                     (add(m, id, at, ret) && hw_index_put(&m->large, hash, *ret, hash_of, m)));
}

const hw_id_entry *hw_ids_undefined(const hw_ids *m)
{
    for (size_t i = 0; i < m->list.len; i++)
        if (!m->list.at[i].defined)
            return &m->list.at[i];
    return NULL;
}

void hw_ids_free(hw_ids *m)
{
    hw_vec_free(&m->list);
    hw_mem_free(m->direct);
    hw_index_free(&m->large);
    *m = (hw_ids){.direct = NULL};
}
