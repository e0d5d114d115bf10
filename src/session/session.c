#include "session/session.h"

#include "base/error.h"
#include "base/mem.h"
#include "decode/decode.h"
#include "diag/diag.h"
#include "intake/mapped.h"
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

/* The options grow at the end only, and never into padding, which older callers have not set. */
_Static_assert(offsetof(hw_options, flags) + sizeof(uint64_t) == sizeof(hw_options), "padding");

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
    s->merge = (o.flags & HW_MERGE) != 0;
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

static void free_side(hw_session_side *side, unsigned threads)
{
    hw_claims_free(&side->claims);
    for (size_t i = 0; i < side->texts.len; i++)
        hw_text_free(&side->texts.at[i], threads);
    hw_vec_free(&side->texts);
    hw_vec_free(&side->values);
    hw_mem_free(side);
}

void hw_session_free(hw_session *s)
{
    if (!s)
        return;
    hw_drift_free(&s->drift);
    hw_versions_free(&s->versions);
    for (size_t i = 0; i < s->sides.len; i++)
        free_side(s->sides.at[i], s->intake.threads);
    hw_vec_free(&s->sides);
    hw_audit_free(&s->audit);
    hw_enclosing_free(&s->enclosing);
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

void hw_session_watch_files(void)
{
    hw_mapped_watch();
}

static hw_status whole(const hw_text *texts, size_t n, hw_error *err)
{
    for (size_t i = 0; i < n; i++)
        if (hw_text_shrank(&texts[i]))
            return hw_fail(err, HW_IO, texts[i].name, "changed while it was read: it was cut");
    return HW_OK;
}

hw_status hw_session_files_whole(const hw_session *s, hw_error *err)
{
    for (size_t i = 0; i < s->sides.len; i++)
        HW_TRY(whole(s->sides.at[i]->texts.at, s->sides.at[i]->texts.len, err));
    return whole(s->texts.at, s->texts.len, err);
}

void hw_session_forget(hw_session *s)
{
    hw_audit_free(&s->audit);
    s->analysed = false;
}
