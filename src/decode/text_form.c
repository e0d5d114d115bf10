#include "decode/text_form.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "decode/fold.h"

enum { BEFORE, SAMPLES, STATISTICS, AFTER };

/* --- what people paste: in a fence, behind a command line, quoted ------------------------------
 */

/* The first line, behind marks that quote it: "> heap profile: …". */
static bool is_header(hw_str line, hw_str *quote)
{
    size_t at = hw_str_find(hw_str_sub(line, 0, HW_TEXT_QUOTE_MAX + 13), HW_STR("heap profile:"));
    *quote = hw_str_sub(line, 0, at);
    for (size_t i = 0; i < quote->n; i++)
        if (!strchr(" \t>|/*#;", quote->p[i]))
            return false;
    return at != HW_NPOS;
}

/* A line of text may stand before it: no control characters. */
static bool is_line(hw_str line)
{
    for (size_t i = 0; i < line.n; i++)
        if ((unsigned char)line.p[i] < 0x20 && line.p[i] != '\t' && line.p[i] != '\r')
            return false;
    return true;
}

bool hw_text_starts(hw_str head)
{
    hw_str quote;
    hw_str_cut_prefix(&head, HW_STR("\xef\xbb\xbf"));
    while (head.n) {
        hw_str line = hw_str_next(&head, '\n');
        if (is_header(line, &quote))
            return true;
        if (!is_line(line))
            return false;
    }
    return false;
}

static hw_str without_quote(const hw_text_reader *t, hw_str line)
{
    hw_str quote = {t->quote, t->quote_len};
    if (!hw_str_cut_prefix(&line, quote))
        hw_str_cut_prefix(&line, hw_str_trim(quote)); /* of an empty line */
    return hw_str_trim(line);
}

/* Behind the text: the end of a fence, or the next command. */
static bool ends(const hw_text_reader *t, hw_str line)
{
    return t->pasted && (hw_str_starts(line, HW_STR("```")) || hw_str_starts(line, HW_STR("~~~")) ||
                         hw_str_starts(line, HW_STR("$")));
}

hw_status hw_text_begin(hw_decoder *d, hw_error *err)
{
    static const char *const words[] = {[HW_TEXT_NOTHING] = "",
#define X(id, text) [HW_TEXT_##id] = text,
                                        HW_TEXT_WORDS(X)
#undef X
    };
    static const hw_type types[] = {{HW_TEXT_ALLOC_OBJECTS, HW_TEXT_COUNT},
                                    {HW_TEXT_ALLOC_SPACE, HW_TEXT_BYTES},
                                    {HW_TEXT_INUSE_OBJECTS, HW_TEXT_COUNT},
                                    {HW_TEXT_INUSE_SPACE, HW_TEXT_BYTES}};
    hw_text_reader *t = hw_mem_zero(1, sizeof *t);
    d->text = t;
    if (!t || !hw_strings_init(&t->names))
        return hw_nomem(err);
    for (size_t i = 1; i < sizeof words / sizeof *words; i++) {
        hw_sid id;
        if (!hw_strings_put(&t->names, hw_str_of(words[i]), &id))
            return hw_nomem(err);
    }
    t->held.max = d->limits.message < SIZE_MAX ? (size_t)d->limits.message : SIZE_MAX;
    t->functions.seed = t->locations.seed = t->inners.seed = d->kept_index.seed;
    memcpy(d->types, types, sizeof types);
    d->type_count = d->value_count = HW_VALUES;
    return HW_OK;
}

/* --- functions and locations, each once ----------------------------------------------------- */

static uint64_t hash_function(uint64_t seed, const hw_function *f)
{
    const uint32_t key[] = {f->name, f->file};
    return hw_hash(seed, key, sizeof key);
}

static uint64_t rehash_function(const void *ctx, uint32_t id)
{
    const hw_decoder *d = ctx;
    return hash_function(d->text->functions.seed, &d->functions.at[id]);
}

typedef struct function_key {
    const hw_decoder *d;
    hw_function function;
} function_key;

static bool same_function(const void *ctx, uint32_t id)
{
    const function_key *k = ctx;
    const hw_function *f = &k->d->functions.at[id];
    return f->name == k->function.name && f->file == k->function.file;
}

static hw_status too_many(const hw_decoder *d, const char *what, hw_error *err)
{
    return hw_fail_at(err, HW_LIMIT, d->input, d->text->at,
                      "has more than %llu %s; --max-strings raises this limit",
                      (unsigned long long)d->limits.strings, what);
}

static hw_status function_of(hw_decoder *d, const hw_text_frame *frame, uint32_t *ret,
                             hw_error *err)
{
    hw_text_reader *t = d->text;
    function_key k = {.d = d};
    if (!hw_strings_put(&t->names, frame->name, &k.function.name) ||
        !hw_strings_put(&t->names, frame->file, &k.function.file))
        return hw_nomem(err);
    if (t->names.list.len > d->limits.strings)
        return too_many(d, "strings", err);
    uint64_t hash = hash_function(t->functions.seed, &k.function);
    *ret = hw_index_get(&t->functions, hash, same_function, &k);
    if (*ret != HW_NONE)
        return HW_OK;
    *ret = (uint32_t)d->functions.len;
    return hw_vec_push(&d->functions, k.function) &&
                   hw_index_put(&t->functions, hash, *ret, rehash_function, d)
               ? HW_OK
               : hw_nomem(err);
}

static uint64_t hash_location(const hw_decoder *d, const hw_location *l)
{
    return hw_hash(d->text->locations.seed ^ l->address, d->frames.at + l->frames_at,
                   l->frames * sizeof(hw_frame));
}

static uint64_t rehash_location(const void *ctx, uint32_t id)
{
    const hw_decoder *d = ctx;
    return hash_location(d, &d->locations.at[id]);
}

typedef struct location_key {
    const hw_decoder *d;
    const hw_location *location;
} location_key;

static bool same_location(const void *ctx, uint32_t id)
{
    const location_key *k = ctx;
    const hw_location *a = &k->d->locations.at[id], *b = k->location;
    const hw_frame *frames = k->d->frames.at;
    return a->address == b->address && a->frames == b->frames &&
           memcmp(frames + a->frames_at, frames + b->frames_at, a->frames * sizeof *frames) == 0;
}

/* The location of `n` calls, whose frames are written behind the others and stay when it is new. */
static hw_status location_of(hw_decoder *d, const hw_text_call *calls, size_t n, uint32_t *ret,
                             hw_error *err)
{
    hw_text_reader *t = d->text;
    hw_location l = {.address = calls->pc, .mapping = HW_NONE};
    if (d->frames.len + n >= HW_NONE)
        return too_many(d, "frames", err);
    if (!hw_vec_room(&d->frames, n))
        return hw_nomem(err);
    l.frames_at = (uint32_t)d->frames.len;
    for (size_t i = 0; i < n; i++)
        if (calls[i].function != HW_NONE)
            d->frames.at[l.frames_at + l.frames++] = (hw_frame){calls[i].function, calls[i].line};
    uint64_t hash = hash_location(d, &l);
    *ret = hw_index_get(&t->locations, hash, same_location, &(location_key){d, &l});
    if (*ret != HW_NONE)
        return HW_OK;
    if (d->locations.len >= d->limits.strings)
        return too_many(d, "locations", err);
    *ret = (uint32_t)d->locations.len;
    d->frames.len += l.frames;
    hw_entry entry = {calls[n - 1].entry, *ret};
    return hw_vec_push(&d->locations, l) &&
                   (entry.address == 0 || hw_vec_push(&d->entries, entry)) &&
                   hw_index_put(&t->locations, hash, *ret, rehash_location, d)
               ? HW_OK
               : hw_nomem(err);
}

static bool same_name(const hw_decoder *d, const hw_text_call *a, const hw_text_call *b)
{
    return d->functions.at[a->function].name == d->functions.at[b->function].name;
}

/* The end of the run of calls in code of the same function; a call without one is alone. */
static size_t end_of_run(const hw_text_reader *t, size_t i)
{
    uint64_t entry = t->calls.at[i].entry;
    do
        i++;
    while (entry != 0 && i < t->calls.len && t->calls.at[i].entry == entry);
    return i;
}

/* Calls become locations as in runtime/pprof's pcDeck: those in code of one function are one, up to
 * that function's own. Calls that were inlined have other names than the function that holds them,
 * which is the last one of the run; so where its name comes earlier, it called itself. */
static hw_status write_stack(hw_decoder *d, uint32_t *depth, hw_error *err)
{
    const hw_text_reader *t = d->text;
    const hw_text_call *calls = t->calls.at;
    HW_TRY(hw_decode_key_room(d, t->calls.len + 1, t->sample_at, err));
    *depth = 0;
    for (size_t first = 0, end = 0, i = 0; i < t->calls.len; i++) {
        if (i == end)
            end = end_of_run(t, i);
        if (i + 1 < end && !same_name(d, &calls[i], &calls[end - 1]))
            continue;
        uint32_t *to = &d->keys.at[d->keys.len + *depth];
        HW_TRY(location_of(d, &calls[first], i + 1 - first, to, err));
        ++*depth;
        first = i + 1;
    }
    return HW_OK;
}

/* --- inners ----------------------------------------------------------------------------------- */

static uint64_t hash_inner(const hw_decoder *d, const hw_inner *c)
{
    return hw_hash(d->text->inners.seed, d->inner_addresses.at + c->addresses_at,
                   c->addresses * sizeof(uint64_t));
}

static uint64_t rehash_inner(const void *ctx, uint32_t id)
{
    const hw_decoder *d = ctx;
    return hash_inner(d, &d->inners.at[id]);
}

typedef struct inner_key {
    const hw_decoder *d;
    const hw_inner *inner;
} inner_key;

static bool same_inner(const void *ctx, uint32_t id)
{
    const inner_key *k = ctx;
    const hw_inner *a = &k->d->inners.at[id], *b = k->inner;
    const uint64_t *addresses = k->d->inner_addresses.at;
    return a->addresses == b->addresses &&
           memcmp(addresses + a->addresses_at, addresses + b->addresses_at,
                  a->addresses * sizeof *addresses) == 0;
}

/* How many addresses stand in front of the first that has a frame: those of the runtime, which the
 * frames leave out. 0 too where the list and the frames do not belong together. */
static size_t hidden(const hw_text_reader *t)
{
    for (size_t i = 0; t->calls.len && i < t->addresses.len; i++)
        if (t->addresses.at[i] == t->calls.at[0].pc || t->addresses.at[i] - 1 == t->calls.at[0].pc)
            return i;
    return 0;
}

static hw_status inner_of(hw_decoder *d, uint32_t *ret, hw_error *err)
{
    hw_text_reader *t = d->text;
    hw_inner inner = {.addresses_at = (uint32_t)d->inner_addresses.len,
                      .addresses = (uint32_t)hidden(t)};
    *ret = HW_NONE;
    if (inner.addresses == 0)
        return HW_OK;
    if (d->inner_addresses.len + inner.addresses >= HW_NONE)
        return too_many(d, "addresses", err);
    if (!hw_vec_room(&d->inner_addresses, inner.addresses))
        return hw_nomem(err);
    memcpy(d->inner_addresses.at + inner.addresses_at, t->addresses.at,
           inner.addresses * sizeof *t->addresses.at);
    uint64_t hash = hash_inner(d, &inner);
    *ret = hw_index_get(&t->inners, hash, same_inner, &(inner_key){d, &inner});
    if (*ret != HW_NONE)
        return HW_OK;
    *ret = (uint32_t)d->inners.len;
    d->inner_addresses.len += inner.addresses;
    return hw_vec_push(&d->inners, inner) && hw_index_put(&t->inners, hash, *ret, rehash_inner, d)
               ? HW_OK
               : hw_nomem(err);
}

/* --- samples ---------------------------------------------------------------------------------- */

static int64_t truncated(hw_decoder *d, double v)
{
    if (v < 0x1p63)
        return (int64_t)v;
    d->clamped++;
    return INT64_MAX;
}

/* What runtime/pprof writes into a protobuf profile for these objects: the estimate of all of them
 * from those that were picked. The same floating-point operations, so that it is the same number.
 */
static void scale(hw_decoder *d, int64_t objects, int64_t bytes, int64_t *all, int64_t *space)
{
    int64_t rate = d->text->rate;
    *all = *space = 0;
    if (objects == 0 || bytes == 0)
        return;
    if (rate <= 1) {
        *all = objects;
        *space = bytes;
        return;
    }
    double average = (double)bytes / (double)objects;
    double factor = 1 / (1 - exp(-average / (double)rate));
    *all = truncated(d, (double)objects * factor);
    *space = truncated(d, (double)bytes * factor);
}

static hw_status add_counts(hw_decoder *d, hw_error *err)
{
    hw_text_counts *sum = &d->text->sum, *c = &d->text->counts;
    if (__builtin_add_overflow(sum->inuse_objects, c->inuse_objects, &sum->inuse_objects) ||
        __builtin_add_overflow(sum->inuse_bytes, c->inuse_bytes, &sum->inuse_bytes) ||
        __builtin_add_overflow(sum->alloc_objects, c->alloc_objects, &sum->alloc_objects) ||
        __builtin_add_overflow(sum->alloc_bytes, c->alloc_bytes, &sum->alloc_bytes))
        return hw_fail_at(err, HW_FORMAT, d->input, d->text->sample_at,
                          "the counts up to here add up to more than 64 bits");
    return HW_OK;
}

/* The sample that was open is complete. */
static hw_status close_sample(hw_decoder *d, hw_error *err)
{
    hw_text_reader *t = d->text;
    const hw_text_counts *c = &t->counts;
    int64_t values[HW_VALUES];
    hw_decode_key k = {0};
    if (!t->open)
        return HW_OK;
    t->open = false;
    HW_TRY(add_counts(d, err));
    scale(d, c->alloc_objects, c->alloc_bytes, &values[0], &values[1]);
    scale(d, c->inuse_objects, c->inuse_bytes, &values[2], &values[3]);
    HW_TRY(hw_decode_check_counts(d, HW_VALUES, t->calls.len, 1, t->sample_at, err));
    if (hw_decode_nothing(d, values, HW_VALUES))
        return HW_OK;
    HW_TRY(write_stack(d, &k.depth, err));
    HW_TRY(inner_of(d, &k.inner, err));
    hw_label size = {.key = HW_TEXT_BYTES};
    if (c->alloc_objects > 0)
        size.number = c->alloc_bytes / c->alloc_objects;
    if (size.number) {
        uint32_t *to = &d->keys.at[d->keys.len + k.depth];
        HW_TRY(hw_decode_label_id(d, &size, t->sample_at, to, err));
        k.labels = 1;
    }
    return hw_decode_add(d, &k, values, t->sample_at, err);
}

static hw_status open_sample(hw_decoder *d, hw_str addresses, hw_error *err)
{
    hw_text_reader *t = d->text;
    t->open = true;
    t->sample_at = t->at;
    t->sample_line = t->line;
    t->addresses.len = t->calls.len = 0;
    while (addresses.n) {
        uint64_t address;
        if (!hw_text_address(&addresses, &address))
            return hw_fail_at(err, HW_FORMAT, d->input, t->at,
                              "the list of addresses has something else in it");
        if (t->addresses.len >= d->limits.depth)
            return hw_fail_at(err, HW_LIMIT, d->input, t->at,
                              "a sample has more than %llu addresses; --max-depth raises this "
                              "limit",
                              (unsigned long long)d->limits.depth);
        if (!hw_vec_push(&t->addresses, address))
            return hw_nomem(err);
    }
    return HW_OK;
}

static hw_status add_call(hw_decoder *d, const hw_text_frame *frame, hw_error *err)
{
    hw_text_reader *t = d->text;
    hw_text_call call = {frame->pc, frame->entry, HW_NONE, frame->line};
    if (t->calls.len >= d->limits.depth)
        return hw_fail_at(err, HW_LIMIT, d->input, t->at,
                          "a sample has more than %llu frames; --max-depth raises this limit",
                          (unsigned long long)d->limits.depth);
    if (frame->name.n)
        HW_TRY(function_of(d, frame, &call.function, err));
    return hw_vec_push(&t->calls, call) ? HW_OK : hw_nomem(err);
}

/* --- lines ------------------------------------------------------------------------------------ */

static hw_status not_understood(const hw_decoder *d, hw_str line, hw_error *err)
{
    char start[60];
    size_t n = 0;
    for (; n < line.n && n < sizeof start; n++)
        start[n] = (char)(line.p[n] == '\t' ? ' ' : line.p[n]);
    return hw_fail_at(err, HW_FORMAT, d->input, d->text->at,
                      "no line of a heap profile's text looks like this: %.*s; was the download or "
                      "the copy complete?",
                      (int)n, start);
}

static hw_status take_header(hw_decoder *d, hw_str line, hw_error *err)
{
    hw_text_reader *t = d->text;
    hw_str kind;
    uint64_t twice;
    if (!hw_text_header(line, &t->total, &kind))
        return not_understood(d, line, err);
    if (!hw_str_cut_prefix(&kind, HW_STR("heap/")) || !hw_str_u64(kind, INT64_MAX, &twice))
        return hw_fail(err, HW_UNSUPPORTED, d->input,
                       "is the text form of a heap profile of another allocator (tcmalloc), not of "
                       "Go, whose first line ends in heap/ and a number");
    t->rate = d->period = (int64_t)(twice / 2);
    d->off = twice == 0;
    t->part = SAMPLES;
    return HW_OK;
}

static hw_status take_line(hw_decoder *d, hw_str line, hw_error *err)
{
    hw_text_reader *t = d->text;
    hw_text_frame frame;
    hw_str addresses, quote, trimmed;
    if (t->part == BEFORE) {
        hw_str_cut_prefix(&line, HW_STR("\xef\xbb\xbf"));
        bool header = is_header(line, &quote);
        t->pasted |= hw_str_trim(header ? quote : line).n > 0;
        if (!header)
            return HW_OK;
        t->quote_len = (unsigned char)quote.n;
        memcpy(t->quote, quote.p, quote.n);
        return take_header(d, without_quote(t, line), err);
    }
    trimmed = without_quote(t, line);
    if (ends(t, trimmed)) {
        t->part = AFTER;
        return close_sample(d, err);
    }
    if (trimmed.n == 0)
        return close_sample(d, err);
    if (hw_str_starts(trimmed, HW_STR("heap profile:")))
        return hw_fail_at(err, HW_FORMAT, d->input, t->at,
                          "a second profile begins here; give each one as an input of its own");
    if (t->part == AFTER)
        return HW_OK;
    if (t->part == STATISTICS)
        return trimmed.p[0] == '#' ? HW_OK : not_understood(d, trimmed, err);
    if (t->open && hw_text_frame_of(trimmed, &frame))
        return add_call(d, &frame, err);
    if (hw_str_starts(trimmed, HW_STR("# runtime.MemStats"))) {
        t->part = STATISTICS;
        return close_sample(d, err);
    }
    HW_TRY(close_sample(d, err));
    if (!hw_text_sample(trimmed, &t->counts, &addresses))
        return not_understood(d, trimmed, err);
    return open_sample(d, addresses, err);
}

static hw_status end_line(hw_decoder *d, hw_str line, hw_error *err)
{
    hw_text_reader *t = d->text;
    hw_status s = take_line(d, line, err);
    if (s != HW_OK && s != HW_NOMEM && err)
        err->line = (int64_t)t->line;
    return s;
}

static hw_status hold(hw_decoder *d, hw_str part, hw_error *err)
{
    hw_status s = hw_buf_str(&d->text->held, part);
    if (s == HW_LIMIT)
        return hw_fail_at(err, HW_LIMIT, d->input, d->text->at,
                          "a line has more than %llu bytes; --max-message raises this limit",
                          (unsigned long long)d->limits.message);
    return s == HW_OK ? HW_OK : hw_nomem(err);
}

hw_status hw_text_feed(hw_decoder *d, const void *data, size_t n, hw_error *err)
{
    hw_text_reader *t = d->text;
    hw_str s = {data, n};
    while (s.n) {
        size_t end = hw_str_chr(s, '\n');
        hw_str line = hw_str_sub(s, 0, end);
        if (end == HW_NPOS)
            return hold(d, line, err);
        if (t->held.n || line.n > d->limits.message)
            HW_TRY(hold(d, line, err));
        t->line++;
        uint64_t whole = t->held.n ? t->held.n : line.n;
        HW_TRY(end_line(d, t->held.n ? hw_buf_view(&t->held) : line, err));
        t->at += whole + 1;
        hw_buf_clear(&t->held);
        s = hw_str_from(s, end + 1);
    }
    return HW_OK;
}

/* The first line counts what the others have. Go makes the bytes allocated one more where they
 * equal those in use. */
static bool complete(const hw_text_reader *t)
{
    const hw_text_counts *sum = &t->sum, *total = &t->total;
    return sum->inuse_objects == total->inuse_objects && sum->inuse_bytes == total->inuse_bytes &&
           sum->alloc_objects == total->alloc_objects &&
           sum->alloc_bytes == total->alloc_bytes - (sum->inuse_bytes == sum->alloc_bytes);
}

/* The last line, which has no end: that of a fence, or one that says nothing of samples. */
static hw_status end_held(hw_decoder *d, hw_error *err)
{
    hw_text_reader *t = d->text;
    if (ends(t, without_quote(t, hw_buf_view(&t->held))))
        HW_TRY(close_sample(d, err));
    hw_buf_clear(&t->held);
    return HW_OK;
}

hw_status hw_text_end(hw_decoder *d, hw_error *err)
{
    hw_text_reader *t = d->text;
    t->line++;
    if (t->part == STATISTICS || t->part == AFTER ||
        ends(t, without_quote(t, hw_buf_view(&t->held))))
        HW_TRY(end_held(d, err));
    bool cut = t->held.n != 0 || t->open || t->part == BEFORE;
    if (cut || !complete(t)) {
        hw_fail_at(err, HW_FORMAT, d->input, t->at,
                   cut ? "the text is cut short here; was the download or the copy complete?"
                       : "the samples do not add up to what the first line says (%lld objects in "
                         "use, here %lld; %lld allocated, here %lld); was the download or the copy "
                         "complete?",
                   (long long)t->total.inuse_objects, (long long)t->sum.inuse_objects,
                   (long long)t->total.alloc_objects, (long long)t->sum.alloc_objects);
        if (err)
            err->line = (int64_t)t->line;
        return HW_FORMAT;
    }
    if (d->kept.len && d->functions.len == 0)
        return hw_fail(err, HW_UNSUPPORTED, d->input,
                       "has addresses only: the lines that begin with # are missing; fetch it as "
                       "the service writes it");
    d->string_count = t->names.list.len;
    return HW_OK;
}

void hw_text_reader_free(hw_text_reader *t)
{
    if (!t)
        return;
    hw_buf_free(&t->held);
    hw_strings_free(&t->names);
    hw_index_free(&t->functions);
    hw_index_free(&t->locations);
    hw_index_free(&t->inners);
    hw_vec_free(&t->addresses);
    hw_vec_free(&t->calls);
    hw_mem_free(t);
}
