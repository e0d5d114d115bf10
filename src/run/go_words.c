#include "run/go_words.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"

const char *hw_text_in(hw_arena *a, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    char *text = n < 0 ? NULL : hw_arena_alloc(a, (size_t)n + 1, 1);
    if (text)
        vsnprintf(text, (size_t)n + 1, fmt, again);
    va_end(again);
    va_end(args);
    return text;
}

HW_MEM hw_words_add(hw_words *w, const char *word)
{
    return word && hw_vec_push(&w->list, word);
}

void hw_words_free(hw_words *w)
{
    hw_vec_free(&w->list);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

hw_status hw_go_split(hw_arena *a, hw_str text, const char *what, hw_words *ret, hw_error *err)
{
    size_t i = 0;
    for (;;) {
        while (i < text.n && is_space(text.p[i]))
            i++;
        if (i == text.n)
            return HW_OK;
        char mark = text.p[i] == '\'' || text.p[i] == '"' ? text.p[i] : '\0';
        size_t from = i += mark != '\0';
        while (i < text.n && (mark ? text.p[i] != mark : !is_space(text.p[i])))
            i++;
        if (mark && i == text.n)
            return hw_fail(err, HW_USAGE, hw_str_of(what), "an element has no closing %c", mark);
        if (!hw_words_add(ret, hw_arena_cstr(a, hw_str_sub(text, from, i))))
            return hw_nomem(err);
        i += mark != '\0';
    }
}

hw_status hw_go_quote(hw_buf *to, const char *element, hw_error *err)
{
    bool single = strchr(element, '\'') != NULL, twofold = strchr(element, '"') != NULL;
    const char *mark = single ? "\"" : "'";
    if (single && twofold)
        return hw_fail(err, HW_USAGE, hw_str_of(element),
                       "has both ' and \", which the go command cannot take in a list");
    if (element[0] && !single && !twofold && !element[strcspn(element, " \t\r\n")])
        mark = "";
    return hw_buf_printf(to, "%s%s%s", mark, element, mark) == HW_OK ? HW_OK : hw_nomem(err);
}

hw_status hw_go_join(hw_buf *to, const hw_words *w, size_t from, hw_error *err)
{
    for (size_t i = from; i < w->list.len; i++) {
        if (i > from && hw_buf_str(to, HW_STR(" ")) != HW_OK)
            return hw_nomem(err);
        HW_TRY(hw_go_quote(to, w->list.at[i], err));
    }
    return HW_OK;
}

hw_status hw_sh_quote(hw_buf *to, hw_str word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_-+=:,./@%";
    size_t i = 0;
    while (i < word.n && memchr(plain, word.p[i], sizeof plain - 1))
        i++;
    if (word.n && i == word.n)
        return hw_buf_str(to, word);
    HW_TRY(hw_buf_str(to, HW_STR("'")));
    for (size_t from = 0; from < word.n;) {
        size_t n = hw_str_chr(hw_str_from(word, from), '\'');
        bool last = n == HW_NPOS;
        HW_TRY(hw_buf_str(to, hw_str_sub(word, from, last ? word.n : from + n)));
        if (!last)
            HW_TRY(hw_buf_str(to, HW_STR("'\\''")));
        from = last ? word.n : from + n + 1;
    }
    return hw_buf_str(to, HW_STR("'"));
}
