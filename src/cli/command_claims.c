#include "cli/command_claims.h"

#include <string.h>

#include "base/error.h"
#include "cli/job.h"
#include "cli/shared_options.h"
#include "report/not_understood.h"
#include "session/claims_job.h"
#include "session/formats.h"
#include "session/inputs.h"

static hw_status check(const hw_args *a, hw_error *err)
{
    if (a->inputs.len == 0)
        return hw_fail(err, HW_USAGE, HW_STR("claims"), "which log? heapwitness claims LOG");
    if (a->not_understood && a->format && strcmp(a->format, "text") != 0)
        return hw_fail(err, HW_USAGE, HW_STR("--not-understood"), "lists lines as text only");
    if (!hw_claims_writer_named(a->format))
        return hw_fail(err, HW_USAGE, HW_STR("--format"), "claims have no format \"%s\"",
                       a->format);
    return hw_check_stdin(a, err);
}

static hw_status work(hw_session *s, const hw_args *a, const hw_showing *show, hw_error *err)
{
    const hw_claims_filter filter = {show->filter, a->patterns, a->reasons};
    for (size_t i = 0; i < a->inputs.len; i++)
        HW_TRY(hw_add_claims(s, a->inputs.at[i], err));
    HW_TRY(hw_session_finish_claims(s, err));
    if (a->not_understood)
        return hw_not_understood_write(&s->claims, show->to, err);
    return hw_session_summary(s, &filter, hw_claims_writer_named(a->format), &show->options,
                              show->to, err);
}

static hw_exit judge(const hw_session *s, const hw_args *a)
{
    return hw_incomplete(a, &s->claims.notes) ? HW_EXIT_INCOMPLETE : HW_EXIT_OK;
}

static hw_exit run(const hw_invocation *in)
{
    static const hw_job job = {check, work, judge};
    return hw_job_run(in, &job);
}

static const hw_option options[] = {
    HW_OPTION_NODECOUNT("show N rows of each table (default 10), 0: all"),
    HW_OPTION_FOCUS(
        "only claims whose function, file, package or message matches, or what their flow "
        "ends in; and functions and inlined calls that do"),
    HW_OPTION_IGNORE,
    HW_OPTION_PACKAGE,
    {.name = "pattern",
     .arg = "LIST",
     .help = "only claims of these patterns: moved_to_heap, address_escapes, escapes, "
             "leaking_param, leaking_param_content, does_not_escape, escapes_with_flow",
     .group = HW_GROUP_SHOW,
     .set = hw_set_patterns},
    {.name = "why",
     .arg = "LIST",
     .help = "only claims whose flow has one of these reasons, like \"call parameter\"",
     .group = HW_GROUP_SHOW,
     .set = hw_set_reasons},
    HW_OPTION_ALL("list the claims too, each heap claim with its flow"),
    {.name = "not-understood",
     .help = "list the lines that were not understood, and nothing else",
     .group = HW_GROUP_SHOW,
     .set = hw_set_switch,
     .field = HW_FIELD(not_understood)},
    HW_OPTION_JOBS,
    HW_OPTION_STRICT(
        "exit with 4 when the log is not complete: no claims, lines not understood, broken "
        "JSON, a build that failed"),
    HW_OPTION_FORMAT("text (the default), json, csv or editor"),
    HW_OPTION_OUTPUT,
    HW_OPTIONS_READER};

const hw_command hw_command_claims = {
    .name = "claims",
    .operands = "LOG...",
    .summary = "what the compiler's escape diagnostics say, alone",
    .text = "Counts what -gcflags=-m and -m=2 said: by pattern, expression, reason, by what keeps "
            "the values, by package and function, and what was inlined. --all lists the claims, "
            "each with the flow that the compiler saw. LOG is a bundle that record wrote or a "
            "log, plain or gzip'd, a folder of -json records, - for standard input, or an http(s) "
            "URL.\n",
    .options = {HW_OPTION_ROWS(options), .nodecount = 10},
    .exits = HW_ENDS_RESULT,
    .run = run,
};
