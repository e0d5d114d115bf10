#include "go/obstacle.h"

enum { ALL, MORE };

static const struct {
    hw_str text;
    bool more;
} rows[HW_OBSTACLE_COUNT] = {
#define X(id, text, more) [HW_OBSTACLE_##id] = {{text, sizeof(text) - 1}, (more) == MORE},
    HW_OBSTACLES(X)
#undef X
};

hw_str hw_obstacle_name(hw_obstacle o)
{
    hw_str name = rows[o].text;
    hw_str_cut_suffix(&name, HW_STR(": cost "));
    return hw_str_trim(name);
}

hw_obstacle hw_obstacle_read(hw_str reason, hw_str *more)
{
    for (unsigned i = HW_OBSTACLE_NONE + 1; i < HW_OBSTACLE_UNKNOWN; i++) {
        *more = reason;
        if (reason.n && reason.p[0] != rows[i].text.p[0])
            continue;
        if (hw_str_cut_prefix(more, rows[i].text) && (more->n > 0) == rows[i].more)
            return (hw_obstacle)i;
    }
    *more = (hw_str){0};
    return HW_OBSTACLE_UNKNOWN;
}

bool hw_obstacle_cost(hw_str more, uint32_t *cost, uint32_t *budget)
{
    hw_str mark = HW_STR(" exceeds budget ");
    size_t at = hw_str_find(more, mark);
    uint64_t c, b;
    *cost = *budget = 0;
    if (at == HW_NPOS || !hw_str_u64(hw_str_sub(more, 0, at), UINT32_MAX, &c) ||
        !hw_str_u64(hw_str_from(more, at + mark.n), UINT32_MAX, &b))
        return false;
    *cost = (uint32_t)c;
    *budget = (uint32_t)b;
    return true;
}
