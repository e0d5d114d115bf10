#include "claims/inliner.h"

#include "go/expression_text.h"

void hw_decl_words(const hw_claims *set, const hw_decl *d, hw_str *cost, hw_str *body,
                   hw_str *reason)
{
    hw_str text = hw_decl_text(set, d), as = HW_STR(" as: "), with = HW_STR(" with cost ");
    *cost = *body = *reason = (hw_str){0};
    if (!d->inlinable) {
        size_t at = hw_expr_find(text, HW_STR(": "));
        if (at != HW_NPOS)
            *reason = hw_str_from(text, at + 2);
        return;
    }
    size_t at = hw_expr_find(text, with);
    if (at == HW_NPOS)
        return;
    text = hw_str_from(text, at + with.n);
    size_t end = hw_str_find(text, as);
    *cost = hw_str_sub(text, 0, end);
    if (end != HW_NPOS)
        *body = hw_str_from(text, end + as.n);
}

void hw_inliner_read(const hw_claims *set, const hw_decl *d, hw_inliner *ret)
{
    hw_str cost, body, reason, more;
    uint64_t n;
    hw_decl_words(set, d, &cost, &body, &reason);
    *ret =
        (hw_inliner){.obstacle = d->inlinable ? HW_OBSTACLE_NONE : hw_obstacle_read(reason, &more)};
    if (ret->obstacle == HW_OBSTACLE_TOO_COMPLEX)
        hw_obstacle_cost(more, &ret->cost, &ret->budget);
    else if (hw_str_u64(cost, UINT32_MAX, &n))
        ret->cost = (uint32_t)n;
}
