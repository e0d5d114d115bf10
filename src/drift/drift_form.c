#include "drift/drift_form.h"

#include "base/error.h"
#include "claims/enclosing.h"
#include "claims/same_text.h"
#include "go/expression_text.h"
#include "go/goname.h"

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool ident(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || digit(c) || (c & 0x80);
}

static size_t digits(hw_str s, size_t i)
{
    size_t n = 0;
    while (i + n < s.n && digit(s.p[i + n]))
        n++;
    return n;
}

/* The end of the bracket, brace or quote that opens at `i`, behind its closing byte; s.n where it
 * does not close. */
static size_t skip_group(hw_str s, size_t i)
{
    size_t depth = 0;
    do
        i = hw_expr_next(s, i, &depth);
    while (i < s.n && depth > 0);
    return i;
}

/* --- literals --------------------------------------------------------------------------------- */

/* A raw string as strconv.Quote has it, which is how Go prints it from 1.20 on. */
static hw_status requote(hw_str raw, hw_buf *to)
{
    HW_TRY(hw_buf_str(to, HW_STR("\"")));
    for (size_t i = 0; i < raw.n; i++) {
        unsigned char c = (unsigned char)raw.p[i];
        if (c == '"' || c == '\\')
            HW_TRY(hw_buf_printf(to, "\\%c", c));
        else if (c == '\n' || c == '\t')
            HW_TRY(hw_buf_str(to, c == '\n' ? HW_STR("\\n") : HW_STR("\\t")));
        else if (c < ' ' || c == 0x7f)
            HW_TRY(hw_buf_printf(to, "\\x%02x", c));
        else
            HW_TRY(hw_buf_add(to, &raw.p[i], 1));
    }
    return hw_buf_str(to, HW_STR("\""));
}

static hw_status literal(hw_str s, size_t *i, hw_buf *to)
{
    size_t end = skip_group(s, *i);
    hw_str text = hw_str_sub(s, *i, end);
    *i = end;
    if (text.p[0] != '`')
        return hw_buf_str(to, text);
    text = hw_str_from(text, 1);
    hw_str_cut_suffix(&text, HW_STR("`"));
    return requote(text, to);
}

/* --- words ------------------------------------------------------------------------------------ */

/* The part of a cgo name behind its prefix: _Cfunc_puts, _Ctype_int; empty: it is none. */
static hw_str cgo_name(hw_str word)
{
    static const hw_str prefixes[] = {{"_Cfunc_", 7},  {"_Ctype_", 7},   {"_Cvar_", 6},
                                      {"_Cmacro_", 8}, {"_Ciconst_", 9}, {"_Cfconst_", 9},
                                      {"_Csconst_", 9}};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (hw_str_cut_prefix(&word, prefixes[i]))
            return word;
    return (hw_str){0};
}

/* Without the "_0" that 1.19 gives to shapes. */
static hw_str without_number(hw_str word)
{
    size_t n = word.n;
    while (n && digit(word.p[n - 1]))
        n--;
    return n > 1 && n < word.n && word.p[n - 1] == '_' ? hw_str_sub(word, 0, n - 1) : word;
}

/* The length of a constant that 1.19 prints with its conversion, as string("x") or int(256), at the
 * start of `s`, else 0. *inner: the constant. */
static size_t converted_constant(hw_str s, hw_str *inner)
{
    static const hw_str types[] = {
        {"string(", 7}, {"int(", 4},     {"uint(", 5},    {"byte(", 5},
        {"rune(", 5},   {"int8(", 5},    {"int16(", 6},   {"int32(", 6},
        {"int64(", 6},  {"uint8(", 6},   {"uint16(", 7},  {"uint32(", 7},
        {"uint64(", 7}, {"uintptr(", 8}, {"float32(", 8}, {"float64(", 8}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        hw_str rest = s;
        if (!hw_str_cut_prefix(&rest, types[i]) || rest.n < 2)
            continue;
        bool quoted = rest.p[0] == '"' || rest.p[0] == '`' || rest.p[0] == '\'';
        size_t end = quoted ? skip_group(rest, 0) : digits(rest, 0);
        *inner = hw_str_sub(rest, 0, end);
        return end && end < rest.n && rest.p[end] == ')' ? types[i].n + end + 1 : 0;
    }
    return 0;
}

typedef struct writer {
    hw_str s;
    size_t i;
    hw_buf *to;
    bool shape; /* inside of a type behind "go.shape." */
} writer;

static hw_status word(writer *w)
{
    hw_str rest = hw_str_from(w->s, w->i);
    size_t n = 0;
    while (n < rest.n && ident(rest.p[n]))
        n++;
    hw_str name = hw_str_sub(rest, 0, n), c = cgo_name(name), constant;
    size_t converted = converted_constant(rest, &constant), at = 0;
    if (converted) {
        w->i += converted;
        return digit(constant.p[0]) ? hw_buf_str(w->to, constant) : literal(constant, &at, w->to);
    }
    w->i += n;
    if (c.n) {
        HW_TRY(hw_buf_str(w->to, HW_STR("C.")));
        return hw_buf_str(w->to, c);
    }
    if (hw_str_eq(name, HW_STR("interface")) &&
        hw_str_starts(hw_str_from(w->s, w->i), HW_STR(" {}"))) {
        w->i += 3;
        return hw_buf_str(w->to, HW_STR("any"));
    }
    size_t dot = hw_str_find(name, HW_STR("\xc2\xb7")); /* T·1: a type of a function's own */
    if (dot != HW_NPOS && dot > 0)
        name.n = dot;
    if (hw_str_starts(name, HW_STR("autotmp_")))
        name.n = 8;
    if (w->shape)
        name = without_number(name);
    return hw_buf_str(w->to, name);
}

/* arg#1, counted from 1 and with the receiver, is ~p0 from 1.22 on. */
static bool old_parameter(hw_str rest, size_t *length, uint64_t *number)
{
    size_t n = hw_str_starts(rest, HW_STR("arg#")) ? digits(rest, 4) : 0;
    *length = 4 + n;
    return n && hw_str_u64(hw_str_sub(rest, 4, 4 + n), 1000000, number) && *number > 0;
}

/* What is no word, literal or group: one byte, or a mark. */
static hw_status mark(writer *w)
{
    hw_str rest = hw_str_from(w->s, w->i);
    char c = rest.p[0];
    size_t hash = hw_go_inline_hash(rest);
    if (hash) {
        w->i += hash;
        return HW_OK;
    }
    if (c == '~' && rest.n > 2 && rest.p[1] == 'R' && digit(rest.p[2])) {
        w->i += 2;
        return hw_buf_str(w->to, HW_STR("~r"));
    }
    if (c == '[' && hw_str_starts(rest, HW_STR("[go.shape."))) {
        w->i = skip_group(w->s, w->i);
        return hw_buf_str(w->to, HW_STR("[...]"));
    }
    w->i++;
    w->shape &= c != ',' && c != ')' && c != ' ';
    HW_TRY(hw_buf_add(w->to, &c, 1));
    if ((c == '}' || c == ']') && w->i < w->s.n && w->s.p[w->i] == '_') {
        size_t n = digits(w->s, w->i + 1);
        w->i += n ? n + 1 : 0;
    }
    return HW_OK;
}

static hw_status one(writer *w)
{
    hw_str rest = hw_str_from(w->s, w->i);
    uint64_t number;
    size_t length;
    char c = rest.p[0];
    if (c == '"' || c == '`' || c == '\'')
        return literal(w->s, &w->i, w->to);
    if (old_parameter(rest, &length, &number)) {
        w->i += length;
        return hw_buf_printf(w->to, "~p%llu", (unsigned long long)number - 1);
    }
    if (hw_str_starts(rest, HW_STR("go.shape."))) {
        w->i += 9;
        w->shape = true;
        return hw_buf_str(w->to, HW_STR("go.shape."));
    }
    return ident(c) ? word(w) : mark(w);
}

/* What is converted in "(interface {})(X)", which only 1.19 prints. */
static hw_str unconverted(hw_str expr)
{
    hw_str inner = expr;
    while (hw_str_cut_prefix(&inner, HW_STR("(interface {})"))) {
        if (inner.n < 2 || inner.p[0] != '(' || skip_group(inner, 0) != inner.n ||
            inner.p[inner.n - 1] != ')')
            return expr;
        inner = expr = hw_str_sub(inner, 1, inner.n - 1);
    }
    return expr;
}

hw_status hw_form_expr(hw_str expr, hw_buf *to)
{
    writer w = {.s = unconverted(expr), .to = to};
    while (w.i < w.s.n)
        HW_TRY(one(&w));
    return HW_OK;
}

/* --- functions -------------------------------------------------------------------------------- */

hw_status hw_form_function(hw_str name, hw_buf *to)
{
    hw_str c = cgo_name(name);
    if (c.n) {
        HW_TRY(hw_buf_str(to, HW_STR("C.")));
        name = c;
    }
    for (size_t i = 0; i < name.n;) {
        size_t hash = hw_go_inline_hash(hw_str_from(name, i));
        if (hash) {
            i += hash;
        } else if (name.p[i] == '[') {
            i = skip_group(name, i);
        } else {
            HW_TRY(hw_buf_add(to, &name.p[i], 1));
            i++;
        }
    }
    return HW_OK;
}

hw_status hw_form_callee(hw_str name, hw_buf *to)
{
    hw_str outer = hw_function_outer(name);
    if (outer.n == name.n)
        return hw_form_function(name, to);
    size_t depth = 0, last = 0;
    for (size_t i = 0; i < outer.n; i = hw_expr_next(outer, i, &depth))
        if (depth == 0 && outer.p[i] == '.')
            last = i + 1;
    HW_TRY(hw_form_function(hw_str_from(outer, last), to));
    return hw_buf_str(to, HW_STR(".func"));
}

/* --- other words ------------------------------------------------------------------------------ */

static hw_str up_to(hw_str s, char c)
{
    size_t at = hw_str_chr(s, c);
    return at == HW_NPOS ? (hw_str){0} : hw_str_sub(s, 0, at);
}

static bool same_head(hw_str a, hw_str b, char c)
{
    hw_str x = up_to(a, c), y = up_to(b, c);
    return x.n && hw_str_eq(x, y);
}

static bool constant(hw_str s)
{
    return s.n && (digit(s.p[0]) || s.p[0] == '"' || s.p[0] == '\'' || s.p[0] == '`');
}

/* The part before the next " + " outside of brackets; *rest is what comes behind it. */
static hw_str operand(hw_str s, hw_str *rest)
{
    size_t at = hw_expr_find(s, HW_STR(" + "));
    *rest = at == HW_NPOS ? (hw_str){0} : hw_str_from(s, at + 3);
    return hw_str_sub(s, 0, at);
}

/* a + prefix, a + "v1/" */
static bool same_operands(hw_str a, hw_str b)
{
    enum { OPERANDS_MAX = 64 };
    for (unsigned i = 0; i < OPERANDS_MAX && a.n && b.n; i++) {
        hw_str x = operand(a, &a), y = operand(b, &b);
        if (!hw_str_eq(x, y) && constant(x) == constant(y))
            return false;
    }
    return a.n == 0 && b.n == 0;
}

static bool same_conversion(hw_str a, hw_str b)
{
    size_t x = hw_str_find(a, HW_STR(")(")), y = hw_str_find(b, HW_STR(")("));
    if (x == HW_NPOS || x != y || !hw_str_eq(hw_str_sub(a, 0, x), hw_str_sub(b, 0, y)))
        return false;
    return constant(hw_str_from(a, x + 2)) != constant(hw_str_from(b, y + 2));
}

bool hw_form_reworded(hw_str a, hw_kind a_kind, hw_str b, hw_kind b_kind)
{
    bool a_value = hw_kind_has(a_kind, HW_TRAIT_VALUE);
    bool b_value = hw_kind_has(b_kind, HW_TRAIT_VALUE);
    if ((a_value && b_kind == HW_KIND_CONSTANT) || (b_value && a_kind == HW_KIND_CONSTANT))
        return true;
    hw_str dots = HW_STR("... argument...");
    if (a_value && b_value)
        return hw_str_has(a, dots) != hw_str_has(b, dots) && same_head(a, b, '(');
    if (hw_str_starts(a, HW_STR("make(")) && hw_str_starts(b, HW_STR("make(")))
        return same_head(a, b, ',');
    if (a_kind == HW_KIND_CONCAT && b_kind == HW_KIND_CONCAT)
        return same_operands(a, b);
    if (a_kind == HW_KIND_CONVERSION && b_kind == HW_KIND_CONVERSION)
        return same_conversion(a, b);
    return hw_same_claim_text(a, b);
}
