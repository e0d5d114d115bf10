#define PCRE2_CODE_UNIT_WIDTH 8
#include "cli/regex.h"

#include <pcre2.h>

#include "base/error.h"
#include "base/mem.h"

enum { SHOWN = 100 /* bytes of a text that could not be matched */ };
enum { MATCH_LIMIT = 1000000, DEPTH_LIMIT = 10000, HEAP_LIMIT_KIB = 20000 };

/* MATCH_LIMIT holds for one beginning in one text. All steps together have a limit too: so many for
 * each byte of the texts, which no sane pattern needs, and so many for an insane one. */
enum { STEPS = 10000000, STEPS_PER_BYTE = 16, STEPS_PER_TEXT = 64, BYTES_PER_STEP = 16 };

typedef struct work {
    uint64_t left; /* steps */
    size_t at;     /* in the text, where the last one was made */
} work;

struct hw_regex {
    work *work;
    const char *option;
    pcre2_code *code;
    pcre2_match_data *data;
    pcre2_match_context *limits;
};

/* PCRE2 calls it at each item of the pattern that it tries. What it has passed since counts too. */
static int step(pcre2_callout_block *b, void *ctx)
{
    work *w = ctx;
    size_t at = b->current_position, passed = at > w->at ? at - w->at : w->at - at;
    uint64_t steps = 1 + passed / BYTES_PER_STEP;
    w->at = at;
    if (steps > w->left)
        return PCRE2_ERROR_CALLOUT;
    w->left -= steps;
    return 0;
}

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
                            PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C |
                                PCRE2_AUTO_CALLOUT,
                            &number, &at, NULL);
    if (!p->code) {
        char why[160];
        pcre2_get_error_message(number, (PCRE2_UCHAR *)why, sizeof why);
        hw_regex_free(p);
        if (number == PCRE2_ERROR_HEAP_FAILED)
            return hw_nomem(err);
        return hw_fail(err, HW_USAGE, hw_str_of(option), "%s (at character %zu of the pattern)",
                       why, at);
    }
    p->data = pcre2_match_data_create_from_pattern(p->code, NULL);
    p->limits = pcre2_match_context_create(NULL);
    p->work = hw_mem_zero(1, sizeof *p->work);
    if (!p->data || !p->limits || !p->work) {
        hw_regex_free(p);
        return hw_nomem(err);
    }
    pcre2_set_match_limit(p->limits, MATCH_LIMIT);
    pcre2_set_depth_limit(p->limits, DEPTH_LIMIT);
    pcre2_set_heap_limit(p->limits, HEAP_LIMIT_KIB);
    pcre2_set_callout(p->limits, step, p->work);
    p->work->left = STEPS;
    *ret = p;
    return HW_OK;
}

hw_status hw_regex_match(const void *pattern, hw_str text, bool *ret, hw_error *err)
{
    const hw_regex *p = pattern;
    p->work->left += STEPS_PER_TEXT + (uint64_t)text.n * STEPS_PER_BYTE;
    p->work->at = 0;
    int n =
        pcre2_match(p->code, (PCRE2_SPTR)(text.p ? text.p : ""), text.n, 0, 0, p->data, p->limits);
    if (n == PCRE2_ERROR_CALLOUT)
        return hw_fail(err, HW_LIMIT, hw_str_of(p->option),
                       "takes too long on all names together, at last on \"%.*s\"",
                       HW_STR_ARG(hw_str_sub(text, 0, SHOWN)));
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
    hw_mem_free(p->work);
    hw_mem_free(p);
}
