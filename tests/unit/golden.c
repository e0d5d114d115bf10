#include "golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

void same_as_golden(hw_buf *b, const char *name)
{
    char path[512], *want = NULL;
    const char *update = getenv("HW_UPDATE_GOLDEN");
    snprintf(path, sizeof path, HW_DATA "/report/%s", name);
    if (update && *update) {
        FILE *out = fopen(path, "wb");
        assert_non_null(out);
        assert_int_equal(fwrite(b->p, 1, b->n, out), b->n);
        assert_int_equal(fclose(out), 0);
    }
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    want = calloc(1, b->n + 65536);
    assert_non_null(want);
    size_t n = fread(want, 1, b->n + 65535, in);
    fclose(in);
    want[n] = '\0';
    assert_string_equal(b->p, want);
    free(want);
}
