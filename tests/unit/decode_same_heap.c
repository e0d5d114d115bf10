/* The text form of a heap profile (debug=1) against the protobuf form that the same process wrote
 * a moment before, for every recording that has both. */
#include "decode/same_heap.h"
#include "profile_file.h"

#include <glob.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

typedef struct half {
    hw_strings strings;
    hw_profile profile;
    char **lines; /* a sample each, sorted */
    size_t count;
} half;

/* Texts have [...] for type arguments. */
static void put_name(hw_buf *b, hw_str name)
{
    size_t open = hw_str_chr(name, '['), close = hw_str_rchr(name, ']');
    if (open == HW_NPOS || close == HW_NPOS || close < open)
        hw_buf_str(b, name);
    else
        hw_buf_printf(b, "%.*s[...%.*s", HW_STR_ARG(hw_str_sub(name, 0, open)),
                      HW_STR_ARG(hw_str_from(name, close)));
}

static char *stack_of(const half *h, const hw_sample *s)
{
    const hw_profile *p = &h->profile;
    hw_buf b = {0};
    hw_buf_printf(&b, " of %" PRId64, s->size);
    for (uint32_t k = 0; k < s->depth; k++) {
        const hw_location *l = &p->locations.at[p->stack_ids.at[s->stack_at + k]];
        hw_buf_printf(&b, "\n  %#" PRIx64, l->address);
        for (uint32_t i = 0; i < l->frames; i++) {
            const hw_frame *f = &p->frames.at[l->frames_at + i];
            hw_buf_printf(&b, " ");
            put_name(&b, hw_strings_get(&h->strings, p->functions.at[f->function].name));
            hw_buf_printf(&b, " %s:%" PRIu32,
                          hw_strings_get(&h->strings, p->functions.at[f->function].file).p,
                          f->line);
        }
    }
    assert_int_equal(hw_buf_add(&b, "", 1), HW_OK);
    return b.p;
}

typedef struct stack {
    char *text;
    hw_values values;
} stack;

static int compare_stacks(const void *a, const void *b)
{
    return strcmp(((const stack *)a)->text, ((const stack *)b)->text);
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *line_of(const stack *s)
{
    hw_buf b = {0};
    for (int v = 0; v < HW_VALUES; v++)
        hw_buf_printf(&b, " %" PRId64, s->values.v[v]);
    hw_buf_str(&b, hw_str_of(s->text));
    assert_int_equal(hw_buf_add(&b, "", 1), HW_OK);
    return b.p;
}

/* Texts tell samples apart by what the runtime did inside; here they are one again. */
static void write_lines(half *h)
{
    size_t n = h->profile.samples.len;
    stack *all = calloc(n + 1, sizeof *all);
    h->lines = calloc(n + 1, sizeof *h->lines);
    assert_true(all && h->lines);
    for (size_t i = 0; i < n; i++)
        all[i] = (stack){stack_of(h, &h->profile.samples.at[i]), h->profile.samples.at[i].values};
    qsort(all, n, sizeof *all, compare_stacks);
    for (size_t i = 0; i < n; i++) {
        if (i + 1 < n && strcmp(all[i].text, all[i + 1].text) == 0)
            hw_values_add(&all[i + 1].values, &all[i].values);
        else
            h->lines[h->count++] = line_of(&all[i]);
        hw_mem_free(all[i].text);
    }
    free(all);
    qsort(h->lines, h->count, sizeof *h->lines, compare);
}

static void read_half(const char *path, half *h)
{
    test_profile_read(path, &h->strings, &h->profile);
    write_lines(h);
}

static void free_half(half *h)
{
    for (size_t i = 0; i < h->count; i++)
        hw_mem_free(h->lines[i]);
    free(h->lines);
    hw_profile_free(&h->profile);
    hw_strings_free(&h->strings);
}

/* What a pair differs in. */
typedef struct tally {
    size_t same, text_only, proto_only;
    size_t restripped; /* the same objects below other runtime frames, of all that differ */
} tally;

/* Both forms leave out the runtime's frames in front, the text frame by frame, the protobuf by what
 * runtime.FuncForPC says of a return address, which may be of what is inlined behind the call: so
 * one of them can begin elsewhere. The numbers and the outermost location are the same. */
static bool restripped(const char *a, const char *b)
{
    const char *first_a = strchr(a, '\n'), *first_b = strchr(b, '\n');
    const char *last_a = strrchr(a, '\n'), *last_b = strrchr(b, '\n');
    return first_a && first_b && first_a - a == first_b - b &&
           strncmp(a, b, (size_t)(first_a - a)) == 0 && strcmp(last_a, last_b) == 0 &&
           (strstr(a, "runtime") || strstr(b, "runtime"));
}

static void pair_off(const half *t, bool *taken, const char *line, tally *ret)
{
    for (size_t j = 0; j < t->count; j++)
        if (!taken[j] && restripped(line, t->lines[j])) {
            taken[j] = true;
            ret->restripped++;
            return;
        }
}

static tally compare_halves(const half *p, const half *t)
{
    tally n = {0};
    bool *taken = calloc(t->count + 1, sizeof *taken), *left = calloc(p->count + 1, sizeof *left);
    assert_true(taken && left);
    for (size_t i = 0, j = 0; i < p->count || j < t->count;) {
        int c = i == p->count ? 1 : j == t->count ? -1 : strcmp(p->lines[i], t->lines[j]);
        n.same += c == 0;
        n.proto_only += c < 0;
        n.text_only += c > 0;
        if (c < 0)
            left[i] = true;
        if (c == 0)
            taken[j] = true;
        i += c <= 0;
        j += c >= 0;
    }
    for (size_t i = 0; i < p->count; i++)
        if (left[i])
            pair_off(t, taken, p->lines[i], &n);
    free(taken);
    free(left);
    return n;
}

static tally compare_files(const char *text)
{
    char proto[512];
    half p = {0}, t = {0};
    int stem = (int)(strlen(text) - strlen(".debug1.txt.gz"));
    snprintf(proto, sizeof proto, "%.*s.pb.gz", stem, text);
    read_half(proto, &p);
    read_half(text, &t);
    assert_int_equal(t.profile.present, p.profile.present);
    assert_int_equal(t.profile.period, p.profile.period);
    assert_false(t.profile.delta);
    assert_int_equal(t.profile.mappings.len, 0);
    tally n = compare_halves(&p, &t);
    free_half(&p);
    free_half(&t);
    return n;
}

static void the_corpus(void **state)
{
    (void)state;
    glob_t g;
    size_t same = 0, restripped = 0;
    assert_int_equal(glob(HW_DATA "/corpus/recorded/*/*/heap*.debug1.txt.gz", 0, NULL, &g), 0);
    for (size_t i = 0; i < g.gl_pathc; i++) {
        tally n = compare_files(g.gl_pathv[i]);
        if (n.proto_only != n.restripped || n.text_only != n.restripped)
            fail_msg("%s: %zu and %zu samples have no other half", g.gl_pathv[i],
                     n.proto_only - n.restripped, n.text_only - n.restripped);
        same += n.same;
        restripped += n.restripped;
    }
    assert_int_equal(g.gl_pathc, 176);
    assert_true(same > 3000);
    assert_int_equal(restripped, 24);
    globfree(&g);
}

/* The text was fetched after the protobuf, whose making had allocated something. */
static void services(void **state)
{
    (void)state;
    tally shop = compare_files(HW_DATA "/services/shop/heap-after.debug1.txt.gz");
    assert_int_equal(shop.same, 526);
    assert_int_equal(shop.proto_only, 0);
    assert_int_equal(shop.text_only, 5);
    tally fast = compare_files(HW_DATA "/services/fast/heap-after.debug1.txt.gz");
    assert_int_equal(fast.same, 67);
    assert_int_equal(fast.proto_only, 2);
    assert_int_equal(fast.text_only, 3);
}

/* Both inputs in one profile, as a session has them. */
static void read_both(const char *first, const char *second, hw_strings *strings, hw_profile *p)
{
    hw_error err;
    test_profile_read(first, strings, p);
    assert_int_equal(test_profile_add(second, p, &err), HW_OK);
}

static void check_pair(const char *first, const char *second, size_t text, size_t *matched,
                       hw_values *totals)
{
    hw_strings strings;
    hw_profile p;
    hw_error err;
    hw_values sum = {{0}};
    size_t inside = 0;
    read_both(first, second, &strings, &p);
    assert_int_equal(hw_decode_same_heap(&p, &err), HW_OK);
    if (!p.inputs.at[text].evidence || p.inputs.at[!text].evidence)
        fail_msg("%s and %s are not of the same heap", first, second);
    assert_int_equal(hw_profile_counted(&p), 1);
    assert_int_equal(p.inputs.at[text].kept, 0);
    assert_int_equal(p.inputs.at[!text].kept, p.samples.len);
    for (size_t i = 0; i < p.samples.len; i++) {
        const hw_sample *s = &p.samples.at[i];
        hw_values_add(&sum, &s->values);
        inside += s->inner != HW_NONE;
        assert_true(s->inner == HW_NONE || s->inner < p.inners.len);
        for (uint32_t k = 0; k < s->depth; k++) {
            uint32_t id = p.stack_ids.at[s->stack_at + k], at = p.inputs.at[!text].locations_at;
            assert_true(id >= at && id < at + p.inputs.at[!text].locations);
        }
    }
    assert_memory_equal(&sum, &p.totals, sizeof sum);
    *matched += inside;
    assert_int_equal(hw_notes_find(&p.notes, HW_NOTE_TEXT_TWIN) != NULL, true);
    *totals = p.totals;
    assert_int_equal(hw_decode_same_heap(&p, &err), HW_OK); /* once is enough */
    assert_memory_equal(&sum, &p.totals, sizeof sum);
    hw_profile_free(&p);
    hw_strings_free(&strings);
}

static void the_same_heap_gives_evidence_only(void **state)
{
    (void)state;
    glob_t g;
    size_t matched = 0;
    assert_int_equal(glob(HW_DATA "/corpus/recorded/*/*/heap*.debug1.txt.gz", 0, NULL, &g), 0);
    assert_int_equal(glob(HW_DATA "/services/*/heap-after.debug1.txt.gz", GLOB_APPEND, NULL, &g),
                     0);
    for (size_t i = 0; i < g.gl_pathc; i++) {
        char proto[512];
        hw_values a, b;
        hw_strings strings;
        hw_profile p;
        int stem = (int)(strlen(g.gl_pathv[i]) - strlen(".debug1.txt.gz"));
        snprintf(proto, sizeof proto, "%.*s.pb.gz", stem, g.gl_pathv[i]);
        check_pair(proto, g.gl_pathv[i], 1, &matched, &a);
        check_pair(g.gl_pathv[i], proto, 0, &matched, &b);
        test_profile_read(proto, &strings, &p);
        assert_memory_equal(&a, &p.totals, sizeof a);
        assert_memory_equal(&b, &p.totals, sizeof b);
        hw_profile_free(&p);
        hw_strings_free(&strings);
    }
    assert_int_equal(g.gl_pathc, 178);
    assert_true(matched > 2000);
    globfree(&g);
}

static void add_up(hw_profile *p)
{
    hw_error err;
    size_t samples = p->samples.len;
    hw_values totals = p->totals;
    assert_int_equal(hw_decode_same_heap(p, &err), HW_OK);
    assert_int_equal(hw_profile_counted(p), 2);
    assert_int_equal(p->samples.len, samples);
    assert_memory_equal(&totals, &p->totals, sizeof totals);
    assert_null(hw_notes_find(&p->notes, HW_NOTE_TEXT_TWIN));
}

/* Another process of the same program has the same stacks, but more of one and less of another. */
static void other_processes_add_up(void **state)
{
    (void)state;
    static const char proto[] = HW_DATA "/services/fast/heap-after.pb.gz";
    static const char text[] = HW_DATA "/services/fast/heap-after.debug1.txt.gz";
    hw_strings strings;
    hw_profile p;
    read_both(proto, text, &strings, &p);
    for (uint32_t i = 0; i < p.inputs.at[1].kept; i++) {
        hw_values *v = &p.samples.at[p.inputs.at[1].kept_at + i].values;
        v->v[HW_ALLOC_SPACE] += i % 2 ? v->v[HW_ALLOC_SPACE] / 2 : -v->v[HW_ALLOC_SPACE] / 2;
    }
    add_up(&p);
    hw_profile_free(&p);
    hw_strings_free(&strings);
    /* Only ever more, but nothing that is the same. */
    read_both(proto, text, &strings, &p);
    for (uint32_t i = 0; i < p.inputs.at[1].kept; i++)
        p.samples.at[p.inputs.at[1].kept_at + i].values.v[HW_ALLOC_SPACE] += 1000;
    add_up(&p);
    hw_profile_free(&p);
    hw_strings_free(&strings);
    /* Another program. */
    read_both(proto, HW_DATA "/services/shop/heap-after.debug1.txt.gz", &strings, &p);
    add_up(&p);
    hw_profile_free(&p);
    hw_strings_free(&strings);
    read_both(text, text, &strings, &p); /* two texts are two profiles */
    add_up(&p);
    hw_profile_free(&p);
    hw_strings_free(&strings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_corpus),
        cmocka_unit_test(services),
        cmocka_unit_test(the_same_heap_gives_evidence_only),
        cmocka_unit_test(other_processes_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
