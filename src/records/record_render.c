/* Packages that have records but no text: their records are written as -m=2 would print them, and
 * read as a text. What records do not say is missing: what does not escape, what is inlined where,
 * which functions are declared, and the function that an explanation is of.
 *
 * An allocation of an expression is a record with a message (or several: one for each way out) and
 * a twin without; a variable has no twin. Both have the position and chain of their syntax node, so
 * at each of these there are as many expressions as twins; what is over is a variable, or the same
 * once more. */
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/pool.h"
#include "diag/diag.h"
#include "diag/reader.h"
#include "records/records_read.h"

enum { GROUP_MAX = 4096 /* records of one position that are compared one by one */ };

/* What becomes of a record. */
typedef enum fate {
    NOTHING,
    EXPRESSION, /* X escapes to heap */
    APPEND,     /* append escapes to heap */
    VARIABLE,   /* moved to heap: x */
} fate;

typedef struct render {
    const hw_claims *set;
    hw_json_strings strings;
    hw_buf out;
    hw_buf file;  /* the name of the file in hand */
    hw_buf place; /* "file:line:col: " of the position in hand */
    hw_str uri;   /* of the last step that has a position … */
    hw_buf path;  /* … and its path */
    bool appends;
    const hw_json_file *f;
    HW_VEC(uint8_t) fates; /* of the records of the position in hand */
} render;

static hw_str bytes_of(const render *r, hw_sid id)
{
    return hw_strings_get(r->set->strings, id);
}

static void blank_out(hw_buf *text, size_t from, char c)
{
    for (char *p; from < text->n && (p = memchr(text->p + from, c, text->n - from));) {
        *p = ' ';
        from = (size_t)(p - text->p) + 1;
    }
}

/* One line stays one. */
void hw_json_one_line(hw_buf *text, size_t from)
{
    blank_out(text, from, '\n');
    blank_out(text, from, '\r');
}

static bool put(render *r, hw_str s)
{
    size_t from = r->out.n;
    if (hw_buf_str(&r->out, s) != HW_OK)
        return false;
    hw_json_one_line(&r->out, from);
    return true;
}

/* ":N": printf would take as long as all else of a step. */
static bool put_number(hw_buf *to, uint32_t n)
{
    char text[11];
    size_t at = sizeof text;
    do
        text[--at] = (char)('0' + n % 10);
    while (n /= 10);
    text[--at] = ':';
    return hw_buf_add(to, text + at, sizeof text - at) == HW_OK;
}

static bool put_position(hw_buf *to, hw_str file, uint32_t line, uint32_t col)
{
    if (line == 0)
        return hw_buf_str(to, HW_STR("<unknown line number>")) == HW_OK;
    return hw_buf_str(to, file) == HW_OK && put_number(to, line) &&
           (col == 0 || col >= 255 || put_number(to, col));
}

/* A name of one line. */
static hw_status set_name(hw_buf *to, hw_str name, hw_error *err)
{
    hw_buf_clear(to);
    if (hw_buf_str(to, name) != HW_OK)
        return hw_nomem(err);
    hw_json_one_line(to, 0);
    return HW_OK;
}

/* --- explanations ----------------------------------------------------------------------------- */

/* Mostly the one before. */
static hw_status find_path(render *r, hw_str uri, hw_error *err)
{
    hw_str path;
    bool valid;
    if (r->uri.p && hw_str_eq(uri, r->uri))
        return HW_OK;
    HW_TRY(hw_json_path(&r->strings, uri, &path, &valid, err));
    r->uri = uri;
    return set_name(&r->path, path, err);
}

static hw_status put_step(render *r, const hw_json_entry *e, hw_error *err)
{
    hw_str text;
    bool valid;
    HW_TRY(hw_json_unescape(&r->strings, e->message, &text, &valid, err));
    if (!valid || !hw_str_cut_prefix(&text, HW_STR("escflow: ")))
        return HW_OK; /* inlineLoc: the step's own chain */
    bool from = hw_str_starts(text, HW_STR("     from "));
    if (hw_buf_str(&r->out, hw_buf_view(&r->place)) != HW_OK ||
        hw_buf_str(&r->out, HW_STR(":")) != HW_OK || !put(r, text))
        return hw_nomem(err);
    if (from) {
        HW_TRY(find_path(r, e->uri, err));
        if (hw_buf_str(&r->out, HW_STR(" at ")) != HW_OK ||
            !put_position(&r->out, hw_buf_view(&r->path), e->line, e->col))
            return hw_nomem(err);
    }
    return hw_buf_str(&r->out, HW_STR("\n")) == HW_OK ? HW_OK : hw_nomem(err);
}

static bool put_place(render *r)
{
    return hw_buf_str(&r->out, hw_buf_view(&r->place)) == HW_OK &&
           hw_buf_str(&r->out, HW_STR(": ")) == HW_OK;
}

/* "POS: X escapes to heap:" or "POS: parameter x leaks to …:", and the steps. */
static hw_status put_head(render *r, const hw_json_record *record, hw_error *err)
{
    hw_str message, steps = hw_json_steps(r->set, r->f, record);
    hw_json_entry e;
    bool valid;
    HW_TRY(hw_json_unescape(&r->strings, hw_json_message(r->set, r->f, record), &message, &valid,
                            err));
    if (!valid || message.n == 0)
        return HW_OK;
    if (!put_place(r) || !put(r, message) || hw_buf_str(&r->out, HW_STR(":\n")) != HW_OK)
        return hw_nomem(err);
    while (steps.n && hw_json_entry_next(&steps, &e))
        HW_TRY(put_step(r, &e, err));
    return HW_OK;
}

/* --- verdicts --------------------------------------------------------------------------------- */

static bool is_twin(const hw_json_record *r)
{
    return r->code == HW_CODE_ESCAPE && r->message_len == 0;
}

static bool is_named(const hw_json_record *r)
{
    return r->code != HW_CODE_LEAK && r->message_len != 0;
}

static bool is_surely_variable(hw_str message)
{
    return hw_str_chr(message, '#') != HW_NPOS && hw_json_names_variable(message);
}

typedef struct node {
    const hw_json_record *records;
    size_t count, first; /* of the position; the first record of the node */
    size_t named, twins;
} node;

static bool of_node(const render *r, const node *n, size_t i)
{
    return hw_str_eq(hw_json_chain(r->set, r->f, &n->records[i]),
                     hw_json_chain(r->set, r->f, &n->records[n->first]));
}

static hw_str message_at(const render *r, const node *n, size_t i)
{
    return hw_json_message(r->set, r->f, &n->records[i]);
}

/* Whether an earlier record that still counts has the same message. */
static bool is_repeated(const render *r, const node *n, size_t i, fate of)
{
    for (size_t k = n->first; k < i; k++)
        if (r->fates.at[k] == of && of_node(r, n, k) &&
            hw_str_eq(message_at(r, n, k), message_at(r, n, i)))
            return true;
    return false;
}

/* Takes records out of the expressions, as long as there are more of them than twins. */
typedef bool (*choose)(const render *r, const node *n, size_t i);

static bool surely_variable(const render *r, const node *n, size_t i)
{
    return is_surely_variable(message_at(r, n, i));
}

static bool once_more(const render *r, const node *n, size_t i)
{
    return n->records[i].code == HW_CODE_ESCAPES && is_repeated(r, n, i, EXPRESSION);
}

static bool maybe_variable(const render *r, const node *n, size_t i)
{
    return hw_json_names_variable(message_at(r, n, i));
}

static bool any(const render *r, const node *n, size_t i)
{
    (void)r, (void)n, (void)i;
    return true;
}

static void settle_node(render *r, node *n)
{
    static const struct {
        choose is;
        fate becomes;
    } out[] = {{surely_variable, VARIABLE},
               {once_more, NOTHING},
               {maybe_variable, VARIABLE},
               {any, NOTHING}};
    for (size_t i = n->first; i < n->count; i++) {
        if (!of_node(r, n, i))
            continue;
        n->twins += is_twin(&n->records[i]);
        n->named += is_named(&n->records[i]);
        if (is_named(&n->records[i]))
            r->fates.at[i] = EXPRESSION;
    }
    for (size_t k = 0; k < sizeof out / sizeof *out; k++)
        for (size_t i = n->count; i-- > n->first && n->named > n->twins;)
            if (r->fates.at[i] == EXPRESSION && of_node(r, n, i) && out[k].is(r, n, i)) {
                r->fates.at[i] = (uint8_t)out[k].becomes;
                n->named--;
            }
    for (size_t i = n->first; i < n->count; i++) {
        if (!is_named(&n->records[i]) || !of_node(r, n, i))
            continue;
        if (r->fates.at[i] == VARIABLE && n->records[i].code == HW_CODE_ESCAPES &&
            is_repeated(r, n, i, VARIABLE))
            r->fates.at[i] = NOTHING;
        if (r->fates.at[i] == EXPRESSION && r->appends &&
            hw_str_starts(message_at(r, n, i), HW_STR("append(")))
            r->fates.at[i] = APPEND;
    }
}

static hw_status put_verdict(render *r, const hw_json_record *record, fate as, hw_error *err)
{
    hw_str message, name;
    bool valid;
    HW_TRY(hw_json_unescape(&r->strings, hw_json_message(r->set, r->f, record), &message, &valid,
                            err));
    if (as == NOTHING || !valid || !hw_json_expression(message, &name))
        return HW_OK;
    if (record->line != 0 && !put_place(r))
        return hw_nomem(err);
    bool ok = as == VARIABLE ? put(r, HW_STR("moved to heap: ")) && put(r, name)
              : as == APPEND ? put(r, HW_STR("append escapes to heap"))
                             : put(r, message);
    return ok && hw_buf_str(&r->out, HW_STR("\n")) == HW_OK ? HW_OK : hw_nomem(err);
}

/* Expressions in the order of their twins, as the compiler prints them. */
static hw_status put_verdicts(render *r, const hw_json_record *records, size_t count, hw_error *err)
{
    for (size_t i = 0; i < count && count <= GROUP_MAX; i++) {
        node n = {.records = records, .count = count, .first = i};
        size_t from = is_twin(&records[i]) ? 0 : i, to = is_twin(&records[i]) ? count : i + 1;
        for (size_t k = from; k < to; k++) {
            fate as = (fate)r->fates.at[k];
            if (as == NOTHING || (k != i && (as == VARIABLE || !of_node(r, &n, k))) ||
                (k == i && as != VARIABLE))
                continue;
            HW_TRY(put_verdict(r, &records[k], as, err));
            r->fates.at[k] = NOTHING;
            break;
        }
    }
    return HW_OK;
}

/* The records of one position. */
static hw_status put_group(render *r, const hw_json_record *records, size_t count, hw_error *err)
{
    hw_buf_clear(&r->place);
    if (!put_position(&r->place, hw_buf_view(&r->file), records->line, records->col))
        return hw_nomem(err);
    r->fates.len = 0;
    if (!hw_vec_room(&r->fates, count))
        return hw_nomem(err);
    for (size_t i = 0; i < count; i++) {
        hw_vec_push(&r->fates, (uint8_t)NOTHING);
        HW_TRY(put_head(r, &records[i], err));
    }
    for (size_t i = 0; i < count && count <= GROUP_MAX; i++) {
        node n = {.records = records, .count = count, .first = i};
        bool settled = records[i].code == HW_CODE_LEAK;
        for (size_t k = 0; k < i && !settled; k++)
            settled = records[k].code != HW_CODE_LEAK && of_node(r, &n, k);
        if (!settled)
            settle_node(r, &n);
    }
    return put_verdicts(r, records, count, err);
}

static hw_status put_file(render *r, const hw_json_file *f, hw_error *err)
{
    const hw_json_record *list = f->records ? &r->set->json.records.at[f->first] : NULL;
    r->f = f;
    HW_TRY(set_name(&r->file, bytes_of(r, f->file), err));
    for (size_t i = 0, end; i < f->records; i = end) {
        for (end = i + 1;
             end < f->records && list[end].line == list[i].line && list[end].col == list[i].col;)
            end++;
        HW_TRY(put_group(r, list + i, end - i, err));
    }
    return HW_OK;
}

/* --- packages --------------------------------------------------------------------------------- */

/* *alone: for each file of records, whether no text speaks of its package. */
static hw_status find_alone(hw_claims *set, bool *alone, hw_error *err)
{
    hw_json_files files;
    uint32_t n = (uint32_t)set->json.files.len;
    hw_status s = hw_json_files_init(&files, set, err);
    for (uint32_t i = 0; i < n; i++)
        alone[i] = true;
    for (size_t b = 0; s == HW_OK && b < set->blocks.len; b++) {
        hw_sid package = hw_json_package_of(&files, &set->blocks.at[b]);
        uint32_t first = hw_json_first_of(&files, package);
        if (first != HW_NONE)
            alone[first] = false;
    }
    for (size_t c = 0; s == HW_OK && c < set->list.len; c++) { /* texts without headers */
        const hw_place *p = &set->list.at[c].place;
        uint32_t file = set->blocks.at[p->block].package ? HW_NONE : hw_json_file_of(&files, p);
        if (file != HW_NONE)
            alone[hw_json_first_of(&files, set->json.files.at[file].package)] = false;
    }
    for (uint32_t i = 0; s == HW_OK && i < n; i++)
        alone[i] = alone[hw_json_first_of(&files, set->json.files.at[i].package)];
    hw_json_files_free(&files);
    return s;
}

/* --- parts ------------------------------------------------------------------------------------ */

enum { PART = 1 << 14 /* records, about, that a thread writes at once */ };

/* Whole packages, written by any thread. */
typedef struct part {
    size_t from, to; /* into work.files */
    hw_buf text;
    bool ok; /* false: out of memory */
} part;

typedef struct work {
    const hw_claims *set;
    bool appends;
    HW_VEC(uint32_t) files; /* that are alone, of one input */
    HW_VEC(part) parts;
} work;

static const hw_json_file *file_at(const work *w, size_t i)
{
    return &w->set->json.files.at[w->files.at[i]];
}

static hw_status put_files(render *r, const work *w, const part *p)
{
    for (size_t i = p->from; i < p->to; i++) {
        const hw_json_file *f = file_at(w, i);
        bool first = i == p->from || file_at(w, i - 1)->package != f->package;
        if (first && (!put(r, HW_STR("# ")) || !put(r, bytes_of(r, f->package)) ||
                      hw_buf_str(&r->out, HW_STR("\n")) != HW_OK))
            return HW_NOMEM;
        HW_TRY(put_file(r, f, NULL));
    }
    return HW_OK;
}

/* Bytes that the part's text hardly is longer than: the records that are kept, which have more
 * around each step than a text has. */
static size_t likely_size(const work *w, const part *p)
{
    size_t n = 0;
    for (size_t i = p->from; i < p->to; i++) {
        const hw_json_file *f = file_at(w, i);
        for (uint32_t k = 0; k < f->records; k++) {
            const hw_json_record *r = &w->set->json.records.at[f->first + k];
            n += (size_t)r->message_len * 2 + r->steps_len;
        }
    }
    return n;
}

static void write_part(void *ctx, size_t i)
{
    work *w = ctx;
    part *p = &w->parts.at[i];
    render r = {.set = w->set, .appends = w->appends};
    p->ok = hw_buf_room(&r.out, likely_size(w, p)) == HW_OK && put_files(&r, w, p) == HW_OK;
    p->text = r.out;
    hw_json_strings_free(&r.strings);
    hw_buf_free(&r.file);
    hw_buf_free(&r.place);
    hw_buf_free(&r.path);
    hw_vec_free(&r.fates);
}

/* false: out of memory. */
static bool list_parts(work *w, uint32_t input, const bool *alone)
{
    const hw_json *j = &w->set->json;
    uint64_t records = 0;
    for (uint32_t i = 0; i < j->files.len; i++) {
        size_t n = w->files.len;
        if (!alone[i] || j->files.at[i].input != input)
            continue;
        if (!hw_vec_push(&w->files, i))
            return false;
        bool cut =
            n == 0 || (records >= PART && file_at(w, n - 1)->package != file_at(w, n)->package);
        if (cut && !hw_vec_push(&w->parts, ((part){.from = n})))
            return false;
        records = (cut ? 0 : records) + j->files.at[i].records;
        w->parts.at[w->parts.len - 1].to = n + 1;
    }
    return true;
}

/* The counts of what was read stay those of texts that were given. */
static void keep_counts(hw_claims *set, const hw_claims *before)
{
    set->lines = before->lines;
    set->records = before->records;
    set->prefixed = before->prefixed;
    set->same_blocks = before->same_blocks;
    set->go = before->go;
    for (unsigned s = 0; s < HW_CLASS_COUNT; s++)
        for (unsigned f = 0; f < HW_POS_FORMS; f++)
            set->by_class[s][f] = before->by_class[s][f];
    for (unsigned i = 0; i < HW_PATTERN_COUNT; i++)
        set->patterns[i] = before->patterns[i];
    for (unsigned i = 0; i < HW_REASON_COUNT; i++)
        set->reasons[i] = before->reasons[i];
    set->not_understood.len = before->not_understood.len;
}

/* Reads a part that was written, and keeps it. */
static hw_status read_back(hw_claims *set, uint32_t input, hw_buf *text, hw_error *err)
{
    hw_limits limits = {.line = UINT32_MAX / 2, .claims = UINT32_MAX / 2};
    size_t blocks = set->blocks.len;
    if (!hw_vec_push(&set->made, *text))
        return hw_nomem(err);
    hw_str all = hw_buf_view(text);
    *text = (hw_buf){0};
    hw_claims before = *set;
    hw_status s = hw_diag_read_text(set, set->inputs.at[input].name, all, &limits, err);
    if (s != HW_OK) {
        hw_diag_roll_back(set, &before);
        hw_buf_free(&set->made.at[--set->made.len]);
        return s;
    }
    keep_counts(set, &before);
    set->inputs.at[set->inputs.len - 1].made = true;
    set->inputs.at[set->inputs.len - 1].lines = 0;
    hw_sid main = hw_strings_find(set->strings, HW_STR("main"));
    for (size_t b = blocks; b < set->blocks.len; b++)
        set->blocks.at[b].declares_main = set->blocks.at[b].package == main;
    set->json.alone_claims += set->list.len - before.list.len;
    set->json.alone += set->blocks.len - blocks;
    return HW_OK;
}

/* Whether append is an allocation of its own: from Go 1.25 on. */
static bool has_appends(const hw_claims *set)
{
    uint64_t minor = 0;
    hw_str version = hw_strings_get(set->strings, set->json.version);
    if (!hw_str_cut_prefix(&version, HW_STR("go1.")))
        return false;
    size_t n = 0;
    while (n < version.n && version.p[n] >= '0' && version.p[n] <= '9')
        n++;
    return hw_str_u64(hw_str_sub(version, 0, n), 1000, &minor) && minor >= 25;
}

static hw_status render_input(hw_claims *set, uint32_t input, const bool *alone, hw_error *err)
{
    work w = {.set = set, .appends = has_appends(set)};
    hw_status s = list_parts(&w, input, alone) ? HW_OK : hw_nomem(err);
    if (s == HW_OK)
        hw_pool_run(set->threads, w.parts.len, write_part, &w);
    for (size_t i = 0; i < w.parts.len; i++) {
        part *p = &w.parts.at[i];
        if (s == HW_OK && !p->ok)
            s = hw_nomem(err);
        if (s == HW_OK && p->text.n)
            s = read_back(set, input, &p->text, err);
        hw_buf_free(&p->text);
    }
    hw_vec_free(&w.files);
    hw_vec_free(&w.parts);
    return s;
}

static void count_packages(hw_json *j)
{
    j->packages = 0;
    for (size_t i = 0; i < j->files.len; i++)
        j->packages += i == 0 || j->files.at[i].package != j->files.at[i - 1].package;
}

hw_status hw_json_render(hw_claims *set, hw_error *err)
{
    size_t inputs = set->inputs.len;
    if (set->json.files.len == 0)
        return HW_OK;
    bool *alone = hw_mem_alloc(set->json.files.len, sizeof *alone);
    hw_status s = alone ? find_alone(set, alone, err) : hw_nomem(err);
    count_packages(&set->json);
    for (uint32_t i = 0; s == HW_OK && i < inputs; i++)
        s = render_input(set, i, alone, err);
    hw_mem_free(alone);
    return s;
}
