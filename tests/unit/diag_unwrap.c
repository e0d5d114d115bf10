/* Diagnostics inside of JSON strings and cut lines: what is read is what was wrapped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "claims/route.h"
#include "diag_text.h"

/* --- wrapping ------------------------------------------------------------------------------------
 */

static void put(hw_buf *to, const char *text)
{
    assert_int_equal(hw_buf_str(to, hw_str_of(text)), HW_OK);
}

static void put_view(hw_buf *to, hw_str text)
{
    assert_int_equal(hw_buf_str(to, text), HW_OK);
}

/* As encoding/json does it. */
static void put_string(hw_buf *to, hw_str s)
{
    put(to, "\"");
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\')
            assert_int_equal(hw_buf_printf(to, "\\%c", c), HW_OK);
        else if (c == '\n')
            put(to, "\\n");
        else if (c < ' ' || c == '<' || c == '>' || c == '&')
            assert_int_equal(hw_buf_printf(to, "\\u%04x", c), HW_OK);
        else
            assert_int_equal(hw_buf_add(to, &c, 1), HW_OK);
    }
    put(to, "\"");
}

/* An object for each line: before, the line, behind. */
static hw_buf wrap_lines(hw_str text, const char *before, const char *behind, bool newline)
{
    hw_buf to = {0};
    for (hw_str rest = text; rest.n;) {
        size_t n = hw_str_chr(rest, '\n');
        assert_int_not_equal(n, HW_NPOS);
        put(&to, before);
        put_string(&to, hw_str_sub(rest, 0, n + newline));
        put(&to, behind);
        rest = hw_str_from(rest, n + 1);
    }
    return to;
}

static hw_buf docker(hw_str text)
{
    return wrap_lines(
        text, "{\"log\":", ",\"stream\":\"stderr\",\"time\":\"2026-01-02T03:04:05Z\"}\n", true);
}

static hw_buf structured(hw_str text)
{
    return wrap_lines(
        text, "{\"level\":\"info\",\"caller\":\"main.go:7\",\"msg\":", ",\"n\":[1,{}]}\n", false);
}

static hw_buf nested(hw_str text)
{
    return wrap_lines(text, "{\"resource\": {\"type\": \"build\"}, \"jsonPayload\": {\"message\": ",
                      "}}\r\n", false);
}

static hw_buf in_array(hw_str text)
{
    return wrap_lines(text, "{\"streams\":[{\"stream\":{},\"values\":[[\"1767323045\",", "]]}]}\n",
                      false);
}

static hw_buf behind_times(hw_str text)
{
    return wrap_lines(text, "2026-01-02T03:04:05.678Z {\"message\":", "}\n", false);
}

/* As jq prints it. */
static hw_buf over_lines(hw_str text)
{
    return wrap_lines(text, "{\n  \"log\": ", ",\n  \"n\": [\n    1,\n    {}\n  ]\n}\n", true);
}

/* The answers of log stores: what is in `list`, whose last separator has two bytes. */
static hw_buf array_of(hw_buf list, const char *open, const char *close)
{
    hw_buf to = {0};
    put(&to, open);
    put_view(&to, hw_str_sub(hw_buf_view(&list), 0, list.n - 2));
    put(&to, close);
    hw_buf_free(&list);
    return to;
}

static hw_buf array_over_lines(hw_str text)
{
    return array_of(wrap_lines(text, "  {\n    \"jsonPayload\": {\n      \"message\": ",
                               "\n    },\n    \"labels\": {}\n  },\n", false),
                    "[\n", "\n]\n");
}

static hw_buf array_in_a_line(hw_str text)
{
    return array_of(wrap_lines(text, "{\"log\": ", "}, ", true), "[", "]");
}

/* As fluentd writes files. */
static hw_buf behind_words(hw_str text)
{
    return wrap_lines(text, "2026-01-02T03:04:05+00:00\tdocker.build\t{\"log\":", "}\n", true);
}

static hw_buf journal(hw_str text)
{
    return wrap_lines(text, "{\"_PID\":\"1\",\"MESSAGE\":", ",\"PRIORITY\":\"6\"}\n", false);
}

static hw_buf twice(hw_str text)
{
    hw_buf inner = wrap_lines(text, "{\"Action\":\"build-output\",\"Output\":", "}\n", true);
    hw_buf outer = docker(hw_buf_view(&inner));
    hw_buf_free(&inner);
    return outer;
}

/* Coloured inside of the string. */
static hw_buf coloured(hw_str text)
{
    hw_buf ansi = {0};
    for (hw_str rest = text; rest.n;) {
        size_t n = hw_str_chr(rest, '\n'), half = n / 2;
        assert_int_equal(hw_buf_str(&ansi, hw_str_sub(rest, 0, half)), HW_OK);
        put(&ansi, "\x1b[01;31m\x1b[K");
        assert_int_equal(hw_buf_str(&ansi, hw_str_sub(rest, half, n)), HW_OK);
        put(&ansi, "\x1b[m\n");
        rest = hw_str_from(rest, n + 1);
    }
    hw_buf to = docker(hw_buf_view(&ansi));
    hw_buf_free(&ansi);
    return to;
}

/* One object for each block, as go build -json prints them. */
static hw_buf blocks(hw_str text)
{
    hw_buf to = {0};
    while (text.n) {
        size_t next = hw_str_find(hw_str_from(text, 1), HW_STR("\n# "));
        size_t n = next == HW_NPOS ? text.n : next + 2;
        put(&to, "{\"ImportPath\":\"p\",\"Action\":\"build-output\",\"Output\":");
        put_string(&to, hw_str_sub(text, 0, n));
        put(&to, "}\n");
        text = hw_str_from(text, n);
    }
    return to;
}

/* Cut, as docker does at 16 KiB; lines of stdout in the middle of cut ones. */
static hw_buf cut(hw_str text)
{
    enum { SIZE = 100 };
    hw_buf to = {0};
    for (hw_str rest = text; rest.n;) {
        size_t line = hw_str_chr(rest, '\n') + 1, n = line < SIZE ? line : SIZE;
        if (n < line)
            put(&to, "{\"log\":\"ok  \\tp\\t0.005s\\n\",\"stream\":\"stdout\"}\n");
        put(&to, "{\"log\":");
        put_string(&to, hw_str_sub(rest, 0, n));
        put(&to, ",\"stream\":\"stderr\"}\n");
        rest = hw_str_from(rest, n);
    }
    return to;
}

/* The same, by docker's fluentd driver. */
static hw_buf fluentd(hw_str text)
{
    enum { SIZE = 100 };
    hw_buf to = {0};
    for (hw_str rest = text; rest.n;) {
        size_t line = hw_str_chr(rest, '\n'), n = line < SIZE ? line : SIZE;
        put(&to, "{\"source\":\"stderr\",\"log\":");
        put_string(&to, hw_str_sub(rest, 0, n));
        if (n == line) {
            put(&to, ",\"partial_message\":\"true\",\"partial_last\":\"true\"}\n");
            n++;
        } else {
            put(&to, ",\"partial_message\":\"true\",\"partial_last\":\"false\"}\n");
        }
        rest = hw_str_from(rest, n);
    }
    return to;
}

/* Parts as container runtimes and GitLab's runner write them. */
static hw_buf parts(hw_str text, const char *more, const char *last, bool mark_first)
{
    enum { SIZE = 9 };
    hw_buf to = {0};
    bool begins = true;
    for (hw_str rest = text; rest.n;) {
        size_t line = hw_str_chr(rest, '\n'), n = line < SIZE ? line : SIZE;
        bool marked = mark_first ? n < line : !begins;
        put(&to, "2026-01-02T03:04:05.678901234Z ");
        put(&to, marked ? more : last);
        assert_int_equal(hw_buf_str(&to, hw_str_sub(rest, 0, n)), HW_OK);
        put(&to, "\n");
        begins = n == line;
        rest = hw_str_from(rest, n + begins);
    }
    return to;
}

static hw_buf cri(hw_str text)
{
    return parts(text, "stderr P ", "stderr F ", true);
}

static hw_buf gitlab(hw_str text)
{
    return parts(text, "00E+", "00E ", false);
}

/* Only time stamps: each physical line of a log line has them. */
static hw_buf stamped(hw_str text)
{
    hw_buf to = {0};
    for (hw_str rest = text; rest.n;) {
        size_t n = hw_str_chr(rest, '\n') + 1;
        put(&to, "2026-01-02T03:04:05.678Z ");
        assert_int_equal(hw_buf_str(&to, hw_str_sub(rest, 0, n)), HW_OK);
        rest = hw_str_from(rest, n);
    }
    return to;
}

/* JSON cut by a container runtime. */
static hw_buf cri_json(hw_str text)
{
    hw_buf inner = structured(text);
    hw_buf outer = cri(hw_buf_view(&inner));
    hw_buf_free(&inner);
    return outer;
}

/* --- what is read
 * --------------------------------------------------------------------------------- */

static void same_steps(const char *what, const hw_claims *x, const hw_claims *y, uint32_t route)
{
    uint64_t i = 0, j = 0;
    hw_step s, t;
    while (hw_route_step(y, &y->routes.at[route], &j, &t)) {
        if (!hw_route_step(x, &x->routes.at[route], &i, &s) || !hw_str_eq(s.of, t.of) ||
            !hw_str_eq(s.from, t.from) || !hw_str_eq(s.why, t.why) || !hw_str_eq(s.file, t.file))
            fail_msg("%s: other steps: %.*s", what, HW_STR_ARG(s.from));
    }
    assert_false(hw_route_step(x, &x->routes.at[route], &i, &s));
}

static void same_claims(const char *what, const test_log *a, const test_log *b)
{
    const hw_claims *x = &a->claims, *y = &b->claims;
    if (x->list.len != y->list.len || x->leaks.len != y->leaks.len)
        fail_msg("%s: %zu claims and %zu leaks, not %zu and %zu", what, x->list.len, x->leaks.len,
                 y->list.len, y->leaks.len);
    assert_int_equal(x->blocks.len, y->blocks.len);
    assert_int_equal(x->routes.len, y->routes.len);
    assert_int_equal(x->inlinings.len, y->inlinings.len);
    assert_int_equal(x->decls.len, y->decls.len);
    assert_int_equal(x->hints.len, y->hints.len);
    if (x->not_understood.len)
        fail_msg("%s: line %zu is not understood", what, (size_t)x->not_understood.at[0].line);
    for (size_t i = 0; i < x->list.len; i++) {
        const hw_claim *c = &x->list.at[i], *d = &y->list.at[i];
        assert_true(hw_str_eq(hw_claim_text(x, c), hw_claim_text(y, d)));
        assert_true(hw_str_eq(hw_strings_get(&a->strings, c->place.file),
                              hw_strings_get(&b->strings, d->place.file)));
        assert_int_equal(c->place.line, d->place.line);
        assert_int_equal(c->place.col, d->place.col);
        assert_int_equal(c->flags, d->flags);
        assert_int_equal(c->route, d->route);
    }
    for (uint32_t i = 0; i < y->routes.len; i++)
        same_steps(what, x, y, i);
    for (unsigned s = 0; s < HW_CLASS_COUNT; s++)
        if (s != HW_CLASS_GOTEST)
            assert_memory_equal(x->by_class[s], y->by_class[s], sizeof x->by_class[s]);
}

typedef struct wrapping {
    const char *name;
    hw_buf (*wrap)(hw_str text);
    const char *member; /* NULL: no JSON */
} wrapping;

static const wrapping wrappings[] = {
    {"docker", docker, "log"},
    {"structured", structured, "msg"},
    {"nested", nested, "jsonPayload.message"},
    {"in an array", in_array, "streams[].values[][1]"},
    {"behind times", behind_times, "message"},
    {"behind words", behind_words, "log"},
    {"over lines", over_lines, "log"},
    {"an array over lines", array_over_lines, "jsonPayload.message"},
    {"an array in a line", array_in_a_line, "log"},
    {"journal", journal, "MESSAGE"},
    {"twice", twice, "log"},
    {"coloured", coloured, "log"},
    {"blocks", blocks, "Output"},
    {"cut", cut, "log"},
    {"fluentd", fluentd, "log"},
    {"cri", cri, NULL},
    {"gitlab", gitlab, NULL},
    {"cri_json", cri_json, "msg"},
    {"stamped", stamped, NULL},
};

static void agree(const char *path)
{
    test_log plain, wrapped;
    test_log_file(&plain, path);
    for (size_t i = 0; i < sizeof wrappings / sizeof *wrappings; i++) {
        const wrapping *w = &wrappings[i];
        hw_buf made = w->wrap(hw_buf_view(&plain.file));
        test_log_text(&wrapped, hw_buf_view(&made));
        same_claims(w->name, &wrapped, &plain);
        const hw_note *note = hw_notes_find(&wrapped.claims.notes, HW_NOTE_WRAPPED);
        assert_int_equal(note != NULL, w->member != NULL);
        if (w->member)
            test_str(hw_strings_get(&wrapped.strings, wrapped.claims.wrapped_in), w->member);
        assert_null(hw_notes_find(&wrapped.claims.notes, HW_NOTE_INVALID_JSON));
        test_log_free(&wrapped);
        hw_buf_free(&made);
    }
    test_log_free(&plain);
}

static void wrapped_logs(void **state)
{
    (void)state;
    agree(HW_PROFILES "/bench/escape.m2.log.gz");
    agree(HW_DATA "/logs/go1.19.13/small.modcache.m1.log.gz");
    agree(HW_DATA "/logs/go1.27.1/small.m2.log.gz");
    agree(HW_DATA "/logs/go1.19.13/small.m2.log.gz"); /* strings over several lines */
}

/* Lines of the original: of what is not understood, of headers, of an error. */
static void line_numbers(void **state)
{
    (void)state;
    static const char text[] =
        "starting\n"                                                             /* 1 */
        "{\"Output\":\"# p\\na.go:1:2: x escapes to heap\\nwhat is this\\n\"}\n" /* 2 */
        "{\"Action\":\"start\"}\n"                                               /* 3 */
        "{\"Output\":\"# q\\na.go:1:2: y escapes to heap\\n\"}\n"                /* 4 */
        "and this\n"                                                             /* 5 */
        "{\"Output\":\"a.go:1:2: z escapes to \"}\n"                             /* 6 */
        "{\"Output\":\"heap\\nor that\\n\"}\n"                                   /* 7 */
        "{\"Output\":\"cut\n"                                                    /* 8 */
        "{\"Output\":\"a.go:1:3: u escapes to heap\"}\n"                         /* 9 */
        "a.go:1:4: can inline F with cost 2 as: func() T { return T{\"a\":1} }"; /* 10 */
    static const uint64_t unknown[] = {1, 2, 5, 6};
    test_log l;
    hw_error err;
    test_log_text(&l, HW_STR(text));
    const hw_claims *c = &l.claims;
    assert_int_equal(c->list.len, 4);
    assert_int_equal(c->blocks.len, 2);
    assert_int_equal(c->blocks.at[0].line, 2);
    assert_int_equal(c->blocks.at[1].line, 4);
    assert_int_equal(c->not_understood.len, 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(c->not_understood.at[i].line, unknown[i]);
    assert_int_equal(c->wrapped, 5);
    assert_int_equal(c->by_class[HW_CLASS_JSON][0], 2);
    assert_int_equal(c->invalid_json, 1);
    assert_int_equal(c->invalid_json_line, 8);
    assert_int_equal(c->by_class[HW_CLASS_CAN_COST][0], 1);
    test_str(
        hw_strings_get(&l.strings, hw_notes_find(&l.claims.notes, HW_NOTE_INVALID_JSON)->text),
        "1 line begins as a JSON object and is none, the first is log:8; what it held is lost");

    hw_limits limits = {.claims = 5};
    assert_int_equal(hw_diag_read(&l.claims, HW_STR("2"), HW_STR(text), &limits, &err), HW_LIMIT);
    assert_int_equal(err.line, 2);
    assert_int_equal(c->list.len, 4);
    assert_int_equal(c->wrapped, 5);
    assert_int_equal(c->made.len, 1);
    test_log_free(&l);
}

/* Objects over several lines, between what is none: nothing of either is lost. */
static void pretty_printed(void **state)
{
    (void)state;
    static const char text[] =
        "+ docker logs build | jq .\n"                          /* 1 */
        "{\n"                                                   /* 2: cut by the next one */
        "  \"log\": \"a.go:1:2: lost escapes to heap\\n\",\n"   /* 3 */
        "{\n"                                                   /* 4 */
        "  \"log\": \"# p\\na.go:1:2: x escapes to heap\\n\"\n" /* 5 */
        "}\n"                                                   /* 6 */
        "starting\n"                                            /* 7 */
        "{\"log\": \"a.go:1:3: y escapes to heap\\n\"}\n"       /* 8 */
        "{ \"log\": \"a.go:1:4: also lost\n"                    /* 9: a string does not end */
        "\t{\n"                                                 /* 10 */
        "\"log\":\n"                                            /* 11 */
        "\"a.go:1:5: z { [ \\\" escapes to heap\\nwhat\\n\" , \"}\":[]}\r\n" /* 12 */
        "{\n"                                                                /* 13 */
        "\"log\":\"and at the end\"";                                        /* 14 */
    static const uint64_t unknown[] = {1, 2, 3, 7, 9, 10, 13, 14};
    static const char *const claims[] = {"x escapes to heap", "y escapes to heap",
                                         "z { [ \" escapes to heap"};
    test_log l;
    test_log_text(&l, HW_STR(text));
    const hw_claims *c = &l.claims;
    assert_int_equal(c->list.len, 3);
    for (uint32_t i = 0; i < 3; i++)
        test_claim(&l, i, claims[i]);
    assert_int_equal(c->blocks.at[0].line, 4);
    assert_int_equal(c->wrapped, 3);
    assert_int_equal(c->invalid_json, 1);
    assert_int_equal(c->invalid_json_line, 9);
    assert_int_equal(c->not_understood.len, sizeof unknown / sizeof *unknown);
    for (size_t i = 0; i < c->not_understood.len; i++)
        assert_int_equal(c->not_understood.at[i].line, unknown[i]);
    test_log_free(&l);
}

/* What is no object, or too deep, or holds nothing, is a line of others. */
static void others(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "{\"msg\":\"a.go:1:2: x escapes to heap\",}",
        "{\"msg\":\"a.go:1:2: x escapes to heap\"} and more",
        "{\"msg\":\"a.go:1:2: x escapes to heap\"",
        "{\"msg\":\"a.go:1:2: x escapes to heap\\q\"}",
        "{\"msg\":\"a.go:1:2: moved to heap: x",
        "{\"msg\":'a.go:1:2: x escapes to heap'}",
        "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":\"a.go:1:2: x escapes to heap\"}}}}}}}",
        "{\"a.go:1:2: x escapes to heap\":1}",
        "{\"msg\":\"x escapes to heap\"}",
        "{\"version\":0,\"file\":\"a.go\",\"message\":\"x escapes to heap\"}",
        "{\"msg\":[]}",
        "{\"\":\"a.go:1:2: x escapes to heap\"}",
        "{\"msg\":\"a.go:1:2: x escapes to heap\t\"}", /* to be written \\t, \\u0001 */
        "{\"msg\":\"a.go:1:2: x escapes to heap\",\"n\":\"\001\"}",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        test_log l;
        test_log_text(&l, hw_str_of(rows[i]));
        if (l.claims.list.len || l.claims.by_class[HW_CLASS_JSON][0] != 1 || l.claims.wrapped)
            fail_msg("%s: %zu claims", rows[i], l.claims.list.len);
        test_log_free(&l);
    }
}

/* An object of very many values is not even begun: it would take a hundred times its size. */
static void bomb(void **state)
{
    (void)state;
    for (int values = 60000; values <= 70000; values += 10000) {
        hw_buf text = {0};
        put(&text, "{\"msg\":\"a.go:1:2: x escapes to \\\\\\\"\\\"heap\\na.go:1:3: y escapes to "
                   "heap\",\"n\":[0");
        for (int i = 0; i < values; i++)
            put(&text, ",1");
        put(&text, "],\"s\":\",,,[[[{{{\"}\n");
        test_log l;
        test_log_text(&l, hw_buf_view(&text));
        assert_int_equal(l.claims.list.len, values == 60000);
        test_log_free(&l);
        hw_buf_free(&text);
    }
}

/* Objects that come late, behind a megabyte of plain lines, are found too. */
static void late(void **state)
{
    (void)state;
    hw_buf text = {0};
    put(&text, "# p\n");
    for (int i = 0; i < 60000; i++)
        assert_int_equal(hw_buf_printf(&text, "a.go:%d:2: x escapes to heap\n", i + 1), HW_OK);
    put(&text, "{\"ts\":1}\n{\"msg\":\"b.go:7:2: y escapes to heap\"}\n");
    assert_true(text.n > 1 << 20);
    test_log l;
    test_log_text(&l, hw_buf_view(&text));
    assert_int_equal(l.claims.list.len, 60001);
    assert_int_equal(l.claims.wrapped, 1);
    assert_int_equal(l.claims.inputs.len, 1);
    assert_int_equal(l.claims.by_class[HW_CLASS_JSON][0], 1);
    test_claim(&l, 60000, "y escapes to heap");
    test_log_free(&l);
    hw_buf_free(&text);
}

/* More streams at once than are kept apart: the oldest is given up, nothing is lost or doubled. */
static void many_streams(void **state)
{
    (void)state;
    hw_buf text = {0};
    for (int i = 0; i < 40; i++)
        put(&text, "{\"log\":\"a.go:1:2: x escapes to heap\\n\"}\n");
    for (int i = 0; i < 10; i++)
        assert_int_equal(
            hw_buf_printf(&text, "{\"log\":\"b.go:%d:2: y esca\",\"stream\":\"%d\"}\n", i, i),
            HW_OK);
    for (int i = 0; i < 10; i++)
        assert_int_equal(
            hw_buf_printf(&text, "{\"log\":\"pes to heap\\n\",\"stream\":\"%d\"}\n", i), HW_OK);
    test_log l;
    test_log_text(&l, hw_buf_view(&text));
    assert_int_equal(l.claims.list.len, 48);
    assert_int_equal(l.claims.not_understood.len, 4); /* two halves of two lines */
    test_log_free(&l);
    hw_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrapped_logs),   cmocka_unit_test(line_numbers),
        cmocka_unit_test(pretty_printed), cmocka_unit_test(others),
        cmocka_unit_test(bomb),           cmocka_unit_test(late),
        cmocka_unit_test(many_streams),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
