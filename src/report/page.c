#include "report/page.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

enum { WIDTH_DEFAULT = 100 };

void hw_page_init(hw_page *p, const hw_byte_sink *to, bool colour, hw_error *err)
{
    hw_out_init(&p->out, to, err);
    p->colour = colour;
    p->blank = true;
}

static void put(hw_page *p, const char *s, size_t n)
{
    hw_out_put(&p->out, s, n);
    while (n && s[n - 1] == ' ')
        n--;
    if (n)
        p->blank = s[n - 1] == '\n';
}

hw_status hw_page_finish(hw_page *p)
{
    hw_out_flush(&p->out);
    return p->out.status;
}

void hw_page_printf(hw_page *p, const char *fmt, ...)
{
    char text[512];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (n > 0)
        put(p, text, (size_t)n < sizeof text ? (size_t)n : sizeof text - 1);
}

void hw_page_spaces(hw_page *p, size_t n)
{
    for (; n; n--)
        put(p, " ", 1);
}

void hw_page_style(hw_page *p, hw_style style)
{
    static const char *const codes[] = {
        [HW_STYLE_PLAIN] = "\033[0m",  [HW_STYLE_BOLD] = "\033[1m",
        [HW_STYLE_DIM] = "\033[2m",    [HW_STYLE_RED] = "\033[1;31m",
        [HW_STYLE_GREEN] = "\033[32m", [HW_STYLE_YELLOW] = "\033[33m",
        [HW_STYLE_CYAN] = "\033[36m",  [HW_STYLE_MAGENTA] = "\033[35m",
    };
    if (p->colour)
        hw_out_put(&p->out, codes[style], strlen(codes[style]));
}

/* Zero-width and double-width ranges, ascending. Source: Unicode 15, general categories Mn/Me/Cf
 * and East_Asian_Width W/F, rounded to blocks: names of Go programs are seldom in any of them. */
static const struct {
    uint32_t first, last, columns;
} widths[] = {
    {0x0300, 0x036f, 0},   {0x0483, 0x0489, 0},   {0x0591, 0x05bd, 0},   {0x0610, 0x061a, 0},
    {0x064b, 0x065f, 0},   {0x1100, 0x115f, 2},   {0x1ab0, 0x1aff, 0},   {0x1dc0, 0x1dff, 0},
    {0x20d0, 0x20ff, 0},   {0x231a, 0x231b, 2},   {0x23e9, 0x23ec, 2},   {0x2e80, 0x303e, 2},
    {0x3041, 0xa4cf, 2},   {0xa960, 0xa97c, 2},   {0xac00, 0xd7a3, 2},   {0xf900, 0xfaff, 2},
    {0xfe20, 0xfe2f, 0},   {0xfe30, 0xfe6f, 2},   {0xff00, 0xff60, 2},   {0xffe0, 0xffe6, 2},
    {0x1f300, 0x1f64f, 2}, {0x1f680, 0x1f6ff, 2}, {0x1f900, 0x1faff, 2}, {0x20000, 0x3fffd, 2},
};

static size_t columns_of(uint32_t cp)
{
    if (cp < widths[0].first)
        return 1;
    for (size_t i = 0; i < sizeof widths / sizeof *widths && widths[i].first <= cp; i++)
        if (cp <= widths[i].last)
            return widths[i].columns;
    return 1;
}

/* One code point as it is shown: its bytes in the input, its columns, and whether it is replaced.
 */
typedef struct glyph {
    size_t bytes, columns;
    bool shown, space;
} glyph;

static glyph next_glyph(hw_str s)
{
    uint32_t cp;
    glyph g;
    g.bytes = hw_utf8_next(s, &cp);
    g.shown = hw_utf8_shown(cp);
    g.space = hw_utf8_space(cp);
    g.columns = g.shown ? columns_of(cp) : 1;
    return g;
}

size_t hw_text_columns(hw_str s)
{
    size_t sum = 0;
    while (s.n) {
        glyph g = next_glyph(s);
        sum += g.columns;
        s = hw_str_from(s, g.bytes);
    }
    return sum;
}

/* A single ":" too: another may follow that is ours. */
static bool hides_command(hw_str s, bool blank)
{
    return (blank && s.p[0] == ':') || (s.p[0] == '#' && hw_ci_command(s, blank));
}

/* Writes what fits into `columns`; *s is left at the rest. */
static size_t put_columns(hw_page *p, hw_str *s, size_t columns)
{
    size_t used = 0;
    unsigned marks = 0; /* in a row; more than a few are no text */
    while (s->n) {
        glyph g = next_glyph(*s);
        if (used + g.columns > columns)
            break;
        marks = g.columns ? 0 : marks + 1;
        bool blank = p->blank, shown = g.shown && !hides_command(*s, blank);
        if (marks <= 4)
            put(p, shown ? s->p : "?", shown ? g.bytes : 1);
        p->blank = p->blank || (blank && g.space);
        used += g.columns;
        *s = hw_str_from(*s, g.bytes);
    }
    return used;
}

void hw_page_text(hw_page *p, hw_str s)
{
    put_columns(p, &s, SIZE_MAX);
}

size_t hw_page_fit(hw_page *p, hw_str s, size_t columns)
{
    static const char dots[] = "...";
    size_t all = hw_text_columns(s);
    if (all <= columns)
        return put_columns(p, &s, columns);
    if (columns < 8)
        return put_columns(p, &s, columns);
    size_t room = columns - (sizeof dots - 1);
    size_t used = put_columns(p, &s, room - room / 2);
    put(p, dots, sizeof dots - 1);
    for (size_t rest = hw_text_columns(s); rest > room / 2 && s.n;) {
        glyph g = next_glyph(s);
        rest -= g.columns;
        s = hw_str_from(s, g.bytes);
    }
    return used + sizeof dots - 1 + put_columns(p, &s, room / 2);
}

void hw_page_wrap(hw_page *p, hw_str s, size_t indent, size_t used, size_t columns)
{
    bool first = true;
    while (s.n) {
        hw_str word = hw_str_next(&s, ' ');
        size_t need = hw_text_columns(word);
        if (need == 0)
            continue;
        if (!first && used + 1 + need > columns) {
            put(p, "\n", 1);
            hw_page_spaces(p, indent);
            used = indent;
        } else if (!first) {
            put(p, " ", 1);
            used++;
        }
        used += hw_page_fit(p, word, columns > used ? columns - used : 1);
        first = false;
    }
    put(p, "\n", 1);
}

size_t hw_page_width(unsigned wanted, size_t min, size_t max)
{
    size_t width = wanted ? wanted : WIDTH_DEFAULT;
    return width < min ? min : width > max ? max : width;
}

const char *hw_plural(uint64_t n)
{
    return n == 1 ? "" : "s";
}

/* --- sizes ---------------------------------------------------------------------------------- */

static const struct {
    const char *option, *shown;
} units[] = {{"b", "B"},   {"kb", "kB"}, {"mb", "MB"}, {"gb", "GB"},
             {"tb", "TB"}, {"pb", "PB"}, {"eb", "EB"}};

enum { UNITS = sizeof units / sizeof *units };

const char *const hw_size_units[] = {"auto", "b", "kb", "mb", "gb", "tb", NULL};

void hw_size_text(int64_t bytes, const char *unit, char buf[HW_SIZE_TEXT])
{
    double v = (double)bytes;
    size_t u = 0;
    size_t fixed = UNITS;
    for (size_t i = 0; unit && i < UNITS; i++)
        if (strcmp(unit, units[i].option) == 0)
            fixed = i;
    /* 1023.995 and more would be rounded up to "1024.00". */
    while (fixed == UNITS ? fabs(v) >= 1023.995 && u + 1 < UNITS : u < fixed) {
        v /= 1024;
        u++;
    }
    int64_t hundredths = (int64_t)llround(fabs(v) * 100);
    const char *sign = v < 0 && hundredths ? "-" : "";
    if (hundredths == 0)
        snprintf(buf, HW_SIZE_TEXT, "0");
    else if (hundredths % 100 == 0)
        snprintf(buf, HW_SIZE_TEXT, "%s%lld%s", sign, (long long)hundredths / 100, units[u].shown);
    else
        snprintf(buf, HW_SIZE_TEXT, "%s%lld.%02lld%s", sign, (long long)hundredths / 100,
                 (long long)hundredths % 100, units[u].shown);
}
