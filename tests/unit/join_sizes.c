/* join/own: what is asked of a claim by its text, and of sizes that were seen. */
#include "own_world.h"

/* A claim of that text, and what is said of it. */
static bool ask(bool (*question)(const hw_claims *, const hw_claim *), hw_kind kind,
                const char *text, bool heap, unsigned flags)
{
    world w;
    world_open(&w);
    hw_log_input in = {.text = hw_str_of(text)};
    assert_true(hw_vec_push(&w.claims.blocks, ((hw_block){.package = put(&w, "p")})));
    assert_true(hw_vec_push(&w.claims.inputs, in));
    const hw_claim c = {.class = heap ? HW_CLASS_HEAP : HW_CLASS_NO,
                        .flags = (uint8_t)flags,
                        .kind = (uint8_t)kind,
                        .route = HW_NONE,
                        .len = (uint32_t)strlen(text),
                        .expr_len = (uint32_t)strlen(text)};
    bool answer = question(&w.claims, &c);
    world_close(&w);
    return answer;
}

/* A make that is fused with the copy behind it: of the length of another slice, of elements without
 * pointers, as far as the text tells. */
static void fused_makes(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool fusible;
    } rows[] = {
        {"make([]byte, len(b))", true},
        {"make([]T, len(b))", true},
        {"make([]byte, len(b), n)", true},
        {"make([]byte, n)", false},
        {"make([]byte, n, len(b))", false},
        {"make([]*T, len(b))", false},
        {"make([][]byte, len(b))", false},
        {"make([]map[K]V, len(b))", false},
        {"make([]string, len(b))", false},
        {"make([]stringer, len(b))", true},
        {"make([]go.shape.int, len(b))", true},
        {"make([]go.shape.*T, len(b))", false},
        {"make([]go.shape.string, len(b))", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (ask(hw_own_fusible_make, HW_KIND_MAKE_SLICE, rows[i].text, true, 0) != rows[i].fusible)
            fail_msg("%s", rows[i].text);
        assert_false(ask(hw_own_fusible_make, HW_KIND_MAKE_SLICE, rows[i].text, false, 0));
        assert_false(ask(hw_own_fusible_make, HW_KIND_MAKE_NAMED, rows[i].text, true, 0));
    }
}

/* What allocates whenever its statement runs. */
static void what_always_allocates(void **state)
{
    (void)state;
    static const struct {
        hw_kind kind;
        const char *text;
        bool always;
    } rows[] = {
        {HW_KIND_NEW, "&T{...}", true},
        {HW_KIND_NEW, "&T{}", false}, /* perhaps a struct without fields */
        {HW_KIND_NEW, "new(T)", false},
        {HW_KIND_SLICE_LITERAL, "[]T{...}", true},
        {HW_KIND_MOVED, "x", true},
        {HW_KIND_DOTS, "... argument", true},
        {HW_KIND_CLOSURE, "func literal", true},
        {HW_KIND_METHOD_VALUE, "(&T{...}).M", true},
        {HW_KIND_MAKE_CONST, "make([]int, 4)", true},
        {HW_KIND_MAP_LITERAL, "map[K]V{...}", true},
        {HW_KIND_MAKE_SLICE, "make([]int, n)", false},
        {HW_KIND_MAKE_SLICE, "make([]int, 10, n)", true},
        {HW_KIND_MAKE_SLICE, "make([]int, 9, n)", true},
        {HW_KIND_MAKE_SLICE, "make([]int, 1, n)", true},
        {HW_KIND_MAKE_SLICE, "make([]int, 0, n)", false},
        {HW_KIND_MAKE_SLICE, "make([]int, n, m)", false},
        {HW_KIND_MAKE_MAP, "make(map[K]V, n)", false},
        {HW_KIND_MAKE_NAMED, "make(T, 10, n)", false},
        {HW_KIND_VALUE, "x", false},
        {HW_KIND_NUMBER, "n % 200", false},
        {HW_KIND_COMPOSITE, "T{...}", false},
        {HW_KIND_APPEND, "append", false},
        {HW_KIND_CONCAT, "a + b", false},
        {HW_KIND_CONVERSION, "string(b)", false},
        {HW_KIND_CONSTANT, "7", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (ask(hw_own_always, rows[i].kind, rows[i].text, true, 0) != rows[i].always)
            fail_msg("%s", rows[i].text);
        assert_false(ask(hw_own_always, rows[i].kind, rows[i].text, false, 0));
        assert_false(ask(hw_own_always, rows[i].kind, rows[i].text, true, HW_CLAIM_ZERO_SIZE));
        assert_false(ask(hw_own_always, rows[i].kind, rows[i].text, true, HW_CLAIM_ELIDED));
    }
}

static bool has_96(const hw_claims *claims, const hw_claim *c)
{
    return hw_own_exact_size(claims, c, 96);
}

static void texts_that_tell_the_size(void **state)
{
    (void)state;
    assert_true(ask(has_96, HW_KIND_MAKE_CONST, "make([]int, 12)", true, 0));
    assert_true(ask(has_96, HW_KIND_NEW, "new([12]int)", true, 0));
    assert_false(ask(has_96, HW_KIND_MAKE_CONST, "make([]int, 13)", true, 0));
    assert_false(ask(has_96, HW_KIND_MAKE_CONST, "make([]T, 12)", true, 0));
    assert_false(ask(has_96, HW_KIND_NEW, "&T{...}", true, 0));
    assert_false(ask(has_96, HW_KIND_MAKE_SLICE, "make([]int, 12)", true, 0));
    assert_false(ask(has_96, HW_KIND_VALUE, "new([12]int)", true, 0));
}

static bool grow(const int64_t *sizes, size_t n, bool known)
{
    hw_site_size seen[8] = {0};
    for (size_t i = 0; i < n; i++)
        seen[i].size = sizes[i];
    const hw_seen_sizes s = {.at = seen, .n = n, .known = known};
    return hw_sizes_grow(&s);
}

/* Each is larger than the one before by a quarter at least. */
static void sizes_that_grow(void **state)
{
    (void)state;
    assert_true(grow(SIZES(8, 16, 32, 64), true));
    assert_true(grow(SIZES(64, 80), true));
    assert_true(grow(SIZES(32, 64, 80), true));
    assert_false(grow(SIZES(64, 79), true));
    assert_false(grow(SIZES(32, 64, 79), true));
    assert_false(grow(SIZES(64, 72, 144), true));
    assert_false(grow(SIZES(64), true));
    assert_false(grow(SIZES(8, 16), false));
}

/* Of a claim of one size: a size that a collection has, beside another one. */
static hw_own beside(hw_kind kind, int64_t size, int64_t objects, int64_t period)
{
    hw_site_size seen[2] = {{.size = size}, {.size = 2688}};
    seen[0].values.v[HW_ALLOC_OBJECTS] = objects;
    seen[1].values.v[HW_ALLOC_OBJECTS] = 200;
    const hw_seen_sizes s = {
        .at = seen, .n = 2, .known = true, .exact = period == 1, .period = period};
    return own_seen(true, kind, kind == HW_KIND_CLOSURE ? "func literal" : "&T{...}", 26, &s, "",
                    HW_SIZE_UNKNOWN, HW_BUFFER_UNKNOWN, 0);
}

/* One sample stands for about period / size objects. It may be a collection's, whatever its share
 * is; two are not. */
static void one_sample_of_a_collection(void **state)
{
    (void)state;
    const int64_t rate = 11200, one = 100; /* samples of 112 bytes */
    assert_int_equal(beside(HW_KIND_NEW, 112, one, rate), HW_OWN_MAYBE);
    assert_int_equal(beside(HW_KIND_CLOSURE, 112, one, rate), HW_OWN_MAYBE);
    assert_int_equal(beside(HW_KIND_NEW, 112, one + one / 2, rate), HW_OWN_MAYBE);
    assert_int_equal(beside(HW_KIND_NEW, 112, 2 * one, rate), HW_OWN_NO);
    assert_int_equal(beside(HW_KIND_NEW, 128, one, rate), HW_OWN_NO);
    assert_int_equal(beside(HW_KIND_NEW, 112, one, 1), HW_OWN_NO);
    assert_int_equal(beside(HW_KIND_NEW, 16, one, 1600), HW_OWN_MAYBE);
    assert_int_equal(beside(HW_KIND_NEW, 96, one, 9600), HW_OWN_MAYBE);
    /* Two percent: no noise. */
    assert_int_equal(beside(HW_KIND_NEW, 112, 2, 1), HW_OWN_YES); /* a handful */
    assert_int_equal(beside(HW_KIND_NEW, 112, 5, 1), HW_OWN_NO);
}

/* A value that may be a parameter, something inside of an append, a result whose frame was lost:
 * each may own what fits. */
static void doubts_of_what_fits(void **state)
{
    (void)state;
    hw_site_size size = {.size = 2048, .values.v = {64}};
    hw_seen_sizes seen = {.at = &size, .n = 1, .known = true, .exact = true};
    assert_int_equal(own_seen(false, HW_KIND_VALUE, "x", 26, &seen, "", HW_SIZE_UNKNOWN,
                              HW_BUFFER_UNKNOWN, HW_CLAIM_MAYBE_PARAM),
                     HW_OWN_MAYBE);
    assert_int_equal(
        own_seen(false, HW_KIND_VALUE, "x", 26, &seen, "", HW_SIZE_UNKNOWN, HW_BUFFER_UNKNOWN, 0),
        HW_OWN_YES);
    assert_int_equal(own_seen(true, HW_KIND_VALUE, "x", 26, &seen, "", HW_SIZE_UNKNOWN,
                              HW_BUFFER_UNKNOWN, HW_CLAIM_MAYBE_PARAM),
                     HW_OWN_YES);
    /* The same where the call is known: a copy of a parameter is no claim's. */
    assert_int_equal(own_seen(false, HW_KIND_VALUE, "x", 26, &seen, "runtime.convT",
                              HW_SIZE_UNKNOWN, HW_BUFFER_UNKNOWN, HW_CLAIM_MAYBE_PARAM),
                     HW_OWN_MAYBE);
    assert_int_equal(own_seen(false, HW_KIND_VALUE, "x", 26, &seen, "runtime.convT",
                              HW_SIZE_UNKNOWN, HW_BUFFER_UNKNOWN, 0),
                     HW_OWN_YES);
    /* What always allocates is itself, where it is alone on its line. */
    const hw_go_range old = {24, 24};
    for (int alone = 0; alone < 2; alone++)
        for (int exact = 0; exact < 2; exact++) {
            seen.alone = alone;
            seen.exact = exact;
            assert_int_equal(own_at(true, HW_KIND_MAKE_SLICE, "make([]int, 10, n)", 20, old, &seen,
                                    "", HW_SIZE_UNKNOWN, HW_BUFFER_UNKNOWN, 0),
                             alone && exact ? HW_OWN_YES : HW_OWN_MAYBE);
            assert_int_equal(own_at(true, HW_KIND_MAKE_SLICE, "make([]int, n)", 20, old, &seen, "",
                                    HW_SIZE_UNKNOWN, HW_BUFFER_UNKNOWN, 0),
                             HW_OWN_MAYBE);
        }
}

/* Up to Go 1.26 a call of one size has one path to the allocator. */
static void several_paths(void **state)
{
    (void)state;
    static const struct {
        hw_kind kind;
        const char *text;
        bool paths, kinds; /* whether objects that came in several of them can be its own */
    } rows[] = {
        {HW_KIND_NEW, "&T{...}", false, false},
        {HW_KIND_MOVED, "x", false, false},
        {HW_KIND_VALUE, "x", false, false},
        {HW_KIND_MAKE_CONST, "make([]T, 4)", false, false},
        {HW_KIND_MAKE_SLICE, "make([]T, n)", false, true},
        {HW_KIND_CONCAT, "a + b", false, true},
        {HW_KIND_APPEND, "append", true, true},
        {HW_KIND_MAP_LITERAL, "map[K]V{...}", true, true},
        {HW_KIND_MAKE_MAP, "make(map[K]V, n)", true, true},
        {HW_KIND_COMPOSITE, "T{...}", true, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int way = 0; way < 2; way++) {
            hw_site_size size = {.size = 64, .values.v = {64}};
            const hw_seen_sizes seen = {.at = &size,
                                        .n = 1,
                                        .known = true,
                                        .exact = true,
                                        .several_paths = way == 0,
                                        .several_kinds = way == 1};
            bool can = way == 0 ? rows[i].paths : rows[i].kinds;
            for (int minor = 26; minor <= 27; minor++) {
                hw_own own = own_seen(true, rows[i].kind, rows[i].text, minor, &seen, "",
                                      HW_SIZE_UNKNOWN, HW_BUFFER_UNKNOWN, 0);
                if ((own != HW_OWN_NO) != (can || minor == 27))
                    fail_msg("%s, %s, 1.%d", rows[i].text, way == 0 ? "paths" : "kinds", minor);
            }
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fused_makes),
        cmocka_unit_test(what_always_allocates),
        cmocka_unit_test(texts_that_tell_the_size),
        cmocka_unit_test(sizes_that_grow),
        cmocka_unit_test(one_sample_of_a_collection),
        cmocka_unit_test(doubts_of_what_fits),
        cmocka_unit_test(several_paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
