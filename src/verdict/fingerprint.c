#include "verdict/fingerprint.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"

enum { SEED = 0x68770001 }; /* fixed: fingerprints are compared between runs and machines */

static uint64_t add(uint64_t h, hw_str s)
{
    return hw_hash(h, s.p ? s.p : "", s.n);
}

static uint64_t name_of(const hw_audit *a, const hw_finding *f)
{
    uint64_t h = add(SEED, hw_strings_get(a->strings, f->package));
    h = add(h, hw_strings_get(a->strings, f->function));
    for (size_t i = 0; i < f->inlined_count; i++)
        h = add(h, hw_strings_get(a->strings, f->inlined[i].function));
    for (size_t i = 0; i < f->claim_count; i++) {
        const hw_claim *c = &a->claims->list.at[f->claims[i].claim];
        h = add(h, hw_str_of(hw_kind_rows[c->kind].name));
        h = add(h, hw_claim_expr(a->claims, c));
    }
    const char *cause = hw_cause_rows[f->cause].name;
    return f->claim_count ? h : add(h, hw_str_of(cause ? cause : ""));
}

typedef struct named {
    uint64_t name;
    uint32_t claim, line, index;
    int64_t size; /* the smallest, to tell unclaimed sites of one line apart */
} named;

static int by_name(const void *x, const void *y)
{
    const named *a = x, *b = y;
    int c;
    if ((c = HW_CMP(a->name, b->name)) || (c = HW_CMP(a->claim, b->claim)) ||
        (c = HW_CMP(a->line, b->line)) || (c = HW_CMP(a->size, b->size)))
        return c;
    return HW_CMP(a->index, b->index);
}

hw_status hw_fingerprints(hw_audit *a, hw_error *err)
{
    size_t n = a->findings.len;
    named *list = hw_mem_alloc(n, sizeof *list);
    if (!list)
        return hw_nomem(err);
    for (size_t i = 0; i < n; i++) {
        const hw_finding *f = &a->findings.at[i];
        list[i] = (named){name_of(a, f), f->claim_count ? f->claims[0].claim : HW_NONE, f->line,
                          (uint32_t)i, f->size_count ? f->sizes[0] : 0};
    }
    if (n)
        qsort(list, n, sizeof *list, by_name);
    uint64_t ordinal = 0;
    for (size_t i = 0; i < n; i++) {
        ordinal = i && list[i].name == list[i - 1].name ? ordinal + 1 : 0;
        uint64_t bits[2] = {list[i].name, ordinal};
        a->findings.at[list[i].index].fingerprint = hw_hash(SEED, bits, sizeof bits);
    }
    hw_mem_free(list);
    return HW_OK;
}
