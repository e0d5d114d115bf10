/* executable/type_descriptors - what a Go program's type descriptors say. */
#ifndef HW_EXECUTABLE_TYPE_DESCRIPTORS_H
#define HW_EXECUTABLE_TYPE_DESCRIPTORS_H

#include "executable/image.h"

typedef struct hw_type {
    uint64_t address; /* 0: none */
    hw_str name;      /* as reflect has it: *main.T, map[string]int */
    uint64_t size;    /* bytes of a value */
    bool pointer_free;
    uint8_t kind; /* reflect.Kind */
} hw_type;

/* The type that is described at an address; ret->address 0: none is, by what a descriptor must be
 * like. */
hw_status hw_type_at(hw_image *image, uint64_t address, hw_type *ret, hw_error *err);

#endif
