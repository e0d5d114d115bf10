#include "intake/symbols.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/vec.h"
#include "intake/http.h"
#include "intake/locator.h"

enum {
    AT_ONCE = 5000,        /* addresses in one request */
    PER_ADDRESS = 1024,    /* bytes of all answers: Go's names with type arguments have hundreds */
    IN_ANY_CASE = 1 << 16, /* and for what is no name: num_symbols, a few long ones */
    LINE_MAX_BYTES = 1 << 16,
};

typedef struct entry {
    uint64_t address;
    size_t at, n; /* of its name in the text; n 0: not known yet */
} entry;

typedef struct answers {
    hw_str name; /* of the server */
    entry *asked;
    size_t count; /* sorted, without repetitions */
    hw_buf *text; /* the names */
    hw_buf line;  /* the beginning of one */
    bool skip;    /* what is left of a line that is too long */
    uint64_t taken, most;
} answers;

static int by_address(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    return HW_CMP(x->address, y->address);
}

static bool hex(hw_str s, uint64_t *ret)
{
    *ret = 0;
    if (!hw_str_cut_prefix(&s, HW_STR("0x")) || s.n == 0 || s.n > 16)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        unsigned digit = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                         : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
                                                : 16;
        if (digit == 16)
            return false;
        *ret = *ret << 4 | digit;
    }
    return true;
}

static entry *find(const answers *a, uint64_t address)
{
    entry key = {.address = address};
    return bsearch(&key, a->asked, a->count, sizeof key, by_address);
}

static hw_status take_line(answers *a, hw_str line)
{
    hw_str number, name;
    uint64_t address;
    if (!hw_str_cut(line, ' ', &number, &name) || !hex(number, &address))
        return HW_OK;
    entry *e = find(a, address);
    name = hw_str_trim(name);
    if (!e || e->n || name.n == 0)
        return HW_OK;
    e->at = a->text->n;
    e->n = name.n;
    return hw_buf_str(a->text, name);
}

/* A piece of the answer, which may end anywhere. */
static hw_status take(void *ctx, const void *data, size_t n, hw_error *err)
{
    answers *a = ctx;
    hw_str rest = {data, n};
    if (n > a->most - a->taken)
        return hw_fail(err, HW_LIMIT, a->name,
                       "the server says more than the names of %zu addresses can be (%llu bytes)",
                       a->count, (unsigned long long)a->most);
    a->taken += n;
    while (rest.n) {
        size_t end = hw_str_chr(rest, '\n');
        bool whole = end != HW_NPOS;
        hw_str piece = hw_str_sub(rest, 0, whole ? end : rest.n);
        hw_status s = HW_OK;
        a->skip = a->skip || piece.n > LINE_MAX_BYTES - a->line.n;
        if (!a->skip)
            s = hw_buf_str(&a->line, piece);
        if (s == HW_OK && whole && !a->skip)
            s = take_line(a, hw_buf_view(&a->line));
        if (s != HW_OK)
            return hw_nomem(err);
        if (whole || a->skip)
            hw_buf_clear(&a->line);
        a->skip = a->skip && !whole;
        rest = hw_str_from(rest, whole ? end + 1 : rest.n);
    }
    return HW_OK;
}

static hw_status ask(const hw_intake *in, hw_str locator, const entry *asked, size_t count,
                     answers *a, hw_error *err)
{
    hw_buf question = {0};
    hw_byte_sink to = {take, a};
    hw_status s = HW_OK;
    for (size_t i = 0; i < count && s == HW_OK; i++)
        s = hw_buf_printf(&question, "%s0x%llx", i ? "+" : "",
                          (unsigned long long)asked[i].address);
    const char *post = s == HW_OK ? hw_buf_cstr(&question) : NULL;
    s = post ? hw_fetch(in, locator, HW_URL_SYMBOLS, post, a->name, &to, err) : hw_nomem(err);
    hw_buf_free(&question);
    if (s == HW_OK && a->line.n && take_line(a, hw_buf_view(&a->line)) != HW_OK)
        s = hw_nomem(err);
    hw_buf_clear(&a->line);
    a->skip = false;
    return s;
}

static void sort(answers *a, const uint64_t *addresses, size_t count)
{
    for (size_t i = 0; i < count; i++)
        a->asked[i] = (entry){.address = addresses[i]};
    qsort(a->asked, count, sizeof *a->asked, by_address);
    for (size_t i = 0; i < count; i++)
        if (a->count == 0 || a->asked[a->count - 1].address != a->asked[i].address)
            a->asked[a->count++] = a->asked[i];
    uint64_t most = (uint64_t)a->count * PER_ADDRESS + IN_ANY_CASE;
    if (a->most > most)
        a->most = most;
}

hw_status hw_intake_symbols(const hw_intake *in, hw_str locator, const uint64_t *addresses,
                            size_t count, hw_str *names, hw_buf *text, hw_error *err)
{
    char name[512];
    hw_status s = HW_OK;
    if (count == 0)
        return HW_OK;
    hw_locator_name(locator, name, sizeof name);
    answers a = {.name = hw_str_of(name), .text = text, .most = in->limits.response};
    a.asked = hw_mem_alloc(count, sizeof *a.asked);
    if (!a.asked)
        return hw_nomem(err);
    sort(&a, addresses, count);
    hw_intake own = *in;
    int64_t deadline = hw_clock_ms() + hw_fetch_ms(&in->fetch, 0);
    for (size_t i = 0; i < a.count && s == HW_OK; i += AT_ONCE) {
        int64_t left = deadline - hw_clock_ms();
        own.fetch.timeout = (double)(left > 0 ? left : 1) / 1000;
        s = ask(&own, locator, a.asked + i, a.count - i < AT_ONCE ? a.count - i : AT_ONCE, &a, err);
    }
    for (size_t i = 0; i < count && s == HW_OK; i++) {
        const entry *e = find(&a, addresses[i]);
        names[i] = e && e->n ? hw_str_sub(hw_buf_view(text), e->at, e->at + e->n) : (hw_str){0};
    }
    hw_buf_free(&a.line);
    hw_mem_free(a.asked);
    return s;
}
