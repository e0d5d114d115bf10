/* Records cut in pieces by several threads are those that are cut in one go, and become the same
 * claims: of real builds, and of files that are odd at every line. */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "claims/enclosing.h"
#include "diag_records.h"
#include "diag_text.h"
#include "records/json_read.h"

static void read_text(test_result *r, hw_str text, size_t piece, unsigned threads,
                      const hw_limits *limits)
{
    test_result_init(r, threads);
    r->status = hw_json_read_pieces(&r->claims, HW_STR("text"), text, limits, piece, &r->error);
    if (r->status == HW_OK)
        r->status = hw_diag_finish(&r->claims, &r->error);
}

/* The strings come in one order, so equal names have equal ids. */
static void same_json(const hw_json_records *a, const hw_json_records *b)
{
    assert_int_equal(a->files.len, b->files.len);
    for (size_t i = 0; i < a->files.len; i++) {
        const hw_json_file *f = &a->files.at[i], *g = &b->files.at[i];
        assert_int_equal(f->package, g->package);
        assert_int_equal(f->file, g->file);
        assert_int_equal(f->first, g->first);
        assert_int_equal(f->records, g->records);
    }
    assert_int_equal(a->records.len, b->records.len);
    for (size_t i = 0; i < a->records.len; i++) {
        const hw_json_record *r = &a->records.at[i], *s = &b->records.at[i];
        assert_int_equal(r->at, s->at);
        assert_int_equal(r->nth, s->nth);
        assert_int_equal(r->line, s->line);
        assert_int_equal(r->col, s->col);
        assert_int_equal(r->message, s->message);
        assert_int_equal(r->message_len, s->message_len);
        assert_int_equal(r->chain, s->chain);
        assert_int_equal(r->chain_len, s->chain_len);
        assert_int_equal(r->code, s->code);
        assert_int_equal(r->odd, s->odd);
        assert_int_equal(r->matched, s->matched);
    }
    assert_memory_equal(a->by_code, b->by_code, sizeof a->by_code);
    assert_int_equal(a->odd.n, b->odd.n);
    assert_int_equal(a->lines, b->lines);
    assert_int_equal(a->bytes, b->bytes);
    assert_int_equal(a->invalid, b->invalid);
    assert_int_equal(a->orphans, b->orphans);
    assert_int_equal(a->repeated_files, b->repeated_files);
    assert_int_equal(a->version, b->version);
    assert_int_equal(a->other_version, b->other_version);
    assert_int_equal(a->unknown_code, b->unknown_code);
    assert_int_equal(a->packages, b->packages);
    assert_int_equal(a->alone, b->alone);
    assert_int_equal(a->unmatched, b->unmatched);
}

static void same_claims(const hw_claims *a, const hw_claims *b)
{
    assert_int_equal(a->list.len, b->list.len);
    assert_int_equal(a->leaks.len, b->leaks.len);
    for (size_t i = 0; i < a->list.len; i++) {
        const hw_claim *c = &a->list.at[i], *d = &b->list.at[i];
        assert_int_equal(hw_place_cmp(&c->place, &d->place), 0);
        assert_int_equal(c->class, d->class);
        assert_int_equal(c->kind, d->kind);
        assert_int_equal(c->chain, d->chain);
        assert_true(hw_str_eq(hw_claim_expr(a, c), hw_claim_expr(b, d)));
    }
}

static size_t compare(hw_str text, const hw_limits *limits)
{
    enum { MANY = 1 << 22 }; /* texts of more bytes are cut in a few ways only */
    static const struct {
        size_t piece;
        unsigned threads;
    } ways[] = {{1, 1}, {1, 7}, {100, 2}, {3000, 3}, {70000, 2}, {900000, 7}};
    test_result one;
    read_text(&one, text, SIZE_MAX, 1, limits);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        test_result many;
        if (text.n > MANY && ways[i].piece < 3000)
            continue;
        read_text(&many, text, ways[i].piece, ways[i].threads, limits);
        if (test_same_outcome(&one, &many)) {
            same_json(&one.claims.json, &many.claims.json);
            same_claims(&one.claims, &many.claims);
        }
        test_result_free(&many);
    }
    size_t records = one.claims.json.records.len;
    test_result_free(&one);
    return records;
}

/* The files, each from a multiple of `page` on as if it were mapped. */
static hw_buf files_of(const hw_buf *all, size_t page)
{
    hw_str rest = hw_buf_view(all);
    hw_buf text = {0};
    while (rest.n) {
        size_t end = hw_str_chr(rest, '\n') + 1;
        assert_true(end > 0 && end <= rest.n);
        while (hw_str_starts(rest, HW_STR("{\"version\":")) && text.n % page)
            assert_int_equal(hw_buf_add(&text, "", 1), HW_OK);
        assert_int_equal(hw_buf_add(&text, rest.p, end), HW_OK);
        rest = hw_str_from(rest, end);
    }
    return text;
}

/* Returns how many records they have. */
static size_t compare_all(const char *pattern, size_t page)
{
    glob_t found;
    size_t records = 0;
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        hw_buf all = test_slurp(found.gl_pathv[i]), text = files_of(&all, page);
        records += compare(hw_buf_view(&text), NULL);
        hw_buf_free(&text);
        hw_buf_free(&all);
    }
    globfree(&found);
    return records;
}

static void recorded_builds(void **state)
{
    (void)state;
    assert_true(compare_all(HW_DATA "/corpus/recorded/*/*/json0.json.gz", 64) > 1000);
}

static void recorded_service(void **state)
{
    (void)state;
    assert_true(compare_all(HW_DATA "/services/fast/escape.json0.json.gz", 4096) > 50000);
}

#define X RECORD(3, 9, "escape", "new(T) escapes to heap") RECORD(3, 9, "escape", "")
#define A HEADER("p", "/p/a.go")
#define B HEADER("q", "/q/b.go")

static void odd_files(void **state)
{
    (void)state;
    static const hw_limits limits[] = {{0},           {.claims = 1}, {.claims = 2}, {.claims = 3},
                                       {.claims = 5}, {.line = 100}, {.line = 120}};
    static const char zeros[] = A X "\0\0\0" B X "\0" A X;
    static const char *const texts[] = {
        "",
        "\n",
        "no json",
        A,
        X X A X,                                             /* records of no file */
        A X "\n\r\n" X "{\"range\":3}\n" X "junk\n" X B X,   /* lines that are none */
        A X B X A X X B X,                                   /* files that come again */
        A X RECORD(2, 1, "escape", "x escapes to heap") X B, /* not in the order of positions */
        A RECORD(1, 1, "new", "") RECORD(1, 1, "newer", "") B RECORD(1, 1, "nilcheck", "") X,
        A WITH(5, 2, "escape", "make([]T, n) escapes to heap",
               INLINE("file:///p/a.go", 4, 1) "," ENTRY("file:///p/a.go", 5, 2,
                                                        "escflow:    flow: {heap} = x:"))
            WITH(5, 2, "escape", "", INLINE("file:///p/a.go", 4, 1)) X,
        A "{\"code\":\"escape\",\"range\":{\"start\":{\"character\":2,\"line\":9}},\"message\":"
          "\"y escapes to heap\"}\r\n" X, /* in another form */
        "\xef\xbb\xbf" A X HEADER("a b", "/c.go") X B X,
        A "{\"version\":0,\"package\":\"\\u0000\",\"goos\":\"linux\",\"goarch\":\"amd64\","
          "\"gc_version\":\"go1.26.8\",\"file\":\"/x\\ty.go\"}\n" X,
        A X "{\"range\":{\"start\":{\"line\":1", /* cut off */
    };
    for (size_t j = 0; j < sizeof limits / sizeof *limits; j++) {
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            compare(hw_str_of(texts[i]), &limits[j]);
        compare((hw_str){zeros, sizeof zeros - 1}, &limits[j]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(odd_files),
        cmocka_unit_test(recorded_builds),
        cmocka_unit_test(recorded_service),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
