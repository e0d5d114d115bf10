#include "executable/image.h"

#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "executable/image_source.h"
#include "executable/little_endian.h"

enum { PAGE_MAX = 1 << 16 /* of a kernel: pieces of a file are mapped in pages */ };

/* --- bytes of the file ---------------------------------------------------------------------- */

static bool is_loaded(const hw_image *image, uint64_t block)
{
    return image->loaded[block / 64] >> block % 64 & 1;
}

/* Makes sure that `n` bytes of the file, which it has, are in memory. */
static hw_status load(hw_image *image, uint64_t at, uint64_t n, hw_error *err)
{
    uint64_t last = (at + n - 1) / HW_IMAGE_BLOCK;
    for (uint64_t b = at / HW_IMAGE_BLOCK; n && b <= last; b++) {
        uint64_t end = b;
        while (end <= last && !is_loaded(image, end))
            end++;
        if (end == b)
            continue;
        uint64_t from = b * HW_IMAGE_BLOCK, to = end * HW_IMAGE_BLOCK;
        to = to < image->file.size ? to : image->file.size;
        HW_TRY(hw_file_bytes(&image->file, from, image->bytes + from, (size_t)(to - from), err));
        for (; b < end; b++)
            image->loaded[b / 64] |= UINT64_C(1) << b % 64;
    }
    return HW_OK;
}

const hw_segment *hw_image_segment(const hw_image *image, uint64_t address)
{
    for (size_t i = 0; i < image->segments.len; i++) {
        const hw_segment *s = &image->segments.at[i];
        if (address - s->address < s->size)
            return s;
    }
    return NULL;
}

uint64_t hw_image_behind(const hw_image *image, uint64_t address)
{
    const hw_segment *s = hw_image_segment(image, address);
    return s ? s->size - (address - s->address) : 0;
}

hw_status hw_image_damaged(const hw_image *image, uint64_t address, hw_error *err, const char *what)
{
    const hw_segment *s = hw_image_segment(image, address);
    if (!s)
        return hw_fail(err, HW_FORMAT, image->name, "%s (address 0x%llx)", what,
                       (unsigned long long)address);
    return hw_fail_at(err, HW_FORMAT, image->name, s->offset + (address - s->address), "%s", what);
}

hw_status hw_image_bytes(hw_image *image, uint64_t address, size_t n, const unsigned char **ret,
                         hw_error *err)
{
    const hw_segment *s = hw_image_segment(image, address);
    if (!s || n > s->size - (address - s->address))
        return hw_image_damaged(image, address, err,
                                "is damaged: it refers to bytes that it does not have");
    uint64_t at = s->offset + (address - s->address);
    if (image->loaded) /* else all of it is in memory */
        HW_TRY(load(image, at, n, err));
    *ret = image->bytes + at;
    return HW_OK;
}

hw_status hw_image_u64(hw_image *image, uint64_t address, uint64_t *ret, hw_error *err)
{
    const unsigned char *p;
    HW_TRY(hw_image_bytes(image, address, 8, &p, err));
    *ret = hw_le64(p);
    return HW_OK;
}

hw_status hw_image_pointer(hw_image *image, uint64_t address, uint64_t *ret, hw_error *err)
{
    return image->source->pointer(image, address, ret, err);
}

hw_status hw_image_text(hw_image *image, uint64_t address, size_t max, hw_str *ret, hw_error *err)
{
    uint64_t have = hw_image_behind(image, address);
    size_t limit = have < max ? (size_t)have : max;
    for (size_t n = limit < 256 ? limit : 256;; n = limit / 4 < n ? limit : n * 4) {
        const unsigned char *p = NULL;
        if (n)
            HW_TRY(hw_image_bytes(image, address, n, &p, err));
        const unsigned char *end = n ? memchr(p, '\0', n) : NULL;
        if (end) {
            *ret = (hw_str){(const char *)p, (size_t)(end - p)};
            return HW_OK;
        }
        if (n == limit)
            return hw_image_damaged(image, address, err, "is damaged: a name in it has no end");
    }
}

void hw_image_close(hw_image *image)
{
    if (!image)
        return;
    if (image->file.fd >= 0)
        close(image->file.fd);
    hw_vec_free(&image->segments);
    hw_mem_free((char *)(uintptr_t)image->name.p);
    hw_mem_free(image->bytes);
    hw_mem_free(image->loaded);
    image->source->free(image);
}

/* --- what its source knows ------------------------------------------------------------------ */

uint32_t hw_image_functions(const hw_image *image)
{
    return image->source->functions(image);
}

hw_status hw_image_function_at(hw_image *image, uint32_t index, hw_image_function *ret,
                               hw_error *err)
{
    return image->source->function_at(image, index, ret, err);
}

hw_status hw_image_function_of(hw_image *image, uint64_t pc, hw_image_function *ret, hw_error *err)
{
    return image->source->function_of(image, pc, ret, err);
}

hw_status hw_image_compiled_by(hw_image *image, const hw_image_function *f, hw_str *ret,
                               hw_error *err)
{
    return image->source->compiled_by(image, f, ret, err);
}

hw_status hw_image_frames_of(hw_image *image, uint64_t pc, hw_image_frames *ret, hw_error *err)
{
    return image->source->frames(image, pc, ret, err);
}

hw_status hw_image_inlined_callee(hw_image *image, uint64_t pc, hw_str *ret, hw_error *err)
{
    return image->source->inlined_callee(image, pc, ret, err);
}

hw_status hw_image_has_file(hw_image *image, uint64_t pc, hw_str base, bool *ret, hw_error *err)
{
    return image->source->has_file(image, pc, base, ret, err);
}

hw_status hw_image_line(hw_image *image, const hw_image_function *f, uint32_t pc, hw_str *file,
                        uint32_t *line, hw_error *err)
{
    return image->source->line(image, f, pc, file, line, err);
}

hw_status hw_image_type(hw_image *image, uint64_t address, hw_type *ret, hw_error *err)
{
    return image->source->type(image, address, ret, err);
}

hw_status hw_image_boundary(hw_image *image, const hw_image_function *f, uint32_t pc, uint32_t *ret,
                            hw_error *err)
{
    return image->source->boundary(image, f, pc, ret, err);
}

/* --- the rest of it ------------------------------------------------------------------------- */

hw_str hw_image_name(const hw_image *image)
{
    return image->name;
}

bool hw_image_old(const hw_image *image)
{
    return image->old;
}

hw_machine hw_image_machine(const hw_image *image)
{
    return image->machine;
}

const hw_image_module *hw_image_go_module(const hw_image *image)
{
    return &image->module;
}

bool hw_image_moves(const hw_image *image)
{
    return image->moves;
}

bool hw_image_code_of(const hw_image *image, uint64_t address, uint64_t *start, uint64_t *limit,
                      uint64_t *offset)
{
    for (size_t i = 0; i < image->segments.len; i++) {
        const hw_segment *s = &image->segments.at[i];
        uint64_t before = s->offset & (uint64_t)(PAGE_MAX - 1);
        if (!s->code || address < s->address || address - s->address >= s->size)
            continue;
        *start = s->address - (s->address < before ? s->address : before);
        *limit = s->address + s->size;
        *offset = s->offset - (s->address - *start);
        return true;
    }
    return false;
}

bool hw_image_code_at(const hw_image *image, uint64_t offset, uint64_t *ret)
{
    for (size_t i = 0; i < image->segments.len; i++) {
        const hw_segment *s = &image->segments.at[i];
        uint64_t page = s->offset & ~(uint64_t)(PAGE_MAX - 1);
        if (s->code && offset >= page && offset < s->offset + s->size) {
            *ret = s->address + (offset - s->offset);
            return true;
        }
    }
    return false;
}
