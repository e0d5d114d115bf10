/* executable/image - code as a running program has it in memory: bytes at addresses, and what is
 * known of functions, lines, inlined calls and types.
 *
 * Who knows these is behind a seam, image_source.h: the tables of a program's file (program.h), or
 * the compiler's listing (listing/listing.h). Whoever asks here need not know which.
 *
 * Of a program everything is read in blocks when it is asked for, and stays. Nothing is mapped, so
 * a file that shrinks meanwhile is an error and no SIGBUS. The file is hostile: an answer either
 * follows from the file's own tables or is HW_FORMAT with the offset. All answers together cost at
 * most what is asked plus the file's size.
 *
 * Addresses are those that the file states (ELF's p_vaddr). Views and bytes live as long as the
 * image. One thread at a time.
 */
#ifndef HW_EXECUTABLE_IMAGE_H
#define HW_EXECUTABLE_IMAGE_H

#include "executable/image_types.h"

void hw_image_close(hw_image *image);

/* For messages. */
hw_str hw_image_name(const hw_image *image);
hw_machine hw_image_machine(const hw_image *image);
/* It is of Go 1.18 or 1.19. */
bool hw_image_old(const hw_image *image);
const hw_image_module *hw_image_go_module(const hw_image *image);
/* false: the file states the addresses that the program runs at (no PIE). */
bool hw_image_moves(const hw_image *image);
/* The address of a byte of code by its offset in the file; false: no code is there. */
bool hw_image_code_at(const hw_image *image, uint64_t offset, uint64_t *ret);

/* The segment that holds an address; NULL: none does. */
const hw_segment *hw_image_segment(const hw_image *image, uint64_t address);
/* How many bytes of its segment there are from an address on; 0: none. */
uint64_t hw_image_behind(const hw_image *image, uint64_t address);
/* The piece of the file that is mapped with the code at an address: where it stands in memory, by
 * the file's own addresses, and its offset in the file. false: no code is there. */
bool hw_image_code_of(const hw_image *image, uint64_t address, uint64_t *start, uint64_t *limit,
                      uint64_t *offset);

/* `n` bytes at an address, as they are in the file: pointers in them may wait for relocation. */
hw_status hw_image_bytes(hw_image *image, uint64_t address, size_t n, const unsigned char **ret,
                         hw_error *err);
/* A number at an address. */
hw_status hw_image_u64(hw_image *image, uint64_t address, uint64_t *ret, hw_error *err);
/* The pointer at an address, relocated. */
hw_status hw_image_pointer(hw_image *image, uint64_t address, uint64_t *ret, hw_error *err);
/* The bytes up to a NUL, which is behind them; HW_FORMAT where there is none within `max`. */
hw_status hw_image_text(hw_image *image, uint64_t address, size_t max, hw_str *ret, hw_error *err);

/* The function that holds a PC. None: ret->end is 0. */
hw_status hw_image_function_of(hw_image *image, uint64_t pc, hw_image_function *ret, hw_error *err);
/* By index, in the order of addresses. */
uint32_t hw_image_functions(const hw_image *image);
hw_status hw_image_function_at(hw_image *image, uint32_t index, hw_image_function *ret,
                               hw_error *err);

/* The package whose compilation made the function, as in names of functions: "main". A closure that
 * was inlined into another package is made there, whatever its name. Empty: not known. */
hw_status hw_image_compiled_by(hw_image *image, const hw_image_function *f, hw_str *ret,
                               hw_error *err);
/* File and line of a PC of a function, counted from its entry; "?" and 0 where nobody knows. */
hw_status hw_image_line(hw_image *image, const hw_image_function *f, uint32_t pc, hw_str *file,
                        uint32_t *line, hw_error *err);
/* The last place that is not behind `pc`, counted from the entry, where an instruction surely
 * begins. */
hw_status hw_image_boundary(hw_image *image, const hw_image_function *f, uint32_t pc, uint32_t *ret,
                            hw_error *err);
/* The type that is described at an address. ret->address 0: what lies there cannot be a
 * descriptor. */
hw_status hw_image_type(hw_image *image, uint64_t address, hw_type *ret, hw_error *err);

/* The logical frames at a PC, innermost first, the physical function last: those of a profile's
 * Location with this address (a call's PC, not its return address). As the runtime does it,
 * wrappers that the compiler made are left out around what is inlined into them. None where no
 * function of Go holds the PC. `ret` is emptied first and freed by the caller. */
hw_status hw_image_frames_of(hw_image *image, uint64_t pc, hw_image_frames *ret, hw_error *err);

/* The function whose call at a PC was inlined: the PC is that of the instruction that stands for
 * the call. Empty: none is known. */
hw_status hw_image_inlined_callee(hw_image *image, uint64_t pc, hw_str *ret, hw_error *err);

/* Whether the function that holds a PC has code of a file with this last element. Package
 * initialisers and what generators make with //line have code of several files. */
hw_status hw_image_has_file(hw_image *image, uint64_t pc, hw_str base, bool *ret, hw_error *err);

/* HW_FORMAT at the file's offset of an address (without one where the file does not hold it). */
hw_status hw_image_damaged(const hw_image *image, uint64_t address, hw_error *err,
                           const char *what);

#endif
