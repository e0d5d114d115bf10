/* Every allocation of reading a profile fails once: HW_NOMEM, nothing lost, nothing half added. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/error.h"
#include "decode/decode.h"
#include "fault/failing_malloc.h"
#include "intake/intake.h"

static hw_status read_profile(const char *path, hw_profile *p, hw_error *err)
{
    hw_intake in = {.limits = hw_limits_filled(NULL)};
    hw_decoder *d;
    HW_TRY(hw_decode_new(hw_str_of(path), &in.limits, p, &d, err));
    hw_sink s = hw_decode_sink(d);
    hw_status status = hw_intake_profile(&in, hw_str_of(path), &s, err);
    if (status == HW_OK)
        status = hw_decode_finish(d, err);
    hw_decode_free(d);
    return status;
}

typedef struct size {
    size_t inputs, samples, locations, functions, stack_ids, notes;
    hw_values totals;
} size;

static size size_of(const hw_profile *p)
{
    return (size){p->inputs.len,    p->samples.len,    p->locations.len, p->functions.len,
                  p->stack_ids.len, p->notes.list.len, p->totals};
}

/* Adds `path` to a profile that has `first` (or nothing) already. */
static void fail_every_one(const char *first, const char *path, void (*plan)(size_t))
{
    size_t n = 1;
    for (bool failed = true; failed; n++) {
        hw_strings strings;
        hw_profile p;
        hw_error err;
        assert_true(hw_strings_init(&strings));
        hw_profile_init(&p, &strings);
        if (first)
            assert_int_equal(read_profile(first, &p, &err), HW_OK);
        size before = size_of(&p);
        plan(n);
        hw_status status = read_profile(path, &p, &err);
        failed = hw_failing_malloc_off();
        size after = size_of(&p);
        if (failed) {
            assert_int_equal(status, HW_NOMEM);
            assert_string_equal(err.message, "out of memory");
            assert_memory_equal(&before, &after, sizeof before);
            assert_int_equal(read_profile(path, &p, &err), HW_OK); /* as if nothing had been */
        } else {
            assert_int_equal(status, HW_OK);
        }
        assert_int_equal(p.inputs.len, before.inputs + 1);
        hw_profile_free(&p);
        hw_strings_free(&strings);
    }
    assert_true(n > 40);
}

static const char lab[] = HW_DATA "/corpus/recorded/1.26.8/runtimeapi/heap.pb.gz";
static const char service[] = HW_DATA "/services/fast/heap-after.pb.gz";

static void one_fails(void **state)
{
    (void)state;
    fail_every_one(NULL, lab, hw_failing_malloc);
    fail_every_one(NULL, service, hw_failing_malloc);
    fail_every_one(lab, service, hw_failing_malloc);
}

static void all_fail_from_one_on(void **state)
{
    (void)state;
    fail_every_one(NULL, service, hw_failing_malloc_from);
}

static void texts_too(void **state)
{
    (void)state;
    static const char *const logs[] = {HW_DATA "/corpus/recorded/1.26.8/moved/escape.m2.log.gz",
                                       HW_DATA "/profiles/totals.tsv"};
    for (size_t i = 0; i < 2; i++) {
        size_t n = 1;
        for (bool failed = true; failed; n++) {
            hw_intake in = {.limits = hw_limits_filled(NULL)};
            hw_text t;
            hw_error err;
            hw_failing_malloc(n);
            hw_status status = hw_intake_text(&in, hw_str_of(logs[i]), &t, &err);
            failed = hw_failing_malloc_off();
            assert_int_equal(status, failed ? HW_NOMEM : HW_OK);
            if (!failed)
                hw_text_free(&t);
        }
        assert_true(n > 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_fails),
        cmocka_unit_test(all_fail_from_one_on),
        cmocka_unit_test(texts_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
