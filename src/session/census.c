#include "base/error.h"
#include "session/session.h"
#include "symbolize/program.h"
#include "symbolize/survey.h"

hw_status hw_session_survey(hw_session *s, hw_error *err)
{
    uint64_t partly;
    hw_profile *p = &s->profile;
    if (p->programs.len != 1 || p->inputs.len)
        return hw_fail(err, HW_USAGE, (hw_str){0}, "a census is of one program, and of no profile");
    HW_TRY(hw_survey(s->images.at[0], p, &partly, err));
    bool one = partly == 1;
    if (partly && !hw_note_add(&p->notes, p->strings, HW_NOTE_CODE_NOT_UNDERSTOOD, partly,
                               "%llu function%s instructions that are not understood (assembly, "
                               "with newer vector instructions): what is behind them was not "
                               "looked at",
                               (unsigned long long)partly, one ? " has" : "s have"))
        return hw_nomem(err);
    HW_TRY(hw_executables_apply(p, s->images.at, err));
    return hw_session_judge(s, err);
}

hw_status hw_session_survey_into(hw_session *s, hw_profile *code, hw_error *err)
{
    uint64_t partly;
    const hw_executable *of = &s->profile.programs.at[0];
    const hw_executable like = {.file = of->file,
                                .gnu_build_id = of->gnu_build_id,
                                .go_version = of->go_version,
                                .fit = HW_FIT_PROVEN};
    if (!hw_vec_push(&code->programs, like))
        return hw_nomem(err);
    return hw_survey(s->images.at[0], code, &partly, err);
}
