/* The labelled corpus: every labelled line of nine Go versions gets the truth's verdict or
 * `ambiguous`, and its bytes to the byte. Prints right, ambiguous and wrong per version.
 *
 * `mismatch`: logs of other builds are never believed without a note. `filtered`: logs as people
 * make them
 * (-m only, piped through grep) may cost certainty, never truth.
 *
 * `json`: with the -json output beside the text fewer lines are ambiguous, and none is wrong.
 *
 *   corpus truth|json|mismatch|filtered DIR [-v] [VERSION [CASE]]
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "corpus/table.h"
#include "session/session.h"

enum { AMBIGUOUS_MAX_PERCENT = 15 };

static bool verbose;

/* ---- one line of the lab ---- */

typedef struct lab_line {
    hw_str file;
    uint32_t line;
    hw_values truth[HW_VERDICT_COUNT], ours[HW_VERDICT_COUNT];
    hw_values noise; /* of the truth: objects of collections that began inside of an allocation */
    bool labelled;
    unsigned truth_without[2], ours_without[2],
        listed[2]; /* unobserved, upheld; listed: among candidates */
} lab_line;

typedef struct lab {
    HW_VEC(lab_line) lines;
    hw_session *session;
} lab;

static lab_line *line_of(lab *l, hw_str file, uint32_t line)
{
    for (size_t i = 0; i < l->lines.len; i++)
        if (l->lines.at[i].line == line && hw_str_eq(l->lines.at[i].file, file))
            return &l->lines.at[i];
    if (!hw_vec_push(&l->lines, ((lab_line){.file = file, .line = line})))
        die("out of memory", "lines");
    return &l->lines.at[l->lines.len - 1];
}

/* `json` may be NULL. */
static hw_session *audit(const char *heap, const char *log, const char *json)
{
    hw_session *s;
    hw_error err;
    char text[1200];
    if (hw_session_new(NULL, &s, &err) != HW_OK || hw_add_profile(s, heap, &err) != HW_OK ||
        hw_add_claims(s, log, &err) != HW_OK || (json && hw_add_claims(s, json, &err) != HW_OK) ||
        hw_analyse(s, &err) != HW_OK) {
        hw_error_text(&err, text, sizeof text);
        die("audit", text);
    }
    return s;
}

/* `closures`: the log is of -m alone, which says nothing of the closures around go and defer calls.
 */
static void read_truth(lab *l, const table *t, bool closures)
{
    static const char *const columns[HW_VALUES] = {"alloc_objects", "alloc_bytes", "inuse_objects",
                                                   "inuse_bytes"};
    for (size_t r = 1; r < t->rows.len; r++) {
        hw_str verdict = cell(t, r, "verdict");
        lab_line *line = line_of(l, cell(t, r, "file"), (uint32_t)number(t, r, "line"));
        line->labelled = true;
        hw_verdict v = hw_verdict_named(verdict);
        if (!closures && hw_str_eq(cell(t, r, "cause"), HW_STR("wrapper-closure")))
            v = HW_UNCLAIMED;
        if (v == HW_UNOBSERVED || v == HW_UPHELD)
            line->truth_without[v - HW_UNOBSERVED]++;
        if (v >= HW_VERDICTS_WITH_BYTES)
            continue;
        hw_values values;
        for (int i = 0; i < HW_VALUES; i++)
            values.v[i] = number(t, r, columns[i]);
        hw_values_add(&line->truth[v], &values);
        if (hw_str_eq(cell(t, r, "cause"), HW_STR("gc-inside-malloc")))
            hw_values_add(&line->noise, &values);
    }
}

/* The profile's name of a file of the lab: trimmed, or as it lay on the recording machine. */
static bool lab_path(const lab *l, hw_sid file, hw_str *ret)
{
    *ret = hw_strings_get(&l->session->strings, file);
    return (hw_str_cut_prefix(ret, HW_STR("example.com/lab/")) ||
            hw_str_cut_prefix(ret, HW_STR("/src/lab/"))) &&
           !hw_str_starts(*ret, HW_STR("internal/"));
}

static void read_ours(lab *l)
{
    const hw_audit *a = &l->session->audit;
    hw_str file;
    for (size_t i = 0; i < a->findings.len; i++) {
        const hw_finding *f = &a->findings.at[i];
        if (!lab_path(l, f->file, &file))
            continue;
        lab_line *line = line_of(l, file, f->line);
        hw_values_add(&line->ours[f->verdict], &f->values);
        for (size_t c = 0; c < f->claim_count; c++)
            line->listed[!hw_claim_heap(&a->claims->list.at[f->claims[c].claim])]++;
    }
    for (size_t i = 0; i < a->without_bytes.len; i++) {
        const hw_claim_without_bytes *q = &a->without_bytes.at[i];
        const hw_claim *c = &a->claims->list.at[q->claim];
        hw_str name = hw_strings_get(&l->session->strings, c->place.file);
        size_t at = hw_str_find(name, HW_STR("lab/"));
        hw_str_cut_prefix(&name, HW_STR("./"));
        file = at == HW_NPOS ? name : hw_str_from(name, at + 4);
        for (size_t k = 0; k < l->lines.len; k++)
            if (l->lines.at[k].line == c->place.line && hw_str_eq(l->lines.at[k].file, file))
                l->lines.at[k].ours_without[q->verdict - HW_UNOBSERVED]++;
    }
}

/* ---- logs as people make them ---- */

static bool has(hw_str line, const char *text)
{
    return hw_str_has(line, hw_str_of(text));
}

static bool keep_escapes(hw_str line)
{
    return has(line, "escapes") || has(line, "flow:");
}

static bool keep_escape(hw_str line)
{
    return has(line, "escape");
}

static bool drop_headers(hw_str line)
{
    return !hw_str_starts(line, HW_STR("# "));
}

static bool drop_inlining(hw_str line)
{
    return !has(line, ": inlining call to ") && !has(line, ": can inline ") &&
           !has(line, ": cannot inline ");
}

/* `keep` NULL: the log that -m alone makes. */
typedef struct log_filter {
    const char *name;
    bool (*keep)(hw_str line);
} log_filter;

static const log_filter filters[] = {
    {"-m only", NULL},
    {"grep -E 'escapes|flow:'", keep_escapes},
    {"grep escape", keep_escape},
    {"without headers", drop_headers},
    {"without inlining lines", drop_inlining},
};

static const log_filter *filter; /* NULL: the log as it is */

/* The name of a log that the filter left over, made anew in the working directory. */
static void filtered_log(char *log, size_t size, const char *dir, const char *version,
                         const char *name)
{
    hw_intake in = {.limits = hw_limits_filled(&(hw_limits){0})};
    hw_text text;
    hw_error err;
    snprintf(log, size, "%s/recorded/%s/%s/escape.m%d.log.gz", dir, version, name,
             filter->keep ? 2 : 1);
    if (!filter->keep)
        return;
    if (hw_intake_text(&in, hw_str_of(log), &text, &err) != HW_OK)
        die("cannot read", log);
    snprintf(log, size, "corpus-filtered.log");
    FILE *f = fopen(log, "wb");
    if (!f)
        die("cannot write", log);
    hw_str rest = text.bytes, line;
    while (hw_str_cut(rest, '\n', &line, &rest))
        if (filter->keep(line))
            fprintf(f, "%.*s\n", HW_STR_ARG(line));
    if (fclose(f) != 0)
        die("cannot write", log);
    hw_text_free(&text, 1);
}

/* ---- scores ---- */

typedef struct score {
    unsigned right, ambiguous, wrong, bytes_differ, without_right, without_unresolved,
        without_wrong;
} score;

static void show(const lab *l, const lab_line *line, const char *version, const char *name,
                 const char *what)
{
    printf("%-9s %s %s %.*s:%u ", what, version, name, HW_STR_ARG(line->file), line->line);
    for (int v = 0; v < (int)HW_VERDICTS_WITH_BYTES; v++)
        if (line->truth[v].v[HW_ALLOC_SPACE] || line->ours[v].v[HW_ALLOC_SPACE])
            printf(" %s truth %lld ours %lld", hw_verdict_rows[v].name,
                   (long long)line->truth[v].v[HW_ALLOC_SPACE],
                   (long long)line->ours[v].v[HW_ALLOC_SPACE]);
    printf("\n");
    const hw_audit *a = &l->session->audit;
    for (size_t i = 0; verbose && i < a->findings.len; i++) {
        const hw_finding *f = &a->findings.at[i];
        hw_str file;
        if (!lab_path(l, f->file, &file) || f->line != line->line || !hw_str_eq(file, line->file))
            continue;
        printf("    %s %s [%s] sizes", hw_verdict_rows[f->verdict].name,
               hw_cause_rows[f->cause].name ? hw_cause_rows[f->cause].name : "-",
               hw_strings_get(a->strings, f->function).p);
        for (size_t k = 0; k < f->size_count; k++)
            printf(" %lld", (long long)f->sizes[k]);
        printf(" objects %lld chain %zu\n", (long long)f->values.v[HW_ALLOC_OBJECTS],
               f->inlined_count);
        for (size_t k = 0; k < f->claim_count; k++) {
            const hw_claim *c = &a->claims->list.at[f->claims[k].claim];
            printf("        %u: %.*s (%s)%s\n", c->place.col,
                   HW_STR_ARG(hw_claim_text(a->claims, c)), hw_kind_rows[c->kind].name,
                   f->claims[k].owner ? " owner" : "");
        }
    }
}

static bool same_values(const hw_values *a, const hw_values *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

static void score_line(const lab *l, const lab_line *line, const char *version, const char *name,
                       score *s)
{
    hw_values truth = {0}, ours = {0};
    bool wrong = false, bytes = false;
    for (int v = 0; v < (int)HW_VERDICTS_WITH_BYTES; v++) {
        hw_values_add(&truth, &line->truth[v]);
        hw_values_add(&ours, &line->ours[v]);
        bytes |= line->truth[v].v[HW_ALLOC_OBJECTS] || line->ours[v].v[HW_ALLOC_OBJECTS];
        for (int i = 0; i < HW_VALUES && v != HW_AMBIGUOUS; i++)
            wrong |= line->ours[v].v[i] >
                     line->truth[v].v[i] + (v == HW_UNCLAIMED ? 0 : line->noise.v[i]);
    }
    if (!same_values(&truth, &ours)) {
        s->bytes_differ++;
        show(l, line, version, name, "BYTES");
    }
    for (int q = 0; q < 2; q++) {
        if (!line->truth_without[q])
            continue;
        if (line->ours_without[q])
            s->without_right++;
        else if (line->listed[q])
            s->without_unresolved++;
        else {
            s->without_wrong++;
            if (verbose)
                show(l, line, version, name, q ? "NOT-UPHELD" : "NOT-UNOBS");
        }
    }
    if (!bytes)
        return;
    if (wrong) {
        s->wrong++;
        show(l, line, version, name, "WRONG");
    } else if (line->ours[HW_AMBIGUOUS].v[HW_ALLOC_OBJECTS]) {
        s->ambiguous++;
        if (verbose)
            show(l, line, version, name, "ambiguous");
    } else {
        s->right++;
    }
}

static bool with_json;

/* The recording of the sources with -json: of the same build, or of the same version. */
static bool json_of(char *path, size_t size, const char *dir, const char *version, const char *name)
{
    size_t digits = strspn(version, "0123456789.");
    snprintf(path, size, "%s/recorded/%.*s/%s/json0.json.gz", dir, (int)digits, version, name);
    return access(path, R_OK) == 0;
}

static void run_case(const char *dir, const char *version, const char *name, score *s)
{
    char path[4096], log[4096], json[4096];
    table truth;
    lab l = {0};
    snprintf(path, sizeof path, "%s/truth/%s/%s.tsv", dir, version, name);
    if (!table_read(&truth, path))
        die("cannot read", path);
    snprintf(path, sizeof path, "%s/recorded/%s/%s/heap.pb.gz", dir, version, name);
    if (!filter)
        snprintf(log, sizeof log, "%s/recorded/%s/%s/escape.m2.log.gz", dir, version, name);
    else
        filtered_log(log, sizeof log, dir, version, name);
    if (with_json && !json_of(json, sizeof json, dir, version, name))
        die("cannot read", json);
    l.session = audit(path, log, with_json ? json : NULL);
    read_truth(&l, &truth, !filter || filter->keep);
    read_ours(&l);
    if (!filter && l.session->claims.not_understood.len)
        die("lines not understood", log);
    if (l.session->audit.build_match == HW_BUILD_DIFFERS) {
        printf("ACCUSED   %s %s: %s\n", version, name,
               hw_strings_get(&l.session->strings, l.session->audit.build_reasons.at[0]).p);
        s->wrong++;
    }
    for (size_t i = 0; i < l.lines.len; i++)
        score_line(&l, &l.lines.at[i], version, name, s);
    hw_vec_free(&l.lines);
    hw_session_free(l.session);
    table_free(&truth);
}

/* ---- folders ---- */

typedef HW_VEC(char *) names;

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static names list(const char *path)
{
    names n = {0};
    DIR *d = opendir(path);
    if (!d)
        die("cannot open", path);
    for (struct dirent *e; (e = readdir(d));)
        if (e->d_name[0] != '.') {
            char *copy = strdup(e->d_name);
            char *dot = copy ? strstr(copy, ".tsv") : NULL;
            if (dot)
                *dot = '\0';
            if (!copy || !hw_vec_push(&n, copy))
                die("out of memory", path);
        }
    closedir(d);
    qsort(n.at, n.len, sizeof *n.at, by_text);
    return n;
}

static void names_free(names *n)
{
    for (size_t i = 0; i < n->len; i++)
        free(n->at[i]);
    hw_vec_free(n);
}

static bool has_json(const char *dir, const char *version)
{
    char path[4096];
    return json_of(path, sizeof path, dir, version, "tmpbuf");
}

/* Of `recorded_json`, only the versions that were recorded with -json too. */
static score run_all(const char *dir, const char *only_version, const char *only_case,
                     bool recorded_json)
{
    char path[4096];
    score sum = {0};
    snprintf(path, sizeof path, "%s/truth", dir);
    names versions = list(path);
    unsigned tables = 0;
    for (size_t v = 0; v < versions.len; v++) {
        score s = {0};
        if (strcmp(versions.at[v], "mismatch") == 0 ||
            (only_version && strcmp(versions.at[v], only_version) != 0) ||
            (recorded_json && !has_json(dir, versions.at[v])))
            continue;
        snprintf(path, sizeof path, "%s/truth/%s", dir, versions.at[v]);
        names cases = list(path);
        for (size_t c = 0; c < cases.len; c++)
            if (!only_case || strcmp(cases.at[c], only_case) == 0) {
                run_case(dir, versions.at[v], cases.at[c], &s);
                tables++;
            }
        names_free(&cases);
        unsigned all = s.right + s.ambiguous + s.wrong;
        printf(
            "%-17s right %3u  ambiguous %2u (%.1f %%)  wrong %u  | without bytes: right %u  open "
            "%u  wrong %u\n",
            versions.at[v], s.right, s.ambiguous, all ? 100.0 * s.ambiguous / all : 0.0, s.wrong,
            s.without_right, s.without_unresolved, s.without_wrong);
        sum.right += s.right;
        sum.ambiguous += s.ambiguous;
        sum.wrong += s.wrong;
        sum.bytes_differ += s.bytes_differ;
        sum.without_wrong += s.without_wrong;
    }
    names_free(&versions);
    unsigned all = sum.right + sum.ambiguous + sum.wrong;
    printf("all: %u lines with bytes in %u recordings: right %u, ambiguous %u (%.1f %%), wrong %u, "
           "bytes differ %u\n",
           all, tables, sum.right, sum.ambiguous, all ? 100.0 * sum.ambiguous / all : 0.0,
           sum.wrong, sum.bytes_differ);
    return sum;
}

static bool is_bad(const score *s)
{
    return s->wrong || s->bytes_differ || s->right + s->ambiguous == 0;
}

static int run_truth(const char *dir, const char *only_version, const char *only_case)
{
    score s = run_all(dir, only_version, only_case, false);
    unsigned all = s.right + s.ambiguous;
    return is_bad(&s) ||
           (!filter && (s.without_wrong || s.ambiguous * 100 > all * AMBIGUOUS_MAX_PERCENT));
}

static int run_json(const char *dir, const char *only_version, const char *only_case)
{
    printf("text alone\n");
    score text = run_all(dir, only_version, only_case, true);
    printf("with -json\n");
    with_json = true;
    score both = run_all(dir, only_version, only_case, true);
    return is_bad(&text) || is_bad(&both) || both.without_wrong || both.ambiguous >= text.ambiguous;
}

static int run_filtered(const char *dir, const char *only_version, const char *only_case)
{
    int failed = 0;
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        filter = &filters[i];
        printf("%s\n", filter->name);
        failed |= run_truth(dir, only_version, only_case);
    }
    return failed;
}

/* ---- logs of other builds ---- */

/* Where profile and log of a name in truth/mismatch lie: a version, or a variant of 1.26.8. */
static void recording(char *path, size_t size, const char *dir, hw_str build, const char *name,
                      const char *file)
{
    char folder[256];
    if (build.n && build.p[0] >= '0' && build.p[0] <= '9')
        snprintf(folder, sizeof folder, "%.*s", HW_STR_ARG(build));
    else
        snprintf(folder, sizeof folder, "1.26.8-variants/%.*s", HW_STR_ARG(build));
    snprintf(path, size, "%s/recorded/%s/%s/%s", dir, folder, name, file);
}

static bool said(const hw_audit *a)
{
    return hw_notes_find(&a->notes, HW_NOTE_BUILD_MISMATCH) ||
           hw_notes_find(&a->notes, HW_NOTE_BUILD_UNKNOWN) ||
           hw_notes_find(&a->notes, HW_NOTE_FOREIGN_LOG);
}

typedef struct pairs {
    unsigned all, other_build, proven, accused, silent;
} pairs;

static void run_pair(const char *dir, const char *kind, const char *name, hw_str profile,
                     hw_str log, pairs *p)
{
    char heap[4096], text[4096];
    recording(heap, sizeof heap, dir, profile, name, "heap.pb.gz");
    recording(text, sizeof text, dir, log, name, "escape.m2.log.gz");
    hw_session *s = audit(heap, text, NULL);
    const hw_audit *a = &s->audit;
    bool differs = a->build_match == HW_BUILD_DIFFERS, same = hw_str_eq(profile, log);
    unsigned contradicted = 0;
    for (size_t i = 0; i < a->findings.len; i++)
        contradicted += a->findings.at[i].verdict == HW_CONTRADICTED;
    p->all++;
    p->other_build += !same;
    p->proven += !same && differs;
    p->accused += same && differs;
    p->silent += !same && contradicted && !said(a);
    if (verbose || (same && differs) || (!same && contradicted && !said(a)))
        printf("%s/%s profile %.*s log %.*s: %s, %u contradicted%s%s\n", kind, name,
               HW_STR_ARG(profile), HW_STR_ARG(log), differs ? "differs" : "unknown", contradicted,
               differs ? ": " : "",
               differs ? hw_strings_get(a->strings, a->build_reasons.at[0]).p : "");
    hw_session_free(s);
}

static int run_mismatch(const char *dir)
{
    char path[4096];
    pairs p = {0};
    snprintf(path, sizeof path, "%s/truth/mismatch", dir);
    names kinds = list(path);
    for (size_t k = 0; k < kinds.len; k++) {
        pairs mine = {0};
        snprintf(path, sizeof path, "%s/truth/mismatch/%s", dir, kinds.at[k]);
        names cases = list(path);
        for (size_t c = 0; c < cases.len; c++) {
            table t;
            snprintf(path, sizeof path, "%s/truth/mismatch/%s/%s.tsv", dir, kinds.at[k],
                     cases.at[c]);
            if (!table_read(&t, path))
                die("cannot read", path);
            hw_str profile = {0}, log = {0};
            for (size_t r = 1; r < t.rows.len; r++) {
                hw_str pr = cell(&t, r, "profile_of"), lo = cell(&t, r, "log_of");
                if (hw_str_eq(pr, profile) && hw_str_eq(lo, log))
                    continue;
                profile = pr;
                log = lo;
                run_pair(dir, kinds.at[k], cases.at[c], profile, log, &mine);
            }
            table_free(&t);
        }
        names_free(&cases);
        printf("%-18s pairs %2u, foreign %2u: proven %2u; matching accused %u; contradicted in "
               "silence %u\n",
               kinds.at[k], mine.all, mine.other_build, mine.proven, mine.accused, mine.silent);
        p.all += mine.all;
        p.accused += mine.accused;
        p.silent += mine.silent;
    }
    names_free(&kinds);
    return p.accused || p.silent || p.all == 0;
}

int main(int argc, char **argv)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    int at = 3;
    if (argc < 3)
        die("usage", "corpus truth|json|mismatch|filtered DIR [-v] [VERSION [CASE]]");
    if (at < argc && strcmp(argv[at], "-v") == 0) {
        verbose = true;
        at++;
    }
    if (strcmp(argv[1], "mismatch") == 0)
        return run_mismatch(argv[2]);
    if (strcmp(argv[1], "json") == 0)
        return run_json(argv[2], at < argc ? argv[at] : NULL, at + 1 < argc ? argv[at + 1] : NULL);
    if (strcmp(argv[1], "filtered") == 0)
        return run_filtered(argv[2], at < argc ? argv[at] : NULL,
                            at + 1 < argc ? argv[at + 1] : NULL);
    return run_truth(argv[2], at < argc ? argv[at] : NULL, at + 1 < argc ? argv[at + 1] : NULL);
}
