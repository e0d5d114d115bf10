#include "model/profile.h"

#include "go/goname.h"

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

/* The physical function of a location; NULL where it has none. */
static const hw_function *function_of(const hw_profile *p, uint32_t location)
{
    const hw_location *l = &p->locations.at[location];
    uint32_t f = l->frames ? p->frames.at[l->frames_at + l->frames - 1].function : HW_NONE;
    return f == HW_NONE ? NULL : &p->functions.at[f];
}

static bool allocates(const hw_profile *p, uint32_t location)
{
    const hw_function *f = function_of(p, location);
    return f && hw_callee_allocates(hw_strings_get(p->strings, f->name));
}

uint32_t hw_sample_call(const hw_profile *p, const hw_sample *s)
{
    const uint32_t *stack = p->stack_ids.at + s->stack_at;
    const hw_function *leaf = s->depth ? function_of(p, stack[0]) : NULL;
    uint32_t at = 1;
    if (!leaf || !hw_str_starts(hw_strings_get(p->strings, leaf->name), HW_STR("runtime.mallocgc")))
        return 0;
    while (at < s->depth && allocates(p, stack[at]))
        at++;
    if (at == s->depth)
        return 0;
    for (uint32_t i = 0; i < s->depth; i++) {
        const hw_function *f = function_of(p, stack[i]);
        if (!f || !hw_go_runtime_file(hw_strings_get(p->strings, f->file)))
            return 0;
    }
    return at;
}

bool hw_input_counts(const hw_profile_input *in)
{
    return !in->evidence && !in->older;
}

size_t hw_profile_counted(const hw_profile *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->inputs.len; i++)
        n += hw_input_counts(&p->inputs.at[i]);
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
