#include <stdio.h>

#include "base/error.h"
#include "cli/regex.h"
#include "cli/run.h"
#include "cli/terminal.h"
#include "model/filter.h"

static hw_status check(const hw_args *a, hw_error *err)
{
    if (a->inputs.len == 0)
        return hw_fail(err, HW_USAGE, HW_STR("audit"),
                       "which profile? heapwitness audit PROFILE --claims LOG");
    if (a->format && !hw_audit_writer_named(a->format))
        return hw_fail(err, HW_USAGE, HW_STR("--format"), "an audit has no format \"%s\"",
                       a->format);
    return hw_check_stdin(a, err);
}

static hw_status read_inputs(hw_session *s, const hw_args *a, hw_error *err)
{
    for (size_t i = 0; i < a->inputs.len; i++)
        HW_TRY(hw_add_profile(s, a->inputs.at[i], err));
    for (size_t i = 0; i < a->claims.len; i++)
        HW_TRY(hw_add_claims(s, a->claims.at[i], err));
    return HW_OK;
}

static hw_status narrow(hw_session *s, const hw_args *a, hw_error *err)
{
    hw_regex *focus = NULL, *ignore = NULL;
    hw_status status = hw_regex_new("--focus", a->focus, &focus, err);
    if (status == HW_OK)
        status = hw_regex_new("--ignore", a->ignore, &ignore, err);
    if (status == HW_OK) {
        const hw_filter filter = {hw_regex_match, focus, ignore};
        status = hw_audit_filter(&s->audit, &filter, err);
    }
    hw_regex_free(focus);
    hw_regex_free(ignore);
    return status;
}

static hw_status report(hw_session *s, const hw_args *a, hw_output *out, hw_error *err)
{
    const hw_audit_writer *writer =
        a->format ? hw_audit_writer_named(a->format) : hw_audit_writers[0];
    bool to_stdout = out->fd == 1;
    const hw_report_options options = {
        .nodecount = (size_t)a->nodecount,
        .width = hw_terminal_width(to_stdout),
        .colour = hw_terminal_colour(a->colour, to_stdout),
        .all = a->all,
        .unit = a->unit,
        .focus = a->focus,
        .ignore = a->ignore,
    };
    return writer->write(&s->audit, &options, &out->sink, err);
}

/* Notes that say that something is missing from the result. */
static bool incomplete(const hw_audit *a)
{
    static const bool counts[HW_NOTE_COUNT] = {
        [HW_NOTE_NOT_UNDERSTOOD] = true, [HW_NOTE_NO_CLAIMS] = true,
        [HW_NOTE_INVALID_JSON] = true,   [HW_NOTE_COMPILE_ERRORS] = true,
        [HW_NOTE_FOREIGN_LOG] = true,    [HW_NOTE_BUILD_MISMATCH] = true,
        [HW_NOTE_LOW_COVERAGE] = true,   [HW_NOTE_NO_LINES] = true,
    };
    bool any = false;
    for (size_t i = 0; i < a->notes.list.len; i++) {
        hw_note_id id = a->notes.list.at[i].id;
        if (!counts[id])
            continue;
        fprintf(stderr, "heapwitness: --strict: %s\n", hw_note_name(id));
        any = true;
    }
    if (!any && a->build_match == HW_BUILD_DIFFERS) {
        fprintf(stderr, "heapwitness: --strict: %s\n", hw_note_name(HW_NOTE_BUILD_MISMATCH));
        any = true;
    }
    if (!any && a->claims->inputs.len == 0) {
        fprintf(stderr, "heapwitness: --strict: %s\n", hw_note_name(HW_NOTE_NO_CLAIMS));
        any = true;
    }
    return any;
}

static bool fails(const hw_audit *a, const hw_args *args)
{
    for (size_t i = 0; i < a->findings.len; i++) {
        const hw_finding *f = &a->findings.at[i];
        char severity = hw_finding_severity(f)[0]; /* error, warning, note */
        unsigned level = severity == 'e' ? 3 : severity == 'w' ? 2 : 1;
        if (args->fail_verdicts & 1u << f->verdict)
            return true;
        if (args->fail_severity && level >= args->fail_severity)
            return true;
    }
    return false;
}

static hw_status work(hw_session *s, const hw_args *a, hw_output *out, hw_error *err)
{
    HW_TRY(read_inputs(s, a, err));
    HW_TRY(hw_analyse(s, err));
    HW_TRY(narrow(s, a, err));
    return report(s, a, out, err);
}

static hw_exit judge(const hw_session *s, const hw_args *a)
{
    if (a->strict && incomplete(&s->audit))
        return HW_EXIT_INCOMPLETE;
    return fails(&s->audit, a) ? HW_EXIT_FINDINGS : HW_EXIT_OK;
}

static hw_exit run(int argc, char **argv)
{
    static const hw_job job = {check, work, judge};
    return hw_run(&command_audit, &job, argc, argv);
}

const hw_command command_audit = {
    .name = "audit",
    .operands = "PROFILE... --claims=LOG...",
    .summary = "a verdict for every allocation site of a heap profile, ranked",
    .text =
        "Joins heap profiles of a Go program with what the compiler said about its escapes, and\n"
        "says for every site that has bytes whether heap and compiler agree, and why.\n"
        "\n"
        "PROFILE is a file, - for standard input, host:port (its /debug/pprof/heap), or an "
        "http(s)\n"
        "URL; several are added up. LOG is what this printed for the same program, plain or "
        "gzip'd:\n"
        "\n"
        "    go build -gcflags=all=-m=2 ./... 2> escape.log\n",
    .options = HW_FOR_AUDIT,
    .run = run,
};
