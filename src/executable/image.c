#include "executable/image.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/limit_table.h"
#include "base/mem.h"
#include "executable/image_parts.h"
#include "listing/listing_parts.h"

enum {
    BLOCK = 1 << 15, /* bytes that are read together */
    SECTIONS_MAX = 65536,
    HEADERS_MAX = 4096,
    SEGMENTS_MAX = 64,
    PAGE_MAX = 1 << 16, /* of a kernel: pieces of a file are mapped in pages */
};

/* --- bytes of the file ---------------------------------------------------------------------- */

static bool is_loaded(const hw_image *image, uint64_t block)
{
    return image->loaded[block / 64] >> block % 64 & 1;
}

/* Makes sure that `n` bytes of the file, which it has, are in memory. */
static hw_status load(hw_image *image, uint64_t at, uint64_t n, hw_error *err)
{
    uint64_t last = (at + n - 1) / BLOCK;
    for (uint64_t b = at / BLOCK; n && b <= last; b++) {
        uint64_t end = b;
        while (end <= last && !is_loaded(image, end))
            end++;
        if (end == b)
            continue;
        uint64_t from = b * BLOCK, to = end * BLOCK;
        to = to < image->file.size ? to : image->file.size;
        HW_TRY(hw_file_bytes(&image->file, from, image->bytes + from, (size_t)(to - from), err));
        for (; b < end; b++)
            image->loaded[b / 64] |= UINT64_C(1) << b % 64;
    }
    return HW_OK;
}

/* The segment that holds an address in the file, or NULL. */
static const hw_segment *segment_of(const hw_image *image, uint64_t address)
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
    const hw_segment *s = segment_of(image, address);
    return s ? s->size - (address - s->address) : 0;
}

hw_status hw_image_damaged(const hw_image *image, uint64_t address, hw_error *err, const char *what)
{
    const hw_segment *s = segment_of(image, address);
    if (!s)
        return hw_fail(err, HW_FORMAT, image->name, "%s (address 0x%llx)", what,
                       (unsigned long long)address);
    return hw_fail_at(err, HW_FORMAT, image->name, s->offset + (address - s->address), "%s", what);
}

hw_status hw_image_bytes(hw_image *image, uint64_t address, size_t n, const unsigned char **ret,
                         hw_error *err)
{
    const hw_segment *s = segment_of(image, address);
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

/* --- headers -------------------------------------------------------------------------------- */

static hw_status cut(const hw_image *image, hw_error *err, const char *what)
{
    return hw_fail(err, HW_FORMAT, image->name, "is a damaged ELF file: %s; is it complete?", what);
}

static bool inside(const hw_image *image, uint64_t at, uint64_t n)
{
    return at <= image->file.size && n <= image->file.size - at;
}

static hw_status take_segment(hw_image *image, const GElf_Phdr *h, hw_error *err)
{
    if (h->p_type == PT_DYNAMIC) {
        if (!inside(image, h->p_offset, h->p_filesz))
            return cut(image, err, "its dynamic section lies outside it");
        image->dynamic = (hw_range){h->p_offset, h->p_filesz};
    }
    if (h->p_type != PT_LOAD || h->p_filesz == 0)
        return HW_OK;
    if (!inside(image, h->p_offset, h->p_filesz) || h->p_filesz > UINT64_MAX - h->p_vaddr)
        return cut(image, err, "a segment lies outside it");
    if (image->segments.len == SEGMENTS_MAX)
        return cut(image, err, "it has more segments than any program");
    hw_segment s = {.address = h->p_vaddr,
                    .offset = h->p_offset,
                    .size = h->p_filesz,
                    .code = (h->p_flags & PF_X) != 0,
                    .writable = (h->p_flags & PF_W) != 0};
    return hw_vec_push(&image->segments, s) ? HW_OK : hw_nomem(err);
}

static hw_status read_segments(hw_image *image, Elf *elf, hw_error *err)
{
    size_t count = 0;
    if (elf_getphdrnum(elf, &count) != 0 || count > HEADERS_MAX)
        return cut(image, err, "its program headers cannot be read");
    for (size_t i = 0; i < count; i++) {
        GElf_Phdr header;
        if (!gelf_getphdr(elf, (int)i, &header))
            return cut(image, err, "its program headers cannot be read");
        HW_TRY(take_segment(image, &header, err));
    }
    return HW_OK;
}

/* Sections only say where to look first: what they say is held against the segments. */
static void take_section(hw_image *image, const char *name, const GElf_Shdr *s)
{
    static const struct {
        const char *name;
        size_t field;
    } known[] = {
        {".gopclntab", offsetof(hw_image, pclntab_section)},
        {".data.rel.ro.gopclntab", offsetof(hw_image, pclntab_section)},
        {".go.module", offsetof(hw_image, module_section)},
        {".noptrdata", offsetof(hw_image, data_section)},
    };
    if (s->sh_type == SHT_NOBITS || s->sh_size == 0)
        return;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(name, known[i].name) == 0 && hw_image_behind(image, s->sh_addr) >= s->sh_size)
            *(hw_range *)(void *)((char *)image + known[i].field) =
                (hw_range){s->sh_addr, s->sh_size};
}

static void read_sections(hw_image *image, Elf *elf)
{
    size_t names = 0, count = 0;
    if (elf_getshdrnum(elf, &count) != 0 || count > SECTIONS_MAX ||
        elf_getshdrstrndx(elf, &names) != 0)
        return;
    for (size_t i = 1; i < count; i++) {
        GElf_Shdr header;
        Elf_Scn *section = elf_getscn(elf, i);
        const char *name = section && gelf_getshdr(section, &header)
                               ? elf_strptr(elf, names, header.sh_name)
                               : NULL;
        if (name)
            take_section(image, name, &header);
    }
}

static hw_status read_header(hw_image *image, Elf *elf, hw_error *err)
{
    GElf_Ehdr h;
    if (elf_kind(elf) != ELF_K_ELF || !gelf_getehdr(elf, &h))
        return hw_fail(err, HW_UNSUPPORTED, image->name, "is no ELF program");
    if ((h.e_machine != EM_X86_64 && h.e_machine != EM_AARCH64) ||
        h.e_ident[EI_CLASS] != ELFCLASS64 || h.e_ident[EI_DATA] != ELFDATA2LSB)
        return hw_fail(err, HW_UNSUPPORTED, image->name,
                       "is a program for another machine than amd64 and arm64");
    if (h.e_type != ET_EXEC && h.e_type != ET_DYN)
        return hw_fail(err, HW_UNSUPPORTED, image->name, "is an ELF file, but no linked program");
    image->machine = h.e_machine == EM_X86_64 ? HW_AMD64 : HW_ARM64;
    image->moves = h.e_type == ET_DYN;
    HW_TRY(read_segments(image, elf, err));
    read_sections(image, elf);
    return HW_OK;
}

static hw_status read_elf(hw_image *image, hw_error *err)
{
    elf_version(EV_CURRENT);
    Elf *elf = elf_begin(image->file.fd, ELF_C_READ, NULL);
    if (!elf)
        return hw_fail(err, HW_UNSUPPORTED, image->name, "is no ELF program");
    hw_status status = read_header(image, elf, err);
    elf_end(elf);
    return status;
}

/* --- the file ------------------------------------------------------------------------------- */

static hw_status prepare(hw_image *image, int fd, hw_str name, const hw_limits *given,
                         hw_error *err)
{
    struct stat st;
    hw_limits limits = hw_limits_filled(given);
    char *copy = hw_mem_alloc(name.n + 1, 1);
    if (!copy)
        return hw_nomem(err);
    for (size_t i = 0; i < name.n; i++)
        copy[i] = name.p[i];
    copy[name.n] = '\0';
    image->name = (hw_str){copy, name.n};
    if (fstat(fd, &st) != 0)
        return hw_fail_sys(err, errno, name, "cannot be read");
    if (!S_ISREG(st.st_mode) || st.st_size <= 0)
        return hw_fail(err, HW_UNSUPPORTED, name, "is no ELF program");
    if ((uint64_t)st.st_size > limits.binary || (uint64_t)st.st_size > SIZE_MAX / 2)
        return hw_fail(err, HW_LIMIT, name,
                       "has more than %llu bytes; --max-binary raises this limit",
                       (unsigned long long)limits.binary);
    size_t size = (size_t)st.st_size;
    image->file = (hw_file){fcntl(fd, F_DUPFD_CLOEXEC, 0), image->name, size};
    if (image->file.fd < 0)
        return hw_fail_sys(err, errno, name, "cannot be read");
    image->bytes = hw_mem_alloc(size, 1);
    image->loaded = hw_mem_zero(size / BLOCK / 64 + 1, sizeof *image->loaded);
    return image->bytes && image->loaded ? HW_OK : hw_nomem(err);
}

const hw_image_source hw_program_source = {
    .functions = hw_pclntab_functions,
    .function_at = hw_pclntab_function_at,
    .function_of = hw_pclntab_function_of,
    .line = hw_pclntab_line,
    .frames = hw_pclntab_frames,
    .type = hw_descriptor_at,
    .unit = hw_pclntab_unit,
    .boundary = hw_pclntab_boundary,
};

hw_status hw_image_read(int fd, hw_str name, const hw_limits *limits, hw_image **ret, hw_error *err)
{
    hw_image *image = hw_mem_zero(1, sizeof *image);
    if (!image)
        return hw_nomem(err);
    image->file.fd = -1;
    image->source = &hw_program_source;
    image->table_index.seed = hw_random_seed();
    hw_status status = prepare(image, fd, name, limits, err);
    if (status == HW_OK)
        status = read_elf(image, err);
    if (status == HW_OK)
        status = hw_relocations_read(image, err);
    if (status == HW_OK)
        status = hw_module_find(image, err);
    if (status == HW_OK)
        *ret = image;
    else
        hw_image_close(image);
    return status;
}

hw_status hw_image_open(const char *path, const hw_limits *limits, hw_image **ret, hw_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return hw_fail_sys(err, errno, hw_str_of(path), "cannot be opened");
    hw_status status = hw_image_read(fd, hw_str_of(path), limits, ret, err);
    close(fd);
    return status;
}

void hw_image_close(hw_image *image)
{
    if (!image)
        return;
    if (image->file.fd >= 0)
        close(image->file.fd);
    hw_vec_free(&image->segments);
    hw_vec_free(&image->relocations);
    hw_vec_free(&image->texts);
    hw_vec_free(&image->tables);
    hw_vec_free(&image->steps);
    hw_index_free(&image->table_index);
    hw_listing_free(image->listing);
    hw_mem_free((char *)(uintptr_t)image->name.p);
    hw_mem_free(image->bytes);
    hw_mem_free(image->loaded);
    hw_mem_free(image);
}

/* --- what is written in tables --------------------------------------------------------------- */

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

hw_status hw_image_unit_of(hw_image *image, const hw_image_function *f, hw_str *ret, hw_error *err)
{
    return image->source->unit(image, f, ret, err);
}

hw_status hw_image_frames_of(hw_image *image, uint64_t pc, hw_image_frames *ret, hw_error *err)
{
    return image->source->frames(image, pc, ret, err);
}

hw_status hw_function_line(hw_image *image, const hw_image_function *f, uint32_t pc, hw_str *file,
                           uint32_t *line, hw_error *err)
{
    return image->source->line(image, f, pc, file, line, err);
}

hw_status hw_type_at(hw_image *image, uint64_t address, hw_type *ret, hw_error *err)
{
    return image->source->type(image, address, ret, err);
}

/* --- the rest of it -------------------------------------------------------------------------- */

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
