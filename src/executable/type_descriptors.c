#include "executable/type_descriptors.h"

#include "base/error.h"
#include "executable/image.h"
#include "executable/little_endian.h"

enum {
    DESCRIPTOR = 48,
    POINTER_BYTES = 8, /* how many bytes of a value may hold pointers */
    TFLAG = 20,
    ALIGN = 21,
    KIND = 23,
    STR = 40, /* offset of its name */
    EXTRA_STAR = 1 << 1,
    KIND_MASK = 31, /* the rest are flags, up to Go 1.26 */
    KINDS = 26,
    NAME_MAX = 1 << 16,
    LENGTH_MAX = 3, /* bytes of a name's length */
};

/* A name: a byte of flags, its length in groups of seven bits, its bytes. *ok false: none. */
static hw_status name_at(hw_image *image, uint64_t offset, hw_str *ret, bool *ok, hw_error *err)
{
    const hw_image_module *m = hw_image_go_module(image);
    const unsigned char *p;
    uint64_t left = m->etypes - m->types;
    size_t n = 0, used = 0;
    bool more = true;
    *ok = false;
    if (offset == 0 || offset >= left)
        return HW_OK;
    left -= offset;
    size_t head = left < 1 + LENGTH_MAX ? (size_t)left : 1 + LENGTH_MAX;
    HW_TRY(hw_image_bytes(image, m->types + offset, head, &p, err));
    for (used = 1; used < head && more; used++) {
        n |= (size_t)(p[used] & 0x7f) << 7 * (used - 1);
        more = p[used] & 0x80;
    }
    if (more || n == 0 || n > NAME_MAX || n > left - used)
        return HW_OK;
    HW_TRY(hw_image_bytes(image, m->types + offset + used, n, &p, err));
    *ret = (hw_str){(const char *)p, n};
    *ok = true;
    return HW_OK;
}

hw_status hw_descriptor_at(hw_image *image, uint64_t address, hw_type *ret, hw_error *err)
{
    const hw_image_module *m = hw_image_go_module(image);
    const unsigned char *p;
    bool ok;
    *ret = (hw_type){0};
    if (address < m->types || address >= m->etypes || address % 8 ||
        m->etypes - address < DESCRIPTOR)
        return HW_OK;
    HW_TRY(hw_image_bytes(image, address, DESCRIPTOR, &p, err));
    hw_type t = {.address = address,
                 .size = hw_le64(p),
                 .pointer_free = hw_le64(p + POINTER_BYTES) == 0,
                 .kind = p[KIND] & KIND_MASK};
    unsigned align = p[ALIGN], star = p[TFLAG] & EXTRA_STAR;
    if (t.kind == 0 || t.kind > KINDS || align == 0 || align & (align - 1) || t.size % align ||
        t.size > INT64_MAX || hw_le64(p + POINTER_BYTES) > t.size)
        return HW_OK;
    HW_TRY(name_at(image, hw_le32(p + STR), &t.name, &ok, err));
    if (!ok || (star && !hw_str_cut_prefix(&t.name, HW_STR("*"))) || t.name.n == 0)
        return HW_OK;
    *ret = t;
    return HW_OK;
}
