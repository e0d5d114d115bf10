/* Every recorded profile: Go 1.19 to 1.27, services, differences. The totals that they must have
 * are in profiles/totals.tsv, written by profiles/totals.py from `go tool pprof -raw`. */
#include "profile_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

typedef struct row {
    char path[256];
    uint64_t samples, zero;
    hw_values totals;
} row;

static void check_invariants(const row *r, const hw_profile *p)
{
    hw_values sum = {{0}};
    size_t stackless = 0; /* Go 1.19 to 1.25 write such a sample for some objects of the runtime */
    for (size_t i = 0; i < p->samples.len; i++) {
        const hw_sample *s = &p->samples.at[i];
        assert_true(hw_values_add(&sum, &s->values));
        assert_true(s->stack_at + s->depth <= p->stack_ids.len);
        stackless += s->depth == 0;
        for (uint32_t k = 0; k < s->depth; k++)
            assert_true(p->stack_ids.at[s->stack_at + k] < p->locations.len);
        if (s->size == HW_SIZE_UNKNOWN)
            fail_msg("%s: a sample of Go without its size", r->path);
        if (p->period == 1 &&
            s->values.v[HW_ALLOC_SPACE] != s->values.v[HW_ALLOC_OBJECTS] * s->size)
            fail_msg("%s: objects of another size than their label says", r->path);
    }
    assert_memory_equal(&sum, &p->totals, sizeof sum);
    assert_int_equal(hw_notes_find(&p->notes, HW_NOTE_NO_STACK) != NULL, stackless != 0);
    for (size_t i = 0; i < p->locations.len; i++) {
        const hw_location *l = &p->locations.at[i];
        assert_true(l->frames > 0 && l->frames_at + l->frames <= p->frames.len);
        assert_true(l->mapping == HW_NONE || l->mapping < p->mappings.len);
        for (uint32_t k = 0; k < l->frames; k++) {
            assert_true(p->frames.at[l->frames_at + k].line > 0);
            assert_true(p->frames.at[l->frames_at + k].function < p->functions.len);
        }
    }
    for (size_t i = 0; i < p->functions.len; i++)
        assert_true(hw_strings_get(p->strings, p->functions.at[i].name).n > 0);
}

static bool read_row(FILE *f, row *r)
{
    int n = fscanf(f, "%255s %" SCNu64 " %" SCNu64 " %" SCNd64 " %" SCNd64 " %" SCNd64 " %" SCNd64,
                   r->path, &r->samples, &r->zero, &r->totals.v[0], &r->totals.v[1],
                   &r->totals.v[2], &r->totals.v[3]);
    return n == 7;
}

static void totals_are_those_of_pprof(void **state)
{
    (void)state;
    FILE *f = fopen(HW_DATA "/profiles/totals.tsv", "r");
    assert_non_null(f);
    row r;
    unsigned count = 0, deltas = 0;
    while (read_row(f, &r)) {
        char path[512];
        hw_strings strings;
        hw_profile p;
        snprintf(path, sizeof path, HW_DATA "/%s", r.path);
        test_profile_read(path, &strings, &p);
        if (memcmp(&p.totals, &r.totals, sizeof r.totals) != 0)
            fail_msg("%s: totals differ", r.path);
        assert_int_equal(p.inputs.at[0].samples, r.samples);
        assert_int_equal(p.inputs.at[0].unpublished, r.zero);
        assert_true(p.samples.len <= r.samples - r.zero);
        assert_int_equal(p.present, 15);
        assert_true(p.period > 0);
        check_invariants(&r, &p);
        deltas += p.delta;
        count++;
        hw_profile_free(&p);
        hw_strings_free(&strings);
    }
    assert_true(feof(f));
    fclose(f);
    assert_true(count >= 190 && deltas >= 2);
}

/* Facts of one recorded service that are known from elsewhere. */
static void a_service_before_load(void **state)
{
    (void)state;
    hw_strings strings;
    hw_profile p;
    test_profile_read(HW_DATA "/services/shop/heap-before.pb.gz", &strings, &p);
    assert_int_equal(p.period, 524288);
    assert_false(p.delta);
    assert_int_equal(p.notes.list.len, p.inputs.at[0].unpublished != 0);
    bool binary = false;
    for (size_t i = 0; i < p.mappings.len; i++)
        binary |= p.mappings.at[i].start == 0x403000 &&
                  hw_str_eq(hw_strings_get(&strings, p.mappings.at[i].file),
                            HW_STR("/src/rec/shop.bin")) &&
                  hw_str_eq(hw_strings_get(&strings, p.mappings.at[i].build_id),
                            HW_STR("c637ef33598efa21765f14b1784ce0033b6d9c6c"));
    assert_true(binary);
    hw_profile_free(&p);
    hw_strings_free(&strings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(totals_are_those_of_pprof),
        cmocka_unit_test(a_service_before_load),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
