/* A profile and claims that are put together by hand, and what the verdict makes of their names. */
#ifndef HW_TEST_VERDICT_WORLD_H
#define HW_TEST_VERDICT_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sites/where_init.h"

typedef struct world {
    hw_strings strings;
    hw_profile profile;
    hw_claims claims;
    hw_where where; /* after hw_where_init */
} world;

static inline void world_open(world *w)
{
    *w = (world){0};
    assert_true(hw_strings_init(&w->strings));
    hw_profile_init(&w->profile, &w->strings);
    hw_claims_init(&w->claims, &w->strings);
}

static inline void world_close(world *w)
{
    hw_where_free(&w->where);
    hw_profile_free(&w->profile);
    hw_claims_free(&w->claims);
    hw_strings_free(&w->strings);
}

static inline hw_sid put(world *w, const char *text)
{
    hw_sid id;
    assert_true(hw_strings_put(&w->strings, hw_str_of(text), &id));
    return id;
}

/* A function of the profile; its number. */
static inline uint32_t function(world *w, const char *name, const char *file)
{
    hw_function f = {put(w, name), put(w, file)};
    assert_true(hw_vec_push(&w->profile.functions, f));
    return (uint32_t)w->profile.functions.len - 1;
}

#endif
