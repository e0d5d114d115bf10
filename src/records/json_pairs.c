/* With its record, a claim knows the calls that it was inlined through.
 *
 * The text and the records come from the same calls of the compiler (escape/solve.go, graph.go,
 * escape.go). So at one position
 *   - every heading of an explanation ("X escapes to heap:") is a record with that message;
 *   - every verdict of an expression is a record without a message, in the same order; so are the
 *     verdicts of closures made for go and defer, which the text does not print;
 *   - the verdict of a variable ("moved to heap: x") is no record: its heading alone is one.
 * Verdicts are compared one by one where both sides have as many. Else a claim takes the chain that
 * all records with its expression agree on. What is not certain stays unknown. */
#include "records/json_pairs.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/search.h"
#include "go/expression_text.h"
#include "records/json_cut.h"
#include "records/json_files.h"
#include "records/json_view.h"

enum {
    GROUP_MAX = 4096, /* claims or records of one position that are compared one by one */
    COL_MAX = 255,    /* as records have it: that or more, which a text does not print */
};

/* A claim and the file of records that it belongs to. */
typedef struct ref {
    uint32_t file, block, line, col, claim;
    uint32_t record; /* of the file's: the one that its chain is of; HW_NONE */
} ref;

typedef struct pairing {
    hw_claims *set;
    hw_json_records *json;
    hw_json_files files;
    bool *has_columns; /* block: its text prints columns */
    HW_VEC(ref) refs;
    uint32_t no_frames; /* the chain of what is not inlined */
    hw_json_strings strings;
    hw_buf step; /* the one that is looked for */
} pairing;

/* --- one position ----------------------------------------------------------------------------- */

typedef struct group {
    const hw_json_file *file;
    ref *refs;
    size_t claims;
    hw_json_record *records;
    size_t count;
} group;

static hw_claim *claim_of(const pairing *m, const ref *r)
{
    return &m->set->list.at[r->claim];
}

static bool is_verdict(const hw_json_record *r)
{
    return r->code == HW_CODE_ESCAPE && r->message_len == 0;
}

static bool is_heading(const hw_json_record *r)
{
    return r->code != HW_CODE_LEAK && r->message_len != 0;
}

static bool same_chain(const pairing *m, const group *g, const hw_json_record *a,
                       const hw_json_record *b)
{
    return hw_str_eq(hw_json_chain(m->set, g->file, a), hw_json_chain(m->set, g->file, b));
}

static hw_status put_frames(pairing *m, hw_str entries, hw_error *err)
{
    hw_json_entry e;
    while (entries.n && hw_json_entry_next(&entries, &e)) {
        hw_chain_frame frame = {.line = e.line, .col = e.col < COL_MAX ? e.col : 0};
        hw_str path;
        bool valid;
        HW_TRY(hw_json_path(&m->strings, e.uri, &path, &valid, err));
        if (!hw_strings_put(m->set->strings, path, &frame.file) ||
            !hw_vec_push(&m->set->chain_frames, frame))
            return hw_nomem(err);
    }
    return HW_OK;
}

static hw_status put_chain(pairing *m, hw_str entries, uint32_t *ret, hw_error *err)
{
    hw_claims *set = m->set;
    hw_chain chain = {.frames_at = (uint32_t)set->chain_frames.len};
    if (entries.n == 0 && m->no_frames != HW_NONE) {
        *ret = m->no_frames;
        return HW_OK;
    }
    HW_TRY(put_frames(m, entries, err));
    if (set->chain_frames.len >= HW_NONE - 1 || set->chains.len >= HW_NONE - 1)
        return hw_fail(err, HW_LIMIT, (hw_str){0}, "more inlining positions than can be counted");
    chain.frames = (uint32_t)set->chain_frames.len - chain.frames_at;
    if (!hw_vec_push(&set->chains, chain))
        return hw_nomem(err);
    *ret = (uint32_t)set->chains.len - 1;
    if (chain.frames == 0)
        m->no_frames = *ret;
    return HW_OK;
}

/* The claim's record is known: all records of its chain at this position are matched. */
static hw_status give(pairing *m, const group *g, ref *claim, hw_json_record *record, hw_error *err)
{
    hw_claim *c = claim_of(m, claim);
    for (size_t i = 0; i < g->count && g->count <= GROUP_MAX; i++)
        g->records[i].matched |= same_chain(m, g, &g->records[i], record);
    record->matched = true;
    claim->record = (uint32_t)(record - g->records);
    if (c->chain == HW_NONE)
        m->json->paired++;
    return put_chain(m, hw_json_chain(m->set, g->file, record), &c->chain, err);
}

/* Whether a record's message can be the heading of a claim with this text. */
static hw_status fits(pairing *m, const group *g, const hw_json_record *r, const hw_claim *c,
                      bool *ret, hw_error *err)
{
    hw_str message, head, expr = hw_claim_expr(m->set, c);
    bool valid;
    *ret = false;
    if (!is_heading(r))
        return HW_OK;
    HW_TRY(
        hw_json_unescape(&m->strings, hw_json_message(m->set, g->file, r), &message, &valid, err));
    if (!valid || !hw_json_expression(message, &head))
        return HW_OK;
    *ret = hw_str_eq(head, expr) ||
           (c->class == HW_CLASS_APPEND_HEAP && hw_str_starts(head, HW_STR("append(")));
    return HW_OK;
}

static bool is_variable(const hw_claim *c)
{
    return c->class == HW_CLASS_MOVED;
}

static bool has_verdict(const hw_claim *c)
{
    return !is_variable(c) && !(c->flags & HW_CLAIM_HEADER_ONLY);
}

/* The part of an expression that the compiler does not rewrite: "f(" where Go 1.19 prints the
 * arguments as "... argument"; "make(T," where the size is printed as its constant, from 1.25. */
static hw_str kept_part(const hw_claim *c, hw_str expr)
{
    size_t end = hw_str_chr(expr, '(');
    bool make = hw_kind_has((hw_kind)c->kind, HW_TRAIT_MAKE);
    if (end == HW_NPOS || (!make && !hw_str_has(expr, HW_STR("... argument..."))))
        return (hw_str){0};
    if (make) {
        size_t comma = hw_expr_find(hw_str_from(expr, ++end), HW_STR(", "));
        return comma == HW_NPOS ? (hw_str){0} : hw_str_sub(expr, 0, end + comma);
    }
    return hw_str_sub(expr, 0, end + 1);
}

/* Whether a record's message can be what was rewritten to the claim's. */
static hw_status may_be_rewritten(pairing *m, const group *g, const hw_json_record *r,
                                  const hw_claim *c, bool *ret, hw_error *err)
{
    hw_str message, kept = kept_part(c, hw_claim_expr(m->set, c));
    bool valid;
    HW_TRY(
        hw_json_unescape(&m->strings, hw_json_message(m->set, g->file, r), &message, &valid, err));
    *ret = valid && (kept.n ? hw_str_starts(message, kept)
                            : c->kind == HW_KIND_CONSTANT && hw_json_names_variable(message));
    return HW_OK;
}

/* Whether a verdict's record can be that of a claim: some heading of its chain has the claim's
 * expression; or no heading has, and one can have been rewritten to it. */
static hw_status verdict_fits(pairing *m, const group *g, const hw_json_record *verdict,
                              const hw_claim *c, bool *ret, hw_error *err)
{
    bool rewritten = false, elsewhere = false;
    *ret = false;
    for (size_t i = 0; i < g->count && !*ret; i++) {
        const hw_json_record *r = &g->records[i];
        bool same, ok;
        if (!is_heading(r))
            continue;
        same = same_chain(m, g, r, verdict);
        HW_TRY(fits(m, g, r, c, &ok, err));
        *ret = ok && same;
        elsewhere |= ok;
        if (!same || ok || rewritten)
            continue;
        HW_TRY(may_be_rewritten(m, g, r, c, &rewritten, err));
    }
    *ret = *ret || (!elsewhere && rewritten);
    return HW_OK;
}

/* Verdicts of the text and of the records one by one, where there are as many. */
static hw_status pair_verdicts(pairing *m, const group *g, hw_error *err)
{
    size_t verdicts = 0, theirs = 0, t = 0;
    for (size_t i = 0; i < g->claims; i++)
        verdicts += has_verdict(claim_of(m, &g->refs[i]));
    for (size_t i = 0; i < g->count; i++)
        theirs += is_verdict(&g->records[i]);
    if (verdicts != theirs)
        return HW_OK;
    for (size_t i = 0; i < g->claims; i++) {
        const hw_claim *c = claim_of(m, &g->refs[i]);
        bool ok = true;
        if (!has_verdict(c))
            continue;
        while (!is_verdict(&g->records[t]))
            t++;
        if (g->count <= GROUP_MAX)
            HW_TRY(verdict_fits(m, g, &g->records[t], c, &ok, err));
        if (ok)
            HW_TRY(give(m, g, &g->refs[i], &g->records[t], err));
        t++;
    }
    return HW_OK;
}

/* Whether a heading speaks of a variable for sure: an expression has a verdict of its chain. */
static bool of_variable(const pairing *m, const group *g, const hw_json_record *r)
{
    for (size_t i = 0; i < g->count; i++)
        if (is_verdict(&g->records[i]) && same_chain(m, g, &g->records[i], r))
            return false;
    return true;
}

/* The n-th of the records that fit a claim, one for each chain; *total of them. `strict`: of those
 * that speak of variables for sure. */
static hw_status nth_record(pairing *m, const group *g, const hw_claim *c, bool strict, size_t n,
                            size_t *total, hw_json_record **ret, hw_error *err)
{
    *total = 0;
    *ret = NULL;
    for (size_t i = 0; i < g->count; i++) {
        hw_json_record *r = &g->records[i];
        bool ok;
        HW_TRY(fits(m, g, r, c, &ok, err));
        if (!ok || (strict && !of_variable(m, g, r)))
            continue;
        for (size_t k = 0; k < i && ok; k++) { /* a chain counts once */
            HW_TRY(fits(m, g, &g->records[k], c, &ok, err));
            ok = !(ok && same_chain(m, g, &g->records[k], r));
        }
        if (!ok)
            continue;
        if (*total == n || *total == 0)
            *ret = r;
        ++*total;
    }
    return HW_OK;
}

/* Claims of one expression and the chains of its records. A single chain belongs to all of them; as
 * many chains as claims belong to them in order (the words are equal, so which is whose makes no
 * difference). */
static hw_status pair_by_expression(pairing *m, const group *g, size_t i, hw_error *err)
{
    const hw_claim *c = claim_of(m, &g->refs[i]);
    size_t before = 0, equal = 0, chains;
    hw_json_record *record;
    for (size_t k = 0; k < g->claims; k++) {
        const hw_claim *other = claim_of(m, &g->refs[k]);
        bool same = is_variable(other) == is_variable(c) &&
                    hw_str_eq(hw_claim_expr(m->set, other), hw_claim_expr(m->set, c));
        equal += same;
        before += same && k < i;
    }
    HW_TRY(nth_record(m, g, c, is_variable(c), before, &chains, &record, err));
    if (chains == 0) /* the variables of range-over-func stand where their closure stands */
        HW_TRY(nth_record(m, g, c, false, before, &chains, &record, err));
    if (chains != 1 && chains != equal)
        return HW_OK;
    return give(m, g, &g->refs[i], record, err);
}

/* --- whose explanation is whose --------------------------------------------------------------- */

/* The step as a record has it, up to the quote behind it: encoding/json escapes these. */
static HW_MEM escape_step(hw_buf *to, hw_str step)
{
    static const struct {
        char c;
        const char *text;
    } escapes[] = {{'&', "\\u0026"}, {'<', "\\u003c"}, {'>', "\\u003e"},
                   {'"', "\\\""},    {'\\', "\\\\"},   {'\t', "\\t"}};
    hw_buf_clear(to);
    hw_mem ok = HW_MEM_OK;
    for (size_t i = 0; i < step.n && ok; i++) {
        const char *text = NULL;
        for (size_t k = 0; k < sizeof escapes / sizeof *escapes && !text; k++)
            text = step.p[i] == escapes[k].c ? escapes[k].text : NULL;
        ok = hw_mem_of((text ? hw_buf_str(to, hw_str_of(text)) : hw_buf_add(to, step.p + i, 1)) ==
                       HW_OK);
    }
    return ok && hw_mem_of(hw_buf_add(to, "\"", 1) == HW_OK);
}

/* Whether the record explains with that step. */
static hw_status explains(pairing *m, const group *g, const hw_json_record *r, hw_str step,
                          bool *ret, hw_error *err)
{
    if (!escape_step(&m->step, step))
        return hw_nomem(err);
    *ret = hw_str_has(hw_json_record_text(m->set, g->file, r), hw_buf_view(&m->step));
    return HW_OK;
}

/* The explanation among those of equal claims that the claim's own heading has; HW_NONE: not one
 * alone. */
static hw_status own_route(pairing *m, const group *g, const ref *of, const uint32_t *equal,
                           size_t n, uint32_t *ret, hw_error *err)
{
    unsigned found = 0;
    for (size_t i = 0; i < g->count && of->record != HW_NONE; i++) {
        const hw_json_record *r = &g->records[i];
        bool ok;
        HW_TRY(fits(m, g, r, claim_of(m, of), &ok, err));
        for (size_t k = 0; k < n && ok && same_chain(m, g, r, &g->records[of->record]); k++) {
            uint32_t route = claim_of(m, &g->refs[equal[k]])->route;
            hw_str step = hw_route_last_step(m->set, route);
            bool its = false;
            if (step.n)
                HW_TRY(explains(m, g, r, step, &its, err));
            if (its && (found == 0 || route != *ret)) {
                *ret = route;
                found++;
            }
        }
    }
    if (found != 1)
        *ret = HW_NONE;
    return HW_OK;
}

enum { EQUAL_MAX = 16 };

/* Gives each of some equal claims its own explanation, or leaves all of them as they are. */
static hw_status pair_routes(pairing *m, const group *g, const uint32_t *equal, size_t n,
                             hw_error *err)
{
    uint32_t route[EQUAL_MAX];
    for (size_t i = 0; i < n; i++) {
        HW_TRY(own_route(m, g, &g->refs[equal[i]], equal, n, &route[i], err));
        for (size_t k = 0; k < i && route[i] != HW_NONE; k++)
            if (route[k] == route[i])
                return HW_OK;
        if (route[i] == HW_NONE)
            return HW_OK;
    }
    for (size_t i = 0; i < n; i++) {
        hw_claim *c = claim_of(m, &g->refs[equal[i]]);
        c->route = route[i];
        c->flags &= (uint8_t)~HW_CLAIM_SHARED_WHY;
    }
    return HW_OK;
}

static hw_status pair_shared(pairing *m, const group *g, hw_error *err)
{
    uint32_t equal[EQUAL_MAX];
    if (g->claims > GROUP_MAX || g->count > GROUP_MAX)
        return HW_OK;
    for (uint32_t i = 0; i < g->claims; i++) {
        const hw_claim *c = claim_of(m, &g->refs[i]);
        size_t n = 0, all = 0;
        bool first = c->flags & HW_CLAIM_SHARED_WHY;
        for (uint32_t k = 0; k < g->claims && first; k++) {
            const hw_claim *o = claim_of(m, &g->refs[k]);
            if (o->class != c->class ||
                !hw_str_eq(hw_claim_expr(m->set, o), hw_claim_expr(m->set, c)))
                continue;
            first = all++ > 0 || k == i;
            if (n < EQUAL_MAX)
                equal[n++] = k;
        }
        if (first && all == n && n > 1)
            HW_TRY(pair_routes(m, g, equal, n, err));
    }
    return HW_OK;
}

static hw_status pair_group(pairing *m, const group *g, hw_error *err)
{
    HW_TRY(pair_verdicts(m, g, err));
    for (size_t i = 0; i < g->claims; i++) {
        if (claim_of(m, &g->refs[i])->chain != HW_NONE)
            continue;
        if (g->claims <= GROUP_MAX && g->count <= GROUP_MAX)
            HW_TRY(pair_by_expression(m, g, i, err));
        const hw_claim *c = claim_of(m, &g->refs[i]);
        m->json->unpaired += c->chain == HW_NONE;
    }
    return pair_shared(m, g, err);
}

/* --- all of them ------------------------------------------------------------------------------ */

/* The records of a file from (line, col) on. */
static size_t lower(const hw_json_record *list, size_t n, uint32_t line, uint32_t col)
{
    const hw_json_record key = {.line = line, .col = col};
    size_t from = 0;
    HW_SEARCH(from, n, i, !hw_json_in_order(&key, &list[i]));
    return from;
}

static void find_records(const pairing *m, const ref *r, group *g)
{
    if (g->file->records == 0)
        return;
    hw_json_record *list = &m->json->records.at[g->file->first];
    uint32_t from = r->col, to = r->col;
    if (r->col == 0 && !m->has_columns[r->block]) {
        to = UINT32_MAX - 1;
    } else if (r->col == 0) {
        from = to = COL_MAX;
        size_t at = lower(list, g->file->records, r->line, COL_MAX);
        if (at == g->file->records || list[at].line != r->line)
            from = to = 0;
    }
    size_t first = lower(list, g->file->records, r->line, from);
    g->records = list + first;
    g->count = lower(list, g->file->records, r->line, to + 1) - first;
}

static int by_place(const void *a, const void *b)
{
    const ref *x = a, *y = b;
    if (x->file != y->file)
        return x->file < y->file ? -1 : 1;
    if (x->block != y->block)
        return x->block < y->block ? -1 : 1;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    if (x->col != y->col)
        return x->col < y->col ? -1 : 1;
    return (x->claim > y->claim) - (x->claim < y->claim);
}

static bool same_group(const ref *a, const ref *b)
{
    return a->file == b->file && a->block == b->block && a->line == b->line && a->col == b->col;
}

static hw_status pair_refs(pairing *m, hw_error *err)
{
    bool in_order = true;
    for (size_t i = 1; i < m->refs.len && in_order; i++)
        in_order = by_place(&m->refs.at[i - 1], &m->refs.at[i]) <= 0;
    if (!in_order)
        qsort(m->refs.at, m->refs.len, sizeof *m->refs.at, by_place);
    for (size_t i = 0, end; i < m->refs.len; i = end) {
        ref *r = &m->refs.at[i];
        for (end = i + 1; end < m->refs.len && same_group(r, &m->refs.at[end]); end++)
            ;
        group g = {.file = &m->json->files.at[r->file], .refs = r, .claims = end - i};
        find_records(m, r, &g);
        HW_TRY(pair_group(m, &g, err));
    }
    return HW_OK;
}

static hw_status collect(pairing *m, hw_error *err)
{
    hw_claims *set = m->set;
    for (size_t i = 0; i < set->list.len; i++)
        m->has_columns[set->list.at[i].place.block] |= set->list.at[i].place.col != 0;
    for (size_t i = 0; i < set->list.len; i++) {
        hw_claim *c = &set->list.at[i];
        if (!hw_claim_heap(c))
            continue;
        ref r = {.file = hw_json_file_of(&m->files, &c->place),
                 .block = c->place.block,
                 .line = c->place.line,
                 .col = c->place.col,
                 .claim = (uint32_t)i,
                 .record = HW_NONE};
        c->chain = HW_NONE;
        if (r.file == HW_NONE) {
            m->json->unpaired += hw_json_has_records(&m->files, &set->blocks.at[r.block]);
        } else if (!hw_vec_push(&m->refs, r)) {
            return hw_nomem(err);
        }
    }
    return HW_OK;
}

/* Allocations that records speak of and their package's text does not. */
static void count_unmatched(pairing *m, const hw_json_file *f)
{
    hw_json_record *list = f->records ? &m->json->records.at[f->first] : NULL;
    for (size_t i = 0, end; i < f->records; i = end) {
        group g = {.file = f, .records = list + i};
        for (end = i + 1;
             end < f->records && list[end].line == list[i].line && list[end].col == list[i].col;)
            end++;
        g.count = end - i;
        for (size_t k = 0; k < g.count; k++) {
            const hw_json_record *r = &g.records[k];
            if (r->matched || r->code == HW_CODE_LEAK)
                continue;
            m->json->unmatched += is_verdict(r) || (g.count <= GROUP_MAX && of_variable(m, &g, r));
        }
    }
}

/* *alone: for each file of records, whether no text speaks of its package. */
static void find_alone(pairing *m, bool *alone)
{
    hw_claims *set = m->set;
    uint32_t n = (uint32_t)set->json.files.len;
    for (uint32_t i = 0; i < n; i++)
        alone[i] = true;
    for (size_t b = 0; b < set->blocks.len; b++) {
        hw_sid package = hw_json_package_of(&m->files, &set->blocks.at[b]);
        uint32_t first = hw_json_first_of(&m->files, package);
        if (first != HW_NONE)
            alone[first] = false;
    }
    for (size_t c = 0; c < set->list.len; c++) { /* texts without headers */
        const hw_place *p = &set->list.at[c].place;
        uint32_t file = set->blocks.at[p->block].package ? HW_NONE : hw_json_file_of(&m->files, p);
        if (file != HW_NONE)
            alone[hw_json_first_of(&m->files, set->json.files.at[file].package)] = false;
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t first = hw_json_first_of(&m->files, set->json.files.at[i].package);
        alone[i] = alone[first];
        set->json.packages += first == i;
        set->json.alone += first == i && alone[i];
    }
}

hw_status hw_json_pair(hw_claims *set, hw_error *err)
{
    pairing m = {.set = set, .json = &set->json, .no_frames = HW_NONE};
    if (set->json.files.len == 0)
        return HW_OK;
    set->chains.len = set->chain_frames.len = 0;
    set->json.paired = set->json.unpaired = set->json.unmatched = 0;
    set->json.packages = set->json.alone = 0;
    m.has_columns = hw_mem_zero(set->blocks.len + 1, sizeof *m.has_columns);
    bool *alone = hw_mem_alloc(set->json.files.len, sizeof *alone);
    hw_status s = m.has_columns && alone ? hw_json_files_init(&m.files, set, err) : hw_nomem(err);
    if (s == HW_OK)
        find_alone(&m, alone);
    if (s == HW_OK)
        s = collect(&m, err);
    if (s == HW_OK)
        s = pair_refs(&m, err);
    for (size_t i = 0; s == HW_OK && i < set->json.files.len; i++)
        if (!alone[i])
            count_unmatched(&m, &set->json.files.at[i]);
    hw_json_files_free(&m.files);
    hw_mem_free(m.has_columns);
    hw_mem_free(alone);
    hw_vec_free(&m.refs);
    hw_json_strings_free(&m.strings);
    hw_buf_free(&m.step);
    return s;
}
