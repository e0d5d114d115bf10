/* join/narrow: of several claims that can make a call, those that fit its type. */
#include "verdict_world.h"

#include <string.h>

#include "join/narrow.h"

enum { CLAIMS_MAX = 6 };

/* A line with claims, and sites that all of them can own. */
typedef struct line {
    world w;
    hw_sites sites;
    hw_joined joined;
    char text[256];
} line;

static void line_open(line *l)
{
    *l = (line){0};
    world_open(&l->w);
    assert_true(hw_vec_push(&l->w.claims.blocks, ((hw_block){.package = put(&l->w, "p")})));
    assert_true(hw_vec_push(&l->w.claims.inputs, ((hw_log_input){.text = {l->text, 0}})));
}

static void line_close(line *l)
{
    hw_vec_free(&l->sites.list);
    hw_vec_free(&l->sites.sizes);
    hw_joined_free(&l->joined);
    world_close(&l->w);
}

static void claim(line *l, hw_kind kind, uint32_t col, const char *text)
{
    size_t n = strlen(text);
    hw_str *all = &l->w.claims.inputs.at[0].text;
    hw_claim c = {.class = HW_CLASS_HEAP,
                  .kind = (uint8_t)kind,
                  .place.col = col,
                  .at = all->n,
                  .len = (uint32_t)n,
                  .expr_len = (uint32_t)n};
    assert_true(all->n + n < sizeof l->text && hw_vec_push(&l->w.claims.list, c));
    memcpy(l->text + all->n, text, n);
    all->n += n;
}

static void site(line *l, const char *callee, const char *type)
{
    uint32_t at = (uint32_t)l->sites.list.len, n = (uint32_t)l->w.claims.list.len;
    hw_site s = {.allocation = {.looked = true,
                                .callee = put(&l->w, callee),
                                .family = hw_callee_of(hw_str_of(callee), 26)->family,
                                .type = put(&l->w, type),
                                .type_size = HW_SIZE_UNKNOWN}};
    hw_site_claims found = {.site = at, .matches_at = at * n, .matches = n, .diagnosed = true};
    assert_true(hw_vec_push(&l->sites.list, s) && hw_vec_push(&l->joined.list, found));
    for (uint32_t i = 0; i < n; i++)
        assert_true(hw_vec_push(&l->joined.matches, ((hw_match){i, HW_OWN_YES, false, false})));
}

static void narrow(line *l)
{
    const hw_join_input in = {.profile = &l->w.profile,
                              .claims = &l->w.claims,
                              .sites = &l->sites,
                              .where = &l->w.where,
                              .world.go = {26, 26}};
    assert_true(hw_join_narrow(&in, &l->joined));
}

/* The claims that are left, "02": the first and the third. Those that only may own it in brackets,
 * those that name it with an "!". */
static void check(const line *l, size_t at, const char *expected)
{
    char got[4 * CLAIMS_MAX + 1] = "", *to = got;
    const hw_site_claims *found = &l->joined.list.at[at];
    for (uint32_t i = 0; i < found->matches; i++) {
        const hw_match *m = &l->joined.matches.at[found->matches_at + i];
        char digit = (char)('0' + m->claim);
        if (m->own == HW_OWN_MAYBE)
            *to++ = '(', *to++ = digit, *to++ = ')';
        else
            *to++ = digit;
        if (m->named)
            *to++ = '!';
        *to = 0;
    }
    assert_string_equal(got, expected);
}

static void by_type(void **state)
{
    line l;
    (void)state;
    line_open(&l);
    claim(&l, HW_KIND_COMPOSITE, 1, "key{}");
    claim(&l, HW_KIND_NEW, 2, "&info{...}");
    claim(&l, HW_KIND_MOVED, 3, "x");
    claim(&l, HW_KIND_VALUE, 4, "y");
    claim(&l, HW_KIND_CONSTANT, 5, "\"s\"");
    claim(&l, HW_KIND_COMPOSITE, 6, "info{...}"); /* a value, which is copied elsewhere */
    site(&l, "runtime.newobject", "main.info");
    site(&l, "runtime.newobject", "main.x");
    narrow(&l);
    check(&l, 0, "1!"); /* x owns the other: alone */
    check(&l, 1, "2");
    assert_int_equal(l.joined.matches.len, 2);
    line_close(&l);
}

static void of_no_type(void **state)
{
    line l;
    (void)state;
    line_open(&l);
    claim(&l, HW_KIND_NEW, 1, "&info{...}");
    claim(&l, HW_KIND_SLICE_LITERAL, 2, "[]int{...}");
    site(&l, "runtime.newobject", "main.other");
    site(&l, "runtime.newobject", "");
    narrow(&l);
    check(&l, 0, "(0)(1)"); /* rather unsure than wrong */
    assert_true(l.joined.list.at[0].other_types);
    check(&l, 1, "01");
    assert_false(l.joined.list.at[1].other_types);
    line_close(&l);
    /* All are of other types, and others own them: nothing is better. */
    line_open(&l);
    claim(&l, HW_KIND_NEW, 1, "&a{...}");
    claim(&l, HW_KIND_NEW, 2, "&b{...}");
    site(&l, "runtime.newobject", "main.a");
    site(&l, "runtime.newobject", "main.b");
    site(&l, "runtime.newobject", "main.c");
    narrow(&l);
    check(&l, 0, "0!");
    check(&l, 1, "1!");
    check(&l, 2, "(0)(1)");
    line_close(&l);
}

static void calls_that_need_their_claim(void **state)
{
    line l;
    (void)state;
    line_open(&l);
    claim(&l, HW_KIND_MAP_LITERAL, 1, "map[string]int{...}");
    claim(&l, HW_KIND_COMPOSITE, 2, "M{...}");
    site(&l, "runtime.mapassign_faststr", "map[string]int");
    site(&l, "runtime.mapassign_faststr", "map[string]map[string]int");
    site(&l, "runtime.mapassign_faststr", "main.M");
    narrow(&l);
    check(&l, 0, "0!");
    check(&l, 1, "");
    check(&l, 2, "1!");
    line_close(&l);
    line_open(&l);
    claim(&l, HW_KIND_CONCAT, 1, "a + b");
    site(&l, "runtime.concatstring2", "");
    site(&l, "runtime.concatstring3", ""); /* s += a + b */
    narrow(&l);
    check(&l, 0, "0!");
    check(&l, 1, "");
    assert_false(l.joined.list.at[1].other_types);
    line_close(&l);
}

static void boxed_values(void **state)
{
    line l;
    (void)state;
    line_open(&l);
    claim(&l, HW_KIND_CONSTANT, 1, "\"i\"");
    claim(&l, HW_KIND_VALUE, 2, "s");
    claim(&l, HW_KIND_SLICE_LITERAL, 3, "[]any{...}"); /* claimed once: it is an array only */
    claim(&l, HW_KIND_MAKE_CONST, 4, "make([]byte, 9)");
    claim(&l, HW_KIND_MAKE_CONST, 4, "make([]byte, 9)");
    site(&l, "runtime.convTstring", "");
    site(&l, "runtime.convTslice", "");
    site(&l, "runtime.newobject", "[3]interface {}");
    narrow(&l);
    check(&l, 0, "1");
    check(&l, 1, "13!4!");
    check(&l, 2, "2!");
    line_close(&l);
    /* Twice at one place, not at two. */
    line_open(&l);
    claim(&l, HW_KIND_CONCAT, 1, "a + b");
    claim(&l, HW_KIND_VALUE, 5, "s");
    claim(&l, HW_KIND_CONCAT, 9, "a + b");
    claim(&l, HW_KIND_CONCAT, 9, "c + d");
    claim(&l, HW_KIND_CONCAT, 12, "e + f");
    claim(&l, HW_KIND_CONCAT, 12, "e + f");
    site(&l, "runtime.convTstring", "");
    narrow(&l);
    check(&l, 0, "145");
    line_close(&l);
    /* A constant is taken where nothing else is left. */
    line_open(&l);
    claim(&l, HW_KIND_CONSTANT, 1, "\"i\"");
    claim(&l, HW_KIND_CONSTANT, 2, "1000");
    site(&l, "runtime.convT64", "");
    narrow(&l);
    check(&l, 0, "1");
    line_close(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_type),
        cmocka_unit_test(of_no_type),
        cmocka_unit_test(calls_that_need_their_claim),
        cmocka_unit_test(boxed_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
