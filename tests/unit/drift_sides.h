/* Two texts become two sides, and what drifted between them. */
#ifndef HW_TEST_DRIFT_SIDES_H
#define HW_TEST_DRIFT_SIDES_H

#include "diag/diag.h"
#include "drift/drift.h"

typedef struct test_sides {
    hw_strings strings;
    hw_claims claims[HW_DRIFT_ENDS];
    hw_drift drift;
} test_sides;

/* HW_OK or HW_NOMEM; to be freed in any case. */
static inline hw_status test_sides_make(test_sides *s, hw_str a, hw_str b)
{
    const hw_str texts[HW_DRIFT_ENDS] = {a, b};
    hw_drift_input in[HW_DRIFT_ENDS];
    hw_error err;
    hw_status status = hw_strings_init(&s->strings) ? HW_OK : HW_NOMEM;
    hw_drift_init(&s->drift);
    s->drift.keep_pairs = true;
    for (int end = 0; end < HW_DRIFT_ENDS; end++)
        hw_claims_init(&s->claims[end], &s->strings);
    for (int end = 0; status == HW_OK && end < HW_DRIFT_ENDS; end++) {
        status =
            hw_diag_read(&s->claims[end], end ? HW_STR("b") : HW_STR("a"), texts[end], NULL, &err);
        if (status == HW_OK)
            status = hw_diag_finish(&s->claims[end], &err);
        in[end] = (hw_drift_input){&s->claims[end], NULL};
    }
    return status == HW_OK ? hw_drift_make(in, &s->drift, &err) : status;
}

static inline void test_sides_free(test_sides *s)
{
    hw_drift_free(&s->drift);
    for (int end = 0; end < HW_DRIFT_ENDS; end++)
        hw_claims_free(&s->claims[end]);
    hw_strings_free(&s->strings);
}

#endif
