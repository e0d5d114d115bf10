#include "decode/decode.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "decode/decode_finish.h"
#include "decode/decoder.h"
#include "decode/fields.h"
#include "decode/profile_sniff.h"
#include "decode/text_form.h"

/* Of scratch memory for each entry of a message, at most: an unpacked Label with its bookkeeping.
 */
enum { SCRATCH_PER_ENTRY = 512, SCRATCH_LEAST = 1 << 20, SCRATCH_SLACK = 64 };

static void *scratch_alloc(void *ctx, size_t size)
{
    hw_decoder *d = ctx;
    void *p = hw_arena_alloc(&d->scratch, 1, size);
    if (!p) {
        d->scratch_failed = true;
        size_t left = d->scratch.limit - d->scratch.used;
        d->scratch_over =
            d->scratch.limit != 0 && (left < SCRATCH_SLACK || size > left - SCRATCH_SLACK);
    }
    return p;
}

static void scratch_free(void *ctx, void *p)
{
    (void)ctx;
    (void)p;
}

hw_status hw_decode_new(hw_str input, const hw_limits *limits, hw_profile *into, hw_decoder **ret,
                        hw_error *err)
{
    hw_decoder *d = hw_mem_zero(1, sizeof *d);
    if (!d)
        return hw_nomem(err);
    d->input = hw_arena_str(&d->arena, input);
    if (!d->input.p) {
        hw_decode_free(d);
        return hw_nomem(err);
    }
    d->limits = *limits;
    d->into = into;
    d->kept_index.seed = hw_random_seed();
    d->label_index.seed = d->kept_index.seed;
    d->allocator = (ProtobufCAllocator){scratch_alloc, scratch_free, d};
    if (limits->depth <= SIZE_MAX / SCRATCH_PER_ENTRY - SCRATCH_LEAST)
        d->scratch.limit = (size_t)limits->depth * SCRATCH_PER_ENTRY + SCRATCH_LEAST;
    d->walk = (hw_walk){.input = d->input,
                        .rules = hw_decode_rules,
                        .rule_count = HW_DECODE_RULES,
                        .longest = limits->message,
                        .take = hw_decode_field,
                        .ctx = d};
    *ret = d;
    return HW_OK;
}

static hw_status feed(hw_decoder *d, const void *data, size_t n, hw_error *err)
{
    return d->text ? hw_text_feed(d, data, n, err) : hw_walk_feed(&d->walk, data, n, err);
}

/* Sniffs the head and hands it on; once. */
static hw_status begin(hw_decoder *d, hw_error *err)
{
    hw_str head = {(const char *)d->head, d->head_len};
    d->sniffed = true;
    if (hw_text_starts(head))
        HW_TRY(hw_text_begin(d, err));
    else
        HW_TRY(hw_decode_sniff(head, d->input, err));
    return feed(d, d->head, d->head_len, err);
}

static void hash_bytes(hw_decoder *d, const char *p, size_t n)
{
    while (n) {
        size_t room = sizeof d->block - d->block_len, part = room < n ? room : n;
        memcpy(d->block + d->block_len, p, part);
        d->block_len += part;
        p += part;
        n -= part;
        if (d->block_len == sizeof d->block) {
            d->content = hw_hash(d->content, d->block, sizeof d->block);
            d->block_len = 0;
        }
    }
}

static hw_status take(void *ctx, const void *data, size_t n, hw_error *err)
{
    hw_decoder *d = ctx;
    const char *p = data;
    hash_bytes(d, p, n);
    if (n == 0)
        return HW_OK;
    if (!d->sniffed) {
        size_t part = HW_HEAD_MAX - d->head_len < n ? HW_HEAD_MAX - d->head_len : n;
        memcpy(d->head + d->head_len, p, part);
        d->head_len += part;
        p += part;
        n -= part;
        if (d->head_len < HW_HEAD_MAX)
            return HW_OK;
        HW_TRY(begin(d, err));
    }
    return feed(d, p, n, err);
}

hw_byte_sink hw_decode_sink(hw_decoder *d)
{
    return (hw_byte_sink){take, d};
}

hw_status hw_decode_finish(hw_decoder *d, hw_error *err)
{
    if (d->head_len == 0)
        return hw_fail(err, HW_FORMAT, d->input, "is empty");
    if (!d->sniffed)
        HW_TRY(begin(d, err));
    d->content = hw_hash(d->content, d->block, d->block_len);
    HW_TRY(d->text ? hw_text_end(d, err) : hw_walk_end(&d->walk, err));
    return hw_decode_complete(d, err);
}

void hw_decode_free(hw_decoder *d)
{
    if (!d)
        return;
    hw_walk_free(&d->walk);
    hw_text_reader_free(d->text);
    hw_buf_free(&d->period_type);
    hw_buf_free(&d->strings);
    hw_ids_free(&d->location_ids);
    hw_ids_free(&d->function_ids);
    hw_ids_free(&d->mapping_ids);
    hw_vec_free(&d->locations);
    hw_vec_free(&d->frames);
    hw_vec_free(&d->functions);
    hw_vec_free(&d->mappings);
    hw_vec_free(&d->inners);
    hw_vec_free(&d->inner_addresses);
    hw_vec_free(&d->entries);
    hw_vec_free(&d->labels);
    hw_index_free(&d->label_index);
    hw_vec_free(&d->keys);
    hw_vec_free(&d->kept);
    hw_vec_free(&d->kept_hashes);
    hw_vec_free(&d->more_values);
    hw_index_free(&d->kept_index);
    hw_arena_free(&d->scratch);
    hw_arena_free(&d->arena);
    hw_mem_free(d);
}
