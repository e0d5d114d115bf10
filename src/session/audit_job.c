#include "base/error.h"
#include "decode/decode.h"
#include "session/session.h"
#include "verdict/verdict.h"

hw_status hw_session_sort(const hw_session *s, hw_value *ret, hw_error *err)
{
    static const hw_value order[] = {HW_INUSE_SPACE, HW_ALLOC_SPACE, HW_INUSE_OBJECTS,
                                     HW_ALLOC_OBJECTS};
    if (s->sort_set) {
        if (!hw_profile_has(&s->profile, s->sort))
            return hw_fail(err, HW_USAGE, s->profile.inputs.at[0].name, "the profile has no %s",
                           hw_value_name(s->sort));
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

/* With what the code of the only program says, which takes as long as reading it whole. */
static hw_status judge_with_code(hw_session *s, hw_judge_options *options, hw_error *err)
{
    hw_profile code;
    hw_audit audit;
    hw_profile_init(&code, &s->strings);
    hw_audit_init(&audit);
    hw_status status = hw_session_survey_into(s, &code, err);
    if (status == HW_OK) {
        const hw_judge_options by_calls = {.sort = HW_ALLOC_OBJECTS, .limits = options->limits};
        status = hw_judge(&code, &s->claims, &by_calls, &audit, err);
    }
    options->code = &audit;
    if (status == HW_OK)
        status = hw_judge(&s->profile, &s->claims, options, &s->audit, err);
    hw_audit_free(&audit);
    hw_profile_free(&code);
    return status;
}

/* It can be asked where there is one program, and the profiles are not foreign to it. */
static bool has_code(const hw_session *s)
{
    return s->ask_code && s->profile.programs.len == 1 &&
           s->profile.programs.at[0].fit != HW_FIT_OTHER;
}

hw_status hw_session_judge(hw_session *s, hw_error *err)
{
    hw_judge_options options = {.limits = s->intake.limits};
    HW_TRY(hw_session_sort(s, &options.sort, err));
    HW_TRY(hw_session_finish_claims(s, err));
    hw_audit_free(&s->audit);
    HW_TRY(has_code(s) ? judge_with_code(s, &options, err)
                       : hw_judge(&s->profile, &s->claims, &options, &s->audit, err));
    s->analysed = true;
    return HW_OK;
}

hw_status hw_analyse(hw_session *s, hw_error *err)
{
    hw_value sort;
    if (s->profile.inputs.len == 0)
        return hw_fail(err, HW_USAGE, (hw_str){0}, "an audit needs a profile");
    HW_TRY(hw_session_sort(s, &sort, err)); /* a wrong wish is refused before servers are asked */
    HW_TRY(hw_session_symbolize(s, err));
    HW_TRY(hw_decode_same_heap(&s->profile, err));
    return hw_session_judge(s, err);
}
