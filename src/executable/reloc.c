/* Relocations of position-independent programs: the values of pointers are not where the pointers
 * are but in a table, of 24 bytes an entry (Elf64_Rela). Only relative ones concern Go's tables. */
#include <elf.h>
#include <stdlib.h>

#include "base/error.h"
#include "executable/image_parts.h"

enum { ENTRY = 24, DYNAMIC = 16 /* bytes of an Elf64_Dyn */ };

hw_status hw_relocation_get(hw_image *image, uint64_t i, bool *relative, hw_relocation *ret,
                            hw_error *err)
{
    const unsigned char *p;
    uint64_t kind = image->machine == HW_AMD64 ? R_X86_64_RELATIVE : R_AARCH64_RELATIVE;
    HW_TRY(hw_image_bytes(image, image->rela + i * ENTRY, ENTRY, &p, err));
    *relative = hw_le64(p + 8) == kind;
    *ret = (hw_relocation){hw_le64(p), hw_le64(p + 16)};
    return HW_OK;
}

static int by_address(const void *a, const void *b)
{
    const hw_relocation *x = a, *y = b;
    return x->address != y->address ? (x->address < y->address ? -1 : 1)
                                    : (x->value > y->value) - (x->value < y->value);
}

/* A linker may write them in any order: then they are copied and sorted. */
static hw_status sort(hw_image *image, hw_error *err)
{
    for (uint64_t i = 0; i < image->relas; i++) {
        bool relative;
        hw_relocation r;
        HW_TRY(hw_relocation_get(image, i, &relative, &r, err));
        if (relative && !hw_vec_push(&image->relocations, r))
            return hw_nomem(err);
    }
    if (image->relocations.len)
        qsort(image->relocations.at, image->relocations.len, sizeof(hw_relocation), by_address);
    return HW_OK;
}

static hw_status check_order(hw_image *image, hw_error *err)
{
    uint64_t last = 0;
    image->sorted = true;
    for (uint64_t i = 0; i < image->relas && image->sorted; i++) {
        bool relative;
        hw_relocation r;
        HW_TRY(hw_relocation_get(image, i, &relative, &r, err));
        image->sorted = relative && r.address >= last;
        last = r.address;
    }
    return image->sorted ? HW_OK : sort(image, err);
}

hw_status hw_relocations_read(hw_image *image, hw_error *err)
{
    uint64_t bytes = 0, entry = ENTRY;
    unsigned char dyn[DYNAMIC];
    for (uint64_t at = 0; at + DYNAMIC <= image->dynamic.n; at += DYNAMIC) {
        HW_TRY(hw_file_bytes(&image->file, image->dynamic.at + at, dyn, DYNAMIC, err));
        uint64_t tag = hw_le64(dyn), value = hw_le64(dyn + 8);
        if (tag == DT_NULL)
            break;
        if (tag == DT_RELA)
            image->rela = value;
        else if (tag == DT_RELASZ)
            bytes = value;
        else if (tag == DT_RELAENT)
            entry = value;
    }
    if (bytes && (entry != ENTRY || bytes > hw_image_behind(image, image->rela)))
        return hw_image_damaged(image, image->rela, err,
                                "is damaged: its relocations lie outside it");
    image->relas = bytes / ENTRY;
    return check_order(image, err);
}

static hw_status find_in_table(hw_image *image, uint64_t address, uint64_t *value, bool *found,
                               hw_error *err)
{
    uint64_t low = 0, high = image->relas;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        bool relative;
        hw_relocation r;
        HW_TRY(hw_relocation_get(image, middle, &relative, &r, err));
        if (r.address == address) {
            *value = r.value;
            *found = true;
            return HW_OK;
        }
        if (r.address < address)
            low = middle + 1;
        else
            high = middle;
    }
    return HW_OK;
}

static void find_in_copy(const hw_image *image, uint64_t address, uint64_t *value, bool *found)
{
    size_t low = 0, high = image->relocations.len;
    while (low < high && !*found) {
        size_t middle = low + (high - low) / 2;
        const hw_relocation *r = &image->relocations.at[middle];
        *found = r->address == address;
        *value = r->value;
        if (r->address < address)
            low = middle + 1;
        else
            high = middle;
    }
}

hw_status hw_image_pointer(hw_image *image, uint64_t address, uint64_t *ret, hw_error *err)
{
    bool found = false;
    uint64_t value = 0;
    if (image->sorted)
        HW_TRY(find_in_table(image, address, &value, &found, err));
    else
        find_in_copy(image, address, &value, &found);
    if (!found)
        return hw_image_u64(image, address, ret, err);
    *ret = value;
    return HW_OK;
}
