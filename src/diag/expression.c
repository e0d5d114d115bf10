/* Expressions are printed by cmd/compile/internal/ir/fmt.go: composite literals as T{...}, or T{}
 * without elements; conversions with parentheses; constants folded; an interface conversion as its
 * operand only. Types of generic shapes hold blanks, brackets and semicolons, so everything here
 * goes by balanced brackets. */
#include "diag/expression.h"

#include <string.h>

#include "go/expression_text.h"

static bool all_digits(hw_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!hw_is_digit(s.p[i]))
            return false;
    return s.n > 0;
}

/* a, a.b, a.b.c */
static bool is_selector(hw_str s)
{
    hw_str head, rest;
    while (hw_str_cut(s, '.', &head, &rest)) {
        if (!hw_expr_is_name(head))
            return false;
        s = rest;
    }
    return hw_expr_is_name(s);
}

/* Zero-sized types as the compiler prints them. */
static bool is_empty_type(hw_str type)
{
    hw_str_cut_prefix(&type, HW_STR("go.shape."));
    return hw_str_eq(type, HW_STR("struct {}")) || hw_str_starts(type, HW_STR("[0]"));
}

/* The bytes between `e`'s first bracket and its partner, where that is the last byte. */
static bool inside(hw_str e, size_t open, hw_str *ret)
{
    char close = e.p[open] == '(' ? ')' : e.p[open] == '{' ? '}' : ']';
    if (e.n < open + 2 || e.p[e.n - 1] != close)
        return false;
    hw_str body = hw_str_sub(e, open + 1, e.n - 1);
    hw_str with_close = hw_str_from(e, open + 1);
    size_t at = hw_expr_find(with_close, (hw_str){&close, 1});
    *ret = body;
    return at == body.n;
}

/* The bytes of the type at the start of `s`, which starts with "[" or "map[": up to the first '{'
 * or
 * ',' that is not part of it. */
static size_t type_length(hw_str s)
{
    size_t comma = hw_expr_find(s, HW_STR(", "));
    return comma == HW_NPOS ? s.n : comma;
}

/* 256, or int(256): Go 1.19 of constants in generic code. */
static bool is_constant_size(hw_str s, bool *zero)
{
    if (hw_str_cut_prefix(&s, HW_STR("int(")) && !hw_str_cut_suffix(&s, HW_STR(")")))
        return false;
    *zero = hw_str_eq(s, HW_STR("0"));
    return all_digits(s);
}

/* make(T, ARGS) */
static hw_kind kind_of_make(hw_str args, unsigned *flags)
{
    hw_str_cut_prefix(&args, HW_STR("go.shape."));
    hw_str type = hw_str_sub(args, 0, type_length(args));
    if (hw_str_starts(type, HW_STR("map[")))
        return HW_KIND_MAKE_MAP;
    if (hw_str_starts(type, HW_STR("chan")) || hw_str_starts(type, HW_STR("<-chan")))
        return HW_KIND_VALUE; /* never a claim of its own: its conversion to an interface */
    if (type.n == args.n || !hw_str_starts(type, HW_STR("[]")))
        return HW_KIND_MAKE_NAMED;
    hw_str sizes = hw_str_from(args, type.n + 2);
    size_t comma = hw_expr_find(sizes, HW_STR(", "));
    hw_str bytes = comma == HW_NPOS ? sizes : hw_str_from(sizes, comma + 2); /* the capacity */
    bool zero = false, constant = is_constant_size(bytes, &zero);
    if (zero || is_empty_type(hw_str_from(type, 2)))
        *flags |= HW_CLAIM_ZERO_SIZE;
    return constant ? HW_KIND_MAKE_CONST : HW_KIND_MAKE_SLICE;
}

/* Offset of the '{' that opens the last braces of "T{...}", or HW_NPOS. Elements are never printed,
 * so the braces are "{...}" or "{}". */
static size_t literal_braces(hw_str e)
{
    if (hw_str_ends(e, HW_STR("{...}")))
        return e.n - 5;
    return hw_str_ends(e, HW_STR("{}")) ? e.n - 2 : HW_NPOS;
}

static bool kind_of_literal(hw_str e, unsigned *flags, hw_kind *ret)
{
    size_t open = literal_braces(e);
    if (open == HW_NPOS || open == 0)
        return false;
    hw_str type = hw_str_sub(e, 0, open);
    bool none = hw_str_eq(hw_str_from(e, open), HW_STR("{}"));
    hw_str_cut_prefix(&type, HW_STR("go.shape."));
    if (hw_str_starts(type, HW_STR("[]"))) {
        *ret = HW_KIND_SLICE_LITERAL;
        *flags |= none || is_empty_type(hw_str_from(type, 2)) ? HW_CLAIM_ZERO_SIZE : 0;
    } else if (hw_str_starts(type, HW_STR("map["))) {
        *ret = HW_KIND_MAP_LITERAL;
    } else if (hw_str_starts(type, HW_STR("[")) || hw_str_starts(type, HW_STR("struct {"))) {
        *ret = HW_KIND_VALUE;
        *flags |= is_empty_type(type) ? HW_CLAIM_ZERO_SIZE : 0;
    } else {
        *ret = HW_KIND_COMPOSITE;
    }
    return true;
}

/* (1 + 2i), and not (1 + n) * (m + 2). */
static bool is_complex(hw_str s)
{
    if (s.n < 4 || s.p[0] != '(' || s.p[s.n - 2] != 'i' || s.p[s.n - 1] != ')')
        return false;
    for (size_t i = 1; i < s.n - 2; i++)
        if (!hw_is_digit(s.p[i]) && !memchr(".e+- ", s.p[i], 5))
            return false;
    return hw_is_digit(s.p[1]) && hw_is_digit(s.p[s.n - 3]);
}

static bool is_literal(hw_str s)
{
    static const hw_str words[] = {{"true", 4}, {"false", 5}, {"nil", 3}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (hw_str_eq(s, words[i]))
            return true;
    hw_str_cut_prefix(&s, HW_STR("-"));
    if (s.n == 0)
        return false;
    if (s.p[0] == '"' || s.p[0] == '\'' || s.p[0] == '`') {
        size_t depth = 0; /* a long one is cut short and has no closing quote */
        return hw_expr_next(s, 0, &depth) == s.n;
    }
    if (!hw_is_digit(s.p[0]))
        return is_complex(s);
    for (size_t i = 0; i < s.n; i++)
        if (!hw_expr_word(s.p[i]) && s.p[i] != '.' &&
            !((s.p[i] == '+' || s.p[i] == '-') && (s.p[i - 1] == 'e' || s.p[i - 1] == 'p')))
            return false;
    return true;
}

static bool is_basic_type(hw_str s)
{
    static const hw_str names[] = {
        {"string", 6},  {"int", 3},     {"uint", 4},      {"byte", 4},        {"rune", 4},
        {"bool", 4},    {"int8", 4},    {"int16", 5},     {"int32", 5},       {"int64", 5},
        {"uint8", 5},   {"uint16", 6},  {"uint32", 6},    {"uint64", 6},      {"uintptr", 7},
        {"float32", 7}, {"float64", 7}, {"complex64", 9}, {"complex128", 10},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (hw_str_eq(s, names[i]))
            return true;
    return false;
}

/* What an expression of a basic type is. */
static hw_kind kind_of_type(hw_str type, hw_kind string)
{
    static const hw_str bytes[] = {{"bool", 4}, {"byte", 4}, {"uint8", 5}, {"int8", 4}};
    for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++)
        if (hw_str_eq(type, bytes[i]))
            return HW_KIND_BYTE;
    return hw_str_eq(type, HW_STR("string")) ? string : HW_KIND_NUMBER;
}

/* ([]byte)(s), string(b), int(5); also (interface {})(X) of Go 1.19. */
static bool kind_of_conversion(hw_str e, unsigned *flags, hw_kind *ret)
{
    static const hw_str to_slice[] = {
        {"([]byte)", 8}, {"([]rune)", 8}, {"([]uint8)", 9}, {"([]int32)", 9}};
    hw_str operand;
    for (size_t i = 0; i < sizeof to_slice / sizeof *to_slice; i++) {
        if (!hw_str_starts(e, to_slice[i]) || e.n == to_slice[i].n || e.p[to_slice[i].n] != '(' ||
            !inside(e, to_slice[i].n, &operand))
            continue;
        *flags |= hw_str_eq(operand, HW_STR("\"\"")) ? HW_CLAIM_ZERO_SIZE : 0;
        *ret = HW_KIND_CONVERSION;
        return true;
    }
    size_t open = hw_str_chr(e, '(');
    if (open == HW_NPOS || !is_basic_type(hw_str_sub(e, 0, open)) || !inside(e, open, &operand))
        return false;
    if (is_literal(operand))
        *ret = HW_KIND_CONSTANT;
    else
        *ret = kind_of_type(hw_str_sub(e, 0, open), HW_KIND_CONVERSION);
    return true;
}

/* a + b of strings. A sum of numbers looks alike, but for a number in it. */
static bool is_concat(hw_str e)
{
    static const hw_str plus = {" + ", 3};
    bool operand = true, any = false;
    size_t depth = 0;
    if (hw_str_chr(e, '+') == HW_NPOS)
        return false;
    for (size_t i = 0; i < e.n; i = hw_expr_next(e, i, &depth)) {
        char c = e.p[i];
        if (operand && (hw_is_digit(c) || c == '\'' || c == '-'))
            return false;
        operand = !depth && hw_str_starts(hw_str_from(e, i), plus);
        any |= operand;
        i += operand ? plus.n - 1 : 0;
    }
    return any;
}

/* Whether the text that follows is one of the operators. */
static bool is_operator(hw_str e, const char *const *operators)
{
    for (; *operators; operators++)
        if (hw_str_starts(e, hw_str_of(*operators)))
            return true;
    return false;
}

/* An expression with a condition's or a number's operator outside of its brackets. */
static hw_kind kind_of_operators(hw_str e)
{
    static const char *const conditions[] = {" == ", " != ", " < ",  " <= ", " > ",
                                             " >= ", " && ", " || ", NULL};
    static const char *const arithmetic[] = {" - ", " * ",  " / ",  " % ",  " & ", " | ",
                                             " ^ ", " << ", " >> ", " &^ ", NULL};
    hw_kind kind = HW_KIND_VALUE;
    if (hw_str_chr(e, ' ') == HW_NPOS)
        return kind;
    size_t depth = 0;
    for (size_t i = 0; i < e.n; i = hw_expr_next(e, i, &depth)) {
        if (depth || e.p[i] != ' ')
            continue;
        if (is_operator(hw_str_from(e, i), conditions))
            return HW_KIND_BYTE;
        if (is_operator(hw_str_from(e, i), arithmetic))
            kind = HW_KIND_NUMBER;
    }
    return kind;
}

/* A sum with a number in it. */
static bool is_sum(hw_str e)
{
    static const hw_str plus = {" + ", 3};
    for (size_t at; e.n && (at = hw_expr_find(e, plus)) != HW_NPOS; e = hw_str_from(e, at + 3)) {
        char left = e.p[0], right = at + 3 < e.n ? e.p[at + 3] : 0;
        if (hw_is_digit(left) || left == '\'' || hw_is_digit(right) || right == '\'')
            return true;
    }
    return false;
}

/* An expression that can only be a number or of one byte, whatever its operands are. */
static hw_kind kind_of_number(hw_str e)
{
    static const hw_str calls[] = {{"len", 3}, {"cap", 3}, {"copy", 4}, {"real", 4}, {"imag", 4}};
    if (e.n == 0)
        return HW_KIND_VALUE;
    if (e.p[0] == '!')
        return HW_KIND_BYTE;
    if (hw_str_chr(e, '+') != HW_NPOS && is_sum(e))
        return HW_KIND_NUMBER;
    hw_str type = e, operand;
    size_t assertion = hw_str_rfind(e, HW_STR(".("));
    if (assertion != HW_NPOS && hw_str_cut_suffix(&type, HW_STR(")"))) {
        type = hw_str_from(type, assertion + 2);
        return is_basic_type(type) ? kind_of_type(type, HW_KIND_VALUE) : HW_KIND_VALUE;
    }
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (hw_str_starts(e, calls[i]) && e.n > calls[i].n && e.p[calls[i].n] == '(' &&
            inside(e, calls[i].n, &operand))
            return HW_KIND_NUMBER;
    return HW_KIND_VALUE;
}

/* (&T{...}).M: the receiver is made for it. x.M alone looks like a field. */
static bool is_method_value(hw_str e)
{
    size_t dot = hw_str_rfind(e, HW_STR(")."));
    return dot != HW_NPOS && hw_str_starts(e, HW_STR("(&")) &&
           hw_expr_is_name(hw_str_from(e, dot + 2)) &&
           hw_str_ends(hw_str_sub(e, 0, dot), HW_STR("}"));
}

static bool has_result(hw_str e)
{
    for (size_t at; (at = hw_str_chr(e, '~')) != HW_NPOS; e = hw_str_from(e, at + 1))
        if (at + 2 < e.n && (e.p[at + 1] == 'r' || e.p[at + 1] == 'R') && hw_is_digit(e.p[at + 2]))
            return true;
    return false;
}

static hw_kind kind_of(hw_str e, unsigned *flags)
{
    hw_str args;
    hw_kind kind;
    if (hw_str_eq(e, HW_STR("func literal")))
        return HW_KIND_CLOSURE;
    if (hw_str_starts(e, HW_STR("make(")) && inside(e, 4, &args))
        return kind_of_make(args, flags);
    if (hw_str_starts(e, HW_STR("new(")) && inside(e, 3, &args)) {
        *flags |= is_empty_type(args) ? HW_CLAIM_ZERO_SIZE : 0;
        return HW_KIND_NEW;
    }
    kind = kind_of_operators(e); /* what looks like a literal may be an operand: x == T{...} */
    if (kind != HW_KIND_VALUE)
        return kind;
    if (e.n && e.p[0] == '&') {
        size_t open = literal_braces(e);
        if (open == HW_NPOS)
            return HW_KIND_VALUE;
        *flags |= is_empty_type(hw_str_sub(e, 1, open)) ? HW_CLAIM_ZERO_SIZE : 0;
        return HW_KIND_NEW;
    }
    if (is_literal(e))
        return HW_KIND_CONSTANT;
    if (is_concat(e))
        return HW_KIND_CONCAT;
    if (kind_of_literal(e, flags, &kind) || kind_of_conversion(e, flags, &kind))
        return kind;
    return is_method_value(e) ? HW_KIND_METHOD_VALUE : kind_of_number(e);
}

hw_kind hw_diag_kind(hw_message_class class, hw_str expr, unsigned *flags)
{
    hw_str operand;
    *flags = has_result(expr) ? HW_CLAIM_RESULT : 0;
    if (hw_message_class_role(class) == HW_ROLE_PARAM)
        return HW_KIND_PARAMETER;
    switch (class) {
    case HW_CLASS_MOVED:
        return HW_KIND_MOVED;
    case HW_CLASS_DOTS_HEAP:
    case HW_CLASS_DOTS_NO:
        return HW_KIND_DOTS;
    case HW_CLASS_APPEND_HEAP:
    case HW_CLASS_APPEND_NO:
        return HW_KIND_APPEND;
    case HW_CLASS_HEAD:
    case HW_CLASS_HEAD_IN:
        if (hw_str_starts(expr, HW_STR("append(")))
            return HW_KIND_APPEND;
        break;
    default:
        break;
    }
    /* Go 1.19 prints the conversion itself in inlined code. */
    if (hw_str_starts(expr, HW_STR("(interface {})(")) && inside(expr, 14, &operand)) {
        unsigned inner = 0;
        hw_kind kind = kind_of(operand, &inner);
        return hw_kind_has(kind, HW_TRAIT_VALUE | HW_TRAIT_CALL) ? kind : HW_KIND_VALUE;
    }
    if (is_selector(expr)) /* the commonest by far */
        return is_literal(expr) ? HW_KIND_CONSTANT : HW_KIND_VALUE;
    return kind_of(expr, flags);
}
