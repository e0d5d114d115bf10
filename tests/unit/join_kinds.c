/* join/own: what each kind of expression can call, and which sizes it can have.
 *
 * Written from what the compiler does with the expression in the releases that are known
 * (docs/join.md tells it in words), a row each. */
#include "own_world.h"

#include <stdio.h>

/* A function of each family; concatenations have one for strings and one for bytes. */
static const char *const callees[HW_FAMILY_COUNT] = {
    [HW_FAMILY_OBJECT] = "runtime.newobject",
    [HW_FAMILY_MALLOC] = "runtime.mallocgc",
    [HW_FAMILY_SLICE] = "runtime.makeslice",
    [HW_FAMILY_SLICE_COPY] = "runtime.makeslicecopy",
    [HW_FAMILY_GROW] = "runtime.growslice",
    [HW_FAMILY_MOVE] = "runtime.moveSlice",
    [HW_FAMILY_MAP] = "runtime.makemap",
    [HW_FAMILY_MAP_ASSIGN] = "runtime.mapassign",
    [HW_FAMILY_CHAN] = "runtime.makechan",
    [HW_FAMILY_CONVERT] = "runtime.convT",
    [HW_FAMILY_CONCAT] = "runtime.concatstring2",
    [HW_FAMILY_STRING] = "runtime.slicebytetostring",
    [HW_FAMILY_C_STRING] = "runtime.gostring",
    [HW_FAMILY_DEFER] = "runtime.deferproc",
    [HW_FAMILY_PANIC] = "runtime.gopanic",
    [HW_FAMILY_WAIT] = "runtime.selectgo",
    [HW_FAMILY_TYPE_CACHE] = "runtime.typeAssert",
    [HW_FAMILY_SERVICE] = "runtime.malg",
    [HW_FAMILY_OTHER] = "main.f",
};

/* Objects of one size, or of two. */
static const int64_t probes[][2] = {{8, 0},    {24, 0},    {48, 0},  {144, 0},
                                    {2048, 0}, {73728, 0}, {24, 96}, {2048, 4096}};
enum { PROBES = sizeof probes / sizeof *probes };

typedef struct side {
    const char *calls; /* names of families */
    const char *sizes; /* of the probes */
} side;

typedef struct row {
    hw_kind kind;
    const char *text;
    side heap, stack;
} row;

#define ANY       "8 24 48 144 2048 73728 24+96 2048+4096"
#define ONE       "8 24 48 144 2048 73728"
#define CAPTURES  "24 48 144 2048 73728"        /* a function, and something */
#define OVERFLOWS "48 144 2048 73728 2048+4096" /* more than 32 bytes */
#define LARGE     "2048 73728"                  /* more than 1024 bytes */
#define NOTHING   {"", ""}
#define OBJECT    "object malloc "
#define ARRAY     "malloc make-slice make-copy "
#define LITERAL   "make-map map-assign "

static const row rows[] = {
    {HW_KIND_VALUE, "x", {OBJECT "convert", ONE}, {"convert", LARGE}},
    {HW_KIND_NUMBER, "n % 200", {OBJECT "convert", "8"}, NOTHING},
    {HW_KIND_BYTE, "a < b", NOTHING, NOTHING},
    {HW_KIND_MOVED, "x", {OBJECT, ONE}, NOTHING},
    {HW_KIND_PARAMETER, "x", NOTHING, NOTHING},
    {HW_KIND_DOTS, "... argument", {OBJECT, ONE}, NOTHING},
    {HW_KIND_APPEND, "append", {"append-grow append-move", ANY}, {"append-grow", ANY}},
    {HW_KIND_MAKE_SLICE, "make([]T, n)", {ARRAY "convert", ANY}, {ARRAY, OVERFLOWS}},
    /* With -m alone it may be a value of an interface too, which needs its 24 bytes. */
    {HW_KIND_MAKE_CONST, "make([]int, 18)", {"object " ARRAY "convert", "24 144"}, NOTHING},
    {HW_KIND_MAKE_MAP, "make(map[K]V, n)", {"make-map", ANY}, {"make-map", ANY}},
    {HW_KIND_MAKE_MAP, "make(map[K]V, 8)", {"make-map", "48"}, NOTHING},
    {HW_KIND_MAKE_NAMED, "make(T, n)", {ARRAY "make-map convert", ANY}, {ARRAY "make-map", ANY}},
    {HW_KIND_MAP_LITERAL, "map[K]V{...}", {LITERAL, ANY}, {LITERAL, ANY}},
    {HW_KIND_MAP_LITERAL, "map[K]V{}", {LITERAL, "48"}, NOTHING},
    {HW_KIND_NEW, "&T{...}", {OBJECT, ONE}, NOTHING},
    {HW_KIND_SLICE_LITERAL, "[]T{...}", {OBJECT "convert", ONE}, NOTHING},
    {HW_KIND_COMPOSITE, "T{...}", {OBJECT LITERAL "convert", ANY}, {LITERAL "convert", LARGE}},
    {HW_KIND_COMPOSITE, "T{}", {OBJECT LITERAL "convert", ONE}, {LITERAL "convert", LARGE}},
    {HW_KIND_CLOSURE, "func literal", {OBJECT, CAPTURES}, NOTHING},
    {HW_KIND_METHOD_VALUE, "(&T{...}).M", {OBJECT, CAPTURES}, NOTHING},
    {HW_KIND_CONCAT, "a + b", {"convert concat", ANY}, {"concat", OVERFLOWS}},
    {HW_KIND_CONVERSION, "string(b)", {"convert string-bytes", ANY}, {"string-bytes", OVERFLOWS}},
    {HW_KIND_CONVERSION,
     "([]byte)(a + b)",
     {"convert concat string-bytes", ANY},
     {"concat string-bytes", OVERFLOWS}},
    /* The bytes of a constant are an object of their number on the heap, from 64 KiB on in any
       case. */
    {HW_KIND_CONVERSION,
     "([]byte)(\"x\")",
     {OBJECT "convert concat string-bytes", "8"},
     {OBJECT "concat string-bytes", "73728"}},
    {HW_KIND_CONSTANT, "\"x\"", {OBJECT "convert", ""}, NOTHING}, /* its call alone shows it */
};

static bool has_word(const char *words, const char *word)
{
    hw_str rest = hw_str_of(words);
    while (rest.n)
        if (hw_str_eq(hw_str_next(&rest, ' '), hw_str_of(word)))
            return true;
    return false;
}

static hw_own own_probe(const row *r, bool heap, const int64_t *sizes, const char *callee)
{
    return own_by(heap, r->kind, r->text, 26, sizes, sizes[1] ? 2 : 1, callee, sizes[0],
                  HW_BUFFER_UNKNOWN, 0);
}

static void assert_calls(const row *r, bool heap, const side *s)
{
    const bool constant = r->kind == HW_KIND_MAKE_CONST; /* has one size, others may be large */
    const int64_t size[] = {constant ? 144 : 73728, 0};
    for (unsigned f = 0; f < HW_FAMILY_COUNT; f++) {
        bool bytes = f == HW_FAMILY_CONCAT && r->text[0] == '(';
        const char *callee = bytes ? "runtime.concatbyte2" : callees[f];
        if ((own_probe(r, heap, size, callee) != HW_OWN_NO) !=
            has_word(s->calls, hw_family_names[f]))
            fail_msg("%s %s %s", r->text, heap ? "escapes and calls" : "stays and calls", callee);
    }
}

static void assert_sizes(const row *r, bool heap, const side *s)
{
    for (size_t i = 0; i < PROBES; i++) {
        char name[64];
        int n = snprintf(name, sizeof name, "%lld", (long long)probes[i][0]);
        if (probes[i][1])
            snprintf(name + n, sizeof name - (size_t)n, "+%lld", (long long)probes[i][1]);
        if ((own_probe(r, heap, probes[i], "") != HW_OWN_NO) != has_word(s->sizes, name))
            fail_msg("%s %s %s bytes", r->text, heap ? "escapes and has" : "stays and has", name);
    }
}

static void kinds_have_their_calls_and_sizes(void **state)
{
    (void)state;
    bool met[HW_KIND_COUNT] = {false};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const row *r = &rows[i];
        met[r->kind] = true;
        assert_calls(r, true, &r->heap);
        assert_calls(r, false, &r->stack);
        assert_sizes(r, true, &r->heap);
        assert_sizes(r, false, &r->stack);
    }
    for (unsigned k = 0; k < HW_KIND_COUNT; k++)
        if (!met[k])
            fail_msg("no row of the kind %s", hw_kind_rows[k].name);
}

/* Until Go 1.24 append has no claim. Behind a tab and "append(x, " a claim may be its operand, and
 * then the append may own the bytes. */
static void columns_inside_of_append(void **state)
{
    (void)state;
    static const struct {
        hw_kind kind;
        const char *text;
        bool heap;
        uint32_t least; /* columns from it on may be inside; 0: it is no operand of append */
    } at[] = {
        {HW_KIND_MAKE_SLICE, "make([]T, n)", true, 16},  /* append([]T{}, make([]T, n)...) */
        {HW_KIND_MAKE_SLICE, "make([]T, n)", false, 16}, /* the same */
        {HW_KIND_CONCAT, "a + b", true, 0},
        {HW_KIND_CONCAT, "a + b", false, 13}, /* append(x, a + b...) */
        {HW_KIND_CONVERSION, "string(b)", true, 0},
        {HW_KIND_CONVERSION, "string(b)", false, 18}, /* append(x, string(b)...) */
        {HW_KIND_MAKE_MAP, "make(map[K]V, n)", true, 0},
        {HW_KIND_MAKE_NAMED, "make(T, n)", true, 0},
        {HW_KIND_NEW, "&T{...}", true, 0},
        {HW_KIND_VALUE, "x", true, 0},
        {HW_KIND_MOVED, "x", true, 0},
    };
    hw_site_size size = {.size = 64, .values.v = {64}};
    const hw_seen_sizes seen = {.at = &size, .n = 1, .known = true, .exact = true};
    /* Of what does not escape a make owns something since 1.25 only. */
    const hw_go_range old = {24, 25}, young = {25, 26};
    for (size_t i = 0; i < sizeof at / sizeof *at; i++)
        for (uint32_t column = 1; column < 30; column++) {
            bool inside = at[i].least && column >= at[i].least;
            hw_own is = own_at(at[i].heap, at[i].kind, at[i].text, column, old, &seen, "",
                               HW_SIZE_UNKNOWN, HW_BUFFER_UNKNOWN, 0);
            if (is != (inside ? HW_OWN_MAYBE : HW_OWN_YES))
                fail_msg("%s at column %u: %d", at[i].text, column, is);
            assert_int_equal(own_at(at[i].heap, at[i].kind, at[i].text, column, young, &seen, "",
                                    HW_SIZE_UNKNOWN, HW_BUFFER_UNKNOWN, 0),
                             HW_OWN_YES);
        }
}

static void test_sizes_of_maps(void **state)
{
    (void)state;
    /* Groups of 8 entries: 136 bytes of int to int, 208 of string to int. */
    assert_int_equal(own(true, HW_KIND_MAP_LITERAL, "map[string]int{...}", 26, SIZES(208)),
                     HW_OWN_YES);
    assert_int_equal(own(true, HW_KIND_MAP_LITERAL, "map[string]int{...}", 26, SIZES(128)),
                     HW_OWN_NO);
    assert_int_equal(own(true, HW_KIND_MAP_LITERAL, "map[string]int{...}", 26, SIZES(208, 416)),
                     HW_OWN_NO);
    assert_int_equal(own(true, HW_KIND_MAP_LITERAL, "map[string]int{}", 26, SIZES(48)), HW_OWN_YES);
    assert_int_equal(own(true, HW_KIND_MAP_LITERAL, "map[string]int{}", 26, SIZES(208)), HW_OWN_NO);
    assert_int_equal(own(true, HW_KIND_MAKE_MAP, "make(map[int]int)", 26, SIZES(144)), HW_OWN_NO);
    assert_int_equal(own(true, HW_KIND_MAKE_MAP, "make(map[int]int, n)", 26, SIZES(8, 32, 48, 288)),
                     HW_OWN_YES);
    assert_int_equal(own(true, HW_KIND_MAKE_MAP, "make(map[T]int, n)", 26, SIZES(8, 112)),
                     HW_OWN_YES); /* T is not known */
    /* A literal has room for all of its entries when it begins: one array of groups. What is no
     * larger than 64 bytes may be the record of a table. */
    assert_int_equal(own(true, HW_KIND_MAP_LITERAL, "map[string]int{...}", 26, SIZES(48, 208)),
                     HW_OWN_YES);
    assert_int_equal(own(true, HW_KIND_MAP_LITERAL, "map[string]int{...}", 26, SIZES(48, 208, 416)),
                     HW_OWN_NO);
    assert_int_equal(
        own(true, HW_KIND_MAKE_MAP, "make(map[string]int, n)", 26, SIZES(48, 208, 416)),
        HW_OWN_YES);
    assert_int_equal(own(true, HW_KIND_MAP_LITERAL, "map[int8]int8{...}", 26, SIZES(48, 64, 96)),
                     HW_OWN_YES);
    /* Up to Go 1.23 a map of 16 buckets or more has some more of them. */
    assert_int_equal(own(true, HW_KIND_MAKE_MAP, "make(map[string]int, n)", 23, SIZES(48, 3456)),
                     HW_OWN_YES);
    assert_int_equal(own(true, HW_KIND_MAKE_MAP, "make(map[string]int, n)", 23, SIZES(48, 4096)),
                     HW_OWN_YES);
    assert_int_equal(own(true, HW_KIND_MAKE_MAP, "make(map[string]int, n)", 23, SIZES(48, 3200)),
                     HW_OWN_NO);
    assert_int_equal(own(true, HW_KIND_MAKE_MAP, "make(map[string]int, n)", 24, SIZES(48, 4096)),
                     HW_OWN_NO);
    /* A basic type has its size. */
    assert_int_equal(own(true, HW_KIND_NEW, "new(int32)", 26, SIZES(16)), HW_OWN_YES);
    assert_int_equal(own(true, HW_KIND_NEW, "new(int32)", 26, SIZES(64)), HW_OWN_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_have_their_calls_and_sizes),
        cmocka_unit_test(columns_inside_of_append),
        cmocka_unit_test(test_sizes_of_maps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
