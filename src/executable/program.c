#include "executable/program.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/mem.h"
#include "executable/elf_parts.h"

enum {
    SECTIONS_MAX = 65536,
    SEGMENTS_MAX = 4096,
    NOTES_MAX = 1 << 20, /* bytes of one segment or section */
    GO_BUILD_ID = 4,     /* note types */
    GNU_BUILD_ID = 3,
    BUILD_ID_MAX = 64,
};

typedef struct elf_file {
    hw_file file;
    Elf *elf;
    hw_arena *arena;
    hw_build_info *to;
    hw_range pclntab, build_info;
} elf_file;

static hw_status damaged(const elf_file *e, hw_error *err, const char *what)
{
    return hw_fail(err, HW_FORMAT, e->file.name, "is a damaged ELF file: %s", what);
}

static bool inside(const elf_file *e, uint64_t at, uint64_t n)
{
    return at <= e->file.size && n <= e->file.size - at;
}

/* --- notes ---------------------------------------------------------------------------------- */

static uint32_t word(const elf_file *e, const unsigned char *p)
{
    const char *ident = elf_getident(e->elf, NULL);
    if (ident[EI_DATA] == ELFDATA2MSB)
        return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
    return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

static hw_status take_note(elf_file *e, hw_str name, uint32_t type, hw_str value, hw_error *err)
{
    hw_arena *a = e->arena;
    if (type == GO_BUILD_ID && hw_str_eq(name, (hw_str){"Go\0", 4})) {
        e->to->go_build_id = hw_arena_str(a, value);
        return e->to->go_build_id.p ? HW_OK : hw_nomem(err);
    }
    if (type == GNU_BUILD_ID && hw_str_eq(name, (hw_str){"GNU", 4}) && value.n <= BUILD_ID_MAX) {
        e->to->gnu_build_id = hw_hex(a, (const unsigned char *)value.p, value.n);
        return e->to->gnu_build_id.p ? HW_OK : hw_nomem(err);
    }
    return HW_OK;
}

static size_t padded(uint32_t n)
{
    return ((size_t)n + 3) & ~(size_t)3;
}

static hw_status walk_notes(elf_file *e, const unsigned char *p, size_t n, hw_error *err)
{
    while (n >= 12) {
        uint32_t name = word(e, p), value = word(e, p + 4), type = word(e, p + 8);
        p += 12;
        n -= 12;
        if (padded(name) > n || value > n - padded(name))
            return HW_OK; /* padding, or another alignment: no note of Go's */
        hw_str text = {(const char *)p + padded(name), value};
        HW_TRY(take_note(e, (hw_str){(const char *)p, name}, type, text, err));
        size_t step = padded(name) + padded(value);
        step = step > n ? n : step;
        p += step;
        n -= step;
    }
    return HW_OK;
}

static hw_status take_notes(elf_file *e, hw_range where, hw_error *err)
{
    if (!inside(e, where.at, where.n))
        return damaged(e, err, "its notes lie outside it; is it complete?");
    if (where.n > NOTES_MAX)
        return HW_OK;
    size_t n = (size_t)where.n;
    unsigned char *p = hw_mem_alloc(n + 1, 1);
    if (!p)
        return hw_nomem(err);
    hw_status status = hw_file_bytes(&e->file, where.at, p, n, err);
    if (status == HW_OK)
        status = walk_notes(e, p, n, err);
    hw_mem_free(p);
    return status;
}

/* --- sections ------------------------------------------------------------------------------- */

static hw_status take_section(elf_file *e, const char *name, const GElf_Shdr *s, hw_error *err)
{
    bool table = strcmp(name, ".gopclntab") == 0 || strcmp(name, ".data.rel.ro.gopclntab") == 0;
    bool info = strcmp(name, ".go.buildinfo") == 0;
    if (s->sh_type == SHT_NOTE) /* Go's linker leaves the GNU note out of the PT_NOTE segment */
        return take_notes(e, (hw_range){s->sh_offset, s->sh_size}, err);
    if ((!table && !info) || s->sh_type == SHT_NOBITS || s->sh_size == 0)
        return HW_OK;
    if (!inside(e, s->sh_offset, s->sh_size))
        return damaged(e, err,
                       table ? ".gopclntab lies outside it; is it complete?"
                             : ".go.buildinfo lies outside it; is it complete?");
    *(table ? &e->pclntab : &e->build_info) = (hw_range){s->sh_offset, s->sh_size};
    return HW_OK;
}

static hw_status walk_sections(elf_file *e, hw_error *err)
{
    size_t names = 0, count = 0;
    if (elf_getshdrnum(e->elf, &count) != 0 || count > SECTIONS_MAX)
        return damaged(e, err, "its section headers cannot be read; is it complete?");
    if (count == 0 || elf_getshdrstrndx(e->elf, &names) != 0)
        return HW_OK;
    for (size_t i = 1; i < count; i++) {
        GElf_Shdr header;
        Elf_Scn *section = elf_getscn(e->elf, i);
        if (!section || !gelf_getshdr(section, &header))
            return damaged(e, err, "its section headers cannot be read; is it complete?");
        const char *name = elf_strptr(e->elf, names, header.sh_name);
        if (name)
            HW_TRY(take_section(e, name, &header, err));
    }
    return HW_OK;
}

/* --- segments ------------------------------------------------------------------------------- */

/* Notes; and the build information of a file without section headers, which is in the data. */
static hw_status walk_segments(elf_file *e, hw_error *err)
{
    size_t count = 0;
    if (elf_getphdrnum(e->elf, &count) != 0 || count > SEGMENTS_MAX)
        return damaged(e, err, "its program headers cannot be read; is it complete?");
    for (size_t i = 0; i < count; i++) {
        GElf_Phdr header;
        if (!gelf_getphdr(e->elf, (int)i, &header))
            return damaged(e, err, "its program headers cannot be read; is it complete?");
        if (header.p_type == PT_NOTE)
            HW_TRY(take_notes(e, (hw_range){header.p_offset, header.p_filesz}, err));
        if (header.p_type != PT_LOAD || header.p_flags & PF_X || e->build_info.n || e->to->go)
            continue;
        if (!inside(e, header.p_offset, header.p_filesz))
            return damaged(e, err, "its data lies outside it; is it complete?");
        HW_TRY(
            hw_module_text_read(&e->file, (hw_range){header.p_offset, header.p_filesz}, e->arena, e->to, err));
    }
    return HW_OK;
}

/* --- the file ------------------------------------------------------------------------------- */

static hw_status read_elf(elf_file *e, hw_error *err)
{
    GElf_Ehdr header;
    if (elf_kind(e->elf) != ELF_K_ELF || !gelf_getehdr(e->elf, &header))
        return hw_fail(err, HW_UNSUPPORTED, e->file.name, "is no ELF program");
    /* libelf takes a file that was cut for one without section headers. */
    if (!inside(e, header.e_shoff, (uint64_t)header.e_shnum * header.e_shentsize))
        return damaged(e, err, "its section headers lie outside it; is it complete?");
    HW_TRY(walk_sections(e, err));
    if (e->build_info.n)
        HW_TRY(hw_module_text_read(&e->file, e->build_info, e->arena, e->to, err));
    HW_TRY(walk_segments(e, err));
    if (e->pclntab.n == 0)
        return HW_OK;
    e->to->go = true;
    return hw_file_sha256(&e->file, e->pclntab, e->arena, &e->to->pclntab_sha256, err);
}

hw_status hw_build_info_read(int fd, hw_str name, hw_arena *a, hw_build_info *ret, hw_error *err)
{
    struct stat st;
    hw_build_info info = {.file = hw_arena_str(a, name)};
    if (!info.file.p)
        return hw_nomem(err);
    if (fstat(fd, &st) != 0)
        return hw_fail_sys(err, errno, name, "cannot be read");
    if (st.st_size <= 0)
        return hw_fail(err, HW_UNSUPPORTED, name, "is no ELF program");
    elf_version(EV_CURRENT);
    elf_file e = {.file = {fd, name, (uint64_t)st.st_size}, .arena = a, .to = &info};
    e.elf = elf_begin(fd, ELF_C_READ, NULL); /* not mapped: a file that shrinks is no SIGBUS */
    if (!e.elf)
        return hw_fail(err, HW_UNSUPPORTED, name, "is no ELF program");
    info.size = e.file.size;
    hw_status status = read_elf(&e, err);
    elf_end(e.elf);
    if (status == HW_OK)
        *ret = info;
    return status;
}

hw_status hw_build_info_open(const char *path, hw_arena *a, hw_build_info *ret, hw_error *err)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return hw_fail_sys(err, errno, hw_str_of(path), "cannot be opened");
    hw_status status = HW_OK;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        status = hw_fail(err, HW_UNSUPPORTED, hw_str_of(path), "is no regular file");
    else
        status = hw_build_info_read(fd, hw_str_of(path), a, ret, err);
    close(fd);
    return status;
}

hw_status hw_program_read(int fd, hw_str name, const hw_limits *limits, hw_image **image,
                          hw_arena *a, hw_build_info *info, hw_error *err)
{
    hw_image *made;
    HW_TRY(hw_image_read(fd, name, limits, &made, err));
    hw_status status = hw_build_info_read(fd, name, a, info, err);
    if (status == HW_OK)
        *image = made;
    else
        hw_image_close(made);
    return status;
}
