#include "session/judging.h"

#include "base/error.h"
#include "session/inputs.h"
#include "symbolize/survey.h"
#include "verdict/verdict.h"

hw_status hw_session_sort(const hw_session *s, hw_value *ret, hw_error *err)
{
    static const hw_value order[] = {HW_INUSE_SPACE, HW_ALLOC_SPACE, HW_INUSE_OBJECTS,
                                     HW_ALLOC_OBJECTS};
    if (s->sort_set) {
        if (!hw_profile_has(&s->profile, s->sort))
            return hw_fail(err, HW_USAGE, s->profile.inputs.at[0].name, "the profile has no %s",
                           hw_value_rows[s->sort].name);
        *ret = s->sort;
        return HW_OK;
    }
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (hw_profile_has(&s->profile, order[i])) {
            *ret = order[i];
            return HW_OK;
        }
    return hw_fail(err, HW_FORMAT, s->profile.inputs.at[0].name, "the profile has no values");
}

/* The calls in the code of the only program, as a profile. */
static hw_status survey(const hw_session *s, hw_profile *ret, hw_error *err)
{
    uint64_t partly;
    const hw_executable like = {.build = s->profile.programs.at[0].build, .fit = HW_FIT_PROVEN};
    if (!hw_vec_push(&ret->programs, like))
        return hw_nomem(err);
    return hw_survey(s->images.at[0], ret, &partly, err);
}

/* Judges the claims by the calls in the code of the only program. All of its code is read, which
 * takes a while. `ret` borrows `code`. */
static hw_status judge_code(hw_session *s, hw_profile *code, hw_audit *ret, hw_error *err)
{
    const hw_judge_options by_calls = {.sort = HW_ALLOC_OBJECTS, .limits = s->intake.limits};
    HW_TRY(survey(s, code, err));
    return hw_judge(code, &s->claims, &by_calls, ret, err);
}

/* Code can be asked where there is one program, and no profile is proven to be of another. */
static bool has_code(const hw_session *s)
{
    return s->ask_code && s->profile.programs.len == 1 &&
           s->profile.programs.at[0].fit != HW_FIT_OTHER;
}

hw_status hw_session_judge(hw_session *s, hw_error *err)
{
    const hw_profile *profile = &s->profile;
    const hw_claims *claims = &s->claims;
    hw_judge_options options = {.limits = s->intake.limits};
    hw_profile code;
    hw_audit of_code;
    hw_status status = HW_OK;
    HW_TRY(hw_session_sort(s, &options.sort, err));
    HW_TRY(hw_session_finish_claims(s, err));
    hw_audit_free(&s->audit);
    hw_profile_init(&code, &s->strings);
    hw_audit_init(&of_code);
    if (has_code(s)) {
        status = judge_code(s, &code, &of_code, err);
        options.code = &of_code;
    }
    if (status == HW_OK)
        status = hw_judge(profile, claims, &options, &s->audit, err);
    hw_audit_free(&of_code);
    hw_profile_free(&code);
    s->analysed = status == HW_OK;
    return status;
}
