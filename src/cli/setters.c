#include "cli/setters.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "model/profile.h"
#include "report/page.h"
#include "session/formats.h"

static void *field(hw_args *a, const hw_option *o)
{
    return (char *)a + o->field;
}

hw_status hw_refuse(const hw_option *o, const char *value, const char *wanted, hw_error *err)
{
    char name[64];
    snprintf(name, sizeof name, "--%s", o->name);
    return hw_fail(err, HW_USAGE, hw_str_of(name), "\"%.200s\" is not %s", value, wanted);
}

static hw_status truth(const hw_option *o, const char *value, bool *ret, hw_error *err)
{
    static const char *const yes[] = {"true", "t", "1", "yes"};
    static const char *const no[] = {"false", "f", "0", "no"};
    if (!value) {
        *ret = true;
        return HW_OK;
    }
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (strcasecmp(value, yes[i]) == 0 || strcasecmp(value, no[i]) == 0) {
            *ret = strcasecmp(value, yes[i]) == 0;
            return HW_OK;
        }
    return hw_refuse(o, value, "true or false", err);
}

hw_status hw_set_switch(hw_args *a, const hw_option *o, const char *value, hw_error *err)
{
    return truth(o, value, field(a, o), err);
}

hw_status hw_set_text(hw_args *a, const hw_option *o, const char *value, hw_error *err)
{
    (void)err;
    *(const char **)field(a, o) = value;
    return HW_OK;
}

hw_status hw_set_file(hw_args *a, const hw_option *o, const char *value, hw_error *err)
{
    if (!value[0])
        return hw_refuse(o, value, "the name of a file or folder", err);
    return hw_set_text(a, o, value, err);
}

hw_status hw_set_count(hw_args *a, const hw_option *o, const char *value, hw_error *err)
{
    if (!hw_str_u64(hw_str_of(value), SIZE_MAX, field(a, o)))
        return hw_refuse(o, value, "a number", err);
    return HW_OK;
}

hw_status hw_set_small(hw_args *a, const hw_option *o, const char *value, hw_error *err)
{
    uint64_t n;
    if (!hw_str_u64(hw_str_of(value), 1000000, &n))
        return hw_refuse(o, value, "a number up to a million", err);
    *(unsigned *)field(a, o) = (unsigned)n;
    return HW_OK;
}

hw_status hw_set_size(hw_args *a, const hw_option *o, const char *value, hw_error *err)
{
    static const char suffixes[] = "KMGT";
    hw_str digits = hw_str_of(value);
    unsigned shift = 0;
    uint64_t n;
    for (unsigned i = 0; digits.n && suffixes[i]; i++)
        if (strncasecmp(&digits.p[digits.n - 1], &suffixes[i], 1) == 0)
            shift = 10 * (i + 1);
    if (shift)
        digits.n--;
    if (!hw_str_u64(digits, UINT64_MAX >> shift, &n) || n == 0)
        return hw_refuse(o, value, "a number of at least 1, like 500 or 64M", err);
    *(uint64_t *)field(a, o) = n << shift;
    return HW_OK;
}

hw_status hw_set_seconds(hw_args *a, const hw_option *o, const char *value, hw_error *err)
{
    char *end;
    size_t digits = strspn(value, "0123456789.");
    double v = strtod(value, &end);
    bool plain = digits > 0 && end == value + digits;
    if (!plain || (*end != '\0' && strcmp(end, "s") != 0) || !(v > 0) || v > 1e6)
        return hw_refuse(o, value, "a number of seconds", err);
    *(double *)field(a, o) = v;
    return HW_OK;
}

/* --- secrets, which need not stand on the command line ---------------------------------------- */

enum { SECRET_MAX = 65536 };

/* The whole file, terminated, in the arena. */
static hw_status read_secret(hw_args *a, const char *path, hw_str *ret, hw_error *err)
{
    char *text = hw_arena_alloc(&a->arena, SECRET_MAX + 1, 1);
    if (!text)
        return hw_nomem(err);
    FILE *f = fopen(path, "rb");
    if (!f)
        return hw_fail_sys(err, errno, hw_str_of(path), "cannot be opened");
    size_t n = fread(text, 1, SECRET_MAX + 1, f);
    int failed = ferror(f) ? errno : 0;
    fclose(f);
    if (failed)
        return hw_fail_sys(err, failed, hw_str_of(path), "cannot be read");
    if (n > SECRET_MAX)
        return hw_fail(err, HW_LIMIT, hw_str_of(path), "has more than %d bytes", SECRET_MAX);
    text[n] = '\0';
    *ret = (hw_str){text, n};
    return HW_OK;
}

hw_status hw_set_secret(hw_args *a, const hw_option *o, const char *value, hw_error *err)
{
    hw_str text = {0};
    if (value[0] != '@')
        return hw_set_text(a, o, value, err);
    HW_TRY(read_secret(a, value + 1, &text, err));
    const char *copy = hw_arena_cstr(&a->arena, hw_str_trim(text));
    return copy ? hw_set_text(a, o, copy, err) : hw_nomem(err);
}

static hw_status add_header(hw_args *a, const hw_option *o, hw_str line, hw_error *err)
{
    hw_str text = hw_str_trim(line);
    const char *copy = hw_arena_cstr(&a->arena, text);
    if (!copy || !hw_vec_room(&a->headers, 1))
        return hw_nomem(err);
    /* The value may be a secret: it is not repeated. */
    if (hw_str_chr(text, ':') == HW_NPOS || hw_str_chr(text, '\n') != HW_NPOS)
        return hw_refuse(o, "…", "a \"Name: value\" line", err);
    hw_vec_put(&a->headers, copy);
    return HW_OK;
}

hw_status hw_set_header(hw_args *a, const hw_option *o, const char *value, hw_error *err)
{
    hw_str text = {0};
    if (value[0] != '@')
        return add_header(a, o, hw_str_of(value), err);
    HW_TRY(read_secret(a, value + 1, &text, err));
    while (text.n) {
        hw_str line = hw_str_trim(hw_str_next(&text, '\n'));
        if (line.n)
            HW_TRY(add_header(a, o, line, err));
    }
    return HW_OK;
}

/* --- words ------------------------------------------------------------------------------------ */

hw_status hw_set_list(hw_args *a, const hw_option *o, const char *value, hw_error *err)
{
    hw_arg_list *list = field(a, o);
    return hw_vec_push(list, value) ? HW_OK : hw_nomem(err);
}

/* A name, or as in pprof an index into the sample types in Go's order. */
hw_status hw_set_sort(hw_args *a, const hw_option *o, const char *value, hw_error *err)
{
    uint64_t index;
    hw_value v = hw_value_named(hw_str_of(value));
    if (hw_str_u64(hw_str_of(value), HW_VALUES - 1, &index))
        v = (hw_value)index;
    if (v == HW_VALUES)
        return hw_refuse(o, value, "inuse_space, alloc_space, inuse_objects or alloc_objects", err);
    a->session.sort = v;
    a->session.sort_set = true;
    return HW_OK;
}

hw_status hw_set_flag(hw_args *a, const hw_option *o, const char *value, hw_error *err)
{
    bool on = false;
    HW_TRY(truth(o, value, &on, err));
    a->session.flags = on ? a->session.flags | o->field : a->session.flags & ~(uint64_t)o->field;
    return HW_OK;
}

hw_status hw_set_sort_switch(hw_args *a, const hw_option *o, const char *value, hw_error *err)
{
    bool on = false;
    HW_TRY(truth(o, value, &on, err));
    if (on) {
        a->session.sort = (hw_value)o->field;
        a->session.sort_set = true;
    }
    return HW_OK;
}

hw_status hw_set_format(hw_args *a, const hw_option *o, const char *value, hw_error *err)
{
    if (!hw_format_known(value))
        return hw_refuse(o, value, "text or json, of claims also csv or editor", err);
    a->format = value;
    return HW_OK;
}

hw_status hw_set_unit(hw_args *a, const hw_option *o, const char *value, hw_error *err)
{
    for (const char *const *u = hw_size_units; *u; u++)
        if (strcasecmp(value, *u) == 0) {
            a->unit = *u;
            return HW_OK;
        }
    if (strcasecmp(value, "bytes") != 0)
        return hw_refuse(o, value, "auto, b, kb, mb, gb or tb", err);
    a->unit = "b";
    return HW_OK;
}

hw_status hw_set_colour(hw_args *a, const hw_option *o, const char *value, hw_error *err)
{
    static const char *const names[] = {
        [HW_COLOUR_AUTO] = "auto", [HW_COLOUR_ALWAYS] = "always", [HW_COLOUR_NEVER] = "never"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(value, names[i]) == 0) {
            a->colour = (hw_colour)i;
            return HW_OK;
        }
    return hw_refuse(o, value, "auto, always or never", err);
}
