/* sites/site: what is said of a site by the samples that it has. */
#include "verdict_world.h"

#include "sites/site.h"

/* A location of one frame; its number. */
static uint32_t location(world *w, const char *name, const char *file, uint32_t line)
{
    hw_profile *p = &w->profile;
    hw_location l = {.address = 1000 + line,
                     .mapping = HW_NONE,
                     .frames_at = (uint32_t)p->frames.len,
                     .frames = 1};
    hw_frame f = {function(w, name, file), line};
    assert_true(hw_vec_push(&p->frames, f) && hw_vec_push(&p->locations, l));
    return (uint32_t)p->locations.len - 1;
}

static void sample(world *w, hw_sample s, uint32_t leaf, uint32_t caller, uint32_t root)
{
    hw_profile *p = &w->profile;
    s.stack_at = (uint32_t)p->stack_ids.len;
    s.depth = 3;
    s.inner = HW_NONE;
    assert_true(hw_vec_push(&p->stack_ids, leaf) && hw_vec_push(&p->stack_ids, caller) &&
                hw_vec_push(&p->stack_ids, root) && hw_vec_push(&p->samples, s));
}

/* What is known of the only site. */
static hw_site site_of(world *w)
{
    hw_sites sites;
    assert_true(hw_where_init(&w->where, &w->profile, &w->claims));
    assert_true(hw_sites_make(&sites, &w->where, &w->profile));
    assert_int_equal(sites.list.len, 1);
    hw_site s = sites.list.at[0];
    hw_sites_free(&sites);
    return s;
}

/* A sample that its input has more than once came to the allocator in several ways. Of 16 bytes and
 * of 32768 what has a length comes in two anyway, and a collection adds objects of its own. */
static void several_ways(void **state)
{
    enum { NO, PATHS, KINDS };
    static const struct {
        int64_t size, period;
        bool once, both_many;
        const char *caller, *root;
        int want;
    } rows[] = {
        {64, 1, false, false, "main.main", "runtime.main", PATHS},
        {64, 1, true, false, "main.main", "runtime.main", NO},
        {64, 524288, false, false, "main.main", "runtime.main", PATHS},
        {15, 1, false, true, "main.main", "runtime.main", PATHS},
        {16, 1, false, true, "main.main", "runtime.main", KINDS},
        {24, 1, false, false, "main.main", "runtime.main", PATHS},
        {32767, 1, false, false, "main.main", "runtime.main", PATHS},
        {32768, 1, false, false, "main.main", "runtime.main", KINDS},
        {40960, 1, false, false, "main.main", "runtime.main", PATHS},
        /* a collection's */
        {16, 1, false, false, "main.main", "runtime.main", NO},
        {96, 1, false, false, "main.main", "runtime.main", NO},
        {96, 1, false, true, "main.main", "runtime.main", PATHS},
        {96, 524288, false, true, "main.main", "runtime.main", NO},
        /* what called it may have been a wrapper, which has no frame */
        {64, 1, false, false, "main.T.M", "runtime.main", NO},
        {64, 1, false, false, "main.F[...]", "runtime.main", PATHS},
        {64, 1, false, false, "main.main", "main.worker", NO},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        world w;
        world_open(&w);
        w.profile.period = rows[i].period;
        const hw_sample s = {.size = rows[i].size,
                             .values = {{1, rows[i].size, 0, 0}},
                             .repeated = !rows[i].once,
                             .both_many = rows[i].both_many};
        sample(&w, s, location(&w, "main.f", "/src/a.go", 7),
               location(&w, rows[i].caller, "/src/a.go", 9),
               location(&w, rows[i].root, "/usr/local/go/src/runtime/proc.go", 290));
        hw_site site = site_of(&w);
        int said = site.several_paths ? PATHS : site.several_kinds ? KINDS : NO;
        if (said != rows[i].want || (site.several_paths && site.several_kinds))
            fail_msg("row %zu: %d", i, said);
        world_close(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(several_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
