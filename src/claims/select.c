#include "claims/select.h"

#include <assert.h>

#include "base/error.h"
#include "base/mem.h"
#include "claims/sink.h"

static_assert(HW_REASON_COUNT <= 64 && HW_PATTERN_COUNT <= 32, "they are bits");

/* --- reasons ---------------------------------------------------------------------------------- */

uint64_t hw_claim_reasons(const hw_claims *set, const hw_claim *c)
{
    uint64_t found = 0;
    for (uint32_t r = c->route; r != HW_NONE; r = set->routes.at[r].next)
        found |= set->routes.at[r].reasons;
    return found;
}

/* --- names ------------------------------------------------------------------------------------ */

/* What is known of a string: each is matched once. */
enum { NOT_TRIED, NO, YES };

typedef struct names {
    const void *pattern;
    uint8_t *known; /* by id */
    /* The last function in its package, which is matched as "package.function". */
    hw_sid package, function;
    uint8_t last;
} names;

typedef struct selector {
    const hw_enclosing *enclosing;
    const hw_claims *set;
    const hw_claims_filter *filter;
    names focus, ignore;
    uint8_t *package_fits; /* by block */
    hw_buf scratch;
    hw_error *err;
} selector;

static hw_status try_text(selector *s, const names *n, hw_str text, bool *found)
{
    if (*found || text.n == 0)
        return HW_OK;
    return s->filter->names.match(n->pattern, text, found, s->err);
}

static hw_status try_id(selector *s, names *n, hw_sid id, bool *found)
{
    bool here = false;
    if (*found || id == 0)
        return HW_OK;
    if (n->known[id] == NOT_TRIED) {
        HW_TRY(try_text(s, n, hw_strings_get(s->set->strings, id), &here));
        n->known[id] = here ? YES : NO;
    }
    *found = n->known[id] == YES;
    return HW_OK;
}

static hw_status try_function(selector *s, names *n, hw_sid package, hw_sid function, bool *found)
{
    bool here = false;
    if (*found || function == 0)
        return HW_OK;
    if (n->last == NOT_TRIED || n->package != package || n->function != function) {
        hw_str p = hw_strings_get(s->set->strings, package);
        hw_str f = hw_strings_get(s->set->strings, function);
        hw_buf_clear(&s->scratch);
        if (hw_buf_str(&s->scratch, p) != HW_OK ||
            hw_buf_str(&s->scratch, p.n ? HW_STR(".") : HW_STR("")) != HW_OK ||
            hw_buf_str(&s->scratch, f) != HW_OK)
            return hw_nomem(s->err);
        HW_TRY(try_text(s, n, hw_buf_view(&s->scratch), &here));
        n->package = package;
        n->function = function;
        n->last = here ? YES : NO;
    }
    *found = n->last == YES;
    return HW_OK;
}

/* What stands at a place of the log. */
typedef struct subject {
    const hw_place *place;
    hw_sid function;
    hw_sid callee;         /* of an inlined call */
    const hw_claim *claim; /* NULL: none */
} subject;

static hw_status try_claim(selector *s, names *n, const hw_claim *c, bool *found)
{
    hw_flow_end end;
    const hw_chain_frame *frames;
    size_t count;
    HW_TRY(try_text(s, n, hw_claim_text(s->set, c), found));
    if (!*found && hw_claim_chain(s->set, c, &frames, &count))
        for (size_t i = 0; i < count; i++)
            HW_TRY(try_id(s, n, frames[i].file, found));
    if (*found)
        return HW_OK;
    hw_claim_end(s->set, c, &end);
    return try_text(s, n, end.target, found);
}

static hw_status found_in(selector *s, names *n, const subject *x, bool *ret)
{
    hw_sid package = s->set->blocks.at[x->place->block].package;
    *ret = false;
    HW_TRY(try_id(s, n, package, ret));
    HW_TRY(try_id(s, n, x->place->file, ret));
    HW_TRY(try_function(s, n, package, x->function, ret));
    HW_TRY(try_id(s, n, x->callee, ret));
    return x->claim && !*ret ? try_claim(s, n, x->claim, ret) : HW_OK;
}

/* Package, --focus and --ignore. */
static hw_status fits(selector *s, const subject *x, bool *ret)
{
    bool found = true;
    *ret = !s->package_fits || s->package_fits[x->place->block];
    if (*ret && s->focus.pattern)
        HW_TRY(found_in(s, &s->focus, x, &found));
    *ret &= found;
    found = false;
    if (*ret && s->ignore.pattern)
        HW_TRY(found_in(s, &s->ignore, x, &found));
    *ret &= !found;
    return HW_OK;
}

/* --- the arrays ------------------------------------------------------------------------------- */

static HW_MEM make_bits(hw_bits *b, size_t len)
{
    b->at = hw_mem_zero(len / 64 + 1, sizeof *b->at);
    b->len = b->at ? len : 0;
    return hw_mem_of(b->at != NULL);
}

static bool has_pattern(const hw_claims *set, const hw_claim *c, unsigned patterns)
{
    hw_pattern p = hw_pattern_of((hw_message_class)c->class, hw_claim_expr(set, c));
    bool explained = c->route != HW_NONE && p != HW_PATTERN_COUNT;
    return (p != HW_PATTERN_COUNT && (patterns >> p & 1)) ||
           (explained && (patterns >> HW_PATTERN_ESCAPES_WITH_FLOW & 1));
}

static hw_status select_claims(selector *s, const hw_claim *list, size_t len, hw_bits *bits)
{
    const hw_claims_filter *f = s->filter;
    for (size_t i = 0; i < len; i++) {
        bool exact, ok = false;
        const hw_claim *c = &list[i];
        subject x = {.place = &c->place, .claim = c};
        if ((f->patterns && !has_pattern(s->set, c, f->patterns)) ||
            (f->reasons && c->route == HW_NONE))
            continue;
        if (s->focus.pattern || s->ignore.pattern)
            x.function = hw_claim_function(s->enclosing, c, &exact);
        HW_TRY(fits(s, &x, &ok));
        if (ok && f->reasons)
            ok = (hw_claim_reasons(s->set, c) & f->reasons) != 0;
        if (ok)
            bits->at[i / 64] |= UINT64_C(1) << i % 64;
    }
    return HW_OK;
}

static hw_status select_functions(selector *s, hw_selection *ret)
{
    const hw_claims *set = s->set;
    bool ok;
    for (size_t i = 0; i < set->decls.len; i++) {
        const hw_decl *d = &set->decls.at[i];
        subject x = {.place = &d->place, .function = d->name};
        HW_TRY(fits(s, &x, &ok));
        if (ok)
            ret->decls.at[i / 64] |= UINT64_C(1) << i % 64;
    }
    for (size_t i = 0; i < set->inlinings.len; i++) {
        const hw_inlining *call = &set->inlinings.at[i];
        subject x = {.place = &call->place, .callee = call->callee};
        const hw_decl *d = NULL;
        if (s->focus.pattern || s->ignore.pattern)
            d = hw_enclosing_before(s->enclosing, &call->place);
        x.function = d ? d->name : 0;
        HW_TRY(fits(s, &x, &ok));
        if (ok)
            ret->inlinings.at[i / 64] |= UINT64_C(1) << i % 64;
    }
    return HW_OK;
}

static HW_MEM prepare(selector *s, hw_selection *ret)
{
    const hw_claims *set = s->set;
    const hw_filter *f = &s->filter->names;
    size_t ids = set->strings->list.len + 1;
    s->focus.pattern = f->focus;
    s->ignore.pattern = f->ignore;
    if ((f->focus && !(s->focus.known = hw_mem_zero(ids, 1))) ||
        (f->ignore && !(s->ignore.known = hw_mem_zero(ids, 1))) ||
        (f->package_count && !(s->package_fits = hw_mem_zero(set->blocks.len + 1, 1))))
        return HW_MEM_OUT;
    for (size_t i = 0; s->package_fits && i < set->blocks.len; i++)
        s->package_fits[i] =
            hw_filter_has_package(f, hw_strings_get(set->strings, set->blocks.at[i].package));
    return hw_mem_of(make_bits(&ret->claims, set->list.len) &&
                     make_bits(&ret->leaks, set->leaks.len) &&
                     (!ret->functions || (make_bits(&ret->decls, set->decls.len) &&
                                          make_bits(&ret->inlinings, set->inlinings.len))));
}

hw_status hw_select(const hw_enclosing *enclosing, const hw_claims_filter *f, hw_selection *ret,
                    hw_error *err)
{
    const hw_claims *set = enclosing->claims;
    selector s = {.enclosing = enclosing, .set = set, .filter = f, .err = err};
    hw_selection made = {.functions = !f->patterns && !f->reasons};
    made.everything = made.functions && hw_filter_empty(&f->names);
    hw_status status = HW_OK;
    if (!made.everything && !prepare(&s, &made))
        status = hw_nomem(err);
    if (status == HW_OK && !made.everything)
        status = select_claims(&s, set->list.at, set->list.len, &made.claims);
    if (status == HW_OK && !made.everything)
        status = select_claims(&s, set->leaks.at, set->leaks.len, &made.leaks);
    if (status == HW_OK && !made.everything && made.functions)
        status = select_functions(&s, &made);
    hw_mem_free(s.focus.known);
    hw_mem_free(s.ignore.known);
    hw_mem_free(s.package_fits);
    hw_buf_free(&s.scratch);
    if (status == HW_OK)
        *ret = made;
    else
        hw_selection_free(&made);
    return status;
}

void hw_selection_free(hw_selection *s)
{
    hw_mem_free(s->claims.at);
    hw_mem_free(s->leaks.at);
    hw_mem_free(s->decls.at);
    hw_mem_free(s->inlinings.at);
    *s = (hw_selection){0};
}
