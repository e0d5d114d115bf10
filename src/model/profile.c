#include "model/profile.h"

const hw_value_row hw_value_rows[HW_VALUES] = {
#define X(id, name, unit) [HW_##id] = {name, unit},
    HW_VALUES_LIST(X)
#undef X
};

void hw_profile_init(hw_profile *p, hw_strings *strings)
{
    *p = (hw_profile){.strings = strings};
}

void hw_profile_free(hw_profile *p)
{
    hw_vec_free(&p->inputs);
    hw_vec_free(&p->functions);
    hw_vec_free(&p->frames);
    hw_vec_free(&p->mappings);
    hw_vec_free(&p->locations);
    hw_vec_free(&p->allocations);
    hw_vec_free(&p->linked);
    hw_vec_free(&p->stack_ids);
    hw_vec_free(&p->samples);
    hw_vec_free(&p->inners);
    hw_vec_free(&p->inner_addresses);
    hw_vec_free(&p->entries);
    hw_vec_free(&p->programs);
    hw_notes_free(&p->notes);
    hw_profile_init(p, p->strings);
}

hw_allocation_call hw_profile_allocation(const hw_profile *p, uint32_t location)
{
    return location < p->allocations.len ? p->allocations.at[location]
                                         : (hw_allocation_call){.type_size = HW_SIZE_UNKNOWN};
}

size_t hw_profile_counted(const hw_profile *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->inputs.len; i++)
        n += !p->inputs.at[i].evidence;
    return n;
}

bool hw_profile_has(const hw_profile *p, hw_value v)
{
    return (p->present & (1u << v)) != 0;
}

hw_value hw_value_named(hw_str name)
{
    for (int v = 0; v < HW_VALUES; v++)
        if (hw_str_eq(name, hw_str_of(hw_value_rows[v].name)))
            return (hw_value)v;
    return HW_VALUES;
}

bool hw_values_add(hw_values *sum, const hw_values *more)
{
    bool exact = true;
    for (int i = 0; i < HW_VALUES; i++)
        if (__builtin_add_overflow(sum->v[i], more->v[i], &sum->v[i])) {
            sum->v[i] = more->v[i] < 0 ? INT64_MIN : INT64_MAX;
            exact = false;
        }
    return exact;
}

int64_t hw_values_churned(const hw_values *v)
{
    int64_t d;
    if (__builtin_sub_overflow(v->v[HW_ALLOC_SPACE], v->v[HW_INUSE_SPACE], &d))
        return v->v[HW_ALLOC_SPACE] < 0 ? 0 : INT64_MAX;
    return d > 0 ? d : 0;
}
