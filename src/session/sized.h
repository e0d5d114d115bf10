/* session/sized - public structs that begin with their size, `size_t size`, and grow at the end. */
#ifndef HW_SESSION_SIZED_H
#define HW_SESSION_SIZED_H

#include "heapwitness/types.h"

/* A caller's struct into ours of `size` bytes, `name` in messages: what a shorter one lacks is 0.
 * HW_UNSUPPORTED where a longer one sets what is not known here. */
hw_status hw_sized_take(void *ret, size_t size, const void *given, const char *name, hw_error *err);

/* Ours of `size` bytes into a caller's, as far as it goes, and 0 behind. */
hw_status hw_sized_give(const void *from, size_t size, void *ret, const char *name, hw_error *err);

#endif
