#define PCRE2_CODE_UNIT_WIDTH 8
#include "cli/regex.h"

#include <pcre2.h>

#include "base/error.h"
#include "base/mem.h"

enum { SHOWN = 100 /* bytes of a text that could not be matched */ };
enum { MATCH_LIMIT = 1000000, DEPTH_LIMIT = 10000, HEAP_LIMIT_KIB = 20000 };

struct hw_regex {
    const char *option;
    pcre2_code *code;
    pcre2_match_data *data;
    pcre2_match_context *limits;
};

hw_status hw_regex_new(const char *option, const char *text, hw_regex **ret, hw_error *err)
{
    int number = 0;
    PCRE2_SIZE at = 0;
    *ret = NULL;
    if (!text)
        return HW_OK;
    hw_regex *p = hw_mem_zero(1, sizeof *p);
    if (!p)
        return hw_nomem(err);
    p->option = option;
    p->code = pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED,
                            PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C, &number,
                            &at, NULL);
    if (!p->code) {
        char why[160];
        pcre2_get_error_message(number, (PCRE2_UCHAR *)why, sizeof why);
        hw_regex_free(p);
        return hw_fail(err, HW_USAGE, hw_str_of(option), "%s (at character %zu of the pattern)",
                       why, at);
    }
    p->data = pcre2_match_data_create_from_pattern(p->code, NULL);
    p->limits = pcre2_match_context_create(NULL);
    if (!p->data || !p->limits) {
        hw_regex_free(p);
        return hw_nomem(err);
    }
    pcre2_set_match_limit(p->limits, MATCH_LIMIT);
    pcre2_set_depth_limit(p->limits, DEPTH_LIMIT);
    pcre2_set_heap_limit(p->limits, HEAP_LIMIT_KIB);
    *ret = p;
    return HW_OK;
}

hw_status hw_regex_match(const void *pattern, hw_str text, bool *ret, hw_error *err)
{
    const hw_regex *p = pattern;
    int n =
        pcre2_match(p->code, (PCRE2_SPTR)(text.p ? text.p : ""), text.n, 0, 0, p->data, p->limits);
    if (n < 0 && n != PCRE2_ERROR_NOMATCH) {
        char why[160];
        pcre2_get_error_message(n, (PCRE2_UCHAR *)why, sizeof why);
        return hw_fail(err, HW_LIMIT, hw_str_of(p->option), "%s, on \"%.*s\"", why,
                       HW_STR_ARG(hw_str_sub(text, 0, SHOWN)));
    }
    *ret = n >= 0;
    return HW_OK;
}

void hw_regex_free(hw_regex *p)
{
    if (!p)
        return;
    pcre2_match_data_free(p->data);
    pcre2_match_context_free(p->limits);
    pcre2_code_free(p->code);
    hw_mem_free(p);
}
