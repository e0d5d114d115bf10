#include "cli/command_drift.h"

#include "base/error.h"
#include "cli/fail_on.h"
#include "cli/job.h"
#include "cli/shared_options.h"
#include "go/release.h"
#include "run/drift_go.h"
#include "session/drift_job.h"
#include "session/filters.h"
#include "session/formats.h"

static hw_status check(const hw_args *a, hw_error *err)
{
    if (a->go && a->profiles.len)
        return hw_fail(err, HW_USAGE, HW_STR("--profile"),
                       "belongs to one of two logs, and --go makes logs of its own");
    if (a->go && a->inputs.len == 0)
        return hw_fail(err, HW_USAGE, HW_STR("drift"),
                       "which packages? heapwitness drift --go=%s ./pkg", a->go);
    if (!a->go && a->inputs.len != HW_DRIFT_ENDS)
        return hw_fail(err, HW_USAGE, HW_STR("drift"),
                       "which two sets of diagnostics? heapwitness drift BEFORE AFTER");
    if (!hw_drift_writer_named(a->format))
        return hw_fail(err, HW_USAGE, HW_STR("--format"), "a drift has no format \"%s\"",
                       a->format);
    return hw_check_stdin(a, err);
}

static hw_status read_sides(hw_session *s, const hw_args *a, hw_error *err)
{
    for (size_t i = 0; i < a->inputs.len; i++) {
        HW_TRY(hw_add_claims(s, a->inputs.at[i], err));
        HW_TRY(hw_session_set_aside(s, err));
    }
    HW_TRY(hw_session_weigh(s, a->profiles.at, a->profiles.len, &s->drift, err));
    return hw_session_drift(s, 0, 1, &s->drift, err);
}

static hw_status work(hw_session *s, const hw_args *a, const hw_showing *show, hw_error *err)
{
    const hw_report_options *o = &show->options;
    if (a->go) {
        const hw_drift_go_plan plan = {a->go, a->inputs.at, a->inputs.len};
        HW_TRY(hw_drift_go_record(s, &plan, err));
        HW_TRY(hw_session_filter_versions(s, &show->filter, err));
        return hw_versions_writer_named(a->format)->write(&s->versions, o, show->to, err);
    }
    HW_TRY(read_sides(s, a, err));
    HW_TRY(hw_session_filter_drift(s, &show->filter, err));
    return hw_drift_writer_named(a->format)->write(&s->drift, o, show->to, err);
}

/* The number of differences of a kind; for the table of --go, between neighbouring versions. */
static uint64_t count_of(const hw_session *s, int kind)
{
    uint64_t n = s->drift.counts[kind].n;
    for (size_t i = 0; i < s->versions.steps.len; i++)
        n += s->versions.steps.at[i].counts[kind];
    return n;
}

static bool fails(const hw_session *s, const hw_args *a)
{
    for (int k = 0; k < HW_DRIFT_COUNT; k++) {
        hw_drift_kind kind = (hw_drift_kind)k;
        bool wanted = hw_drift_rows[kind].listed && hw_fails_on(a, hw_drift_rows[kind].severity);
        if ((wanted || a->fail_drifts & 1u << k) && count_of(s, k) > 0)
            return true;
    }
    return false;
}

static hw_exit judge(const hw_session *s, const hw_args *a)
{
    bool missing = s->versions.failures.len > 0;
    missing |= hw_incomplete(a, &s->drift.notes);
    for (size_t i = 0; i < s->sides.len; i++)
        missing |= hw_incomplete(a, &s->sides.at[i]->claims.notes);
    if (missing)
        return HW_EXIT_INCOMPLETE;
    return fails(s, a) ? HW_EXIT_FINDINGS : HW_EXIT_OK;
}

static hw_exit run(const hw_invocation *in)
{
    static const hw_job job = {check, work, judge};
    return hw_job_run(in, &job);
}

static const hw_option options[] = {
    {.name = "profile",
     .letter = 'p',
     .arg = "PROFILE",
     .help = "a heap profile of A or of B: differences carry the bytes of their sites; may be "
             "given several times",
     .group = HW_GROUP_INPUT,
     .set = hw_set_list,
     .field = HW_FIELD(profiles)},
    HW_OPTION_MERGE,
    {.name = "go",
     .arg = "VERSIONS",
     .help = "record a package with these toolchains (1.21,1.23.12,/path/to/go) and compare them",
     .group = HW_GROUP_INPUT,
     .set = hw_set_text,
     .field = HW_FIELD(go)},
    HW_OPTION_NODECOUNT("show N differences (default 20), 0: all"),
    HW_OPTION_FOCUS("only differences whose function, file or package matches"),
    HW_OPTION_IGNORE,
    HW_OPTION_PACKAGE,
    HW_OPTION_ALL(
        "list the kinds that are only counted otherwise too, and what one side alone has"),
    HW_OPTION_JOBS,
    {.name = "fail-on",
     .arg = "LIST",
     .help = "exit with 1 when there are differences of one of these kinds, or of at least this "
             "severity (error, warning, note)",
     .group = HW_GROUP_EXIT,
     .set = hw_set_fail_on_drift},
    HW_OPTION_STRICT("exit with 4 when a side is not complete, or the two cannot be compared"),
    HW_OPTION_FORMAT(HW_TEXT_FORMAT),
    HW_OPTION_OUTPUT,
    HW_OPTION_UNIT,
    HW_OPTIONS_READER};

const hw_command hw_command_drift = {
    .name = "drift",
    .operands = "A B | --go=VERSIONS PACKAGE...",
    .summary = "what two sets of diagnostics say differently",
    .text = "Compares what the compiler said of two builds (commits, Go versions, flags), "
            "whatever happened to files and lines: claims that are new and gone, stack to heap, "
            "heap to stack, reasons, inlining, leaks of parameters. A and B are logs or bundles, "
            "plain or gzip'd, - for standard input, or http(s) URLs.\n"
            "\n"
            "    heapwitness drift before.log after.log --profile heap.pb.gz\n"
            "\n"
            "With --go it records packages of the module around with several Go versions itself, "
            "and prints a table: a row a claim, a column a version.\n"
            "\n"
            "    heapwitness drift --go=1.21,1.24," HW_GO_NEWEST_TEXT " ./pkg\n",
    .options = {HW_OPTION_ROWS(options), .nodecount = 20},
    .exits = HW_ENDS_RESULT | HW_ENDS(FINDINGS),
    .run = run,
};
