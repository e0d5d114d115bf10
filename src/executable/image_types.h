/* executable/image_types - what images speak of: machines, segments, functions, frames, types. */
#ifndef HW_EXECUTABLE_IMAGE_TYPES_H
#define HW_EXECUTABLE_IMAGE_TYPES_H

#include "base/str.h"
#include "base/vec.h"
#include "heapwitness/types.h"

typedef struct hw_image hw_image;

typedef enum hw_machine { HW_AMD64, HW_ARM64, HW_MACHINE_OTHER /* never an image's */ } hw_machine;

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

/* What the descriptor of a type says. */
typedef struct hw_type {
    uint64_t address; /* 0: none */
    hw_str name;      /* as reflect has it: *main.T, map[string]int */
    uint64_t size;    /* bytes of a value; UINT64_MAX: not known */
    bool pointer_free;
    uint8_t kind; /* reflect.Kind */
} hw_type;

/* Bytes that are loaded together, as far as the file has them. */
typedef struct hw_segment {
    uint64_t address, offset, size; /* offset: in the file */
    bool code, writable;
} hw_segment;

#endif
