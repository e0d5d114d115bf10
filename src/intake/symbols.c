/* Names of functions by a server: net/http/pprof's Symbol. It is sent "0x4a21bc+0x…" and answers
 * "num_symbols: 1", then a line "0x4a21bc name" for each address that it knows. */
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/vec.h"
#include "intake/source.h"

enum { AT_ONCE = 5000 /* addresses in one request */ };

static hw_status keep(void *ctx, const void *data, size_t n, hw_error *err)
{
    return hw_buf_add(ctx, data, n) == HW_OK ? HW_OK : hw_nomem(err);
}

static hw_status ask(const hw_intake *in, hw_str locator, hw_str name, const uint64_t *addresses,
                     size_t count, hw_buf *answer, hw_error *err)
{
    hw_buf question = {0};
    hw_byte_sink to = {keep, answer};
    hw_status s = HW_OK;
    for (size_t i = 0; i < count && s == HW_OK; i++)
        s = hw_buf_printf(&question, "%s0x%llx", i ? "+" : "", (unsigned long long)addresses[i]);
    const char *post = s == HW_OK ? hw_buf_cstr(&question) : NULL;
    s = post ? hw_fetch(in, locator, HW_URL_SYMBOLS, post, name, &to, err) : hw_nomem(err);
    hw_buf_free(&question);
    return s;
}

typedef struct entry {
    uint64_t address;
    size_t at, n; /* of its name in the text */
} entry;

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

/* The lines of the answers, sorted by address. */
static bool read_answer(hw_str text, entry **ret, size_t *count)
{
    HW_VEC(entry) list = {0};
    for (hw_str rest = text; rest.n;) {
        hw_str line = hw_str_next(&rest, '\n'), number, name;
        entry e;
        if (!hw_str_cut(line, ' ', &number, &name) || !hex(number, &e.address))
            continue;
        name = hw_str_trim(name);
        e.at = name.n ? (size_t)(name.p - text.p) : 0;
        e.n = name.n;
        if (!hw_vec_push(&list, e)) {
            hw_vec_free(&list);
            return false;
        }
    }
    if (list.len)
        qsort(list.at, list.len, sizeof *list.at, by_address);
    *ret = list.at;
    *count = list.len;
    return true;
}

hw_status hw_intake_symbols(const hw_intake *in, hw_str locator, const uint64_t *addresses,
                            size_t count, hw_str *names, hw_buf *text, hw_error *err)
{
    char name[512];
    entry *entries = NULL;
    size_t known = 0;
    hw_locator_name(locator, name, sizeof name);
    for (size_t i = 0; i < count; i += AT_ONCE) {
        size_t n = count - i < AT_ONCE ? count - i : AT_ONCE;
        HW_TRY(ask(in, locator, hw_str_of(name), addresses + i, n, text, err));
        if (hw_buf_str(text, HW_STR("\n")) != HW_OK)
            return hw_nomem(err);
    }
    if (!read_answer(hw_buf_view(text), &entries, &known))
        return hw_nomem(err);
    for (size_t i = 0; i < count; i++) {
        entry key = {.address = addresses[i]};
        const entry *e = known ? bsearch(&key, entries, known, sizeof key, by_address) : NULL;
        names[i] = e && e->n ? hw_str_sub(hw_buf_view(text), e->at, e->at + e->n) : (hw_str){0};
    }
    hw_mem_free(entries);
    return HW_OK;
}
