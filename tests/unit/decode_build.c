#include "decode_build.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void add(hw_buf *b, const void *data, size_t n)
{
    assert_int_equal(hw_buf_add(b, data, n), HW_OK);
}

void put_varint(hw_buf *b, uint64_t n)
{
    do {
        unsigned char c = (unsigned char)((n & 0x7f) | (n > 0x7f ? 0x80 : 0));
        add(b, &c, 1);
        n >>= 7;
    } while (n);
}

void put_tag(hw_buf *b, uint32_t field, unsigned wire)
{
    put_varint(b, (uint64_t)field << 3 | wire);
}

void put_int(hw_buf *b, uint32_t field, int64_t n)
{
    put_tag(b, field, 0);
    put_varint(b, (uint64_t)n);
}

void put_bytes(hw_buf *b, uint32_t field, const void *data, size_t n)
{
    put_tag(b, field, 2);
    put_varint(b, n);
    add(b, data, n);
}

void put_message(hw_buf *b, uint32_t field, hw_buf *message)
{
    put_bytes(b, field, message->p, message->n);
    hw_buf_free(message);
}

void put_type(hw_buf *b, int name, int unit)
{
    hw_buf m = {0};
    put_int(&m, 1, name);
    put_int(&m, 2, unit);
    put_message(b, 1, &m);
}

void put_heap_types(hw_buf *b)
{
    put_type(b, S_ALLOC_OBJECTS, S_COUNT);
    put_type(b, S_ALLOC_SPACE, S_BYTES);
    put_type(b, S_INUSE_OBJECTS, S_COUNT);
    put_type(b, S_INUSE_SPACE, S_BYTES);
}

void put_period(hw_buf *b, int64_t period)
{
    hw_buf m = {0};
    put_int(&m, 1, S_SPACE);
    put_int(&m, 2, S_BYTES);
    put_message(b, 11, &m);
    put_int(b, 12, period);
}

void put_location(hw_buf *b, uint64_t id, uint64_t mapping, uint64_t function, int64_t line)
{
    hw_buf m = {0}, l = {0};
    put_int(&m, 1, (int64_t)id);
    put_int(&m, 2, (int64_t)mapping);
    put_int(&m, 3, (int64_t)(0x400000 + id));
    if (function) {
        put_int(&l, 1, (int64_t)function);
        put_int(&l, 2, line);
        put_message(&m, 4, &l);
    }
    put_message(b, 4, &m);
}

void put_function(hw_buf *b, uint64_t id, int name, int file)
{
    hw_buf m = {0};
    put_int(&m, 1, (int64_t)id);
    put_int(&m, 2, name);
    put_int(&m, 3, name);
    put_int(&m, 4, file);
    put_int(&m, 5, 7);
    put_message(b, 5, &m);
}

void put_mapping(hw_buf *b, uint64_t id)
{
    hw_buf m = {0};
    put_int(&m, 1, (int64_t)id);
    put_int(&m, 2, 0x400000);
    put_int(&m, 3, 0x500000);
    put_int(&m, 4, 0x1000);
    put_int(&m, 5, S_BINARY);
    put_int(&m, 7, 1); /* has_functions, which nobody reads */
    put_message(b, 3, &m);
}

void put_strings(hw_buf *b)
{
    static const struct {
        const char *p;
        size_t n;
    } strings[] = {
#define X(id, text) {text, sizeof(text) - 1},
        STRINGS(X)
#undef X
    };
    for (size_t i = 0; i < S_COUNT_OF; i++)
        put_bytes(b, 6, strings[i].p, strings[i].n);
}

void put_label(hw_buf *sample, int key, int text, int64_t number, int unit)
{
    hw_buf l = {0};
    put_int(&l, 1, key);
    if (text)
        put_int(&l, 2, text);
    if (number)
        put_int(&l, 3, number);
    if (unit)
        put_int(&l, 4, unit);
    put_message(sample, 3, &l);
}

void put_sample(hw_buf *b, const sample_parts *s)
{
    hw_buf m = {0}, packed = {0};
    size_t values = s->values ? s->values : 4;
    for (size_t i = 0; i < s->depth; i++)
        if (s->unpacked)
            put_int(&m, 1, (int64_t)s->ids[i]);
        else
            put_varint(&packed, s->ids[i]);
    if (!s->unpacked)
        put_message(&m, 1, &packed);
    for (size_t i = 0; i < values; i++)
        if (s->unpacked)
            put_int(&m, 2, s->v[i]);
        else
            put_varint(&packed, (uint64_t)s->v[i]);
    if (!s->unpacked)
        put_message(&m, 2, &packed);
    if (s->size)
        put_label(&m, S_BYTES, 0, s->size, 0);
    put_message(b, 2, &m);
}

void put_tables(hw_buf *b)
{
    put_mapping(b, 1);
    put_location(b, 1, 1, 1, 10);
    put_location(b, 2, 1, 1, 20);
    put_location(b, 3, 1, 2, 30);
    put_function(b, 1, S_MAIN_F, S_FILE_GO);
    put_function(b, 2, S_MAIN_G, S_FILE_GO);
    put_strings(b);
}

void put_legal(hw_buf *b)
{
    static const uint64_t ids[] = {1, 3};
    put_period(b, 524288);
    put_heap_types(b);
    put_sample(b, &(sample_parts){.ids = ids, .depth = 2, .v = {10, 480, 2, 96}, .size = 48});
    put_tables(b);
}

void decoded_new(decoded *d)
{
    assert_true(hw_strings_init(&d->strings));
    hw_profile_init(&d->profile, &d->strings);
    d->limits = hw_limits_filled(NULL);
}

void decoded_free(decoded *d)
{
    hw_profile_free(&d->profile);
    hw_strings_free(&d->strings);
}

hw_status decode_bytes(decoded *d, const char *name, const hw_buf *b, size_t piece)
{
    hw_decoder *dec;
    assert_int_equal(hw_decode_new(hw_str_of(name), &d->limits, &d->profile, &dec, &d->err), HW_OK);
    hw_byte_sink s = hw_decode_sink(dec);
    hw_status r = HW_OK;
    for (size_t i = 0; i < b->n && r == HW_OK; i += piece)
        r = s.write(s.ctx, b->p + i, b->n - i < piece ? b->n - i : piece, &d->err);
    if (r == HW_OK)
        r = hw_decode_finish(dec, &d->err);
    hw_decode_free(dec);
    return r;
}

void text_is(const decoded *d, hw_sid id, const char *want)
{
    assert_true(hw_str_eq(hw_strings_get(&d->strings, id), hw_str_of(want)));
}

const hw_function *function_at(const decoded *d, const hw_sample *s, size_t frame)
{
    const hw_profile *p = &d->profile;
    const hw_location *l = &p->locations.at[p->stack_ids.at[s->stack_at + frame]];
    return &p->functions.at[p->frames.at[l->frames_at].function];
}

/* The profile that put_legal writes. */
void assert_legal(const decoded *d)
{
    const hw_profile *p = &d->profile;
    assert_int_equal(p->samples.len, 1);
    const hw_sample *s = p->samples.at;
    assert_int_equal(s->depth, 2);
    assert_int_equal(s->size, 48);
    assert_int_equal(s->values.v[HW_ALLOC_OBJECTS], 10);
    assert_int_equal(s->values.v[HW_ALLOC_SPACE], 480);
    assert_int_equal(s->values.v[HW_INUSE_OBJECTS], 2);
    assert_int_equal(s->values.v[HW_INUSE_SPACE], 96);
    text_is(d, function_at(d, s, 0)->name, "main.f");
    text_is(d, function_at(d, s, 1)->name, "main.g");
    text_is(d, function_at(d, s, 1)->file, "/src/main.go");
    const hw_location *l = &p->locations.at[p->stack_ids.at[s->stack_at]];
    assert_int_equal(p->frames.at[l->frames_at].line, 10);
    assert_int_equal(l->address, 0x400001);
    text_is(d, p->mappings.at[l->mapping].file, "/bin/server");
    assert_int_equal(p->mappings.at[l->mapping].offset, 0x1000);
    assert_int_equal(p->present, 15);
    assert_int_equal(p->period, 524288);
    assert_false(p->delta);
    assert_memory_equal(&p->totals, &s->values, sizeof p->totals);
    assert_int_equal(p->inputs.len, 1);
    assert_int_equal(p->inputs.at[0].samples, 1);
    assert_true(hw_str_eq(p->inputs.at[0].name, HW_STR("p")));
    assert_int_equal(p->notes.list.len, 0);
}

/* The profile is untouched, the message has the words. Frees `b`. */
void refuse(hw_buf *b, hw_status status, const char *words)
{
    static const size_t pieces[] = {1, 3, 64, SIZE_MAX / 2};
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        decoded d;
        decoded_new(&d);
        hw_status s = decode_bytes(&d, "p", b, pieces[i]);
        if (s != status || !strstr(d.err.message, words))
            fail_msg("status %d, '%s', wanted %d, '%s'", s, d.err.message, status, words);
        assert_int_equal(d.err.status, status);
        assert_string_equal(d.err.input, "p");
        assert_int_equal(d.profile.inputs.len + d.profile.samples.len + d.profile.functions.len, 0);
        decoded_free(&d);
    }
    hw_buf_free(b);
}
