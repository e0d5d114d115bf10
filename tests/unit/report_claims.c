/* The claims' writers against goldens in tests/data/report: every kind of step, hostile texts. */
#include "report_sink.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "claims/summary.h"
#include "diag_text.h"
#include "golden.h"
#include "session/formats.h"

#define LEFT " \xe2\x86\x90 "
#define S    "internal/store/store.go"

static const char *const log_text[] = {
    "./early.go:1:2: x escapes to heap\n"
    "# example.com/shop/internal/store\n" S ":45:6: can inline Open with cost 70 as: func() "
    "*Store { return &Store{} }\n" S ":101:6: cannot inline (*Store).Blob: function too complex: "
    "cost 84 exceeds budget 80\n" S ":105:13: inlining call to rand.Intn\n" S
    ":105:13: make([]byte, 512 + rand.Intn(1024)) escapes to heap in (*Store).Blob:\n" S
    ":105:13:   flow: buf" LEFT "&{storage for make([]byte, 512 + rand.Intn(1024))}:\n" S
    ":105:13:     from make([]byte, 512 + rand.Intn(1024)) (spill) at " S ":105:13\n" S
    ":105:13:     from buf := make([]byte, 512 + rand.Intn(1024)) (assign) at " S ":105:6\n" S
    ":105:13:   flow: {heap}" LEFT "buf:\n" S
    ":105:13:     from (*cache.LRU[go.shape.string,go.shape.[]uint8]).Put(s.sku, "
    "&cache..dict.LRU[string,[]uint8], sku, buf) (call parameter) at internal/cache/cache.go:39:11"
    "\n" S ":107:9: &Item{...} escapes to heap in (*Store).Blob:\n" S ":107:9:   flow: ~r0" LEFT
    "&{storage for &Item{...}}:\n" S ":107:9:     from &Item{...} (spill) at " S ":107:9\n" S
    ":107:9:     from ~r0 = &Item{...} (assign-pair) at " S ":107:9\n" S
    ":107:9:   flow: {temp}" LEFT "~r0:\n" S ":107:9:   flow: err" LEFT "*{temp}:\n" S
    ":107:9:     from err = f(~r0, \"a long text that has to be cut somewhere in the middle of "
    "it, whatever it says\") (assign) at " S ":108:4\n" S ":107:9:   flow: s.items" LEFT "err:\n" S
    ":107:9:     from s.items[k] = err (assign) at " S ":109:4\n" S
    ":107:9:   warning: truncated explanation due to assignment cycle; see "
    "golang.org/issue/35518\n" S ":107:9:   flow: {heap}" LEFT "&s:\n" S
    ":107:9:     from sink \033[2J<- s (send) at " S ":110:4\n" S
    ":120:2: func literal escapes to heap in (*Store).Blob:\n" S ":120:2:   flow: {heap}" LEFT
    "&{storage for func literal}:\n" S ":120:2:     from func literal (spill) at " S ":120:2\n" S
    ":101:7: leaking param content: s\n" S ":105:13: make([]byte, 512 + rand.Intn(1024)) escapes "
    "to heap\n" S ":107:9: &Item{...} escapes to heap\n" S ":112:4: -1 escapes to heap\n" S
    ":113:4: \"say \\\"hi\\\", you\" does not escape\n" S ":114:4: 'x' does not escape\n" S
    ":114:4: 'x' does not escape\n" S ":115:4: \"\033]0;\xff\" + name does not escape\n"};

static void written(const char *format, const hw_report_options *o, hw_buf *b)
{
    const hw_claims_writer *w = hw_claims_writer_named(format);
    test_log l;
    hw_summary summary;
    hw_error err;
    hw_byte_sink to = keeping(b);
    hw_buf_clear(b);
    assert_non_null(w);
    test_log_read(&l, log_text, 1);
    assert_int_equal(hw_summary_make(&l.claims, NULL, &summary, &err), HW_OK);
    assert_int_equal(w->write(&summary, o, &to, &err), HW_OK);
    hw_summary_free(&summary);
    test_log_free(&l);
    kept(b);
}

/* Nothing that moves a terminal; lines no wider than the page. */
static void safe_and_fitted(const hw_buf *b, size_t width)
{
    size_t column = 0;
    for (size_t i = 0; i < b->n; i++) {
        unsigned char c = (unsigned char)b->p[i];
        if (c != '\n' && c != '\r' && (c < 0x20 || c == 0x7f))
            fail_msg("the character %u, behind %.*s", c, (int)column, b->p + i - column);
        column = c == '\n' ? 0 : column + ((c & 0xc0) != 0x80);
        if (width && column > width)
            fail_msg("more than %zu: %.*s", width, (int)column, b->p + i - column);
    }
}

static void goldens(void **state)
{
    (void)state;
    static const struct {
        const char *format, *golden;
        hw_report_options options;
    } rows[] = {
        {"text", "claims.txt", {.width = 80, .nodecount = 3}},
        {"text", "claims.all.60.txt", {.width = 60, .nodecount = 1, .all = true}},
        {"text", "claims.all.100.txt", {.width = 100, .nodecount = 1, .all = true}},
        {"text", "claims.all.140.txt", {.width = 140, .nodecount = 1, .all = true}},
        {"csv", "claims.csv", {0}},
        {"editor", "claims.editor", {0}},
    };
    hw_buf b = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        written(rows[i].format, &rows[i].options, &b);
        safe_and_fitted(&b, rows[i].options.width);
        same_as_golden(&b, rows[i].golden);
    }
    hw_buf_free(&b);
}

static void colours(void **state)
{
    (void)state;
    hw_buf b = {0};
    written("text", &(hw_report_options){.width = 100, .all = true, .colour = true}, &b);
    assert_non_null(strstr(b.p, "\033[1;31mheap\033[0m"));
    assert_null(strstr(b.p, "\033[2J"));
    assert_null(strstr(b.p, "\033]0"));
    written("csv", &(hw_report_options){.colour = true}, &b);
    assert_null(strchr(b.p, '\033'));
    written("editor", &(hw_report_options){.colour = true}, &b);
    assert_null(strchr(b.p, '\033'));
    hw_buf_free(&b);
}

/* Any width is good enough not to fail. */
static void widths(void **state)
{
    (void)state;
    hw_buf b = {0};
    for (unsigned width = 1; width < 200; width++)
        written("text", &(hw_report_options){.width = width, .all = true}, &b);
    hw_buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goldens),
        cmocka_unit_test(colours),
        cmocka_unit_test(widths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
