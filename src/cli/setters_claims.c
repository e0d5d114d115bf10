#include "cli/setters_claims.h"

#include <ctype.h>
#include <stdio.h>

#include "base/error.h"
#include "cli/suggest.h"
#include "model/claim.h"

/* Cuts the next word from a list with commas; false at its end. Empty words are skipped. */
static bool next_word(hw_str *list, hw_str *word)
{
    while (list->n) {
        *word = hw_str_trim(hw_str_next(list, ','));
        if (word->n)
            return true;
    }
    return false;
}

hw_status hw_set_only_packages(hw_args *a, const hw_option *o, const char *value, hw_error *err)
{
    hw_str word, list = hw_str_of(value);
    size_t before = a->only_packages.len;
    while (next_word(&list, &word))
        if (!hw_vec_push(&a->only_packages, word))
            return hw_nomem(err);
    if (a->only_packages.len == before)
        return hw_refuse(o, value, "a list of import paths, like net/http or example.com/...", err);
    return HW_OK;
}

static char plain(char c)
{
    return c == '-' || c == '_' ? ' ' : (char)tolower((unsigned char)c);
}

/* Upper case, `-`, `_` and blanks do not matter. */
static bool means(hw_str given, const char *name)
{
    hw_str s = hw_str_of(name);
    for (size_t i = 0; i < s.n && i < given.n; i++)
        if (plain(s.p[i]) != plain(given.p[i]))
            return false;
    return s.n == given.n;
}

/* Sets one bit for each word of the list that is one of `names`. `what` is what messages call such
 * a name. */
static hw_status read_names(const hw_option *o, const char *value, const char *const *names,
                            const char *what, uint64_t *bits, hw_error *err)
{
    hw_str word, list = hw_str_of(value);
    uint64_t found = 0;
    char option[64], given[128];
    while (next_word(&list, &word)) {
        size_t i = 0;
        while (names[i] && !means(word, names[i]))
            i++;
        if (names[i]) {
            found |= UINT64_C(1) << i;
            continue;
        }
        snprintf(option, sizeof option, "--%s", o->name);
        snprintf(given, sizeof given, "%.*s", HW_STR_ARG(word));
        const char *meant = hw_suggest(given, names);
        if (meant)
            return hw_fail(err, HW_USAGE, hw_str_of(option),
                           "\"%s\" is no %s; did you mean \"%s\"?", given, what, meant);
        return hw_fail(err, HW_USAGE, hw_str_of(option),
                       "\"%s\" is no %s; docs/diagnostics.md lists them", given, what);
    }
    if (found == 0)
        return hw_refuse(o, value, "a list of names", err);
    *bits |= found;
    return HW_OK;
}

hw_status hw_set_patterns(hw_args *a, const hw_option *o, const char *value, hw_error *err)
{
    static const char *const names[] = {
#define X(id, name) name,
        HW_PATTERNS(X)
#undef X
            NULL};
    uint64_t bits = 0;
    HW_TRY(read_names(o, value, names, "pattern", &bits, err));
    a->patterns |= (unsigned)bits;
    return HW_OK;
}

hw_status hw_set_reasons(hw_args *a, const hw_option *o, const char *value, hw_error *err)
{
    static const char *const names[] = {
#define X(id, name) name,
        HW_REASONS(X)
#undef X
            NULL};
    return read_names(o, value, names, "reason", &a->reasons, err);
}
