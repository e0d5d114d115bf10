/* What the leaves of recorded profiles call, and with which types: equal to what was read from the
 * same programs when they were recorded (sites.tsv, by another decoder), and complete. */
#include "profile_file.h"

#include <stdio.h>
#include <stdlib.h>

#include "executable/program.h"
#include "go/goname.h"
#include "machine/call.h"

typedef struct program {
    const char *binary, *profile, *sites;
    unsigned go;
    const char *sources; /* where the files begin that are looked at */
} program;

#define LAB "example.com/lab/"
#define CASE(version, minor, name)                                                                 \
    version "/" name, "corpus/recorded/" version "/" name "/heap.pb.gz",                           \
        "corpus/recorded/" version "/" name "/sites.tsv", minor, LAB
#define MOVED(form)                                                                                \
    "1.26.8/moved-" form, "corpus/recorded/1.26.8/moved/heap-" form ".pb.gz",                      \
        "corpus/recorded/1.26.8/moved/sites-" form ".tsv", 26, LAB
#define FAST(name)                                                                                 \
    "fast/prog", "services/fast/" name ".pb.gz", "services/fast/sites-" name ".tsv", 26, ""

static const program programs[] = {
    {CASE("1.19.13", 19, "generics")},
    {CASE("1.19.13", 19, "makecopy")},
    {CASE("1.19.13", 19, "moved")},
    {CASE("1.24.13", 24, "generics")},
    {CASE("1.24.13", 24, "makecopy")},
    {CASE("1.24.13", 24, "moved")},
    {CASE("1.26.8", 26, "generics")},
    {CASE("1.26.8", 26, "makecopy")},
    {CASE("1.26.8", 26, "moved")},
    {CASE("1.26.8", 26, "traps")},
    {MOVED("stripped")},
    {MOVED("pie")},
    {MOVED("stripped-pie")},
    {CASE("1.27.1", 27, "generics")},
    {CASE("1.27.1", 27, "makecopy")},
    {CASE("1.27.1", 27, "moved")},
    {CASE("1.27.1", 27, "traps")},
    {FAST("heap-during")},
    {FAST("allocs-after")},
};

typedef struct row {
    char text[512]; /* file line leaf_func leaf_line callee */
    char type[256];
    bool met;
} row;

typedef struct tally {
    size_t leaves, calls, typed;
    size_t untyped_reasons[HW_UNTYPED_COUNT];
} tally;

static row *read_sites(const char *path, size_t *n)
{
    row *rows = NULL;
    char line[4096];
    FILE *f = fopen(path, "r");
    if (!f)
        fail_msg("%s cannot be opened", path);
    *n = 0;
    while (fgets(line, sizeof line, f)) {
        hw_str rest = hw_str_trim(hw_str_of(line)), field[7];
        for (size_t i = 0; i < 7; i++)
            field[i] = hw_str_next(&rest, '\t');
        if (hw_str_eq(field[0], HW_STR("file")))
            continue;
        row *more = realloc(rows, (*n + 1) * sizeof *rows);
        assert_non_null(more);
        rows = more;
        row *r = &rows[(*n)++];
        memset(r, 0, sizeof *r);
        snprintf(r->text, sizeof r->text, "%.*s:%.*s %.*s:%.*s %.*s", HW_STR_ARG(field[0]),
                 HW_STR_ARG(field[1]), HW_STR_ARG(field[2]), HW_STR_ARG(field[4]),
                 HW_STR_ARG(field[5]));
        snprintf(r->type, sizeof r->type, "%.*s", HW_STR_ARG(field[6]));
    }
    fclose(f);
    return rows;
}

static hw_str name_of(const hw_profile *p, const hw_frame *f)
{
    return hw_strings_get(p->strings, p->functions.at[f->function].name);
}

/* The file below the program's sources; empty: it is not there, or of what records. */
static hw_str file_of(const program *g, const hw_profile *p, const hw_frame *f)
{
    hw_str file = hw_strings_get(p->strings, p->functions.at[f->function].file);
    if (!hw_str_cut_prefix(&file, hw_str_of(g->sources)) ||
        hw_str_starts(file, HW_STR("internal/")))
        return (hw_str){0};
    return file;
}

static uint64_t address_in(hw_image *image, const hw_profile *p, const hw_location *l)
{
    uint64_t address = l->address;
    if (hw_image_moves(image)) {
        const hw_mapping *m = &p->mappings.at[l->mapping];
        assert_true(hw_image_code_at(image, address - m->start + m->offset, &address));
    }
    return address;
}

/* The row of a leaf; types that the other decoder did not know are no difference. */
static void hold_against(const program *g, const hw_profile *p, const hw_location *l,
                         const hw_call *call, row *rows, size_t n)
{
    const hw_frame *first = &p->frames.at[l->frames_at], *last = first + (l->frames - 1);
    char text[512], type[256];
    hw_str callee = call->address ? call->callee : HW_STR("-");
    bool found = false;
    hw_str_cut_prefix(&callee, HW_STR("runtime."));
    snprintf(text, sizeof text, "%.*s:%u %.*s:%u %.*s", HW_STR_ARG(file_of(g, p, last)), last->line,
             HW_STR_ARG(name_of(p, first)), first->line, HW_STR_ARG(callee));
    snprintf(type, sizeof type, "%.*s", HW_STR_ARG(call->type.name));
    for (size_t i = 0; i < n; i++)
        if (strcmp(rows[i].text, text) == 0 &&
            (strcmp(rows[i].type, "-") == 0 || strcmp(rows[i].type, type) == 0))
            rows[i].met = found = true;
    if (!found)
        fail_msg("%s: \"%s\" of type \"%s\" (%s) was not recorded", g->binary, text, type,
                 hw_untyped_names[call->untyped]);
}

/* What is called in the runtime itself gets its types from its callers. */
static bool in_runtime(const hw_profile *p, const hw_location *l)
{
    const hw_frame *last = &p->frames.at[l->frames_at + l->frames - 1];
    return hw_go_runtime_file(hw_strings_get(p->strings, p->functions.at[last->function].file));
}

static void count(tally *t, const hw_call *call)
{
    t->leaves++;
    t->calls += call->address != 0;
    t->typed += call->untyped != HW_UNTYPED_NO_TYPE && call->address != 0;
    t->untyped_reasons[call->untyped]++;
}

static void add(tally *all, const tally *t)
{
    all->leaves += t->leaves;
    all->calls += t->calls;
    all->typed += t->typed;
    for (size_t i = 0; i < HW_UNTYPED_COUNT; i++)
        all->untyped_reasons[i] += t->untyped_reasons[i];
}

static void show(const char *name, const tally *t)
{
    print_message("%-25s %4zu leaves, %4zu calls, %4zu with a type: %4zu named, %2zu nil, %2zu of "
                  "dictionaries, %2zu other\n",
                  name, t->leaves, t->calls, t->typed, t->untyped_reasons[HW_UNTYPED_NONE],
                  t->untyped_reasons[HW_UNTYPED_NIL], t->untyped_reasons[HW_UNTYPED_DICTIONARY],
                  t->untyped_reasons[HW_UNTYPED_RUN_TIME] +
                      t->untyped_reasons[HW_UNTYPED_UNTRACEABLE]);
}

static void check(const program *g, tally *t)
{
    char path[512];
    hw_strings strings;
    hw_profile p;
    hw_image *image;
    hw_calls *calls;
    hw_error err;
    size_t n = 0;
    snprintf(path, sizeof path, HW_DATA "/%s", g->profile);
    test_profile_read(path, &strings, &p);
    snprintf(path, sizeof path, HW_BINARIES "/%s", g->binary);
    assert_int_equal(hw_image_open(path, NULL, &image, &err), HW_OK);
    assert_int_equal(hw_calls_open(image, g->go, &calls, &err), HW_OK);
    snprintf(path, sizeof path, HW_DATA "/%s", g->sites);
    row *rows = read_sites(path, &n);
    for (size_t i = 0; i < p.samples.len; i++) {
        const hw_sample *s = &p.samples.at[i];
        const hw_location *l = &p.locations.at[p.stack_ids.at[s->stack_at]];
        const hw_frame *last = &p.frames.at[l->frames_at + l->frames - 1];
        hw_call call;
        if (file_of(g, &p, last).n == 0)
            continue;
        hw_status status = hw_call_at(calls, address_in(image, &p, l), &call, &err);
        if (status != HW_OK)
            fail_msg("%s: %s", g->binary, err.message);
        if (!in_runtime(&p, l))
            count(t, &call);
        hold_against(g, &p, l, &call, rows, n);
    }
    for (size_t i = 0; i < n; i++)
        if (!rows[i].met)
            fail_msg("%s: \"%s\" of type %s has no leaf", g->sites, rows[i].text, rows[i].type);
    assert_true(t->leaves > 5);
    free(rows);
    hw_calls_close(calls);
    hw_image_close(image);
    hw_profile_free(&p);
    hw_strings_free(&strings);
}

static void leaves_call_what_was_recorded(void **state)
{
    (void)state;
    tally all = {0};
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        tally t = {0};
        check(&programs[i], &t);
        show(programs[i].binary, &t);
        add(&all, &t);
    }
    show("all", &all);
    assert_true(all.calls * 1000 >= all.leaves * 997); /* runtime.CallersFrames is inlined */
    assert_int_equal(
        all.untyped_reasons[HW_UNTYPED_RUN_TIME] + all.untyped_reasons[HW_UNTYPED_UNTRACEABLE], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(leaves_call_what_was_recorded)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
