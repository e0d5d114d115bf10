/* Text and -json records of one build say the same: every heap claim of the text has its record and
 * every record its claim, but for the exceptions of docs/diagnostics.md, each of which is listed
 * here by its own mark.
 *
 *   json FOLDER [-v]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "diag/diag.h"
#include "intake/intake.h"
#include "records/json_files.h"

/* Why a claim of the text has no record. */
enum {
    COLLIDED,  /* the package's records have another file of that base name: it was overwritten */
    GENERATED, /* cgo rewrote the file: other lines and columns */
    LINE,      /* a //line directive: the record has the physical place */
    UNEXPLAINED,
    EXCEPTIONS
};

static const char *const exceptions[EXCEPTIONS] = {"collided", "cgo", "//line", "unexplained"};

typedef struct pair {
    const char *text, *json;
    uint64_t paired, unmatched;
    unsigned unpaired[EXCEPTIONS];
} pair;

static const pair rows[] = {
    {"services/fast/escape.all.m2.log.gz",
     "services/fast/escape.json0.json.gz",
     17651,
     2,
     {320, 2}},
    {"logs/go1.19.13/small.m2.log.gz", "logs/go1.19.13/small.json0.json.gz", 166, 12, {0, 6, 6}},
    {"logs/go1.21.13/small.m2.log.gz", "logs/go1.21.13/small.json0.json.gz", 175, 11, {0, 5, 6}},
    {"logs/go1.27.1/small.m2.log.gz", "logs/go1.27.1/small.json0.json.gz", 198, 8, {0, 2, 6}},
    {"logs/go1.25.8/small.m2.log.gz", "json/go1.25.8.json0.json.gz", 196, 8, {0, 2, 6}},
    {"json/go1.22.12.m2.log.gz", "json/go1.22.12.json0.json.gz", 174, 8, {0, 2, 6}},
    {"json/go1.23.12.m2.log.gz", "json/go1.23.12.json0.json.gz", 180, 8, {0, 2, 6}},
    {"json/go1.24.13.m2.log.gz", "json/go1.24.13.json0.json.gz", 180, 8, {0, 2, 6}},
    {"json/go1.26.8.m2.log.gz", "json/go1.26.8.json0.json.gz", 198, 8, {0, 2, 6}},
    {"json/trimpath.m2.log.gz", "json/trimpath.json0.json.gz", 198, 8, {0, 2, 6}},
    {"logs/go1.19.13/small.m3.log.gz", "logs/go1.19.13/small.json0.json.gz", 166, 12, {0, 6, 6}},
    {"logs/go1.27.1/small.m3.log.gz", "logs/go1.27.1/small.json0.json.gz", 198, 8, {0, 2, 6}},
    {"json/mains.m2.log", "json/mains.json0.json.gz", 8, 0, {5}},
};

/* The labelled programs have none of the exceptions: claims of a version in all. */
static const struct {
    const char *version;
    uint64_t paired;
} corpus[] = {
    {"1.19.13", 158}, {"1.21.13", 157}, {"1.22.12", 156}, {"1.23.12", 158},
    {"1.24.13", 159}, {"1.25.8", 156},  {"1.26.8", 156},  {"1.27.1", 156},
};

static const char *const cases[] = {"appendgrow", "defers",   "generics",   "gochan", "iface",
                                    "inline",     "makecopy", "mapgrow",    "moved",  "never",
                                    "panics",     "pgo",      "runtimeapi", "tmpbuf", "traps",
                                    "varmake",    "wrappers"};

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

static unsigned why_unpaired(const hw_claims *set, const hw_claim *c)
{
    const hw_block *b = &set->blocks.at[c->place.block];
    hw_sid main = b->declares_main ? hw_strings_find(set->strings, HW_STR("main")) : HW_NONE;
    hw_str printed = string(set, c->place.file), base = hw_str_base(printed);
    unsigned why = LINE;
    for (size_t i = 0; i < set->json.files.len; i++) {
        const hw_json_file *f = &set->json.files.at[i];
        hw_str file = string(set, f->file);
        if (f->package != b->package && f->package != main)
            continue;
        if (hw_json_same_file(printed, file))
            return UNEXPLAINED;
        if (hw_str_eq(hw_str_base(file), base))
            why = COLLIDED;
        else if (is_cgo_of(hw_str_base(file), base))
            why = GENERATED;
    }
    /* Only package linedir has directives. */
    if (why == LINE && !hw_str_ends(string(set, b->package), HW_STR("/linedir")))
        return UNEXPLAINED;
    return why;
}

/* Fills all but the names. */
static void measure(const char *folder, pair *got, bool verbose)
{
    hw_strings strings;
    hw_claims set;
    hw_text texts[2];
    hw_error err;
    if (!hw_strings_init(&strings))
        exit(2);
    hw_claims_init(&set, &strings);
    read_input(&set, folder, got->text, &texts[0]);
    read_input(&set, folder, got->json, &texts[1]);
    must(hw_diag_finish(&set, &err), &err);
    for (size_t k = 0; k < set.list.len; k++) {
        const hw_claim *c = &set.list.at[k];
        if (!hw_claim_heap(c) || c->chain != HW_NONE)
            continue;
        unsigned why = why_unpaired(&set, c);
        got->unpaired[why]++;
        if (verbose || why == UNEXPLAINED)
            printf("%s: %s: %s:%u:%u: %.*s\n", got->text, exceptions[why],
                   string(&set, c->place.file).p, c->place.line, c->place.col,
                   HW_STR_ARG(hw_claim_text(&set, c)));
    }
    got->paired = set.json.paired;
    got->unmatched = set.json.unmatched;
    check(set.json.invalid + set.json.orphans + set.json.by_code[HW_CODE_UNKNOWN] == 0,
          "not understood", got->json, set.json.invalid, 0);
    hw_claims_free(&set);
    hw_strings_free(&strings);
    hw_text_free(&texts[0], 1);
    hw_text_free(&texts[1], 1);
}

static void check_row(const char *folder, const pair *want, bool verbose)
{
    pair got = {.text = want->text, .json = want->json};
    measure(folder, &got, verbose);
    printf("%s: %llu claims with their records", got.text, (unsigned long long)got.paired);
    for (unsigned e = 0; e < EXCEPTIONS; e++) {
        printf(", %u %s", got.unpaired[e], exceptions[e]);
        check(got.unpaired[e] == want->unpaired[e], exceptions[e], got.text, got.unpaired[e],
              want->unpaired[e]);
    }
    printf(", %llu records without a claim\n", (unsigned long long)got.unmatched);
    check(got.paired == want->paired, "married", got.text, got.paired, want->paired);
    check(got.unmatched == want->unmatched, "unmatched", got.text, got.unmatched, want->unmatched);
}

static void check_version(const char *folder, size_t v, bool verbose)
{
    uint64_t paired = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[256], json[256];
        pair got = {.text = text, .json = json};
        const char *version = corpus[v].version;
        snprintf(text, sizeof text, "corpus/recorded/%s/%s/escape.m2.log.gz", version, cases[i]);
        snprintf(json, sizeof json, "corpus/recorded/%s/%s/json0.json.gz", version, cases[i]);
        measure(folder, &got, verbose);
        for (unsigned e = 0; e < EXCEPTIONS; e++)
            check(got.unpaired[e] == 0, exceptions[e], text, got.unpaired[e], 0);
        check(got.unmatched == 0, "unmatched", text, got.unmatched, 0);
        paired += got.paired;
    }
    printf("corpus, %s: %llu claims with their records\n", corpus[v].version,
           (unsigned long long)paired);
    check(paired == corpus[v].paired, "married", corpus[v].version, paired, corpus[v].paired);
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(argv[1], &rows[i], argc > 2);
    for (size_t i = 0; i < sizeof corpus / sizeof *corpus; i++)
        check_version(argv[1], i, argc > 2);
    return bad;
}
