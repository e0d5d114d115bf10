#include "model/versions.h"

#include "base/error.h"

static const char *const words[HW_CELL_COUNT] = {
#define X(id, word) [HW_CELL_##id] = word,
    HW_CELLS(X)
#undef X
};

void hw_versions_free(hw_versions *v)
{
    hw_vec_free(&v->list);
    hw_vec_free(&v->failures);
    hw_vec_free(&v->steps);
    hw_vec_free(&v->rows);
    hw_vec_free(&v->cells);
    *v = (hw_versions){0};
}

const char *hw_cell_name(hw_cell_word w)
{
    return words[w];
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
