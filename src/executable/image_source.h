/* executable/image_source - what an image is made of: the seam between those who ask (image.h) and
 * those who know.
 *
 * A source embeds a hw_image as the first member of its own struct, sets it up with hw_image_init,
 * and gives it segments and bytes. Its hw_image_source answers for functions, lines and types:
 * program.c reads Go's tables, listing/listing.c the compiler's listing.
 */
#ifndef HW_EXECUTABLE_IMAGE_SOURCE_H
#define HW_EXECUTABLE_IMAGE_SOURCE_H

#include "base/mem.h"
#include "executable/file_bytes.h"
#include "executable/image_types.h"

/* Each does what the hw_image_ function of its name says. */
typedef struct hw_image_source {
    uint32_t (*functions)(const hw_image *image);
    hw_status (*function_at)(hw_image *image, uint32_t index, hw_image_function *ret,
                             hw_error *err);
    hw_status (*function_of)(hw_image *image, uint64_t pc, hw_image_function *ret, hw_error *err);
    hw_status (*compiled_by)(hw_image *image, const hw_image_function *f, hw_str *ret,
                             hw_error *err);
    hw_status (*line)(hw_image *image, const hw_image_function *f, uint32_t pc, hw_str *file,
                      uint32_t *line, hw_error *err);
    hw_status (*boundary)(hw_image *image, const hw_image_function *f, uint32_t pc, uint32_t *ret,
                          hw_error *err);
    hw_status (*type)(hw_image *image, uint64_t address, hw_type *ret, hw_error *err);
    hw_status (*frames)(hw_image *image, uint64_t pc, hw_image_frames *ret, hw_error *err);
    hw_status (*inlined_callee)(hw_image *image, uint64_t pc, hw_str *ret, hw_error *err);
    hw_status (*has_file)(hw_image *image, uint64_t pc, hw_str base, bool *ret, hw_error *err);
    hw_status (*pointer)(hw_image *image, uint64_t address, uint64_t *ret, hw_error *err);
    /* Frees all that embeds the image, and its memory; what the image itself has is freed before.
     */
    void (*free)(hw_image *image);
} hw_image_source;

enum { HW_IMAGE_BLOCK = 1 << 15 /* bytes of a file that are read together */ };

struct hw_image {
    const hw_image_source *source;
    hw_str name; /* its own copy */
    hw_machine machine;
    bool moves, old; /* see hw_image_moves, hw_image_old */
    hw_image_module module;
    HW_VEC(hw_segment) segments;
    unsigned char *bytes; /* by offset in the file */
    uint64_t *loaded;     /* a bit for each block that is in `bytes`; NULL: all of them are */
    hw_file file;         /* where the others are; fd -1: none */
};

/* Of an image whose struct is zero. After a failure, too, it is to be closed. */
HW_MEM hw_image_init(hw_image *image, const hw_image_source *source, hw_str name);

#endif
