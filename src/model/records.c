#include "model/records.h"

const char *const hw_code_names[HW_CODE_COUNT] = {
#define X(id, name) [HW_CODE_##id] = name,
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

hw_code hw_code_named(hw_str name)
{
#define X(id, text)                                                                                \
    if (hw_str_eq(name, HW_STR(text)))                                                             \
        return HW_CODE_##id;
    HW_CODES(X)
#undef X
    return HW_CODE_UNKNOWN;
}
