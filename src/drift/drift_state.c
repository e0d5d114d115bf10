#include "drift/drift_state.h"

#include "drift/drift_align.h"

HW_MEM hw_drifter_align(hw_drifter *dr, const hw_drift_run run[HW_DRIFT_ENDS])
{
    hw_sequence s[HW_DRIFT_ENDS];
    for (int end = 0; end < HW_DRIFT_ENDS; end++) {
        dr->keys_of[end].len = dr->partner[end].len = 0;
        if (!hw_vec_room(&dr->keys_of[end], run[end].n + 1) ||
            !hw_vec_room(&dr->partner[end], run[end].n + 1))
            return HW_MEM_OUT;
        for (size_t i = 0; i < run[end].n; i++)
            hw_vec_put(&dr->keys_of[end], run[end].at[i].key);
        dr->partner[end].len = run[end].n;
        s[end] = (hw_sequence){dr->keys_of[end].at, run[end].n, dr->partner[end].at};
    }
    return hw_align(&dr->keys, &s[HW_DRIFT_A], &s[HW_DRIFT_B]);
}

bool hw_drifter_crosses(const hw_drifter *dr, int minor)
{
    const hw_go_range *a = &dr->d->side[HW_DRIFT_A].go, *b = &dr->d->side[HW_DRIFT_B].go;
    if (!dr->d->versions_differ)
        return false;
    return (a->max < minor && b->min >= minor) || (b->max < minor && a->min >= minor);
}

void hw_drifter_free(hw_drifter *dr)
{
    for (int end = 0; end < HW_DRIFT_ENDS; end++) {
        hw_drift_items_free(&dr->side[end]);
        hw_vec_free(&dr->loose[end]);
        hw_vec_free(&dr->keys_of[end]);
        hw_vec_free(&dr->partner[end]);
        hw_vec_free(&dr->gaps[end]);
        hw_vec_free(&dr->equals[end]);
        hw_vec_free(&dr->parameters[end]);
        hw_vec_free(&dr->heads[end]);
    }
    hw_vec_free(&dr->left);
    hw_vec_free(&dr->facts);
    hw_buf_free(&dr->text);
    hw_strings_free(&dr->keys);
}
