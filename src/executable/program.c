#include "executable/program.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/limit_table.h"
#include "executable/compiling_package.h"
#include "executable/container_formats.h"
#include "executable/inline_tree.h"
#include "executable/module_text.h"
#include "executable/moduledata.h"
#include "executable/pclntab.h"
#include "executable/relocations.h"
#include "executable/type_descriptors.h"

enum { SEGMENTS_MAX = 64 };

/* --- the build ------------------------------------------------------------------------------ */

/* The last one of its kind, as it is stated. */
static hw_range range_of(const hw_container *c, hw_section_kind kind)
{
    hw_range found = {0};
    for (size_t i = 0; i < c->sections.len; i++)
        if (c->sections.at[i].kind == kind)
            found = c->sections.at[i].range;
    return found;
}

/* A file without section headers has its build information somewhere in its data. */
static hw_status search_segments(const hw_container *c, hw_arena *a, hw_build_info *ret,
                                 hw_error *err)
{
    for (size_t i = 0; i < c->segments.len && !ret->go; i++) {
        const hw_segment *s = &c->segments.at[i];
        hw_range range = {s->offset, s->size};
        if (s->code)
            continue;
        if (!hw_file_has(&c->file, range))
            return hw_container_damaged(c, err, "its data lies outside it");
        HW_TRY(hw_module_text_read(&c->file, range, a, ret, err));
    }
    return HW_OK;
}

static hw_status describe(const hw_container *c, hw_arena *a, hw_build_info *ret, hw_error *err)
{
    hw_range table = range_of(c, HW_SECTION_PCLNTAB), info = range_of(c, HW_SECTION_BUILD_INFO);
    hw_build_info b = {.file = hw_arena_str(a, c->file.name), .size = c->file.size};
    if (!b.file.p)
        return hw_nomem(err);
    if (c->sections_damage)
        return hw_container_damaged(c, err, c->sections_damage);
    if (!hw_file_has(&c->file, table))
        return hw_container_damaged(c, err, ".gopclntab lies outside it");
    if (!hw_file_has(&c->file, info))
        return hw_container_damaged(c, err, ".go.buildinfo lies outside it");
    if (info.n)
        HW_TRY(hw_module_text_read(&c->file, info, a, &b, err));
    if (c->segments_damage)
        return hw_container_damaged(c, err, c->segments_damage);
    HW_TRY(c->format->ids(c, a, &b, err));
    if (info.n == 0)
        HW_TRY(search_segments(c, a, &b, err));
    if (table.n) {
        b.go = true;
        HW_TRY(hw_file_sha256(&c->file, table, a, &b.pclntab_sha256, err));
    }
    *ret = b;
    return HW_OK;
}

hw_status hw_build_info_read(int fd, hw_str name, hw_arena *a, hw_build_info *ret, hw_error *err)
{
    struct stat st;
    hw_container c;
    if (fstat(fd, &st) != 0)
        return hw_fail_sys(err, errno, name, "cannot be read");
    if (st.st_size <= 0)
        return hw_fail(err, HW_UNSUPPORTED, name, "is no ELF program");
    hw_status status = hw_container_read(&(hw_file){fd, name, (uint64_t)st.st_size}, &c, err);
    if (status == HW_OK)
        status = describe(&c, a, ret, err);
    hw_container_free(&c);
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

/* --- the image ------------------------------------------------------------------------------ */

static void free_program(hw_image *image)
{
    hw_program *p = hw_program_of(image);
    hw_container_free(&p->container);
    hw_vec_free(&p->copy);
    hw_vec_free(&p->texts);
    hw_vec_free(&p->tables);
    hw_vec_free(&p->steps);
    hw_index_free(&p->table_index);
    hw_mem_free(p);
}

static const hw_image_source program_source = {
    .functions = hw_pclntab_functions,
    .function_at = hw_pclntab_function_at,
    .function_of = hw_pclntab_function_of,
    .compiled_by = hw_compiling_package_of,
    .line = hw_pclntab_line,
    .boundary = hw_pclntab_boundary,
    .type = hw_descriptor_at,
    .frames = hw_inline_tree_frames,
    .inlined_callee = hw_inline_tree_callee,
    .has_file = hw_pclntab_has_file,
    .pointer = hw_relocated_pointer,
    .free = free_program,
};

/* `fd` is not needed any more when it is done: the image has its own. */
static hw_status open_file(hw_image *image, int fd, const hw_limits *given, hw_error *err)
{
    struct stat st;
    hw_limits limits = hw_limits_filled(given);
    if (fstat(fd, &st) != 0)
        return hw_fail_sys(err, errno, image->name, "cannot be read");
    if (!S_ISREG(st.st_mode) || st.st_size <= 0)
        return hw_fail(err, HW_UNSUPPORTED, image->name, "is no ELF program");
    if ((uint64_t)st.st_size > limits.binary || (uint64_t)st.st_size > SIZE_MAX / 2)
        return hw_fail(err, HW_LIMIT, image->name,
                       "has more than %llu bytes; --max-binary raises this limit",
                       (unsigned long long)limits.binary);
    size_t size = (size_t)st.st_size;
    image->file = (hw_file){fcntl(fd, F_DUPFD_CLOEXEC, 0), image->name, size};
    if (image->file.fd < 0)
        return hw_fail_sys(err, errno, image->name, "cannot be read");
    image->bytes = hw_mem_alloc(size, 1);
    image->loaded = hw_mem_zero(size / HW_IMAGE_BLOCK / 64 + 1, sizeof *image->loaded);
    return image->bytes && image->loaded ? HW_OK : hw_nomem(err);
}

static hw_status take_segments(hw_program *p, hw_error *err)
{
    const hw_container *c = &p->container;
    if (c->segments_damage)
        return hw_container_damaged(c, err, c->segments_damage);
    if (c->segments.len > SEGMENTS_MAX)
        return hw_container_damaged(c, err, "it has more segments than any program");
    for (size_t i = 0; i < c->segments.len; i++) {
        const hw_segment *s = &c->segments.at[i];
        if (!hw_file_has(&c->file, (hw_range){s->offset, s->size}) ||
            s->size > UINT64_MAX - s->address)
            return hw_container_damaged(c, err, "a segment lies outside it");
        if (!hw_vec_push(&p->image.segments, *s))
            return hw_nomem(err);
    }
    return HW_OK;
}

static hw_status read_program(hw_program *p, hw_error *err)
{
    hw_image *image = &p->image;
    const hw_container *c = &p->container;
    HW_TRY(hw_container_read(&image->file, &p->container, err));
    if (c->machine == HW_MACHINE_OTHER)
        return hw_fail(err, HW_UNSUPPORTED, image->name,
                       "is a program for another machine than amd64 and arm64");
    if (!c->linked)
        return hw_fail(err, HW_UNSUPPORTED, image->name, "is an %s file, but no linked program",
                       c->format->name);
    image->machine = c->machine;
    image->moves = c->moves;
    HW_TRY(take_segments(p, err));
    HW_TRY(hw_relocations_read(p, err));
    return hw_module_find(p, err);
}

static hw_status read_both(int fd, hw_str name, const hw_limits *limits, hw_image **image,
                           hw_arena *a, hw_build_info *info, hw_error *err)
{
    hw_program *p = hw_mem_zero(1, sizeof *p);
    if (!p)
        return hw_nomem(err);
    p->table_index.seed = hw_random_seed();
    hw_status status = hw_image_init(&p->image, &program_source, name) ? HW_OK : hw_nomem(err);
    if (status == HW_OK)
        status = open_file(&p->image, fd, limits, err);
    if (status == HW_OK)
        status = read_program(p, err);
    if (status == HW_OK && info)
        status = describe(&p->container, a, info, err);
    if (status == HW_OK)
        *image = &p->image;
    else
        hw_image_close(&p->image);
    return status;
}

hw_status hw_program_read(int fd, hw_str name, const hw_limits *limits, hw_image **image,
                          hw_arena *a, hw_build_info *info, hw_error *err)
{
    return read_both(fd, name, limits, image, a, info, err);
}

hw_status hw_image_read(int fd, hw_str name, const hw_limits *limits, hw_image **ret, hw_error *err)
{
    return read_both(fd, name, limits, ret, NULL, NULL, err);
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
