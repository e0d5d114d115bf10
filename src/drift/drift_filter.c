#include "drift/drift_filter.h"

#include "base/error.h"

hw_status hw_drift_filter(hw_drift *d, const hw_filter *filter, hw_error *err)
{
    size_t kept = 0;
    if (hw_filter_empty(filter))
        return HW_OK;
    for (size_t i = 0; i < d->list.len; i++) {
        const hw_difference *one = &d->list.at[i];
        hw_filtering x = {.filter = filter, .strings = d->strings};
        HW_TRY(hw_filter_try(&x, (hw_sid[]){one->function, one->package}, 2, err));
        for (int end = 0; end < HW_DRIFT_ENDS; end++) {
            const hw_said *said = &one->said[end];
            if (said->here)
                HW_TRY(hw_filter_try(&x, (hw_sid[]){said->function, said->file}, 2, err));
        }
        if (hw_filter_keeps(&x, one->package))
            d->list.at[kept++] = *one;
    }
    d->filtered = true;
    d->before = d->list.len;
    d->list.len = kept;
    hw_drift_sum(d);
    return HW_OK;
}

hw_status hw_versions_filter(hw_versions *v, const hw_filter *filter, hw_error *err)
{
    size_t kept = 0;
    for (size_t i = 0; i < v->rows.len; i++) {
        const hw_version_row r = v->rows.at[i];
        hw_filtering x = {.filter = filter, .strings = v->strings};
        HW_TRY(hw_filter_try(&x, (hw_sid[]){r.package, r.function}, 2, err));
        for (size_t k = 0; k < v->list.len; k++)
            HW_TRY(hw_filter_try(&x, &v->cells.at[r.cells_at + k].file, 1, err));
        if (hw_filter_keeps(&x, r.package))
            v->rows.at[kept++] = r;
    }
    v->rows.len = kept;
    return HW_OK;
}
