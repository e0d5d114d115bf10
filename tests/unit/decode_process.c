/* decode/process_look and decode/same_process: which profiles one process wrote. */
#include "decode/same_process.h"
#include "profile_file.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"

enum { FEW = 3, MANY = 20, RATE = 524288 };

static const uint64_t VDSO = UINT64_C(0x7f2a11c6000), OTHER_VDSO = UINT64_C(0x7fb77452d000);

/* `n` stacks, of which the first `grown` were allocated at `more` times more than in others. */
static hw_look look(uint64_t content, uint64_t vdso, uint32_t n, uint32_t grown, int64_t more)
{
    hw_look l = {.name = HW_STR("p"),
                 .content = content,
                 .build = 77,
                 .vdso = vdso,
                 .period = RATE,
                 .counts = true};
    for (uint32_t i = 0; i < n; i++) {
        int64_t objects = 1 + (i < grown ? more : 0);
        assert_true(hw_vec_push(&l.counters, ((hw_counter){100 + i, objects, objects * 64})));
        l.space += objects * 64;
    }
    return l;
}

/* What is used of the second, and of the first, is the same whatever their order is. */
static void used(hw_look a, hw_look b, uint32_t of_a, uint32_t of_b)
{
    const hw_look there[] = {a, b}, back[] = {b, a};
    uint32_t newest[2];
    assert_true(hw_looks_newest(there, 2, newest));
    assert_int_equal(newest[0], of_a);
    assert_int_equal(newest[1], of_b);
    assert_true(hw_looks_newest(back, 2, newest));
    assert_int_equal(newest[0], 1 - of_b);
    assert_int_equal(newest[1], 1 - of_a);
    hw_look_free(&a);
    hw_look_free(&b);
}

static void the_vdso_tells_processes_apart(void **state)
{
    (void)state;
    used(look(1, VDSO, FEW, 0, 0), look(2, VDSO, FEW, 2, 5), 1, 1);
    used(look(1, VDSO, FEW, 0, 0), look(2, VDSO, FEW + 1, 0, 0), 1, 1);
    used(look(1, VDSO, 0, 0, 0), look(2, VDSO, FEW, 0, 0), 1, 1);
    /* an instance that began at another time, in another place */
    used(look(1, VDSO, FEW, 0, 0), look(2, OTHER_VDSO, FEW, 2, 5), 0, 1);
    hw_look other_build = look(2, VDSO, FEW, 2, 5), no_build = look(2, VDSO, FEW, 2, 5);
    other_build.build = 78;
    used(look(1, VDSO, FEW, 0, 0), other_build, 0, 1);
    no_build.build = 0;
    hw_look neither = look(1, VDSO, FEW, 0, 0);
    neither.build = 0;
    used(neither, no_build, 0, 1);
    hw_look rare = look(2, VDSO, FEW, 2, 5), text = look(2, VDSO, FEW, 2, 5);
    rare.period = 1;
    used(look(1, VDSO, FEW, 0, 0), rare, 0, 1);
    text.text = true;
    used(look(1, VDSO, FEW, 0, 0), text, 0, 1);
}

static void counters_only_grow(void **state)
{
    (void)state;
    hw_look a = look(1, VDSO, FEW, 1, 5), b = look(2, VDSO, FEW, 2, 5);
    b.counters.at[0].objects = 5; /* one more there, one less here */
    used(a, b, 0, 1);
    a = look(1, VDSO, FEW, 1, 5);
    b = look(2, VDSO, FEW, 2, 5);
    b.counters.at[0].space -= 1;
    used(a, b, 0, 1);
    a = look(1, VDSO, FEW, 0, 0);
    b = look(2, VDSO, FEW + 1, 2, 5);
    b.counters.at[1].stack = 99; /* the later one has not all stacks */
    b.counters.at[0].stack = 98;
    used(a, b, 0, 1);
    /* differences and what is in use alone have no such counters */
    a = look(1, VDSO, FEW, 0, 0);
    a.counts = false;
    used(a, look(2, VDSO, FEW, 2, 5), 0, 1);
}

/* Where only the addresses of the program are known, or none, chance has to be ruled out. */
static void without_a_vdso_many_stacks_tell(void **state)
{
    (void)state;
    static const uint64_t fixed[] = {0, UINT64_C(0x7ffff7fc1000), UINT64_C(0xfffff7ffb000)};
    for (size_t i = 0; i < 3; i++) {
        used(look(1, fixed[i], MANY, 0, 0), look(2, fixed[i], MANY, MANY / 2, 5), 1, 1);
        used(look(1, fixed[i], MANY, 0, 0), look(2, fixed[i], MANY, MANY / 2 + 1, 5), 0, 1);
        used(look(1, fixed[i], 16, 0, 0), look(2, fixed[i], 16, 1, 5), 1, 1);
        used(look(1, fixed[i], 15, 0, 0), look(2, fixed[i], 15, 1, 5), 0, 1);
    }
    for (int64_t rate = 0; rate < 2; rate++) { /* unknown, and nothing left to chance */
        hw_look a = look(1, 0, MANY, 0, 0), b = look(2, 0, MANY, 2, 5);
        a.period = b.period = rate;
        used(a, b, 0, 1);
    }
    hw_look a = look(1, VDSO, FEW, 0, 0), b = look(2, VDSO, FEW, 2, 5);
    a.period = b.period = 1; /* its place tells all the same */
    used(a, b, 1, 1);
}

static void equal_counters_are_ordered_by_time(void **state)
{
    (void)state;
    hw_look early = look(1, VDSO, FEW, 0, 0), late = look(2, VDSO, FEW, 0, 0);
    early.time_nanos = 1000;
    late.time_nanos = 2000;
    used(early, late, 1, 1);
    /* where clock and counters disagree nothing is sure */
    early = look(1, VDSO, FEW, 0, 0);
    late = look(2, VDSO, FEW, 2, 5);
    early.time_nanos = 2000;
    late.time_nanos = 1000;
    used(early, late, 0, 1);
}

static void the_same_again(void **state)
{
    (void)state;
    hw_look looks[] = {look(5, 0, 1, 0, 0), look(6, 0, 1, 0, 0), look(5, 0, 1, 0, 0),
                       look(5, 0, 1, 0, 0)};
    uint32_t newest[4];
    looks[0].counts = looks[2].counts = looks[3].counts = false;
    assert_true(hw_looks_newest(looks, 4, newest));
    assert_int_equal(newest[0], 0);
    assert_int_equal(newest[1], 1);
    assert_int_equal(newest[2], 0);
    assert_int_equal(newest[3], 0);
    for (size_t i = 0; i < 4; i++)
        hw_look_free(&looks[i]);
    assert_true(hw_looks_newest(NULL, 0, newest));
}

/* Several looks at each of several processes, in no order, the first ones twice. */
static void many_processes(void **state)
{
    (void)state;
    enum { PROCESSES = 60, LOOKS = 5, TWICE = PROCESSES, ALL = PROCESSES * LOOKS + TWICE };
    static hw_look looks[ALL];
    static uint32_t newest[ALL];
    for (uint32_t i = 0; i < ALL; i++) {
        uint32_t process = i % PROCESSES, n = i / PROCESSES % LOOKS;
        uint32_t when = (n * 3 + process) % LOOKS; /* the last one is anywhere */
        looks[i] = look(process * LOOKS + when, VDSO + process * 4096ull, FEW, 2, when);
    }
    assert_true(hw_looks_newest(looks, ALL, newest));
    for (uint32_t i = 0; i < ALL; i++) {
        uint32_t process = i % PROCESSES, of = newest[i];
        assert_int_equal(of % PROCESSES, process);
        assert_int_equal(newest[of], of);
        assert_int_equal(looks[of].content, process * LOOKS + LOOKS - 1);
        hw_look_free(&looks[i]);
    }
}

/* More processes than are held against each other, which nothing tells apart: the work stays
 * bounded, and what is said of them is true. */
static void processes_without_a_place(void **state)
{
    (void)state;
    enum { PROCESSES = 200 };
    static hw_look looks[2 * PROCESSES];
    static uint32_t newest[2 * PROCESSES];
    for (uint32_t i = 0; i < 2 * PROCESSES; i++) {
        uint32_t process = i % PROCESSES;
        looks[i] = look(i, 0, MANY, i / PROCESSES, 1);
        for (uint32_t k = 0; k < MANY; k++)
            looks[i].counters.at[k].objects += (process * 7919 + k * k * 31) % 101;
    }
    assert_true(hw_looks_newest(looks, 2 * PROCESSES, newest));
    for (uint32_t i = 0; i < 2 * PROCESSES; i++)
        assert_int_equal(newest[i] % PROCESSES, i % PROCESSES);
    for (uint32_t i = 0; i < 2 * PROCESSES; i++)
        hw_look_free(&looks[i]);
}

/* --- in a profile ----------------------------------------------------------------------------- */

static void read_all(const char *const *names, size_t n, hw_strings *strings, hw_profile *profile)
{
    for (size_t i = 0; i < n; i++) {
        char path[200];
        snprintf(path, sizeof path, HW_DATA "/kinds/%s.pb.gz", names[i]);
        if (i == 0)
            test_profile_read(path, strings, profile);
        else
            assert_int_equal(test_profile_add(path, profile, NULL), HW_OK);
    }
}

static size_t count_notes(const hw_profile *p, hw_note_id id)
{
    size_t n = 0;
    for (size_t i = 0; i < p->notes.list.len; i++)
        n += p->notes.list.at[i].id == id;
    return n;
}

static void what_is_older_is_left_out(void **state)
{
    (void)state;
    static const char *const orders[][3] = {{"a", "b", "one"}, {"b", "one", "a"}, {"b", "a", "b"}};
    hw_values alone = {{0}};
    for (size_t i = 0; i < 3; i++) {
        hw_strings strings;
        hw_profile p;
        size_t kept = 0;
        read_all(orders[i], 3, &strings, &p);
        for (size_t k = 0; k < 3; k++)
            if (strcmp(orders[i][k], "b") == 0)
                alone = (hw_values){{0}}, kept = k;
        const hw_profile_input b = p.inputs.at[kept];
        for (uint32_t k = 0; k < b.kept; k++)
            hw_values_add(&alone, &p.samples.at[b.kept_at + k].values);
        for (int again = 0; again < 2; again++) { /* as a session does that analyses twice */
            assert_int_equal(hw_same_process_find(&p, false, NULL), HW_OK);
            hw_same_process_leave_out(&p);
            assert_int_equal(hw_profile_counted(&p), i == 2 ? 1 : 2);
            assert_int_equal(count_notes(&p, HW_NOTE_SAME_PROCESS), 1);
            assert_int_equal(hw_notes_find(&p.notes, HW_NOTE_SAME_PROCESS)->count, i == 2 ? 2 : 1);
            assert_int_equal(count_notes(&p, HW_NOTE_UNPUBLISHED), 1); /* of b, not of a */
            assert_int_equal(hw_notes_find(&p.notes, HW_NOTE_UNPUBLISHED)->count, 4);
            assert_false(p.merged);
        }
        hw_values sum = {{0}};
        size_t samples = 0;
        for (size_t k = 0; k < p.inputs.len; k++) {
            const hw_profile_input *in = &p.inputs.at[k];
            assert_int_equal(in->kept_at, samples);
            samples += in->kept;
        }
        assert_int_equal(p.samples.len, samples);
        for (size_t k = 0; k < p.samples.len; k++)
            hw_values_add(&sum, &p.samples.at[k].values);
        assert_memory_equal(&sum, &p.totals, sizeof sum);
        if (i == 2)
            assert_memory_equal(&alone, &p.totals, sizeof alone);
        hw_profile_free(&p);
        hw_strings_free(&strings);
    }
}

static void merging_adds_up(void **state)
{
    (void)state;
    hw_strings strings;
    hw_profile p;
    read_all((const char *const[]){"a", "b"}, 2, &strings, &p);
    const hw_values totals = p.totals;
    size_t samples = p.samples.len;
    for (int again = 0; again < 2; again++) {
        assert_int_equal(hw_same_process_find(&p, true, NULL), HW_OK);
        hw_same_process_leave_out(&p);
        assert_int_equal(hw_profile_counted(&p), 2);
        assert_int_equal(p.samples.len, samples);
        assert_memory_equal(&totals, &p.totals, sizeof totals);
        assert_int_equal(count_notes(&p, HW_NOTE_MERGED_PROCESS), 1);
        assert_int_equal(count_notes(&p, HW_NOTE_SAME_PROCESS), 0);
        assert_true(p.merged);
        assert_int_equal(p.period, 0); /* no samples can be counted */
    }
    hw_profile_free(&p);
    hw_strings_free(&strings);
}

static void others_add_up(void **state)
{
    (void)state;
    hw_strings strings;
    hw_profile p;
    read_all((const char *const[]){"b", "one"}, 2, &strings, &p);
    assert_int_equal(hw_same_process_find(&p, false, NULL), HW_OK);
    hw_same_process_leave_out(&p);
    assert_int_equal(hw_profile_counted(&p), 2);
    assert_null(hw_notes_find(&p.notes, HW_NOTE_SAME_PROCESS));
    hw_profile_free(&p);
    hw_strings_free(&strings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_vdso_tells_processes_apart),
        cmocka_unit_test(counters_only_grow),
        cmocka_unit_test(without_a_vdso_many_stacks_tell),
        cmocka_unit_test(equal_counters_are_ordered_by_time),
        cmocka_unit_test(the_same_again),
        cmocka_unit_test(many_processes),
        cmocka_unit_test(processes_without_a_place),
        cmocka_unit_test(what_is_older_is_left_out),
        cmocka_unit_test(merging_adds_up),
        cmocka_unit_test(others_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
