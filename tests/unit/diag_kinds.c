/* What kind an expression is, by its text. Texts are of Go 1.19 … 1.27, or follow the format of
 * cmd/compile/internal/ir/fmt.go; at the end of the table stand some that nobody prints. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "diag/expression.h"

typedef struct kind_row {
    const char *expr;
    hw_kind kind;
    unsigned flags;
} kind_row;

/* As go/constant prints strings: up to 72 characters whole, of longer ones 69 and "...". */
#define TEN        "0123456789"
#define SIXTY      TEN TEN TEN TEN TEN TEN
#define CUT        "\"" SIXTY "01234567..."
#define CUT_UTF8   "\"" SIXTY "0123456\xe2\x82\xac..."
#define CUT_ESCAPE "\"" SIXTY "0\\\"3456\\..."
#define FULL       "\"" SIXTY "0123456...\""

static const kind_row kinds[] = {
    {"x", HW_KIND_VALUE, 0},
    {"x.f", HW_KIND_VALUE, 0},
    {"x.M", HW_KIND_VALUE, 0},
    {"*p", HW_KIND_VALUE, 0},
    {"f(x)", HW_KIND_VALUE, 0},
    {"syscall.Errno(errno)", HW_KIND_VALUE, 0},
    {"xs[i + 1]", HW_KIND_VALUE, 0},
    {"[4]int{...}", HW_KIND_VALUE, 0},
    {"[0]int{}", HW_KIND_VALUE, HW_CLAIM_ZERO_SIZE},
    {"struct {}{}", HW_KIND_VALUE, HW_CLAIM_ZERO_SIZE},
    {"context.backgroundCtx{}", HW_KIND_COMPOSITE, HW_CLAIM_ZERO_SIZE},
    {"context.todoCtx{}", HW_KIND_COMPOSITE, HW_CLAIM_ZERO_SIZE},
    {"my.backgroundCtx{}", HW_KIND_COMPOSITE, 0},
    {"struct { a int; b int }{...}", HW_KIND_VALUE, 0},
    {"make(chan int, 3)", HW_KIND_VALUE, 0},
    {"append(xs, ys...)", HW_KIND_VALUE, 0},
    {"~r0", HW_KIND_VALUE, HW_CLAIM_RESULT},
    {"~R10", HW_KIND_VALUE, HW_CLAIM_RESULT},
    {"~b0", HW_KIND_VALUE, 0},
    {"~r", HW_KIND_VALUE, 0},
    {"~rx", HW_KIND_VALUE, 0},
    {"f(~r, ~r0)", HW_KIND_VALUE, HW_CLAIM_RESULT},
    /* one flag does not take the other's place */
    {"make([]byte, ~r0, 0)", HW_KIND_MAKE_CONST, HW_CLAIM_RESULT | HW_CLAIM_ZERO_SIZE},
    {"new([0]~r0)", HW_KIND_NEW, HW_CLAIM_RESULT | HW_CLAIM_ZERO_SIZE},
    {"&[0]~r0{}", HW_KIND_NEW, HW_CLAIM_RESULT | HW_CLAIM_ZERO_SIZE},
    {"&~r0{}", HW_KIND_NEW, HW_CLAIM_RESULT},
    {"[]~r0{}", HW_KIND_SLICE_LITERAL, HW_CLAIM_RESULT | HW_CLAIM_ZERO_SIZE},
    {"[0]~r0{}", HW_KIND_VALUE, HW_CLAIM_RESULT | HW_CLAIM_ZERO_SIZE},
    {"[]~r0{...}", HW_KIND_SLICE_LITERAL, HW_CLAIM_RESULT},
    {"[1]~r0{}", HW_KIND_VALUE, HW_CLAIM_RESULT},
    {"([]byte)(~r0)", HW_KIND_CONVERSION, HW_CLAIM_RESULT},
    {"strings.~R0 + x", HW_KIND_CONCAT, HW_CLAIM_RESULT},
    {"make([]byte, n)", HW_KIND_MAKE_SLICE, 0},
    {"make([]byte, 0, n)", HW_KIND_MAKE_SLICE, 0},
    {"make([]byte, 10, 20 + zero)", HW_KIND_MAKE_SLICE, 0},
    {"make([]byte, f(a, 3))", HW_KIND_MAKE_SLICE, 0},
    {"make([]byte, n, 64)", HW_KIND_MAKE_CONST, 0},
    {"make([]byte, int(n) + 3)", HW_KIND_MAKE_SLICE, 0},
    {"make([]byte, )", HW_KIND_MAKE_SLICE, 0},
    {"make([]byte)", HW_KIND_MAKE_NAMED, 0},
    {"make([]byte, n)[0]", HW_KIND_VALUE, 0},
    {"make(<-chan int, n)", HW_KIND_VALUE, 0},
    {"make(chan<- int, n)", HW_KIND_VALUE, 0},
    {"make(chan int)", HW_KIND_VALUE, 0},
    {"make([]byte, 16, 32)", HW_KIND_MAKE_CONST, 0},
    {"make([]int, 0)", HW_KIND_MAKE_CONST, HW_CLAIM_ZERO_SIZE},
    {"make([]go.shape.int8_0, int(256))", HW_KIND_MAKE_CONST, 0}, /* Go 1.19, generic code */
    {"make([]byte, int(n))", HW_KIND_MAKE_SLICE, 0},
    {"make([]byte, int(2) * cap(b), int(0))", HW_KIND_MAKE_CONST, HW_CLAIM_ZERO_SIZE},
    {"make([]byte, 0, int(2) * int(3))", HW_KIND_MAKE_SLICE, 0},
    {"make([]struct {}, n)", HW_KIND_MAKE_SLICE, HW_CLAIM_ZERO_SIZE},
    {"make([]go.shape.struct { A int; b []string }, 4)", HW_KIND_MAKE_CONST, 0},
    {"make([]map[string]int, 4)", HW_KIND_MAKE_CONST, 0},
    {"make(go.shape.[]go.shape.int, n)", HW_KIND_MAKE_SLICE, 0},
    {"make(map[string]int)", HW_KIND_MAKE_MAP, 0},
    {"make(map[string]map[int]bool, 9)", HW_KIND_MAKE_MAP, 0},
    {"make(http.Header)", HW_KIND_MAKE_NAMED, 0},
    {"make(Bytes, n)", HW_KIND_MAKE_NAMED, 0},
    {"map[string]int{...}", HW_KIND_MAP_LITERAL, 0},
    {"map[string]struct {}{}", HW_KIND_MAP_LITERAL, 0},
    {"new(T)", HW_KIND_NEW, 0},
    {"new(struct {})", HW_KIND_NEW, HW_CLAIM_ZERO_SIZE},
    {"&T{...}", HW_KIND_NEW, 0},
    {"&pkg.T[go.shape.struct { x int }]{}", HW_KIND_NEW, 0},
    {"&struct {}{}", HW_KIND_NEW, HW_CLAIM_ZERO_SIZE},
    {"&[]int{...}", HW_KIND_NEW, 0},
    {"[]int{...}", HW_KIND_SLICE_LITERAL, 0},
    {"[]interface {}{...}", HW_KIND_SLICE_LITERAL, 0},
    {"[]T{}", HW_KIND_SLICE_LITERAL, HW_CLAIM_ZERO_SIZE},
    {"[]struct {}{...}", HW_KIND_SLICE_LITERAL, HW_CLAIM_ZERO_SIZE},
    {"go.shape.[]int{}", HW_KIND_SLICE_LITERAL, HW_CLAIM_ZERO_SIZE},
    {"go.shape.[]int{...}", HW_KIND_SLICE_LITERAL, 0},
    {"[]go.shape.struct {}{...}", HW_KIND_SLICE_LITERAL, HW_CLAIM_ZERO_SIZE},
    {"go.shape.struct {}{}", HW_KIND_VALUE, HW_CLAIM_ZERO_SIZE},
    {"go.shape.map[string]int{}", HW_KIND_MAP_LITERAL, 0},
    {"new(go.shape.struct {})", HW_KIND_NEW, HW_CLAIM_ZERO_SIZE},
    {"&go.shape.struct {}{}", HW_KIND_NEW, HW_CLAIM_ZERO_SIZE},
    {"make([]go.shape.struct {}, n)", HW_KIND_MAKE_SLICE, HW_CLAIM_ZERO_SIZE},
    {"T{...}", HW_KIND_COMPOSITE, 0},
    {"url.Values{}", HW_KIND_COMPOSITE, 0},
    {"func literal", HW_KIND_CLOSURE, 0},
    {"(&S{}).M", HW_KIND_METHOD_VALUE, 0},
    {"(&bytes.Buffer{...}).Write", HW_KIND_METHOD_VALUE, 0},
    {"(&T{...}).M()", HW_KIND_VALUE, 0},
    {"(&T{...})[i]", HW_KIND_VALUE, 0},
    {"(&T{...}).x.M", HW_KIND_VALUE, 0},
    {"(&x).M", HW_KIND_VALUE, 0},
    {"(T{...}).M", HW_KIND_VALUE, 0},
    {"(&T{...})", HW_KIND_VALUE, 0},
    {"a + b", HW_KIND_CONCAT, 0},
    {"a + \" - \" + b", HW_KIND_CONCAT, 0},
    {"\"net/http: \" + e.s", HW_KIND_CONCAT, 0},
    {"f(a - b) + xs[i * 2]", HW_KIND_CONCAT, 0},
    {"n + 1", HW_KIND_NUMBER, 0},
    {"x + y + 'a'", HW_KIND_NUMBER, 0},
    {"-x + y", HW_KIND_NUMBER, 0},
    {"x + -y", HW_KIND_NUMBER, 0},
    {"x[1] + 'a'", HW_KIND_NUMBER, 0},
    {"x1 + y1", HW_KIND_CONCAT, 0},
    {"f(1 + 2)", HW_KIND_VALUE, 0},
    {"2 + n", HW_KIND_NUMBER, 0},
    {"r + 'a'", HW_KIND_NUMBER, 0},
    {"a + b * c", HW_KIND_NUMBER, 0},
    {"x - y", HW_KIND_NUMBER, 0},
    {"n % 200", HW_KIND_NUMBER, 0},
    {"x &^ y", HW_KIND_NUMBER, 0},
    {"1 << n", HW_KIND_NUMBER, 0},
    {"len(s)", HW_KIND_NUMBER, 0},
    {"cap(xs[i:])", HW_KIND_NUMBER, 0},
    {"copy(a, b)", HW_KIND_NUMBER, 0},
    {"v.(int)", HW_KIND_NUMBER, 0},
    {"f(x).(float64)", HW_KIND_NUMBER, 0},
    {"a + b == c", HW_KIND_BYTE, 0},
    {"!ok", HW_KIND_BYTE, 0},
    {"a < b", HW_KIND_BYTE, 0},
    {"a || b", HW_KIND_BYTE, 0},
    {"byte(x)", HW_KIND_BYTE, 0},
    {"v.(bool)", HW_KIND_BYTE, 0},
    /* A literal may be an operand. */
    {"x == T{...}", HW_KIND_BYTE, 0},
    {"f(3) != T{}", HW_KIND_BYTE, 0},
    {"ok && x == T{...}", HW_KIND_BYTE, 0},
    {"x == T{...} || ok", HW_KIND_BYTE, 0},
    {"x == struct { a int; b int }{...}", HW_KIND_BYTE, 0},
    {"[2]int{...} == [2]int{...}", HW_KIND_BYTE, 0},
    {"map[string]T{}[\"x\"] == T{}", HW_KIND_BYTE, 0},
    {"p == &T{...}", HW_KIND_BYTE, 0},
    {"&x == p", HW_KIND_BYTE, 0},
    {"&x != &T{...}", HW_KIND_BYTE, 0},
    {"pair[func(int) bool, struct { a, b int }]{...}", HW_KIND_COMPOSITE, 0},
    /* Whatever may be something else is a value. */
    {"len(s).x", HW_KIND_VALUE, 0},
    {"lens(s)", HW_KIND_VALUE, 0},
    {"v.(string)", HW_KIND_VALUE, 0},
    {"v.(T)", HW_KIND_VALUE, 0},
    {"f(a - b)", HW_KIND_VALUE, 0},
    {"xs[i % 2]", HW_KIND_VALUE, 0},
    {"f(\"a % b\")", HW_KIND_VALUE, 0},
    {"<-c", HW_KIND_VALUE, 0},
    {"*p", HW_KIND_VALUE, 0},
    {"([]byte)(s)", HW_KIND_CONVERSION, 0},
    {"([]rune)(s)", HW_KIND_CONVERSION, 0},
    {"([]byte)(\"abc\")", HW_KIND_CONVERSION, 0},
    {"([]byte)(\"\")", HW_KIND_CONVERSION, HW_CLAIM_ZERO_SIZE},
    {"string(b)", HW_KIND_CONVERSION, 0},
    {"string(bytes.b.buf[bytes.b.off:])", HW_KIND_CONVERSION, 0},
    {"string(a) + string(b)", HW_KIND_CONCAT, 0},
    {"int(x)", HW_KIND_NUMBER, 0},
    {"\"str\"", HW_KIND_CONSTANT, 0},
    {"\"a \\\" + b\"", HW_KIND_CONSTANT, 0},
    {"\"cut short\\x00...", HW_KIND_CONSTANT, 0},
    /* 73 characters and more: 69 of them and "...", without a closing quote */
    {CUT, HW_KIND_CONSTANT, 0},
    {"string(" CUT ")", HW_KIND_CONSTANT, 0},
    {"([]byte)(" CUT ")", HW_KIND_CONVERSION, 0},
    {CUT " + id", HW_KIND_CONCAT, 0},
    {"a + " CUT " + b", HW_KIND_CONCAT, 0},
    {CUT " + b + " CUT, HW_KIND_CONCAT, 0},
    {CUT_UTF8 " + id", HW_KIND_CONCAT, 0},
    {CUT_ESCAPE " + id", HW_KIND_CONCAT, 0},
    {FULL " + id", HW_KIND_CONCAT, 0},
    {FULL, HW_KIND_CONSTANT, 0},
    {"'x'", HW_KIND_CONSTANT, 0},
    {"1000", HW_KIND_CONSTANT, 0},
    {"-1", HW_KIND_CONSTANT, 0},
    {"1.5", HW_KIND_CONSTANT, 0},
    {"1e+06", HW_KIND_CONSTANT, 0},
    {"(1 + 2i)", HW_KIND_CONSTANT, 0},
    {"(-1.5e+30 + -2i)", HW_KIND_CONSTANT, 0},
    {"complex64((0 + -2i))", HW_KIND_CONSTANT, 0},
    {"(1 + ni)", HW_KIND_VALUE, 0},
    {"(n + 2i)", HW_KIND_VALUE, 0},
    {"(1 + 2)", HW_KIND_VALUE, 0},
    {"(1i)", HW_KIND_VALUE, 0},
    {"1 + 2i)", HW_KIND_NUMBER, 0},
    {"rune(-120)", HW_KIND_CONSTANT, 0},
    {"1e-300", HW_KIND_CONSTANT, 0},
    {"false", HW_KIND_CONSTANT, 0},
    {"falsely", HW_KIND_VALUE, 0},
    {"-x", HW_KIND_VALUE, 0},
    {"-f(x)", HW_KIND_VALUE, 0},
    {"1[x]", HW_KIND_VALUE, 0},
    {"true", HW_KIND_CONSTANT, 0},
    {"nil", HW_KIND_CONSTANT, 0},
    {"uint16(0)", HW_KIND_CONSTANT, 0},
    {"(interface {})(string(\"strings: illegal use\"))", HW_KIND_CONSTANT, 0},
    {"(interface {})(x)", HW_KIND_VALUE, 0},
    {"(interface {})(n % 2)", HW_KIND_NUMBER, 0},
    {"(interface {})(T{...})", HW_KIND_VALUE, 0},
    {"(interface {})([]T{})", HW_KIND_VALUE, 0},
    {"(interface {})(x).f", HW_KIND_VALUE, 0},
    {"", HW_KIND_VALUE, 0},
    {"make(", HW_KIND_VALUE, 0},
    {"make([]int, ", HW_KIND_VALUE, 0},
    {"make()", HW_KIND_MAKE_NAMED, 0},
    {"&", HW_KIND_VALUE, 0},
    {"{}", HW_KIND_VALUE, 0},
    {"{...}", HW_KIND_VALUE, 0},
    {"-", HW_KIND_VALUE, 0},
    {" + ", HW_KIND_CONCAT, 0},
    {"([]byte)(", HW_KIND_VALUE, 0},
};

static void kind_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        unsigned flags;
        hw_kind kind = hw_diag_kind(HW_CLASS_HEAP, hw_str_of(kinds[i].expr), &flags);
        if (kind != kinds[i].kind || flags != kinds[i].flags)
            fail_msg("%s (flags %x), not %s (flags %x): %s", hw_kind_rows[kind].name, flags,
                     hw_kind_rows[kinds[i].kind].name, kinds[i].flags, kinds[i].expr);
    }
}

/* Of the text with the word in place of "%". */
static void expect_kind(const char *text, const char *word, hw_kind want)
{
    const char *at = strchr(text, '%');
    char expr[64];
    unsigned flags;
    snprintf(expr, sizeof expr, "%.*s%s%s", (int)(at - text), text, word, at + 1);
    hw_kind kind = hw_diag_kind(HW_CLASS_HEAP, hw_str_of(expr), &flags);
    if (kind != want || flags != 0)
        fail_msg("%s (flags %x), not %s: %s", hw_kind_rows[kind].name, flags,
                 hw_kind_rows[want].name, expr);
}

/* What is converted to a basic type, or asserted to be of one: the type says what it is. */
static void kinds_of_basic_types(void **state)
{
    (void)state;
    static const char *const bytes[] = {"bool", "byte", "uint8", "int8"};
    static const char *const numbers[] = {"int",     "uint",    "rune",      "int16",     "int32",
                                          "int64",   "uint16",  "uint32",    "uint64",    "uintptr",
                                          "float32", "float64", "complex64", "complex128"};
    for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++) {
        expect_kind("%(x)", bytes[i], HW_KIND_BYTE);
        expect_kind("v.(%)", bytes[i], HW_KIND_BYTE);
        expect_kind("%(1)", bytes[i], HW_KIND_CONSTANT);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        expect_kind("%(x)", numbers[i], HW_KIND_NUMBER);
        expect_kind("v.(%)", numbers[i], HW_KIND_NUMBER);
        expect_kind("%(1)", numbers[i], HW_KIND_CONSTANT);
        expect_kind("%2(x)", numbers[i], HW_KIND_VALUE);
    }
    expect_kind("%(x)", "string", HW_KIND_CONVERSION);
    expect_kind("%(\"x\")", "string", HW_KIND_CONSTANT);
    expect_kind("v.(%)", "string", HW_KIND_VALUE);
    expect_kind("%(x)", "error", HW_KIND_VALUE);
    expect_kind("v.(%)", "error", HW_KIND_VALUE);
    static const char *const slices[] = {"[]byte", "[]uint8", "[]rune", "[]int32"};
    for (size_t i = 0; i < sizeof slices / sizeof *slices; i++) {
        expect_kind("(%)(s)", slices[i], HW_KIND_CONVERSION);
        expect_kind("(%)(s).x", slices[i], HW_KIND_VALUE);
    }
    expect_kind("(%)(s)", "[]int64", HW_KIND_VALUE);
    static const char *const calls[] = {"len", "cap", "copy", "real", "imag"};
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        expect_kind("%(x)", calls[i], HW_KIND_NUMBER);
        expect_kind("%2(x)", calls[i], HW_KIND_VALUE);
        expect_kind("%(x)[0]", calls[i], HW_KIND_VALUE);
        expect_kind("%", calls[i], HW_KIND_VALUE);
    }
}

/* All binary operators of Go but +, which strings have too. */
static void kinds_of_operators(void **state)
{
    (void)state;
    static const char *const conditions[] = {"==", "!=", "<", "<=", ">", ">=", "&&", "||"};
    static const char *const numbers[] = {"-", "*", "/", "%", "&", "|", "^", "<<", ">>", "&^"};
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
        expect_kind("a % b", conditions[i], HW_KIND_BYTE);
        expect_kind("a - b % c + d", conditions[i], HW_KIND_BYTE);
        expect_kind("f(a % b)", conditions[i], HW_KIND_VALUE);
        expect_kind("a + f(b % c)", conditions[i], HW_KIND_CONCAT);
        expect_kind("\"a % b\" + c", conditions[i], HW_KIND_CONCAT);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        expect_kind("a % b", numbers[i], HW_KIND_NUMBER);
        expect_kind("a + b % c", numbers[i], HW_KIND_NUMBER);
        expect_kind("f(a % b)", numbers[i], HW_KIND_VALUE);
        expect_kind("a + f(b % c)", numbers[i], HW_KIND_CONCAT);
        expect_kind("\"a % b\" + c", numbers[i], HW_KIND_CONCAT);
    }
}

/* Some kinds come with the class of the line. */
static void kinds_of_classes(void **state)
{
    (void)state;
    unsigned flags;
    assert_int_equal(hw_diag_kind(HW_CLASS_MOVED, HW_STR("x"), &flags), HW_KIND_MOVED);
    assert_int_equal(hw_diag_kind(HW_CLASS_LEAK, HW_STR("x"), &flags), HW_KIND_PARAMETER);
    assert_int_equal(hw_diag_kind(HW_CLASS_LEAK_CONTENT, HW_STR("x"), &flags), HW_KIND_PARAMETER);
    assert_int_equal(hw_diag_kind(HW_CLASS_DOTS_HEAP, HW_STR("... argument"), &flags),
                     HW_KIND_DOTS);
    assert_int_equal(hw_diag_kind(HW_CLASS_APPEND_HEAP, HW_STR("append"), &flags), HW_KIND_APPEND);
    assert_int_equal(hw_diag_kind(HW_CLASS_HEAD, HW_STR("append(xs, x)"), &flags), HW_KIND_APPEND);
    assert_int_equal(hw_diag_kind(HW_CLASS_HEAD, HW_STR("appended(xs)"), &flags), HW_KIND_VALUE);
    assert_int_equal(hw_diag_kind(HW_CLASS_HEAD, HW_STR("a + b"), &flags), HW_KIND_CONCAT);
    assert_int_equal(hw_diag_kind(HW_CLASS_DOTS_NO, HW_STR("... argument"), &flags), HW_KIND_DOTS);
    assert_int_equal(hw_diag_kind(HW_CLASS_APPEND_NO, HW_STR("append"), &flags), HW_KIND_APPEND);
    assert_int_equal(hw_diag_kind(HW_CLASS_HEAD_IN, HW_STR("append(xs, x)"), &flags),
                     HW_KIND_APPEND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kind_table),
        cmocka_unit_test(kinds_of_classes),
        cmocka_unit_test(kinds_of_basic_types),
        cmocka_unit_test(kinds_of_operators),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
