/* What becomes of the samples of a profile: folding, sizes, values, sums, limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "decode_build.h"

static const uint64_t stack_1[] = {1}, stack_13[] = {1, 3}, stack_23[] = {2, 3}, stack_9[] = {9, 1};

static void folds_by_stack_and_size(void **state)
{
    (void)state;
    hw_buf b = {0};
    decoded d;
    put_period(&b, 524288);
    put_heap_types(&b);
    for (int round = 0; round < 100; round++) {
        put_sample(&b, &(sample_parts){stack_13, 2, {1, 48, 0, 0}, 0, 48, round % 2});
        put_sample(&b, &(sample_parts){stack_13, 2, {2, 32, 1, 16}, 0, 16, false});
        put_sample(&b, &(sample_parts){stack_23, 2, {1, 48, 0, 0}, 0, 48, false});
        put_sample(&b, &(sample_parts){stack_1, 1, {0}, 0, round % 2 ? 48 : 0, false});
    }
    put_tables(&b);
    decoded_new(&d);
    assert_int_equal(decode_bytes(&d, "p", &b, 1000), HW_OK);
    const hw_profile *p = &d.profile;
    assert_int_equal(p->samples.len, 3);
    assert_int_equal(p->samples.at[0].values.v[HW_ALLOC_SPACE], 4800);
    assert_int_equal(p->samples.at[1].size, 16);
    assert_int_equal(p->samples.at[1].values.v[HW_INUSE_OBJECTS], 100);
    assert_int_equal(p->totals.v[HW_ALLOC_OBJECTS], 400);
    assert_int_equal(p->inputs.at[0].samples, 400);
    assert_int_equal(p->inputs.at[0].unpublished, 100);
    const hw_note *n = hw_notes_find(&p->notes, HW_NOTE_UNPUBLISHED);
    assert_true(n && n->count == 100);
    decoded_free(&d);
    hw_buf_free(&b);
}

/* One sample with these labels; the size that it ends up with. */
typedef struct label {
    int key, text;
    int64_t number;
    int unit;
} label;

static int64_t size_with(const label *labels, size_t n, int64_t period, const int64_t v[4])
{
    hw_buf b = {0}, m = {0};
    decoded d;
    put_heap_types(&b);
    put_period(&b, period);
    put_int(&m, 1, 1);
    for (int i = 0; i < 4; i++)
        put_int(&m, 2, v[i]);
    for (size_t i = 0; i < n; i++)
        put_label(&m, labels[i].key, labels[i].text, labels[i].number, labels[i].unit);
    put_message(&b, 2, &m);
    put_tables(&b);
    decoded_new(&d);
    assert_int_equal(decode_bytes(&d, "p", &b, 50), HW_OK);
    int64_t size = d.profile.samples.at[0].size;
    assert_int_equal(!hw_notes_find(&d.profile.notes, HW_NOTE_NO_SIZES), size != HW_SIZE_UNKNOWN);
    decoded_free(&d);
    hw_buf_free(&b);
    return size;
}

static void sizes_come_from_labels(void **state)
{
    (void)state;
    static const int64_t ten[4] = {10, 480, 0, 0}, one[4] = {1, 64, 1, 64};
    const label l48 = {S_BYTES, 0, 48, 0}, unit = {S_BYTES, 0, 48, S_BYTES},
                kilo = {S_BYTES, 0, 48, S_KILOBYTES}, other = {S_REQUEST, 0, 9, 0},
                text = {S_BYTES, S_ODD, 0, 0}, none = {S_BYTES, 0, 0, 0}, l16 = {S_BYTES, 0, 16, 0};
    assert_int_equal(size_with(&l48, 1, 524288, ten), 48);
    assert_int_equal(size_with(&unit, 1, 524288, ten), 48);
    assert_int_equal(size_with(&kilo, 1, 524288, ten), HW_SIZE_UNKNOWN);
    assert_int_equal(size_with(&other, 1, 524288, ten), HW_SIZE_UNKNOWN);
    assert_int_equal(size_with(&text, 1, 524288, ten), HW_SIZE_UNKNOWN);
    assert_int_equal(size_with(&none, 1, 524288, ten), HW_SIZE_UNKNOWN);
    assert_int_equal(size_with((label[]){other, l48, text}, 3, 524288, ten), 48);
    assert_int_equal(size_with((label[]){l48, l48}, 2, 524288, ten), 48);
    assert_int_equal(size_with((label[]){l48, l16}, 2, 524288, ten), HW_SIZE_UNKNOWN);
    /* Without a label: known for one object of an unscaled profile, and else nowhere. */
    assert_int_equal(size_with(NULL, 0, 1, one), 64);
    assert_int_equal(size_with(NULL, 0, 1, ten), HW_SIZE_UNKNOWN);
    assert_int_equal(size_with(NULL, 0, 524288, one), HW_SIZE_UNKNOWN);
    assert_int_equal(size_with(NULL, 0, 0, one), HW_SIZE_UNKNOWN);
}

static void folds_again_where_labels_do_not_matter(void **state)
{
    (void)state;
    hw_buf b = {0};
    decoded d;
    put_heap_types(&b);
    put_period(&b, 1);
    for (int i = 0; i < 20; i++) {
        hw_buf m = {0};
        put_int(&m, 1, 1 + i % 2);
        for (int k = 0; k < 4; k++)
            put_int(&m, 2, k % 2 == 0 ? 1 : i % 4 < 2 ? 48 : 8);
        put_label(&m, S_REQUEST, 0, 1000 + i, 0);
        if (i % 4 < 2)
            put_label(&m, S_BYTES, 0, 48, 0);
        put_message(&b, 2, &m);
    }
    put_tables(&b);
    decoded_new(&d);
    assert_int_equal(decode_bytes(&d, "p", &b, 50), HW_OK);
    const hw_profile *p = &d.profile;
    assert_int_equal(p->samples.len, 4); /* two stacks, labelled or (one object each) without */
    int64_t sum = 0;
    for (size_t i = 0; i < p->samples.len; i++) {
        assert_int_equal(p->samples.at[i].values.v[0], 5);
        assert_int_equal(p->samples.at[i].size, i < 2 ? 48 : 8);
        sum += p->samples.at[i].values.v[3];
        assert_true(p->samples.at[i].stack_at + p->samples.at[i].depth <= p->stack_ids.len);
    }
    assert_int_equal(sum, p->totals.v[3]);
    decoded_free(&d);
    hw_buf_free(&b);
}

static void accepts_other_sets_of_types(void **state)
{
    (void)state;
    hw_buf b = {0};
    decoded d;
    put_type(&b, S_INUSE_SPACE, S_BYTES);
    put_type(&b, S_INUSE_OBJECTS, S_COUNT);
    put_sample(&b, &(sample_parts){stack_13, 2, {64, 4}, 2, 16, false});
    put_sample(&b, &(sample_parts){stack_13, 2, {0, 0}, 2, 16, false});
    put_tables(&b);
    decoded_new(&d);
    assert_int_equal(decode_bytes(&d, "p", &b, 50), HW_OK);
    assert_int_equal(d.profile.present, 1u << HW_INUSE_SPACE | 1u << HW_INUSE_OBJECTS);
    assert_int_equal(d.profile.totals.v[HW_INUSE_SPACE], 64);
    assert_int_equal(d.profile.totals.v[HW_INUSE_OBJECTS], 4);
    assert_int_equal(d.profile.totals.v[HW_ALLOC_SPACE], 0);
    assert_non_null(hw_notes_find(&d.profile.notes, HW_NOTE_MISSING_VALUES));
    assert_non_null(hw_notes_find(&d.profile.notes, HW_NOTE_NO_PERIOD));
    /* In use nothing may also mean freed: nothing is said to be unpublished. */
    assert_int_equal(d.profile.inputs.at[0].unpublished, 0);
    decoded_free(&d);
    hw_buf_clear(&b);
    /* Six types, the known ones among strangers; a sample of strangers' values only is nothing. */
    static const int six[][2] = {{S_ODD, S_COUNT},           {S_ALLOC_SPACE, S_BYTES},
                                 {S_ALLOC_OBJECTS, S_COUNT}, {S_CPU, S_NANOSECONDS},
                                 {S_INUSE_OBJECTS, S_COUNT}, {S_INUSE_SPACE, S_BYTES}};
    for (int i = 0; i < 6; i++)
        put_type(&b, six[i][0], six[i][1]);
    for (int i = 0; i < 3; i++) {
        hw_buf m = {0};
        put_int(&m, 1, 1 + i);
        for (int k = 0; k < 6; k++)
            put_int(&m, 2, i == 1 && k != 0 ? 0 : k + 1);
        put_label(&m, S_BYTES, 0, 2, 0);
        put_message(&b, 2, &m);
    }
    put_tables(&b);
    decoded_new(&d);
    assert_int_equal(decode_bytes(&d, "p", &b, 50), HW_OK);
    assert_int_equal(d.profile.samples.len, 2);
    assert_int_equal(d.profile.totals.v[HW_ALLOC_OBJECTS], 6);
    assert_int_equal(d.profile.totals.v[HW_ALLOC_SPACE], 4);
    assert_int_equal(d.profile.totals.v[HW_INUSE_OBJECTS], 10);
    assert_int_equal(d.profile.totals.v[HW_INUSE_SPACE], 12);
    decoded_free(&d);
    hw_buf_free(&b);
}

/* A fifth type is read past, whatever its values are, and so is a default type of another kind. */
static void other_types_are_named(void **state)
{
    (void)state;
    static const struct {
        int fifth, standard;
        const char *words;
    } rows[] = {
        {S_ODD, 0, "which are not read: 'odd\001name\377'"},
        {S_CPU, S_CPU, "which are not read: 'cpu'"},
        {0, S_GOROUTINE, "which are not read: 'goroutine', its default"},
        {0, S_ALLOC_SPACE, NULL},
        {0, 0, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hw_buf b = {0}, m = {0};
        decoded d;
        const hw_note *last = NULL;
        put_heap_types(&b);
        put_period(&b, 524288);
        if (rows[i].fifth)
            put_type(&b, rows[i].fifth, S_NANOSECONDS);
        put_int(&m, 1, 1);
        for (int k = 0; k < 4; k++)
            put_int(&m, 2, 7);
        if (rows[i].fifth)
            put_int(&m, 2, -1000);
        put_message(&b, 2, &m);
        put_int(&b, 14, rows[i].standard);
        put_tables(&b);
        decoded_new(&d);
        assert_int_equal(decode_bytes(&d, "p", &b, 50), HW_OK);
        const hw_profile *p = &d.profile;
        assert_false(p->delta); /* the value below zero is not the heap's */
        for (int v = 0; v < HW_VALUES; v++)
            assert_int_equal(p->totals.v[v], 7);
        for (size_t k = 0; k < p->notes.list.len; k++)
            if (p->notes.list.at[k].id == HW_NOTE_OTHER_VALUES)
                last = &p->notes.list.at[k];
        assert_int_equal(last != NULL, rows[i].words != NULL);
        if (last)
            assert_non_null(strstr(hw_strings_cstr(&d.strings, last->text), rows[i].words));
        decoded_free(&d);
        hw_buf_free(&b);
    }
}

/* A profile of one sample that says its rate is 1; 0: not believed. */
static int64_t rate_of(unsigned types, int64_t size, const int64_t v[4])
{
    static const int names[] = {S_ALLOC_OBJECTS, S_ALLOC_SPACE, S_INUSE_OBJECTS, S_INUSE_SPACE};
    hw_buf b = {0}, m = {0};
    decoded d;
    put_int(&m, 1, 1);
    for (int k = 0; k < 4; k++)
        if (types & 1u << k) {
            put_type(&b, names[k], k % 2 ? S_BYTES : S_COUNT);
            put_int(&m, 2, v[k]);
        }
    if (size)
        put_label(&m, S_BYTES, 0, size, 0);
    put_period(&b, 1);
    put_message(&b, 2, &m);
    put_tables(&b);
    decoded_new(&d);
    assert_int_equal(decode_bytes(&d, "p", &b, 50), HW_OK);
    int64_t rate = d.profile.period;
    assert_int_equal(hw_notes_find(&d.profile.notes, HW_NOTE_NO_PERIOD) != NULL, rate == 0);
    assert_int_equal(d.profile.inputs.at[0].period, rate);
    decoded_free(&d);
    hw_buf_free(&b);
    return rate;
}

static void a_rate_of_one_is_proven(void **state)
{
    (void)state;
    enum { ALL = 15, HELD = 12, HELD_SPACE = 8, COUNTS = 5 };
    static const int64_t whole[] = {3, 144, 2, 96}, scaled[] = {10923, 524312, 10923, 524312},
                         large[] = {1, 1212521, 1, 1212521}, less[] = {-2, -96, -1, -48},
                         least[] = {-1, INT64_MIN, -1, INT64_MIN}, freed[] = {2, 96, 0, 0},
                         lost[] = {0, 96, 0, 96};
    assert_int_equal(rate_of(ALL, 48, whole), 1);
    assert_int_equal(rate_of(ALL, 0, whole), 1);
    assert_int_equal(rate_of(HELD, 48, whole), 1);
    assert_int_equal(rate_of(HELD_SPACE, 48, whole), 1);
    assert_int_equal(rate_of(ALL, 48, less), 1);
    assert_int_equal(rate_of(ALL, 0, less), 1);
    assert_int_equal(rate_of(ALL, 0, freed), 1);
    assert_int_equal(rate_of(HELD_SPACE, 0, whole), 0); /* an export */
    assert_int_equal(rate_of(COUNTS, 48, whole), 0);
    assert_int_equal(rate_of(ALL, 64, whole), 0);
    assert_int_equal(rate_of(ALL, 48, scaled), 0);
    assert_int_equal(rate_of(ALL, 0, scaled), 0);
    assert_int_equal(rate_of(HELD_SPACE, 48, scaled), 0);
    assert_int_equal(rate_of(ALL, 1 << 20, large), 0);
    assert_int_equal(rate_of(ALL, 0, large), 0); /* no object has that size */
    assert_int_equal(rate_of(ALL, INT64_MAX, less), 0);
    assert_int_equal(rate_of(ALL, 0, least), 0);
    assert_int_equal(rate_of(ALL, 0, lost), 0);
}

static void deltas_and_odd_lines(void **state)
{
    (void)state;
    hw_buf b = {0};
    decoded d;
    put_heap_types(&b);
    put_period(&b, 524288);
    put_sample(&b, &(sample_parts){stack_13, 2, {5, 80, -5, -80}, 0, 16, false});
    put_sample(&b, &(sample_parts){NULL, 0, {1, 16, 1, 16}, 0, 16, false});
    put_sample(&b, &(sample_parts){stack_9, 2, {1, 16, 1, 16}, 0, 16, false});
    put_location(&b, 9, 0, 0, 0);
    put_location(&b, 12, 0, 0, 0);
    put_location(&b, 10, 1, 1, -7);
    put_location(&b, 11, 1, 1, INT64_C(1) << 40);
    put_tables(&b);
    decoded_new(&d);
    assert_int_equal(decode_bytes(&d, "p", &b, 50), HW_OK);
    const hw_profile *p = &d.profile;
    assert_true(p->delta && hw_notes_find(&p->notes, HW_NOTE_DELTA));
    assert_int_equal(p->totals.v[HW_INUSE_SPACE], -48);
    assert_non_null(hw_notes_find(&p->notes, HW_NOTE_NO_STACK));
    size_t bare = 0;
    for (size_t i = 0; i < p->locations.len; i++)
        bare += p->locations.at[i].frames == 0;
    assert_int_equal(bare, 2);
    assert_int_equal(p->samples.at[1].depth, 0);
    size_t lineless = 0;
    for (size_t i = 0; i < p->frames.len; i++)
        lineless += p->frames.at[i].line == 0;
    assert_int_equal(lineless, 2);
    decoded_free(&d);
    hw_buf_clear(&b);
    put_legal(&b);
    put_int(&b, 10, 30000000000);
    put_int(&b, 9, 1700000000);
    decoded_new(&d);
    assert_int_equal(decode_bytes(&d, "p", &b, 50), HW_OK);
    assert_true(d.profile.delta);
    assert_int_equal(d.profile.inputs.at[0].duration_nanos, 30000000000);
    assert_int_equal(d.profile.inputs.at[0].time_nanos, 1700000000);
    decoded_free(&d);
    hw_buf_free(&b);
}

static void sums_saturate(void **state)
{
    (void)state;
    hw_buf b = {0};
    decoded d;
    put_heap_types(&b);
    for (int i = 0; i < 3; i++)
        put_sample(&b, &(sample_parts){stack_1, 1, {1, INT64_MAX - 1, 1, 1}, 0, 16, false});
    put_sample(&b, &(sample_parts){stack_13, 2, {1, INT64_MAX - 1, 1, 1}, 0, 16, false});
    put_tables(&b);
    decoded_new(&d);
    assert_int_equal(decode_bytes(&d, "p", &b, 50), HW_OK);
    assert_true(d.profile.totals.v[HW_ALLOC_SPACE] == INT64_MAX);
    const hw_note *n = hw_notes_find(&d.profile.notes, HW_NOTE_VALUES_CLAMPED);
    assert_true(n && n->count == 3);
    decoded_free(&d);
    hw_buf_free(&b);
}

static void several_profiles_add_up(void **state)
{
    (void)state;
    hw_buf b = {0}, other = {0}, bad = {0}, delta = {0};
    decoded d;
    put_legal(&b);
    put_type(&other, S_INUSE_SPACE, S_BYTES);
    put_sample(&other, &(sample_parts){stack_1, 1, {64}, 1, 16, false});
    put_tables(&other);
    put_legal(&bad);
    put_location(&bad, 3, 0, 1, 1);
    put_legal(&delta);
    put_int(&delta, 10, 5);
    decoded_new(&d);
    assert_int_equal(decode_bytes(&d, "p", &b, 50), HW_OK);
    assert_int_equal(decode_bytes(&d, "q", &bad, 50), HW_FORMAT);
    assert_int_equal(decode_bytes(&d, "q", &other, 50), HW_FORMAT);
    assert_non_null(strstr(d.err.message, "other sample types"));
    assert_int_equal(decode_bytes(&d, "q", &delta, 50), HW_FORMAT);
    assert_non_null(strstr(d.err.message, "difference"));
    assert_legal(&d); /* what was refused left nothing behind */
    assert_int_equal(decode_bytes(&d, "q", &b, 50), HW_OK);
    const hw_profile *p = &d.profile;
    assert_int_equal(p->inputs.len, 2);
    assert_int_equal(p->samples.len, 2);
    assert_int_equal(p->totals.v[HW_ALLOC_SPACE], 960);
    assert_int_equal(p->period, 524288);
    assert_ptr_not_equal(function_at(&d, &p->samples.at[0], 1),
                         function_at(&d, &p->samples.at[1], 1));
    for (size_t i = 0; i < 2; i++) {
        text_is(&d, function_at(&d, &p->samples.at[i], 1)->name, "main.g");
        const hw_location *l = &p->locations.at[p->stack_ids.at[p->samples.at[i].stack_at]];
        text_is(&d, p->mappings.at[l->mapping].file, "/bin/server");
    }
    put_int(&b, 12, 1);
    assert_int_equal(decode_bytes(&d, "r", &b, 50), HW_OK);
    assert_int_equal(p->period, 0);
    assert_non_null(hw_notes_find(&p->notes, HW_NOTE_NO_PERIOD));
    decoded_free(&d);
    hw_buf_free(&b);
    hw_buf_free(&other);
    hw_buf_free(&bad);
    hw_buf_free(&delta);
}

static void limits_hold(void **state)
{
    (void)state;
    static const struct {
        hw_limits limits;
        const char *option;
    } rows[] = {
        {{.samples = 1}, "--max-samples"}, {{.stacks = 1}, "--max-stacks"},
        {{.strings = 2}, "--max-strings"}, {{.strings = 10}, "--max-strings"},
        {{.depth = 1}, "--max-depth"},     {{.message = 8}, "--max-message"},
    };
    hw_buf b = {0};
    put_legal(&b);
    put_sample(&b, &(sample_parts){stack_23, 2, {1, 2, 3, 4}, 0, 16, false});
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        decoded d;
        decoded_new(&d);
        d.limits = hw_limits_filled(&rows[i].limits);
        assert_int_equal(decode_bytes(&d, "p", &b, 50), HW_LIMIT);
        assert_non_null(strstr(d.err.message, rows[i].option));
        decoded_free(&d);
    }
    hw_buf_free(&b);
}

/* A list of 60 million ids in one sample would unpack to 480 MB. */
static void one_message_cannot_take_all_memory(void **state)
{
    (void)state;
    hw_buf b = {0}, ids = {0}, m = {0};
    size_t n = 60u << 20;
    decoded d;
    char *ones = malloc(n);
    assert_non_null(ones);
    memset(ones, 1, n);
    put_bytes(&m, 1, ones, n);
    put_message(&b, 2, &m);
    decoded_new(&d);
    assert_int_equal(decode_bytes(&d, "p", &b, 1 << 20), HW_LIMIT);
    assert_non_null(strstr(d.err.message, "--max-depth"));
    hw_buf_clear(&b);
    for (size_t i = 0; i < n / 100; i++) /* unpacked, and unknown fields */
        put_int(&ids, i % 2 ? 1 : 9, 1);
    put_message(&b, 2, &ids);
    assert_int_equal(decode_bytes(&d, "p", &b, 1 << 20), HW_LIMIT);
    decoded_free(&d);
    free(ones);
    hw_buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folds_by_stack_and_size),
        cmocka_unit_test(sizes_come_from_labels),
        cmocka_unit_test(folds_again_where_labels_do_not_matter),
        cmocka_unit_test(accepts_other_sets_of_types),
        cmocka_unit_test(other_types_are_named),
        cmocka_unit_test(a_rate_of_one_is_proven),
        cmocka_unit_test(deltas_and_odd_lines),
        cmocka_unit_test(sums_saturate),
        cmocka_unit_test(several_profiles_add_up),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(one_message_cannot_take_all_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
