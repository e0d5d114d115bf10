#include "base/magic.h"

enum { HEADER_MAX = 64 * 1024 };

bool hw_is_json_records(hw_str text)
{
    static const hw_str members[] = {
        {"\"version\"", 9}, {"\"package\"", 9}, {"\"gc_version\"", 12}};
    hw_str line = hw_str_trim(hw_str_sub(text, 0, HEADER_MAX));
    hw_str_cut_prefix(&line, HW_STR("\xef\xbb\xbf"));
    line = hw_str_sub(line, 0, hw_str_chr(line, '\n'));
    if (!hw_str_starts(line, HW_STR("{")))
        return false;
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (!hw_str_has(line, members[i]))
            return false;
    return true;
}
