/* A JSON text becomes a tree, or nothing at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json_tree.h"

static const hw_json_bounds wide = {32, 1000};

static const hw_node *read_in(hw_arena *a, hw_str text, hw_json_bounds bounds, size_t *end)
{
    const hw_node *v = NULL;
    assert_int_equal(hw_json_tree_read(a, text, bounds, &v, end), HW_OK);
    return v;
}

static void is_text(hw_str got, hw_str want)
{
    assert_int_equal(got.n, want.n);
    if (want.n)
        assert_memory_equal(got.p, want.p, want.n);
}

static void every_kind(void **state)
{
    static const char text[] =
        " {\"s\": \"a\\u0000\\n\\ud83d\\ude00\", \"plain\": \"x\", \"n\": 18446744073709551615,"
        " \"t\": true, \"f\": false, \"z\": null, \"a\": [1, [2], {}], \"o\": {\"k\": -1.5e3}} ";
    hw_arena a = {0};
    uint64_t n = 0;
    (void)state;
    const hw_node *v = read_in(&a, HW_STR(text), wide, NULL);
    assert_non_null(v);
    assert_null(v->in);
    assert_int_equal(v->n, 8);
    is_text(hw_node_string(hw_node_member(v, "s", HW_NODE_STRING)),
            HW_STR("a\0\n\xf0\x9f\x98\x80"));
    hw_str plain = hw_node_string(hw_node_member(v, "plain", HW_NODE_STRING));
    assert_true(plain.p > text && plain.p < text + sizeof text); /* nothing was copied */
    assert_true(hw_node_u64(hw_node_member(v, "n", HW_NODE_NUMBER), &n));
    assert_true(n == UINT64_MAX);
    assert_true(hw_node_member(v, "t", HW_NODE_BOOL)->truth);
    assert_false(hw_node_member(v, "f", HW_NODE_BOOL)->truth);
    assert_non_null(hw_node_member(v, "z", HW_NODE_NULL));
    const hw_node *list = hw_node_member(v, "a", HW_NODE_ARRAY);
    assert_int_equal(list->n, 3);
    is_text(hw_node_first(list->first->next, HW_NODE_ARRAY)->text, HW_STR("2"));
    assert_int_equal(list->last->n, 0);
    const hw_node *inner = hw_node_member(v, "o", HW_NODE_OBJECT);
    assert_false(hw_node_u64(hw_node_member(inner, "k", HW_NODE_NUMBER), &n));
    assert_null(hw_node_member(v, "n", HW_NODE_STRING));
    assert_null(hw_node_member(v, "none", HW_NODE_NULL));
    assert_null(hw_node_member(NULL, "n", HW_NODE_STRING));
    assert_null(hw_node_first(v, HW_NODE_ARRAY));
    hw_arena_free(&a);
}

static void the_last_of_a_name(void **state)
{
    hw_arena a = {0};
    (void)state;
    const hw_node *v = read_in(&a, HW_STR("{\"k\": \"a\", \"k\": 2}"), wide, NULL);
    assert_null(hw_node_member(v, "k", HW_NODE_STRING));
    is_text(hw_node_member(v, "k", HW_NODE_NUMBER)->text, HW_STR("2"));
    hw_arena_free(&a);
}

static void not_json(void **state)
{
    const struct {
        hw_str text;
        size_t end;
    } rows[] = {
        {HW_STR(""), 0},         {HW_STR("{"), 1},           {HW_STR("\"ab"), 3},
        {HW_STR("[1,]"), 4},     {HW_STR("{\"a\":1} x"), 9}, {HW_STR("{}{}"), 3},
        {HW_STR("\"a\nb\""), 2}, {HW_STR("{'a':1}"), 2},     {HW_STR("[1 // x\n]"), 3},
        {HW_STR("[01]"), 3},     {HW_STR("nul"), 3},         {HW_STR("\"\\x\""), 2},
        {HW_STR("[1]\0"), 4},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hw_arena a = {0};
        size_t end = 99;
        if (read_in(&a, rows[i].text, wide, &end))
            fail_msg("row %zu was read", i);
        if (end != rows[i].end)
            fail_msg("row %zu: read to %zu", i, end);
        hw_arena_free(&a);
    }
}

static void bounds(void **state)
{
    hw_arena a = {0};
    (void)state;
    assert_non_null(read_in(&a, HW_STR("[[[1]]]"), (hw_json_bounds){3, 4}, NULL));
    assert_null(read_in(&a, HW_STR("[[[1]]]"), (hw_json_bounds){2, 4}, NULL));
    assert_null(read_in(&a, HW_STR("[[[1]]]"), (hw_json_bounds){3, 3}, NULL));
    assert_non_null(read_in(&a, HW_STR("\"x\""), (hw_json_bounds){0, 1}, NULL));
    hw_arena_free(&a);
}

/* yajl asks for memory at many places; wherever there is none, this says so. */
static void no_memory(void **state)
{
    static const char text[] = "{\"a\": [\"\\u00e9 and more than that\", {\"b\\n\": [[[[1]]]]}]}";
    const hw_node *v = NULL;
    size_t limit = 1;
    (void)state;
    for (; limit < 1 << 16; limit += 16) {
        hw_arena a = {.limit = limit};
        hw_status status = hw_json_tree_read(&a, HW_STR(text), wide, &v, NULL);
        hw_arena_free(&a);
        if (status == HW_OK)
            break;
        assert_int_equal(status, HW_NOMEM);
        assert_null(v);
    }
    assert_true(limit > 1000 && limit < 1 << 16);
    assert_non_null(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind), cmocka_unit_test(the_last_of_a_name),
        cmocka_unit_test(not_json),   cmocka_unit_test(bounds),
        cmocka_unit_test(no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
