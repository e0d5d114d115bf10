#include "diag_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

hw_str test_slurp(const char *path)
{
    size_t n = 0, cap = 1 << 16;
    char *p = malloc(cap);
    gzFile f = gzopen(path, "rb");
    if (!f || !p)
        fail_msg("%s cannot be read", path);
    for (int got; (got = gzread(f, p + n, (unsigned)(cap - n))) > 0;) {
        n += (size_t)got;
        if (n == cap && (p = realloc(p, cap *= 2)) == NULL)
            fail_msg("out of memory");
    }
    int status;
    gzerror(f, &status);
    assert_int_equal(status, Z_OK);
    gzclose(f);
    return (hw_str){p, n};
}

void test_log_read(test_log *l, const char *const *texts, size_t count)
{
    hw_error err;
    assert_true(hw_strings_init(&l->strings));
    hw_claims_init(&l->claims, &l->strings);
    for (size_t i = 0; i < count; i++)
        if (hw_diag_read(&l->claims, HW_STR("log"), hw_str_of(texts[i]), NULL, &err) != HW_OK)
            fail_msg("%s", err.message);
    assert_int_equal(hw_diag_finish(&l->claims, &err), HW_OK);
}

void test_log_free(test_log *l)
{
    hw_claims_free(&l->claims);
    hw_strings_free(&l->strings);
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

const hw_note *test_note(const test_log *l, hw_note_id id)
{
    for (size_t i = 0; i < l->claims.notes.list.len; i++)
        if (l->claims.notes.list.at[i].id == id)
            return &l->claims.notes.list.at[i];
    return NULL;
}
