#include "model/versions.h"

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
