/* Inflating and decoding: the first byte chooses the size of the pieces, the rest is the input.
 *
 * Whatever comes in, nothing is read or written out of bounds, a refusal leaves the profile as it
 * was, and what is accepted keeps its own rules.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "decode/decode.h"
#include "intake/inflate.h"
#include "intake/intake.h"
#include "must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static hw_status feed(const uint8_t *data, size_t size, size_t piece, hw_inflate *z, hw_error *err)
{
    hw_byte_sink s = hw_inflate_sink(z);
    while (size) {
        size_t n = size < piece ? size : piece;
        HW_TRY(s.write(s.ctx, data, n, err));
        data += n;
        size -= n;
    }
    return hw_inflate_finish(z, err);
}

static hw_status decode(const uint8_t *data, size_t size, size_t piece, hw_profile *p,
                        hw_error *err)
{
    const hw_limits small = {.profile = 1 << 24,
                             .message = 1 << 20,
                             .strings = 1 << 16,
                             .stacks = 1 << 14,
                             .depth = 4096,
                             .ratio = 100};
    hw_limits limits = hw_limits_filled(&small);
    hw_decoder *d;
    hw_inflate *z;
    MUST(hw_decode_new(HW_STR("fuzz"), &limits, p, &d, err) == HW_OK);
    hw_byte_sink to = hw_decode_sink(d);
    MUST(hw_inflate_new(HW_STR("fuzz"), limits.profile, "profile", limits.ratio, &to, &z, err) ==
         HW_OK);
    hw_status s = feed(data, size, piece, z, err);
    if (s == HW_OK)
        s = hw_decode_finish(d, err);
    hw_inflate_free(z);
    hw_decode_free(d);
    return s;
}

static void check_stacks(const hw_profile *p)
{
    hw_values sum = {{0}};
    bool exact = true;
    for (size_t i = 0; i < p->samples.len; i++) {
        const hw_sample *s = &p->samples.at[i];
        MUST(s->size == HW_SIZE_UNKNOWN || s->size > 0);
        MUST((uint64_t)s->stack_at + s->depth <= p->stack_ids.len);
        for (uint32_t k = 0; k < s->depth; k++)
            MUST(p->stack_ids.at[s->stack_at + k] < p->locations.len);
        exact = hw_values_add(&sum, &s->values) && exact;
    }
    MUST(hw_notes_find(&p->notes, HW_NOTE_VALUES_CLAMPED) ||
         (exact && memcmp(&sum, &p->totals, sizeof sum) == 0));
}

static void check(const hw_profile *p)
{
    check_stacks(p);
    for (size_t i = 0; i < p->locations.len; i++) {
        const hw_location *l = &p->locations.at[i];
        MUST((uint64_t)l->frames_at + l->frames <= p->frames.len);
        MUST(l->mapping == HW_NONE || l->mapping < p->mappings.len);
    }
    for (size_t i = 0; i < p->frames.len; i++)
        MUST(p->frames.at[i].function == HW_NONE || p->frames.at[i].function < p->functions.len);
    for (size_t i = 0; i < p->functions.len; i++)
        MUST(p->functions.at[i].name < p->strings->list.len &&
             p->functions.at[i].file < p->strings->list.len);
    for (size_t i = 0; i < p->mappings.len; i++)
        MUST(p->mappings.at[i].file < p->strings->list.len &&
             p->mappings.at[i].build_id < p->strings->list.len);
    MUST(p->present != 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hw_strings strings;
    hw_profile p;
    hw_error err;
    if (size == 0)
        return 0;
    MUST(hw_strings_init(&strings));
    hw_profile_init(&p, &strings);
    size_t piece = data[0] ? data[0] : SIZE_MAX;
    hw_status s = decode(data + 1, size - 1, piece, &p, &err);
    if (s == HW_OK) {
        check(&p);
        size_t samples = p.samples.len;
        MUST(decode(data + 1, size - 1, 64, &p, &err) == HW_OK); /* other pieces, the same */
        MUST(p.samples.len == samples * 2);
        check(&p);
    } else {
        MUST(err.status == s && err.message[0] != '\0');
        MUST(p.inputs.len == 0 && p.samples.len == 0 && p.functions.len == 0);
    }
    hw_profile_free(&p);
    hw_strings_free(&strings);
    return 0;
}
