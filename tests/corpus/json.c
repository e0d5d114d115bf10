/* Text and -json records of one build say the same: every heap claim of the text has its record and
 * every record its claim, but for the exceptions of docs/diagnostics.md, each of which is told here
 * by its own mark.
 *
 *   json FOLDER [-v]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "diag/diag.h"
#include "diag/json.h"
#include "intake/intake.h"

/* Why a claim of the text has no record. */
enum {
    COLLIDED,  /* the package's records have another file of that base name: it was overwritten */
    GENERATED, /* cgo rewrote the file: other lines and columns */
    LINE,      /* a //line directive: the record has the physical place */
    UNEXPLAINED,
    EXCEPTIONS
};

static const char *const exceptions[EXCEPTIONS] = {"collided", "cgo", "//line", "unexplained"};

static const struct {
    const char *text, *json;
    uint64_t married, untold;
    unsigned unmarried[EXCEPTIONS];
} rows[] = {
    {"services/fast/escape.all.m2.log.gz", "services/fast/escape.json0.tar.gz", 17651, 2, {320, 2}},
    {"logs/go1.19.13/small.m2.log.gz", "logs/go1.19.13/small.json0.tar.gz", 166, 12, {0, 6, 6}},
    {"logs/go1.21.13/small.m2.log.gz", "logs/go1.21.13/small.json0.tar.gz", 175, 11, {0, 5, 6}},
    {"logs/go1.27.1/small.m2.log.gz", "logs/go1.27.1/small.json0.tar.gz", 198, 8, {0, 2, 6}},
#define CASE(version, name, married)                                                               \
    {                                                                                              \
        "corpus/recorded/" version "/" name "/escape.m2.log.gz",                                   \
            "corpus/recorded/" version "/" name "/json0.tar.gz", married, 0,                       \
        {                                                                                          \
            0                                                                                      \
        }                                                                                          \
    }
    CASE("1.21.13", "tmpbuf", 3),
    CASE("1.21.13", "inline", 9),
    CASE("1.26.8", "tmpbuf", 3),
    CASE("1.26.8", "inline", 8),
    CASE("1.27.1", "tmpbuf", 3),
    CASE("1.27.1", "inline", 8),
};

static int bad;

static void check(bool ok, const char *what, const char *of, uint64_t got, uint64_t want)
{
    if (ok)
        return;
    printf("FAILED: %s: %s: %llu, expected %llu\n", of, what, (unsigned long long)got,
           (unsigned long long)want);
    bad = 1;
}

static void must(hw_status s, const hw_error *err)
{
    char text[1200];
    if (s == HW_OK)
        return;
    hw_error_text(err, text, sizeof text);
    printf("%s\n", text);
    exit(2);
}

static void read_input(hw_claims *set, const char *folder, const char *name, hw_text *text)
{
    char path[4096];
    hw_error err;
    hw_intake in = {.limits = hw_limits_filled(NULL)};
    snprintf(path, sizeof path, "%s/%s", folder, name);
    must(hw_intake_text(&in, hw_str_of(path), text, &err), &err);
    must(hw_diag_read(set, hw_str_of(name), text->bytes, NULL, &err), &err);
}

static hw_str string(const hw_claims *set, hw_sid id)
{
    return hw_strings_get(set->strings, id);
}

/* "c.go" of "c.cgo1.go". */
static bool is_cgo_of(hw_str made, hw_str base)
{
    return hw_str_cut_suffix(&made, HW_STR(".cgo1.go")) &&
           hw_str_cut_suffix(&base, HW_STR(".go")) && hw_str_eq(made, base);
}

static unsigned why_unmarried(const hw_claims *set, const hw_claim *c)
{
    hw_sid package = set->blocks.at[c->place.block].package;
    hw_str printed = string(set, c->place.file), base = hw_str_base(printed);
    unsigned why = LINE;
    for (size_t i = 0; i < set->json.files.len; i++) {
        const hw_json_file *f = &set->json.files.at[i];
        hw_str file = string(set, f->file);
        if (f->package != package)
            continue;
        if (hw_json_same_file(printed, file))
            return UNEXPLAINED;
        if (hw_str_eq(hw_str_base(file), base))
            why = COLLIDED;
        else if (is_cgo_of(hw_str_base(file), base))
            why = GENERATED;
    }
    /* Only package linedir has directives. */
    if (why == LINE && !hw_str_ends(string(set, package), HW_STR("/linedir")))
        return UNEXPLAINED;
    return why;
}

static void check_row(const char *folder, size_t i, bool verbose)
{
    hw_strings strings;
    hw_claims set;
    hw_text texts[2];
    hw_error err;
    unsigned unmarried[EXCEPTIONS] = {0};
    if (!hw_strings_init(&strings))
        exit(2);
    hw_claims_init(&set, &strings);
    read_input(&set, folder, rows[i].text, &texts[0]);
    read_input(&set, folder, rows[i].json, &texts[1]);
    must(hw_diag_finish(&set, &err), &err);
    for (size_t k = 0; k < set.list.len; k++) {
        const hw_claim *c = &set.list.at[k];
        if (!hw_claim_heap(c) || c->chain != HW_NONE)
            continue;
        unsigned why = why_unmarried(&set, c);
        unmarried[why]++;
        if (verbose || why == UNEXPLAINED)
            printf("%s: %s: %s:%u:%u: %.*s\n", rows[i].text, exceptions[why],
                   string(&set, c->place.file).p, c->place.line, c->place.col,
                   HW_STR_ARG(hw_claim_text(&set, c)));
    }
    printf("%s: %llu claims with their records", rows[i].text,
           (unsigned long long)set.json.married);
    for (unsigned e = 0; e < EXCEPTIONS; e++) {
        printf(", %u %s", unmarried[e], exceptions[e]);
        check(unmarried[e] == rows[i].unmarried[e], exceptions[e], rows[i].text, unmarried[e],
              rows[i].unmarried[e]);
    }
    printf(", %llu records without a claim\n", (unsigned long long)set.json.untold);
    check(set.json.married == rows[i].married, "married", rows[i].text, set.json.married,
          rows[i].married);
    check(set.json.untold == rows[i].untold, "untold", rows[i].text, set.json.untold,
          rows[i].untold);
    check(set.json.invalid + set.json.orphans + set.json.by_code[HW_CODE_UNKNOWN] == 0,
          "not understood", rows[i].json, set.json.invalid, 0);
    hw_claims_free(&set);
    hw_strings_free(&strings);
    hw_text_free(&texts[0]);
    hw_text_free(&texts[1]);
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(argv[1], i, argc > 2);
    return bad;
}
