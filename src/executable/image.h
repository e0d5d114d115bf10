/* executable/image - a Go program's file as the running program has it in memory.
 *
 * ELF of amd64 and arm64, Go 1.18 and later; stripped or not, position-independent or not. Opening
 * reads the headers and what the runtime calls moduledata; everything else is read in blocks when
 * it is asked for, and stays. Nothing is mapped, so a file that shrinks meanwhile is an error and
 * no SIGBUS. The file is hostile: an answer is either right by the file's own tables or HW_FORMAT
 * with the offset, and all answers together cost no more than what is asked plus the file's size.
 *
 * Addresses are those that the file states (ELF's p_vaddr). Views and bytes live as long as the
 * image. One thread at a time.
 *
 * Sources: runtime/symtab.go, symtabinl.go, runtime2.go (_func) of Go 1.18 to 1.27; System V ABI.
 */
#ifndef HW_EXECUTABLE_IMAGE_H
#define HW_EXECUTABLE_IMAGE_H

#include "base/str.h"
#include "base/vec.h"
#include "heapwitness/limits.h"
#include "heapwitness/types.h"

typedef enum hw_machine { HW_AMD64, HW_ARM64 } hw_machine;

typedef struct hw_image hw_image;

/* What the linker wrote for the runtime: addresses, ends exclusive. */
typedef struct hw_image_module {
    uint64_t text, etext;   /* code of Go; offsets of functions count from `text` */
    uint64_t types, etypes; /* type descriptors; nameOff and typeOff count from `types` */
    uint64_t gofunc;        /* offsets of funcdata count from here */
} hw_image_module;

/* One entry of the function table. */
typedef struct hw_image_function {
    uint32_t index;
    uint64_t entry, end; /* `end` 0: no function of Go */
    hw_str name;         /* as linked: pkg.(*T).M[go.shape.int]; "[...]" up to Go 1.20 */
    uint32_t start_line; /* of `func`; 0 before Go 1.20 */
    uint8_t id;          /* abi.FuncID, whose values differ by version; 0: nothing special */
    uint8_t flag;        /* abi.FuncFlag */
    uint64_t at;         /* address of its _func */
} hw_image_function;

/* One logical call, as runtime.CallersFrames gives it. */
typedef struct hw_image_frame {
    hw_str function, file; /* file "?" where the table has none */
    uint32_t line;         /* 0 unknown */
    uint32_t start_line;   /* of the function; 0 before Go 1.20 */
    uint8_t id;            /* of the function, abi.FuncID */
} hw_image_frame;

typedef HW_VEC(hw_image_frame) hw_image_frames;

/* HW_UNSUPPORTED: no ELF program of Go for these machines; HW_FORMAT: a damaged one; HW_LIMIT:
 * larger than limits->binary (NULL: the defaults). On success to be closed. */
hw_status hw_image_open(const char *path, const hw_limits *limits, hw_image **ret, hw_error *err);
/* The same from a file that is open; `fd` stays the caller's. */
hw_status hw_image_read(int fd, hw_str name, const hw_limits *limits, hw_image **ret,
                        hw_error *err);
void hw_image_close(hw_image *image);

hw_machine hw_image_machine(const hw_image *image);
const hw_image_module *hw_image_go_module(const hw_image *image);
/* false: the file states the addresses that the program runs at (no PIE). */
bool hw_image_moves(const hw_image *image);
/* The address of a byte of code by its offset in the file; false: no code is there. */
bool hw_image_code_at(const hw_image *image, uint64_t offset, uint64_t *ret);

/* The piece of the file that is mapped with the code at an address: where it stands in memory, by
 * the file's own addresses, and its offset in the file. false: no code is there. */
bool hw_image_code_of(const hw_image *image, uint64_t address, uint64_t *start, uint64_t *limit,
                      uint64_t *offset);

/* `n` bytes at an address, as they are in the file: pointers in them may wait for relocation. */
hw_status hw_image_bytes(hw_image *image, uint64_t address, size_t n, const unsigned char **ret,
                         hw_error *err);
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
hw_status hw_image_unit_of(hw_image *image, const hw_image_function *f, hw_str *ret, hw_error *err);

/* The logical frames at a PC, innermost first, the physical function last: those of a profile's
 * Location with this address (a call's PC, not its return address). As the runtime does it,
 * wrappers that the compiler made are left out around what is inlined into them. None where no
 * function of Go holds the PC. `ret` is emptied first and freed by the caller. */
hw_status hw_image_frames_of(hw_image *image, uint64_t pc, hw_image_frames *ret, hw_error *err);

/* Whether an address can be a Location's: that of the last byte of a call (the return address - 1),
 * or of the instruction that stands for a call which was inlined. */
hw_status hw_image_calls(hw_image *image, uint64_t address, bool *ret, hw_error *err);

#endif
