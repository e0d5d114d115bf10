/* The text form of a heap profile: the first byte chooses the size of the pieces, the rest follows
 * the words that make it one.
 *
 * Whatever comes in, nothing is read or written out of bounds, a refusal leaves the profile as it
 * was and says in which line, and what is accepted does not depend on the pieces.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/limit_table.h"
#include "decode/decode.h"
#include "must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char words[] = "heap profile: ";

static hw_status decode(const uint8_t *data, size_t size, size_t piece, hw_profile *p,
                        hw_error *err)
{
    const hw_limits small = {.message = 1 << 12, .strings = 1 << 10, .stacks = 1 << 8, .depth = 64};
    hw_limits limits = hw_limits_filled(&small);
    hw_decoder *d;
    MUST(hw_decode_new(HW_STR("fuzz"), &limits, p, &d, err) == HW_OK);
    hw_byte_sink to = hw_decode_sink(d);
    hw_status s = to.write(to.ctx, words, sizeof words - 1, err);
    while (size && s == HW_OK) {
        size_t n = size < piece ? size : piece;
        s = to.write(to.ctx, data, n, err);
        data += n;
        size -= n;
    }
    if (s == HW_OK)
        s = hw_decode_finish(d, err);
    hw_decode_free(d);
    return s;
}

static void check(const hw_profile *p)
{
    MUST((p->inputs.len == 0 || p->present == 15) && !p->delta && p->mappings.len == 0);
    for (size_t i = 0; i < p->samples.len; i++) {
        const hw_sample *s = &p->samples.at[i];
        MUST(s->size == HW_SIZE_UNKNOWN || s->size > 0);
        MUST((uint64_t)s->stack_at + s->depth <= p->stack_ids.len);
        for (uint32_t k = 0; k < s->depth; k++)
            MUST(p->stack_ids.at[s->stack_at + k] < p->locations.len);
        for (int v = 0; v < HW_VALUES; v++)
            MUST(s->values.v[v] >= 0);
    }
    for (size_t i = 0; i < p->locations.len; i++) {
        const hw_location *l = &p->locations.at[i];
        MUST((uint64_t)l->frames_at + l->frames <= p->frames.len && l->mapping == HW_NONE);
    }
    for (size_t i = 0; i < p->frames.len; i++)
        MUST(p->frames.at[i].function < p->functions.len);
    for (size_t i = 0; i < p->functions.len; i++)
        MUST(p->functions.at[i].name < p->strings->list.len &&
             p->functions.at[i].file < p->strings->list.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hw_strings strings;
    hw_profile p;
    hw_error err = {0}, again = {0};
    if (size == 0)
        return 0;
    MUST(hw_strings_init(&strings));
    hw_profile_init(&p, &strings);
    size_t piece = data[0] ? data[0] : SIZE_MAX;
    hw_status s = decode(data + 1, size - 1, piece, &p, &err);
    size_t samples = p.samples.len;
    check(&p);
    MUST(decode(data + 1, size - 1, 64, &p, &again) == s); /* other pieces, the same */
    if (s == HW_OK) {
        check(&p);
        MUST(p.samples.len == samples * 2);
    } else {
        MUST(err.status == s && err.message[0] != '\0');
        MUST(err.line == again.line && err.offset == again.offset);
        MUST(strcmp(err.message, again.message) == 0);
        MUST(p.inputs.len == 0 && p.samples.len == 0 && p.functions.len == 0);
    }
    hw_profile_free(&p);
    hw_strings_free(&strings);
    return 0;
}
