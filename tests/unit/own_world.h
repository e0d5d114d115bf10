/* One claim and the objects of one site: whether they can be the claim's. */
#ifndef HW_TEST_OWN_WORLD_H
#define HW_TEST_OWN_WORLD_H

#include "verdict_world.h"

#include <string.h>

#include "join/own.h"

/* Whether a claim of that text, which escapes or not, can own the objects that were seen. `callee`:
 * the function that is called, "" where no binary tells. */
static inline hw_own own_at(bool heap, hw_kind kind, const char *text, uint32_t column,
                            hw_go_range go, const hw_seen_sizes *seen, const char *callee,
                            int64_t type_size, hw_stack_buffer buffer, unsigned flags)
{
    world w;
    world_open(&w);
    const hw_callee *row = hw_callee_of(hw_str_of(callee), (unsigned)go.max);
    hw_allocation_call allocation = {.looked = *callee != 0,
                                     .callee = put(&w, callee),
                                     .family = row ? row->family : HW_FAMILY_OTHER,
                                     .stack_buffer = buffer,
                                     .type_size = type_size};
    hw_log_input in = {.text = hw_str_of(text)};
    assert_true(hw_vec_push(&w.claims.blocks, ((hw_block){.package = put(&w, "p")})));
    assert_true(hw_vec_push(&w.claims.inputs, in));
    hw_claim c = {.class = heap ? HW_CLASS_HEAP : HW_CLASS_NO,
                  .flags = (uint8_t)flags,
                  .kind = (uint8_t)kind,
                  .route = HW_NONE,
                  .len = (uint32_t)strlen(text),
                  .expr_len = (uint32_t)strlen(text)};
    hw_own r = hw_own_can(&w.claims, &c, column, seen, &allocation, (hw_own_world){go, false});
    world_close(&w);
    return r;
}

/* The same of one release, and of a claim without a column. */
static inline hw_own own_seen(bool heap, hw_kind kind, const char *text, int minor,
                              const hw_seen_sizes *seen, const char *callee, int64_t type_size,
                              hw_stack_buffer buffer, unsigned flags)
{
    return own_at(heap, kind, text, 0, (hw_go_range){minor, minor}, seen, callee, type_size, buffer,
                  flags);
}

/* The same of an exact profile with as many objects of each size. */
static inline hw_own own_by(bool heap, hw_kind kind, const char *text, int minor,
                            const int64_t *sizes, size_t n, const char *callee, int64_t type_size,
                            hw_stack_buffer buffer, unsigned flags)
{
    hw_site_size seen[8] = {0};
    for (size_t i = 0; i < n; i++) {
        seen[i].size = sizes[i];
        seen[i].values.v[HW_ALLOC_OBJECTS] = 64;
    }
    hw_seen_sizes s = {.at = seen, .n = n, .known = n > 0, .exact = true};
    return own_seen(heap, kind, text, minor, &s, callee, type_size, buffer, flags);
}

static inline hw_own own(bool heap, hw_kind kind, const char *text, int minor, const int64_t *sizes,
                         size_t n)
{
    return own_by(heap, kind, text, minor, sizes, n, "", HW_SIZE_UNKNOWN, HW_BUFFER_UNKNOWN, 0);
}

#define SIZES(...)                                                                                 \
    (const int64_t[]){__VA_ARGS__}, sizeof((int64_t[]){__VA_ARGS__}) / sizeof(int64_t)

#endif
