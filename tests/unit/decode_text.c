/* The text form of a heap profile (debug=1), written by hand: every kind of line, every place to
 * cut, and what no runtime writes. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "decode_build.h"

#define STATISTICS "\n# runtime.MemStats\n# Alloc = 1358848\n# DebugGC = false\n"

/* Sums, the rate of 512 KiB, two samples with one stack, one with another, one not published. */
#define SAMPLE_1                                                                                   \
    "2: 96 [10: 480] @ 0x47c32c 0x41e4c5 0x4da0f9 0x44cd15 0x484081\n"                             \
    "#\t0x4da0f8\tmain.f+0xd8\t\t/src/main.go:10\n"                                                \
    "#\t0x44cd14\tmain.g+0x2d4\t/src/main.go:30\n\n"
#define SAMPLE_2                                                                                   \
    "0: 0 [3: 144] @ 0x47c305 0x41e4c5 0x4da0f9 0x44cd15 0x484081\n"                               \
    "#\t0x4da0f8\tmain.f+0xd8\t\t/src/main.go:10\n"                                                \
    "#\t0x44cd14\tmain.g+0x2d4\t/src/main.go:30\n\n"
#define SAMPLE_3                                                                                   \
    "1: 1048576 [1: 1048576] @ 0x47c305 0x44cd15\n"                                                \
    "#\t0x44cd14\tmain.g+0x2d4\t/src/main.go:30\n\n"
#define SAMPLE_ZERO                                                                                \
    "0: 0 [0: 0] @ 0x47c305 0x44cd15\n"                                                            \
    "#\t0x44cd14\tmain.g+0x2d4\t/src/main.go:30\n\n"
#define HEADER "heap profile: 3: 1048672 [14: 1049200] @ heap/1048576\n"
static const char legal[] = HEADER SAMPLE_ZERO SAMPLE_1 SAMPLE_2 SAMPLE_3 STATISTICS;

static hw_status decode(decoded *d, const char *text, size_t n, size_t piece)
{
    hw_buf b = {0};
    decoded_new(d);
    assert_int_equal(hw_buf_add(&b, text, n), HW_OK);
    hw_status s = decode_bytes(d, "p", &b, piece);
    hw_buf_free(&b);
    return s;
}

static void take(decoded *d, const char *text)
{
    if (decode(d, text, strlen(text), 7) != HW_OK)
        fail_msg("%s (line %" PRId64 ")", d->err.message, d->err.line);
}

static void values_are(const hw_sample *s, int64_t a, int64_t b, int64_t c, int64_t e)
{
    assert_int_equal(s->values.v[HW_ALLOC_OBJECTS], a);
    assert_int_equal(s->values.v[HW_ALLOC_SPACE], b);
    assert_int_equal(s->values.v[HW_INUSE_OBJECTS], c);
    assert_int_equal(s->values.v[HW_INUSE_SPACE], e);
}

/* The values are those of go tool pprof -raw for the same text. */
static void check_legal(const decoded *d)
{
    const hw_profile *p = &d->profile;
    assert_int_equal(p->inputs.len, 1);
    assert_int_equal(p->inputs.at[0].samples, 4);
    assert_int_equal(p->inputs.at[0].unpublished, 1);
    assert_int_equal(p->period, 524288);
    assert_false(p->delta);
    assert_int_equal(p->present, 15);
    assert_int_equal(p->samples.len, 3);
    assert_int_equal(p->functions.len, 2);
    assert_int_equal(p->locations.len, 2);
    const hw_sample *s = &p->samples.at[0];
    assert_int_equal(s->size, 48);
    assert_int_equal(s->depth, 2);
    values_are(s, 109231, 5243120, 21846, 1048624);
    values_are(s + 1, 32769, 1572936, 0, 0);
    values_are(s + 2, 1, 1212696, 1, 1212696);
    assert_int_equal(s[2].size, 1048576);
    static const struct {
        uint64_t address[2];
        size_t n;
    } inners[] = {{{0x47c32c, 0x41e4c5}, 2}, {{0x47c305, 0x41e4c5}, 2}, {{0x47c305}, 1}};
    assert_int_equal(p->inners.len, 3);
    for (size_t i = 0; i < 3; i++) {
        const hw_inner *inner = &p->inners.at[s[i].inner];
        assert_int_equal(inner->addresses, inners[i].n);
        assert_memory_equal(p->inner_addresses.at + inner->addresses_at, inners[i].address,
                            inners[i].n * sizeof(uint64_t));
        assert_true(inner->callee == 0 && !inner->collector);
    }
    assert_int_equal(p->entries.len, 2);
    assert_int_equal(p->entries.at[0].address, 0x4da020);
    assert_int_equal(p->entries.at[1].address, 0x44ca40);
    assert_int_equal(p->locations.at[0].address, 0x4da0f8);
    assert_int_equal(p->locations.at[1].address, 0x44cd14);
    text_is(d, function_at(d, s, 0)->name, "main.f");
    text_is(d, function_at(d, s, 1)->name, "main.g");
    text_is(d, function_at(d, s, 1)->file, "/src/main.go");
    assert_int_equal(p->frames.at[p->locations.at[0].frames_at].line, 10);
}

static void accepts_pieces_of_every_size(void **state)
{
    (void)state;
    for (size_t piece = 1; piece <= sizeof legal; piece++) {
        decoded d;
        if (decode(&d, legal, sizeof legal - 1, piece) != HW_OK)
            fail_msg("pieces of %zu: %s", piece, d.err.message);
        check_legal(&d);
        decoded_free(&d);
    }
}

/* As editors and terminals keep it. */
static void accepts_other_ends_and_blanks(void **state)
{
    (void)state;
    char text[3 * sizeof legal] = "\xef\xbb\xbf \r\n\n";
    size_t n = strlen(text);
    decoded d;
    for (const char *c = legal; *c; c++) {
        if (*c == '\n')
            text[n++] = '\r';
        if (*c == '\t')
            memcpy(text + n, "  ", 2), n += 2;
        else
            text[n++] = *c;
    }
    text[n] = '\0';
    take(&d, text);
    check_legal(&d);
    decoded_free(&d);
}

/* Up to the statistics, which nobody needs, a text that is cut is known to be cut, but where all
 * samples are there. */
static void refuses_what_is_cut(void **state)
{
    (void)state;
    static const char statistics[] = "\n# runtime.MemStats";
    size_t end = (size_t)(strstr(legal, statistics) - legal), lines = 1;
    for (size_t n = 1; n <= sizeof legal - 1; n++) {
        decoded d;
        bool whole = n == end || n == end + 1 || n >= end + sizeof statistics;
        hw_status s = decode(&d, legal, n, 64);
        lines += legal[n - 1] == '\n';
        if (s != (whole ? HW_OK : HW_FORMAT))
            fail_msg("%zu bytes: %s", n, s == HW_OK ? "taken" : d.err.message);
        if (!whole && n >= strlen("heap profile:")) {
            assert_non_null(strstr(d.err.message, "was the download or the copy complete?"));
            assert_in_range(d.err.line, 1, lines);
            assert_in_range(d.err.offset, 0, n);
        }
        decoded_free(&d);
    }
}

#define EXACT(samples, counts) "heap profile: " counts " @ heap/2\n" samples STATISTICS

/* Calls in the code of one function are one location; where the function calls itself, there are
 * several. */
static void calls_become_locations(void **state)
{
    (void)state;
    decoded d;
    take(&d, EXACT("1: 16 [2: 32] @ 0x101 0x111 0x121 0x131 0x141 0x201\n"
                   "#\t0x110\tmain.inner+0x10\t/a.go:1\n" /* inlined into middle and f */
                   "#\t0x120\tmain.middle+0x20\t/a.go:2\n"
                   "#\t0x130\tmain.f[...]+0x30\t/a.go:3\n"
                   "#\t0x140\tmain.f[...]+0x40\t/a.go:4\n" /* called itself */
                   "#\t0x200\tmain.main+0x0\t/b.go:5\n"
                   "#\t0x300\n" /* no function of Go */
                   "#\t0x310\tmain.z+0x4\t\t?:0\n"
                   "#\t0x311\ttype:.eq.struct { a int }+0x6\t/c +0x6 d.go:-1\n\n",
                   "1: 16 [2: 32]"));
    const hw_profile *p = &d.profile;
    static const struct {
        uint64_t address;
        uint32_t frames;
    } rows[] = {{0x110, 3}, {0x140, 1}, {0x200, 1}, {0x300, 0}, {0x310, 1}, {0x311, 1}};
    assert_int_equal(p->samples.len, 1);
    assert_int_equal(p->samples.at[0].depth, sizeof rows / sizeof *rows);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const hw_location *l = &p->locations.at[p->stack_ids.at[i]];
        assert_int_equal(l->address, rows[i].address);
        assert_int_equal(l->frames, rows[i].frames);
        assert_int_equal(l->mapping, HW_NONE);
    }
    text_is(&d, function_at(&d, p->samples.at, 0)->name, "main.inner");
    text_is(&d, function_at(&d, p->samples.at, 5)->name, "type:.eq.struct { a int }");
    text_is(&d, function_at(&d, p->samples.at, 5)->file, "/c +0x6 d.go");
    values_are(p->samples.at, 2, 32, 1, 16);
    decoded_free(&d);
}

static void rates(void **state)
{
    (void)state;
    static const struct {
        const char *rate;
        int64_t period;
    } rows[] = {{"0", 0}, {"1", 0}, {"2", 1}, {"3", 1}, {"1048576", 524288}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[sizeof legal + 20];
        decoded d;
        snprintf(text, sizeof text,
                 "heap profile: 0: 0 [7: 65] @ heap/%s\n"
                 "0: 0 [7: 65] @ 0x1\n#\t0x1\tmain.f+0x1\ta.go:1\n\n",
                 rows[i].rate);
        take(&d, text);
        assert_int_equal(d.profile.period, rows[i].period);
        assert_int_equal(d.profile.samples.at[0].size, 9); /* cut, as the runtime does */
        if (rows[i].period <= 1)
            values_are(d.profile.samples.at, 7, 65, 0, 0);
        bool off = strcmp(rows[i].rate, "0") == 0;
        assert_int_equal(d.profile.inputs.at[0].off, off);
        assert_int_equal(hw_notes_find(&d.profile.notes, HW_NOTE_PROFILING_OFF) != NULL, off);
        assert_int_equal(hw_notes_find(&d.profile.notes, HW_NOTE_NO_PERIOD) != NULL,
                         rows[i].period == 0 && !off);
        decoded_free(&d);
    }
}

static void values_that_do_not_fit(void **state)
{
    (void)state;
    decoded d;
    take(&d,
         "heap profile: 0: 0 [9223372036854775807: 9223372036854775806] @ heap/1048576\n"
         "0: 0 [9223372036854775807: 9223372036854775806] @ 0x1\n#\t0x1\tmain.f+0x1\ta.go:1\n\n");
    assert_int_equal(d.profile.totals.v[HW_ALLOC_OBJECTS], INT64_MAX);
    assert_non_null(hw_notes_find(&d.profile.notes, HW_NOTE_VALUES_CLAMPED));
    decoded_free(&d);
}

static void refuses(void **state)
{
    (void)state;
#define ONE "heap profile: 1: 16 [1: 17] @ heap/2\n1: 16 [1: 16] @ 0x1\n"
    static const struct {
        const char *text;
        hw_status status;
        const char *words;
        int64_t line;
    } rows[] = {
        {"heap profile:\n", HW_FORMAT, "looks like this: heap profile:", 1},
        {"heap profile: 1: 2 [3: 4] @ heapprofile\n", HW_UNSUPPORTED, "tcmalloc", 1},
        {"heap profile: 1: 2 [3: 4] @ heap_v2/524288\n", HW_UNSUPPORTED, "tcmalloc", 1},
        {"heap profile: 1: 2 [3: 4] @ heap/-2\n", HW_UNSUPPORTED, "tcmalloc", 1},
        {"heap profile: 1: 2 [3: 9223372036854775808] @ heap/2\n", HW_FORMAT, "looks like", 1},
        {"\r\nheap profile: 1: 16 [1: 17] @ heap/2\n-1: 16 [1: 16] @ 0x1\n", HW_FORMAT,
         "looks like this: -1: 16", 3},
        {ONE "\nheap profile: 1: 16 [1: 17] @ heap/2\n", HW_FORMAT, "a second profile", 4},
        {ONE "#\t0x0\tmain.f+0x1\ta.go:1\n", HW_FORMAT, "looks like this: #", 3},
        {ONE "#\t0x0\tmain.f\ta.go:1\n", HW_FORMAT, "looks like this: #", 3},
        {ONE "#\t0x0\tmain.f+0x0\ta.go\n", HW_FORMAT, "looks like this: #", 3},
        {ONE "#\t0x00000000000000001\t+0x0\ta.go:1\n", HW_FORMAT, "looks like this: #", 3},
        {ONE "#\t0x10000000000000000\n", HW_FORMAT, "looks like this: #", 3},
        {"heap profile: 1: 16 [1: 17] @ heap/2\n1: 16 [1: 16] @ 0x1 2\n", HW_FORMAT,
         "the list of addresses", 2},
        {ONE "\n" STATISTICS "1: 16 [1: 16] @ 0x1\n", HW_FORMAT, "looks like this: 1: 16", 8},
        {ONE, HW_FORMAT, "cut short", 3},
        {ONE "\n", HW_UNSUPPORTED, "has addresses only", 0},
        {"heap profile: 1: 16 [2: 32] @ heap/2\n1: 16 [1: 16] @ 0x1\n\n", HW_FORMAT,
         "1 objects in use, here 1; 2 allocated, here 1", 4},
        {"heap profile: 1: 1 [1: 1] @ heap/2\n"
         "9223372036854775807: 1 [1: 1] @ 0x1\n\n1: 1 [1: 1] @ 0x1\n\n",
         HW_FORMAT, "more than 64 bits", 5},
        {"heap profile: 1: 16 [1: 17] @ heap/2\n1: 16 [1: 16] @ 0x1\n#\t0x1\tf+0x1\ta.rs:1\n\n",
         HW_UNSUPPORTED, "not of a Go program", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        decoded d;
        hw_buf b = {0};
        hw_status s = decode(&d, rows[i].text, strlen(rows[i].text), 3);
        if (s != rows[i].status || (s && d.err.line != rows[i].line))
            fail_msg("row %zu: status %d, line %" PRId64 ", %s", i, s, d.err.line, d.err.message);
        decoded_free(&d);
        assert_int_equal(hw_buf_add(&b, rows[i].text, strlen(rows[i].text)), HW_OK);
        refuse(&b, rows[i].status, rows[i].words);
    }
}

static void limit(hw_limits *l, size_t field, uint64_t value)
{
    memcpy((char *)l + field, &value, sizeof value);
}

static void limits(void **state)
{
    (void)state;
    static const struct {
        size_t field;
        uint64_t value;
        const char *words;
    } rows[] = {
        {offsetof(hw_limits, message), 50, "a line has more than 50 bytes; --max-message"},
        {offsetof(hw_limits, samples), 3, "more than 3 samples; --max-samples"},
        {offsetof(hw_limits, stacks), 1, "more than 1 distinct samples; --max-stacks"},
        {offsetof(hw_limits, strings), 9, "more than 9 strings; --max-strings"},
        {offsetof(hw_limits, depth), 4, "more than 4 addresses; --max-depth"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t piece = 1; piece < 100; piece += 49) {
            decoded d;
            hw_buf b = {0};
            decoded_new(&d);
            limit(&d.limits, rows[i].field, rows[i].value);
            assert_int_equal(hw_buf_add(&b, legal, sizeof legal - 1), HW_OK);
            hw_status s = decode_bytes(&d, "p", &b, piece);
            if (s != HW_LIMIT || !strstr(d.err.message, rows[i].words))
                fail_msg("status %d, '%s', wanted '%s'", s, d.err.message, rows[i].words);
            hw_buf_free(&b);
            decoded_free(&d);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_pieces_of_every_size),
        cmocka_unit_test(accepts_other_ends_and_blanks),
        cmocka_unit_test(refuses_what_is_cut),
        cmocka_unit_test(calls_become_locations),
        cmocka_unit_test(rates),
        cmocka_unit_test(values_that_do_not_fit),
        cmocka_unit_test(refuses),
        cmocka_unit_test(limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
