#include "symbolize/frames.h"

#include "base/error.h"
#include "base/mem.h"

/* The rest of a name behind its first type arguments: "F[go.shape.int].func1" → "F", ".func1". */
static bool same_name(hw_str a, hw_str b)
{
    size_t open_a = hw_str_chr(a, '['), open_b = hw_str_chr(b, '[');
    if (hw_str_eq(a, b))
        return true;
    if (open_a == HW_NPOS || open_b == HW_NPOS)
        return false;
    size_t close_a = hw_str_rchr(a, ']'), close_b = hw_str_rchr(b, ']');
    return close_a != HW_NPOS && close_b != HW_NPOS &&
           hw_str_eq(hw_str_sub(a, 0, open_a), hw_str_sub(b, 0, open_b)) &&
           hw_str_eq(hw_str_from(a, close_a), hw_str_from(b, close_b));
}

/* A profile has one file for each name of a function, and some functions have code of several: the
 * initialiser of a package, a parser that goyacc made of its grammar and its own text. */
static hw_status same_file(hw_str file, const hw_image_frame *of, hw_image *image, uint64_t address,
                           bool *ret, hw_error *err)
{
    *ret = file.n == 0 || hw_str_eq(hw_str_base(file), hw_str_base(of->file));
    return *ret ? HW_OK : hw_image_has_file(image, address, hw_str_base(file), ret, err);
}

static hw_status same_frame(const hw_profile *p, const hw_frame *f, const hw_image_frame *of,
                            hw_image *image, uint64_t address, bool *ret, hw_error *err)
{
    *ret = true;
    if (f->function == HW_NONE)
        return HW_OK;
    const hw_function *function = &p->functions.at[f->function];
    *ret = (f->line == 0 || f->line == of->line) &&
           same_name(hw_strings_get(p->strings, function->name), of->function);
    return *ret
               ? same_file(hw_strings_get(p->strings, function->file), of, image, address, ret, err)
               : HW_OK;
}

/* The wrapper of a method value. Go leaves it out around what is inlined there; not every tool
 * does. */
static bool is_wrapper(hw_str name)
{
    return hw_str_ends(name, HW_STR("-fm"));
}

static hw_str name_at(const hw_profile *p, const hw_location *l, uint32_t i)
{
    const hw_frame *f = &p->frames.at[l->frames_at + i];
    return f->function == HW_NONE ? (hw_str){0}
                                  : hw_strings_get(p->strings, p->functions.at[f->function].name);
}

/* Behind the first `n` frames, which agree. A function that was inlined into itself begins a
 * location of its own: runtime/pprof takes it for a call. */
static bool rest_agrees(const hw_profile *p, const hw_location *l, const hw_image_frames *frames,
                        uint32_t n)
{
    if (n && n < frames->len && same_name(name_at(p, l, n - 1), frames->at[n].function))
        return n == l->frames;
    for (uint32_t i = n; i < l->frames; i++)
        if (!is_wrapper(name_at(p, l, i)))
            return false;
    for (size_t i = n; i < frames->len; i++)
        if (!is_wrapper(frames->at[i].function))
            return false;
    return n > 0;
}

static hw_status agree_at(const hw_profile *p, const hw_location *l, hw_image *image,
                          uint64_t address, hw_image_frames *frames, bool *ret, hw_error *err)
{
    HW_TRY(hw_image_frames_of(image, address, frames, err));
    uint32_t n = l->frames < frames->len ? l->frames : (uint32_t)frames->len;
    *ret = true;
    for (uint32_t i = 0; i < n && *ret; i++)
        HW_TRY(same_frame(p, &p->frames.at[l->frames_at + i], &frames->at[i], image, address, ret,
                          err));
    *ret = *ret && rest_agrees(p, l, frames, n);
    return HW_OK;
}

hw_status hw_frames_agree(const hw_profile *p, const hw_location *l, hw_image *image,
                          uint64_t address, hw_image_frames *frames, bool *ret, hw_error *err)
{
    HW_TRY(agree_at(p, l, image, address, frames, ret, err));
    if (!*ret && address)
        HW_TRY(agree_at(p, l, image, address - 1, frames, ret, err));
    if (!*ret && address < UINT64_MAX)
        HW_TRY(agree_at(p, l, image, address + 1, frames, ret, err));
    return HW_OK;
}

/* --- functions, each once ------------------------------------------------------------------- */

typedef struct function_key {
    const hw_profile *profile;
    hw_function function;
} function_key;

static uint64_t hash_of(const hw_index *index, const hw_function *f)
{
    const hw_sid key[] = {f->name, f->file};
    return hw_hash(index->seed, key, sizeof key);
}

static uint64_t rehash(const void *ctx, uint32_t id)
{
    const hw_frame_maker *m = ctx;
    return hash_of(&m->index, &m->profile->functions.at[id]);
}

static bool same(const void *ctx, uint32_t id)
{
    const function_key *k = ctx;
    const hw_function *f = &k->profile->functions.at[id];
    return f->name == k->function.name && f->file == k->function.file;
}

/* Functions of the profile that are alike are found by the first of them. */
static HW_MEM index_functions(hw_frame_maker *m)
{
    hw_profile *p = m->profile;
    if (!m->index.seed)
        m->index.seed = hw_random_seed() | 1;
    for (; m->indexed < p->functions.len; m->indexed++) {
        function_key key = {p, p->functions.at[m->indexed]};
        uint64_t hash = hash_of(&m->index, &key.function);
        if (hw_index_get(&m->index, hash, same, &key) == HW_NONE &&
            !hw_index_put(&m->index, hash, (uint32_t)m->indexed, rehash, m))
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

static HW_MEM function_of(hw_frame_maker *m, const hw_image_frame *f, uint32_t *ret)
{
    hw_profile *p = m->profile;
    function_key key = {.profile = p};
    if (!index_functions(m) || !hw_strings_put(p->strings, f->function, &key.function.name) ||
        !hw_strings_put(p->strings, f->file, &key.function.file))
        return HW_MEM_OUT;
    *ret = hw_index_get(&m->index, hash_of(&m->index, &key.function), same, &key);
    if (*ret != HW_NONE)
        return HW_MEM_OK;
    if (p->functions.len >= HW_NONE || !hw_vec_push(&p->functions, key.function))
        return HW_MEM_OUT;
    *ret = (uint32_t)p->functions.len - 1;
    return HW_MEM_OK;
}

hw_status hw_frames_put(hw_frame_maker *m, hw_location *l, const hw_image_frames *frames,
                        hw_error *err)
{
    hw_profile *p = m->profile;
    size_t at = p->frames.len;
    if (frames->len >= HW_NONE - at)
        return hw_fail(err, HW_LIMIT, (hw_str){0}, "the profile has more than 4 billion frames");
    for (size_t i = 0; i < frames->len; i++) {
        hw_frame frame = {.line = frames->at[i].line};
        if (!function_of(m, &frames->at[i], &frame.function) || !hw_vec_push(&p->frames, frame)) {
            p->frames.len = at;
            return hw_nomem(err);
        }
    }
    l->frames_at = (uint32_t)at;
    l->frames = (uint32_t)frames->len;
    return HW_OK;
}

void hw_frame_maker_free(hw_frame_maker *m)
{
    hw_index_free(&m->index);
}
