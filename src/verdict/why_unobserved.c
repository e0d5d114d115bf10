#include "verdict/why_unobserved.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/search.h"
#include "go/expression_size.h"
#include "go/expression_text.h"
#include "go/function_name.h"
#include "go/goname.h"
#include "verdict/kind_causes.h"

static void mark_findings(hw_why_unobserved *c)
{
    for (uint32_t i = 0; i < c->audit->findings.len; i++) {
        const hw_finding *f = &c->audit->findings.at[i];
        for (size_t k = 0; k < f->claim_count; k++)
            if (c->finding[f->claims[k].claim] == 0)
                c->finding[f->claims[k].claim] = i + 1;
    }
}

/* Makes ids of plain names, so the arrays by sid are made after it. */
static HW_MEM name_linked(const hw_why_unobserved *c, hw_sid *ret)
{
    const hw_profile *p = c->audit->profile;
    hw_buf plain = {0};
    hw_mem ok = HW_MEM_OK;
    for (size_t i = 0; ok && i < p->linked.len; i++)
        ok = hw_go_plain(hw_strings_get(p->strings, p->linked.at[i]), &plain) == HW_OK &&
             hw_strings_put(p->strings, hw_buf_view(&plain), &ret[i]);
    hw_buf_free(&plain);
    return ok;
}

/* The plain names of the functions that are inlined, as the log declares them: without the package,
 * which the log puts before those of other packages. Makes ids, as name_linked does. */
static HW_MEM name_inlined(const hw_claims *claims, hw_sid *ret)
{
    hw_buf plain = {0};
    hw_mem ok = HW_MEM_OK;
    for (size_t i = 0; ok && i < claims->inlinings.len; i++) {
        ok = hw_go_plain(hw_strings_get(claims->strings, claims->inlinings.at[i].callee), &plain) ==
             HW_OK;
        hw_str name = hw_buf_view(&plain);
        size_t dot = hw_str_find(name, HW_STR("."));
        bool qualified = dot != HW_NPOS && name.p[0] != '(';
        ok = ok && hw_strings_put(claims->strings, name, &ret[2 * i]) &&
             hw_strings_put(claims->strings, qualified ? hw_str_from(name, dot + 1) : name,
                            &ret[2 * i + 1]);
    }
    hw_buf_free(&plain);
    return ok;
}

static void mark_merges(hw_why_unobserved *c)
{
    for (size_t i = 0; i < c->audit->findings.len; i++) {
        const hw_finding *f = &c->audit->findings.at[i];
        if (f->cause == HW_CAUSE_MERGED_ALLOC && f->function < c->strings)
            c->merges[f->function] = 1;
    }
}

static int by_number(const void *a, const void *b)
{
    return HW_CMP(*(const uint64_t *)a, *(const uint64_t *)b);
}

static HW_MEM mark_lines(hw_why_unobserved *c, const hw_profile *p)
{
    for (size_t i = 0; i < p->locations.len; i++) {
        const hw_location *l = &p->locations.at[i];
        const hw_frame *f = l->frames ? &p->frames.at[l->frames_at + l->frames - 1] : NULL;
        if (f && f->function != HW_NONE &&
            !hw_vec_push(&c->lines, (uint64_t)p->functions.at[f->function].name << 32 | f->line))
            return HW_MEM_OUT;
    }
    if (c->lines.len)
        qsort(c->lines.at, c->lines.len, sizeof *c->lines.at, by_number);
    return HW_MEM_OK;
}

/* Every allocation of the process is in the profile. A difference has those of an interval only,
 * and what is in use says nothing of what was. */
static bool is_exact(const hw_profile *p)
{
    return p->period == 1 && !p->delta &&
           (hw_profile_has(p, HW_ALLOC_OBJECTS) || hw_profile_has(p, HW_ALLOC_SPACE));
}

HW_MEM hw_why_unobserved_init(hw_why_unobserved *c, const hw_audit *audit, const hw_join_input *in)
{
    *c = (hw_why_unobserved){.audit = audit, .exact = is_exact(in->profile), .go = in->world.go};
    if (!audit)
        return HW_MEM_OK;
    size_t n = audit->profile->linked.len;
    hw_sid *linked = hw_mem_alloc(n ? n : 1, sizeof *linked);
    size_t inlinings = in->claims->inlinings.len;
    hw_sid *inlined = hw_mem_alloc(inlinings ? inlinings : 1, 2 * sizeof *inlined);
    hw_mem ok = linked && inlined && name_linked(c, linked) && name_inlined(in->claims, inlined);
    c->strings = in->profile->strings->list.len;
    c->finding = hw_mem_zero(in->claims->list.len ? in->claims->list.len : 1, sizeof *c->finding);
    c->linked = hw_mem_zero(c->strings, 1);
    c->inlined = hw_mem_zero(c->strings, 1);
    c->merges = hw_mem_zero(c->strings, 1);
    ok = ok && c->finding && c->linked && c->inlined && c->merges && mark_lines(c, in->profile);
    if (ok) {
        mark_findings(c);
        for (size_t i = 0; i < n; i++)
            c->linked[linked[i]] = 1;
        for (size_t i = 0; i < 2 * inlinings; i++)
            c->inlined[inlined[i]] = 1;
        mark_merges(c);
    }
    hw_mem_free(linked);
    hw_mem_free(inlined);
    return ok;
}

void hw_why_unobserved_free(hw_why_unobserved *c)
{
    hw_mem_free(c->finding);
    hw_mem_free(c->linked);
    hw_mem_free(c->inlined);
    hw_mem_free(c->merges);
    hw_vec_free(&c->lines);
}

enum { TINY_BLOCK = 16 };

/* Smaller objects without pointers share a block of 16 bytes, which is charged to the first one. So
 * one of these may have been made without a trace. */
static bool is_tiny(const hw_finding *f, int64_t bytes)
{
    return f->type && f->pointer_free && bytes < TINY_BLOCK;
}

/* The array of a constant make. Its elements may be of no size. */
static bool has_own_block(const hw_finding *f, hw_str expr)
{
    int64_t bytes;
    if (hw_expr_bytes(expr, &bytes))
        return bytes >= TINY_BLOCK || (f->type && !f->pointer_free);
    return f->type && f->type_size > 0 && !is_tiny(f, f->type_size);
}

/* A string literal, alone in its operand, that is not empty. */
static bool is_literal(hw_str operand)
{
    return operand.n > 2 && operand.p[0] == '"' && hw_literal_end(operand, 0) == operand.n;
}

/* Bytes of a literal, up to its first escape sequence. */
static size_t literal_bytes(hw_str literal)
{
    size_t escape = hw_str_chr(literal, '\\');
    return escape == HW_NPOS ? literal.n - 2 : escape - 1;
}

/* Two literals of a concatenation, with an operand between them, so that the compiler cannot make
 * one of them: the result is never one of the operands. Together they need a block of their own. */
static bool joins_literals(hw_str expr)
{
    bool before = false, between = false, both = false;
    size_t bytes = 0;
    for (bool more = true; more;) {
        size_t plus = hw_expr_find(expr, HW_STR(" + "));
        hw_str operand = hw_str_sub(expr, 0, plus == HW_NPOS ? expr.n : plus);
        more = plus != HW_NPOS;
        if (more)
            expr = hw_str_from(expr, plus + 3);
        both |= is_literal(operand) && between;
        bytes += is_literal(operand) ? literal_bytes(operand) : 0;
        between |= before && !is_literal(operand) && !hw_str_eq(operand, HW_STR("\"\""));
        before |= is_literal(operand);
    }
    return both && bytes >= TINY_BLOCK;
}

/* ([]byte)("abc") */
static bool converts_literal(hw_str expr)
{
    return (hw_str_cut_prefix(&expr, HW_STR("([]byte)(")) ||
            hw_str_cut_prefix(&expr, HW_STR("([]rune)("))) &&
           hw_str_cut_suffix(&expr, HW_STR(")")) && is_literal(expr) &&
           literal_bytes(expr) >= TINY_BLOCK;
}

/* Whether the call allocates whenever it is made. Others find that they need no memory for a small
 * number, an empty string or slice, or where there is room. So if they have no bytes, either they
 * did not run or their values needed none, and nothing tells which. */
static bool always_allocates(const hw_why_unobserved *c, const hw_claim *claim, const hw_finding *f)
{
    hw_str expr = hw_claim_expr(c->audit->claims, claim);
    hw_str callee = hw_strings_get(c->audit->strings, f->allocator);
    switch (f->family) {
    case HW_FAMILY_OBJECT:
    case HW_FAMILY_MALLOC:
        return !is_tiny(f, f->type_size);
    case HW_FAMILY_SLICE:
    case HW_FAMILY_SLICE_COPY:
        return hw_kind_rows[claim->kind].heap.sizes == HW_SIZES_CONSTANT && has_own_block(f, expr);
    case HW_FAMILY_MAP:
    case HW_FAMILY_MAP_ASSIGN: /* of a literal, which makes its map first */
        return true;
    case HW_FAMILY_CONVERT: /* convT64 and its like look at the value */
        return (hw_str_eq(callee, HW_STR("runtime.convT")) ||
                hw_str_eq(callee, HW_STR("runtime.convTnoptr"))) &&
               !is_tiny(f, f->type_size);
    case HW_FAMILY_CONCAT:
        return joins_literals(expr);
    case HW_FAMILY_STRING:
        return converts_literal(expr);
    default:
        return false;
    }
}

/* The line is in some stack, of a sample without values too: the memory that was allocated since
 * the last collection has not been published yet. Initialisers run before a program can set the
 * rate. */
static bool may_have_run(const hw_why_unobserved *c, const hw_finding *f)
{
    uint64_t line = (uint64_t)f->function << 32 | f->line;
    size_t low = 0;
    if (hw_func_parse(hw_strings_get(c->audit->strings, f->function)).init)
        return true;
    HW_SEARCH(low, c->lines.len, i, c->lines.at[i] < line);
    return low < c->lines.len && c->lines.at[low] == line;
}

/* Where every allocation is in the profile, a call that would have made one was not made. */
static hw_cause cause_with_call(const hw_why_unobserved *c, const hw_claim *claim,
                                const hw_finding *f)
{
    return c->exact && always_allocates(c, claim, f) && !may_have_run(c, f)
               ? HW_CAUSE_NEVER_EXECUTED
               : HW_CAUSE_UNKNOWN;
}

/* The kind's cause, where nothing else keeps the code without a call. */
static hw_cause cause_of_kind(const hw_why_unobserved *c, const hw_claim *claim, hw_sid name)
{
    enum { SINCE = 25 }; /* constant structs are read-only data, small variables are merged */
    hw_str expr = hw_claim_expr(c->audit->claims, claim);
    hw_cause cause = hw_kind_cause_rows[claim->kind].without_call;
    switch (claim->kind) {
    case HW_KIND_COMPOSITE: /* T{} may be of no size */
        return c->go.min < SINCE || hw_str_ends(expr, HW_STR("{}")) ? HW_CAUSE_UNKNOWN : cause;
    case HW_KIND_MOVED: /* so may be a variable */
        return name < c->strings && c->merges[name] ? cause : HW_CAUSE_UNKNOWN;
    default:
        return cause;
    }
}

static hw_cause cause_without_call(const hw_why_unobserved *c, const hw_claim *claim,
                                   const hw_decl *d, hw_sid name, hw_sid called)
{
    if (!d)
        return HW_CAUSE_UNKNOWN;
    if (name < c->strings && c->linked[name])
        return cause_of_kind(c, claim, name);
    /* The linker left it out: nobody calls it, or every call was inlined. */
    if (!d->inlinable)
        return HW_CAUSE_NEVER_EXECUTED;
    return called < c->strings && c->inlined[called] ? HW_CAUSE_INLINED_COPY : HW_CAUSE_UNKNOWN;
}

hw_cause hw_why_unobserved_cause(const hw_why_unobserved *c, uint32_t i, const hw_claim *claim,
                                 const hw_decl *d, hw_sid name, hw_sid called)
{
    if (!c->audit)
        return HW_CAUSE_UNKNOWN;
    if (c->finding[i])
        return cause_with_call(c, claim, &c->audit->findings.at[c->finding[i] - 1]);
    return cause_without_call(c, claim, d, name, called);
}
