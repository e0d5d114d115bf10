#include "model/versions.h"

#include "base/error.h"
#include "model/select.h"

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

/* Whether the pattern is found in one of the texts. */
static hw_status found(const hw_versions *v, const hw_filter *filter, const void *pattern,
                       const hw_sid *texts, size_t n, bool *ret, hw_error *err)
{
    *ret = false;
    for (size_t i = 0; i < n && !*ret; i++)
        if (texts[i])
            HW_TRY(filter->match(pattern, hw_strings_get(v->strings, texts[i]), ret, err));
    return HW_OK;
}

static hw_status keeps(const hw_versions *v, const hw_version_row *r, const hw_filter *filter,
                       const hw_str *packages, size_t n, bool *ret, hw_error *err)
{
    enum { NAMES = 3 };
    hw_sid texts[NAMES] = {r->package, r->function, 0};
    bool hit;
    for (size_t i = 0; i < v->list.len; i++)
        if (v->cells.at[r->cells_at + i].file)
            texts[NAMES - 1] = v->cells.at[r->cells_at + i].file;
    *ret = n == 0;
    for (size_t i = 0; i < n && !*ret; i++)
        *ret = hw_package_matches(packages[i], hw_strings_get(v->strings, r->package));
    if (filter->focus && *ret) {
        HW_TRY(found(v, filter, filter->focus, texts, NAMES, &hit, err));
        *ret &= hit;
    }
    if (filter->ignore && *ret) {
        HW_TRY(found(v, filter, filter->ignore, texts, NAMES, &hit, err));
        *ret &= !hit;
    }
    return HW_OK;
}

hw_status hw_versions_filter(hw_versions *v, const hw_filter *filter, const hw_str *packages,
                             size_t n, hw_error *err)
{
    size_t kept = 0;
    for (size_t i = 0; i < v->rows.len; i++) {
        bool keep;
        HW_TRY(keeps(v, &v->rows.at[i], filter, packages, n, &keep, err));
        if (keep)
            v->rows.at[kept++] = v->rows.at[i];
    }
    v->rows.len = kept;
    return HW_OK;
}
