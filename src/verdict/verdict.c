#include "verdict/verdict.h"

#include <inttypes.h>

#include "base/error.h"
#include "base/mem.h"
#include "join/map_entries.h"
#include "join/narrow.h"
#include "join/silent.h"
#include "join/spent.h"
#include "sites/decls.h"
#include "sites/program_notes.h"
#include "sites/where_init.h"
#include "verdict/build.h"
#include "verdict/judge.h"
#include "verdict/on_stacks.h"
#include "verdict/rank.h"
#include "verdict/without_bytes.h"

/* ---- notes of the join ---- */

static HW_MEM note(hw_audit *a, hw_note_id id, uint64_t count, const char *text)
{
    return hw_note_add(&a->notes, a->strings, id, count, "%s", text);
}

static HW_MEM copy_notes(hw_audit *a, const hw_notes *from)
{
    for (size_t i = 0; i < from->list.len; i++)
        if (!hw_notes_put(&a->notes, from->list.at[i]))
            return HW_MEM_OUT;
    return HW_MEM_OK;
}

/* Shares are of alloc_space where the profile has it: it does not depend on when the last GC ran.
 */
static hw_value weight_of(const hw_profile *p)
{
    return hw_profile_has(p, HW_ALLOC_SPACE) ? HW_ALLOC_SPACE : HW_INUSE_SPACE;
}

/* Nothing that allocated is in the log: it is of another program, or of a part of this one. */
static HW_MEM nothing_common(hw_audit *a, const hw_where *where)
{
    hw_sid package;
    if (!hw_package_on_stacks(where, a->profile, &package))
        return HW_MEM_OUT;
    if (package == 0)
        return note(a, HW_NOTE_FOREIGN_LOG, 1,
                    "no package of the profile is in the diagnostics: they are of another program");
    hw_str name = hw_strings_get(a->strings, package);
    return hw_note_add(&a->notes, a->strings, HW_NOTE_LOW_COVERAGE, 100,
                       a->diagnosed_packages > 1
                           ? "the diagnostics speak of %" PRIu64
                             " packages (%.*s among them), none "
                             "of which allocated: build with -gcflags=all=-m=2"
                           : "the diagnostics speak of %" PRIu64 " package (%.*s), which did not "
                             "allocate: build with -gcflags=all=-m=2",
                       a->diagnosed_packages, HW_STR_ARG(name));
}

static HW_MEM coverage_notes(hw_audit *a, const hw_where *where, const hw_joined *joined)
{
    bool common = false;
    for (size_t i = 0; i < joined->list.len && !common; i++)
        common = joined->list.at[i].diagnosed;
    hw_value v = weight_of(a->profile);
    int64_t total = a->totals.v[v], dark = a->coverage[HW_UNDIAGNOSED].v[v];
    if (a->claims->list.len == 0 || total <= 0)
        return HW_MEM_OK;
    if (!common)
        return nothing_common(a, where);
    if (a->build_match != HW_BUILD_DIFFERS && dark > total - total / 2)
        return hw_note_add(&a->notes, a->strings, HW_NOTE_LOW_COVERAGE,
                           (uint64_t)((double)dark * 100 / (double)total),
                           "%d%% of the bytes %s are in packages that the diagnostics do not hold: "
                           "build with -gcflags=all=-m=2",
                           (int)((double)dark * 100 / (double)total),
                           v == HW_ALLOC_SPACE ? "that were allocated" : "in use");
    return HW_MEM_OK;
}

static HW_MEM sampling_notes(hw_audit *a)
{
    uint64_t few = 0, churn = 0;
    hw_value held = HW_INUSE_SPACE;
    for (size_t i = 0; i < a->findings.len; i++) {
        const hw_finding *f = &a->findings.at[i];
        few += a->profile->period > 1 && f->raw_samples[held] > 0 && f->raw_samples[held] <= 2;
        churn += f->verdict == HW_CONTRADICTED && f->values.v[held] == 0 &&
                 f->values.v[HW_ALLOC_SPACE] > 0;
    }
    if (few && !hw_note_add(&a->notes, a->strings, HW_NOTE_FEW_SAMPLES, few,
                            "%llu %s memory known from one or two samples only",
                            (unsigned long long)few, few == 1 ? "site holds" : "sites hold"))
        return HW_MEM_OUT;
    if (churn && a->sort == held && hw_profile_has(a->profile, held))
        return hw_note_add(&a->notes, a->strings, HW_NOTE_CHURN_ONLY, churn,
                           "%llu contradicted %s nothing now: --sample_index=alloc_space ranks %s",
                           (unsigned long long)churn,
                           churn == 1 ? "site churns and holds" : "sites churn and hold",
                           churn == 1 ? "it" : "them");
    return HW_MEM_OK;
}

static HW_MEM build_notes(hw_audit *a)
{
    uint64_t contradicted = 0;
    for (size_t i = 0; i < a->findings.len; i++)
        contradicted += a->findings.at[i].verdict == HW_CONTRADICTED;
    if (a->build_match == HW_BUILD_DIFFERS)
        return hw_note_add(&a->notes, a->strings, HW_NOTE_BUILD_MISMATCH, a->build_reasons.len,
                           "profile and diagnostics are not of the same build: %s",
                           hw_strings_cstr(a->strings, a->build_reasons.at[0]));
    if (a->build_match == HW_BUILD_UNKNOWN && contradicted)
        return hw_note_add(
            &a->notes, a->strings, HW_NOTE_BUILD_UNKNOWN, contradicted,
            "%s: %llu contradicted %s only if it is of the profiled build (same commit, Go version "
            "and flags)",
            a->claims->builds.len ? "nothing proves which build the log is of"
                                  : "a text log carries no identity",
            (unsigned long long)contradicted, contradicted == 1 ? "site holds" : "sites hold");
    return HW_MEM_OK;
}

static HW_MEM join_notes(hw_audit *a, const hw_join_input *in, const hw_joined *joined)
{
    uint64_t approximate = 0;
    for (size_t i = 0; i < joined->list.len; i++)
        approximate += joined->list.at[i].approximate;
    if (in->filtered &&
        !note(a, HW_NOTE_FILTERED, 1,
              "a whole kind of verdict is missing from the log: it went through a "
              "filter, and every site that it could speak of is ambiguous; record it "
              "whole"))
        return HW_MEM_OUT;
    return !approximate ||
           note(a, HW_NOTE_APPROXIMATE_FILE, approximate,
                "package initialisers: Go writes one file for all of them, so these were looked up "
                "in every file of the package");
}

/* ---- another build ---- */

/* Nothing that the log says is of this program's code, so nothing is judged by it. */
static void judge_nothing(hw_joined *joined, hw_site_verdicts *verdicts)
{
    for (size_t i = 0; i < joined->list.len; i++) {
        joined->list.at[i].matches = 0;
        verdicts->at[i] = (hw_site_verdict){.verdict = HW_UNDIAGNOSED,
                                            .cause = HW_CAUSE_BUILD_MISMATCH,
                                            .basis = HW_BASIS_NONE,
                                            .why = hw_cause_rows[HW_CAUSE_BUILD_MISMATCH].text};
    }
}

/* ---- all of it ---- */

/* Distinct packages of the log's blocks, without those that belong to another binary. */
static HW_MEM count_packages(hw_audit *a, const hw_where *w)
{
    uint8_t *seen = hw_mem_zero(a->strings->list.len, 1);
    for (size_t i = 0; seen && i < a->claims->blocks.len; i++) {
        hw_sid package = a->claims->blocks.at[i].package;
        a->diagnosed_packages += package != 0 && !w->ignored.at[i] && !seen[package];
        seen[package] = 1;
    }
    hw_mem ok = seen != NULL;
    hw_mem_free(seen);
    return ok;
}

typedef struct judging {
    hw_where where;
    hw_sites sites;
    hw_lines lines;
    hw_site_line_list site_lines;
    hw_decls decls;
    hw_captures captures;
    hw_joined joined;
    hw_site_verdicts verdicts;
} judging;

static hw_status run(judging *g, const hw_profile *profile, const hw_claims *claims,
                     const hw_judge_options *o, hw_audit *a, hw_error *err)
{
    hw_lines_init(&g->lines, &g->where, claims);
    if (!hw_where_init(&g->where, profile, claims) ||
        !hw_sites_make(&g->sites, &g->where, profile) ||
        !hw_decls_init(&g->decls, &g->where, claims) ||
        !hw_captures_init(&g->captures, claims, &g->decls.enclosing) ||
        !hw_site_lines_make(&g->site_lines, &g->lines, &g->sites, profile))
        return hw_nomem(err);
    const hw_join_input in = hw_join_input_of(&(hw_join_input){
        .profile = profile,
        .claims = claims,
        .where = &g->where,
        .sites = &g->sites,
        .lines = &g->lines,
        .site_lines = g->site_lines.at,
        .captures = &g->captures,
        .max_candidates = o->limits.candidates,
    });
    if (!hw_join_sites(&in, &g->joined) || !hw_join_narrow(&in, &g->joined) ||
        !hw_join_entries(&in, &g->decls.enclosing, &g->joined) ||
        !hw_silent_find(&in, &g->decls.enclosing, &g->joined) ||
        !hw_spent_remove(&in, &g->joined) || !hw_judge_sites(&in, &g->joined, &g->verdicts))
        return hw_nomem(err);
    HW_TRY(hw_build_check(a, &in, &g->joined, &g->decls, err));
    if (a->build_match == HW_BUILD_DIFFERS)
        judge_nothing(&g->joined, &g->verdicts);
    else
        HW_TRY(hw_judge_without_bytes(a, &in, &g->joined, &g->decls, o->code, err));
    HW_TRY(hw_rank(a, &in, &g->joined, &g->verdicts, err));
    if (!count_packages(a, &g->where) || !copy_notes(a, &profile->notes) ||
        !copy_notes(a, &claims->notes) || !hw_program_notes(a) || !build_notes(a) ||
        !coverage_notes(a, &g->where, &g->joined) || !join_notes(a, &in, &g->joined) ||
        !sampling_notes(a))
        return hw_nomem(err);
    if (g->sites.clamped &&
        !note(a, HW_NOTE_VALUES_CLAMPED, 1, "a sum of values does not fit 64 bits"))
        return hw_nomem(err);
    return HW_OK;
}

hw_status hw_judge(const hw_profile *profile, const hw_claims *claims,
                   const hw_judge_options *options, hw_audit *ret, hw_error *err)
{
    judging g = {0};
    ret->profile = profile;
    ret->claims = claims;
    ret->strings = profile->strings;
    ret->sort = options->sort;
    hw_status status = run(&g, profile, claims, options, ret, err);
    hw_vec_free(&g.verdicts);
    hw_joined_free(&g.joined);
    hw_vec_free(&g.site_lines);
    hw_captures_free(&g.captures);
    hw_decls_free(&g.decls);
    hw_lines_free(&g.lines);
    hw_sites_free(&g.sites);
    hw_where_free(&g.where);
    return status;
}
