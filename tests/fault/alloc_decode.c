/* Every allocation of reading a profile fails once: HW_NOMEM, nothing lost, nothing half added. */
#include "decode/same_heap.h"
#include "decode/same_process.h"
#include "unit/profile_file.h"

#include "fault/failing_malloc.h"

typedef struct size {
    size_t inputs, samples, locations, functions, stack_ids, notes;
    hw_values totals;
} size;

static size size_of(const hw_profile *p)
{
    return (size){p->inputs.len,    p->samples.len,    p->locations.len, p->functions.len,
                  p->stack_ids.len, p->notes.list.len, p->totals};
}

typedef struct adding {
    const char *first, *path; /* the second is added to the first (NULL: to nothing) */
} adding;

static void add_profile(const void *ctx)
{
    const adding *files = ctx;
    hw_strings strings;
    hw_profile p;
    hw_error err;
    assert_true(hw_strings_init(&strings));
    hw_profile_init(&p, &strings);
    if (files->first)
        assert_int_equal(test_profile_add(files->first, &p, &err), HW_OK);
    size before = size_of(&p);
    hw_failing_start();
    hw_status status = test_profile_add(files->path, &p, &err);
    bool failed = hw_failing_stop();
    size after = size_of(&p);
    assert_int_equal(status, failed ? HW_NOMEM : HW_OK);
    if (failed) {
        assert_string_equal(err.message, "out of memory");
        assert_memory_equal(&before, &after, sizeof before);
        assert_int_equal(test_profile_add(files->path, &p, &err),
                         HW_OK); /* as if nothing had been */
    }
    assert_int_equal(p.inputs.len, before.inputs + 1);
    hw_profile_free(&p);
    hw_strings_free(&strings);
}

static void test_profiles(void **state)
{
    (void)state;
    static const char lab[] = HW_DATA "/corpus/recorded/1.26.8/runtimeapi/heap.pb.gz";
    static const char service[] = HW_DATA "/services/fast/heap-after.pb.gz";
    static const char text[] = HW_DATA "/services/fast/heap-after.debug1.txt.gz";
    hw_fail_each(add_profile, &(adding){NULL, lab}, 40);
    hw_fail_each(add_profile, &(adding){NULL, service}, 40);
    hw_fail_each(add_profile, &(adding){lab, service}, 40);
    hw_fail_each(add_profile, &(adding){NULL, text}, 40);
    hw_fail_each(add_profile, &(adding){service, text}, 40);
}

/* A text and the protobuf form of the same process. */
static void find_same_heap(const void *ctx)
{
    hw_strings strings;
    hw_profile p;
    hw_error err;
    (void)ctx;
    test_profile_read(HW_DATA "/services/fast/heap-after.pb.gz", &strings, &p);
    assert_int_equal(test_profile_add(HW_DATA "/services/fast/heap-after.debug1.txt.gz", &p, &err),
                     HW_OK);
    size before = size_of(&p);
    hw_failing_start();
    hw_status status = hw_decode_same_heap(&p, &err);
    bool failed = hw_failing_stop();
    size after = size_of(&p);
    assert_int_equal(status, failed ? HW_NOMEM : HW_OK);
    if (failed) {
        assert_memory_equal(&before, &after, sizeof before);
        assert_int_equal(hw_decode_same_heap(&p, &err), HW_OK);
    }
    assert_int_equal(hw_profile_counted(&p), 1);
    hw_profile_free(&p);
    hw_strings_free(&strings);
}

/* Two of one process, of which the older is left out. */
static void find_same_process(const void *ctx)
{
    hw_strings strings;
    hw_profile p;
    hw_error err;
    (void)ctx;
    test_profile_read(HW_DATA "/kinds/a.pb.gz", &strings, &p);
    assert_int_equal(test_profile_add(HW_DATA "/kinds/b.pb.gz", &p, &err), HW_OK);
    hw_failing_start();
    hw_status status = hw_same_process_find(&p, false, &err);
    bool failed = hw_failing_stop();
    assert_int_equal(status, failed ? HW_NOMEM : HW_OK);
    assert_int_equal(hw_profile_counted(&p), failed ? 2 : 1);
    if (failed)
        assert_int_equal(hw_same_process_find(&p, false, &err), HW_OK);
    hw_same_process_leave_out(&p);
    assert_int_equal(hw_profile_counted(&p), 1);
    hw_profile_free(&p);
    hw_strings_free(&strings);
}

static void test_same_process(void **state)
{
    (void)state;
    hw_fail_each(find_same_process, NULL, 3);
}

static void test_same_heap(void **state)
{
    (void)state;
    hw_fail_each(find_same_heap, NULL, 10);
}

static void read_text(const void *path)
{
    hw_intake in = {.limits = hw_limits_filled(NULL)};
    hw_text t;
    hw_error err;
    hw_failing_start();
    hw_status status = hw_intake_text(&in, hw_str_of(path), &t, &err);
    bool failed = hw_failing_stop();
    assert_int_equal(status, failed ? HW_NOMEM : HW_OK);
    if (!failed)
        hw_text_free(&t, 1);
}

static void test_texts(void **state)
{
    (void)state;
    hw_fail_each(read_text, HW_DATA "/corpus/recorded/1.26.8/moved/escape.m2.log.gz", 1);
    hw_fail_each(read_text, HW_DATA "/profiles/totals.tsv", 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_profiles),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_same_heap),
        cmocka_unit_test(test_same_process),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
