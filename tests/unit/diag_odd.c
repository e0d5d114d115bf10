/* Logs as people have them: behind time stamps, coloured, filtered by grep, between the output of
 * other programs. The diagnostics are the same in all of them, and so is what is read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "claims/route.h"
#include "diag_text.h"
#include "message/gctrace.h"

#define LEFT " \xe2\x86\x90 "

static const char *const diagnostics[] = {
    "# p",
    "./a.go:1:2: x escapes to heap in F:",
    ("./a.go:1:2:   flow: {heap}" LEFT "&{storage for x}:"),
    "./a.go:1:2:     from &x (address-of) at ./a.go:1:9",
    "./a.go:1:2: x escapes to heap",
    "./a.go:7: moved to heap: y",
    "/usr/local/go/src/sync/pool.go:9:3: inlining call to q.F",
};
enum { LINES = sizeof diagnostics / sizeof *diagnostics };

/* One block, two claims, the first explained; `prefixed` lines. */
static void expect_same(const char *what, const char *text, uint64_t prefixed)
{
    test_log l;
    test_log_read(&l, &text, 1);
    const hw_claims *c = &l.claims;
    if (c->blocks.len != 1 || c->list.len != 2 || c->not_understood.len || c->prefixed != prefixed)
        fail_msg("\"%s\": %zu blocks, %zu claims, %zu lines not understood, %zu prefixed", what,
                 c->blocks.len, c->list.len, c->not_understood.len, (size_t)c->prefixed);
    const hw_claim *x = test_claim(&l, 0, "x escapes to heap");
    const hw_claim *y = test_claim(&l, 1, "moved to heap: y");
    test_str(hw_strings_get(&l.strings, c->blocks.at[0].package), "p");
    test_str(hw_strings_get(&l.strings, x->place.file), "./a.go");
    test_str(hw_strings_get(&l.strings, y->place.file), "./a.go");
    assert_int_equal(x->place.line, 1);
    assert_int_equal(x->place.col, 2);
    assert_int_equal(y->place.line, 7);
    assert_int_equal(c->inlinings.len, 1);
    assert_int_equal(c->lines, c->log_lines);
    assert_int_not_equal(x->route, HW_NONE);
    hw_step s;
    uint64_t cursor = 0;
    assert_true(hw_route_step(c, &c->routes.at[x->route], &cursor, &s));
    test_str(s.of, "{storage for x}");
    assert_true(hw_route_step(c, &c->routes.at[x->route], &cursor, &s));
    test_str(s.from, "&x");
    test_str(s.file, "./a.go");
    assert_int_equal(s.col, 9);
    assert_false(hw_route_step(c, &c->routes.at[x->route], &cursor, &s));
    test_log_free(&l);
}

static void prefixes(void **state)
{
    (void)state;
    static const char *const before[] = {
        "2026-01-02T03:04:05.678Z ",                       /* GitHub, kubectl, docker */
        "2026-01-02T03:04:05.6789012Z ",                   /* GitHub, Azure */
        "2026-01-02T03:04:05+01:00 ",                      /* */
        "2026/01/02 03:04:05 ",                            /* log */
        "2026-01-02 03:04:05,123 ",                        /* Python */
        "[12:00:01] ",                                     /* TeamCity */
        "[12:00:01]W:\t [Step 1/2] ",                      /* TeamCity */
        "[12:00:01] :\t [Step 1/2] ",                      /* TeamCity */
        "[2026-01-02 03:04:05.1] ",                        /* */
        "[2026-01-02T03:04:05.123Z] ",                     /* Jenkins */
        "12:00:01.123 ",                                   /* Jenkins, ts -s */
        "12:00:01 ",                                       /* Jenkins */
        "Jan 02 03:04:05 ",                                /* ts */
        "Jan  2 03:04:05 ",                                /* ts, syslog */
        "Jan  2 03:04:05 host go[123]: ",                  /* journalctl, syslog */
        "2026-01-02T03:04:05+0000 host build.sh[9]: ",     /* journalctl -o short-iso */
        "1767323045 ",                                     /* ts %s */
        "1767323045.678901 ",                              /* ts %.s */
        "2026-01-02T03:04:05.678901Z 00E ",                /* GitLab */
        "2026-01-02T03:04:05.678901234Z stderr F ",        /* containerd, CRI-O */
        "#12 3.456 ",                                      /* buildkit */
        "2026-01-02T03:04:05.6789012Z #12 3.456 ",         /* buildkit in GitHub */
        "builder-1  | ",                                   /* docker compose */
        "builder-1  | 2026-01-02T03:04:05.678901234Z ",    /* docker compose logs -t */
        "[pod/build-7c9f/main] ",                          /* kubectl logs --prefix */
        "[pod/build-7c9f/main] 2026-01-02T03:04:05.678Z ", /* kubectl logs --prefix --timestamps */
        "build\tRun go build\t2026-01-02T03:04:05.678Z ",  /* gh run view --log */
        ("build (1.26, linux)\tRun make\t\xef\xbb\xbf"
         "2026-01-02T03:04:05.678Z "),
        "123:",                                      /* grep -n */
        "escape.log:",                               /* grep -H */
        "logs/escape.m2.log:123:",                   /* grep -Hn */
        "(standard input):",                         /* grep -H */
        "build-7c9f main ",                          /* stern */
        "build-7c9f main 2026-01-02T03:04:05.678Z ", /* stern --timestamps */
        "remote: ",                                  /* git push */
        "remote:        ",                           /* git push to a platform */
        "    ",                                      /* quoted */
        "> ",                                        /* quoted */
        "stderr:",                                   /* */
    };
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        char text[1024];
        size_t n = 0;
        for (size_t j = 0; j < LINES; j++)
            n += (size_t)snprintf(text + n, sizeof text - n, "%s%s\n", before[i], diagnostics[j]);
        expect_same(before[i], text, LINES);
    }
}

/* Words that are no prefix: file names that a //line directive made up. */
static void not_prefixes(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"# p\nweird name: x.go:1: moved to heap: a\nweird name: x.go:2: moved to heap: b\n",
         "weird name: x.go"},
        {"weird name: x.go:1: moved to heap: a\nweird name: x.go:2: moved to heap: b\n",
         "weird name: x.go"},
        {"# p\nfoo.txt:1: moved to heap: a\nfoo.txt:2:3: moved to heap: b\n", "foo.txt"},
        {"C:\\x.go:5:6: moved to heap: a\nC:\\x.go:6:6: moved to heap: b\n", "C:\\x.go"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        test_log l;
        test_log_read(&l, &rows[i][0], 1);
        assert_int_equal(l.claims.list.len, 2);
        assert_int_equal(l.claims.prefixed, 0);
        test_str(hw_strings_get(&l.strings, test_claim(&l, 0, "moved to heap: a")->place.file),
                 rows[i][1]);
        test_log_free(&l);
    }
}

/* Each escape sequence between any two bytes of the log. */
static void colours(void **state)
{
    (void)state;
    static const char *const codes[] = {
        "\x1b[0m",
        "\x1b[01;31m\x1b[K", /* grep --color */
        "\x1b[38:2:255:0:0m",
        "\x1b[?25l",
        "\x1b]0;a title\a",
        "\x1b]8;;https://example.com\x1b\\",
        "\x1b_bk;t=1767323045678\a", /* Buildkite */
        "\x1b(B",
        ("\x1b"
         "7"),
    };
    char plain[1024];
    size_t n = 0;
    for (size_t j = 0; j < LINES; j++)
        n += (size_t)snprintf(plain + n, sizeof plain - n, "%s\n", diagnostics[j]);
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        for (size_t at = 0; at <= n; at++) {
            char text[1100];
            snprintf(text, sizeof text, "%.*s%s%s", (int)at, plain, codes[i], plain + at);
            expect_same(codes[i] + 1, text, 0);
        }
}

/* What is no sequence, or has no end, takes nothing with it but itself. */
static void broken_colours(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"a.go:1:2: x escapes to heap\x1b\n", "a.go"},
        {"a.go:1:2: x escapes to heap\n\x1b[31", "a.go"},
        {"\x1b]0;never ends\na.go:1:2: x escapes to heap\n", "a.go"},
        {"\x1b]0;cut \x1b[31m\na.go:1:2: x escapes to heap\n", "a.go"},
        {"\xef\xbb\xbf"
         "a.go:1:2: x escapes to heap\n",
         "a.go"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        test_log l;
        test_log_read(&l, &rows[i][0], 1);
        assert_int_equal(l.claims.list.len, 1);
        test_str(hw_strings_get(&l.strings, test_claim(&l, 0, "x escapes to heap")->place.file),
                 rows[i][1]);
        test_log_free(&l);
    }
}

/* Lines of others between all lines; explanations go on behind them. */
static void between(void **state)
{
    (void)state;
    static const char *const others[] = {
        "gc 1 @0.012s 0%: 0.01+0.3+0.02 ms clock, 4->4->0 MB, 4 MB goal, 8 P",
        "2026/01/02 15:04:05 listening on :8080",
        "./x.go:3:5: undefined: foo",
        "ok  \tp\t0.005s [no tests to run]",
        "##[endgroup]",
        "go: downloading github.com/pkg/errors v0.9.1",
        "",
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        char text[2048];
        size_t n = 0;
        for (size_t j = 0; j < LINES; j++)
            n += (size_t)snprintf(text + n, sizeof text - n, "%s\r\n%s\r\n", others[i],
                                  diagnostics[j]);
        expect_same(others[i], text, 0);
    }
}

/* The runtime prints its trace word by word, here between bars. */
static const char *const traces[] = {
    "|gc |12| @|0.012|s |8|%: |0.071|+|1.0|+|0.002| ms clock, |0.14|+|0.89|/|0.066|/|0|+|0.004| ms "
    "cpu, |4|->|5|->|2| MB, |5| MB goal, |0| MB stacks, |0| MB globals, |2| P|",
    "|gc |3| @|1.5|s |0|%| (checking for goroutine leaks)|: |0.01|+|0.3|+|0.02| ms clock, "
    "|0|+|0|/|0.2|/|0|+|0| ms cpu, |4|->|4|->|0| MB, |4| MB goal, |16| P| (forced)|",
};

static size_t count_bars(const char *trace)
{
    size_t bars = 0;
    for (; *trace; trace++)
        bars += *trace == '|';
    return bars;
}

/* A block where each of two bars is, the other bars left out. */
static void tear(const char *trace, size_t first, size_t second, char *to, size_t room)
{
    size_t n = 0, bar = 0;
    for (; *trace && n + 1 < room; trace++)
        if (*trace != '|')
            to[n++] = *trace;
        else if (bar++ == first || bar - 1 == second)
            n += (size_t)snprintf(to + n, room - n, "# p%zu\n./a.go:%zu: moved to heap: y\n", bar,
                                  bar);
    snprintf(to + n, room - n, "\n./a.go:99: moved to heap: y\n");
}

/* The go command prints a package at any time of its trace. */
static void interrupted_by_packages(void **state)
{
    (void)state;
    for (size_t t = 0; t < sizeof traces / sizeof *traces; t++) {
        size_t bars = count_bars(traces[t]);
        for (size_t i = 0; i < bars; i++)
            for (size_t j = i + 1; j < bars; j++) {
                char text[1024];
                const char *view = text;
                test_log l;
                tear(traces[t], i, j, text, sizeof text);
                test_log_read(&l, &view, 1);
                const hw_claims *c = &l.claims;
                if (c->blocks.len != 2 || c->list.len != 3 || c->not_understood.len)
                    fail_msg("%zu blocks, %zu claims, %zu lines not understood in\n%s",
                             c->blocks.len, c->list.len, c->not_understood.len, text);
                for (uint32_t k = 0; k < 3; k++)
                    assert_int_equal(c->list.at[k].place.block, k < 1 ? 0 : 1);
                test_log_free(&l);
            }
    }
}

/* The compiler's own trace, which goes to the same pipe as its diagnostics: one of them stands
 * where each of two bars is, in the order of the log. */
static void traced(const char *trace, size_t first, size_t second, unsigned line, char *to,
                   size_t room)
{
    char words[3][256] = {{0}};
    size_t bar = 0, part = 0, at = 0, n = 0;
    for (; *trace; trace++) {
        if (*trace != '|') {
            words[part][at++] = *trace;
        } else if (bar++ == first || bar - 1 == second) {
            part++;
            at = 0;
        }
    }
    for (unsigned i = 0; i < LINES; i++) {
        n += (size_t)snprintf(to + n, room - n, "%s%s\n",
                              i == line       ? words[0]
                              : i == line + 1 ? words[1]
                                              : "",
                              diagnostics[i]);
        if (i == line + 1)
            n += (size_t)snprintf(to + n, room - n, "%s\n", words[2]);
    }
}

static void interrupted_by_diagnostics(void **state)
{
    (void)state;
    for (size_t t = 0; t < sizeof traces / sizeof *traces; t++) {
        size_t bars = count_bars(traces[t]);
        for (size_t i = 0; i < bars; i++)
            for (size_t j = i + 1; j < bars; j++)
                for (unsigned line = 1; line + 1 < LINES; line++) {
                    char text[2048];
                    traced(traces[t], i, j, line, text, sizeof text);
                    expect_same(text, text, (i > 0) + 1);
                }
    }
}

/* What belongs to the file's name, of all that may be words of a trace as well. */
static void names_behind_words(void **state)
{
    (void)state;
    static const struct {
        const char *before, *interleaved, *file;
    } rows[] = {
        {"", "gc lib/a.go", "lib/a.go"},
        {"", "gc 2 @0.1s 2%: 0.01lib/a.go", "lib/a.go"},
        {"", "gc 2 @0.1s 2%: 0.01+../a.go", "../a.go"},
        {"", "gc 2 @0.1s 2%: 0.01./a.go", "./a.go"},
        {"", "gc 2 @0.1s 2%: 0.01+/src/a.go", "/src/a.go"},
        {"gc 2 @0.1s 2%: 0.01+", "/src/a.go", "/src/a.go"},
        {"gc 2 @0.1s 2%: 0.01+", "0.62//src/a.go", "/src/a.go"},
        {"gc 2 @0.1s 2%: 0.01+", "0.62/./a.go", "./a.go"},
        {"gc 2 @0.1s 2%: 0.01+", "0.62/../a.go", "../a.go"},
        {"known.go:1:2: moved to heap: k\ngc 2 @0.1s 2%: 0.01+", "0.62/known.go", "known.go"},
        {"3d/a.go:1:2: moved to heap: k\ngc 2 @0.1s 2%: 0.01+", "0.623d/a.go", "3d/a.go"},
        {"3d/a.go:1:2: moved to heap: k\ngc 2 @0.1s 2%: 0.01+", "3d/a.go", "3d/a.go"},
        {"gc 2 @0.1s 2%: 0.01+a.go:1:2: moved to heap: k", "0.62b.go", "b.go"},
        {"gc 2 @0.1s 2%: 0.01+a.go:1:2: moved to heap: k\nc.go:1:2: moved to heap: k", "62b.go",
         "b.go"},
        /* no trace is open: names are what they are */
        {"", "3d/a.go", "3d/a.go"},
        {"gc 2 @0.1s 2%: 0.01+0.3+0.1 ms clock, 4->4->0 MB, 4 MB goal, 8 P", "3d/a.go", "3d/a.go"},
        {"gc 2 @0.1s 2%: 0.01+\n# q", "3d/a.go", "3d/a.go"},
        {"gc 1 of 3", "3d/a.go", "3d/a.go"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[256];
        const char *view = text;
        test_log l;
        snprintf(text, sizeof text, "# p\n%s%s%s:7:3: moved to heap: last\n", rows[i].before,
                 *rows[i].before ? "\n" : "", rows[i].interleaved);
        test_log_read(&l, &view, 1);
        const hw_claims *c = &l.claims;
        if (c->list.len == 0)
            fail_msg("no claim in %s", text);
        const hw_claim *last = test_claim(&l, c->list.len - 1, "moved to heap: last");
        test_str(hw_strings_get(&l.strings, last->place.file), rows[i].file);
        test_log_free(&l);
    }
}

/* A program logs while its own trace is printed. */
static void interrupted_by_programs(void **state)
{
    (void)state;
    const char *text = "# p\n./a.go:7: moved to heap: y\ngc 1 @0.1s 2%: 2026/11/28 20:45:18 up\n"
                       "02026/11/28 20:45:18 request\n/2026/11/28 20:45:18 took 4->4->1 MB, 2 P\n"
                       "+panic: at the end\n MB globals, 2026/11/28 20:45:18 down\n";
    test_log l;
    test_log_read(&l, &text, 1);
    assert_int_equal(l.claims.not_understood.len, 0);
    assert_int_equal(l.claims.by_class[HW_CLASS_PROGRAM][HW_POS_PLAIN], 5);
    assert_int_equal(l.claims.prefixed, 5);
    test_log_free(&l);
}

/* Those of two programs, printed at once: words of one between words of the other. */
static void mixed_traces(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "/init 0.26iter @0.61 ms, 0.011 ms clock, 16 bytes, 1 allocs",
        "11init internal/godebug @0.37 ms, 0.087 ms clock, 9792 bytes, 154 allocs",
        (" @0.216s 2%: 0.30+1.1+0.003 ms clock, 0.60+0/0.13/0.95+0.006 ms cpu, 4->4->1 MB, 5 MB "
         "goal, 2init os"),
        "gc 2 @0.1gc s 1 @0%: 0.0050.071",
        "0 MB globals, 2gc 3 @ P",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (hw_gctrace_before_header((hw_str){rows[i], strlen(rows[i])}) != strlen(rows[i]))
            fail_msg("not taken for a trace: \"%s\"", rows[i]);
}

/* Words that only look like it are not taken for a trace. */
static void no_trace(void **state)
{
    (void)state;
    static const char *const rows[] = {"12 # items",     "4 P of 8", "1s 2",   "0.5/3+",
                                       "count: 3# of 4", "# p",      "5 GB# p"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (hw_gctrace_before_header((hw_str){rows[i], strlen(rows[i])}) != 0)
            fail_msg("taken for a trace: \"%s\"", rows[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prefixes),
        cmocka_unit_test(not_prefixes),
        cmocka_unit_test(colours),
        cmocka_unit_test(broken_colours),
        cmocka_unit_test(between),
        cmocka_unit_test(interrupted_by_packages),
        cmocka_unit_test(mixed_traces),
        cmocka_unit_test(no_trace),
        cmocka_unit_test(interrupted_by_diagnostics),
        cmocka_unit_test(names_behind_words),
        cmocka_unit_test(interrupted_by_programs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
