#include "join/captures.h"

#include "base/mem.h"

/* The log names the closure itself, or one of the functions around it. HW_NONE: it has no name
 * there. */
static hw_sid outer_name(const hw_captures *c, hw_sid name)
{
    const hw_strings *t = c->claims->strings;
    return hw_strings_find(t, hw_function_outer(hw_strings_get(t, name)));
}

HW_MEM hw_captures_init(hw_captures *c, const hw_claims *claims, const hw_enclosing *enclosing)
{
    *c =
        (hw_captures){.claims = claims, .enclosing = enclosing, .names = claims->strings->list.len};
    c->by_name = hw_mem_zero(c->names ? c->names : 1, 1);
    for (size_t i = 0; c->by_name && i < claims->capturing.len; i++) {
        hw_sid outer = outer_name(c, claims->capturing.at[i]);
        c->by_name[claims->capturing.at[i]] = 1;
        if (outer < c->names)
            c->by_name[outer] = 1;
    }
    return hw_mem_of(c->by_name != NULL);
}

void hw_captures_free(hw_captures *c)
{
    hw_mem_free(c->by_name);
}

bool hw_captures_any(const hw_captures *c, const hw_decl *d)
{
    hw_sid outer = outer_name(c, d->name);
    return c->by_name[d->name] || outer >= c->names || c->by_name[outer];
}

bool hw_captures_nothing(const hw_captures *c, const hw_claim *claim)
{
    bool flows = c->claims->routes.len > 0; /* without them nothing is said about captures */
    if (!flows || claim->kind != HW_KIND_CLOSURE || claim->flags & HW_CLAIM_HEADER_ONLY)
        return false;
    const hw_decl *d = hw_enclosing_before(c->enclosing, &claim->place);
    return d && hw_place_cmp(&d->place, &claim->place) == 0 && !hw_captures_any(c, d);
}
