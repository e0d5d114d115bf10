#include "session/inputs.h"

#include <errno.h>

#include "base/error.h"
#include "decode/decode.h"
#include "diag/diag.h"
#include "intake/locator.h"
#include "message/message.h"

hw_status hw_add_profile(hw_session *s, const char *locator, hw_error *err)
{
    char name[512];
    hw_decoder *decoder = NULL;
    hw_session_forget(s);
    hw_str copy = hw_arena_str(&s->arena, hw_str_of(locator));
    if (!copy.p || !hw_vec_room(&s->locators, 1))
        return hw_nomem(err);
    hw_locator_name(hw_str_of(locator), name, sizeof name);
    HW_TRY(hw_decode_new(hw_str_of(name), &s->intake.limits, &s->profile, &decoder, err));
    hw_byte_sink sink = hw_decode_sink(decoder);
    hw_status status = hw_intake_profile(&s->intake, hw_str_of(locator), &sink, err);
    if (status == HW_OK)
        status = hw_decode_finish(decoder, err);
    hw_decode_free(decoder);
    if (status == HW_OK)
        hw_vec_put(&s->locators, copy);
    return status;
}

hw_status hw_session_take_text(hw_session *s, const char *locator, hw_str *name,
                               const hw_text **ret, hw_error *err)
{
    char buf[512];
    hw_text text;
    hw_locator_name(hw_str_of(locator), buf, sizeof buf);
    *name = hw_arena_str(&s->arena, hw_str_of(buf));
    if (!name->p || !hw_vec_room(&s->texts, 1))
        return hw_nomem(err);
    HW_TRY(hw_intake_text(&s->intake, hw_str_of(locator), &text, err));
    text.name = *name;
    hw_vec_put(&s->texts, text);
    *ret = &s->texts.at[s->texts.len - 1];
    return HW_OK;
}

/* "./...", "./cmd/app", "github.com/x/y": no file whose name has an ending. */
static bool may_be_package(hw_str locator)
{
    hw_str first = hw_str_sub(locator, 0, hw_str_chr(locator, '/')), last = hw_str_base(locator);
    bool host = first.n < locator.n && hw_str_chr(first, '.') != HW_NPOS;
    return hw_str_eq(last, HW_STR("...")) || (host && hw_str_chr(last, '.') == HW_NPOS);
}

static hw_status take_claims(hw_session *s, const char *locator, hw_str *name, const hw_text **ret,
                             hw_error *err)
{
    hw_error failure = {0};
    hw_status status = hw_session_take_text(s, locator, name, ret, &failure);
    if (status == HW_OK)
        return HW_OK;
    if (failure.sys == ENOENT && may_be_package(hw_str_of(locator)))
        hw_fail(&failure, status, *name,
                "cannot be opened: no such file; a package is not a log: heapwitness record -- go "
                "build %.*s makes one",
                HW_STR_ARG(hw_str_sub(*name, 0, 200)));
    if (err)
        *err = failure;
    return status;
}

hw_status hw_add_claims(hw_session *s, const char *locator, hw_error *err)
{
    hw_str name;
    const hw_text *text;
    hw_session_forget(s);
    if (s->claims_finished || s->claims_broken)
        return hw_fail(err, HW_USAGE, (hw_str){0}, "claims are added before they are first used");
    HW_TRY(take_claims(s, locator, &name, &text, err));
    HW_TRY(hw_diag_read(&s->claims, name, text->bytes, &s->intake.limits, err));
    s->claims.json.skipped_files += text->skipped;
    return HW_OK;
}

hw_status hw_session_finish_claims(hw_session *s, hw_error *err)
{
    if (s->claims_broken)
        return hw_fail(err, HW_USAGE, (hw_str){0}, "the claims could not be finished before");
    if (s->claims_finished)
        return HW_OK;
    s->claims_broken = true; /* until it went well */
    HW_TRY(hw_diag_finish(&s->claims, err));
    if (s->claims.json.files.len && s->claims.blocks.len == 0)
        return hw_fail(err, HW_UNSUPPORTED, s->claims.inputs.at[0].name,
                       "has -json records alone, which never say what does not escape; give the "
                       "text too: what -m=2 printed in the same build");
    s->claims_finished = true;
    s->claims_broken = false;
    return HW_OK;
}

hw_message_class hw_session_classify(hw_str line)
{
    hw_position_form form;
    return hw_message_classify(line, &form);
}
