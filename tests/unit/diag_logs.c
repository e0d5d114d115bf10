/* Every recorded log: no line without a class, and the counts of the recorded histograms.
 *
 * tests/data/logs/<version>/<name>.hist.txt were printed by an independent classifier when the logs
 * were recorded; counts.tsv holds what it counted in the other logs of tests/data, and in those
 * of profiles/. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "diag_text.h"
#include "go/reason.h"

static uint64_t count_named(const hw_claims *set, hw_str name)
{
    char full[HW_CLASS_TEXT];
    for (unsigned s = 0; s < HW_CLASS_COUNT; s++)
        for (unsigned f = 0; f < HW_POS_FORMS; f++) {
            hw_class_name((hw_message_class)s, (hw_position_form)f, full);
            if (hw_str_eq(name, hw_str_of(full)))
                return set->by_class[s][f];
        }
    fail_msg("there is no class %.*s", HW_STR_ARG(name));
    return 0;
}

static void check_sums(const char *path, const hw_claims *set)
{
    uint64_t sum = 0, from = 0;
    for (unsigned s = 0; s < HW_CLASS_COUNT; s++)
        for (unsigned f = 0; f < HW_POS_FORMS; f++)
            sum += set->by_class[s][f];
    assert_int_equal(sum, set->log_lines);
    for (unsigned r = 0; r < HW_REASON_COUNT; r++)
        from += set->reasons[r];
    for (unsigned f = 0; f < HW_POS_FORMS; f++)
        from -= set->by_class[HW_CLASS_FROM][f];
    assert_int_equal(from, 0);
    if (set->not_understood.len || set->by_class[HW_CLASS_NOT_UNDERSTOOD][0])
        fail_msg("%s:%llu is not understood", path,
                 (unsigned long long)set->not_understood.at[0].line);
}

static void expect(const char *path, const hw_claims *set, hw_str name, uint64_t want,
                   uint64_t *sum)
{
    uint64_t got = count_named(set, name);
    *sum += want;
    if (got != want)
        fail_msg("%s: %llu lines of %.*s, recorded were %llu", path, (unsigned long long)got,
                 HW_STR_ARG(name), (unsigned long long)want);
}

/* 'name': 123, … of the histogram's "why:" line. It leaves out steps without a position. */
static void check_reasons(const char *path, const hw_claims *set, hw_str line)
{
    uint64_t more = 0;
    hw_str name, rest = line;
    /* NOLINTNEXTLINE(misc-redundant-expression): each takes a piece of `rest` */
    while (hw_str_cut(rest, '\'', &name, &rest) && hw_str_cut(rest, '\'', &name, &rest)) {
        hw_reason reason = hw_reason_named(name);
        hw_str number = hw_str_from(rest, 2);
        uint64_t want = strtoull(number.p, NULL, 10);
        if (reason == HW_REASON_COUNT || set->reasons[reason] < want)
            fail_msg("%s: reason %.*s", path, HW_STR_ARG(name));
        more += set->reasons[reason] - want;
    }
    assert_int_equal(more, set->by_class[HW_CLASS_FROM][HW_POS_UNKNOWN]);
}

/* "    86038  esc.from" lines, and the one of the reasons. */
static void check_histogram(const char *path, const hw_claims *set, hw_str histogram)
{
    uint64_t sum = 0;
    hw_str line, rest = histogram;
    while (hw_str_cut(rest, '\n', &line, &rest)) {
        hw_str number, name;
        uint64_t want;
        if (hw_str_cut_prefix(&line, HW_STR("  why: ")))
            check_reasons(path, set, line);
        line = hw_str_trim(line);
        if (hw_str_cut(line, ' ', &number, &name) && hw_str_u64(number, UINT64_MAX, &want))
            expect(path, set, hw_str_trim(name), want, &sum);
    }
    assert_int_equal(sum, set->log_lines);
}

static unsigned check_directory(const char *version)
{
    char path[512], other[800];
    unsigned logs = 0;
    snprintf(path, sizeof path, HW_DATA "/logs/%s", version);
    DIR *dir = opendir(path);
    assert_non_null(dir);
    for (struct dirent *e; (e = readdir(dir));) {
        hw_str name = hw_str_of(e->d_name);
        test_log l;
        if (!hw_str_cut_suffix(&name, HW_STR(".log.gz")))
            continue;
        snprintf(other, sizeof other, "%s/%s", path, e->d_name);
        test_log_file(&l, other);
        check_sums(other, &l.claims);
        snprintf(other, sizeof other, "%s/%.*s.hist.txt", path, HW_STR_ARG(name));
        hw_buf histogram = test_slurp(other);
        check_histogram(other, &l.claims, hw_buf_view(&histogram));
        hw_buf_free(&histogram);
        test_log_free(&l);
        logs++;
    }
    closedir(dir);
    return logs;
}

static void histograms(void **state)
{
    (void)state;
    assert_int_equal(check_directory("go1.19.13"), 11);
    assert_int_equal(check_directory("go1.21.13"), 9);
    assert_int_equal(check_directory("go1.25.8"), 9);
    assert_int_equal(check_directory("go1.27.1"), 15);
}

/* path TAB class=count … */
static void check_counts(hw_str row)
{
    char path[512];
    hw_str file, rest;
    uint64_t sum = 0;
    test_log l;
    assert_true(hw_str_cut(row, '\t', &file, &rest));
    snprintf(path, sizeof path, HW_DATA "/%.*s", HW_STR_ARG(file));
    test_log_file(&l, path);
    check_sums(path, &l.claims);
    while (rest.n) {
        hw_str name, number, pair = hw_str_next(&rest, ' ');
        uint64_t want;
        assert_true(hw_str_cut(pair, '=', &name, &number));
        assert_true(hw_str_u64(number, UINT64_MAX, &want));
        expect(path, &l.claims, name, want, &sum);
    }
    assert_int_equal(sum, l.claims.log_lines);
    test_log_free(&l);
}

static void corpus_and_services(void **state)
{
    (void)state;
    hw_buf counts = test_slurp(HW_DATA "/logs/counts.tsv");
    hw_str row, rest = hw_buf_view(&counts);
    unsigned logs = 0;
    for (; hw_str_cut(rest, '\n', &row, &rest); logs++)
        check_counts(row);
    assert_int_equal(logs, 362);
    hw_buf_free(&counts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(histograms),
        cmocka_unit_test(corpus_and_services),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
