#include "model/versions.h"

const char *const hw_cell_names[HW_CELL_COUNT] = {
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
