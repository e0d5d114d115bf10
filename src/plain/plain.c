#include "plain/plain.h"

#include "base/error.h"
#include "plain/escapes.h"
#include "plain/partial.h"
#include "plain/pretty_printed.h"
#include "plain/quotes.h"
#include "plain/unwrap.h"

/* `is` looks whether there is something to rewrite (HW_OK, or HW_NOMEM without an error filled). */
typedef struct rewriter {
    hw_status (*is)(hw_str text, bool *ret);
    hw_status (*rewrite)(hw_rewriting *r, hw_str text, hw_error *err);
} rewriter;

/* Colours, which go first. Only the first bytes are looked at: the reader sees every line and says
 * where there are later ones. */
static const rewriter coloured = {hw_starts_coloured, hw_rewrite_coloured};

static const rewriter rewriters[] = {
    {hw_has_partial_lines, hw_rewrite_partial},
    {hw_is_pretty_printed, hw_rewrite_pretty_printed},
    {hw_is_wrapped, hw_rewrite_wrapped},
    {hw_has_prefixed_quotes, hw_rewrite_prefixed},
};

/* Of a line that round number `n` was given. */
static uint64_t first_origin(const hw_plain *p, unsigned n, uint64_t line)
{
    for (unsigned i = n; i > 0; i--)
        line = hw_rewriting_origin(&p->rounds[i - 1], line);
    return line;
}

static hw_status rewrite(hw_plain *p, const rewriter *how, hw_error *err)
{
    uint64_t invalid = p->counts.invalid_json;
    hw_rewriting *r = &p->rounds[p->n++];
    *r = (hw_rewriting){.counts = &p->counts};
    hw_status status = how->rewrite(r, p->text, err);
    if (status != HW_OK) {
        hw_buf_free(&r->made);
        return status;
    }
    if (invalid == 0 && p->counts.invalid_json)
        p->counts.invalid_json_line = first_origin(p, p->n - 1, p->counts.invalid_json_line);
    hw_buf_free(&p->made);
    p->made = r->made;
    r->made = (hw_buf){0};
    p->text = hw_buf_view(&p->made);
    return HW_OK;
}

/* NULL: the text is plain. */
static hw_status find_rewriter(hw_str text, const rewriter **ret, hw_error *err)
{
    enum { KINDS = sizeof rewriters / sizeof *rewriters };
    bool is;
    *ret = &coloured;
    if (coloured.is(text, &is) != HW_OK)
        return hw_nomem(err);
    for (size_t i = 0; !is && i < KINDS; i++) {
        if (rewriters[i].is(text, &is) != HW_OK)
            return hw_nomem(err);
        if (is)
            *ret = hw_has_escapes(text) ? &coloured : &rewriters[i];
    }
    if (!is)
        *ret = NULL;
    return HW_OK;
}

/* What was made may be anything again. */
static hw_status make_plain(hw_plain *p, hw_error *err)
{
    const rewriter *how = &coloured;
    while (how && p->n < HW_PLAIN_ROUNDS) {
        HW_TRY(find_rewriter(p->text, &how, err));
        if (how)
            HW_TRY(rewrite(p, how, err));
    }
    return HW_OK;
}

hw_status hw_plain_make(hw_plain *p, hw_str text, hw_error *err)
{
    hw_str_cut_prefix(&text, HW_STR("\xef\xbb\xbf"));
    *p = (hw_plain){.text = text};
    return make_plain(p, err);
}

hw_status hw_plain_again(hw_plain *p, bool escapes, bool json, bool *again, hw_error *err)
{
    static const rewriter wrapped = {hw_is_wrapped_anywhere, hw_rewrite_wrapped};
    const rewriter *how = NULL;
    if (escapes) {
        how = &coloured;
    } else if (json && !p->unwrapped && p->n < HW_PLAIN_ROUNDS) {
        if (wrapped.is(p->text, &json) != HW_OK)
            return hw_nomem(err);
        how = json ? &wrapped : NULL;
        p->unwrapped = json;
    }
    *again = how && p->n < HW_PLAIN_ROUNDS;
    if (!*again)
        return HW_OK;
    HW_TRY(rewrite(p, how, err));
    return make_plain(p, err);
}

uint64_t hw_plain_origin(const hw_plain *p, uint64_t line)
{
    return first_origin(p, p->n, line);
}

void hw_plain_free(hw_plain *p)
{
    hw_buf_free(&p->made);
    for (unsigned i = 0; i < p->n; i++)
        hw_vec_free(&p->rounds[i].runs);
}
