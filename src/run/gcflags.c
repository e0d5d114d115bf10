#include "run/gcflags.h"

#include <string.h>

#include "base/error.h"
#include "run/paths.h"

enum { LEVEL = 2, LEVEL_MAX = 99 }; /* of -m */

hw_status hw_gcflags_cut(hw_str value, hw_str *pattern, hw_str *flags, hw_error *err)
{
    hw_str v = hw_str_trim(value);
    *pattern = (hw_str){0};
    *flags = v;
    if (v.n == 0 || v.p[0] == '-')
        return HW_OK;
    if (!hw_str_cut(v, '=', pattern, flags) || pattern->n == 0)
        return hw_fail(err, HW_USAGE, HW_STR("-gcflags"),
                       "\"%.*s\" is neither FLAGS nor PATTERN=FLAGS", HW_STR_ARG(value));
    if (v.p[0] == '\'' || v.p[0] == '"')
        return hw_fail(err, HW_USAGE, HW_STR("-gcflags"), "\"%.*s\" may not start with a quote",
                       HW_STR_ARG(value));
    *pattern = hw_str_trim(*pattern);
    return HW_OK;
}

/* An import path of a module has a dot in its first element; those of std and cmd have none. */
static bool looks_standard(hw_str path)
{
    for (size_t i = 0; i < path.n && path.p[i] != '/' && path.p[i] != '='; i++)
        if (path.p[i] == '.')
            return false;
    return true;
}

static bool is_word(hw_str pattern)
{
    static const char *const words[] = {"all", "work", "tool", "...", ""};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (hw_str_eq(pattern, hw_str_of(words[i])))
            return true;
    return false;
}

bool hw_patterns_meet(hw_str a, hw_str b)
{
    size_t n = 0;
    if (is_word(a) || is_word(b) || hw_path_local(a) || hw_path_local(b))
        return true;
    bool standard_a = hw_str_eq(a, HW_STR("std")) || hw_str_eq(a, HW_STR("cmd"));
    bool standard_b = hw_str_eq(b, HW_STR("std")) || hw_str_eq(b, HW_STR("cmd"));
    if (standard_a || standard_b)
        return (standard_a || looks_standard(a)) && (standard_b || looks_standard(b));
    size_t wild_a = hw_str_find(a, HW_STR("...")), wild_b = hw_str_find(b, HW_STR("..."));
    hw_str head_a = hw_str_sub(a, 0, wild_a), head_b = hw_str_sub(b, 0, wild_b);
    if (wild_a == HW_NPOS && wild_b == HW_NPOS)
        return hw_str_eq(a, b);
    /* "x/..." matches x too. */
    hw_str_cut_suffix(&head_a, HW_STR("/"));
    hw_str_cut_suffix(&head_b, HW_STR("/"));
    while (n < head_a.n && n < head_b.n && head_a.p[n] == head_b.p[n])
        n++;
    return (n == head_a.n && (wild_a != HW_NPOS || n == head_b.n)) ||
           (n == head_b.n && wild_b != HW_NPOS);
}

/* The value of "-m", "-m=3", "--m=true"; false where the flag is another. */
static bool is_level(const char *flag, unsigned *level)
{
    hw_str f = hw_str_of(flag), digits;
    uint64_t n;
    if (!hw_str_cut_prefix(&f, HW_STR("--")))
        hw_str_cut_prefix(&f, HW_STR("-"));
    if (!hw_str_cut_prefix(&f, HW_STR("m")))
        return false;
    digits = f;
    if (f.n == 0 || hw_str_eq(f, HW_STR("=true"))) {
        *level += 1;
        return true;
    }
    if (!hw_str_cut_prefix(&digits, HW_STR("=")) || !hw_str_u64(digits, LEVEL_MAX, &n))
        return false;
    *level = (unsigned)n;
    return true;
}

static bool is_json(const char *flag)
{
    flag += strspn(flag, "-");
    return strcmp(flag, "json") == 0 || strncmp(flag, "json=", 5) == 0;
}

/* Our flags come first: go would refuse a value that begins with the quote of a user's flag. */
static HW_MEM add_ours(hw_arena *a, const hw_gcflags_plan *plan, unsigned level, hw_words *list)
{
    if (!hw_words_add(list, hw_text_in(a, "-m=%u", level < LEVEL ? LEVEL : level)))
        return HW_MEM_OUT;
    return !plan->json_dir || hw_words_add(list, hw_text_in(a, "-json=0,%s", plan->json_dir));
}

/* A value of -gcflags: "PATTERN=", our flags if `ours`, and the user's. */
static hw_status add_value(hw_arena *a, const hw_gcflags_plan *plan, hw_str pattern,
                           const hw_words *flags, bool ours, hw_words *ret, hw_error *err)
{
    hw_words list = {0};
    unsigned level = 0;
    hw_buf value = {0};
    for (size_t i = 0; i < flags->list.len; i++)
        is_level(flags->list.at[i], &level);
    hw_mem added = !ours || add_ours(a, plan, level, &list);
    for (size_t i = 0; i < flags->list.len && added; i++)
        if (!ours || !is_level(flags->list.at[i], &level))
            added = hw_words_add(&list, flags->list.at[i]);
    if (added && pattern.n)
        added = hw_buf_printf(&value, "%.*s=", HW_STR_ARG(pattern)) == HW_OK;
    hw_status status = added ? hw_go_join(&value, &list, 0, err) : hw_nomem(err);
    if (status == HW_OK &&
        !hw_words_add(ret, hw_text_in(a, "%.*s", HW_STR_ARG(hw_buf_view(&value)))))
        status = hw_nomem(err);
    hw_buf_free(&value);
    hw_words_free(&list);
    return status;
}

static hw_status moved_pattern(hw_arena *a, const hw_gcflags_plan *plan, hw_str *pattern,
                               hw_error *err)
{
    if (!hw_path_local(*pattern) || !plan->was || strcmp(plan->was, plan->is) == 0)
        return HW_OK;
    const char *copy = hw_arena_cstr(a, *pattern);
    const char *absolute = copy ? hw_path_absolute(a, plan->was, copy) : NULL;
    const char *moved = absolute ? hw_path_relative(a, plan->is, absolute) : NULL;
    if (!moved)
        return hw_nomem(err);
    *pattern = hw_str_of(moved);
    return HW_OK;
}

static bool shadows(const hw_gcflags_plan *plan, hw_str pattern)
{
    for (size_t i = 0; i < plan->patterns->list.len; i++)
        if (hw_patterns_meet(pattern, hw_str_of(plan->patterns->list.at[i])))
            return true;
    return plan->patterns->list.len == 0;
}

static hw_status add_given(hw_arena *a, const hw_gcflags_plan *plan, const char *value,
                           hw_words *ret, hw_error *err)
{
    hw_words flags = {0};
    hw_str pattern, text;
    HW_TRY(hw_gcflags_cut(hw_str_of(value), &pattern, &text, err));
    bool ours = shadows(plan, pattern);
    HW_TRY(moved_pattern(a, plan, &pattern, err));
    hw_status status = hw_go_split(a, text, "-gcflags", &flags, err);
    for (size_t i = 0; i < flags.list.len && status == HW_OK; i++)
        if (is_json(flags.list.at[i]))
            status = hw_fail(err, HW_USAGE, HW_STR("-gcflags"),
                             "has a -json of its own; leave it out, the bundle has these records");
    if (status == HW_OK)
        status = add_value(a, plan, pattern, &flags, ours, ret, err);
    hw_words_free(&flags);
    return status;
}

hw_status hw_gcflags_merge(hw_arena *a, const hw_gcflags_plan *plan, hw_words *ret, hw_error *err)
{
    const hw_words none = {0};
    if (plan->patterns->list.len == 0)
        HW_TRY(add_value(a, plan, HW_STR("all"), &none, true, ret, err));
    for (size_t i = 0; i < plan->patterns->list.len; i++) {
        hw_str pattern = hw_str_of(plan->patterns->list.at[i]);
        if (pattern.n == 0 || pattern.p[0] == '-' || hw_str_chr(pattern, '=') != HW_NPOS)
            return hw_fail(err, HW_USAGE, HW_STR("--packages"),
                           "\"%s\" is no pattern of packages; example.com/me/... is one",
                           plan->patterns->list.at[i]);
        HW_TRY(moved_pattern(a, plan, &pattern, err));
        HW_TRY(add_value(a, plan, pattern, &none, true, ret, err));
    }
    for (size_t i = 0; i < plan->given->list.len; i++)
        HW_TRY(add_given(a, plan, plan->given->list.at[i], ret, err));
    return HW_OK;
}
