#include "records/json_read.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/limit_table.h"
#include "base/magic.h"
#include "base/pool.h"
#include "message/not_compiler.h"
#include "records/json_odd.h"
#include "records/json_piece.h"

typedef struct json_reader {
    hw_claims *set;
    hw_json_records *json;
    uint64_t max_line, max_claims;
    hw_str name, text;
    uint32_t input;
    uint32_t file;   /* whose records are being read; HW_NONE: none */
    bool left_out;   /* its records were read before */
    bool sorted;     /* its records are */
    uint64_t number; /* of the line */
    hw_json_strings strings;
} json_reader;

/* --- files ------------------------------------------------------------------------------------ */

typedef struct file_key {
    const hw_json_records *json;
    hw_sid package, file;
} file_key;

static bool same_file(const void *ctx, uint32_t id)
{
    const file_key *k = ctx;
    return id < k->json->files.len && k->json->files.at[id].package == k->package &&
           k->json->files.at[id].file == k->file;
}

static uint64_t hash_file(uint64_t seed, hw_sid package, hw_sid file)
{
    return hw_mix(seed, (uint64_t)package << 32 | file);
}

static uint64_t rehash_file(const void *ctx, uint32_t id)
{
    const hw_claims *set = ctx;
    if (id >= set->json.files.len)
        return 0; /* of a text that was refused */
    const hw_json_file *f = &set->json.files.at[id];
    return hash_file(set->strings->index.seed, f->package, f->file);
}

static int by_position(const void *a, const void *b)
{
    const hw_json_record *x = a, *y = b;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    if (x->col != y->col)
        return x->col < y->col ? -1 : 1;
    return (x->nth > y->nth) - (x->nth < y->nth);
}

static void end_file(json_reader *r)
{
    if (r->file == HW_NONE)
        return;
    hw_json_file *f = &r->json->files.at[r->file];
    f->records = (uint32_t)(r->json->records.len - f->first);
    if (!r->sorted)
        qsort(&r->json->records.at[f->first], f->records, sizeof *r->json->records.at, by_position);
    r->file = HW_NONE;
}

static void take_versions(json_reader *r, const hw_json_header *h)
{
    hw_json_records *j = r->json;
    if (!j->version) {
        j->version = h->version;
        j->goos = h->goos;
        j->goarch = h->goarch;
    } else if (h->version && h->version != j->version && !j->other_version) {
        j->other_version = h->version;
    }
}

/* Whether the header of a text can name the package; no build has another. */
static bool is_package(const json_reader *r, hw_sid id)
{
    char line[1024];
    hw_str name = hw_strings_get(r->set->strings, id), package, variant;
    for (size_t i = 0; i < name.n; i++)
        if ((unsigned char)name.p[i] <= ' ')
            return false;
    int n = snprintf(line, sizeof line, "# %.*s", HW_STR_ARG(name));
    return n > 0 && (size_t)n < sizeof line &&
           hw_header_match((hw_str){line, (size_t)n}, &package, &variant) &&
           hw_str_eq(package, name);
}

static hw_status begin_file(json_reader *r, const hw_json_header *h, hw_error *err)
{
    hw_json_records *j = r->json;
    hw_json_file f = {.package = h->package,
                      .file = h->file,
                      .input = r->input,
                      .first = (uint32_t)j->records.len};
    end_file(r);
    r->left_out = !is_package(r, h->package);
    if (r->left_out) {
        r->json->invalid++;
        return HW_OK;
    }
    take_versions(r, h);
    file_key k = {j, h->package, h->file};
    uint64_t hash = hash_file(r->set->strings->index.seed, h->package, h->file);
    r->left_out = hw_index_get(&j->file_keys, hash, same_file, &k) != HW_NONE;
    r->sorted = true;
    if (r->left_out) {
        j->repeated_files++;
        return HW_OK;
    }
    if (j->files.len >= r->max_claims)
        return hw_fail_line(err, HW_LIMIT, r->name, r->number,
                            "more than %llu files of records; see --max-claims",
                            (unsigned long long)r->max_claims);
    if (!hw_vec_push(&j->files, f))
        return hw_nomem(err);
    r->file = (uint32_t)j->files.len - 1;
    return hw_index_put(&j->file_keys, hash, r->file, rehash_file, r->set) ? HW_OK : hw_nomem(err);
}

/* --- records ---------------------------------------------------------------------------------- */

static hw_status too_many(const json_reader *r, hw_error *err)
{
    return hw_fail_line(err, HW_LIMIT, r->name, r->number,
                        "more than %llu records; see --max-claims",
                        (unsigned long long)r->max_claims);
}

/* Adds to those of the current file. */
static hw_status keep_records(json_reader *r, const hw_json_record *records, size_t n,
                              hw_error *err)
{
    hw_json_records *j = r->json;
    uint32_t kept = (uint32_t)(j->records.len - j->files.at[r->file].first);
    if (kept && n)
        r->sorted &= hw_json_in_order(&j->records.at[j->records.len - 1], records);
    if (!hw_vec_add(&j->records, records, n))
        return hw_nomem(err);
    for (size_t i = j->records.len - n; i < j->records.len; i++)
        j->records.at[i].nth += kept;
    return HW_OK;
}

static hw_status unknown_code(json_reader *r, hw_str written, hw_error *err)
{
    hw_str code;
    bool valid;
    if (r->json->unknown_code)
        return HW_OK;
    HW_TRY(hw_json_unescape(&r->strings, written, &code, &valid, err));
    return hw_strings_put(r->set->strings, code, &r->json->unknown_code) ? HW_OK : hw_nomem(err);
}

/* `odd`: the line was put into the compiler's form. *done: false where it is not in that form. */
static hw_status take_record(json_reader *r, hw_str line, uint64_t at, bool odd, bool *done,
                             hw_error *err)
{
    hw_json_record record;
    hw_code code;
    hw_str written;
    hw_json_cutting cut = hw_json_record_of(line, at, &record, &code, &written);
    *done = cut != HW_JSON_DEVIATES;
    if (!*done || r->left_out)
        return HW_OK;
    if (r->file == HW_NONE) {
        r->json->orphans++;
        return HW_OK;
    }
    r->json->by_code[code]++;
    if (code == HW_CODE_UNKNOWN)
        return unknown_code(r, written, err);
    if (cut == HW_JSON_NOT_KEPT)
        return HW_OK;
    if (r->json->records.len >= r->max_claims)
        return too_many(r, err);
    record.nth = 0;
    record.odd = odd;
    return keep_records(r, &record, 1, err);
}

static hw_status take_odd(json_reader *r, hw_str line, hw_error *err)
{
    hw_json_line kind;
    hw_json_header header;
    hw_buf *odd = &r->json->odd;
    size_t at = odd->n;
    bool done = false;
    HW_TRY(hw_json_header_of(r->set->strings, &r->strings, line, &header, &done, err));
    kind = HW_JSON_HEADER;
    if (!done)
        HW_TRY(hw_json_parse(r->set->strings, line, &kind, &header, odd, err));
    if (kind == HW_JSON_HEADER)
        return begin_file(r, &header, err);
    if (kind == HW_JSON_RECORD) {
        size_t kept = r->json->records.len;
        HW_TRY(take_record(r, hw_str_from(hw_buf_view(odd), at), at, true, &done, err));
        if (r->json->records.len == kept)
            odd->n = at;
    }
    r->json->invalid += !done;
    return HW_OK;
}

static hw_status take_line(json_reader *r, hw_str line, hw_error *err)
{
    bool done;
    if (line.n > r->max_line)
        return hw_fail_line(err, HW_LIMIT, r->name, r->number,
                            "a line of %zu bytes; --max-line allows %llu", line.n,
                            (unsigned long long)r->max_line);
    hw_str_cut_suffix(&line, HW_STR("\r"));
    HW_TRY(take_record(r, line, (uint64_t)(line.p - r->text.p), false, &done, err));
    if (done)
        return HW_OK;
    line = hw_str_trim(line);
    return line.n ? take_odd(r, line, err) : HW_OK;
}

/* --- pieces ----------------------------------------------------------------------------------- */

/* A run with more records than are allowed: in the line of the first that is one too many. */
static hw_status too_many_in_run(json_reader *r, const hw_json_piece *p, const hw_json_run *run,
                                 hw_error *err)
{
    size_t allowed = (size_t)(r->max_claims - r->json->records.len);
    hw_str before = hw_str_sub(r->text, run->from, (size_t)p->records.at[run->first + allowed].at);
    r->number++;
    for (size_t lf; (lf = hw_str_chr(before, '\n')) != HW_NPOS; r->number++)
        before = hw_str_from(before, lf + 1);
    return too_many(r, err);
}

static hw_status append_run(json_reader *r, const hw_json_piece *p, const hw_json_run *run,
                            hw_error *err)
{
    hw_json_records *j = r->json;
    bool open = r->file != HW_NONE && !r->left_out;
    if (open && run->records > r->max_claims - j->records.len)
        return too_many_in_run(r, p, run, err);
    r->number += run->lines;
    for (unsigned i = 0; i < HW_CODE_COUNT && !r->left_out; i++)
        *(open ? &j->by_code[i] : &j->orphans) += run->by_code[i];
    if (!open)
        return HW_OK;
    if (run->unknown.p)
        HW_TRY(unknown_code(r, run->unknown, err));
    r->sorted &= run->in_order;
    return keep_records(r, run->records ? &p->records.at[run->first] : NULL, run->records, err);
}

static hw_status append_piece(json_reader *r, const hw_json_piece *p, uint64_t *zeros,
                              hw_error *err)
{
    if (!p->cut)
        return hw_nomem(err);
    for (size_t i = 0; i < p->runs.len; i++) {
        HW_TRY(append_run(r, p, &p->runs.at[i], err));
        if (!p->runs.at[i].odd.p)
            continue;
        r->number++;
        HW_TRY(take_line(r, p->runs.at[i].odd, err));
    }
    *zeros += p->zeros;
    return HW_OK;
}

enum {
    PIECE = 1 << 18, /* bytes that a thread takes at once */
    ROUND = 32,      /* pieces that are cut before they are appended */
};

typedef struct round {
    const json_reader *r;
    size_t size; /* of a piece, about */
    hw_json_piece pieces[ROUND];
} round;

static void cut_one(void *ctx, size_t i)
{
    round *all = ctx;
    hw_json_piece_cut(&all->pieces[i], all->r->text, all->r->max_line);
}

/* Sets the next pieces up; returns how many there are. */
static size_t next_round(round *all, size_t *at)
{
    hw_str text = all->r->text;
    size_t n = 0;
    for (; n < ROUND && *at < text.n; n++) {
        hw_json_piece *p = &all->pieces[n];
        p->from = *at;
        size_t end = text.n - *at > all->size ? *at + all->size : text.n;
        size_t lf = hw_str_chr(hw_str_from(text, end), '\n');
        p->to = lf == HW_NPOS ? text.n : end + lf + 1;
        *at = p->to;
    }
    return n;
}

static hw_status read_all(json_reader *r, size_t piece, hw_error *err)
{
    round all = {.r = r, .size = piece};
    uint64_t zeros = 0;
    hw_status status = HW_OK;
    size_t at = hw_str_starts(r->text, HW_STR("\xef\xbb\xbf")) ? 3 : 0;
    for (size_t n; status == HW_OK && (n = next_round(&all, &at)) > 0;) {
        hw_pool_run(r->set->threads, n, cut_one, &all);
        for (size_t i = 0; i < n && status == HW_OK; i++)
            status = append_piece(r, &all.pieces[i], &zeros, err);
    }
    for (size_t i = 0; i < ROUND; i++)
        hw_json_piece_free(&all.pieces[i]);
    HW_TRY(status);
    end_file(r);
    r->json->lines += r->number;
    r->json->bytes += r->text.n - zeros;
    r->set->inputs.at[r->input].lines = r->number;
    return HW_OK;
}

bool hw_json_is(hw_str text)
{
    hw_json_parts p;
    return hw_is_json_records(text) || hw_json_cut(hw_str_sub(text, 0, hw_str_chr(text, '\n')), &p);
}

hw_status hw_json_read_pieces(hw_claims *into, hw_str name, hw_str text, const hw_limits *limits,
                              size_t piece, hw_error *err)
{
    hw_limits all = hw_limits_filled(limits);
    json_reader r = {
        .set = into,
        .json = &into->json,
        .name = name,
        .text = text,
        .input = (uint32_t)into->inputs.len,
        .file = HW_NONE,
        .max_line = all.line < UINT32_MAX / 2 ? all.line : UINT32_MAX / 2,
        .max_claims = all.claims < HW_NONE - 1 ? all.claims : HW_NONE - 1,
    };
    hw_log_input input = {.name = name, .text = text};
    into->json.file_keys.seed = into->strings->index.seed;
    if (into->inputs.len >= HW_NONE - 1 || !hw_vec_push(&into->inputs, input))
        return hw_nomem(err);
    hw_status status = read_all(&r, piece, err);
    hw_json_strings_free(&r.strings);
    return status;
}

hw_status hw_json_read(hw_claims *into, hw_str name, hw_str text, const hw_limits *limits,
                       hw_error *err)
{
    return hw_json_read_pieces(into, name, text, limits, PIECE, err);
}
