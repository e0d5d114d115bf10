/* An audit: of the public API alone. */
#include "base/error.h"
#include "decode/same_heap.h"
#include "session/judging.h"
#include "session/programs.h"

hw_status hw_analyse(hw_session *s, hw_error *err)
{
    hw_value sort;
    if (s->profile.inputs.len == 0)
        return hw_fail(err, HW_USAGE, (hw_str){0}, "an audit needs a profile");
    /* What cannot be ranked by is refused before servers are asked. */
    HW_TRY(hw_session_sort(s, &sort, err));
    HW_TRY(hw_session_symbolize(s, err));
    return hw_session_judge(s, err);
}
