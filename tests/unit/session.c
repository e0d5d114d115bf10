/* What a session keeps of what it is given, and lends of what it has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "session/drift_job.h"

static void every_side_is_read_by_as_many_threads(void **state)
{
    (void)state;
    hw_options options = {.size = sizeof options, .threads = 3};
    hw_session *s;
    hw_error err;
    assert_int_equal(hw_session_new(&options, &s, &err), HW_OK);
    for (int side = 0; side < 3; side++) {
        assert_int_equal(s->claims.threads, 3);
        assert_int_equal(hw_session_set_aside(s, &err), HW_OK);
    }
    assert_int_equal(s->sides.len, 3);
    hw_session_free(s);
}

#define RECORDED HW_DATA "/corpus/recorded/1.26.8/traps/"

/* --- structs that grow ------------------------------------------------------------------------ */

/* As a later version of the header could have them. */
typedef struct newer_options {
    hw_options known;
    const char *proxy;
} newer_options;

typedef struct newer_limits {
    hw_limits known;
    uint64_t more;
} newer_limits;

static void older_options_are_read_as_far_as_they_go(void **state)
{
    (void)state;
    hw_limits limits = {.size = sizeof limits, .line = 77};
    hw_options options = {.size = offsetof(hw_options, headers), .limits = &limits, .retry = 9};
    hw_session *s;
    options.threads = 5; /* behind its end: not the caller's */
    assert_int_equal(hw_session_new(&options, &s, NULL), HW_OK);
    assert_int_equal(s->intake.limits.line, 77);
    assert_int_equal(s->intake.fetch.retry, 0);
    assert_int_equal(s->intake.threads, 0);
    hw_session_free(s);
}

static void older_limits_are_read_as_far_as_they_go(void **state)
{
    (void)state;
    hw_limits limits = {.size = offsetof(hw_limits, log), .profile = 5, .log = 6};
    const hw_options options = {.size = sizeof options, .limits = &limits};
    hw_session *s;
    assert_int_equal(hw_session_new(&options, &s, NULL), HW_OK);
    assert_int_equal(s->intake.limits.profile, 5);
    assert_int_equal(s->intake.limits.log, hw_limits_filled(NULL).log);
    hw_session_free(s);
}

static void newer_options_are_refused_where_they_ask_for_more(void **state)
{
    (void)state;
    newer_options options = {.known = {.size = sizeof options, .retry = 3}};
    hw_session *s;
    hw_error err;
    assert_int_equal(hw_session_new(&options.known, &s, &err), HW_OK);
    assert_int_equal(s->intake.fetch.retry, 3);
    hw_session_free(s);
    options.proxy = "http://localhost";
    assert_int_equal(hw_session_new(&options.known, &s, &err), HW_UNSUPPORTED);
    assert_non_null(strstr(err.message, "hw_options"));
}

static void newer_limits_are_refused_where_they_ask_for_more(void **state)
{
    (void)state;
    newer_limits limits = {.known = {.size = sizeof limits, .line = 4}};
    const hw_options options = {.size = sizeof options, .limits = &limits.known};
    hw_session *s;
    hw_error err;
    assert_int_equal(hw_session_new(&options, &s, &err), HW_OK);
    assert_int_equal(s->intake.limits.line, 4);
    hw_session_free(s);
    limits.more = 1;
    assert_int_equal(hw_session_new(&options, &s, &err), HW_UNSUPPORTED);
    assert_non_null(strstr(err.message, "hw_limits"));
}

static void sizes_that_cannot_be_are_refused(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, sizeof(size_t) + 1, 1 << 20, SIZE_MAX};
    hw_session *s;
    hw_error err;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        hw_options options = {.size = sizes[i]};
        assert_int_equal(hw_session_new(&options, &s, &err), HW_USAGE);
        assert_string_equal(err.message, "hw_options.size is not sizeof(hw_options)");
        hw_limits limits = {.size = sizes[i]};
        options = (hw_options){.size = sizeof options, .limits = &limits};
        assert_int_equal(hw_session_new(&options, &s, &err), HW_USAGE);
        assert_string_equal(err.message, "hw_limits.size is not sizeof(hw_limits)");
    }
}

/* Of the same profile given twice; also after it was analysed once. */
static void profiles_of_one_process(void **state)
{
    (void)state;
    hw_values once, sum;
    for (uint64_t merge = 0; merge < 2; merge++) {
        const hw_options options = {.size = sizeof options, .flags = merge ? HW_MERGE : 0};
        hw_session *s;
        hw_note_info note = {.size = sizeof note};
        assert_int_equal(hw_session_new(&options, &s, NULL), HW_OK);
        assert_int_equal(hw_add_profile(s, RECORDED "heap.pb.gz", NULL), HW_OK);
        assert_int_equal(hw_analyse(s, NULL), HW_OK);
        assert_int_equal(hw_totals(s, &once, NULL), HW_OK);
        assert_int_equal(hw_add_profile(s, RECORDED "heap.pb.gz", NULL), HW_OK);
        for (int again = 0; again < 2; again++) {
            size_t found = 0;
            assert_int_equal(hw_analyse(s, NULL), HW_OK);
            assert_int_equal(hw_totals(s, &sum, NULL), HW_OK);
            for (int v = 0; v < HW_VALUES; v++)
                assert_int_equal(sum.v[v], once.v[v] * (int64_t)(merge + 1));
            for (size_t i = 0; i < hw_note_count(s); i++) {
                assert_int_equal(hw_note_get(s, i, &note, NULL), HW_OK);
                found += strcmp(note.id, merge ? "merged-process" : "same-process") == 0;
            }
            assert_int_equal(found, 1);
        }
        hw_session_free(s);
    }
}

static hw_session *traps(bool analysed)
{
    hw_session *s;
    assert_int_equal(hw_session_new(NULL, &s, NULL), HW_OK);
    assert_int_equal(hw_add_claims(s, RECORDED "escape.m2.log.gz", NULL), HW_OK);
    if (analysed) {
        assert_int_equal(hw_add_profile(s, RECORDED "heap.pb.gz", NULL), HW_OK);
        assert_int_equal(hw_analyse(s, NULL), HW_OK);
    }
    return s;
}

/* Asks for `what` into a struct that ends behind `shorter` bytes, and into one that is twice as
 * long. */
#define ASSERT_SIZED(type, shorter, call)                                                          \
    do {                                                                                           \
        type whole = {.size = sizeof whole}, *ret = &whole;                                        \
        assert_int_equal(call, HW_OK);                                                             \
        type part;                                                                                 \
        memset(&part, 0x5a, sizeof part);                                                          \
        part.size = (shorter);                                                                     \
        ret = &part;                                                                               \
        assert_int_equal(call, HW_OK);                                                             \
        assert_int_equal(part.size, (shorter));                                                    \
        assert_memory_equal(&part.size + 1, &whole.size + 1, (shorter) - sizeof part.size);        \
        for (size_t at = (shorter); at < sizeof part; at++)                                        \
            assert_int_equal(((unsigned char *)&part)[at], 0x5a);                                  \
        type more[2];                                                                              \
        memset(more, 0x5a, sizeof more);                                                           \
        more[0].size = sizeof more;                                                                \
        ret = more;                                                                                \
        assert_int_equal(call, HW_OK);                                                             \
        assert_int_equal(more[0].size, sizeof more);                                               \
        for (size_t at = sizeof *more; at < sizeof more; at++)                                     \
            assert_int_equal(((unsigned char *)more)[at], 0);                                      \
        whole.size = 1;                                                                            \
        ret = &whole;                                                                              \
        assert_int_equal(call, HW_USAGE);                                                          \
    } while (0)

static void results_are_filled_as_far_as_they_go(void **state)
{
    (void)state;
    hw_session *s = traps(true);
    ASSERT_SIZED(hw_finding_info, offsetof(hw_finding_info, cause),
                 hw_finding_get(s, 0, ret, NULL));
    ASSERT_SIZED(hw_claim_info, offsetof(hw_claim_info, package), hw_claim_get(s, 0, ret, NULL));
    ASSERT_SIZED(hw_note_info, offsetof(hw_note_info, severity), hw_note_get(s, 0, ret, NULL));
    hw_session_free(s);
}

/* --- what is lent ----------------------------------------------------------------------------- */

static void what_is_not_there_is_refused(void **state)
{
    (void)state;
    hw_session *s = traps(true);
    hw_finding_info finding = {.size = sizeof finding};
    hw_claim_info claim = {.size = sizeof claim};
    hw_note_info note = {.size = sizeof note};
    hw_error err;
    size_t count, index;
    bool owner;
    assert_int_equal(hw_finding_get(s, hw_finding_count(s), &finding, &err), HW_USAGE);
    assert_int_equal(hw_finding_claim(s, hw_finding_count(s), 0, &index, &owner, &err), HW_USAGE);
    assert_int_equal(hw_finding_get(s, 0, &finding, &err), HW_OK);
    assert_int_equal(hw_finding_claim(s, 0, finding.claims, &index, &owner, &err), HW_USAGE);
    assert_int_equal(hw_claim_count(s, &count, &err), HW_OK);
    assert_int_equal(hw_claim_get(s, count, &claim, &err), HW_USAGE);
    assert_int_equal(hw_claim_steps(s, count, NULL, NULL, &err), HW_USAGE);
    assert_int_equal(hw_note_get(s, hw_note_count(s), &note, &err), HW_USAGE);
    hw_session_free(s);
}

static void claims_need_no_profile(void **state)
{
    (void)state;
    hw_session *s = traps(false);
    hw_values totals;
    hw_error err;
    size_t count;
    bool of_parameters = false;
    assert_int_equal(hw_note_count(s), 0);
    assert_int_equal(hw_claim_count(s, &count, &err), HW_OK);
    assert_int_equal(count, s->claims.list.len + s->claims.leaks.len);
    assert_true(s->claims.list.len > 20 && s->claims.leaks.len > 0);
    assert_int_equal(hw_note_count(s), s->claims.notes.list.len);
    for (size_t i = 0; i < count; i++) {
        hw_claim_info c = {.size = sizeof c};
        assert_int_equal(hw_claim_get(s, i, &c, &err), HW_OK);
        of_parameters = i >= s->claims.list.len;
        assert_int_equal(c.says == HW_SAYS_PARAMETER, of_parameters);
        assert_true(c.expression.at >= c.text.at &&
                    c.expression.at + c.expression.len <= c.text.at + c.text.len);
    }
    assert_true(of_parameters);
    assert_int_equal(hw_totals(s, &totals, &err), HW_USAGE);
    assert_int_equal(hw_finding_count(s), 0);
    /* The first look completes them. */
    assert_int_equal(hw_add_claims(s, RECORDED "escape.m1.log.gz", &err), HW_USAGE);
    hw_session_free(s);
}

typedef struct steps {
    size_t n, last, stop;
    uint32_t routes;
} steps;

static bool count_step(void *ctx, const hw_step_info *step)
{
    steps *c = ctx;
    assert_int_equal(step->size, sizeof *step);
    assert_int_equal(step->kind == HW_STEP_FROM, step->why.len > 0);
    assert_true(step->route == c->routes || step->route + 1 == c->routes || c->n == 0);
    c->routes = step->route + 1;
    return ++c->n != c->stop;
}

static void steps_end_when_the_caller_has_enough(void **state)
{
    (void)state;
    hw_session *s = traps(false);
    size_t count, explained = 0;
    assert_int_equal(hw_claim_count(s, &count, NULL), HW_OK);
    for (size_t i = 0; i < count; i++) {
        hw_claim_info c = {.size = sizeof c};
        steps all = {0}, one = {.stop = 1};
        assert_int_equal(hw_claim_get(s, i, &c, NULL), HW_OK);
        assert_int_equal(hw_claim_steps(s, i, count_step, &all, NULL), HW_OK);
        assert_int_equal(hw_claim_steps(s, i, count_step, &one, NULL), HW_OK);
        assert_int_equal(one.n, all.n != 0);
        assert_true(all.routes <= c.routes);
        assert_int_equal(all.n == 0, c.sink[0] == '\0');
        explained += all.n > 1;
    }
    assert_true(explained > 5);
    hw_session_free(s);
}

static void names_are_those_of_the_claims_at_hand(void **state)
{
    (void)state;
    hw_session *s = traps(false), *other;
    size_t count, named = 0;
    hw_claim_info c = {.size = sizeof c}, d = c;
    assert_int_equal(hw_claim_get(s, 0, &c, NULL), HW_OK);
    assert_int_equal(hw_session_set_aside(s, NULL), HW_OK);
    assert_int_equal(hw_session_new(NULL, &other, NULL), HW_OK);
    assert_int_equal(hw_add_claims(s, RECORDED "../moved/escape.m2.log.gz", NULL), HW_OK);
    assert_int_equal(hw_add_claims(other, RECORDED "../moved/escape.m2.log.gz", NULL), HW_OK);
    assert_int_equal(hw_claim_count(s, &count, NULL), HW_OK);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(hw_claim_get(s, i, &c, NULL), HW_OK);
        assert_int_equal(hw_claim_get(other, i, &d, NULL), HW_OK);
        assert_string_equal(c.function, d.function);
        named += c.function[0] != '\0';
    }
    assert_true(named > 5);
    hw_session_free(s);
    hw_session_free(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_side_is_read_by_as_many_threads),
        cmocka_unit_test(older_options_are_read_as_far_as_they_go),
        cmocka_unit_test(older_limits_are_read_as_far_as_they_go),
        cmocka_unit_test(newer_options_are_refused_where_they_ask_for_more),
        cmocka_unit_test(newer_limits_are_refused_where_they_ask_for_more),
        cmocka_unit_test(profiles_of_one_process),
        cmocka_unit_test(sizes_that_cannot_be_are_refused),
        cmocka_unit_test(results_are_filled_as_far_as_they_go),
        cmocka_unit_test(what_is_not_there_is_refused),
        cmocka_unit_test(claims_need_no_profile),
        cmocka_unit_test(steps_end_when_the_caller_has_enough),
        cmocka_unit_test(names_are_those_of_the_claims_at_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
