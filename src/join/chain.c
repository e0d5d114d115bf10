#include "join/chain.h"

/* -json has physical positions, and a profile those of //line directives. So base names that differ
 * mean something only where no directive can be behind them. */
static bool comparable(hw_str base)
{
    return hw_str_ends(base, HW_STR(".go")) && !hw_str_has(base, HW_STR("cgo"));
}

static hw_chain_fit compare_frame(const hw_profile *p, const hw_frame *frame,
                                  const hw_strings *strings, const hw_chain_frame *link)
{
    if (frame->function == HW_NONE || frame->line == 0)
        return HW_CHAIN_UNKNOWN;
    hw_sid file = p->functions.at[frame->function].file;
    hw_str mine = hw_str_base(hw_strings_get(p->strings, file));
    hw_str theirs = hw_str_base(hw_strings_get(strings, link->file));
    if (hw_str_eq(mine, theirs))
        return frame->line == link->line ? HW_CHAIN_SAME : HW_CHAIN_OTHER;
    return comparable(mine) && comparable(theirs) ? HW_CHAIN_OTHER : HW_CHAIN_UNKNOWN;
}

hw_chain_fit hw_chain_compare(const hw_profile *profile, const hw_site *site,
                              const hw_claims *claims, const hw_claim *claim)
{
    const hw_chain_frame *chain;
    size_t n, length;
    if (!hw_claim_chain(claims, claim, &chain, &length))
        return HW_CHAIN_UNKNOWN;
    const hw_frame *inlined = hw_site_inlined(profile, site, &n);
    if (length < n)
        return HW_CHAIN_OTHER;
    for (size_t i = 0; i < n; i++) { /* the outermost call first */
        hw_chain_fit fit = compare_frame(profile, &inlined[n - 1 - i], claims->strings, &chain[i]);
        if (fit != HW_CHAIN_SAME)
            return fit;
    }
    if (length == n)
        return HW_CHAIN_SAME;
    return length == n + 1 ? HW_CHAIN_NEXT : HW_CHAIN_INNER;
}
