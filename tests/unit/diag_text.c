#include "diag_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <zlib.h>

#include <cmocka.h>

hw_buf test_slurp(const char *path)
{
    static char chunk[1 << 16];
    hw_buf b = {0};
    gzFile f = gzopen(path, "rb");
    if (!f)
        fail_msg("%s cannot be read", path);
    for (int got; (got = gzread(f, chunk, sizeof chunk)) > 0;)
        assert_int_equal(hw_buf_add(&b, chunk, (size_t)got), HW_OK);
    int status;
    gzerror(f, &status);
    assert_int_equal(status, Z_OK);
    gzclose(f);
    return b;
}

void test_log_init(test_log *l)
{
    *l = (test_log){0};
    assert_true(hw_strings_init(&l->strings));
    hw_claims_init(&l->claims, &l->strings);
}

static void add(test_log *l, const char *name, hw_str text)
{
    hw_error err;
    if (hw_diag_read(&l->claims, hw_str_of(name), text, NULL, &err) != HW_OK)
        fail_msg("%s: %s", name, err.message);
}

void test_log_read(test_log *l, const char *const *texts, size_t count)
{
    hw_error err;
    test_log_init(l);
    for (size_t i = 0; i < count; i++)
        add(l, "log", hw_str_of(texts[i]));
    assert_int_equal(hw_diag_finish(&l->claims, &err), HW_OK);
}

void test_log_text(test_log *l, hw_str text)
{
    hw_error err;
    test_log_init(l);
    add(l, "log", text);
    assert_int_equal(hw_diag_finish(&l->claims, &err), HW_OK);
}

void test_log_file(test_log *l, const char *path)
{
    hw_error err;
    test_log_init(l);
    l->file = test_slurp(path);
    add(l, path, hw_buf_view(&l->file));
    assert_int_equal(hw_diag_finish(&l->claims, &err), HW_OK);
}

void test_log_free(test_log *l)
{
    hw_claims_free(&l->claims);
    hw_strings_free(&l->strings);
    hw_buf_free(&l->file);
}

void test_str(hw_str got, const char *want)
{
    if (!hw_str_eq(got, hw_str_of(want)))
        fail_msg("\"%.*s\", not \"%s\"", HW_STR_ARG(got), want);
}

const hw_claim *test_claim(const test_log *l, size_t i, const char *text)
{
    assert_true(i < l->claims.list.len);
    const hw_claim *c = &l->claims.list.at[i];
    test_str(hw_claim_text(&l->claims, c), text);
    return c;
}

void test_result_init(test_result *r, unsigned threads)
{
    *r = (test_result){.status = HW_OK};
    assert_true(hw_strings_init(&r->strings));
    hw_claims_init(&r->claims, &r->strings);
    r->claims.threads = threads;
}

void test_result_free(test_result *r)
{
    hw_claims_free(&r->claims);
    hw_strings_free(&r->strings);
}

bool test_same_outcome(const test_result *a, const test_result *b)
{
    assert_int_equal(a->status, b->status);
    assert_int_equal(a->error.line, b->error.line);
    assert_string_equal(a->error.message, b->error.message);
    return a->status == HW_OK;
}
