#include "model/records.h"

static const hw_str codes[HW_CODE_COUNT] = {
#define X(id, name) [HW_CODE_##id] = {name, sizeof(name) - 1},
    HW_CODES(X)
#undef X
};

void hw_json_records_free(hw_json_records *j)
{
    hw_vec_free(&j->files);
    hw_vec_free(&j->records);
    hw_buf_free(&j->odd);
    hw_index_free(&j->file_keys);
}

const char *hw_code_name(hw_code c)
{
    return codes[c].p;
}

hw_code hw_code_named(hw_str name)
{
    for (unsigned i = 0; i < HW_CODE_UNKNOWN; i++)
        if (hw_str_eq(codes[i], name))
            return (hw_code)i;
    return HW_CODE_UNKNOWN;
}
