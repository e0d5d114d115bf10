/* base/vec - growing arrays.
 *
 *   HW_VEC(hw_claim) claims = {0};
 *   if (!hw_vec_push(&claims, claim)) return hw_nomem(err);
 *   hw_vec_free(&claims);
 *
 * `at` moves when the array grows. A failed push leaves the array as it was. The macros that grow
 * it are a hw_mem, which nobody may ignore.
 */
#ifndef HW_BASE_VEC_H
#define HW_BASE_VEC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"

#define HW_VEC(T)                                                                                  \
    struct {                                                                                       \
        T *at;                                                                                     \
        size_t len, cap;                                                                           \
    }

/* Room for `extra` more elements. */
#define hw_vec_room(v, extra)                                                                      \
    hw_mem_of((v)->cap - (v)->len >= (extra) ||                                                    \
              hw_vec_grow(&(v)->at, &(v)->cap, (v)->len, (extra), sizeof *(v)->at))
/* One more element, for which there is room. */
#define hw_vec_put(v, value)  ((void)((v)->at[(v)->len++] = (value)))
#define hw_vec_push(v, value) hw_mem_of(hw_vec_room((v), 1) && (hw_vec_put((v), (value)), true))
/* Adds `n` elements of the same type. */
#define hw_vec_add(v, from, n)                                                                     \
    hw_mem_of((n) == 0 || (hw_vec_room((v), (n)) &&                                                \
                           (hw_vec_copy((v)->at + (v)->len, (from), (n), sizeof *(v)->at),         \
                            (v)->len += (n), true)))
/* At least `n` elements: new ones are zero. */
#define hw_vec_reach(v, n)                                                                         \
    hw_mem_of((v)->len >= (n) ||                                                                   \
              (hw_vec_room((v), (n) - (v)->len) &&                                                 \
               (hw_vec_zero((v)->at + (v)->len, (n) - (v)->len, sizeof *(v)->at), (v)->len = (n),  \
                true)))
#define hw_vec_free(v) (hw_vec_drop(&(v)->at), (v)->len = (v)->cap = 0)

/* Not called directly: `at_field` points to the `at` of a HW_VEC. */
HW_MEM hw_vec_grow(void *at_field, size_t *cap, size_t len, size_t extra, size_t elem);
void hw_vec_drop(void *at_field);
void hw_vec_copy(void *to, const void *from, size_t n, size_t elem);
void hw_vec_zero(void *at, size_t n, size_t elem);

#endif
