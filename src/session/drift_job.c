#include "session/drift_job.h"

#include "base/error.h"
#include "base/mem.h"
#include "decode/same_process.h"
#include "drift/drift.h"
#include "drift/version_table.h"
#include "session/inputs.h"
#include "session/judging.h"
#include "session/programs.h"
#include "verdict/verdict.h"

/* --- sides ------------------------------------------------------------------------------------ */

hw_status hw_session_set_aside(hw_session *s, hw_error *err)
{
    HW_TRY(hw_session_finish_claims(s, err));
    hw_session_side *side = hw_mem_zero(1, sizeof *side);
    if (!side || !hw_vec_room(&s->sides, 1)) {
        hw_mem_free(side);
        return hw_nomem(err);
    }
    side->claims = s->claims;
    side->texts.at = s->texts.at;
    side->texts.len = s->texts.len;
    side->texts.cap = s->texts.cap;
    hw_enclosing_free(&s->enclosing);
    s->enclosing_made = false;
    hw_claims_init(&s->claims, &s->strings);
    s->claims.threads = s->intake.threads;
    s->texts.at = NULL;
    s->texts.len = s->texts.cap = 0;
    s->claims_finished = false;
    hw_vec_put(&s->sides, side);
    return HW_OK;
}

/* --- bytes ------------------------------------------------------------------------------------ */

/* Bytes of a site count for the claim that owns them. Where nothing tells which claim does, they
 * count for none. */
static HW_MEM add_values(hw_session_side *side, const hw_audit *a)
{
    if (!hw_vec_reach(&side->values, side->claims.list.len))
        return HW_MEM_OUT;
    for (size_t i = 0; i < a->findings.len; i++) {
        const hw_finding *f = &a->findings.at[i];
        for (size_t k = 0; k < f->claim_count; k++)
            if (f->claims[k].owner) {
                hw_values_add(&side->values.at[f->claims[k].claim], &f->values);
                break;
            }
    }
    side->weighed = true;
    return HW_MEM_OK;
}

/* Weighs one side by the profile at hand, unless the join proves that the profile is of another
 * build or has no package in common with the side. */
static hw_status weigh_side(hw_session *s, hw_session_side *side, bool *ret, hw_error *err)
{
    hw_judge_options options = {.limits = s->intake.limits};
    hw_audit audit;
    HW_TRY(hw_session_sort(s, &options.sort, err));
    hw_audit_init(&audit);
    hw_status status = hw_judge(&s->profile, &side->claims, &options, &audit, err);
    if (status == HW_OK) {
        *ret = audit.build_match != HW_BUILD_DIFFERS &&
               !hw_notes_find(&audit.notes, HW_NOTE_FOREIGN_LOG);
        if (*ret && !add_values(side, &audit))
            status = hw_nomem(err);
    }
    hw_audit_free(&audit);
    return status;
}

static hw_status weigh(hw_session *s, hw_drift_profile *p, hw_error *err)
{
    p->present = s->profile.present;
    if (s->profile.inputs.len &&
        !hw_strings_put(&s->strings, s->profile.inputs.at[0].name, &p->name))
        return hw_nomem(err);
    for (size_t i = 0; i < s->sides.len && i < HW_DRIFT_ENDS; i++)
        HW_TRY(weigh_side(s, s->sides.at[i], &p->of[i], err));
    return HW_OK;
}

/* What was read, and is weighed or left out. */
typedef struct weighing {
    hw_profile *profiles;
    hw_look *looks;
    uint32_t *newest;
    uint32_t len; /* read */
} weighing;

static hw_status read_profile(hw_session *s, const char *locator, weighing *w, hw_error *err)
{
    HW_TRY(hw_add_profile(s, locator, err));
    hw_status status = hw_session_check_frames(s, err);
    if (status == HW_OK && !hw_look_take(&s->profile, 0, &w->looks[w->len]))
        status = hw_nomem(err);
    w->profiles[w->len] = s->profile;
    hw_profile_init(&s->profile, &s->strings);
    s->locators.len = 0;
    w->len++;
    return status;
}

static hw_status weigh_profile(hw_session *s, hw_profile *profile, hw_drift *d, hw_error *err)
{
    hw_drift_profile p = {0};
    s->profile = *profile;
    hw_status status = weigh(s, &p, err);
    *profile = s->profile;
    hw_profile_init(&s->profile, &s->strings);
    if (status == HW_OK && !hw_vec_push(&d->profiles, p))
        status = hw_nomem(err);
    return status;
}

static hw_status weigh_all(hw_session *s, const char *const *locators, uint32_t n, weighing *w,
                           hw_drift *d, hw_error *err)
{
    if (!w->profiles || !w->looks || !w->newest)
        return hw_nomem(err);
    for (uint32_t i = 0; i < n; i++)
        HW_TRY(read_profile(s, locators[i], w, err));
    if (!hw_looks_newest(w->looks, n, w->newest) ||
        !hw_same_process_note(&d->notes, &s->strings, w->looks, w->newest, n, s->merge))
        return hw_nomem(err);
    for (uint32_t i = 0; i < n; i++)
        if (w->newest[i] == i || s->merge)
            HW_TRY(weigh_profile(s, &w->profiles[i], d, err));
    return HW_OK;
}

hw_status hw_session_weigh(hw_session *s, const char *const *locators, size_t n, hw_drift *d,
                           hw_error *err)
{
    if (n == 0)
        return HW_OK;
    weighing w = {.profiles = hw_mem_zero(n, sizeof *w.profiles),
                  .looks = hw_mem_zero(n, sizeof *w.looks),
                  .newest = hw_mem_zero(n, sizeof *w.newest)};
    hw_status status = weigh_all(s, locators, (uint32_t)n, &w, d, err);
    for (uint32_t i = 0; i < w.len; i++) {
        hw_profile_free(&w.profiles[i]);
        hw_look_free(&w.looks[i]);
    }
    hw_mem_free(w.profiles);
    hw_mem_free(w.looks);
    hw_mem_free(w.newest);
    return status;
}

/* --- comparing -------------------------------------------------------------------------------- */

#define NOTE(d, id, n, ...) hw_note_add(&(d)->notes, (d)->strings, HW_NOTE_##id, (n), __VA_ARGS__)

static HW_MEM note_profiles(hw_drift *d)
{
    hw_mem ok = HW_MEM_OK;
    for (size_t i = 0; ok && i < d->profiles.len; i++) {
        const hw_drift_profile *p = &d->profiles.at[i];
        hw_str name = hw_strings_get(d->strings, p->name);
        if (!p->of[HW_DRIFT_A] && !p->of[HW_DRIFT_B])
            ok = NOTE(d, PROFILE_OF_NEITHER, 1,
                      "%.*s is of neither side (another build, or no package in common): its bytes "
                      "are left out",
                      HW_STR_ARG(hw_str_sub(name, 0, 200)));
        else if (p->of[HW_DRIFT_A] && p->of[HW_DRIFT_B])
            ok = NOTE(d, PROFILE_OF_BOTH, 1,
                      "nothing tells whether %.*s is of A or of B: its bytes count for the claims "
                      "of both",
                      HW_STR_ARG(hw_str_sub(name, 0, 200)));
        if (p->of[HW_DRIFT_A] || p->of[HW_DRIFT_B])
            d->present |= p->present;
    }
    return ok;
}

hw_status hw_session_drift(hw_session *s, size_t a, size_t b, hw_drift *d, hw_error *err)
{
    const hw_session_side *sides[HW_DRIFT_ENDS] = {s->sides.at[a], s->sides.at[b]};
    hw_drift_input in[HW_DRIFT_ENDS];
    for (int end = 0; end < HW_DRIFT_ENDS; end++)
        in[end] = (hw_drift_input){&sides[end]->claims,
                                   sides[end]->weighed ? sides[end]->values.at : NULL};
    HW_TRY(hw_drift_make(in, d, err));
    return note_profiles(d) ? HW_OK : hw_nomem(err);
}

/* --- many versions ---------------------------------------------------------------------------- */

static HW_MEM list_versions(hw_session *s, const char *const *asked)
{
    s->versions.strings = &s->strings;
    for (size_t i = 0; i < s->sides.len; i++) {
        hw_go_version v = {.claims = &s->sides.at[i]->claims};
        v.go_version = v.claims->go_version;
        if (!hw_strings_put(&s->strings, hw_str_of(asked[i]), &v.asked) ||
            !hw_vec_push(&s->versions.list, v))
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

hw_status hw_session_versions(hw_session *s, const char *const *asked, hw_error *err)
{
    size_t n = s->sides.len;
    hw_drift *drifts = hw_mem_zero(n + 1, sizeof *drifts);
    hw_status status = drifts && list_versions(s, asked) ? HW_OK : hw_nomem(err);
    for (size_t i = 0; status == HW_OK && i + 1 < n; i++) {
        drifts[i].keep_pairs = true;
        status = hw_session_drift(s, i, i + 1, &drifts[i], err);
    }
    if (status == HW_OK && n > 1)
        status = hw_versions_make(&s->versions, drifts, err);
    for (size_t i = 0; drifts && i < n; i++)
        hw_drift_free(&drifts[i]);
    hw_mem_free(drifts);
    return status;
}
