#include "session/census_job.h"

#include "base/error.h"
#include "base/mem.h"
#include "go/release.h"
#include "listing/listing.h"
#include "session/inputs.h"
#include "session/judging.h"
#include "session/session.h"
#include "symbolize/survey.h"
#include "symbolize/symbolize.h"
#include "verdict/physical.h"

/* --- listings ------------------------------------------------------------------------------- */

hw_status hw_session_add_listing(hw_session *s, const char *locator, hw_error *err)
{
    hw_str name;
    const hw_text *text;
    hw_session_forget(s);
    HW_TRY(hw_session_take_text(s, locator, &name, &text, err));
    hw_listing_text listing = {.name = name, .bytes = text->bytes};
    return hw_vec_push(&s->listings, listing) ? HW_OK : hw_nomem(err);
}

/* The minor version of Go that wrote the log, as far as it changes what a call is given. That a
 * function is called at all shows that it exists. Only the buffers of concatenations differ, from
 * 1.25 on. */
static unsigned go_of(const hw_claims *c)
{
    enum { BUFFERS_FROM = 25 };
    int exact = hw_go_minor(hw_strings_get(c->strings, c->go_version));
    if (exact)
        return (unsigned)exact;
    return c->go.min >= BUFFERS_FROM || c->go.max < BUFFERS_FROM ? (unsigned)c->go.max : 0;
}

static hw_status take_listings(hw_session *s, hw_error *err)
{
    enum { OLD = 19 }; /* its names of symbols are others */
    hw_executable program = {.listing = true};
    hw_build_info *build = &program.build;
    hw_image *image;
    if (s->listings.len == 0)
        return HW_OK;
    HW_TRY(hw_session_finish_claims(s, err));
    build->file = hw_arena_str(&s->arena, s->listings.at[0].name);
    if (!build->file.p || !hw_vec_room(&s->profile.programs, 1) || !hw_vec_room(&s->images, 1))
        return hw_nomem(err);
    HW_TRY(hw_listing_image(s->listings.at, s->listings.len, go_of(&s->claims), &image, err));
    hw_vec_put(&s->images, image);
    if (hw_listing_go(image) == OLD)
        build->go_version = HW_STR("go1.19");
    hw_vec_put(&s->profile.programs, program);
    return HW_OK;
}

/* The log's declarations tell which lines are physical. */
static hw_status resolve_lines(hw_session *s, uint64_t *lost, hw_error *err)
{
    hw_profile *p = &s->profile;
    bool *physical = hw_mem_zero(p->locations.len ? p->locations.len : 1, sizeof *physical);
    if (!physical)
        return hw_nomem(err);
    hw_status status = hw_physical_lines(p, &s->claims, physical, err);
    if (status == HW_OK)
        status = hw_survey_resolve(p, physical, lost, err);
    hw_mem_free(physical);
    return status;
}

/* A listing without tables of inlined calls tells physical lines only: calls that may be inlined
 * are left out. */
static hw_status keep_physical(hw_session *s, hw_error *err)
{
    hw_profile *p = &s->profile;
    uint64_t lost;
    if (hw_listing_unresolved(s->images.at[0]) == 0)
        return HW_OK;
    HW_TRY(resolve_lines(s, &lost, err));
    if (lost &&
        !hw_note_add(&p->notes, p->strings, HW_NOTE_LISTING_INLINED, lost,
                     "%llu call%s of code that was inlined cannot be placed and %s left "
                     "out, so that heap claims may seem to have none: the listing does not "
                     "say where; -gcflags=\"-m=2 -S -d=pctab=pctoinline\" adds it",
                     (unsigned long long)lost, lost == 1 ? "" : "s", lost == 1 ? "is" : "are"))
        return hw_nomem(err);
    return HW_OK;
}

/* --- the census ------------------------------------------------------------------------------ */

hw_status hw_session_survey(hw_session *s, hw_error *err)
{
    uint64_t partly;
    hw_profile *p = &s->profile;
    HW_TRY(take_listings(s, err));
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
    HW_TRY(keep_physical(s, err));
    return hw_session_judge(s, err);
}
