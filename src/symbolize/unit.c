/* Which package's compilation made a function. Since Go 1.27 the copies of a closure that several
 * packages compile have one name; what tells them apart is that the linker gives every object file
 * a part of the line table's list of files (cuOffset). The package of a part is the one that most
 * of its functions are named after: some have another's name (go:linkname), but what the name of
 * neither a closure nor a method nor an instance says is right for nearly all. */
#include "base/error.h"
#include "symbolize/image_parts.h"

typedef struct key {
    const hw_image *image;
    uint32_t offset;
} key;

static bool same_unit(const void *ctx, uint32_t id)
{
    const key *k = ctx;
    return k->image->units.at[id].offset == k->offset;
}

static uint64_t hash_of(const hw_image *image, uint32_t offset)
{
    return hw_hash(image->unit_index.seed, &offset, sizeof offset);
}

static uint64_t rehash(const void *ctx, uint32_t id)
{
    const hw_image *image = ctx;
    return hash_of(image, image->units.at[id].offset);
}

static uint32_t find(const hw_image *image, uint32_t offset)
{
    key k = {image, offset};
    return hw_index_get(&image->unit_index, hash_of(image, offset), same_unit, &k);
}

/* "a.com/b/p.F" → "a.com/b/p"; empty where the name is of no plain function. */
static hw_str package_of(hw_str name)
{
    size_t slash = hw_str_rchr(name, '/'), base = slash == HW_NPOS ? 0 : slash + 1;
    hw_str last = hw_str_from(name, base);
    size_t dot = hw_str_chr(last, '.');
    bool plain = dot != HW_NPOS && hw_str_chr(name, '[') == HW_NPOS &&
                 hw_str_chr(name, '(') == HW_NPOS && hw_str_chr(name, ':') == HW_NPOS &&
                 hw_str_chr(last, '-') == HW_NPOS &&
                 hw_str_chr(hw_str_from(last, dot + 1), '.') == HW_NPOS;
    return plain ? hw_str_sub(name, 0, base + dot) : (hw_str){0};
}

/* The majority, if there is one, stays (Boyer and Moore). */
static void vote(hw_unit *u, hw_str package)
{
    if (u->votes == 0)
        u->package = package;
    if (hw_str_eq(u->package, package))
        u->votes++;
    else
        u->votes--;
}

static hw_status count(hw_image *image, const hw_image_function *f, hw_error *err)
{
    uint32_t offset;
    hw_str package = package_of(f->name);
    if (package.n == 0)
        return HW_OK;
    HW_TRY(hw_function_unit(image, f, &offset, err));
    uint32_t id = find(image, offset);
    if (id == HW_NONE) {
        id = (uint32_t)image->units.len;
        if (!hw_vec_push(&image->units, ((hw_unit){.offset = offset})) ||
            !hw_index_put(&image->unit_index, hash_of(image, offset), id, rehash, image))
            return hw_nomem(err);
    }
    vote(&image->units.at[id], package);
    return HW_OK;
}

static hw_status count_all(hw_image *image, hw_error *err)
{
    for (uint32_t i = 0; i < image->pclntab.functions; i++) {
        hw_image_function f;
        HW_TRY(hw_image_function_at(image, i, &f, err));
        HW_TRY(count(image, &f, err));
    }
    return HW_OK;
}

hw_status hw_image_unit_of(hw_image *image, const hw_image_function *f, hw_str *ret, hw_error *err)
{
    uint32_t offset;
    *ret = (hw_str){0};
    if (!image->units_counted) {
        image->units.len = 0;
        hw_index_clear(&image->unit_index);
        HW_TRY(count_all(image, err));
        image->units_counted = true;
    }
    HW_TRY(hw_function_unit(image, f, &offset, err));
    uint32_t id = find(image, offset);
    if (id != HW_NONE && image->units.at[id].votes)
        *ret = image->units.at[id].package;
    return HW_OK;
}
