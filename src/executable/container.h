/* executable/container - what the container format of a program's file says: which bytes of the
 * file lie at which address, where a few sections are, what waits for relocation, its build ids.
 *
 * This is the seam between formats and Go. Go's own tables (moduledata, the line table, the inline
 * tree, type descriptors) are the same in every format and are read by address: image.h. A reader
 * of another format (Mach-O, PE) is a file that defines one more hw_container_format, and a row in
 * container_formats.c; nothing else of this room, and nothing outside of it, knows formats.
 *
 * A format takes down what the file states and believes nothing: whether a range lies in the file
 * is checked where the range is used, since a file's build information can be read where its
 * segments cannot, and the other way round.
 */
#ifndef HW_EXECUTABLE_CONTAINER_H
#define HW_EXECUTABLE_CONTAINER_H

#include "executable/file_bytes.h"
#include "executable/image_types.h"
#include "model/build_info.h"

/* Sections that are looked for, by what is in them. */
typedef enum hw_section_kind {
    HW_SECTION_PCLNTAB,    /* .gopclntab */
    HW_SECTION_BUILD_INFO, /* .go.buildinfo */
    HW_SECTION_MODULE,     /* .go.module: moduledata, since Go 1.26 */
    HW_SECTION_DATA,       /* .noptrdata: moduledata before */
} hw_section_kind;

typedef struct hw_section {
    hw_section_kind kind;
    uint64_t address;
    hw_range range; /* in the file */
} hw_section;

/* A pointer whose value is not where the pointer is. */
typedef struct hw_relocation {
    uint64_t address, value;
} hw_relocation;

typedef struct hw_container hw_container;

typedef struct hw_container_format {
    const char *name; /* for messages */
    /* Fills the container by one walk over the file's headers. *mine false: the file is of another
     * format, and nothing is filled. */
    hw_status (*read)(hw_container *c, bool *mine, hw_error *err);
    /* Both build ids, as far as the file has them. */
    hw_status (*ids)(const hw_container *c, hw_arena *a, hw_build_info *ret, hw_error *err);
    /* How many relocations there are. The image has its segments. */
    hw_status (*relocations)(hw_container *c, hw_image *image, uint64_t *count, hw_error *err);
    /* The i-th of them; *relative false: one that does not concern Go's tables. */
    hw_status (*relocation)(const hw_container *c, hw_image *image, uint64_t i, bool *relative,
                            hw_relocation *ret, hw_error *err);
} hw_container_format;

struct hw_container {
    hw_file file; /* borrowed */
    const hw_container_format *format;
    hw_machine machine;
    bool big_endian;
    bool linked;                 /* a program, and no object file */
    bool moves;                  /* position-independent */
    HW_VEC(hw_segment) segments; /* that are loaded, as far as they are in the file */
    HW_VEC(hw_section) sections;
    HW_VEC(hw_range) notes;      /* of ELF: where its build ids are */
    hw_range dynamic;            /* of ELF: in the file, says where its relocations are */
    uint64_t relocations_at;     /* of ELF: their address */
    const char *segments_damage; /* what is wrong with the headers of segments; NULL: nothing */
    const char *sections_damage; /* the same of sections */
};

void hw_container_free(hw_container *c);

/* HW_FORMAT: "is a damaged ELF file: …; is it complete?" */
hw_status hw_container_damaged(const hw_container *c, hw_error *err, const char *what);

#endif
