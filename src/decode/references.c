#include "decode/references.h"

#include "base/error.h"

hw_status hw_decode_string_ref(hw_decoder *d, int64_t index, uint64_t at, uint32_t *ret,
                               hw_error *err)
{
    if (index < 0 || index >= HW_NONE)
        return hw_fail_at(err, HW_FORMAT, d->input, at, "string %lld is not in the string table",
                          (long long)index);
    if ((uint64_t)index > d->string_most) {
        d->string_most = (uint64_t)index;
        d->string_most_at = at;
    }
    *ret = (uint32_t)index;
    return HW_OK;
}

static hw_status new_id(hw_decoder *d, hw_ids *ids, const char *what, uint64_t id, uint64_t at,
                        uint32_t *ret, hw_error *err)
{
    if (id == 0)
        return hw_fail_at(err, HW_FORMAT, d->input, at, "a %s has the id 0", what);
    if (!hw_ids_put(ids, id, at, ret))
        return hw_nomem(err);
    if (ids->list.len > d->limits.strings)
        return hw_fail_at(err, HW_LIMIT, d->input, at,
                          "has more than %llu %ss; --max-strings raises this limit",
                          (unsigned long long)d->limits.strings, what);
    return HW_OK;
}

hw_status hw_decode_location_ref(hw_decoder *d, uint64_t id, uint64_t at, uint32_t *ret,
                                 hw_error *err)
{
    const hw_ids *ids = &d->location_ids;
    if (id < ids->direct_size && ids->direct[id] != HW_NONE) { /* nearly always */
        *ret = ids->direct[id];
        return HW_OK;
    }
    HW_TRY(new_id(d, &d->location_ids, "location", id, at, ret, err));
    if (*ret < d->locations.len)
        return HW_OK;
    hw_location blank = {.mapping = HW_NONE};
    return hw_vec_push(&d->locations, blank) ? HW_OK : hw_nomem(err);
}

hw_status hw_decode_function_ref(hw_decoder *d, uint64_t id, uint64_t at, uint32_t *ret,
                                 hw_error *err)
{
    HW_TRY(new_id(d, &d->function_ids, "function", id, at, ret, err));
    return *ret < d->functions.len || hw_vec_push(&d->functions, (hw_function){0}) ? HW_OK
                                                                                   : hw_nomem(err);
}

hw_status hw_decode_mapping_ref(hw_decoder *d, uint64_t id, uint64_t at, uint32_t *ret,
                                hw_error *err)
{
    static const hw_mapping blank = {.program = HW_NONE};
    HW_TRY(new_id(d, &d->mapping_ids, "mapping", id, at, ret, err));
    return *ret < d->mappings.len || hw_vec_push(&d->mappings, blank) ? HW_OK : hw_nomem(err);
}
