#include <stdio.h>

#include "base/error.h"
#include "cli/drift_go.h"
#include "cli/regex.h"
#include "cli/run.h"
#include "cli/terminal.h"

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
    if (a->format && !hw_drift_writer_named(a->format))
        return hw_fail(err, HW_USAGE, HW_STR("--format"), "a drift has no format \"%s\"",
                       a->format);
    return hw_check_stdin(a, err);
}

/* Filters what the session has: a drift, or the table of --go. */
static hw_status narrow(hw_session *s, const hw_args *a, hw_error *err)
{
    hw_regex *focus = NULL, *ignore = NULL;
    const hw_str *packages = a->only_packages.at;
    size_t n = a->only_packages.len;
    hw_status status = hw_regex_new("--focus", a->focus, &focus, err);
    if (status == HW_OK)
        status = hw_regex_new("--ignore", a->ignore, &ignore, err);
    if (status == HW_OK) {
        const hw_filter filter = {hw_regex_match, focus, ignore};
        status = a->go ? hw_versions_filter(&s->versions, &filter, packages, n, err)
                       : hw_drift_filter(&s->drift, &filter, packages, n, err);
    }
    hw_regex_free(focus);
    hw_regex_free(ignore);
    return status;
}

static hw_status read_sides(hw_session *s, const hw_args *a, hw_error *err)
{
    for (size_t i = 0; i < a->inputs.len; i++) {
        HW_TRY(hw_add_claims(s, a->inputs.at[i], err));
        HW_TRY(hw_session_set_aside(s, err));
    }
    for (size_t i = 0; i < a->profiles.len; i++)
        HW_TRY(hw_session_weigh(s, a->profiles.at[i], &s->drift, err));
    return hw_session_drift(s, 0, 1, &s->drift, err);
}

static hw_status work(hw_session *s, const hw_args *a, hw_output *out, hw_error *err)
{
    const char *format = a->format ? a->format : hw_drift_writers[0]->name;
    bool to_stdout = out->fd == 1;
    const hw_report_options options = {
        .nodecount = (size_t)a->nodecount,
        .width = hw_terminal_width(to_stdout),
        .colour = hw_terminal_colour(a->colour, to_stdout),
        .all = a->all,
        .unit = a->unit,
        .focus = a->focus,
        .ignore = a->ignore,
        .packages = a->only_packages.at,
        .package_count = a->only_packages.len,
    };
    HW_TRY(a->go ? hw_drift_go_record(s, a, err) : read_sides(s, a, err));
    HW_TRY(narrow(s, a, err));
    if (a->go)
        return hw_versions_writer_named(format)->write(&s->versions, &options, &out->sink, err);
    return hw_drift_writer_named(format)->write(&s->drift, &options, &out->sink, err);
}

/* Notes that say that something is missing from the comparison. */
static bool incomplete(const hw_notes *notes)
{
    static const bool counts[HW_NOTE_COUNT] = {
        [HW_NOTE_NOT_UNDERSTOOD] = true,     [HW_NOTE_NO_CLAIMS] = true,
        [HW_NOTE_INVALID_JSON] = true,       [HW_NOTE_COMPILE_ERRORS] = true,
        [HW_NOTE_NOT_COMPARED] = true,       [HW_NOTE_NO_COMMON_PACKAGE] = true,
        [HW_NOTE_PROFILE_OF_NEITHER] = true,
    };
    bool any = false;
    for (size_t i = 0; i < notes->list.len; i++) {
        hw_note_id id = notes->list.at[i].id;
        if (!counts[id] || (i && notes->list.at[i - 1].id == id))
            continue;
        fprintf(stderr, "heapwitness: --strict: %s\n", hw_note_name(id));
        any = true;
    }
    return any;
}

/* How many differences there are of a kind, between neighbours of the table of --go. */
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
        char severity = hw_drift_severity((hw_drift_kind)k)[0]; /* error, warning, note */
        unsigned level = severity == 'e' ? 3 : severity == 'w' ? 2 : 1;
        if (count_of(s, k) == 0)
            continue;
        if (a->fail_drifts & 1u << k)
            return true;
        if (a->fail_severity && level >= a->fail_severity && hw_drift_listed((hw_drift_kind)k))
            return true;
    }
    return false;
}

static hw_exit judge(const hw_session *s, const hw_args *a)
{
    bool missing = s->versions.failures.len > 0;
    if (a->strict) {
        missing |= incomplete(&s->drift.notes);
        for (size_t i = 0; i < s->sides.len; i++)
            missing |= incomplete(&s->sides.at[i]->claims.notes);
    }
    if (missing)
        return HW_EXIT_INCOMPLETE;
    return fails(s, a) ? HW_EXIT_FINDINGS : HW_EXIT_OK;
}

static hw_exit run(int argc, char **argv)
{
    static const hw_job job = {check, work, judge};
    return hw_run(&command_drift, &job, argc, argv);
}

const hw_command command_drift = {
    .name = "drift",
    .operands = "A B | --go=VERSIONS PACKAGE...",
    .summary = "what two sets of diagnostics say differently",
    .text =
        "Compares what the compiler said of two builds (commits, Go versions, flags), whatever\n"
        "happened to files and lines: claims that are new and gone, stack to heap, heap to\n"
        "stack, reasons, inlining, leaks of parameters. A and B are logs or bundles, plain or\n"
        "gzip'd, - for standard input, or http(s) URLs.\n"
        "\n"
        "    heapwitness drift before.log after.log --profile heap.pb.gz\n"
        "\n"
        "With --go it records packages of the module around with several Go versions itself, "
        "and\n"
        "prints a table: a row a claim, a column a version.\n"
        "\n"
        "    heapwitness drift --go=1.21,1.24,1.27 ./pkg\n",
    .options = HW_FOR_DRIFT,
    .run = run,
};
