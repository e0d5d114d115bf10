#include "symbolize/text_mapping.h"

#include "base/error.h"
#include "base/index.h"
#include "base/mem.h"

enum { PAGE = 4096, DISTANCES = 64 };

/* A function that the text names, and where it began. */
typedef struct named {
    hw_sid name;
    uint64_t entry;
    bool twice; /* several functions have the name */
} named;

typedef struct distance {
    uint64_t by; /* modulo 2^64 */
    size_t functions;
} distance;

typedef struct placing {
    hw_profile *profile;
    HW_VEC(named) names;
    hw_index index;
    size_t unique;
    distance distances[DISTANCES]; /* of one program */
    size_t count;
} placing;

static uint64_t hash_name(const placing *w, hw_sid name)
{
    return hw_hash(w->index.seed, &name, sizeof name);
}

static uint64_t rehash_name(const void *ctx, uint32_t id)
{
    const placing *w = ctx;
    return hash_name(w, w->names.at[id].name);
}

typedef struct name_key {
    const placing *w;
    hw_sid name;
} name_key;

static bool same_name(const void *ctx, uint32_t id)
{
    const name_key *k = ctx;
    return k->w->names.at[id].name == k->name;
}

static uint32_t find(const placing *w, hw_sid name)
{
    return hw_index_get(&w->index, hash_name(w, name), same_name, &(name_key){w, name});
}

/* Of generic functions the text has no whole names. */
static HW_MEM collect(placing *w, const hw_profile_input *in)
{
    const hw_profile *p = w->profile;
    w->index.seed = hw_random_seed();
    for (uint32_t i = 0; i < in->entries; i++) {
        const hw_entry *e = &p->entries.at[in->entries_at + i];
        const hw_location *l = &p->locations.at[e->location];
        const hw_frame *last = &p->frames.at[l->frames_at + l->frames - 1];
        hw_sid name = p->functions.at[last->function].name;
        if (hw_str_chr(hw_strings_get(p->strings, name), '[') != HW_NPOS)
            continue;
        uint32_t id = find(w, name);
        if (id != HW_NONE) {
            w->names.at[id].twice |= w->names.at[id].entry != e->address;
            continue;
        }
        id = (uint32_t)w->names.len;
        if (!hw_vec_push(&w->names, ((named){name, e->address, false})) ||
            !hw_index_put(&w->index, hash_name(w, name), id, rehash_name, w))
            return HW_MEM_OUT;
    }
    for (size_t i = 0; i < w->names.len; i++)
        w->unique += !w->names.at[i].twice;
    return HW_MEM_OK;
}

static void count_distance(placing *w, uint64_t by)
{
    size_t i = 0;
    while (i < w->count && w->distances[i].by != by)
        i++;
    if (i == DISTANCES)
        return;
    if (i == w->count)
        w->distances[w->count++] = (distance){by, 0};
    w->distances[i].functions++;
}

/* How far the program was moved, if more than half of the functions say the same. */
static hw_status measure(placing *w, hw_image *image, distance *ret, hw_error *err)
{
    *ret = (distance){0};
    w->count = 0;
    for (uint32_t i = 0; i < hw_image_functions(image); i++) {
        hw_image_function f;
        HW_TRY(hw_image_function_at(image, i, &f, err));
        hw_sid name = hw_strings_find(w->profile->strings, f.name);
        uint32_t id = name == HW_NONE ? HW_NONE : find(w, name);
        if (id != HW_NONE && !w->names.at[id].twice)
            count_distance(w, w->names.at[id].entry - f.entry);
    }
    for (size_t i = 0; i < w->count; i++) {
        const distance *d = &w->distances[i];
        bool possible = hw_image_moves(image) ? d->by % PAGE == 0 : d->by == 0;
        if (possible && d->functions > ret->functions && d->functions * 2 > w->unique)
            *ret = *d;
    }
    return HW_OK;
}

static hw_status map_input(hw_profile *p, size_t input, size_t program, const hw_image *image,
                           uint64_t by, hw_error *err)
{
    hw_profile_input *in = &p->inputs.at[input];
    hw_mapping m = {.program = (uint32_t)program};
    uint64_t text = hw_image_go_module(image)->text;
    if (!hw_strings_put(p->strings, p->programs.at[program].build.file, &m.file))
        return hw_nomem(err);
    if (!hw_image_code_of(image, text, &m.start, &m.limit, &m.offset))
        return HW_OK;
    m.start += by;
    m.limit += by;
    if (in->mappings)
        p->mappings.at[in->mappings_at] = m;
    else if (!hw_vec_push(&p->mappings, m))
        return hw_nomem(err);
    else
        in->mappings_at = (uint32_t)p->mappings.len - 1;
    in->mappings = 1;
    for (uint32_t i = 0; i < in->locations; i++) {
        hw_location *l = &p->locations.at[in->locations_at + i];
        bool inside = l->address >= m.start && l->address < m.limit;
        l->mapping = inside ? in->mappings_at : HW_NONE;
    }
    return HW_OK;
}

static hw_status place(placing *w, size_t input, hw_image *const *images, hw_error *err)
{
    hw_profile *p = w->profile;
    distance best = {0};
    size_t program = 0;
    if (!collect(w, &p->inputs.at[input]))
        return hw_nomem(err);
    for (size_t i = 0; i < p->programs.len; i++) {
        distance d;
        HW_TRY(measure(w, images[i], &d, err));
        if (d.functions > best.functions) {
            best = d;
            program = i;
        }
    }
    return best.functions ? map_input(p, input, program, images[program], best.by, err) : HW_OK;
}

hw_status hw_texts_place(hw_profile *p, hw_image *const *images, hw_error *err)
{
    hw_status status = HW_OK;
    for (size_t i = 0; status == HW_OK && i < p->inputs.len; i++) {
        if (!p->inputs.at[i].text)
            continue;
        placing w = {.profile = p};
        status = place(&w, i, images, err);
        hw_vec_free(&w.names);
        hw_index_free(&w.index);
    }
    return status;
}

void hw_texts_doubt(hw_profile *p)
{
    for (size_t i = 0; i < p->inputs.len; i++) {
        const hw_profile_input *in = &p->inputs.at[i];
        if (!in->text || !in->mappings)
            continue;
        hw_mapping *m = &p->mappings.at[in->mappings_at];
        if (m->program != HW_NONE && p->programs.at[m->program].fit == HW_FIT_OTHER)
            m->file = 0;
    }
}
