/* One row for each form of position and of log that was recorded (tests/data/logs/forms.tsv): the
 * record is found with its package, file, line and column, as often as it was printed.
 *
 *     what TAB log TAB package TAB variant TAB file TAB line TAB column TAB message TAB times */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "diag_text.h"

typedef struct row {
    hw_str what, log, package, variant, file, message;
    uint64_t line, col, times;
} row;

static uint64_t number(hw_str s)
{
    uint64_t n;
    assert_true(hw_str_u64(s, UINT64_MAX, &n));
    return n;
}

static row parse(hw_str line)
{
    hw_str field[9];
    for (int i = 0; i < 8; i++)
        assert_true(hw_str_cut(line, '\t', &field[i], &line));
    field[8] = line;
    return (row){.what = field[0],
                 .log = field[1],
                 .package = field[2],
                 .variant = field[3],
                 .file = field[4],
                 .line = number(field[5]),
                 .col = number(field[6]),
                 .message = field[7],
                 .times = number(field[8])};
}

static bool at(const hw_claims *set, const row *r, const hw_place *p)
{
    const hw_block *b = &set->blocks.at[p->block];
    return hw_str_eq(hw_strings_get(set->strings, b->package), r->package) &&
           hw_str_eq(hw_strings_get(set->strings, b->variant), r->variant) &&
           hw_str_eq(hw_strings_get(set->strings, p->file), r->file) && p->line == r->line &&
           p->col == r->col;
}

static uint64_t count_list(const hw_claims *set, const row *r, const hw_claim *list, size_t n)
{
    uint64_t found = 0;
    for (size_t i = 0; i < n; i++)
        found += at(set, r, &list[i].place) && hw_str_eq(hw_claim_text(set, &list[i]), r->message);
    return found;
}

static uint64_t count(const hw_claims *set, const row *r)
{
    hw_str name = r->message;
    uint64_t found = 0;
    if (hw_str_cut_prefix(&name, HW_STR("can inline "))) {
        for (size_t i = 0; i < set->decls.len; i++)
            found += at(set, r, &set->decls.at[i].place) &&
                     hw_str_eq(hw_strings_get(set->strings, set->decls.at[i].name), name);
        return found;
    }
    if (hw_str_cut_prefix(&name, HW_STR("inlining call to "))) {
        for (size_t i = 0; i < set->inlinings.len; i++)
            found += at(set, r, &set->inlinings.at[i].place) &&
                     hw_str_eq(hw_strings_get(set->strings, set->inlinings.at[i].callee), name);
        return found;
    }
    return count_list(set, r, set->list.at, set->list.len) +
           count_list(set, r, set->leaks.at, set->leaks.len);
}

static void read_log(test_log *l, hw_str log)
{
    char path[512];
    snprintf(path, sizeof path, HW_DATA "/%.*s%s", HW_STR_ARG(log),
             hw_str_starts(log, HW_STR("odd/")) ? "/escape.log.gz" : ".log.gz");
    test_log_file(l, path);
    if (l->claims.not_understood.len)
        fail_msg("%s:%zu is not understood", path, (size_t)l->claims.not_understood.at[0].line);
}

static unsigned check_log(hw_str rows, hw_str log)
{
    test_log l;
    hw_str line;
    unsigned n = 0, wrong = 0;
    read_log(&l, log);
    while (hw_str_cut(rows, '\n', &line, &rows)) {
        row r = parse(line);
        if (!hw_str_eq(r.log, log))
            continue;
        uint64_t found = count(&l.claims, &r);
        n++;
        if (found == r.times)
            continue;
        print_error("%.*s: found %zu times: %.*s\n", HW_STR_ARG(log), (size_t)found,
                    HW_STR_ARG(r.what));
        wrong++;
    }
    assert_int_equal(wrong, 0);
    test_log_free(&l);
    return n;
}

static void forms(void **state)
{
    (void)state;
    hw_buf table = test_slurp(HW_DATA "/logs/forms.tsv");
    hw_str rows = hw_buf_view(&table), rest = rows, line;
    unsigned checked = 0, all = 0;
    while (hw_str_cut(rest, '\n', &line, &rest)) {
        row r = parse(line);
        char seen[512];
        snprintf(seen, sizeof seen, "\t%.*s\t", HW_STR_ARG(r.log));
        all++;
        /* each log once: at its first row */
        if (hw_str_find(rows, hw_str_of(seen)) == (size_t)(r.log.p - rows.p) - 1)
            checked += check_log(rows, r.log);
    }
    assert_int_equal(checked, all);
    assert_true(all >= 60);
    hw_buf_free(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(forms)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
