#define _DEFAULT_SOURCE /* lgamma_r */
#include "sites/stats.h"

#include <math.h>

/* Regularised lower incomplete gamma function: a power series below the mean, Lentz's continued
 * fraction of the complement above it. */
static double gamma_p(double a, double x)
{
    enum { STEPS = 2000 };
    const double eps = 1e-14, tiny = 1e-300;
    int sign;
    double scale = exp(a * log(x) - x - lgamma_r(a, &sign));
    if (x < a + 1) {
        double term = 1 / a, sum = term;
        for (int k = 1; k < STEPS && term > sum * eps; k++) {
            term *= x / (a + k);
            sum += term;
        }
        return sum * scale;
    }
    double b = x + 1 - a, c = 1 / tiny, d = 1 / b, h = d;
    for (int k = 1; k < STEPS; k++) {
        double an = -k * (k - a);
        b += 2;
        d = an * d + b;
        d = 1 / (fabs(d) < tiny ? tiny : d);
        c = b + an / (fabs(c) < tiny ? tiny : c);
        double step = c * d;
        h *= step;
        if (fabs(step - 1) < eps)
            break;
    }
    return 1 - h * scale;
}

/* The normal quantiles that are needed: 2.5 % and 97.5 %. */
static const double Z975 = 1.959963984540054;

/* Newton's steps from Wilson and Hilferty's approximation, which for large shapes is good to 1e-6
 * alone. For shapes above 0.02 none of them leaves the positive numbers. */
double hw_gamma_quantile(double p, double shape)
{
    static const double exact_below = 1000;
    enum { STEPS = 20 };
    int sign;
    double z = p < 0.5 ? -Z975 : Z975;
    double w = 1 - 1 / (9 * shape) + z / (3 * sqrt(shape));
    double x = shape * w * w * w;
    if (shape >= exact_below)
        return x;
    double norm = lgamma_r(shape, &sign);
    if (shape < 2 && p < 0.5) /* far off near 0: the first term of the series instead */
        x = exp((log(p) + norm + log(shape)) / shape);
    for (int i = 0; i < STEPS; i++) {
        double density = exp((shape - 1) * log(x) - x - norm);
        double step = (gamma_p(shape, x) - p) / density;
        x -= step;
        if (fabs(step) <= 1e-9 * x)
            break;
    }
    return x;
}

static int64_t clamp(double x)
{
    if (!(x > 0))
        return 0;
    return x >= 9.2e18 ? INT64_MAX : (int64_t)llround(x);
}

static hw_estimate exact(const hw_site_size *sizes, size_t n, hw_value space)
{
    hw_values sum = {0};
    hw_value objects = space == HW_ALLOC_SPACE ? HW_ALLOC_OBJECTS : HW_INUSE_OBJECTS;
    for (size_t i = 0; i < n; i++)
        hw_values_add(&sum, &sizes[i].values);
    return (hw_estimate){.known = sum.v[space] >= 0,
                         .raw = sum.v[objects],
                         .interval = {true, sum.v[space], sum.v[space]}};
}

hw_estimate hw_estimate_space(const hw_site_size *sizes, size_t n, hw_value space, int64_t rate)
{
    static const hw_estimate unknown = {.raw = -1, .stderr_space = -1};
    double value = 0, variance = 0, squares = 0, raw = 0, largest = 0;
    if (rate <= 0 || n == 0)
        return unknown;
    if (rate == 1)
        return exact(sizes, n, space);
    for (size_t i = 0; i < n; i++) {
        double size = (double)sizes[i].size, x = (double)sizes[i].values.v[space];
        if (sizes[i].size <= 0 || x < 0)
            return unknown;
        double p = -expm1(-size / (double)rate);
        double count = round(x * p / size), weight = size / p;
        raw += count;
        value += x;
        squares += count * weight * weight;
        variance += count * size * size * (1 - p) / (p * p);
        largest = weight > largest ? weight : largest;
    }
    hw_estimate e = {.known = true, .raw = clamp(raw), .stderr_space = clamp(sqrt(variance))};
    e.interval.known = true;
    if (raw < 0.5) { /* none seen: 3 R at 95 %, for sizes far below R */
        e.interval.high = clamp(-log(0.05) * largest);
        return e;
    }
    /* A sum of Poisson counts of unequal weights, as a gamma variable of equal mean and variance;
     * of equal weights this is Garwood's exact interval. */
    double weight = squares / value, shape = value / weight;
    e.interval.low = clamp(weight * hw_gamma_quantile(0.025, shape));
    e.interval.high = clamp(weight * hw_gamma_quantile(0.975, shape + 1));
    return e;
}
