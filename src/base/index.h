/* base/index - the one hash table: open addressing from a caller's hash to a dense 32-bit id.
 *
 * It stores no keys: the caller keeps them in an array indexed by the id and compares them in `eq`.
 * Interning, id maps and stack folding are all built on it. Hashes are seeded per run by hw_hash's
 * caller, and no output may depend on the order of slots (there is no way to iterate).
 */
#ifndef HW_BASE_INDEX_H
#define HW_BASE_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

/* "no such thing", for every dense id of the project. */
#define HW_NONE UINT32_MAX

typedef struct hw_index_slot {
    uint32_t tag; /* upper half of the hash */
    uint32_t id;  /* HW_NONE: free */
} hw_index_slot;

typedef struct hw_index {
    hw_index_slot *slots;
    size_t mask; /* slots - 1, a power of two minus one; 0 slots when `slots` is NULL */
    size_t used;
    uint64_t seed;
} hw_index;

typedef bool (*hw_index_eq)(const void *ctx, uint32_t id);
/* The hash of an id that is in the table already; needed when the table grows. */
typedef uint64_t (*hw_index_hash)(const void *ctx, uint32_t id);

/* A seed that differs between runs. */
uint64_t hw_random_seed(void);
/* XXH3 of the bytes. */
uint64_t hw_hash(uint64_t seed, const void *data, size_t n);
/* A hash of a few words that an input cannot foresee: cheaper than hw_hash for keys this short. */
static inline uint64_t hw_mix(uint64_t seed, uint64_t word)
{
    uint64_t h = (seed ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    h = (h ^ (h >> 32)) * (seed | 1);
    h = (h ^ (h >> 29)) * UINT64_C(0xBF58476D1CE4E5B9);
    return h ^ (h >> 32);
}

/* The id whose key `eq` accepts, or HW_NONE. */
uint32_t hw_index_get(const hw_index *ix, uint64_t hash, hw_index_eq eq, const void *ctx);
/* Adds an id that is not there yet. A failure leaves the table as it was. */
HW_MEM hw_index_put(hw_index *ix, uint64_t hash, uint32_t id, hw_index_hash rehash,
                    const void *ctx);
/* Before the first hw_index_put: room for `count` ids. */
HW_MEM hw_index_room(hw_index *ix, size_t count);
/* Without ids; the slots stay. */
void hw_index_clear(hw_index *ix);
void hw_index_free(hw_index *ix);

#endif
