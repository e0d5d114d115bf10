/* executable/image_parts - what the files behind image.h share. */
#ifndef HW_EXECUTABLE_IMAGE_PARTS_H
#define HW_EXECUTABLE_IMAGE_PARTS_H

#include "base/index.h"
#include "executable/elf_parts.h"
#include "executable/image.h"
#include "executable/type_descriptors.h"

typedef struct hw_segment { /* PT_LOAD, the part that is in the file */
    uint64_t address, offset, size;
    bool code, writable;
} hw_segment;

typedef struct hw_relocation {
    uint64_t address, value;
} hw_relocation;

/* A piece of Go's code: offsets of functions from `from` on are addresses from `address` on. */
typedef struct hw_text_section {
    uint64_t from, end, address;
} hw_text_section;

typedef struct hw_pclntab {
    uint64_t address, size;
    unsigned version; /* 118 or 120: of the layout of _func and of the inline tree */
    unsigned quantum; /* bytes by which a PC moves at least */
    uint32_t functions;
    uint64_t names, units, files, tables, table; /* offsets of its parts */
} hw_pclntab;

/* Who knows functions, lines and types: the tables of a program, or the compiler's listing. What
 * each does is said at the hw_image_ function, hw_function_line or hw_type_at that calls it. */
typedef struct hw_image_source {
    uint32_t (*functions)(const hw_image *image);
    hw_status (*function_at)(hw_image *image, uint32_t index, hw_image_function *ret,
                             hw_error *err);
    hw_status (*function_of)(hw_image *image, uint64_t pc, hw_image_function *ret, hw_error *err);
    hw_status (*line)(hw_image *image, const hw_image_function *f, uint32_t pc, hw_str *file,
                      uint32_t *line, hw_error *err);
    hw_status (*frames)(hw_image *image, uint64_t pc, hw_image_frames *ret, hw_error *err);
    hw_status (*type)(hw_image *image, uint64_t address, hw_type *ret, hw_error *err);
    hw_status (*unit)(hw_image *image, const hw_image_function *f, hw_str *ret, hw_error *err);
    /* The last place that is not behind `pc` where an instruction surely begins. */
    hw_status (*boundary)(hw_image *image, const hw_image_function *f, uint32_t pc, uint32_t *ret,
                          hw_error *err);
} hw_image_source;

typedef struct hw_table_step {
    uint32_t end; /* first PC behind it, counted from the function's entry */
    int32_t value;
} hw_table_step;

typedef struct hw_table { /* a decoded PC-value table */
    uint32_t offset;      /* in pctab */
    uint32_t at, steps;   /* in hw_image.steps */
} hw_table;

struct hw_image {
    hw_file file;
    hw_str name;
    unsigned char *bytes; /* as large as the file; only what was loaded is touched */
    uint64_t *loaded;     /* a bit for each block */
    hw_machine machine;
    bool moves;
    HW_VEC(hw_segment) segments;
    hw_range pclntab_section, module_section, data_section; /* addresses; n 0: none */
    hw_range dynamic;                                       /* in the file */

    uint64_t rela, relas; /* address of the relocations, and their number */
    bool sorted;          /* they are in ascending order, so no copy is needed */
    HW_VEC(hw_relocation) relocations;

    const hw_image_source *source;
    struct hw_listing *listing; /* where it is one; else NULL */

    hw_pclntab pclntab;
    hw_image_module module;
    HW_VEC(hw_text_section) texts;

    HW_VEC(hw_table) tables;
    HW_VEC(hw_table_step) steps;
    hw_index table_index;
    uint64_t decoded; /* bytes of tables */
};

static inline uint32_t hw_le32(const unsigned char *p)
{
    return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

static inline uint64_t hw_le64(const unsigned char *p)
{
    return (uint64_t)hw_le32(p + 4) << 32 | hw_le32(p);
}

/* HW_FORMAT at the file's offset of an address (without one where the file does not hold it). */
hw_status hw_image_damaged(const hw_image *image, uint64_t address, hw_error *err,
                           const char *what);
/* The bytes of the file that are behind an address; 0: none. */
uint64_t hw_image_behind(const hw_image *image, uint64_t address);
/* A number at an address. */
hw_status hw_image_u64(hw_image *image, uint64_t address, uint64_t *ret, hw_error *err);

/* Reads the dynamic section; prepares hw_image_pointer. */
hw_status hw_relocations_read(hw_image *image, hw_error *err);
/* The address of the i-th relocation that is relative; false: it is of another kind. */
hw_status hw_relocation_get(hw_image *image, uint64_t i, bool *relative, hw_relocation *ret,
                            hw_error *err);

/* Finds the line table and moduledata and fills pclntab, module, texts. */
hw_status hw_module_find(hw_image *image, hw_error *err);

/* The value of a PC-value table at `offset` of pctab for a PC counted from its function's entry.
 * -1 where the table has none. */
hw_status hw_table_value(hw_image *image, uint32_t offset, uint32_t pc, int32_t *ret,
                         hw_error *err);
/* The same for the table of PCDATA `which` of a function. */
hw_status hw_pcdata_value(hw_image *image, const hw_image_function *f, unsigned which, uint32_t pc,
                          int32_t *ret, hw_error *err);
/* Address of FUNCDATA `which`; 0: it has none. */
hw_status hw_funcdata(hw_image *image, const hw_image_function *f, unsigned which, uint64_t *ret,
                      hw_error *err);
/* That of a program: what its own tables say. */
extern const hw_image_source hw_program_source;
uint32_t hw_pclntab_functions(const hw_image *image);
hw_status hw_pclntab_function_at(hw_image *image, uint32_t index, hw_image_function *ret,
                                 hw_error *err);
hw_status hw_pclntab_function_of(hw_image *image, uint64_t pc, hw_image_function *ret,
                                 hw_error *err);
hw_status hw_pclntab_line(hw_image *image, const hw_image_function *f, uint32_t pc, hw_str *file,
                          uint32_t *line, hw_error *err);
hw_status hw_pclntab_frames(hw_image *image, uint64_t pc, hw_image_frames *ret, hw_error *err);
hw_status hw_pclntab_boundary(hw_image *image, const hw_image_function *f, uint32_t pc,
                              uint32_t *ret, hw_error *err);
hw_status hw_pclntab_unit(hw_image *image, const hw_image_function *f, hw_str *ret, hw_error *err);
/* The type descriptor at an address, by its bytes. */
hw_status hw_descriptor_at(hw_image *image, uint64_t address, hw_type *ret, hw_error *err);

/* File and line of a PC of a function, counted from its entry; "?" and 0 where nobody knows. */
hw_status hw_function_line(hw_image *image, const hw_image_function *f, uint32_t pc, hw_str *file,
                           uint32_t *line, hw_error *err);
/* Where the files of the function's object file begin in the line table's list of files. */
hw_status hw_function_unit(hw_image *image, const hw_image_function *f, uint32_t *ret,
                           hw_error *err);
/* A name by its offset in the table of names. */
hw_status hw_function_name(hw_image *image, uint32_t offset, hw_str *ret, hw_error *err);

#endif
