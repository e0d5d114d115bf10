#include "go/expression_type.h"

#include "go/expression_text.h"
#include "go/type_text.h"

static const hw_type_fit fit_of[] = {[HW_TYPES_DIFFER] = HW_TYPE_NO,
                                     [HW_TYPES_UNSURE] = HW_TYPE_MAYBE,
                                     [HW_TYPES_AGREE] = HW_TYPE_YES};

static hw_type_fit same_type(hw_str printed, hw_str linked)
{
    return printed.n == 0 || linked.n == 0 ? HW_TYPE_MAYBE
                                           : fit_of[hw_type_compare(printed, linked)];
}

/* ---- the types that a text names ---- */

static bool cut_braces(hw_str *expr, bool *empty)
{
    *empty = hw_str_cut_suffix(expr, HW_STR("{}"));
    return *empty || hw_str_cut_suffix(expr, HW_STR("{...}"));
}

/* T of T{...}; empty for anything else. */
static hw_str literal_type(hw_str expr)
{
    bool empty;
    return cut_braces(&expr, &empty) ? expr : (hw_str){0};
}

/* T of &T{...} and new(T). */
static hw_str new_type(hw_str expr)
{
    if (hw_str_cut_prefix(&expr, HW_STR("new(")))
        return hw_str_cut_suffix(&expr, HW_STR(")")) ? expr : (hw_str){0};
    return hw_str_cut_prefix(&expr, HW_STR("&")) ? literal_type(expr) : (hw_str){0};
}

/* T of make(T, n); *sizes is what follows. */
static hw_str made_type(hw_str expr, hw_str *sizes)
{
    *sizes = (hw_str){0};
    if (!hw_str_cut_prefix(&expr, HW_STR("make(")) || !hw_str_cut_suffix(&expr, HW_STR(")")))
        return (hw_str){0};
    size_t comma = hw_expr_find(expr, HW_STR(", "));
    if (comma == HW_NPOS)
        return expr;
    *sizes = hw_str_from(expr, comma + 2);
    return hw_str_sub(expr, 0, comma);
}

/* T of []T; empty for anything else. */
static hw_str element_of(hw_str slice)
{
    hw_str_cut_prefix(&slice, HW_STR("go.shape."));
    return hw_str_cut_prefix(&slice, HW_STR("[]")) ? slice : (hw_str){0};
}

/* x, a.b.M: it may be a method value. */
static bool is_selector(hw_str expr)
{
    for (size_t i = 0; i < expr.n; i++)
        if (strchr(" \"'`", expr.p[i]) && expr.p[i])
            return false;
    return hw_str_chr(expr, '.') != HW_NPOS;
}

/* ---- objects ---- */

bool hw_type_is_closure(hw_str type)
{
    return hw_str_starts(type, HW_STR("struct { F uintptr")) ||
           hw_str_starts(type, HW_STR("struct { .F uintptr"));
}

static bool has_receiver(hw_str closure)
{
    return hw_str_starts(closure, HW_STR("struct { F uintptr; R ")) ||
           hw_str_starts(closure, HW_STR("struct { .F uintptr; .R ")) ||
           hw_str_starts(closure, HW_STR("struct { .F uintptr; R "));
}

static hw_type_fit closure_fits(hw_kind kind, hw_str expr, hw_str type)
{
    if (kind == HW_KIND_CLOSURE)
        return has_receiver(type) ? HW_TYPE_NO : HW_TYPE_YES;
    if (kind == HW_KIND_METHOD_VALUE || (kind == HW_KIND_VALUE && is_selector(expr)))
        return has_receiver(type) ? HW_TYPE_YES : HW_TYPE_MAYBE;
    return HW_TYPE_NO;
}

/* The array of make([]T, 4, 16). */
static hw_type_fit made_array_fits(hw_str expr, hw_str element, uint64_t count)
{
    uint64_t length;
    hw_str sizes, type = made_type(expr, &sizes);
    size_t comma = hw_str_rfind(sizes, HW_STR(", "));
    if (comma != HW_NPOS)
        sizes = hw_str_from(sizes, comma + 2);
    if (hw_str_u64(sizes, INT64_MAX, &length) && length != count)
        return HW_TYPE_NO;
    return same_type(element_of(type), element);
}

static hw_type_fit array_fits(hw_kind kind, hw_str expr, hw_str type)
{
    hw_str element;
    uint64_t count;
    bool array = hw_type_array(type, &element, &count), empty;
    switch (kind) {
    case HW_KIND_DOTS:
        return array ? HW_TYPE_MAYBE : HW_TYPE_NO;
    case HW_KIND_MAKE_CONST:
        return array ? made_array_fits(expr, element, count) : HW_TYPE_NO;
    case HW_KIND_SLICE_LITERAL:
        return array ? same_type(element_of(literal_type(expr)), element) : HW_TYPE_NO;
    case HW_KIND_COMPOSITE:
        if (array) /* of a slice type with a name, and some elements */
            return cut_braces(&expr, &empty) && empty ? HW_TYPE_NO : HW_TYPE_MAYBE;
        return same_type(literal_type(expr), type);
    default: /* ([]byte)("constant") */
        return array && hw_expr_constant_bytes(expr) &&
                       hw_type_compare(element, HW_STR("byte")) == HW_TYPES_AGREE
                   ? HW_TYPE_YES
                   : HW_TYPE_NO;
    }
}

static hw_type_fit object_fits(hw_kind kind, hw_str expr, hw_str type)
{
    if (type.n == 0)
        return HW_TYPE_MAYBE;
    if (hw_type_is_closure(type))
        return closure_fits(kind, expr, type);
    hw_str shape = type;
    if (kind == HW_KIND_NEW && hw_str_starts(expr, HW_STR("&")) &&
        hw_str_cut_prefix(&shape, HW_STR("go.shape.")) && hw_expr_is_name(shape))
        return HW_TYPE_NO; /* go.shape.int: no struct */
    switch (kind) {
    case HW_KIND_CLOSURE:
    case HW_KIND_METHOD_VALUE:
        return HW_TYPE_NO;
    case HW_KIND_NEW:
        return same_type(new_type(expr), type);
    case HW_KIND_DOTS:
    case HW_KIND_MAKE_CONST:
    case HW_KIND_SLICE_LITERAL:
    case HW_KIND_COMPOSITE:
    case HW_KIND_CONVERSION:
        return array_fits(kind, expr, type);
    case HW_KIND_MAKE_SLICE: /* with a copy behind it: it is given no type */
    case HW_KIND_MAKE_NAMED:
        return HW_TYPE_NO;
    default:
        return HW_TYPE_MAYBE;
    }
}

/* ---- maps ---- */

/* An empty literal puts nothing into its map. */
static hw_type_fit map_fits(hw_str expr, hw_str type, hw_family by)
{
    hw_str sizes, made = made_type(expr, &sizes);
    bool empty = false;
    if (made.n == 0 && !cut_braces(&expr, &empty))
        return HW_TYPE_MAYBE;
    return empty && by == HW_FAMILY_MAP_ASSIGN ? HW_TYPE_NO : same_type(made.n ? made : expr, type);
}

/* ---- values of interfaces ---- */

/* What the runtime tells apart when it boxes a value. */
enum {
    BOXED_2 = 1,
    BOXED_4 = 2,
    BOXED_8 = 4, /* bytes without pointers */
    BOXED_STRING = 8,
    BOXED_SLICE = 16,
    BOXED_TYPE = 32,    /* anything else: its type is told */
    BOXED_COMPLEX = 64, /* the only numbers among them */
    BOXED_NUMBER = BOXED_2 | BOXED_4 | BOXED_8 | BOXED_COMPLEX,
    BOXED_ANY = BOXED_NUMBER | BOXED_STRING | BOXED_SLICE | BOXED_TYPE,
};

static bool can_be_complex(hw_str type)
{
    return type.n == 0 || hw_str_eq(type, HW_STR("complex128")) ||
           hw_str_eq(type, HW_STR("complex64"));
}

static unsigned boxes(const hw_call_shape *call)
{
    static const struct {
        hw_str callee;
        unsigned what;
    } rows[] = {
        {{"runtime.convT16", 15}, BOXED_2},        {{"runtime.convT32", 15}, BOXED_4},
        {{"runtime.convT64", 15}, BOXED_8},        {{"runtime.convTstring", 19}, BOXED_STRING},
        {{"runtime.convTslice", 18}, BOXED_SLICE}, {{"runtime.convT", 13}, BOXED_TYPE},
        {{"runtime.convTnoptr", 18}, BOXED_TYPE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (hw_str_eq(call->callee, rows[i].callee))
            return rows[i].what == BOXED_TYPE && can_be_complex(call->type)
                       ? BOXED_TYPE | BOXED_COMPLEX
                       : rows[i].what;
    return BOXED_ANY;
}

/* The types that Go predeclares. */
static const struct {
    const char *name;
    unsigned what;
} predeclared_types[] = {
    {"bool", 0},
    {"byte", 0},
    {"uint8", 0},
    {"int8", 0},
    {"int16", BOXED_2},
    {"uint16", BOXED_2},
    {"int32", BOXED_4},
    {"uint32", BOXED_4},
    {"rune", BOXED_4},
    {"float32", BOXED_4},
    {"int", BOXED_8},
    {"uint", BOXED_8},
    {"int64", BOXED_8},
    {"uint64", BOXED_8},
    {"uintptr", BOXED_8},
    {"float64", BOXED_8},
    {"complex64", BOXED_COMPLEX},
    {"complex128", BOXED_COMPLEX},
    {"string", BOXED_STRING},
};

static bool predeclared(hw_str type, unsigned *what)
{
    for (size_t i = 0; i < sizeof predeclared_types / sizeof *predeclared_types; i++)
        if (hw_str_eq(type, hw_str_of(predeclared_types[i].name))) {
            *what = predeclared_types[i].what;
            return true;
        }
    return false;
}

/* int32(x), len(x), and x.(int32): the type of its value; empty where the text does not show it. */
static hw_str value_type(hw_str expr)
{
    static const hw_str ints[] = {{"len(", 4}, {"cap(", 4}, {"copy(", 5}};
    size_t open = hw_str_chr(expr, '(');
    hw_str type = literal_type(expr);
    unsigned what;
    if (type.n && (type.p[0] == '[' || hw_str_starts(type, HW_STR("struct {"))))
        return type;
    if (open == HW_NPOS || hw_expr_close(expr, open) != expr.n)
        return (hw_str){0};
    for (size_t i = 0; i < sizeof ints / sizeof *ints; i++)
        if (hw_str_starts(expr, ints[i]))
            return HW_STR("int");
    if (open && expr.p[open - 1] == '.')
        return hw_str_sub(expr, open + 1, expr.n - 1);
    type = hw_str_sub(expr, 0, open); /* or a function */
    return predeclared(type, &what) ? type : (hw_str){0};
}

/* An array of one is boxed as its element, and a struct as its only field. */
static unsigned boxed_type(hw_str type)
{
    unsigned what;
    uint64_t count;
    if (hw_type_array(type, &type, &count) && count > 1)
        return BOXED_TYPE;
    if (predeclared(type, &what))
        return what;
    if (hw_str_starts(type, HW_STR("struct {")) && hw_str_chr(type, ';') != HW_NPOS)
        return BOXED_TYPE; /* more than one field */
    return hw_str_starts(type, HW_STR("[]")) ? BOXED_SLICE : BOXED_ANY;
}

/* Sums are of strings or of numbers. One operand may tell. */
static unsigned boxed_sum(hw_str expr)
{
    static const hw_str strings[] = {{"\"", 1}, {"`", 1}, {"string(", 7}};
    static const hw_str ints[] = {{"len(", 4}, {"cap(", 4}};
    static const hw_str plus = {" + ", 3};
    for (size_t at = 0; at != HW_NPOS; expr = hw_str_from(expr, at + plus.n)) {
        for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
            if (hw_str_starts(expr, strings[i]))
                return BOXED_STRING;
        for (size_t i = 0; i < sizeof ints / sizeof *ints; i++)
            if (hw_str_starts(expr, ints[i]))
                return BOXED_8;
        if (expr.n && (hw_is_digit(expr.p[0]) || expr.p[0] == '\''))
            return BOXED_NUMBER;
        at = hw_expr_find(expr, plus);
    }
    return BOXED_STRING | BOXED_NUMBER;
}

static bool has_operator(hw_str expr, const char *const *operators)
{
    for (; *operators; operators++)
        if (hw_expr_find(expr, hw_str_of(*operators)) != HW_NPOS)
            return true;
    return false;
}

/* An operation makes a number or a bool, whatever its operands are, or a sum. */
static unsigned boxed_operation(hw_str expr)
{
    static const char *const conditions[] = {" == ", " != ", " < ",  " <= ", " > ",
                                             " >= ", " && ", " || ", NULL};
    static const char *const arithmetic[] = {" - ", " * ",  " / ",  " % ",  " & ", " | ",
                                             " ^ ", " << ", " >> ", " &^ ", NULL};
    if (expr.n && (expr.p[0] == '&' || expr.p[0] == '!'))
        return 0; /* a pointer is no value that is copied, and a bool is there already */
    if (has_operator(expr, conditions))
        return 0;
    if (has_operator(expr, arithmetic))
        return BOXED_NUMBER;
    return hw_expr_find(expr, HW_STR(" + ")) == HW_NPOS ? BOXED_ANY : boxed_sum(expr);
}

static unsigned boxed_constant(hw_str expr)
{
    char first = expr.n ? expr.p[0] : 0;
    if (first == '"' || first == '`')
        return BOXED_STRING;
    if (hw_is_digit(first) || first == '-' || first == '\'' || first == '(')
        return BOXED_NUMBER;
    return value_type(expr).n ? boxed_type(value_type(expr)) : 0; /* true, nil */
}

/* As what the value of a claim's expression can be boxed. */
static unsigned boxed_as(hw_kind kind, hw_str expr)
{
    bool empty;
    switch (kind) {
    case HW_KIND_CONSTANT:
        return boxed_constant(expr);
    case HW_KIND_MAKE_SLICE:
    case HW_KIND_MAKE_CONST:
    case HW_KIND_MAKE_NAMED:
    case HW_KIND_SLICE_LITERAL:
        return BOXED_SLICE;
    case HW_KIND_CONVERSION:
        return hw_str_starts(expr, HW_STR("string(")) ? BOXED_STRING : BOXED_SLICE;
    case HW_KIND_CONCAT:
        return boxed_sum(expr);
    case HW_KIND_COMPOSITE: /* of zeros only those are copied whose type is told */
        return cut_braces(&expr, &empty) && empty ? BOXED_TYPE : BOXED_ANY;
    default:
        return boxed_operation(expr) & boxed_type(value_type(expr));
    }
}

static hw_type_fit boxed_fits(hw_kind kind, hw_str expr, const hw_call_shape *call)
{
    unsigned by = boxes(call), as = boxed_as(kind, expr);
    if (!(as & by))
        return HW_TYPE_NO;
    if (by & BOXED_TYPE && call->type.n) {
        bool literal = kind == HW_KIND_COMPOSITE;
        return same_type(literal ? literal_type(expr) : value_type(expr), call->type);
    }
    return as & (as - 1) ? HW_TYPE_MAYBE : HW_TYPE_YES;
}

/* ---- strings ---- */

static hw_type_fit conversion_fits(hw_str expr, hw_str callee)
{
    static const struct {
        const char *callee, *from[2];
    } rows[] = {
        {"runtime.stringtoslicebyte", {"([]byte)(", "([]uint8)("}},
        {"runtime.stringtoslicerune", {"([]rune)(", "([]int32)("}},
        {"runtime.slicebytetostring", {"string(", NULL}},
        {"runtime.slicerunetostring", {"string(", NULL}},
        {"runtime.intstring", {"string(", NULL}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!hw_str_eq(callee, hw_str_of(rows[i].callee)))
            continue;
        for (size_t k = 0; k < 2 && rows[i].from[k]; k++)
            if (hw_str_starts(expr, hw_str_of(rows[i].from[k])))
                return HW_TYPE_YES;
        return HW_TYPE_NO;
    }
    return HW_TYPE_MAYBE;
}

static size_t operands(hw_str expr)
{
    static const hw_str plus = {" + ", 3};
    size_t n = 1;
    for (size_t at; (at = hw_expr_find(expr, plus)) != HW_NPOS; n++)
        expr = hw_str_from(expr, at + plus.n);
    return n;
}

/* concatstring2 … concatstring5, and concatstrings for all above. */
static hw_type_fit operands_fit(hw_str expr, hw_str callee, bool folds)
{
    enum { MOST = 5 };
    char last = callee.n ? callee.p[callee.n - 1] : 0;
    size_t called = hw_is_digit(last) ? (size_t)(last - '0') : MOST + 1;
    if (hw_str_cut_prefix(&expr, HW_STR("([]byte)(")))
        hw_str_cut_suffix(&expr, HW_STR(")"));
    size_t printed = operands(expr);
    if (printed > MOST)
        printed = MOST + 1;
    if (printed == called)
        return HW_TYPE_YES;
    return folds && printed > called ? HW_TYPE_MAYBE : HW_TYPE_NO;
}

hw_type_fit hw_expression_fits(hw_kind kind, hw_str expr, const hw_call_shape *call)
{
    hw_str sizes;
    switch (call->family) {
    case HW_FAMILY_OBJECT:
    case HW_FAMILY_MALLOC:
        return object_fits(kind, expr, call->type);
    case HW_FAMILY_SLICE:
    case HW_FAMILY_SLICE_COPY:
        return same_type(element_of(made_type(expr, &sizes)), call->type);
    case HW_FAMILY_MAP:
    case HW_FAMILY_MAP_ASSIGN:
        return map_fits(expr, call->type, call->family);
    case HW_FAMILY_CONVERT:
        return boxed_fits(kind, expr, call);
    case HW_FAMILY_CONCAT:
        return operands_fit(expr, call->callee, call->folds);
    case HW_FAMILY_STRING:
        return conversion_fits(expr, call->callee);
    default:
        return HW_TYPE_MAYBE;
    }
}
