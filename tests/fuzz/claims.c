/* A log's claims, selected, counted and written: the first line is the filter, the rest the log.
 *
 * Whatever the log says, sections sum to their totals, what is filtered is a part of what was
 * there, and every writer writes it at any width. The filter line has words: a letter (f focus, i
 * ignore, p package, w width) and what it is.
 */
#include <stdint.h>
#include <string.h>

#include "claims/summary.h"
#include "diag_check.h"
#include "must.h"
#include "session/formats.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { WORDS_MAX = 16, WORD_MAX = 64 };

typedef struct asked {
    char text[WORDS_MAX][WORD_MAX];
    hw_str packages[WORDS_MAX];
    hw_claims_filter filter;
    unsigned width;
} asked;

static hw_status contains(const void *pattern, hw_str text, bool *ret, hw_error *err)
{
    (void)err;
    *ret = hw_str_has(text, hw_str_of(pattern));
    return HW_OK;
}

static void read_word(asked *a, unsigned n, hw_str word)
{
    char *text = a->text[n];
    hw_str rest = hw_str_sub(word, 1, WORD_MAX);
    memcpy(text, rest.n ? rest.p : "", rest.n);
    text[rest.n] = '\0';
    if (word.p[0] == 'f')
        a->filter.names.focus = text;
    else if (word.p[0] == 'i')
        a->filter.names.ignore = text;
    else if (word.p[0] == 'p')
        a->packages[a->filter.names.package_count++] = (hw_str){text, rest.n};
    else if (word.p[0] == 'w')
        a->width = rest.n ? (unsigned char)text[0] : 0;
    else if (word.p[0] == 'r')
        a->filter.reasons |= UINT64_C(1) << (unsigned char)text[0] % HW_REASON_COUNT;
    else if (word.p[0] == 't')
        a->filter.patterns |= 1u << (unsigned char)text[0] % HW_PATTERN_COUNT;
}

static void read_filter(asked *a, hw_str line)
{
    *a = (asked){.filter.names.match = contains};
    for (unsigned n = 0; n < WORDS_MAX && line.n; n++) {
        hw_str word = hw_str_next(&line, ' ');
        if (word.n)
            read_word(a, n, word);
    }
    a->filter.names.packages = a->packages;
}

static uint64_t sum(const uint64_t *n, size_t count)
{
    uint64_t all = 0;
    while (count)
        all += n[--count];
    return all;
}

static void check(const hw_summary *c)
{
    const uint64_t *of = c->totals;
    uint64_t rows[HW_ROW_COUNTS] = {0};
    for (size_t i = 0; i < c->functions.rows.len; i++)
        for (unsigned k = 0; k < HW_ROW_COUNTS; k++)
            rows[k] += c->functions.rows.at[i].n[k];
    MUST(rows[HW_ROW_HEAP] == of[HW_TOTAL_HEAP] && rows[HW_ROW_STACK] == of[HW_TOTAL_STACK]);
    MUST(rows[HW_ROW_PARAMETERS] == of[HW_TOTAL_PARAMETERS]);
    MUST(sum(c->sinks, HW_SINK_COUNT) == of[HW_TOTAL_HEAP]);
    MUST(sum(c->last, HW_REASON_COUNT + 1) == of[HW_TOTAL_HEAP]);
    MUST(c->inlinable + sum(c->obstacles, HW_OBSTACLE_COUNT) == of[HW_TOTAL_FUNCTIONS]);
    for (unsigned i = 0; i < HW_TOTAL_COUNT; i++)
        MUST(of[i] <= c->before[i]);
}

/* Nothing that moves a terminal, whatever the log holds. */
static hw_status take(void *ctx, const void *data, size_t n, hw_error *err)
{
    const unsigned char *p = data;
    (void)ctx;
    (void)err;
    for (size_t i = 0; i < n; i++)
        MUST(p[i] >= 0x20 || p[i] == '\n' || p[i] == '\r' || p[i] == '\t');
    return HW_OK;
}

static void write_all(const hw_claims *claims, const asked *a)
{
    const hw_report_options o = {.width = a->width, .all = true};
    hw_summary summary;
    hw_error err;
    MUST(hw_summary_make(claims, &a->filter, &summary, &err) == HW_OK);
    check(&summary);
    for (const hw_claims_writer *const *w = hw_claims_writers; *w; w++)
        MUST((*w)->write(&summary, &o, &(hw_byte_sink){take, NULL}, &err) == HW_OK);
    hw_summary_free(&summary);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hw_str text = {(const char *)data, size}, line, rest = {0};
    hw_strings strings;
    hw_claims c;
    hw_error err;
    asked a;
    if (!hw_str_cut(text, '\n', &line, &rest))
        line = (hw_str){0};
    read_filter(&a, line);
    MUST(hw_strings_init(&strings));
    hw_claims_init(&c, &strings);
    if (hw_diag_read(&c, HW_STR("fuzz"), rest, NULL, &err) == HW_OK) {
        MUST(hw_diag_finish(&c, &err) == HW_OK);
        write_all(&c, &a);
    }
    hw_claims_free(&c);
    hw_strings_free(&strings);
    return 0;
}
