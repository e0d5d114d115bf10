/* Profiles in the text form and the programs that they are of: where the program was loaded, and
 * what the runtime did inside. Wanted is what the recordings' sites.tsv says, which another decoder
 * read from the machine code and the same addresses. */
#include "profile_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "executable/program.h"
#include "symbolize/program_address.h"
#include "symbolize/symbolize.h"

typedef struct recorded {
    const char *program, *profile, *sites;
    unsigned named, collector; /* samples */
} recorded;

#define CORPUS(version, name, ...)                                                                 \
    {version "/" name, "/corpus/recorded/" version "/" name "/heap.debug1.txt.gz",                 \
     "/corpus/recorded/" version "/" name "/sites.tsv", __VA_ARGS__}
#define MOVED(form, ...)                                                                           \
    {"1.26.8/moved-" form, "/corpus/recorded/1.26.8/moved/heap-" form ".debug1.txt.gz",            \
     "/corpus/recorded/1.26.8/moved/sites-" form ".tsv", __VA_ARGS__}
/* Up to Go 1.25 the list of addresses begins behind the usual calls to the allocator, so only what
 * is deeper than usual is left. */
static const recorded all[] = {
    CORPUS("1.19.13", "generics", 0, 0),
    CORPUS("1.19.13", "makecopy", 0, 0),
    CORPUS("1.19.13", "moved", 0, 0),
    CORPUS("1.24.13", "generics", 0, 0),
    CORPUS("1.24.13", "makecopy", 0, 0),
    CORPUS("1.24.13", "moved", 2, 2),
    CORPUS("1.26.8", "generics", 9, 0),
    CORPUS("1.26.8", "makecopy", 6, 0),
    CORPUS("1.26.8", "moved", 15, 2),
    CORPUS("1.26.8", "traps", 143, 2),
    CORPUS("1.27.1", "generics", 7, 0),
    CORPUS("1.27.1", "makecopy", 6, 0),
    CORPUS("1.27.1", "moved", 19, 2),
    MOVED("pie", 15, 2),
    MOVED("stripped", 15, 2),
    MOVED("stripped-pie", 15, 2),
};

static void read_with_program(const char *profile, const char *program, hw_strings *strings,
                              hw_profile *p, hw_image **image)
{
    hw_error err;
    hw_executable e = {0};
    test_profile_read(profile, strings, p);
    assert_int_equal(hw_image_open(program, NULL, image, &err), HW_OK);
    e.build.file = hw_arena_str(&strings->arena, hw_str_of(program));
    assert_true(hw_vec_push(&p->programs, e));
    if (hw_executables_apply(p, image, &err) != HW_OK)
        fail_msg("%s: %s", profile, err.message);
}

static void drop(hw_strings *strings, hw_profile *p, hw_image *image)
{
    hw_image_close(image);
    hw_profile_free(p);
    hw_strings_free(strings);
}

/* Columns: file line leaf_func leaf_file leaf_line callee type size … chain. */
typedef struct site {
    char file[100], callee[60], calls[400];
    uint32_t line;
    int64_t size;
} site;

static bool read_site(FILE *f, site *s)
{
    char line[2000];
    if (!fgets(line, sizeof line, f))
        return false;
    return sscanf(line,
                  "%*[^\t]\t%*[^\t]\t%*[^\t]\t%99[^\t]\t%" SCNu32 "\t%59[^\t]\t%*[^\t]\t%" SCNd64
                  "\t%*[^\t]\t%*[^\t]\t%*[^\t]\t%*[^\t]\t%399[^\n]",
                  s->file, &s->line, s->callee, &s->size, s->calls) == 5;
}

static bool is_recorded(const char *sites, hw_str file, uint32_t line, int64_t size, hw_str callee,
                        bool collector)
{
    FILE *f = fopen(sites, "r");
    site s;
    bool found = false;
    assert_non_null(f);
    assert_true(fscanf(f, "%*[^\n]\n") == 0);
    hw_str_cut_prefix(&callee, HW_STR("runtime."));
    while (!found && read_site(f, &s))
        found = hw_str_ends(file, hw_str_of(s.file)) && line == s.line && size == s.size &&
                hw_str_eq(callee, hw_str_of(s.callee)) &&
                collector == (strstr(s.calls, ">gcStart>") != NULL);
    fclose(f);
    return found;
}

static bool check_sample(const recorded *r, const hw_profile *p, const hw_sample *s)
{
    char sites[300];
    const hw_inner *inner = &p->inners.at[s->inner];
    const hw_location *leaf = &p->locations.at[p->stack_ids.at[s->stack_at]];
    const hw_frame *frame = &p->frames.at[leaf->frames_at];
    hw_str callee = hw_strings_get(p->strings, inner->callee);
    hw_str file = hw_strings_get(p->strings, p->functions.at[frame->function].file);
    snprintf(sites, sizeof sites, HW_DATA "%s", r->sites);
    assert_true(callee.n > 0);
    if (!hw_str_has(file, HW_STR("/lab/")) || hw_str_has(file, HW_STR("/probe/")))
        return false;
    if (!is_recorded(sites, file, frame->line, s->size, callee, inner->collector))
        fail_msg("%s: %s:%u: %s%s, size %" PRId64, r->profile, file.p, frame->line, callee.p,
                 inner->collector ? " with a collection" : "", s->size);
    return true;
}

static void the_runtime_is_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const recorded *r = &all[i];
        char profile[300], program[300];
        hw_strings strings;
        hw_profile p;
        hw_image *image;
        unsigned named = 0, collector = 0;
        snprintf(profile, sizeof profile, HW_DATA "%s", r->profile);
        snprintf(program, sizeof program, HW_BINARIES "/%s", r->program);
        read_with_program(profile, program, &strings, &p, &image);
        assert_int_equal(p.programs.at[0].fit, HW_FIT_PROVEN);
        assert_int_equal(p.programs.at[0].differing, 0);
        assert_int_equal(p.programs.at[0].compared, p.locations.len);
        for (size_t k = 0; k < p.samples.len; k++) {
            const hw_sample *s = &p.samples.at[k];
            if (s->inner == HW_NONE || !check_sample(r, &p, s))
                continue;
            named++;
            collector += p.inners.at[s->inner].collector;
        }
        if (named != r->named || collector != r->collector)
            fail_msg("%s: %u named, %u of the collector", r->profile, named, collector);
        drop(&strings, &p, image);
    }
}

/* The addresses of a process say where it was loaded, in the protobuf form by the mappings. */
static void position_independent_programs_are_placed(void **state)
{
    (void)state;
    static const char *const forms[] = {"pie", "stripped-pie"};
    for (size_t i = 0; i < 2; i++) {
        char text[300], proto[300], program[300];
        hw_strings strings, others;
        hw_profile p, q;
        hw_image *image;
        uint64_t address, wanted;
        const char *recordings = HW_DATA "/corpus/recorded/1.26.8/moved/heap";
        snprintf(text, sizeof text, "%s-%s.debug1.txt.gz", recordings, forms[i]);
        snprintf(proto, sizeof proto, "%s-%s.pb.gz", recordings, forms[i]);
        snprintf(program, sizeof program, HW_BINARIES "/1.26.8/moved-%s", forms[i]);
        test_profile_read(proto, &others, &q);
        read_with_program(text, program, &strings, &p, &image);
        const hw_location *l = &p.locations.at[0];
        const hw_location there = {.address = l->address, .mapping = 0};
        assert_int_equal(p.mappings.len, 1);
        assert_true(hw_executable_address(&p, l, image, &address));
        assert_true(hw_executable_address(&q, &there, image, &wanted));
        assert_true(address == wanted && address < l->address);
        hw_profile_free(&q);
        hw_strings_free(&others);
        drop(&strings, &p, image);
    }
}

/* Nothing is taken from another program, even where it differs in little. */
static void other_programs_name_nothing(void **state)
{
    (void)state;
    static const char *const programs[] = {"1.26.8/generics", "1.26.8/moved-stripped-pie",
                                           "1.27.1/moved", "fast/prog"};
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        char program[300];
        hw_strings strings;
        hw_profile p;
        hw_image *image;
        snprintf(program, sizeof program, HW_BINARIES "/%s", programs[i]);
        read_with_program(HW_DATA "/corpus/recorded/1.26.8/moved/heap.debug1.txt.gz", program,
                          &strings, &p, &image);
        assert_int_equal(p.programs.at[0].fit, HW_FIT_OTHER);
        for (size_t k = 0; k < p.inners.len; k++)
            assert_true(p.inners.at[k].callee == 0 && !p.inners.at[k].collector);
        drop(&strings, &p, image);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_runtime_is_named),
        cmocka_unit_test(position_independent_programs_are_placed),
        cmocka_unit_test(other_programs_name_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
