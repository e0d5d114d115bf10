#include "executable/module_text.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "executable/unquote.h"

enum {
    ALIGN = 16,
    HEADER = 32,
    AT_FLAGS = 15,
    INLINE_STRINGS = 2,
    WINDOW = 1 << 16,
    TEXT_MAX = 16 << 20,
    SENTINEL = 16, /* bytes before and behind the module text */
};

static const char magic[] = "\xff Go buildinf:";

/* The first header in the range; its offset, or UINT64_MAX. */
static hw_status find(const hw_file *f, hw_range where, uint64_t *ret, hw_error *err)
{
    char *window = hw_mem_alloc(WINDOW, 1);
    hw_status status = window ? HW_OK : hw_nomem(err);
    uint64_t skip = (ALIGN - where.at % ALIGN) % ALIGN;
    uint64_t at = where.at + skip, left = where.n > skip ? where.n - skip : 0;
    *ret = UINT64_MAX;
    while (status == HW_OK && *ret == UINT64_MAX && left >= HEADER) {
        size_t n = left < WINDOW ? (size_t)left : WINDOW;
        status = hw_file_bytes(f, at, window, n, err);
        for (size_t i = 0; status == HW_OK && i + HEADER <= n; i += ALIGN)
            if (memcmp(window + i, magic, sizeof magic - 1) == 0) {
                *ret = at + i;
                break;
            }
        /* A header may begin in the last 16 bytes. */
        size_t step = n == WINDOW ? WINDOW - ALIGN : n;
        at += step;
        left -= step;
    }
    hw_mem_free(window);
    return status;
}

/* A length as encoding/binary's Uvarint, then the bytes. */
static hw_status string_at(const hw_file *f, uint64_t *at, uint64_t end, hw_arena *a, hw_str *ret,
                           hw_error *err)
{
    uint64_t n = 0;
    unsigned char byte = 0x80;
    for (unsigned shift = 0; byte & 0x80; shift += 7) {
        if (shift > 28 || *at >= end)
            return hw_fail_at(err, HW_FORMAT, f->name, *at, "its build information is cut short");
        HW_TRY(hw_file_bytes(f, *at, &byte, 1, err));
        n |= (uint64_t)(byte & 0x7f) << shift;
        *at += 1;
    }
    if (n > TEXT_MAX || n > end - *at)
        return hw_fail_at(err, HW_FORMAT, f->name, *at, "its build information is cut short");
    char *text = hw_arena_alloc(a, (size_t)n + 1, 1);
    if (!text)
        return hw_nomem(err);
    HW_TRY(hw_file_bytes(f, *at, text, (size_t)n, err));
    text[n] = '\0';
    *at += n;
    *ret = (hw_str){text, (size_t)n};
    return HW_OK;
}

hw_status hw_module_text_read(const hw_file *f, hw_range where, hw_arena *a, hw_build_info *ret,
                              hw_error *err)
{
    unsigned char header[HEADER];
    hw_str text = {0};
    uint64_t at, end = where.at + where.n;
    HW_TRY(find(f, where, &at, err));
    if (at == UINT64_MAX)
        return HW_OK;
    HW_TRY(hw_file_bytes(f, at, header, HEADER, err));
    ret->go = true;
    if (!(header[AT_FLAGS] & INLINE_STRINGS)) {
        ret->old_build_info = true;
        return HW_OK;
    }
    at += HEADER;
    HW_TRY(string_at(f, &at, end, a, &ret->go_version, err));
    HW_TRY(string_at(f, &at, end, a, &text, err));
    if (text.n <= 2 * SENTINEL || text.p[text.n - SENTINEL - 1] != '\n')
        return HW_OK; /* built without modules */
    return hw_module_text_parse(hw_str_sub(text, SENTINEL, text.n - SENTINEL), a, ret, err);
}

/* --- the module text ------------------------------------------------------------------------ */

typedef struct parser {
    hw_arena *arena;
    hw_build_info *to;
} parser;

/* The next field of a line, behind a tab. */
static hw_str next_field(hw_arena *a, hw_str *rest)
{
    hw_str head = *rest, tail = {0};
    hw_str_cut(*rest, '\t', &head, &tail);
    *rest = tail;
    return hw_arena_str(a, head);
}

static hw_status take_module(parser *p, hw_str rest, hw_module *ret, hw_error *err)
{
    ret->path = next_field(p->arena, &rest);
    ret->version = next_field(p->arena, &rest);
    ret->sum = next_field(p->arena, &rest);
    return ret->path.p && ret->version.p && ret->sum.p ? HW_OK : hw_nomem(err);
}

static hw_status take_replacement(parser *p, hw_str rest, hw_error *err)
{
    hw_build_info *b = p->to;
    hw_module by = {0}, *of = b->modules.len ? &b->modules.at[b->modules.len - 1] : &b->module;
    HW_TRY(take_module(p, rest, &by, err));
    of->replaced = true;
    of->by_path = by.path;
    of->by_version = by.version;
    of->by_sum = by.sum;
    return HW_OK;
}

static hw_status take_setting(parser *p, hw_str rest, hw_error *err)
{
    hw_setting s;
    size_t n = hw_go_quoted(rest);
    if (n == 0)
        n = hw_str_chr(rest, '=');
    if (n == HW_NPOS || n >= rest.n || rest.p[n] != '=')
        return HW_OK;
    bool key, value;
    if (!hw_go_unquote(p->arena, hw_str_sub(rest, 0, n), &s.key, &key) ||
        !hw_go_unquote(p->arena, hw_str_from(rest, n + 1), &s.value, &value))
        return hw_nomem(err);
    if (key && value)
        p->to->settings.at[p->to->settings.len++] = s;
    return HW_OK;
}

static hw_status take_line(parser *p, hw_str line, hw_error *err)
{
    hw_build_info *b = p->to;
    if (hw_str_cut_prefix(&line, HW_STR("path\t"))) {
        b->path = hw_arena_str(p->arena, line);
        return b->path.p ? HW_OK : hw_nomem(err);
    }
    if (hw_str_cut_prefix(&line, HW_STR("mod\t")))
        return take_module(p, line, &b->module, err);
    if (hw_str_cut_prefix(&line, HW_STR("=>\t")))
        return take_replacement(p, line, err);
    if (hw_str_cut_prefix(&line, HW_STR("build\t")))
        return take_setting(p, line, err);
    if (!hw_str_cut_prefix(&line, HW_STR("dep\t")))
        return HW_OK;
    HW_TRY(take_module(p, line, &b->modules.at[b->modules.len], err));
    b->modules.len++;
    return HW_OK;
}

/* Room for all that the lines can say. */
static hw_status make_room(hw_str text, hw_arena *a, hw_build_info *b, hw_error *err)
{
    size_t modules = 0, settings = 0;
    for (hw_str rest = text, line; rest.n;) {
        line = hw_str_next(&rest, '\n');
        modules += hw_str_starts(line, HW_STR("dep\t"));
        settings += hw_str_starts(line, HW_STR("build\t"));
    }
    b->modules = (hw_modules){hw_arena_zero(a, modules, sizeof *b->modules.at), 0};
    b->settings = (hw_settings){hw_arena_zero(a, settings, sizeof *b->settings.at), 0};
    return b->modules.at && b->settings.at ? HW_OK : hw_nomem(err);
}

hw_status hw_module_text_parse(hw_str text, hw_arena *a, hw_build_info *ret, hw_error *err)
{
    parser p = {a, ret};
    HW_TRY(make_room(text, a, ret, err));
    while (text.n)
        HW_TRY(take_line(&p, hw_str_next(&text, '\n'), err));
    return HW_OK;
}
