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
    if (fabs(x - want) > tolerance)
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
    assert_near(hw_gamma_quantile(0.975, 1000001) / 1000001, 1.00196, 1e-5);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gamma),
        cmocka_unit_test(test_estimates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
