/* Diagnostics inside of JSON: the input is a log, and a text that is put into one.
 *
 * Whatever comes in, what is made of it is not longer than it was, and the claims are sound. A text
 * that is wrapped line by line comes out as it was.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "diag_check.h"
#include "must.h"
#include "plain/unwrap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct log {
    hw_strings strings;
    hw_claims claims;
} log;

static void read_log(log *l, hw_str text)
{
    hw_error err;
    MUST(hw_strings_init(&l->strings));
    hw_claims_init(&l->claims, &l->strings);
    hw_status status = hw_diag_read(&l->claims, HW_STR("fuzz"), text, NULL, &err);
    /* binary data, or a bundle that is none or of another version */
    MUST(status == HW_OK || status == HW_FORMAT || status == HW_UNSUPPORTED);
    MUST(hw_diag_finish(&l->claims, &err) == HW_OK);
    hw_check_claims(&l->claims);
    for (size_t i = 0; i < l->claims.made.len; i++)
        MUST(l->claims.made.at[i].n <= text.n + 1);
}

static void free_log(log *l)
{
    hw_claims_free(&l->claims);
    hw_strings_free(&l->strings);
}

static void put(hw_buf *to, const void *p, size_t n)
{
    MUST(hw_buf_add(to, p, n) == HW_OK);
}

static void put_escaped(hw_buf *to, hw_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\' || c < ' ')
            MUST(hw_buf_printf(to, "\\u%04x", c) == HW_OK);
        else
            put(to, s.p + i, 1);
    }
}

/* Each line in an object. First lines that are diagnostics say which member it is. */
static hw_buf wrap(hw_str text)
{
    static const char first[] = "{\"log\":\"a.go:1:2: x escapes to heap\\n\"}\n";
    hw_buf to = {0};
    for (int i = 0; i < 3; i++)
        put(&to, first, sizeof first - 1);
    while (text.n) {
        size_t lf = hw_str_chr(text, '\n'), n = lf == HW_NPOS ? text.n : lf + 1;
        put(&to, "{\"log\":\"", 8);
        put_escaped(&to, hw_str_sub(text, 0, n));
        put(&to, "\",\"stream\":\"stderr\"}\n", 21);
        text = hw_str_from(text, n);
    }
    return to;
}

static void comes_out(hw_str text)
{
    static const char head[] = "a.go:1:2: x escapes to heap\n";
    enum { HEAD = 3 * (sizeof head - 1) };
    hw_buf wrapped = wrap(text);
    hw_plain_counts counts = {0};
    hw_rewriting r = {.counts = &counts};
    hw_error err;
    MUST(hw_rewrite_wrapped(&r, hw_buf_view(&wrapped), &err) == HW_OK);
    hw_str made = hw_str_from(hw_buf_view(&r.made), HEAD);
    hw_str_cut_suffix(&made, HW_STR("\n"));
    hw_str_cut_suffix(&text, HW_STR("\n"));
    MUST(hw_str_eq(made, text));
    hw_buf_free(&r.made);
    hw_vec_free(&r.runs);
    hw_buf_free(&wrapped);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hw_str text = {(const char *)data, size};
    log l;
    read_log(&l, text);
    free_log(&l);
    if (!memchr(data, 0x1b, size)) /* escape sequences would not come out */
        comes_out(text);
    return 0;
}
