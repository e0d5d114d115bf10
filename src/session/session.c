#include "session/session.h"

#include "base/error.h"
#include "base/mem.h"
#include "decode/decode.h"
#include "diag/diag.h"
#include "message/message.h"
#include "session/formats.h"
#include "session/sized.h"

static hw_status copy_string(hw_session *s, const char *from, const char **to, hw_error *err)
{
    if (!from)
        return HW_OK;
    *to = hw_arena_cstr(&s->arena, hw_str_of(from));
    return *to ? HW_OK : hw_nomem(err);
}

static hw_status copy_headers(hw_session *s, const hw_options *o, hw_error *err)
{
    const char **headers = hw_arena_zero(&s->arena, o->header_count, sizeof *headers);
    if (!headers)
        return hw_nomem(err);
    for (size_t i = 0; i < o->header_count; i++)
        HW_TRY(copy_string(s, o->headers[i], &headers[i], err));
    s->intake.fetch.headers = headers;
    s->intake.fetch.header_count = o->header_count;
    return HW_OK;
}

/* What is behind them grows at the end only, and never into padding that older callers left as it
 * was. */
_Static_assert(offsetof(hw_options, sort) + sizeof(hw_value) == sizeof(hw_options), "padding");

static hw_status take_options(hw_session *s, const hw_options *given, hw_error *err)
{
    hw_options o;
    hw_limits limits = {0};
    hw_fetch_options *f = &s->intake.fetch;
    HW_TRY(hw_sized_take(&o, sizeof o, given, "hw_options", err));
    if (o.limits)
        HW_TRY(hw_sized_take(&limits, sizeof limits, o.limits, "hw_limits", err));
    if (o.sort_set && (unsigned)o.sort >= HW_VALUES)
        return hw_fail(err, HW_USAGE, (hw_str){0}, "there is no such sample value");
    s->sort_set = o.sort_set;
    s->sort = o.sort_set ? o.sort : HW_INUSE_SPACE;
    s->intake.limits = hw_limits_filled(&limits);
    s->claims.threads = s->intake.threads = o.threads;
    f->insecure = o.insecure;
    f->timeout = o.timeout;
    f->retry = o.retry;
    f->seconds = o.seconds;
    HW_TRY(copy_headers(s, &o, err));
    HW_TRY(copy_string(s, o.user, &f->user, err));
    HW_TRY(copy_string(s, o.bearer_token_file, &f->bearer_token_file, err));
    HW_TRY(copy_string(s, o.tls_cert, &f->tls_cert, err));
    HW_TRY(copy_string(s, o.tls_key, &f->tls_key, err));
    return copy_string(s, o.tls_ca, &f->tls_ca, err);
}

hw_status hw_session_new(const hw_options *options, hw_session **ret, hw_error *err)
{
    static const hw_options defaults = {.size = sizeof(hw_options)};
    hw_session *s = hw_mem_zero(1, sizeof *s);
    if (!s)
        return hw_nomem(err);
    hw_audit_init(&s->audit);
    hw_drift_init(&s->drift);
    hw_status status = hw_strings_init(&s->strings) ? HW_OK : hw_nomem(err);
    hw_profile_init(&s->profile, &s->strings);
    hw_claims_init(&s->claims, &s->strings);
    if (status == HW_OK)
        status = take_options(s, options ? options : &defaults, err);
    if (status != HW_OK) {
        hw_session_free(s);
        return status;
    }
    *ret = s;
    return HW_OK;
}

void hw_session_free(hw_session *s)
{
    if (!s)
        return;
    hw_session_free_sides(s);
    hw_audit_free(&s->audit);
    hw_enclosing_free(&s->owners);
    hw_claims_free(&s->claims);
    for (size_t i = 0; i < s->texts.len; i++)
        hw_text_free(&s->texts.at[i], s->intake.threads);
    hw_vec_free(&s->texts);
    hw_vec_free(&s->listings);
    hw_profile_free(&s->profile);
    for (size_t i = 0; i < s->images.len; i++)
        hw_image_close(s->images.at[i]);
    hw_vec_free(&s->images);
    hw_vec_free(&s->locators);
    hw_strings_free(&s->strings);
    hw_arena_free(&s->arena);
    hw_mem_free(s);
}

void hw_session_forget(hw_session *s)
{
    hw_audit_free(&s->audit);
    s->analysed = false;
}

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
    hw_vec_put(&s->texts, text);
    *ret = &s->texts.at[s->texts.len - 1];
    return HW_OK;
}

hw_status hw_add_claims(hw_session *s, const char *locator, hw_error *err)
{
    hw_str name;
    const hw_text *text;
    hw_session_forget(s);
    if (s->claims_finished || s->claims_broken)
        return hw_fail(err, HW_USAGE, (hw_str){0}, "claims are added before they are first used");
    HW_TRY(hw_session_take_text(s, locator, &name, &text, err));
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

hw_status hw_report_write(hw_session *s, const char *format, const hw_byte_sink *to, hw_error *err)
{
    const hw_audit_writer *writer = hw_audit_writer_named(format);
    hw_report_options options = {0};
    if (!writer)
        return hw_fail(err, HW_USAGE, (hw_str){0}, "there is no report format \"%s\"", format);
    if (!s->analysed)
        return hw_fail(err, HW_USAGE, (hw_str){0}, "a report needs hw_analyse first");
    return writer->write(&s->audit, &options, to, err);
}

hw_status hw_claims_write(hw_session *s, const char *format, const hw_byte_sink *to, hw_error *err)
{
    const hw_claims_writer *writer = hw_claims_writer_named(format);
    hw_report_options options = {0};
    if (!writer)
        return hw_fail(err, HW_USAGE, (hw_str){0}, "there is no claims format \"%s\"", format);
    return hw_session_summary(s, NULL, writer, &options, to, err);
}

const char *hw_version(void)
{
    return HW_VERSION;
}

const char *hw_verdict_text(hw_verdict v)
{
    return (unsigned)v < HW_VERDICT_COUNT ? hw_verdict_name(v) : "";
}

void hw_error_describe(const hw_error *err, char *buf, size_t size)
{
    hw_error_text(err, buf, size);
}
