/* join/call_rules - rules 4 to 6: is what was printed at a position of the site's call?
 *
 * The compiler prints the claims of an inlined body at the outermost call. The chain of a claim
 * tells its call, but only -json has chains. Without one it is guessed from the positions of
 * inlined calls, and from the claims of the callee's stand-alone copy.
 */
#ifndef HW_JOIN_CALL_RULES_H
#define HW_JOIN_CALL_RULES_H

#include "join/chain.h"
#include "join/join_input.h"

/* A site while claims are held against it. */
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

/* For a claim that says "does not escape", which has no chain: whether others account for the
 * site's line. They do where as many claims of the same text say heap at the site's own chain as
 * the innermost line has in all; then this one is of another line of the callee. `run`: the claims
 * of the physical line. */
bool hw_call_accounted_for(const hw_join_input *in, const hw_site_view *s, hw_item_run run,
                           const hw_claim *c);

/* The column of the expression on its own line; 0: not known. An inlined claim is printed with the
 * column of the call. */
uint32_t hw_call_column(const hw_join_input *in, const hw_site_view *s, const hw_claim *c);

/* Whether the claim is of the site's function: it may be of a closure on its line, or of the
 * function around the site's closure. */
hw_own hw_call_in_function(const hw_join_input *in, const hw_site_view *s, const hw_claim *c);

bool hw_call_hint_speaks(const hw_join_input *in, const hw_site_view *s, const hw_hint *h);

/* Whether some call is inlined where the claim is printed. */
bool hw_call_is_inlined(const hw_join_input *in, uint32_t site, const hw_claim *c);

#endif
