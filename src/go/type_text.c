#include "go/type_text.h"

static bool word_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80);
}

/* Of a name with the path of its package. */
static bool word(char c)
{
    return word_start(c) || hw_is_digit(c) || (c && strchr("./~%@-", c));
}

/* main.T·1, a type that is declared in a function. */
static hw_str without_number(hw_str name)
{
    size_t dot = hw_str_find(name, HW_STR("\xc2\xb7"));
    return dot == HW_NPOS ? name : hw_str_sub(name, 0, dot);
}

/* go.shape.int_0, up to Go 1.19. */
static hw_str without_index(hw_str shape)
{
    size_t end = shape.n;
    while (end && hw_is_digit(shape.p[end - 1]))
        end--;
    return end > 1 && end < shape.n && shape.p[end - 1] == '_' ? hw_str_sub(shape, 0, end - 1)
                                                               : shape;
}

/* One name for types that have two. */
static hw_str spelled(hw_str name)
{
    static const hw_str same[][2] = {{{"byte", 4}, {"uint8", 5}}, {{"rune", 4}, {"int32", 5}}};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (hw_str_eq(name, same[i][0]))
            return same[i][1];
    return name;
}

/* A type that has one name, and is its own shape. */
static bool is_basic(hw_str name)
{
    static const char *const basic[] = {"bool",      "string",    "int",     "int8",    "int16",
                                        "int32",     "int64",     "uint",    "uint8",   "uint16",
                                        "uint32",    "uint64",    "uintptr", "float32", "float64",
                                        "complex64", "complex128"};
    for (size_t i = 0; i < sizeof basic / sizeof *basic; i++)
        if (hw_str_eq(name, hw_str_of(basic[i])))
            return true;
    return false;
}

/* The next word or sign; empty at the end. */
static hw_str next(hw_str *s)
{
    static const hw_str empty = {" {}", 3};
    while (s->n) {
        size_t n = 0;
        if (s->p[0] == ' ') {
            *s = hw_str_from(*s, 1);
            continue;
        }
        if (!word_start(s->p[0])) {
            do
                n++;
            while (hw_is_digit(s->p[0]) && n < s->n && hw_is_digit(s->p[n]));
            hw_str sign = hw_str_sub(*s, 0, n);
            *s = hw_str_from(*s, n);
            return sign;
        }
        while (n < s->n && word(s->p[n]))
            n++;
        hw_str path = hw_str_sub(*s, 0, n);
        size_t dot = hw_str_rchr(path, '.');
        bool shape = hw_str_starts(path, HW_STR("go.shape."));
        hw_str name = without_number(dot == HW_NPOS ? path : hw_str_from(path, dot + 1));
        *s = hw_str_from(*s, n);
        if (name.n == 0) /* go.shape.*T, go.shape.[]T */
            continue;
        if (hw_str_eq(name, HW_STR("interface")) && hw_str_cut_prefix(s, empty))
            return HW_STR("any");
        return spelled(shape ? without_index(name) : name);
    }
    return *s;
}

/* Parameters may be printed with their names, tags in other quotes, and the type of a dictionary
 * is none. */
static bool has_free_form(hw_str type)
{
    for (size_t i = 0; i < type.n; i++)
        if (strchr("(\"`<", type.p[i]) && type.p[i])
            return true;
    return false;
}

hw_type_match hw_type_compare(hw_str printed, hw_str linked)
{
    static const hw_str mark = {"go.shape.", 9};
    hw_str a = printed, b = linked;
    for (size_t at = 0;; at++) {
        hw_str x = next(&a), y = next(&b);
        if (hw_str_eq(x, y)) {
            if (x.n == 0)
                return HW_TYPES_AGREE;
            continue;
        }
        bool p = hw_str_has(printed, mark), l = hw_str_has(linked, mark);
        bool heads = at == 0 && x.n && y.n && word_start(x.p[0]) && word_start(y.p[0]) &&
                     !hw_str_starts(printed, mark) && !hw_str_starts(linked, mark);
        if ((heads && !hw_str_starts(printed, HW_STR("<"))) || (is_basic(x) && is_basic(y)))
            return HW_TYPES_DIFFER;
        return p != l || has_free_form(printed) || has_free_form(linked) ? HW_TYPES_UNSURE
                                                                         : HW_TYPES_DIFFER;
    }
}

bool hw_type_array(hw_str type, hw_str *element, uint64_t *count)
{
    size_t close = hw_str_chr(type, ']');
    if (!hw_str_cut_prefix(&type, HW_STR("[")) || close == HW_NPOS ||
        !hw_str_u64(hw_str_sub(type, 0, close - 1), INT64_MAX, count))
        return false;
    *element = hw_str_from(type, close);
    return true;
}
