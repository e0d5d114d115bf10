#include "model/difference.h"

#include <string.h>

const hw_drift_row hw_drift_rows[HW_DRIFT_COUNT] = {
#define X(id, name, severity, listed, mirror, text)                                                \
    [HW_DRIFT_##id] = {name, severity, listed, HW_DRIFT_##mirror, text},
    HW_DRIFTS(X)
#undef X
};

void hw_drift_init(hw_drift *d)
{
    *d = (hw_drift){0};
}

void hw_drift_free(hw_drift *d)
{
    hw_vec_free(&d->list);
    hw_vec_free(&d->members);
    hw_vec_free(&d->pairs);
    hw_vec_free(&d->profiles);
    hw_notes_free(&d->notes);
    hw_drift_init(d);
}

hw_drift_kind hw_drift_named(hw_str name)
{
    unsigned k = 0;
    while (k < HW_DRIFT_COUNT && !hw_str_eq(name, hw_str_of(hw_drift_rows[k].name)))
        k++;
    return (hw_drift_kind)k;
}

bool hw_drift_whole(hw_drift_kind k)
{
    return k == HW_DRIFT_NEW_FUNCTION || k == HW_DRIFT_GONE_FUNCTION || k == HW_DRIFT_NEW_PACKAGE ||
           k == HW_DRIFT_GONE_PACKAGE;
}

const hw_said *hw_drift_shown(const hw_difference *d)
{
    return &d->said[d->said[HW_DRIFT_B].here ? HW_DRIFT_B : HW_DRIFT_A];
}

const hw_values *hw_drift_values(const hw_difference *d)
{
    const hw_said *a = &d->said[HW_DRIFT_A], *b = &d->said[HW_DRIFT_B];
    static const hw_values none;
    bool empty = memcmp(&b->values, &none, sizeof none) == 0;
    if (b->weighed && !(a->weighed && empty))
        return &b->values;
    return a->weighed ? &a->values : NULL;
}

void hw_drift_sum(hw_drift *d)
{
    for (int k = 0; k < HW_DRIFT_COUNT; k++)
        d->counts[k] = (hw_drift_count){0};
    for (size_t i = 0; i < d->list.len; i++) {
        hw_drift_count *c = &d->counts[d->list.at[i].kind];
        const hw_values *v = hw_drift_values(&d->list.at[i]);
        c->n++;
        if (v)
            hw_values_add(&c->values, v);
    }
}
