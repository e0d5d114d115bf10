/* sites/program_notes: what is said of the files given with a profile, and of locations that have
 * no function or line. */
#include "verdict_world.h"

#include "sites/program_notes.h"

/* A location of so many frames, all of them of one function; the leaf of `stacks` stacks. */
static void location(world *w, uint32_t frames, uint32_t line, unsigned stacks)
{
    hw_profile *p = &w->profile;
    uint32_t id = (uint32_t)p->locations.len;
    hw_location l = {.frames_at = (uint32_t)p->frames.len, .frames = frames};
    for (uint32_t i = 0; i < frames; i++)
        assert_true(hw_vec_push(&p->frames, ((hw_frame){0, line})));
    assert_true(hw_vec_push(&p->locations, l));
    for (unsigned i = 0; i < stacks; i++)
        assert_true(hw_vec_push(&p->stack_ids, id));
}

/* The notes of the profile, in their order: (count, text). */
static void assert_notes(world *w, const char *const (*want)[2], size_t n)
{
    hw_audit a;
    hw_audit_init(&a);
    a.profile = &w->profile;
    a.strings = &w->strings;
    assert_true(hw_program_notes(&a));
    for (size_t i = 0; i < a.notes.list.len; i++) {
        const hw_note *note = &a.notes.list.at[i];
        if (i >= n)
            fail_msg("not expected: %s", hw_strings_cstr(&w->strings, note->text));
        assert_string_equal(hw_note_rows[note->id].name, want[i][0]);
        assert_string_equal(hw_strings_cstr(&w->strings, note->text), want[i][1]);
    }
    assert_int_equal(a.notes.list.len, n);
    hw_audit_free(&a);
}
#define NOTES(w, ...)                                                                              \
    assert_notes(w, (const char *const[][2]){__VA_ARGS__},                                         \
                 sizeof((const char *const[][2]){__VA_ARGS__}) / sizeof(const char *const[2]))

static void locations_without_lines(void **state)
{
    (void)state;
    world w;
    world_open(&w);
    function(&w, "main.f", "");
    location(&w, 0, 0, 2); /* of several stacks, and counted once */
    location(&w, 0, 0, 1);
    location(&w, 0, 0, 0); /* of no stack */
    location(&w, 1, 7, 1);
    location(&w, 1, 0, 2);
    location(&w, 2, 0, 1); /* inlined calls are known */
    NOTES(&w, {"no-lines", "2 of 6 locations have no function and line, so no claim can be found "
                           "for them"});
    /* Names that a server gave. */
    w.profile.named_by = put(&w, "http://pod:6060");
    NOTES(&w,
          {"no-lines", "2 of 6 locations have no function and line, so no claim can be found for "
                       "them"},
          {"server-names",
           "the functions of 1 of 6 locations are those that http://pod:6060 names; "
           "it knows no lines and no inlined calls, so no claim can be found for "
           "them"});
    world_close(&w);
    world_open(&w);
    location(&w, 1, 7, 1);
    assert_notes(&w, NULL, 0);
    world_close(&w);
}

static void programs(void **state)
{
    (void)state;
    world w;
    world_open(&w);
    static const hw_executable rows[] = {
        {.fit = HW_FIT_OTHER},
        {.fit = HW_FIT_OTHER, .compared = 20, .differing = 3, .implausible = 1, .asked = 2},
        {.fit = HW_FIT_OTHER, .compared = 20, .asked = 10, .implausible = 5},
        {.fit = HW_FIT_OTHER, .asked = 10},
        {.fit = HW_FIT_OTHER, .compared = 10},
        {.fit = HW_FIT_UNKNOWN, .asked = 4, .symbolized = 4},
        {.fit = HW_FIT_PROVEN, .asked = 4, .symbolized = 3},
        {.fit = HW_FIT_PROVEN, .compared = 9},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hw_executable x = rows[i];
        x.build.file = HW_STR("app");
        assert_true(hw_vec_push(&w.profile.programs, x));
    }
#define OTHER   "app is not the program of the profile, or another build of it: "
#define SYMBOLS " locations had addresses only; their functions and lines are those of app"
    NOTES(&w, {"foreign-program", OTHER "it has nothing to do with any mapping of the profile"},
          {"foreign-program", OTHER "3 of 20 locations have other functions or lines in it"},
          {"foreign-program", OTHER "at 5 of 10 addresses it has no call"},
          {"foreign-program", OTHER "its build id is another one"},
          {"foreign-program", OTHER "its build id is another one"},
          {"symbolized", "4" SYMBOLS ", which no build id proves to be theirs"},
          {"symbolized", "3" SYMBOLS});
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(locations_without_lines),
        cmocka_unit_test(programs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
