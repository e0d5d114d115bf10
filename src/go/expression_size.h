/* go/expression_size - the size of what an expression allocates, where its text shows it. */
#ifndef HW_GO_EXPRESSION_SIZE_H
#define HW_GO_EXPRESSION_SIZE_H

#include "base/str.h"

/* Of make([]T, 16) and new(T), T basic or an array of it, and of ([]byte)("constant"); false for
 * any other. */
bool hw_expr_bytes(hw_str expr, int64_t *ret);
/* Of map[K]V{...} and make(map[K]V, n), K and V basic or arrays of it: the bytes of a group of
 * 8 entries (from Go 1.24), and of a bucket (before). */
bool hw_expr_map_group(hw_str expr, int64_t *group, int64_t *bucket);
/* Objects of so many bytes have that size: its class, or that of 8 bytes more (a malloc header,
 * since Go 1.22), or 16 for a tiny one. */
bool hw_expr_bytes_fit(int64_t bytes, int64_t size);

#endif
