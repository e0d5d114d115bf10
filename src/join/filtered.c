#include "join/filtered.h"

#include "claims/inliner.h"
#include "go/expression_text.h"

/* --- functions of whose parameters the compiler speaks ---------------------------------------- */

/* What is between the parentheses that open at `at`. */
static hw_str inside(hw_str s, size_t at)
{
    size_t end = hw_expr_close(s, at);
    return hw_str_sub(s, at + 1, end > at + 1 ? end - 1 : end);
}

/* Judged by the words of the types. The name of a type does not say what it stands for. */
static bool holds_pointers(hw_str types)
{
    static const hw_str words[] = {{"*", 1},     {"[]", 2},    {"string", 6},      {"map[", 4},
                                   {"chan ", 5}, {"func(", 5}, {"interface ", 10}, {"unsafe.", 7}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (hw_str_has(types, words[i]))
            return true;
    return false;
}

/* "func(PARAMETERS) RESULTS { BODY }", "method(RECEIVER) func(PARAMETERS) …" */
static bool takes_pointers(hw_str signature)
{
    size_t open = hw_str_chr(signature, '(');
    if (open == HW_NPOS)
        return false;
    hw_str first = inside(signature, open);
    if (holds_pointers(first) || !hw_str_starts(signature, HW_STR("method(")))
        return holds_pointers(first);
    hw_str rest = hw_str_from(signature, open + first.n + 2);
    return hw_str_cut_prefix(&rest, HW_STR(" func")) && rest.n && holds_pointers(inside(rest, 0));
}

/* Whether the compiler has nothing to say of parameters. -m=2 prints the signatures of functions
 * that can be inlined; they decide where they are most, or where the others are a handful. */
static bool has_no_parameters(const hw_claims *c)
{
    enum { FEW = 3 /* parameters without a name get no verdict */, HANDFUL = 10 };
    size_t known = 0, unknown = 0, taking = 0;
    for (size_t i = 0; i < c->decls.len && taking < FEW; i++) {
        const hw_decl *d = &c->decls.at[i];
        hw_str cost, signature, reason;
        if (hw_str_chr(hw_strings_get(c->strings, d->name), '[') != HW_NPOS)
            continue; /* an instance of generic code, of another package as well */
        hw_decl_words(c, d, &cost, &signature, &reason);
        *(signature.n ? &known : &unknown) += 1;
        taking += signature.n && takes_pointers(signature);
    }
    return taking < FEW && known + unknown && (unknown <= known || unknown < HANDFUL);
}

bool hw_is_filtered(const hw_claims *c, bool headers)
{
    enum { MANY = 200 };
    uint64_t heap = 0, stack = 0, other = 0;
    for (int k = 0; k < HW_CLASS_COUNT; k++) {
        hw_pattern pattern = hw_pattern_of((hw_message_class)k, (hw_str){0});
        uint64_t lines = 0;
        for (int f = 0; f < HW_POS_FORMS; f++)
            lines += c->by_class[k][f];
        if (pattern == HW_PATTERN_ESCAPES)
            heap += lines;
        else if (pattern == HW_PATTERN_DOES_NOT_ESCAPE)
            stack += lines;
        else if (pattern != HW_PATTERN_COUNT)
            other += lines;
    }
    if (heap + stack + other < (headers ? MANY : 1) || (heap && stack && other))
        return false;
    return !headers || !heap || !has_no_parameters(c);
}
