/* Every symbol gets an address, then code and data get the addresses that they refer to.
 *
 * The addresses are invented: code comes first, then data, then a few bytes for each symbol that is
 * not listed. A reference that cannot be resolved gets an address where nothing is, so that it is
 * taken for nothing. */
#include "listing/listing_link.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "executable/little_endian.h"

enum {
    BASE = 1 << 24,
    NOTHING = 1 << 12, /* no segment holds it */
    PAGE = 1 << 12,
    ELSEWHERE = 16, /* bytes for a symbol that is somewhere else */
    FIRST = 16,     /* of data: offset 0 of a name stands for none */
    REACH = 1 << 27 /* of a BL */
};

static uint64_t up(uint64_t n)
{
    return (n + PAGE - 1) / PAGE * PAGE;
}

static hw_status place(hw_listing *l, hw_error *err)
{
    hw_image *image = &l->image;
    uint64_t data = BASE + up(l->code.n), at = data + up(FIRST + l->data.n);
    for (size_t i = 0; i < l->symbols.len; i++) {
        hw_listed_symbol *s = &l->symbols.at[i];
        if (s->kind == HW_LISTED_CODE) {
            s->address = BASE + s->at;
        } else if (s->kind == HW_LISTED_DATA) {
            s->address = data + FIRST + s->at;
        } else {
            s->address = at;
            at += ELSEWHERE;
            if (!hw_vec_push(&l->elsewhere, (uint32_t)i))
                return hw_nomem(err);
        }
    }
    if (at > INT32_MAX || (image->machine == HW_ARM64 && at - BASE >= REACH))
        return hw_fail(err, HW_LIMIT, image->name,
                       "has more code than can be looked at in one; give the listings of fewer "
                       "packages");
    image->module = (hw_image_module){
        .text = BASE, .etext = BASE + l->code.n, .types = data, .etypes = at, .gofunc = data};
    return HW_OK;
}

static hw_status add_segment(hw_image *image, uint64_t address, uint64_t offset, uint64_t size,
                             bool code, hw_error *err)
{
    hw_segment s = {.address = address, .offset = offset, .size = size, .code = code};
    return size == 0 || hw_vec_push(&image->segments, s) ? HW_OK : hw_nomem(err);
}

/* The bytes of a program's file, with everything in memory. */
static hw_status fill(hw_listing *l, hw_error *err)
{
    hw_image *image = &l->image;
    size_t data_at = up(l->code.n), size = data_at + FIRST + l->data.n;
    image->bytes = hw_mem_zero(size, 1);
    if (!image->bytes)
        return hw_nomem(err);
    if (l->code.n)
        memcpy(image->bytes, l->code.p, l->code.n);
    if (l->data.n)
        memcpy(image->bytes + data_at + FIRST, l->data.p, l->data.n);
    hw_buf_free(&l->code);
    hw_buf_free(&l->data);
    HW_TRY(add_segment(image, image->module.text, 0, image->module.etext - image->module.text, true,
                       err));
    return add_segment(image, image->module.types, data_at, size - data_at, false, err);
}

static void put(unsigned char *p, uint64_t value, unsigned size)
{
    for (unsigned i = 0; i < size; i++)
        p[i] = (unsigned char)(value >> 8 * i);
}

/* --- amd64: distances from the end of the field ------------------------------------------------
 */

static void patch_amd64(unsigned char *p, uint64_t from, uint64_t to, unsigned size)
{
    put(p, size == 4 ? to - (from + 4) : to, size);
}

/* --- arm64: BL and B, ADRP with what takes the rest --------------------------------------------
 */

static uint32_t adrp(uint32_t word, uint64_t from, uint64_t to)
{
    uint32_t pages = (uint32_t)(to / PAGE) - (uint32_t)(from / PAGE);
    return (word & 0x9f00001f) | (pages & 3) << 29 | (pages >> 2 & 0x7ffff) << 5;
}

static void patch_arm64(unsigned char *p, uint64_t from, uint64_t to, unsigned size)
{
    uint32_t word = hw_le32(p), next = size == 8 ? hw_le32(p + 4) : 0;
    bool pair = size == 8 && (word & 0x9f000000) == 0x90000000,
         add = (next & 0xffc00000) == 0x91000000;
    if (size == 4 && (word & 0x7c000000) == 0x14000000)
        put(p, (word & 0xfc000000) | ((uint32_t)(to - from) >> 2 & 0x3ffffff), 4);
    else if (pair)
        put(p, adrp(word, from, add ? to : NOTHING), 4);
    if (pair && add)
        put(p + 4, (next & 0xffc003ff) | (uint32_t)(to % PAGE) << 10, 4);
}

/* --- what refers to what -----------------------------------------------------------------------
 */

static uint64_t target(const hw_listing *l, const hw_listed_reloc *r)
{
    const hw_listed_symbol *s = &l->symbols.at[r->symbol];
    int32_t add = l->image.machine == HW_ARM64 ? r->add_hex : r->add;
    uint32_t size = s->kind == HW_LISTED_NOWHERE ? 1 : s->size;
    return add >= 0 && (uint32_t)add < size ? s->address + (uint32_t)add : NOTHING;
}

static void patch(hw_listing *l, const hw_listed_reloc *r)
{
    hw_image *image = &l->image;
    const hw_segment *data = &image->segments.at[image->segments.len - 1];
    uint64_t to = target(l, r);
    if (!r->code) { /* of four bytes are offsets of names and types */
        put(image->bytes + data->offset + FIRST + r->at, r->size == 4 ? to - data->address : to,
            r->size);
        return;
    }
    unsigned char *p = image->bytes + r->at;
    uint64_t from = image->module.text + r->at;
    if (image->machine == HW_AMD64)
        patch_amd64(p, from, to, r->size);
    else
        patch_arm64(p, from, to, r->size);
}

static hw_status find_machine(hw_listing *l, hw_error *err)
{
    hw_image *image = &l->image;
    if (l->other_calls && !l->arm64_calls)
        return hw_fail(err, HW_UNSUPPORTED, image->name,
                       "is a listing for another machine than amd64 and arm64");
    image->machine = l->even ? HW_ARM64 : HW_AMD64;
    return HW_OK;
}

static int by_place(const void *a, const void *b)
{
    const hw_listed_function *x = a, *y = b;
    return HW_CMP(x->at, y->at);
}

hw_status hw_listing_link(hw_listing *l, hw_error *err)
{
    for (size_t i = 0; i < l->functions.len; i++)
        l->functions.at[i].at = l->symbols.at[l->functions.at[i].symbol].at;
    qsort(l->functions.at, l->functions.len, sizeof *l->functions.at, by_place);
    HW_TRY(find_machine(l, err));
    HW_TRY(place(l, err));
    HW_TRY(fill(l, err));
    for (size_t i = 0; i < l->relocs.len; i++)
        patch(l, &l->relocs.at[i]);
    hw_vec_free(&l->relocs);
    return HW_OK;
}
