#include "decode/fold.h"

#include <string.h>

#include "base/error.h"

/* Kept locations per kept sample, on average: what --max-stacks bounds besides their number. */
enum { KEYS_PER_STACK = 64 };

typedef struct key {
    const hw_decoder *d;
    uint32_t at, depth, labels, inner;
} key;

/* The short form is kept beside each sample: when the table grows, reading the stacks again would
 * miss the caches a million times. */
static uint32_t hash_key(const key *k)
{
    const uint32_t *run = k->d->keys.at + k->at;
    uint64_t salt = ((uint64_t)k->depth << 32 | k->labels) ^ (uint64_t)~k->inner << 16;
    return (uint32_t)hw_hash(k->d->kept_index.seed ^ salt, run,
                             ((size_t)k->depth + k->labels) * sizeof *run);
}

static uint64_t spread(uint32_t hash)
{
    return hash * UINT64_C(0x9e3779b97f4a7c15);
}

static uint64_t rehash_kept(const void *ctx, uint32_t id)
{
    const hw_decoder *d = ctx;
    return spread(d->kept_hashes.at[id]);
}

static bool same_key(const void *ctx, uint32_t id)
{
    const key *k = ctx;
    const hw_sample *s = &k->d->kept.at[id];
    const uint32_t *keys = k->d->keys.at;
    return s->depth == k->depth && s->size == k->labels && s->inner == k->inner &&
           memcmp(keys + s->stack_at, keys + k->at,
                  ((size_t)k->depth + k->labels) * sizeof *keys) == 0;
}

typedef struct label_key {
    const hw_decoder *d;
    const hw_label *label;
} label_key;

static uint64_t hash_label(uint64_t seed, const hw_label *l)
{
    return hw_hash(seed ^ ((uint64_t)l->key << 32 | l->unit), &l->number, sizeof l->number);
}

static uint64_t rehash_label(const void *ctx, uint32_t id)
{
    const hw_decoder *d = ctx;
    return hash_label(d->label_index.seed, &d->labels.at[id]);
}

static bool same_label(const void *ctx, uint32_t id)
{
    const label_key *k = ctx;
    const hw_label *l = &k->d->labels.at[id];
    return l->key == k->label->key && l->unit == k->label->unit && l->number == k->label->number;
}

hw_status hw_decode_label_id(hw_decoder *d, const hw_label *l, uint64_t at, uint32_t *ret,
                             hw_error *err)
{
    label_key k = {d, l};
    uint64_t hash = hash_label(d->label_index.seed, l);
    *ret = hw_index_get(&d->label_index, hash, same_label, &k);
    if (*ret != HW_NONE)
        return HW_OK;
    if (d->labels.len >= d->limits.strings || d->labels.len >= HW_NONE)
        return hw_fail_at(err, HW_LIMIT, d->input, at,
                          "has more than %llu different labels; --max-strings raises this limit",
                          (unsigned long long)d->limits.strings);
    *ret = (uint32_t)d->labels.len;
    return hw_vec_push(&d->labels, *l) && hw_index_put(&d->label_index, hash, *ret, rehash_label, d)
               ? HW_OK
               : hw_nomem(err);
}

hw_status hw_decode_check_counts(hw_decoder *d, size_t values, size_t locations, size_t labels,
                                 uint64_t at, hw_error *err)
{
    if (d->sample_count == 0) {
        d->value_count = values;
        d->first_sample_at = at;
    }
    if (values > HW_TYPES_MAX)
        return hw_fail_at(err, HW_FORMAT, d->input, at, "a sample has %zu values", values);
    if (values != d->value_count)
        return hw_fail_at(err, HW_FORMAT, d->input, at,
                          "a sample has %zu values and the ones before it %zu", values,
                          d->value_count);
    if (d->sample_count >= d->limits.samples)
        return hw_fail_at(err, HW_LIMIT, d->input, at,
                          "has more than %llu samples; --max-samples raises this limit",
                          (unsigned long long)d->limits.samples);
    if (locations > d->limits.depth || labels > d->limits.depth)
        return hw_fail_at(err, HW_LIMIT, d->input, at,
                          "a sample has more than %llu locations or labels; --max-depth raises "
                          "this limit",
                          (unsigned long long)d->limits.depth);
    d->sample_count++;
    return HW_OK;
}

hw_status hw_decode_key_room(hw_decoder *d, size_t n, uint64_t at, hw_error *err)
{
    uint64_t most = d->limits.stacks < UINT32_MAX / KEYS_PER_STACK
                        ? d->limits.stacks * KEYS_PER_STACK + d->limits.depth * 2
                        : UINT32_MAX;
    if (n > most || d->keys.len > most - n)
        return hw_fail_at(err, HW_LIMIT, d->input, at,
                          "the stacks kept have more than %llu locations; --max-stacks raises this "
                          "limit",
                          (unsigned long long)most);
    return hw_vec_room(&d->keys, n + 1) ? HW_OK : hw_nomem(err);
}

static void add_saturated(int64_t *sum, int64_t more, uint64_t *clamped)
{
    if (__builtin_add_overflow(*sum, more, sum)) {
        *sum = more < 0 ? INT64_MIN : INT64_MAX;
        ++*clamped;
    }
}

static void add_values(hw_decoder *d, uint32_t id, const int64_t *v)
{
    hw_sample *s = &d->kept.at[id];
    size_t n = d->value_count, inside = n < HW_VALUES ? n : HW_VALUES;
    for (size_t i = 0; i < inside; i++)
        add_saturated(&s->values.v[i], v[i], &d->clamped);
    for (size_t i = HW_VALUES; i < n; i++)
        add_saturated(&d->more_values.at[id * (n - HW_VALUES) + i - HW_VALUES], v[i], &d->clamped);
}

static hw_status keep(hw_decoder *d, const key *k, uint32_t hash, uint64_t at, uint32_t *ret,
                      hw_error *err)
{
    size_t more = d->value_count > HW_VALUES ? d->value_count - HW_VALUES : 0;
    if (d->kept.len >= d->limits.stacks || d->kept.len >= HW_NONE)
        return hw_fail_at(err, HW_LIMIT, d->input, at,
                          "has more than %llu distinct samples; --max-stacks raises this limit",
                          (unsigned long long)d->limits.stacks);
    uint32_t first = k->labels ? d->labels.at[d->keys.at[k->at + k->depth]].key : 0;
    if (d->kept.len == 0) {
        d->label_n = k->labels;
        d->label_key = first;
    }
    d->label_mix |= k->labels > 1 || k->labels != d->label_n || first != d->label_key;
    *ret = (uint32_t)d->kept.len;
    hw_sample blank = {.stack_at = k->at, .depth = k->depth, .size = k->labels, .inner = k->inner};
    if (!hw_vec_push(&d->kept, blank) || !hw_vec_push(&d->kept_hashes, hash) ||
        !hw_vec_room(&d->more_values, more) ||
        !hw_index_put(&d->kept_index, spread(hash), *ret, rehash_kept, d))
        return hw_nomem(err);
    for (size_t i = 0; i < more; i++)
        d->more_values.at[d->more_values.len++] = 0;
    d->keys.len += (size_t)k->depth + k->labels;
    return HW_OK;
}

bool hw_decode_nothing(hw_decoder *d, const int64_t *values, size_t n)
{
    bool zero = true;
    for (size_t i = 0; i < n; i++) {
        zero = zero && values[i] == 0;
        d->negative |= (uint64_t)(values[i] < 0) << i;
    }
    d->zero_count += zero;
    return zero;
}

/* Whether the largest value, which is of bytes, is more than what a collection allocates for itself
 * inside of another allocation: an object or a few, of 112 bytes at most. */
static bool is_many(const int64_t *values, size_t n)
{
    enum { HANDFUL = 4 * 112 };
    int64_t most = 0;
    for (size_t i = 0; i < n; i++)
        most = values[i] > most ? values[i] : most;
    return most > HANDFUL;
}

hw_status hw_decode_add(hw_decoder *d, const hw_decode_key *sample, const int64_t *values,
                        uint64_t at, hw_error *err)
{
    key k = {d, (uint32_t)d->keys.len, sample->depth, sample->labels, sample->inner};
    uint32_t hash = hash_key(&k);
    uint32_t id = hw_index_get(&d->kept_index, spread(hash), same_key, &k);
    if (id == HW_NONE) {
        HW_TRY(keep(d, &k, hash, at, &id, err));
    } else {
        hw_sample *s = &d->kept.at[id];
        s->repeated = true;
        s->both_many =
            s->both_many || (is_many(s->values.v, HW_VALUES) && is_many(values, d->value_count));
    }
    add_values(d, id, values);
    return HW_OK;
}
