/* verdict/call_rules - rules 4 to 6: whether what was printed at a position belongs to the site's
 * call.
 *
 * The compiler prints what it inlined at the outermost call. Which of the calls there a claim is of
 * is known by its chain (-json), else guessed from inlining positions and the stand-alone copy of
 * the callee.
 */
#ifndef HW_VERDICT_CALL_RULES_H
#define HW_VERDICT_CALL_RULES_H

#include "verdict/chain.h"
#include "verdict/join_input.h"

/* A site, while claims are held against it. */
typedef struct hw_site_view {
    const hw_site *site;
    const hw_site_lines *lines;
    const hw_frame *inlined; /* the outermost inlined call, or NULL */
    hw_seen_sizes sizes;
    hw_str name; /* of the physical function */
} hw_site_view;

hw_site_view hw_site_view_of(const hw_join_input *in, uint32_t site);

/* How sure the claim is of the site's call. *by_chain: its chain says so. */
hw_own hw_call_speaks(const hw_join_input *in, const hw_site_view *s, const hw_claim *c,
                      bool *by_chain);

/* "Does not escape" has no chain. Where as many claims of its text say heap at the site's very
 * chain as the innermost line has in all, it must be of another line of the callee. `run`: the
 * claims of the physical line. */
bool hw_call_accounted_for(const hw_join_input *in, const hw_site_view *s, hw_item_run run,
                           const hw_claim *c);

/* The column of the expression on its own line, which for an inlined claim is not the printed one;
 * 0 where it is not known. */
uint32_t hw_call_column(const hw_join_input *in, const hw_site_view *s, const hw_claim *c);

bool hw_call_hint_speaks(const hw_join_input *in, const hw_site_view *s, const hw_hint *h);

#endif
