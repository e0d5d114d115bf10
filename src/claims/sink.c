#include "claims/sink.h"

#include "claims/route.h"
#include "go/expression_text.h"

const hw_sink_row hw_sink_rows[HW_SINK_COUNT] = {
#define X(id, name, target, word) [HW_SINK_##id] = {name, target, word},
    HW_SINKS(X)
#undef X
};

/* Offset of the bracket that opens the last group of an expression. HW_NPOS where the expression
 * does not end with a group that `open` begins. */
static size_t last_group(hw_str e, char open)
{
    size_t depth = 0, at = HW_NPOS, next;
    bool closed = false;
    for (size_t i = 0; i < e.n; i = next) {
        size_t before = depth;
        next = hw_expr_next(e, i, &depth);
        if (before == 0 && depth == 1)
            at = i;
        closed = before == 1 && depth == 0;
    }
    return closed && at != HW_NPOS && e.p[at] == open ? at : HW_NPOS;
}

hw_str hw_call_callee(hw_str call)
{
    size_t at = last_group(call, '(');
    return at == HW_NPOS ? (hw_str){0} : hw_str_sub(call, 0, at);
}

bool hw_is_result_name(hw_str name)
{
    size_t dot = hw_str_rchr(name, '.');
    hw_str rest = dot == HW_NPOS ? name : hw_str_from(name, dot + 1);
    if (!hw_str_cut_prefix(&rest, HW_STR("~r")) && !hw_str_cut_prefix(&rest, HW_STR("~R")))
        return false;
    uint64_t n;
    return hw_str_u64(rest, UINT32_MAX, &n);
}

/* --- what is assigned to ---------------------------------------------------------------------- */

/* The left side of "X = …", "X := …", "X += …"; empty where it is none. */
static hw_str left_side(hw_str statement)
{
    static const hw_str signs[] = {{" = ", 3}, {" := ", 4}, {" += ", 4}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t at = hw_expr_find(statement, signs[i]);
        if (at != HW_NPOS)
            return hw_str_sub(statement, 0, at);
    }
    return (hw_str){0};
}

static hw_sink_kind place_kind(hw_str place)
{
    if (place.n == 0)
        return HW_SINK_OTHER;
    if (place.p[place.n - 1] == ']')
        return HW_SINK_ELEMENT;
    if (hw_expr_find(place, HW_STR(".")) != HW_NPOS)
        return HW_SINK_FIELD;
    return place.p[0] == '*' ? HW_SINK_POINTER : HW_SINK_GLOBAL;
}

/* Of "a, b = f()" the one that can be on the heap: a plain name in it is most likely local. */
static hw_sink_kind assigned(hw_str statement, hw_str *target)
{
    hw_str left = left_side(statement), rest = left;
    size_t comma = hw_expr_find(left, HW_STR(", "));
    *target = left;
    if (comma == HW_NPOS)
        return place_kind(left);
    hw_sink_kind found = HW_SINK_OTHER;
    while (rest.n) {
        size_t end = hw_expr_find(rest, HW_STR(", "));
        hw_str place = hw_str_sub(rest, 0, end);
        hw_sink_kind kind = place_kind(place);
        rest = end == HW_NPOS ? (hw_str){0} : hw_str_from(rest, end + 2);
        if (kind == HW_SINK_GLOBAL || kind == HW_SINK_OTHER)
            continue;
        if (found != HW_SINK_OTHER) { /* two could be it */
            *target = left;
            return HW_SINK_OTHER;
        }
        found = kind;
        *target = place;
    }
    return found;
}

/* --- the table: what the last reason means, when the flow ends at {heap} ---------------------- */

typedef hw_sink_kind reader(hw_str expr, hw_str *target);

static hw_sink_kind called(hw_str expr, hw_str *target)
{
    *target = hw_call_callee(expr);
    if (!hw_str_eq(*target, HW_STR("append")))
        return HW_SINK_CALL;
    hw_str args = hw_str_from(expr, target->n + 1);
    *target = hw_str_sub(args, 0, hw_expr_find(args, HW_STR(", ")));
    return HW_SINK_APPEND;
}

/* "append(s, t...)", "copy(s, t)" */
static hw_sink_kind copied(hw_str expr, hw_str *target)
{
    hw_str callee = hw_call_callee(expr);
    hw_str args = hw_str_from(expr, callee.n + (callee.n > 0));
    *target = callee.n ? hw_str_sub(args, 0, hw_expr_find(args, HW_STR(", "))) : expr;
    return HW_SINK_APPEND;
}

static hw_sink_kind keyed(hw_str expr, hw_str *target)
{
    size_t at = last_group(expr, '[');
    *target = hw_str_sub(expr, 0, at);
    return HW_SINK_MAP_KEY;
}

static hw_sink_kind sent(hw_str expr, hw_str *target)
{
    *target = hw_str_sub(expr, 0, hw_expr_find(expr, HW_STR(" <- ")));
    return HW_SINK_CHANNEL;
}

/* The closure of a go statement, or of a defer statement in a loop. */
static hw_sink_kind spilled(hw_str expr, hw_str *target)
{
    *target = expr;
    return hw_str_eq(expr, HW_STR("func literal")) ? HW_SINK_STATEMENT : HW_SINK_OTHER;
}

static const struct {
    hw_sink_kind kind;
    reader *read; /* NULL: the whole expression is the target */
} meanings[HW_REASON_COUNT] = {
    [HW_REASON_CALL_PARAMETER] = {HW_SINK_CALL, called},
    [HW_REASON_CALLEE] = {HW_SINK_CALL, called},
    [HW_REASON_ASSIGN] = {HW_SINK_GLOBAL, assigned},
    [HW_REASON_ASSIGN_PAIR] = {HW_SINK_GLOBAL, assigned},
    [HW_REASON_ASSIGN_DOT_TYPE] = {HW_SINK_GLOBAL, assigned},
    [HW_REASON_ASSIGN_MAP] = {HW_SINK_GLOBAL, assigned},
    [HW_REASON_ASSIGN_RECEIVE] = {HW_SINK_GLOBAL, assigned},
    [HW_REASON_RETURN] = {HW_SINK_RESULT, NULL},
    [HW_REASON_STRUCT_ELEMENT] = {HW_SINK_LITERAL, NULL},
    [HW_REASON_SLICE_ELEMENT] = {HW_SINK_LITERAL, NULL},
    [HW_REASON_ARRAY_ELEMENT] = {HW_SINK_LITERAL, NULL},
    [HW_REASON_MAP_VALUE] = {HW_SINK_LITERAL, NULL},
    [HW_REASON_MAP_KEY] = {HW_SINK_LITERAL, NULL},
    [HW_REASON_INTERFACE_CONVERTED] = {HW_SINK_INTERFACE, NULL},
    [HW_REASON_CAPTURED] = {HW_SINK_CLOSURE, NULL},
    [HW_REASON_REFERENCE] = {HW_SINK_CLOSURE, NULL},
    [HW_REASON_MAP_PUT] = {HW_SINK_MAP_KEY, keyed},
    [HW_REASON_SEND] = {HW_SINK_CHANNEL, sent},
    [HW_REASON_APPENDEE] = {HW_SINK_APPEND, copied},
    [HW_REASON_APPENDED] = {HW_SINK_APPEND, copied},
    [HW_REASON_COPIED] = {HW_SINK_APPEND, copied},
    [HW_REASON_SPILL] = {HW_SINK_STATEMENT, spilled},
    [HW_REASON_TOO_LARGE] = {HW_SINK_TOO_LARGE, NULL},
    [HW_REASON_TOO_ALIGNED] = {HW_SINK_TOO_LARGE, NULL},
    [HW_REASON_NON_CONSTANT_SIZE] = {HW_SINK_VARIABLE_SIZE, NULL},
    [HW_REASON_ZERO_SIZED_ELEMENT] = {HW_SINK_ZERO_SIZE, NULL},
    [HW_REASON_DOT_OF_POINTER] = {HW_SINK_OTHER, NULL},
    [HW_REASON_ADDRESS_OF] = {HW_SINK_OTHER, NULL},
    [HW_REASON_DOT] = {HW_SINK_OTHER, NULL},
    [HW_REASON_SLICE] = {HW_SINK_OTHER, NULL},
    [HW_REASON_INDIRECTION] = {HW_SINK_OTHER, NULL},
    [HW_REASON_RANGE_DEREF] = {HW_SINK_OTHER, NULL},
    [HW_REASON_ARRAY_INDEX] = {HW_SINK_OTHER, NULL},
    [HW_REASON_SWITCH_CASE] = {HW_SINK_OTHER, NULL},
    [HW_REASON_UINTPTR_ESCAPES] = {HW_SINK_OTHER, NULL},
    [HW_REASON_UNSAFE_POINTER] = {HW_SINK_OTHER, NULL},
    [HW_REASON_REFLECT_HEADER] = {HW_SINK_OTHER, NULL},
    [HW_REASON_SLICE_TO_ARRAY] = {HW_SINK_OTHER, NULL},
    [HW_REASON_RANGE] = {HW_SINK_OTHER, NULL},
};

/* The flow ends at {heap}: the last reason says how. */
static void end_at_heap(hw_flow_end *f)
{
    f->kind = HW_SINK_OTHER;
    f->target = f->from.from;
    if (f->why == HW_REASON_COUNT)
        return;
    f->kind = meanings[f->why].kind;
    if (meanings[f->why].read)
        f->kind = meanings[f->why].read(f->from.from, &f->target);
}

/* The flow ends in something that is on the heap itself. */
static void end_in_storage(hw_flow_end *f, hw_str of)
{
    f->target = of;
    f->kind = f->why == HW_REASON_COUNT ? HW_SINK_CLOSURE : meanings[f->why].kind;
    if (f->kind != HW_SINK_LITERAL && f->kind != HW_SINK_INTERFACE && f->kind != HW_SINK_CLOSURE)
        f->kind = hw_str_eq(of, HW_STR("func literal")) ? HW_SINK_CLOSURE : HW_SINK_OTHER;
}

/* The flow ends in a variable that lives longer: a result, or one that is on the heap itself. */
static void end_in_variable(hw_flow_end *f, hw_str name)
{
    bool result = hw_is_result_name(name) || f->why == HW_REASON_RETURN;
    f->kind = result ? HW_SINK_RESULT : HW_SINK_VARIABLE;
    f->target = hw_str_starts(name, HW_STR(".autotmp_")) ? (hw_str){0} : name;
}

void hw_flow_end_read(const hw_claims *set, const hw_route *route, hw_flow_end *ret)
{
    hw_step flow;
    *ret = (hw_flow_end){.kind = HW_SINK_UNEXPLAINED, .why = HW_REASON_COUNT};
    hw_route_end(set, route, &flow, &ret->from);
    if (!flow.is_flow)
        return;
    ret->why = hw_reason_named(ret->from.why);
    hw_str to = flow.to;
    if (hw_str_eq(to, HW_STR("{heap}")) || hw_str_eq(to, HW_STR("{temp}")))
        end_at_heap(ret);
    else if (hw_str_cut_prefix(&to, HW_STR("{storage for ")) && hw_str_cut_suffix(&to, HW_STR("}")))
        end_in_storage(ret, to);
    else
        end_in_variable(ret, to);
    if (hw_sink_rows[ret->kind].target[0] == '\0')
        ret->target = (hw_str){0};
}

void hw_claim_end(const hw_claims *set, const hw_claim *c, hw_flow_end *ret)
{
    *ret = (hw_flow_end){.kind = HW_SINK_UNEXPLAINED, .why = HW_REASON_COUNT};
    if (c->route != HW_NONE)
        hw_flow_end_read(set, &set->routes.at[c->route], ret);
}
