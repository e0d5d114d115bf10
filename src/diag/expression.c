/* Expressions are printed by cmd/compile/internal/ir/fmt.go: composite literals as T{...}, or T{}
 * without elements; conversions with parentheses; constants folded; an interface conversion as its
 * operand only. Types of generic shapes hold blanks, brackets and semicolons, so everything here
 * goes by balanced brackets. */
#include "diag/expression.h"

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

/* The byte at an offset; 0 behind the end. */
static char byte_at(hw_str s, size_t at)
{
    return at < s.n ? s.p[at] : 0;
}

/* FUNCTION(OPERAND) and nothing else. */
static bool is_call(hw_str e, hw_str function, hw_str *operand)
{
    if (!hw_str_cut_prefix(&e, function) || !hw_str_cut_prefix(&e, HW_STR("(")))
        return false;
    size_t close = hw_expr_find(e, HW_STR(")"));
    *operand = hw_str_sub(e, 0, close);
    return close != HW_NPOS && close + 1 == e.n;
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

/* Takes the last braces off "T{...}". Elements are never printed, so they are "{...}" or "{}". */
static bool cut_braces(hw_str *e, bool *none)
{
    *none = hw_str_cut_suffix(e, HW_STR("{}"));
    return *none || hw_str_cut_suffix(e, HW_STR("{...}"));
}

/* context.Background() and context.TODO(), inlined: structs without fields since Go 1.21. */
static bool is_empty_struct(hw_str e)
{
    return hw_str_eq(e, HW_STR("context.backgroundCtx{}")) ||
           hw_str_eq(e, HW_STR("context.todoCtx{}"));
}

static bool kind_of_literal(hw_str e, unsigned *flags, hw_kind *ret)
{
    hw_str type = e;
    bool none;
    if (!cut_braces(&type, &none) || type.n == 0)
        return false;
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
        *flags |= is_empty_struct(e) ? HW_CLAIM_ZERO_SIZE : 0;
    }
    return true;
}

/* 1000, -1.5, 1e-300 */
static bool is_number(hw_str s)
{
    hw_str_cut_prefix(&s, HW_STR("-"));
    for (size_t i = 0; i < s.n; i++)
        if (!hw_expr_word(s.p[i]) && s.p[i] != '.' && s.p[i] != '+' && s.p[i] != '-')
            return false;
    return hw_is_digit(byte_at(s, 0));
}

/* (-1 + 2i) */
static bool is_complex(hw_str s)
{
    static const hw_str plus = {" + ", 3};
    if (!hw_str_cut_prefix(&s, HW_STR("(")) || !hw_str_cut_suffix(&s, HW_STR("i)")))
        return false;
    size_t at = hw_expr_find(s, plus);
    return at != HW_NPOS && is_number(hw_str_sub(s, 0, at)) &&
           is_number(hw_str_from(s, at + plus.n));
}

static bool is_literal(hw_str s)
{
    static const hw_str words[] = {{"true", 4}, {"false", 5}, {"nil", 3}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (hw_str_eq(s, words[i]))
            return true;
    if (byte_at(s, 0) == '"' || byte_at(s, 0) == '\'')
        return hw_literal_end(s, 0) == s.n; /* a long one is cut short and has no closing quote */
    return is_number(s) || is_complex(s);
}

static const hw_str basic_types[] = {
    {"string", 6},  {"int", 3},     {"uint", 4},      {"byte", 4},        {"rune", 4},
    {"bool", 4},    {"int8", 4},    {"int16", 5},     {"int32", 5},       {"int64", 5},
    {"uint8", 5},   {"uint16", 6},  {"uint32", 6},    {"uint64", 6},      {"uintptr", 7},
    {"float32", 7}, {"float64", 7}, {"complex64", 9}, {"complex128", 10},
};

static bool is_basic_type(hw_str s)
{
    for (size_t i = 0; i < sizeof basic_types / sizeof *basic_types; i++)
        if (hw_str_eq(s, basic_types[i]))
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
        if (!is_call(e, to_slice[i], &operand))
            continue;
        *flags |= hw_str_eq(operand, HW_STR("\"\"")) ? HW_CLAIM_ZERO_SIZE : 0;
        *ret = HW_KIND_CONVERSION;
        return true;
    }
    for (size_t i = 0; i < sizeof basic_types / sizeof *basic_types; i++)
        if (is_call(e, basic_types[i], &operand)) {
            *ret = is_literal(operand) ? HW_KIND_CONSTANT
                                       : kind_of_type(basic_types[i], HW_KIND_CONVERSION);
            return true;
        }
    return false;
}

/* Whether the text that follows is one of the operators. */
static bool is_operator(hw_str e, const char *const *operators)
{
    for (; *operators; operators++)
        if (hw_str_starts(e, hw_str_of(*operators)))
            return true;
    return false;
}

/* Begins like a number, or a character. */
static bool is_numeric(hw_str operand)
{
    char c = byte_at(operand, 0);
    return hw_is_digit(c) || c == '\'' || c == '-';
}

/* An expression with operators outside of its brackets: a condition, a number, or a sum of strings.
 * A sum of numbers looks alike, but for a number in it. */
static hw_kind kind_of_operators(hw_str e)
{
    static const char *const conditions[] = {" == ", " != ", " < ",  " <= ", " > ",
                                             " >= ", " && ", " || ", NULL};
    static const char *const arithmetic[] = {" - ", " * ",  " / ",  " % ",  " & ", " | ",
                                             " ^ ", " << ", " >> ", " &^ ", NULL};
    bool sum = false, number = is_numeric(e), operators = false;
    size_t depth = 0;
    if (hw_str_chr(e, ' ') == HW_NPOS)
        return HW_KIND_VALUE;
    for (size_t i = 0; i < e.n; i = hw_expr_next(e, i, &depth)) {
        hw_str rest = hw_str_from(e, i);
        if (depth || e.p[i] != ' ')
            continue;
        if (is_operator(rest, conditions))
            return HW_KIND_BYTE;
        operators |= is_operator(rest, arithmetic);
        if (hw_str_cut_prefix(&rest, HW_STR(" + "))) {
            sum = true;
            number |= is_numeric(rest);
        }
    }
    if (operators || (sum && number))
        return HW_KIND_NUMBER;
    return sum ? HW_KIND_CONCAT : HW_KIND_VALUE;
}

/* An expression that can only be a number or of one byte, whatever its operands are. */
static hw_kind kind_of_number(hw_str e)
{
    static const hw_str calls[] = {{"len", 3}, {"cap", 3}, {"copy", 4}, {"real", 4}, {"imag", 4}};
    if (byte_at(e, 0) == '!')
        return HW_KIND_BYTE;
    hw_str type = e, operand;
    size_t assertion = hw_str_rfind(e, HW_STR(".("));
    if (assertion != HW_NPOS && hw_str_cut_suffix(&type, HW_STR(")"))) {
        type = hw_str_from(type, assertion + 2);
        return is_basic_type(type) ? kind_of_type(type, HW_KIND_VALUE) : HW_KIND_VALUE;
    }
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (is_call(e, calls[i], &operand))
            return HW_KIND_NUMBER;
    return HW_KIND_VALUE;
}

/* (&T{...}).M: the receiver is made for it. x.M alone looks like a field. */
static bool is_method_value(hw_str e)
{
    if (!hw_str_starts(e, HW_STR("(&")))
        return false;
    size_t end = hw_expr_close(e, 0);
    hw_str method = hw_str_from(e, end);
    return hw_str_ends(hw_str_sub(e, 0, end), HW_STR("})")) &&
           hw_str_cut_prefix(&method, HW_STR(".")) && hw_expr_is_name(method);
}

static bool has_result(hw_str e)
{
    for (size_t at; (at = hw_str_chr(e, '~')) != HW_NPOS; e = hw_str_from(e, at + 1)) {
        char letter = byte_at(e, at + 1);
        if ((letter == 'r' || letter == 'R') && hw_is_digit(byte_at(e, at + 2)))
            return true;
    }
    return false;
}

static hw_kind kind_of(hw_str e, unsigned *flags)
{
    hw_str args;
    hw_kind kind;
    if (hw_str_eq(e, HW_STR("func literal")))
        return HW_KIND_CLOSURE;
    if (is_call(e, HW_STR("make"), &args))
        return kind_of_make(args, flags);
    if (is_call(e, HW_STR("new"), &args)) {
        *flags |= is_empty_type(args) ? HW_CLAIM_ZERO_SIZE : 0;
        return HW_KIND_NEW;
    }
    kind = kind_of_operators(e); /* what looks like a literal may be an operand: x == T{...} */
    if (kind != HW_KIND_VALUE)
        return kind;
    if (hw_str_cut_prefix(&e, HW_STR("&"))) {
        bool none;
        if (!cut_braces(&e, &none))
            return HW_KIND_VALUE;
        *flags |= is_empty_type(e) ? HW_CLAIM_ZERO_SIZE : 0;
        return HW_KIND_NEW;
    }
    if (is_literal(e))
        return HW_KIND_CONSTANT;
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
    if (is_call(expr, HW_STR("(interface {})"), &operand)) {
        unsigned inner = 0;
        hw_kind kind = kind_of(operand, &inner);
        return hw_kind_has(kind, HW_TRAIT_VALUE | HW_TRAIT_CALL) ? kind : HW_KIND_VALUE;
    }
    if (is_selector(expr)) /* the commonest by far */
        return is_literal(expr) ? HW_KIND_CONSTANT : HW_KIND_VALUE;
    return kind_of(expr, flags);
}
