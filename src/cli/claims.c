#include <stdio.h>
#include <string.h>

#include "base/error.h"
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

static hw_status work(hw_session *s, const hw_args *a, hw_output *out, hw_error *err)
{
    const hw_claims_writer *writer =
        a->format ? hw_claims_writer_named(a->format) : hw_claims_writers[0];
    bool to_stdout = out->fd == 1;
    const hw_report_options options = {
        .width = hw_terminal_width(to_stdout),
        .colour = hw_terminal_colour(a->colour, to_stdout),
        .all = a->all,
    };
    for (size_t i = 0; i < a->inputs.len; i++)
        HW_TRY(hw_add_claims(s, a->inputs.at[i], err));
    HW_TRY(hw_session_finish_claims(s, err));
    if (a->not_understood)
        return hw_not_understood_write(&s->claims, &out->sink, err);
    return writer->write(&s->claims, &options, &out->sink, err);
}

static bool incomplete(const hw_claims *c)
{
    bool any = false;
    for (size_t i = 0; i < c->notes.list.len; i++) {
        hw_note_id id = c->notes.list.at[i].id;
        if (id != HW_NOTE_NOT_UNDERSTOOD && id != HW_NOTE_COMPILE_ERRORS && id != HW_NOTE_NO_CLAIMS)
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
    .text = "Counts the lines of -gcflags=-m and -m=2 logs by class and by pattern, and says which "
            "were\n"
            "not understood. LOG is a file, plain or gzip'd, - for standard input, or an http(s) "
            "URL.\n",
    .options = HW_FOR_CLAIMS,
    .run = run,
};
