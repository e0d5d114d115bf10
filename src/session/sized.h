/* session/sized - public structs that begin with their size, `size_t size`, and grow at the end. */
#ifndef HW_SESSION_SIZED_H
#define HW_SESSION_SIZED_H

#include "heapwitness/types.h"

/* Copies a caller's struct into ours, which has `size` bytes and is called `name` in messages.
 * Fields that a shorter one lacks become 0. HW_UNSUPPORTED where a longer one sets a field that is
 * not known here. */
hw_status hw_sized_take(void *ret, size_t size, const void *given, const char *name, hw_error *err);

/* Copies ours, of `size` bytes, into a caller's as far as it fits, and fills the rest with 0. */
hw_status hw_sized_give(const void *from, size_t size, void *ret, const char *name, hw_error *err);

#endif
