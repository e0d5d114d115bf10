/* sites/stats: how sure a sampled value is. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "sites/stats.h"

static void assert_near(double x, double want, double tolerance)
{
    if (!(fabs(x - want) <= tolerance))
        fail_msg("%.9g is not %.9g", x, want);
}

/* Garwood's interval of a Poisson count: published 95 % values. */
static void test_gamma(void **state)
{
    static const struct {
        double count, low, high;
    } rows[] = {{1, 0.0253, 5.5716},  {2, 0.2422, 7.2247},   {3, 0.6187, 8.7673},
                {5, 1.6235, 11.6683}, {10, 4.7954, 18.3904}, {100, 81.3636, 121.6271}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_near(hw_gamma_quantile(0.025, rows[i].count), rows[i].low, 6e-4);
        assert_near(hw_gamma_quantile(0.975, rows[i].count + 1), rows[i].high, 6e-4);
    }
    /* By bisection in 25 digits. Half a sample has a shape of a quarter: the least that there is.
     */
    static const struct {
        double p, shape, x;
    } exact[] = {
        {0.025, 0.25, 2.63660129563e-7}, {0.025, 1, 0.0253178079843}, {0.025, 1.5, 0.107897641312},
        {0.025, 2.5, 0.415605806743},    {0.025, 36, 25.2139574173},  {0.025, 999, 938.004018562},
        {0.975, 1.25, 4.19614763346},    {0.975, 2, 5.57164339094},   {0.975, 37, 49.8391744892}};
    for (size_t i = 0; i < sizeof exact / sizeof *exact; i++)
        assert_near(hw_gamma_quantile(exact[i].p, exact[i].shape) / exact[i].x, 1, 1e-10);
    /* Large shapes without Newton's steps. */
    assert_near(hw_gamma_quantile(0.025, 2000) / 1913.29870963, 1, 1e-6);
    assert_near(hw_gamma_quantile(0.975, 2001) / 2089.61743945, 1, 1e-6);
}

static hw_site_size sized(int64_t size, int64_t alloc, int64_t inuse)
{
    hw_site_size s = {.size = size};
    s.values.v[HW_ALLOC_SPACE] = alloc;
    s.values.v[HW_INUSE_SPACE] = inuse;
    return s;
}

static void test_estimates(void **state)
{
    (void)state;
    /* 36 samples of 64 bytes at the default rate, as the writer scales them. */
    double rate = 524288, p = -expm1(-64 / rate);
    hw_site_size one = sized(64, (int64_t)(36 * 64 / p), 0);
    hw_estimate e = hw_estimate_space(&one, 1, HW_ALLOC_SPACE, 524288);
    assert_true(e.known);
    assert_int_equal(e.raw, 36);
    assert_near((double)e.stderr_space / (36 * 64 / p), 1 / sqrt(36), 1e-3);
    assert_near((double)e.interval.low / (64 / p), 25.2140, 1e-2);
    assert_near((double)e.interval.high / (64 / p), 49.8394, 1e-2);
    /* None seen: three times the rate. */
    e = hw_estimate_space(&one, 1, HW_INUSE_SPACE, 524288);
    assert_int_equal(e.raw, 0);
    assert_int_equal(e.interval.low, 0);
    assert_near((double)e.interval.high / 524288, 2.9957, 1e-3);
    /* Every allocation was recorded: no doubt. */
    e = hw_estimate_space(&one, 1, HW_ALLOC_SPACE, 1);
    assert_true(e.interval.known);
    assert_int_equal(e.interval.low, e.interval.high);
    assert_int_equal(e.stderr_space, 0);
    /* Rate or size unknown, or a difference: nothing is said. */
    assert_false(hw_estimate_space(&one, 1, HW_ALLOC_SPACE, 0).known);
    hw_site_size unknown = sized(HW_SIZE_UNKNOWN, 4096, 0), negative = sized(64, -64, -64);
    assert_false(hw_estimate_space(&unknown, 1, HW_ALLOC_SPACE, 524288).known);
    assert_false(hw_estimate_space(&negative, 1, HW_ALLOC_SPACE, 524288).known);
    assert_false(hw_estimate_space(NULL, 0, HW_ALLOC_SPACE, 524288).known);
    /* A mixture is wider than its parts together and holds the value. */
    hw_site_size mixed[2] = {sized(64, (int64_t)(36 * 64 / p), 0),
                             sized(262144, (int64_t)(4 * 262144 / -expm1(-0.5)), 0)};
    e = hw_estimate_space(mixed, 2, HW_ALLOC_SPACE, 524288);
    int64_t value = mixed[0].values.v[HW_ALLOC_SPACE] + mixed[1].values.v[HW_ALLOC_SPACE];
    assert_int_equal(e.raw, 40);
    assert_true(e.interval.low < value && value < e.interval.high);
}

/* One sample, less than one, and values at the ends of their type. */
static void test_few_and_many(void **state)
{
    (void)state;
    const double p = -expm1(-0.5), weight = 1 / p; /* one byte at a rate of two */
    for (int64_t value = 4; value < 12; value++) {
        hw_site_size few = sized(1, value, 0);
        hw_estimate e = hw_estimate_space(&few, 1, HW_ALLOC_SPACE, 2);
        double count = round((double)value * p), scale = count * weight * weight / (double)value,
               shape = (double)value / scale;
        assert_int_equal(e.raw, count);
        assert_int_equal(e.stderr_space, llround(sqrt(count * (1 - p)) / p));
        assert_int_equal(e.interval.low, llround(scale * hw_gamma_quantile(0.025, shape)));
        assert_int_equal(e.interval.high, llround(scale * hw_gamma_quantile(0.975, shape + 1)));
    }
    hw_site_size one = sized(64, 524288, 0), part = sized(64, 100000, 0);
    hw_estimate e = hw_estimate_space(&one, 1, HW_ALLOC_SPACE, 524288);
    assert_int_equal(e.raw, 1);
    assert_true(e.interval.known && e.interval.low > 0);
    e = hw_estimate_space(&part, 1, HW_ALLOC_SPACE, 524288);
    assert_int_equal(e.raw, 0);
    assert_true(e.interval.known && e.interval.low == 0);
    assert_near((double)e.interval.high / 524288, 2.9957, 1e-3);
    /* Of two sizes the larger one counts: more of its bytes may be missing. */
    hw_site_size none[2] = {sized(4194304, 0, 0), sized(64, 0, 0)};
    e = hw_estimate_space(none, 2, HW_ALLOC_SPACE, 524288);
    assert_near((double)e.interval.high / 4194304, 2.9967, 1e-3);
    hw_site_size large = sized(64, 8500000000000000000, 0), most = sized(64, INT64_MAX, 0);
    assert_true(hw_estimate_space(&large, 1, HW_ALLOC_SPACE, 64).interval.high < INT64_MAX);
    large = sized(INT64_C(1) << 52, 9000000000000000000, 0);
    assert_true(hw_estimate_space(&large, 1, HW_ALLOC_SPACE, 64).interval.high == INT64_MAX);
    assert_true(hw_estimate_space(&most, 1, HW_ALLOC_SPACE, 64).interval.high == INT64_MAX);
}

/* At rate 1 the samples are the objects. */
static void test_exact(void **state)
{
    (void)state;
    hw_site_size s[2] = {sized(64, 192, 128), sized(32, 32, 0)};
    s[0].values.v[HW_ALLOC_OBJECTS] = 3;
    s[0].values.v[HW_INUSE_OBJECTS] = 2;
    s[1].values.v[HW_ALLOC_OBJECTS] = 1;
    hw_estimate e = hw_estimate_space(s, 2, HW_ALLOC_SPACE, 1);
    assert_true(e.known && e.interval.known);
    assert_int_equal(e.raw, 4);
    assert_int_equal(e.interval.low, 224);
    assert_int_equal(e.interval.high, 224);
    e = hw_estimate_space(s, 2, HW_INUSE_SPACE, 1);
    assert_int_equal(e.raw, 2);
    assert_int_equal(e.interval.high, 128);
    assert_true(hw_estimate_space(s + 1, 1, HW_INUSE_SPACE, 1).known); /* none is held */
    s[1].values.v[HW_INUSE_SPACE] = -32;
    assert_false(hw_estimate_space(s + 1, 1, HW_INUSE_SPACE, 1).known);
    /* Nothing is said of an object of no size. */
    s[1] = sized(0, 32, 0);
    e = hw_estimate_space(s + 1, 1, HW_ALLOC_SPACE, 64);
    assert_false(e.known || e.interval.known);
    assert_int_equal(e.raw, -1);
    assert_int_equal(e.stderr_space, -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gamma),
        cmocka_unit_test(test_estimates),
        cmocka_unit_test(test_few_and_many),
        cmocka_unit_test(test_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
