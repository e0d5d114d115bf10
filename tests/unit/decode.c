/* Decoding of protobufs written by hand: every rule, and pieces of every size. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "decode_build.h"

static const uint64_t stack_1[] = {1}, stack_13[] = {1, 3};

static void accept_as_legal(const hw_buf *b, size_t piece)
{
    decoded d;
    decoded_new(&d);
    hw_status s = decode_bytes(&d, "p", b, piece);
    if (s != HW_OK)
        fail_msg("%s", d.err.message);
    assert_legal(&d);
    decoded_free(&d);
}

static void accepts_pieces_of_every_size(void **state)
{
    (void)state;
    hw_buf b = {0};
    put_legal(&b);
    for (size_t piece = 1; piece <= b.n; piece++)
        accept_as_legal(&b, piece);
    hw_buf_free(&b);
}

static void accepts_fields_in_any_order(void **state)
{
    (void)state;
    for (unsigned order = 0; order < 24; order++) {
        hw_buf b = {0};
        unsigned left = order, have = 0xf;
        for (unsigned n = 4; n > 0; n--) {
            unsigned nth = left % n, part = 0;
            left /= n;
            while (!(have & 1u << part) || nth-- > 0)
                part++;
            have &= ~(1u << part);
            if (part == 0)
                put_heap_types(&b);
            else if (part == 1)
                put_sample(&b, &(sample_parts){stack_13, 2, {10, 480, 2, 96}, 0, 48, order % 2});
            else if (part == 2)
                put_period(&b, 524288);
            else
                put_tables(&b);
        }
        accept_as_legal(&b, order + 1);
        hw_buf_free(&b);
    }
}

static void skips_unknown_fields(void **state)
{
    (void)state;
    hw_buf b = {0}, m = {0};
    char junk[300] = {0};
    put_int(&b, 100, 5);
    put_tag(&b, 101, 1);
    assert_int_equal(hw_buf_add(&b, junk, 8), HW_OK);
    put_tag(&b, 536870911, 5);
    assert_int_equal(hw_buf_add(&b, junk, 4), HW_OK);
    put_bytes(&b, 102, junk, sizeof junk);
    put_bytes(&b, 102, junk, 0);
    put_bytes(&b, 13, "\1\2", 2); /* comments, packed */
    put_int(&b, 13, 1);
    put_int(&b, 14, S_INUSE_SPACE);
    put_legal(&b);
    put_int(&m, 1, 9);
    put_bytes(&m, 77, junk, sizeof junk);
    put_message(&b, 3, &m);
    for (size_t piece = 1; piece < 100; piece += 7)
        accept_as_legal(&b, piece);
    hw_buf_free(&b);
}

static void merges_singular_messages(void **state)
{
    (void)state;
    hw_buf b = {0}, m = {0};
    put_int(&m, 1, S_CPU); /* overwritten */
    put_int(&m, 2, S_BYTES);
    put_message(&b, 11, &m);
    put_int(&m, 1, S_SPACE); /* the unit stays */
    put_message(&b, 11, &m);
    put_int(&b, 12, 7);
    put_int(&b, 12, 524288);
    put_heap_types(&b);
    put_sample(&b, &(sample_parts){stack_13, 2, {10, 480, 2, 96}, 0, 48, false});
    put_tables(&b);
    accept_as_legal(&b, 11);
    hw_buf_free(&b);
}

static void refuses_every_cut(void **state)
{
    (void)state;
    hw_buf b = {0};
    put_legal(&b);
    size_t whole = b.n;
    for (size_t n = 0; n < whole; n++) {
        decoded d;
        decoded_new(&d);
        b.n = n;
        hw_status s = decode_bytes(&d, "p", &b, 17);
        /* A cut between two strings leaves a table that is too short, or a shorter legal profile.
         */
        if (s == HW_OK)
            assert_int_equal(d.profile.samples.len, 1);
        else
            assert_true(s == HW_FORMAT && d.profile.inputs.len == 0);
        decoded_free(&d);
    }
    b.n = whole - 1;
    refuse(&b, HW_FORMAT, "cut short");
}

static void refuses_bad_wire(void **state)
{
    (void)state;
    static const char long_varint[] = "\x48\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01";
    static const struct {
        const char *bytes;
        size_t n;
        const char *words;
    } rows[] = {
        {long_varint, 12, "longer than 10 bytes"},
        {"\x7b\x08\x01\x7c", 4, "group"},
        {"\x1b\x1c", 2, "wire type"},
        {"\x7e", 1, "does not exist"},
        {"\x07\x01", 2, "number 0"},
        {"\x00\x01", 2, "number 0"},
        {"\x02\x00", 2, "number 0"},
        {"\xff\xff\xff\xff\xff\x7f", 6, "too large"},
        {"\x10\x01", 2, "sample has the wire type 0"},
        {"\x32", 1, "cut short"},
        {"\x32\x05\x01", 3, "cut short"},
        {"\x80", 1, "cut short"},
        {"\x79\x01\x02", 3, "cut short"},
        {"\x62\x00", 2, "period has the wire type 2"},
        {"\x6d\x01\x01\x01\x01", 5, "comment has the wire type 5"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        hw_buf b = {0};
        put_legal(&b);
        assert_int_equal(hw_buf_add(&b, rows[i].bytes, rows[i].n), HW_OK);
        refuse(&b, HW_FORMAT, rows[i].words);
    }
}

static void refuses_bad_nested_messages(void **state)
{
    (void)state;
    static const struct {
        uint32_t field;
        const char *bytes;
        size_t n;
        const char *words;
        size_t inside; /* offset of the fault in the message */
    } rows[] = {
        {2, "\x0a\x05\x01", 3, "malformed Sample: a field is cut short", 0},
        {2, "\x08\x01\x0d\x01", 4, "cut short", 2},
        {2, "\x0d\x01\x01\x01\x01", 5, "wire type than the format says", 0},
        {2, "\x0a\x01\x80", 3, "list inside it", 0},
        {2, "\x00\x01", 2, "number is 0", 0},
        {2, "\x1a\x04\x08\x04\x18\xff", 6, "varint is cut short", 4},
        {2, "\x18\x01", 2, "wire type than the format says", 0},
        {4, "\x22\x02\x0a\x00", 4, "wire type than the format says", 2},
        {4, "\x0b\x0c", 2, "group", 0},
        {5, "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 11, "tag is cut short or too long", 0},
        {3, "\x12\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 12,
         "length is cut short or too long", 0},
        {1, "\x08", 1, "varint is cut short", 0},
        {1, "\x80\x80\x80\x80\x80\x01\x01", 7, "too large", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        hw_buf b = {0};
        decoded d;
        put_legal(&b);
        size_t at = b.n + 2;
        put_bytes(&b, rows[i].field, rows[i].bytes, rows[i].n);
        decoded_new(&d);
        assert_int_equal(decode_bytes(&d, "p", &b, 5), HW_FORMAT);
        assert_int_equal(d.err.offset, at + rows[i].inside);
        decoded_free(&d);
        refuse(&b, HW_FORMAT, rows[i].words);
    }
}

static void refuses_bad_ids(void **state)
{
    (void)state;
    static const struct {
        int kind;
        uint64_t id, other;
        const char *words;
    } rows[] = {
        {4, 0, 1, "location has the id 0"},
        {4, 1, 1, "location 1 is defined twice"},
        {4, 7, 99, "function 99 is used"},
        {5, 0, 0, "function has the id 0"},
        {5, 2, 0, "function 2 is defined twice"},
        {3, 0, 0, "mapping has the id 0"},
        {3, 1, 0, "mapping 1 is defined twice"},
        {2, 0, 0, "location has the id 0"},
        {2, 77, 0, "location 77 is used"},
        {2, UINT64_MAX, 0, "location 18446744073709551615 is used"},
        {40, 8, 50, "mapping 50 is used"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        hw_buf b = {0};
        put_legal(&b);
        if (rows[i].kind == 2)
            put_sample(&b, &(sample_parts){&rows[i].id, 1, {0}, 4, 0, false});
        else if (rows[i].kind == 3)
            put_mapping(&b, rows[i].id);
        else if (rows[i].kind == 4)
            put_location(&b, rows[i].id, 1, rows[i].other, 5);
        else if (rows[i].kind == 5)
            put_function(&b, rows[i].id, S_MAIN_F, S_FILE_GO);
        else
            put_location(&b, rows[i].id, rows[i].other, 1, 5);
        refuse(&b, HW_FORMAT, rows[i].words);
    }
}

static void ids_may_be_any_numbers(void **state)
{
    (void)state;
    static const uint64_t ids[] = {UINT64_MAX, 1u << 30, 1};
    hw_buf b = {0};
    decoded d;
    put_heap_types(&b);
    put_sample(&b, &(sample_parts){ids, 3, {1, 16, 1, 16}, 0, 16, false});
    put_location(&b, 1, UINT64_MAX - 1, 1, 1);
    put_location(&b, UINT64_MAX, 0, UINT64_C(1) << 40, 3);
    put_location(&b, 1u << 30, 0, 1, 2);
    put_function(&b, UINT64_C(1) << 40, S_MAIN_G, S_FILE_GO);
    put_function(&b, 1, S_MAIN_F, S_FILE_GO);
    put_mapping(&b, UINT64_MAX - 1);
    for (uint64_t id = 2; id < 5000; id++)
        put_location(&b, id * 1000003, 0, 1, (int64_t)id);
    put_strings(&b);
    decoded_new(&d);
    assert_int_equal(decode_bytes(&d, "p", &b, 100), HW_OK);
    const hw_sample *s = d.profile.samples.at;
    text_is(&d, function_at(&d, s, 0)->name, "main.g");
    text_is(&d, function_at(&d, s, 1)->name, "main.f");
    assert_int_equal(d.profile.locations.len, 3 + 4998);
    decoded_free(&d);
    hw_buf_free(&b);
}

static void refuses_bad_strings(void **state)
{
    (void)state;
    hw_buf b = {0};
    put_heap_types(&b);
    refuse(&b, HW_FORMAT, "no string table");
    put_bytes(&b, 6, "x", 1);
    put_legal(&b);
    refuse(&b, HW_FORMAT, "first string");
    put_legal(&b);
    put_function(&b, 9, S_COUNT_OF, S_FILE_GO);
    refuse(&b, HW_FORMAT, "string 24 is used here, and the string table ends at 23");
    put_legal(&b);
    put_function(&b, 9, -1, S_FILE_GO);
    refuse(&b, HW_FORMAT, "string -1 is not in the string table");
    put_legal(&b);
    put_int(&b, 14, INT64_MAX);
    refuse(&b, HW_FORMAT, "is not in the string table");
    put_legal(&b);
    put_int(&b, 7, 500);
    refuse(&b, HW_FORMAT, "string 500 is used");
    put_legal(&b);
    hw_buf m = {0};
    put_int(&m, 1, 4000);
    put_message(&b, 11, &m);
    refuse(&b, HW_FORMAT, "string 4000 is used");
}

static void keeps_strings_as_bytes(void **state)
{
    (void)state;
    hw_buf b = {0};
    decoded d;
    put_legal(&b);
    put_bytes(&b, 6, "a\0b\xff", 4);
    put_bytes(&b, 6, "nobody refers to this one", 25);
    put_function(&b, 3, S_COUNT_OF, S_FILE_GO);
    decoded_new(&d);
    assert_int_equal(decode_bytes(&d, "p", &b, 9), HW_OK);
    bool found = false;
    for (size_t i = 0; i < d.profile.functions.len; i++)
        found |= hw_str_eq(hw_strings_get(&d.strings, d.profile.functions.at[i].name),
                           (hw_str){"a\0b\xff", 4});
    assert_true(found);
    assert_int_equal(hw_strings_find(&d.strings, HW_STR("nobody refers to this one")), HW_NONE);
    decoded_free(&d);
    hw_buf_free(&b);
}

static void refuses_bad_samples(void **state)
{
    (void)state;
    hw_buf b = {0};
    put_legal(&b);
    put_sample(&b, &(sample_parts){stack_1, 1, {1, 2, 3}, 3, 0, false});
    refuse(&b, HW_FORMAT, "a sample has 3 values and the ones before it 4");
    put_heap_types(&b);
    put_sample(&b, &(sample_parts){stack_1, 1, {1, 2, 3}, 3, 0, false});
    put_tables(&b);
    refuse(&b, HW_FORMAT, "a sample has 3 values, and the profile 4 sample types");
    put_sample(&b, &(sample_parts){stack_1, 1, {1, 2, 3, 4}, 0, 0, false});
    put_tables(&b);
    refuse(&b, HW_FORMAT, "no sample types");
    put_legal(&b);
    put_sample(&b, &(sample_parts){stack_1, 1, {1, 16, 1, 16}, 0, -16, false});
    refuse(&b, HW_FORMAT, "-16 bytes");
    put_legal(&b);
    put_type(&b, S_INUSE_SPACE, S_BYTES);
    refuse(&b, HW_FORMAT, "inuse_space twice");
    put_type(&b, S_INUSE_SPACE, S_COUNT);
    put_strings(&b);
    refuse(&b, HW_FORMAT, "its inuse_space are in 'count', not in bytes");
    for (int i = 0; i < 65; i++)
        put_type(&b, S_ODD, S_ODD);
    put_strings(&b);
    refuse(&b, HW_FORMAT, "more than 64 sample types");
}

static void five_million_empty_samples_cost_nothing(void **state)
{
    (void)state;
    hw_buf some = {0};
    decoded d;
    hw_decoder *dec;
    for (int i = 0; i < 5000; i++)
        put_bytes(&some, 2, "", 0);
    decoded_new(&d);
    assert_int_equal(hw_decode_new(HW_STR("p"), &d.limits, &d.profile, &dec, &d.err), HW_OK);
    hw_byte_sink s = hw_decode_sink(dec);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(s.write(s.ctx, some.p, some.n, &d.err), HW_OK);
    hw_buf_clear(&some);
    put_heap_types(&some);
    put_strings(&some);
    assert_int_equal(s.write(s.ctx, some.p, some.n, &d.err), HW_OK);
    assert_int_equal(hw_decode_finish(dec, &d.err), HW_FORMAT);
    assert_non_null(strstr(d.err.message, "a sample has 0 values, and the profile 4"));
    hw_decode_free(dec);
    decoded_free(&d);
    hw_buf_free(&some);
}

static void names_other_kinds(void **state)
{
    (void)state;
    static const struct {
        int types[3][2];
        const char *words;
    } rows[] = {
        {{{S_SAMPLES, S_COUNT}, {S_CPU, S_NANOSECONDS}}, "is a CPU profile"},
        {{{S_GOROUTINE, S_COUNT}}, "is a goroutine profile"},
        {{{S_THREADCREATE, S_COUNT}}, "thread-creation"},
        {{{S_CONTENTIONS, S_COUNT}, {S_DELAY, S_NANOSECONDS}}, "mutex or block"},
        {{{S_OBJECTS, S_COUNT}, {S_SPACE, S_BYTES}}, "another allocator"},
        {{{S_ODD, S_COUNT}}, "is a profile of 'odd?name?' in 'count'"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        hw_buf b = {0};
        size_t n = 0;
        for (; n < 3 && rows[i].types[n][0]; n++)
            put_type(&b, rows[i].types[n][0], rows[i].types[n][1]);
        put_sample(&b, &(sample_parts){stack_1, 1, {1, 2}, n, 0, false});
        put_tables(&b);
        refuse(&b, HW_UNSUPPORTED, rows[i].words);
    }
}

static void refuses_heaps_of_other_languages(void **state)
{
    (void)state;
    hw_buf b = {0};
    put_type(&b, S_INUSE_SPACE, S_BYTES);
    put_sample(&b, &(sample_parts){stack_1, 1, {4096}, 1, 0, false});
    put_location(&b, 1, 0, 1, 3);
    put_function(&b, 1, S_ODD, S_FILE_RS);
    put_strings(&b);
    refuse(&b, HW_UNSUPPORTED, "not of a Go program");
    /* Addresses alone: whose they are, a program will tell. */
    decoded d;
    put_heap_types(&b);
    put_sample(&b, &(sample_parts){stack_1, 1, {1, 16, 1, 16}, 0, 16, false});
    put_location(&b, 1, 0, 0, 0);
    put_strings(&b);
    decoded_new(&d);
    assert_int_equal(decode_bytes(&d, "p", &b, 9), HW_OK);
    assert_int_equal(d.profile.inputs.at[0].locations, 1);
    assert_int_equal(d.profile.locations.at[0].frames, 0);
    decoded_free(&d);
    hw_buf_clear(&b);
    /* Without files, the names speak. */
    put_heap_types(&b);
    put_sample(&b, &(sample_parts){stack_1, 1, {1, 16, 1, 16}, 0, 16, false});
    put_location(&b, 1, 0, 1, 3);
    put_function(&b, 1, S_MAIN_F, S_EMPTY);
    put_strings(&b);
    decoded_new(&d);
    assert_int_equal(decode_bytes(&d, "p", &b, 9), HW_OK);
    decoded_free(&d);
    hw_buf_free(&b);
}

static void knows_what_is_no_protobuf(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        hw_status status;
        const char *words;
    } rows[] = {
        {"<!DOCTYPE html>\n<html>", HW_FORMAT, "HTML page"},
        {"\r\n  <HTML><head>", HW_FORMAT, "HTML page"},
        {"\xef\xbb\xbf<html lang=en>", HW_FORMAT, "HTML page"},
        {"heap_v2/524288\n", HW_UNSUPPORTED, "jemalloc"},
        {"--- heapz 1 ---", HW_UNSUPPORTED, "tcmalloc"},
        {"goroutine profile: total 4\n", HW_UNSUPPORTED, "goroutine profile"},
        {"goroutine 1 [running]:\n", HW_UNSUPPORTED, "goroutines"},
        {"threadcreate profile: total 4", HW_UNSUPPORTED, "thread-creation"},
        {"--- contention:\n", HW_UNSUPPORTED, "block profile"},
        {"--- mutex:\n", HW_UNSUPPORTED, "mutex profile"},
        {"go 1.26 trace\001\002\003", HW_UNSUPPORTED, "execution trace"},
        {"\x7f"
         "ELF\002\001\001",
         HW_UNSUPPORTED, "executable"},
        {"\x1f\x8b\010\001", HW_FORMAT, "gzip inside gzip"},
        {"\x28\xb5\x2f\xfd\001", HW_UNSUPPORTED, "zstd"},
        {"# example.com/x\n./a.go:1:2: x escapes to heap\n", HW_FORMAT, "--claims"},
        {"x", HW_FORMAT, "text"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        hw_buf b = {0};
        assert_int_equal(hw_buf_add(&b, rows[i].bytes, strlen(rows[i].bytes)), HW_OK);
        refuse(&b, rows[i].status, rows[i].words);
    }
    hw_buf none = {0};
    refuse(&none, HW_FORMAT, "is empty");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_pieces_of_every_size),
        cmocka_unit_test(accepts_fields_in_any_order),
        cmocka_unit_test(skips_unknown_fields),
        cmocka_unit_test(merges_singular_messages),
        cmocka_unit_test(refuses_every_cut),
        cmocka_unit_test(refuses_bad_wire),
        cmocka_unit_test(refuses_bad_nested_messages),
        cmocka_unit_test(refuses_bad_ids),
        cmocka_unit_test(ids_may_be_any_numbers),
        cmocka_unit_test(refuses_bad_strings),
        cmocka_unit_test(keeps_strings_as_bytes),
        cmocka_unit_test(refuses_bad_samples),
        cmocka_unit_test(five_million_empty_samples_cost_nothing),
        cmocka_unit_test(names_other_kinds),
        cmocka_unit_test(refuses_heaps_of_other_languages),
        cmocka_unit_test(knows_what_is_no_protobuf),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
