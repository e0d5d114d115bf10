#include "verdict/build.h"

#include <stdio.h>

#include "base/error.h"
#include "base/mem.h"
#include "verdict/goversion.h"
#include "verdict/twin.h"

/* ---- contradictions ---- */

typedef struct checker {
    hw_audit *audit;
    const hw_join *join;
    const hw_decls *decls;
    unsigned outside;                    /* frames that no such build has */
    unsigned known_chain, unknown_chain; /* inlined calls that the log knows, or not */
    unsigned called;                     /* calls that the log says are inlined */
    unsigned undeclared;                 /* frames of functions that the log does not declare */
    unsigned frames;                     /* frames that could be checked */
} checker;

static hw_status reason(checker *c, hw_error *err, const char *text)
{
    hw_sid id;
    c->audit->build_match = HW_BUILD_DIFFERS;
    if (!hw_strings_put(c->audit->strings, hw_str_of(text), &id) ||
        !hw_vec_push(&c->audit->build_reasons, id))
        return hw_nomem(err);
    return HW_OK;
}

/* A function's code lies between its declaration and the next one of the file. */
static bool check_frame(checker *c, const hw_frame *f)
{
    hw_frame_where w;
    hw_sid path;
    if (f->line == 0 || f->function == HW_NONE)
        return true;
    if (!hw_where_frame(c->join->where, hw_join_function(c->join, f), &w))
        return false;
    hw_sid name = hw_strings_find(c->audit->strings, w.name.tail);
    if (w.name.generic || w.name.closure || w.name.init)
        return true;
    const hw_decl *d = name == HW_NONE ? NULL : hw_decls_named(c->decls, w.package, name);
    if (!d) {
        c->undeclared += hw_join_diagnosed(c->join, &w);
        return true;
    }
    if (!hw_where_file(c->join->where, d->place.block, d->place.file, &path))
        return false;
    if (path != w.path)
        return true;
    c->frames++;
    c->outside += f->line < d->place.line || f->line >= hw_decls_next_line(c->decls, d);
    return true;
}

static bool check_frames(checker *c)
{
    const hw_profile *p = c->join->profile;
    for (size_t i = 0; i < p->frames.len; i++)
        if (!check_frame(c, &p->frames.at[i]))
            return false;
    return true;
}

/* Whether the log says that `callee` was inlined at that line of the function. */
static bool inlined_by_log(const checker *c, const hw_frame_where *w, uint32_t line, hw_str callee)
{
    const hw_claims *claims = c->join->claims;
    uint32_t id = hw_lines_find(c->join->lines, (hw_line_key){w->path, line, false});
    hw_run run = hw_lines_run(&c->join->lines->inlining, id);
    for (size_t i = 0; i < run.n; i++) {
        const hw_inlining *call = &claims->inlinings.at[run.at[i]];
        if (hw_join_block_speaks(c->join, w, call->place.block) &&
            hw_twin_function(callee, hw_strings_get(claims->strings, call->callee)))
            return true;
    }
    return false;
}

static hw_str name_of(const checker *c, const hw_frame *f)
{
    return hw_strings_get(c->audit->strings, hw_join_function(c->join, f)->name);
}

/* Inlined calls of the stacks: does the log know them? */
static bool check_chains(checker *c)
{
    const hw_profile *p = c->join->profile;
    for (size_t i = 0; i < p->locations.len; i++) {
        const hw_location *l = &p->locations.at[i];
        hw_frame_where w;
        if (l->frames < 2)
            continue;
        const hw_frame *physical = &p->frames.at[l->frames_at + l->frames - 1];
        if (!hw_where_frame(c->join->where, hw_join_function(c->join, physical), &w))
            return false;
        if (!hw_join_diagnosed(c->join, &w) || w.name.init || w.name.generic)
            continue;
        if (inlined_by_log(c, &w, physical->line, name_of(c, physical - 1)))
            c->known_chain++;
        else
            c->unknown_chain++;
    }
    return true;
}

/* Calls of the stacks that the log says were inlined. A line may call one function twice, once
 * inlined; so this speaks only of profiles in which nothing is inlined at all (-gcflags=-l). */
static bool check_calls(checker *c)
{
    const hw_profile *p = c->join->profile;
    uint8_t *seen = hw_mem_zero(p->locations.len, 1);
    bool ok = seen != NULL;
    for (size_t i = 0; ok && i < p->samples.len; i++) {
        const hw_sample *s = &p->samples.at[i];
        for (uint32_t k = 0; ok && k + 1 < s->depth; k++) {
            uint32_t caller = p->stack_ids.at[s->stack_at + k + 1];
            const hw_location *l = &p->locations.at[caller];
            const hw_location *called = &p->locations.at[p->stack_ids.at[s->stack_at + k]];
            hw_frame_where w;
            if (seen[caller] || l->frames != 1 || called->frames == 0)
                continue;
            seen[caller] = 1;
            const hw_frame *f = &p->frames.at[l->frames_at];
            const hw_frame *callee = &p->frames.at[called->frames_at + called->frames - 1];
            ok = hw_where_frame(c->join->where, hw_join_function(c->join, f), &w);
            hw_str name = name_of(c, callee);
            if (ok && hw_join_diagnosed(c->join, &w) && !w.name.generic &&
                !hw_func_parse(name).closure && inlined_by_log(c, &w, f->line, name))
                c->called++;
        }
    }
    hw_mem_free(seen);
    return ok;
}

/* ---- words ---- */

static hw_status say_versions(checker *c, hw_go_range profile, hw_error *err)
{
    hw_go_range log = hw_go_of_log(c->join->claims);
    char text[160], name[16];
    if (profile.max == 99)
        return HW_OK;
    if (profile.min == profile.max) {
        snprintf(name, sizeof name, "go1.%d", profile.min);
        if (!hw_strings_put(c->audit->strings, hw_str_of(name), &c->audit->go_version))
            return hw_nomem(err);
    }
    if (hw_go_overlap(profile, log))
        return HW_OK;
    if (log.min > 0 && log.max >= 99)
        snprintf(text, sizeof text, "the profile is of Go 1.%d, the log of Go 1.%d or later",
                 profile.max, log.min);
    else
        snprintf(text, sizeof text, "the profile is of Go 1.%d, the log of Go 1.%d or earlier",
                 profile.max, log.max);
    return reason(c, err, text);
}

static hw_status say_frames(checker *c, hw_error *err)
{
    char text[200];
    if (c->outside == 0)
        return HW_OK;
    snprintf(text, sizeof text,
             "%u of %u frames lie outside the lines that the log gives their functions: the log is "
             "of other sources",
             c->outside, c->frames);
    return reason(c, err, text);
}

/* With -m=2 every function that has a body is declared; in every recording of a matching build none
 * is missing. */
static hw_status say_undeclared(checker *c, hw_error *err)
{
    char text[200];
    if (c->join->claims->by_shape[HW_SHAPE_CANNOT][HW_POS_PLAIN] == 0 || !c->join->where->headers ||
        c->join->filtered || (c->undeclared < 2 && c->undeclared <= c->frames))
        return HW_OK;
    snprintf(text, sizeof text,
             "%u of %u frames are of functions that the log does not declare: it is of another "
             "program or of other sources",
             c->undeclared, c->undeclared + c->frames);
    return reason(c, err, text);
}

/* In every recording of a matching build all inlined calls of the stacks are in the log. */
static hw_status say_inlining(checker *c, hw_error *err)
{
    char text[200];
    if (c->unknown_chain > 1 || c->unknown_chain > c->known_chain) {
        snprintf(
            text, sizeof text,
            "%u of %u inlined calls in the stacks are not in the log: other sources, flags, Go "
            "version or PGO profile",
            c->unknown_chain, c->unknown_chain + c->known_chain);
        HW_TRY(reason(c, err, text));
    }
    if (c->known_chain == 0 && c->called > 1) {
        snprintf(text, sizeof text,
                 "the log inlines %u calls that the profile makes: it was built with inlining off",
                 c->called);
        return reason(c, err, text);
    }
    return HW_OK;
}

hw_status hw_build_check(hw_audit *a, const hw_join *j, const hw_decls *decls, hw_error *err)
{
    checker c = {.audit = a, .join = j, .decls = decls};
    HW_TRY(say_versions(&c, hw_go_of_profile(j->profile), err));
    if (j->claims->decls.len && !check_frames(&c))
        return hw_nomem(err);
    if (j->inlining_known && (!check_chains(&c) || (c.known_chain == 0 && !check_calls(&c))))
        return hw_nomem(err);
    HW_TRY(say_frames(&c, err));
    HW_TRY(say_undeclared(&c, err));
    return say_inlining(&c, err);
}
