#include "report/records_text.h"

#include <inttypes.h>

#include "base/buf.h"
#include "report/line.h"

/* What follows a number, in lines that fit. */
typedef struct words {
    hw_page *page;
    hw_buf text;
    size_t width;
} words;

enum { WORDS_COLUMN = 18 };

#define PUT(w, ...) hw_page_keep((w)->page, hw_buf_printf(&(w)->text, __VA_ARGS__))

static void known(words *w, const hw_claims *c, const char *before, hw_sid id)
{
    if (id == 0)
        return;
    PUT(w, "%s", before);
    hw_page_keep(w->page, hw_buf_str(&w->text, hw_strings_get(c->strings, id)));
}

static void flush(words *w, uint64_t n)
{
    hw_page_printf(w->page, "%8" PRIu64 "%*s", n, WORDS_COLUMN - 8, "");
    hw_page_wrap(w->page, hw_buf_view(&w->text), WORDS_COLUMN, WORDS_COLUMN, w->width);
    hw_buf_clear(&w->text);
}

static void codes(hw_page *p, const hw_json_records *j)
{
    uint64_t all = 0;
    for (unsigned i = 0; i < HW_CODE_COUNT; i++)
        all += j->by_code[i];
    for (unsigned i = 0; i < HW_CODE_COUNT; i++)
        if (j->by_code[i])
            hw_page_printf(p, "%8" PRIu64 "  %5.1f%%  %s\n", j->by_code[i],
                           100.0 * (double)j->by_code[i] / (double)all, hw_code_names[i]);
}

void hw_records_text(hw_page *p, const hw_claims *c, size_t width)
{
    const hw_json_records *j = &c->json;
    words w = {.page = p, .width = width};
    if (j->lines == 0)
        return;
    hw_page_printf(p, "\n");
    hw_page_style(p, HW_STYLE_BOLD);
    hw_page_printf(p, "-json records by code");
    hw_page_style(p, HW_STYLE_PLAIN);
    hw_page_printf(p, "\n");
    codes(p, j);
    PUT(&w, "file%s of %" PRIu64 " package%s", hw_plural(j->files.len), j->packages,
        hw_plural(j->packages));
    known(&w, c, ", ", j->version);
    known(&w, c, " ", j->goos);
    known(&w, c, "/", j->goarch);
    flush(&w, j->files.len);
    if (j->packages > j->alone) {
        PUT(&w,
            "heap claim%s joined with their record, %" PRIu64 " without one, %" PRIu64
            " record%s without a claim",
            hw_plural(j->paired), j->unpaired, j->unmatched, hw_plural(j->unmatched));
        flush(&w, j->paired);
    }
    if (j->alone) {
        PUT(&w, "package%s with records and no text", hw_plural(j->alone));
        flush(&w, j->alone);
    }
    hw_buf_free(&w.text);
}
