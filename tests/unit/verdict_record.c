/* Stacks that lie in the runtime alone: where they begin, and what is said of their objects. */
#include "verdict_world.h"

#include "verdict/runtime_record.h"

#define SERVICE HW_CAUSE_RUNTIME_SERVICE
#define NO_CALL HW_FAMILY_OTHER

enum { STACK_MAX = 8 };

/* Where the stack of these functions, leaf first, has its call. A name that ends with "!" is of a
 * file outside the runtime. */
static uint32_t call_of(const char *const *names, size_t n)
{
    world w;
    world_open(&w);
    hw_profile *p = &w.profile;
    hw_sample s = {.depth = (uint32_t)n};
    for (uint32_t i = 0; i < n; i++) {
        hw_str name = hw_str_of(names[i]);
        bool outside = hw_str_cut_suffix(&name, HW_STR("!"));
        hw_function f = {.file = put(&w, outside ? "/src/a/a.go" : "/go/src/runtime/malloc.go")};
        assert_true(hw_strings_put(&w.strings, name, &f.name));
        assert_true(hw_vec_push(&p->functions, f));
        assert_true(hw_vec_push(&p->frames, ((hw_frame){i, 1})));
        assert_true(hw_vec_push(&p->locations, ((hw_location){.frames_at = i, .frames = 1})));
        assert_true(hw_vec_push(&p->stack_ids, i));
    }
    uint32_t at = hw_sample_call(p, &s);
    world_close(&w);
    return at;
}

static void stacks_of_the_runtime_begin_where_it_allocates(void **state)
{
    (void)state;
    static const struct {
        const char *names[STACK_MAX];
        uint32_t at;
    } rows[] = {
        {{"runtime.mallocgc", "runtime.newobject", "runtime.malg", "runtime.newproc1"}, 2},
        {{"runtime.mallocgcSmallScanNoHeaderSC5", "runtime.mallocgc", "runtime.newobject",
          "runtime.allocm"},
         3},
        {{"runtime.mallocgc", "runtime.growslice", "runtime.allgadd"}, 2},
        {{"runtime.mallocgc", "runtime.makechan", "runtime.main"}, 2},
        {{"runtime.mallocgc", "runtime.newarray", "runtime.makeslice", "runtime.schedinit"}, 3},
        {{"runtime.mallocgc", "runtime.newobject", "internal/runtime/maps.NewEmptyMap",
          "runtime.makemap_small", "runtime.initMetrics"},
         4},
        {{"runtime.mallocgc", "runtime.rawstring", "runtime.gostring", "runtime.goenvs_unix"}, 3},
        {{"runtime.mallocgc", "runtime.newobject", "runtime.acquireSudog", "runtime.chanrecv",
          "runtime.chanrecv1", "runtime.forcegchelper"},
         2},
        /* Go 1.25 and before have not the allocator's frames. */
        {{"runtime.malg", "runtime.newproc1"}, 0},
        {{"runtime.makemap_small", "runtime.initMetrics"}, 0},
        /* Nothing else is there. */
        {{"runtime.mallocgc"}, 0},
        {{"runtime.mallocgc", "runtime.newobject"}, 0},
        /* A function of the program has its own name for it, or called the runtime. */
        {{"main.mallocgc!", "runtime.main"}, 0},
        {{"runtime.mallocgc", "runtime.newobject", "main.f!"}, 0},
        {{"reflect.unsafe_New", "reflect.New!"}, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t n = 0;
        while (n < STACK_MAX && rows[i].names[n])
            n++;
        uint32_t at = call_of(rows[i].names, n);
        if (at != rows[i].at)
            fail_msg("row %zu: %u, not %u", i, at, rows[i].at);
    }
}

typedef struct record {
    const char *function, *leaf;
    hw_family called;
    hw_cause cause;
    int64_t period, held, allocated, raw;
    bool delta;
    const char *says;
} record;

static void records_are_counted(void **state)
{
    (void)state;
    enum { RATE = 524288 };
    static const record rows[] = {
        {"runtime.malg", "", NO_CALL, SERVICE, RATE, 100534, 200000, 92, false,
         "each of about 100534 objects is the record of a goroutine that exists or existed; Go "
         "reuses them and frees none"},
        {"runtime.malg", "", NO_CALL, SERVICE, 1, 7, 7, 7, false,
         "each of 7 objects is the record of a goroutine that exists or existed; Go reuses them "
         "and frees none"},
        {"runtime.malg", "", HW_FAMILY_OBJECT, SERVICE, 1, 1, 1, 1, false,
         "the object is the record of a goroutine that exists or existed; Go reuses them and "
         "frees none"},
        /* One or two samples tell no number. */
        {"runtime.malg", "", NO_CALL, SERVICE, RATE, 1092, 1092, 1, false,
         "each object is the record of a goroutine that exists or existed; Go reuses them and "
         "frees none"},
        {"runtime.malg", "", NO_CALL, SERVICE, RATE, 3276, 3276, 3, true,
         "each of about 3276 more objects is the record of a goroutine that exists or existed; Go "
         "reuses them and frees none"},
        {"runtime.allocm", "", NO_CALL, SERVICE, 1, 5, 5, 5, false,
         "each of 5 objects is the record of a thread that exists or existed"},
        {"runtime.acquireSudog", "", NO_CALL, SERVICE, 1, 3, 3, 3, false,
         "each of 3 objects is the record of a goroutine of the runtime that waits, or did; Go "
         "reuses them"},
        /* The code, or the name of what has another package's, says that it waits. */
        {"main.f", "", HW_FAMILY_WAIT, SERVICE, 1, 0, 40, 40, false,
         "each of 40 objects is the record of a goroutine that waits there, or did; Go reuses "
         "them"},
        {"sync.(*WaitGroup).Wait", "sync.runtime_SemacquireWaitGroup", NO_CALL, SERVICE, 1, 2, 2, 2,
         false,
         "each of 2 objects is the record of a goroutine that waits there, or did; Go reuses "
         "them"},
        {"reflect.New", "reflect.unsafe_New", NO_CALL, SERVICE, 1, 2, 2, 2, false, NULL},
        {"main.malg", "", NO_CALL, SERVICE, 1, 2, 2, 2, false, NULL},
        {"runtime.allgadd", "", HW_FAMILY_GROW, SERVICE, 1, 2, 2, 2, false, NULL},
        {"runtime.malg", "", NO_CALL, HW_CAUSE_GC_INSIDE_MALLOC, 1, 2, 2, 2, false, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const record *r = &rows[i];
        world w;
        world_open(&w);
        w.profile.period = r->period;
        w.profile.delta = r->delta;
        hw_audit a = {.profile = &w.profile, .strings = &w.strings};
        hw_finding f = {.function = put(&w, r->function),
                        .cause = r->cause,
                        .family = r->called,
                        .allocator = r->called == HW_FAMILY_OTHER ? 0 : put(&w, "runtime.x")};
        f.values.v[HW_INUSE_OBJECTS] = r->held;
        f.values.v[HW_ALLOC_OBJECTS] = r->allocated;
        f.raw_samples[HW_INUSE_SPACE] = f.raw_samples[HW_ALLOC_SPACE] = r->raw;
        hw_sid why = 0;
        assert_true(hw_runtime_record(&a, &f, hw_str_of(r->leaf), &why));
        hw_str said = hw_strings_get(&w.strings, why);
        if (!hw_str_eq(said, hw_str_of(r->says ? r->says : "")))
            fail_msg("row %zu: \"%.*s\"", i, HW_STR_ARG(said));
        world_close(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stacks_of_the_runtime_begin_where_it_allocates),
        cmocka_unit_test(records_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
