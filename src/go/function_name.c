#include "go/function_name.h"

static bool digits_at(hw_str s, size_t at)
{
    return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

bool hw_func_is_closure(hw_str tail)
{
    static const char *const marks[] = {".func", "-range", ".gowrap", ".deferwrap"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        hw_str mark = hw_str_of(marks[i]);
        hw_str rest = tail;
        for (size_t at; (at = hw_str_find(rest, mark)) != HW_NPOS;
             rest = hw_str_from(rest, at + mark.n))
            if (digits_at(rest, at + mark.n))
                return true;
    }
    return false;
}

hw_func_name hw_func_parse(hw_str name)
{
    hw_func_name f = {0};
    size_t bracket = hw_str_chr(name, '[');
    hw_str head = hw_str_sub(name, 0, bracket);
    size_t slash = hw_str_rchr(head, '/');
    size_t from = slash == HW_NPOS ? 0 : slash + 1;
    size_t dot = hw_str_chr(hw_str_from(head, from), '.');
    f.generic = bracket != HW_NPOS;
    if (dot == HW_NPOS) {
        f.package = (hw_str){name.p, 0};
        f.tail = name;
    } else {
        f.package = hw_str_sub(name, 0, from + dot);
        f.tail = hw_str_from(name, from + dot + 1);
    }
    f.closure = hw_func_is_closure(f.tail);
    f.init = hw_str_eq(f.tail, HW_STR("init")) ||
             (hw_str_starts(f.tail, HW_STR("init.")) && digits_at(f.tail, 5)) ||
             hw_str_starts(f.tail, HW_STR("map.init."));
    return f;
}
