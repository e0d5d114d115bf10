/* All that is said of the recordings of the corpus, counted: how often each verdict has which
 * cause, which evidence and which sentence, of which kind of expression, and how many claims stand
 * beside it. The truth only says what is wrong; this also shows what becomes more or less sure, and
 * for what reason.
 *
 *   verdicts DIR BINARIES FILE      compares with FILE; HW_UPDATE_GOLDEN=1 writes it: read the diff
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "corpus/table.h"
#include "session/session.h"

enum { VERSIONS_MAX = 16, NAMES_MAX = 64, PATH_SIZE = 1024 };

typedef struct count {
    unsigned sites, owners, others; /* claims that own, and those that are only listed */
} count;

typedef struct said {
    char key[512];
    count of[VERSIONS_MAX];
} said;

static HW_VEC(said) rows;

static const struct {
    const char *name, *log;
    bool json, binary;
} evidence[] = {
    {"-m", "escape.m1.log.gz", false, false},
    {"-m=2", "escape.m2.log.gz", false, false},
    {"-json", "escape.m2.log.gz", true, false},
    {"-m=2, program", "escape.m2.log.gz", false, true},
    {"-json, program", "escape.m2.log.gz", true, true},
};

static count *count_of(const char *key, size_t version)
{
    for (size_t i = 0; i < rows.len; i++)
        if (strcmp(rows.at[i].key, key) == 0)
            return &rows.at[i].of[version];
    said new = {0};
    snprintf(new.key, sizeof new.key, "%s", key);
    if (!hw_vec_push(&rows, new))
        die("out of memory", key);
    return &rows.at[rows.len - 1].of[version];
}

static const char *cause_name(hw_cause cause)
{
    return hw_cause_rows[cause].name ? hw_cause_rows[cause].name : "-";
}

static void count_audit(const hw_audit *a, const char *with, size_t version)
{
    char key[512];
    for (size_t i = 0; i < a->findings.len; i++) {
        const hw_finding *f = &a->findings.at[i];
        const hw_claim *first = f->claim_count ? &a->claims->list.at[f->claims[0].claim] : NULL;
        snprintf(key, sizeof key, "%s\t%s\t%s\t%s\t%s\t%s", with, hw_verdict_rows[f->verdict].name,
                 cause_name(f->cause), hw_basis_names[f->basis],
                 first ? hw_kind_rows[first->kind].name : "-",
                 hw_strings_get(a->strings, f->why).p);
        count *c = count_of(key, version);
        c->sites++;
        for (size_t k = 0; k < f->claim_count; k++) {
            c->owners += f->claims[k].owner;
            c->others += !f->claims[k].owner;
        }
    }
    for (size_t i = 0; i < a->without_bytes.len; i++) {
        const hw_claim_without_bytes *q = &a->without_bytes.at[i];
        snprintf(key, sizeof key, "%s\t%s\t%s\t-\t%s\t-", with, hw_verdict_rows[q->verdict].name,
                 cause_name(q->cause), hw_kind_rows[a->claims->list.at[q->claim].kind].name);
        count_of(key, version)->others++;
    }
}

/* The program's code is asked, too, why claims have no bytes. */
static hw_session *asking(hw_session *s, bool code)
{
    s->ask_code = code;
    return s;
}

static void count_recording(const char *folder, const char *binary, size_t version)
{
    char heap[PATH_SIZE + 32], log[PATH_SIZE + 32], json[PATH_SIZE + 32], text[1200];
    snprintf(heap, sizeof heap, "%s/heap.pb.gz", folder);
    snprintf(json, sizeof json, "%s/json0.json.gz", folder);
    for (size_t i = 0; i < sizeof evidence / sizeof *evidence; i++) {
        bool with_json = evidence[i].json, with_binary = evidence[i].binary;
        hw_session *s;
        hw_error err;
        if ((with_json && access(json, R_OK) != 0) || (with_binary && access(binary, R_OK) != 0))
            continue;
        snprintf(log, sizeof log, "%s/%s", folder, evidence[i].log);
        if (hw_session_new(NULL, &s, &err) != HW_OK || hw_add_profile(s, heap, &err) != HW_OK ||
            hw_add_claims(s, log, &err) != HW_OK ||
            (with_json && hw_add_claims(s, json, &err) != HW_OK) ||
            (with_binary && hw_add_binary(s, binary, &err) != HW_OK) ||
            hw_analyse(asking(s, with_binary), &err) != HW_OK) {
            hw_error_text(&err, text, sizeof text);
            die("audit", text);
        }
        count_audit(&s->audit, evidence[i].name, version);
        hw_session_free(s);
    }
}

/* ---- folders ---- */

static int by_text(const void *a, const void *b)
{
    return strcmp(a, b); /* rows and names begin with their text */
}

/* Sorted. */
static size_t list(const char *path, char names[][64])
{
    size_t n = 0;
    DIR *d = opendir(path);
    if (!d)
        die("cannot open", path);
    for (struct dirent *e; (e = readdir(d));)
        if (e->d_name[0] != '.' && n < NAMES_MAX)
            snprintf(names[n++], sizeof names[0], "%.63s", e->d_name);
    closedir(d);
    qsort(names, n, sizeof names[0], by_text);
    return n;
}

static void print(hw_buf *b, char versions[][64], size_t n)
{
    bool ok = hw_buf_printf(b, "log\tverdict\tcause\tbasis\tkind\twhy") == HW_OK;
    for (size_t v = 0; v < n; v++)
        ok &= hw_buf_printf(b, "\t%s", versions[v]) == HW_OK;
    qsort(rows.at, rows.len, sizeof *rows.at, by_text);
    for (size_t i = 0; i < rows.len; i++) {
        ok &= hw_buf_printf(b, "\n%s", rows.at[i].key) == HW_OK;
        for (size_t v = 0; v < n; v++) {
            const count *c = &rows.at[i].of[v];
            ok &= hw_buf_printf(b, "\t%u/%u/%u", c->sites, c->owners, c->others) == HW_OK;
        }
    }
    if (!ok || hw_buf_printf(b, "\n") != HW_OK)
        die("out of memory", "rows");
}

static int compare(hw_buf *got, const char *path)
{
    hw_buf want = {0};
    char chunk[4096], got_path[] = "verdicts.tsv";
    const char *update = getenv("HW_UPDATE_GOLDEN");
    bool writing = update && *update;
    FILE *out = fopen(writing ? path : got_path, "wb");
    if (!out || fwrite(got->p, 1, got->n, out) != got->n || fclose(out) != 0)
        die("cannot write", writing ? path : got_path);
    FILE *in = fopen(path, "rb");
    if (!in)
        die("cannot read", path);
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, in)) > 0;)
        if (hw_buf_add(&want, chunk, n) != HW_OK)
            die("out of memory", path);
    fclose(in);
    int differs = want.n != got->n || memcmp(want.p, got->p, got->n) != 0;
    if (differs)
        printf("diff %s %s shows what is said otherwise\n", path, got_path);
    hw_buf_free(&want);
    return differs;
}

int main(int argc, char **argv)
{
    static char versions[NAMES_MAX][64], cases[NAMES_MAX][64];
    char path[PATH_SIZE], binary[PATH_SIZE];
    hw_buf got = {0};
    size_t n = 0;
    if (argc != 4)
        return 2;
    snprintf(path, sizeof path, "%s/truth", argv[1]);
    size_t all = list(path, versions);
    for (size_t v = 0; v < all; v++) {
        if (strcmp(versions[v], "mismatch") == 0 || n == VERSIONS_MAX)
            continue;
        memmove(versions[n], versions[v], sizeof versions[v]);
        snprintf(path, sizeof path, "%s/recorded/%s", argv[1], versions[n]);
        size_t recordings = list(path, cases);
        for (size_t c = 0; c < recordings; c++) {
            snprintf(path, sizeof path, "%s/recorded/%s/%s", argv[1], versions[n], cases[c]);
            snprintf(binary, sizeof binary, "%s/%s/%s", argv[2], versions[n], cases[c]);
            count_recording(path, binary, n);
        }
        n++;
    }
    print(&got, versions, n);
    int differs = compare(&got, argv[3]);
    hw_vec_free(&rows);
    hw_buf_free(&got);
    return differs;
}
