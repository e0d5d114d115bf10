/* The inlining chain of a claim beside the frames of a site. */
#include "verdict_world.h"

#include "join/chain.h"

enum { FRAMES_MAX = 4 };

typedef struct link {
    const char *file;
    uint32_t line;
} link;

/* A site with these frames, leaf first, the physical one last. */
static hw_site site_of(world *w, const link *frames)
{
    hw_location l = {.frames_at = (uint32_t)w->profile.frames.len};
    for (; l.frames < FRAMES_MAX && frames[l.frames].file; l.frames++) {
        hw_frame frame = {function(w, "p.F", frames[l.frames].file), frames[l.frames].line};
        assert_true(hw_vec_push(&w->profile.frames, frame));
    }
    assert_true(hw_vec_push(&w->profile.locations, l));
    return (hw_site){.location = (uint32_t)w->profile.locations.len - 1};
}

static hw_claim claim_of(world *w, const link *chain)
{
    hw_chain c = {.frames_at = (uint32_t)w->claims.chain_frames.len};
    for (; c.frames < FRAMES_MAX && chain[c.frames].file; c.frames++) {
        hw_chain_frame f = {put(w, chain[c.frames].file), chain[c.frames].line, 7};
        assert_true(hw_vec_push(&w->claims.chain_frames, f));
    }
    assert_true(hw_vec_push(&w->claims.chains, c));
    return (hw_claim){.chain = (uint32_t)w->claims.chains.len - 1};
}

static const struct {
    link site[FRAMES_MAX], chain[FRAMES_MAX];
    hw_chain_fit fit;
} rows[] = {
    /* Not inlined, both. */
    {{{"/src/a.go", 10}}, {{0}}, HW_CHAIN_SAME},
    {{{"/src/b.go", 5}, {"/src/a.go", 10}}, {{"/x/b.go", 5}}, HW_CHAIN_SAME},
    /* The chain starts with the outermost call, the frames with the innermost. */
    {{{"c.go", 3}, {"b.go", 5}, {"a.go", 10}}, {{"b.go", 5}, {"c.go", 3}}, HW_CHAIN_SAME},
    {{{"b.go", 5}, {"c.go", 3}, {"a.go", 10}}, {{"b.go", 5}, {"c.go", 3}}, HW_CHAIN_OTHER},
    {{{"b.go", 6}, {"a.go", 10}}, {{"b.go", 5}}, HW_CHAIN_OTHER},
    {{{"b.go", 5}, {"a.go", 10}}, {{"d.go", 5}}, HW_CHAIN_OTHER},
    /* The site lies deeper than the claim, and the other way round. */
    {{{"b.go", 5}, {"a.go", 10}}, {{0}}, HW_CHAIN_OTHER},
    {{{"a.go", 10}}, {{"b.go", 5}}, HW_CHAIN_NEXT},
    {{{"a.go", 10}}, {{"b.go", 5}, {"c.go", 3}}, HW_CHAIN_INNER},
    {{{"b.go", 5}, {"a.go", 10}}, {{"b.go", 5}, {"c.go", 3}}, HW_CHAIN_NEXT},
    {{{"b.go", 6}, {"a.go", 10}}, {{"b.go", 5}, {"c.go", 3}}, HW_CHAIN_OTHER},
    /* //line directives and cgo: the names tell nothing. */
    {{{"parser.y", 5}, {"a.go", 10}}, {{"parser.go", 99}}, HW_CHAIN_UNKNOWN},
    {{{"c.go", 5}, {"a.go", 10}}, {{"c.cgo1.go", 9}}, HW_CHAIN_UNKNOWN},
    {{{"b.go", 0}, {"a.go", 10}}, {{"b.go", 5}}, HW_CHAIN_UNKNOWN},
};

static void test_chains(void **state)
{
    world w;
    (void)state;
    world_open(&w);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hw_site s = site_of(&w, rows[i].site);
        hw_claim c = claim_of(&w, rows[i].chain), none = {.chain = HW_NONE};
        if (hw_chain_compare(&w.profile, &s, &w.claims, &c) != rows[i].fit)
            fail_msg("row %zu", i);
        assert_int_equal(hw_chain_compare(&w.profile, &s, &w.claims, &none), HW_CHAIN_UNKNOWN);
    }
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_chains)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
