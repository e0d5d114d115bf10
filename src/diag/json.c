/* Reads the records of -gcflags=-json=0,DIR: files one after the other, each behind its header. */
#include "diag/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/sniff.h"
#include "diag/reader.h"

typedef struct json_reader {
    hw_claims *set;
    hw_json *json;
    uint64_t max_line, max_claims;
    hw_str name, text;
    uint32_t input;
    uint32_t file;   /* the open one; HW_NONE: none */
    bool left_out;   /* its records were read before */
    bool sorted;     /* its records are */
    uint64_t number; /* of the line */
    hw_json_strings strings;
} json_reader;

/* --- files ------------------------------------------------------------------------------------ */

typedef struct file_key {
    const hw_json *json;
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
    hw_json *j = r->json;
    if (!j->version) {
        j->version = h->version;
        j->goos = h->goos;
        j->goarch = h->goarch;
    } else if (h->version && h->version != j->version && !j->other_version) {
        j->other_version = h->version;
    }
}

/* Whether a package can be told by the header of a text; no build has another. */
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
    hw_json *j = r->json;
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

static hw_status keep_record(json_reader *r, const hw_json_parts *p, hw_code code, hw_str start,
                             uint64_t at, bool odd, hw_error *err)
{
    hw_json *j = r->json;
    hw_json_record record = {
        .at = at,
        .nth = (uint32_t)(j->records.len - j->files.at[r->file].first),
        .line = p->line,
        .col = p->col,
        .message = (uint32_t)(p->message.p - start.p),
        .message_len = (uint32_t)p->message.n,
        .chain_len = (uint32_t)p->chain.n,
        .steps_len = (uint32_t)p->steps.n,
        .code = (uint8_t)code,
        .odd = odd,
    };
    if (p->chain.p)
        record.chain = (uint32_t)(p->chain.p - start.p);
    if (p->steps.p)
        record.steps = (uint32_t)(p->steps.p - start.p);
    if (j->records.len >= r->max_claims)
        return hw_fail_line(err, HW_LIMIT, r->name, r->number,
                            "more than %llu records; see --max-claims",
                            (unsigned long long)r->max_claims);
    if (record.nth > 0) {
        const hw_json_record *last = &j->records.at[j->records.len - 1];
        r->sorted &= last->line < p->line || (last->line == p->line && last->col <= p->col);
    }
    return hw_vec_push(&j->records, record) ? HW_OK : hw_nomem(err);
}

static hw_status unknown_code(json_reader *r, hw_str raw, hw_error *err)
{
    hw_str code;
    bool valid;
    if (r->json->unknown_code)
        return HW_OK;
    HW_TRY(hw_json_unescape(&r->strings, raw, &code, &valid, err));
    return hw_strings_put(r->set->strings, code, &r->json->unknown_code) ? HW_OK : hw_nomem(err);
}

/* The codes whose records are kept, told by how the line goes on behind its position. */
static bool is_kept(hw_code code)
{
    return code == HW_CODE_ESCAPE || code == HW_CODE_ESCAPES || code == HW_CODE_LEAK;
}

/* `start` is the line, or what was put into its form. *done: false where it deviates from it. */
static hw_status take_record(json_reader *r, hw_str start, uint64_t at, bool odd, bool *done,
                             hw_error *err)
{
    hw_json_parts p;
    *done = hw_json_cut(start, false, &p);
    if (!*done)
        return HW_OK;
    hw_code code = hw_code_named(p.code);
    if (is_kept(code) && !hw_json_cut(start, true, &p)) {
        *done = false;
        return HW_OK;
    }
    if (r->left_out)
        return HW_OK;
    if (r->file == HW_NONE) {
        r->json->orphans++;
        return HW_OK;
    }
    r->json->by_code[code]++;
    if (code == HW_CODE_UNKNOWN)
        return unknown_code(r, p.code, err);
    return is_kept(code) ? keep_record(r, &p, code, start, at, odd, err) : HW_OK;
}

static hw_status take_odd(json_reader *r, hw_str line, hw_error *err)
{
    hw_json_line kind;
    hw_json_header header;
    hw_buf *odd = &r->json->odd;
    size_t at = odd->n;
    bool done = false;
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

static hw_status read_all(json_reader *r, hw_error *err)
{
    hw_str rest = r->text;
    uint64_t zeros = 0;
    hw_str_cut_prefix(&rest, HW_STR("\xef\xbb\xbf"));
    for (;;) {
        for (; rest.n && rest.p[0] == '\0'; zeros++) /* between mapped files */
            rest = hw_str_from(rest, 1);
        if (rest.n == 0)
            break;
        size_t end = hw_str_chr(rest, '\n');
        hw_str line = hw_str_sub(rest, 0, end);
        r->number++;
        HW_TRY(take_line(r, line, err));
        rest = end == HW_NPOS ? (hw_str){0} : hw_str_from(rest, end + 1);
    }
    end_file(r);
    r->json->lines += r->number;
    r->json->bytes += r->text.n - zeros;
    r->set->inputs.at[r->input].lines = r->number;
    return HW_OK;
}

bool hw_json_is(hw_str text)
{
    hw_json_parts p;
    return hw_is_json_records(text) ||
           hw_json_cut(hw_str_sub(text, 0, hw_str_chr(text, '\n')), false, &p);
}

hw_status hw_diag_read_json(hw_claims *into, hw_str name, hw_str text, const hw_limits *limits,
                            hw_error *err)
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
    hw_status status = read_all(&r, err);
    hw_json_strings_free(&r.strings);
    return status;
}

/* --- parts of what was kept ------------------------------------------------------------------- */

hw_str hw_json_bytes(const hw_claims *set, const hw_json_file *f, const hw_json_record *r)
{
    hw_str all = r->odd ? hw_buf_view(&set->json.odd) : set->inputs.at[f->input].text;
    return hw_str_from(all, (size_t)r->at);
}

static hw_str part(const hw_claims *set, const hw_json_file *f, const hw_json_record *r, size_t at,
                   size_t n)
{
    return hw_str_sub(hw_json_bytes(set, f, r), at, at + n);
}

hw_str hw_json_message(const hw_claims *set, const hw_json_file *f, const hw_json_record *r)
{
    return part(set, f, r, r->message, r->message_len);
}

hw_str hw_json_chain(const hw_claims *set, const hw_json_file *f, const hw_json_record *r)
{
    return part(set, f, r, r->chain, r->chain_len);
}

hw_str hw_json_steps(const hw_claims *set, const hw_json_file *f, const hw_json_record *r)
{
    return part(set, f, r, r->steps, r->steps_len);
}

bool hw_json_expression(hw_str message, hw_str *ret)
{
    *ret = message;
    return hw_str_cut_suffix(ret, HW_STR(" escapes to heap"));
}

bool hw_json_names_variable(hw_str message)
{
    hw_str name;
    if (!hw_json_expression(message, &name) || name.n == 0)
        return false;
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    c == '_' || c == '.' || c == '#' || c == '~' || c == '&' || c >= 0x80;
        if (!word)
            return false;
    }
    return name.p[0] < '0' || name.p[0] > '9';
}
