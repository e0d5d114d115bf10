/* Sources: System V ABI, gABI and its supplements for amd64 and arm64. */
#include "executable/elf_format.h"

#include <errno.h>
#include <gelf.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "executable/image.h"
#include "executable/little_endian.h"

enum {
    SECTIONS_MAX = 65536,
    SEGMENTS_MAX = 4096,
    NOTES_MAX = 1 << 20, /* bytes of one segment or section */
    GO_BUILD_ID = 4,     /* note types */
    GNU_BUILD_ID = 3,
    BUILD_ID_MAX = 64,
    RELA = 24, /* bytes of an Elf64_Rela */
    DYN = 16,  /* of an Elf64_Dyn */
};

/* --- headers -------------------------------------------------------------------------------- */

static hw_status take_segment(hw_container *c, const GElf_Phdr *h, hw_error *err)
{
    hw_range range = {h->p_offset, h->p_filesz};
    if (h->p_type == PT_DYNAMIC)
        c->dynamic = range;
    if (h->p_type == PT_NOTE)
        return hw_vec_push(&c->notes, range) ? HW_OK : hw_nomem(err);
    if (h->p_type != PT_LOAD || h->p_filesz == 0)
        return HW_OK;
    hw_segment s = {.address = h->p_vaddr,
                    .offset = h->p_offset,
                    .size = h->p_filesz,
                    .code = (h->p_flags & PF_X) != 0,
                    .writable = (h->p_flags & PF_W) != 0};
    return hw_vec_push(&c->segments, s) ? HW_OK : hw_nomem(err);
}

static hw_status read_segments(hw_container *c, Elf *elf, hw_error *err)
{
    size_t count = 0;
    bool readable = elf_getphdrnum(elf, &count) == 0 && count <= SEGMENTS_MAX;
    for (size_t i = 0; readable && i < count; i++) {
        GElf_Phdr header;
        readable = gelf_getphdr(elf, (int)i, &header) != NULL;
        if (readable)
            HW_TRY(take_segment(c, &header, err));
    }
    if (!readable)
        c->segments_damage = "its program headers cannot be read";
    return HW_OK;
}

static hw_status take_section(hw_container *c, const char *name, const GElf_Shdr *s, hw_error *err)
{
    static const struct {
        const char *name;
        hw_section_kind kind;
    } known[] = {
        {".gopclntab", HW_SECTION_PCLNTAB},       {".data.rel.ro.gopclntab", HW_SECTION_PCLNTAB},
        {".go.buildinfo", HW_SECTION_BUILD_INFO}, {".go.module", HW_SECTION_MODULE},
        {".noptrdata", HW_SECTION_DATA},
    };
    hw_range range = {s->sh_offset, s->sh_size};
    if (s->sh_type == SHT_NOTE) /* Go's linker leaves the GNU note out of the PT_NOTE segment */
        return hw_vec_push(&c->notes, range) ? HW_OK : hw_nomem(err);
    if (s->sh_type == SHT_NOBITS || s->sh_size == 0)
        return HW_OK;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(name, known[i].name) == 0 &&
            !hw_vec_push(&c->sections, ((hw_section){known[i].kind, s->sh_addr, range})))
            return hw_nomem(err);
    return HW_OK;
}

static hw_status read_sections(hw_container *c, Elf *elf, hw_error *err)
{
    static const char unreadable[] = "its section headers cannot be read";
    size_t names = 0, count = 0;
    if (elf_getshdrnum(elf, &count) != 0 || count > SECTIONS_MAX) {
        c->sections_damage = unreadable;
        return HW_OK;
    }
    if (count == 0 || elf_getshdrstrndx(elf, &names) != 0)
        return HW_OK;
    for (size_t i = 1; i < count; i++) {
        GElf_Shdr header;
        Elf_Scn *section = elf_getscn(elf, i);
        if (!section || !gelf_getshdr(section, &header)) {
            c->sections_damage = unreadable;
            continue;
        }
        const char *name = elf_strptr(elf, names, header.sh_name);
        if (name)
            HW_TRY(take_section(c, name, &header, err));
    }
    return HW_OK;
}

static hw_machine machine_of(const GElf_Ehdr *h)
{
    if (h->e_ident[EI_CLASS] != ELFCLASS64 || h->e_ident[EI_DATA] != ELFDATA2LSB)
        return HW_MACHINE_OTHER;
    return h->e_machine == EM_X86_64    ? HW_AMD64
           : h->e_machine == EM_AARCH64 ? HW_ARM64
                                        : HW_MACHINE_OTHER;
}

/* Notes of sections come first: of two ids the segment's counts. */
static hw_status read_headers(hw_container *c, Elf *elf, bool *mine, hw_error *err)
{
    GElf_Ehdr h;
    *mine = elf_kind(elf) == ELF_K_ELF && gelf_getehdr(elf, &h);
    if (!*mine)
        return HW_OK;
    c->machine = machine_of(&h);
    c->big_endian = h.e_ident[EI_DATA] == ELFDATA2MSB;
    c->linked = h.e_type == ET_EXEC || h.e_type == ET_DYN;
    c->moves = h.e_type == ET_DYN;
    HW_TRY(read_sections(c, elf, err));
    /* libelf takes a file that was cut for one without section headers. */
    if (!hw_file_has(&c->file, (hw_range){h.e_shoff, (uint64_t)h.e_shnum * h.e_shentsize}))
        c->sections_damage = "its section headers lie outside it";
    return read_segments(c, elf, err);
}

static hw_status read_elf(hw_container *c, bool *mine, hw_error *err)
{
    elf_version(EV_CURRENT);
    errno = 0;
    /* Not mapped: a file that shrinks is no SIGBUS. */
    Elf *elf = elf_begin(c->file.fd, ELF_C_READ, NULL);
    *mine = elf != NULL;
    hw_status status = elf ? read_headers(c, elf, mine, err) : HW_OK;
    elf_end(elf);
    /* libelf reports what it could not read, whatever kept it from it. */
    return status == HW_OK && errno == ENOMEM ? hw_nomem(err) : status;
}

/* --- notes ---------------------------------------------------------------------------------- */

typedef struct note_reader {
    const hw_container *container;
    hw_arena *arena;
    hw_build_info *to;
} note_reader;

static uint32_t word(const hw_container *c, const unsigned char *p)
{
    if (c->big_endian)
        return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
    return hw_le32(p);
}

static hw_status take_note(const note_reader *r, hw_str name, uint32_t type, hw_str value,
                           hw_error *err)
{
    hw_build_info *to = r->to;
    if (type == GO_BUILD_ID && hw_str_eq(name, (hw_str){"Go\0", 4})) {
        to->go_build_id = hw_arena_str(r->arena, value);
        return to->go_build_id.p ? HW_OK : hw_nomem(err);
    }
    if (type == GNU_BUILD_ID && hw_str_eq(name, (hw_str){"GNU", 4}) && value.n <= BUILD_ID_MAX) {
        to->gnu_build_id = hw_hex(r->arena, (const unsigned char *)value.p, value.n);
        return to->gnu_build_id.p ? HW_OK : hw_nomem(err);
    }
    return HW_OK;
}

static size_t padded(uint32_t n)
{
    return ((size_t)n + 3) & ~(size_t)3;
}

static hw_status walk_notes(const note_reader *r, const unsigned char *p, size_t n, hw_error *err)
{
    while (n >= 12) {
        uint32_t name = word(r->container, p), value = word(r->container, p + 4),
                 type = word(r->container, p + 8);
        p += 12;
        n -= 12;
        if (padded(name) > n || value > n - padded(name))
            return HW_OK; /* padding, or another alignment: no note of Go's */
        hw_str text = {(const char *)p + padded(name), value};
        HW_TRY(take_note(r, (hw_str){(const char *)p, name}, type, text, err));
        size_t step = padded(name) + padded(value);
        step = step > n ? n : step;
        p += step;
        n -= step;
    }
    return HW_OK;
}

static hw_status take_notes(const note_reader *r, hw_range where, hw_error *err)
{
    const hw_container *c = r->container;
    if (!hw_file_has(&c->file, where))
        return hw_container_damaged(c, err, "its notes lie outside it");
    if (where.n > NOTES_MAX)
        return HW_OK;
    size_t n = (size_t)where.n;
    unsigned char *p = hw_mem_alloc(n + 1, 1);
    if (!p)
        return hw_nomem(err);
    hw_status status = hw_file_bytes(&c->file, where.at, p, n, err);
    if (status == HW_OK)
        status = walk_notes(r, p, n, err);
    hw_mem_free(p);
    return status;
}

static hw_status read_ids(const hw_container *c, hw_arena *a, hw_build_info *ret, hw_error *err)
{
    note_reader r = {c, a, ret};
    for (size_t i = 0; i < c->notes.len; i++)
        HW_TRY(take_notes(&r, c->notes.at[i], err));
    return HW_OK;
}

/* --- relocations ---------------------------------------------------------------------------- */

/* Their values are in a table of Elf64_Rela, which the dynamic section states. */
static hw_status count_relocations(hw_container *c, hw_image *image, uint64_t *count, hw_error *err)
{
    uint64_t bytes = 0, entry = RELA;
    unsigned char dyn[DYN];
    if (!hw_file_has(&c->file, c->dynamic))
        return hw_container_damaged(c, err, "its dynamic section lies outside it");
    for (uint64_t at = 0; at + DYN <= c->dynamic.n; at += DYN) {
        HW_TRY(hw_file_bytes(&c->file, c->dynamic.at + at, dyn, DYN, err));
        uint64_t tag = hw_le64(dyn), value = hw_le64(dyn + 8);
        if (tag == DT_NULL)
            break;
        if (tag == DT_RELA)
            c->relocations_at = value;
        else if (tag == DT_RELASZ)
            bytes = value;
        else if (tag == DT_RELAENT)
            entry = value;
    }
    if (bytes && (entry != RELA || bytes > hw_image_behind(image, c->relocations_at)))
        return hw_image_damaged(image, c->relocations_at, err,
                                "is damaged: its relocations lie outside it");
    *count = bytes / RELA;
    return HW_OK;
}

static hw_status read_relocation(const hw_container *c, hw_image *image, uint64_t i, bool *relative,
                                 hw_relocation *ret, hw_error *err)
{
    const unsigned char *p;
    uint64_t kind = c->machine == HW_AMD64 ? R_X86_64_RELATIVE : R_AARCH64_RELATIVE;
    HW_TRY(hw_image_bytes(image, c->relocations_at + i * RELA, RELA, &p, err));
    *relative = hw_le64(p + 8) == kind;
    *ret = (hw_relocation){hw_le64(p), hw_le64(p + 16)};
    return HW_OK;
}

const hw_container_format hw_elf_format = {
    .name = "ELF",
    .read = read_elf,
    .ids = read_ids,
    .relocations = count_relocations,
    .relocation = read_relocation,
};
