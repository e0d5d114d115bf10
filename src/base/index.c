#include "base/index.h"

#define XXH_INLINE_ALL /* most keys are short: the call would take longer than the hash */
#include <sys/random.h>
#include <time.h>
#include <xxhash.h>

#include "base/mem.h"

enum { SLOTS_MIN = 64 };

uint64_t hw_random_seed(void)
{
    uint64_t seed;
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) == (ssize_t)sizeof seed)
        return seed;
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_nsec * 0x9e3779b97f4a7c15u ^ (uint64_t)now.tv_sec;
}

uint64_t hw_hash(uint64_t seed, const void *data, size_t n)
{
    return XXH3_64bits_withSeed(data, n, seed);
}

static uint32_t tag_of(uint64_t hash)
{
    return (uint32_t)(hash >> 32);
}

uint32_t hw_index_get(const hw_index *ix, uint64_t hash, hw_index_eq eq, const void *ctx)
{
    if (!ix->slots)
        return HW_NONE;
    for (size_t i = (size_t)hash & ix->mask;; i = (i + 1) & ix->mask) {
        const hw_index_slot *s = &ix->slots[i];
        if (s->id == HW_NONE)
            return HW_NONE;
        if (s->tag == tag_of(hash) && eq(ctx, s->id))
            return s->id;
    }
}

static void insert(hw_index *ix, uint64_t hash, uint32_t id)
{
    size_t i = (size_t)hash & ix->mask;
    while (ix->slots[i].id != HW_NONE)
        i = (i + 1) & ix->mask;
    ix->slots[i] = (hw_index_slot){tag_of(hash), id};
}

void hw_index_clear(hw_index *ix)
{
    for (size_t i = 0; ix->slots && i <= ix->mask; i++)
        ix->slots[i].id = HW_NONE;
    ix->used = 0;
}

/* `count` free slots, a power of two. */
static HW_MEM make_slots(size_t count, hw_index *ret)
{
    hw_index_slot *slots = hw_mem_alloc(count, sizeof *slots);
    if (!slots)
        return HW_MEM_OUT;
    for (size_t i = 0; i < count; i++)
        slots[i].id = HW_NONE;
    ret->slots = slots;
    ret->mask = count - 1;
    return HW_MEM_OK;
}

static HW_MEM grow(hw_index *ix, hw_index_hash rehash, const void *ctx)
{
    hw_index next = {.seed = ix->seed, .used = ix->used};
    if (!make_slots(ix->slots ? (ix->mask + 1) * 2 : SLOTS_MIN, &next))
        return HW_MEM_OUT;
    for (size_t i = 0; ix->slots && i <= ix->mask; i++)
        if (ix->slots[i].id != HW_NONE)
            insert(&next, rehash(ctx, ix->slots[i].id), ix->slots[i].id);
    hw_mem_free(ix->slots);
    *ix = next;
    return HW_MEM_OK;
}

HW_MEM hw_index_put(hw_index *ix, uint64_t hash, uint32_t id, hw_index_hash rehash, const void *ctx)
{
    /* At most two thirds full, so that a lookup always meets a free slot. */
    if ((!ix->slots || (ix->used + 1) * 3 > (ix->mask + 1) * 2) && !grow(ix, rehash, ctx))
        return HW_MEM_OUT;
    insert(ix, hash, id);
    ix->used++;
    return HW_MEM_OK;
}

HW_MEM hw_index_room(hw_index *ix, size_t count)
{
    size_t slots = SLOTS_MIN;
    while (count > slots / 3 * 2 && slots <= SIZE_MAX / 4)
        slots *= 2;
    return make_slots(slots, ix);
}

void hw_index_free(hw_index *ix)
{
    hw_mem_free(ix->slots);
    *ix = (hw_index){0};
}
