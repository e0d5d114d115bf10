#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "cli/regex.h"
#include "cli/run.h"
#include "cli/terminal.h"

static hw_status check(const hw_args *a, hw_error *err)
{
    if (a->inputs.len == 0)
        return hw_fail(err, HW_USAGE, HW_STR("claims"), "which log? heapwitness claims LOG");
    if (a->not_understood && a->format && strcmp(a->format, "text") != 0)
        return hw_fail(err, HW_USAGE, HW_STR("--not-understood"), "lists lines as text only");
    if (a->format && !hw_claims_writer_named(a->format))
        return hw_fail(err, HW_USAGE, HW_STR("--format"), "claims have no format \"%s\"",
                       a->format);
    return hw_check_stdin(a, err);
}

static hw_status census(hw_session *s, const hw_args *a, hw_output *out, hw_error *err)
{
    const hw_claims_writer *writer =
        a->format ? hw_claims_writer_named(a->format) : hw_claims_writers[0];
    bool to_stdout = out->fd == 1;
    const hw_report_options options = {
        .nodecount = (size_t)a->nodecount,
        .width = hw_terminal_width(to_stdout),
        .colour = hw_terminal_colour(a->colour, to_stdout),
        .all = a->all,
        .focus = a->focus,
        .ignore = a->ignore,
    };
    hw_claims_filter filter = {
        .names.match = hw_regex_match,
        .packages = a->only_packages.at,
        .package_count = a->only_packages.len,
        .patterns = a->patterns,
        .reasons = a->reasons,
    };
    hw_regex *focus = NULL, *ignore = NULL;
    hw_status status = hw_regex_new("--focus", a->focus, &focus, err);
    if (status == HW_OK)
        status = hw_regex_new("--ignore", a->ignore, &ignore, err);
    filter.names.focus = focus;
    filter.names.ignore = ignore;
    if (status == HW_OK)
        status = hw_session_census(s, &filter, writer, &options, &out->sink, err);
    hw_regex_free(focus);
    hw_regex_free(ignore);
    return status;
}

static hw_status work(hw_session *s, const hw_args *a, hw_output *out, hw_error *err)
{
    for (size_t i = 0; i < a->inputs.len; i++)
        HW_TRY(hw_add_claims(s, a->inputs.at[i], err));
    HW_TRY(hw_session_finish_claims(s, err));
    if (a->not_understood)
        return hw_not_understood_write(&s->claims, &out->sink, err);
    return census(s, a, out, err);
}

static bool incomplete(const hw_claims *c)
{
    bool any = false;
    for (size_t i = 0; i < c->notes.list.len; i++) {
        hw_note_id id = c->notes.list.at[i].id;
        if (id != HW_NOTE_NOT_UNDERSTOOD && id != HW_NOTE_INVALID_JSON &&
            id != HW_NOTE_COMPILE_ERRORS && id != HW_NOTE_NO_CLAIMS)
            continue;
        fprintf(stderr, "heapwitness: --strict: %s\n", hw_note_name(id));
        any = true;
    }
    return any;
}

static hw_exit judge(const hw_session *s, const hw_args *a)
{
    return a->strict && incomplete(&s->claims) ? HW_EXIT_INCOMPLETE : HW_EXIT_OK;
}

static hw_exit run(int argc, char **argv)
{
    static const hw_job job = {check, work, judge};
    return hw_run(&command_claims, &job, argc, argv);
}

const hw_command command_claims = {
    .name = "claims",
    .operands = "LOG...",
    .summary = "what the compiler's escape diagnostics say, alone",
    .text = "Counts what -gcflags=-m and -m=2 said: by pattern, expression, reason, by what keeps "
            "the\n"
            "values, by package and function, and what was inlined. --all lists the claims, each "
            "with\n"
            "the flow that the compiler saw. LOG is a file, plain or gzip'd, - for standard input, "
            "or\n"
            "an http(s) URL.\n",
    .options = HW_FOR_CLAIMS,
    .run = run,
};
