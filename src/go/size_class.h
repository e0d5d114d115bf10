/* go/size_class - how much memory the allocator takes for an object. */
#ifndef HW_GO_SIZE_CLASS_H
#define HW_GO_SIZE_CLASS_H

#include <stdbool.h>
#include <stdint.h>

/* The size class of an object of so many bytes; 0 for 0. Above 32 KiB it is whole pages of 8 KiB.
 * Source: runtime/sizeclasses.go, the same table in all known versions of Go. */
int64_t hw_size_class(int64_t bytes);
/* One of the sizes of what a collection allocates for itself, inside of whatever allocation it
 * begins in: starters of goroutines, channels. Source: gcStart → gcBgMarkStartWorkers, all
 * versions. */
bool hw_size_of_collection(int64_t size);
/* One of the sizes of a cache of types, which an assertion or type switch makes a few times in the
 * life of a program (since Go 1.22): 8 bytes, and 16 or 24 for each of 2, 4, 8 … entries. Source:
 * runtime/iface.go, buildTypeAssertCache and buildInterfaceSwitchCache. */
bool hw_size_of_type_cache(int64_t size);

#endif
