#include "cli/job.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "cli/complain.h"
#include "cli/help_text.h"
#include "cli/regex.h"
#include "cli/terminal.h"
#include "run/output_file.h"

hw_status hw_check_stdin(const hw_args *a, hw_error *err)
{
    size_t n = 0;
    for (size_t i = 0; i < a->inputs.len; i++)
        n += strcmp(a->inputs.at[i], "-") == 0;
    for (size_t i = 0; i < a->claims.len; i++)
        n += strcmp(a->claims.at[i], "-") == 0;
    for (size_t i = 0; i < a->listings.len; i++)
        n += strcmp(a->listings.at[i], "-") == 0;
    if (n > 1)
        return hw_fail(err, HW_USAGE, HW_STR("-"), "standard input can only be read once");
    return HW_OK;
}

bool hw_incomplete(const hw_args *a, const hw_notes *notes)
{
    bool any = false;
    for (size_t i = 0; a->strict && i < notes->list.len; i++) {
        hw_note_id id = notes->list.at[i].id;
        if (!hw_note_rows[id].incomplete || (i && notes->list.at[i - 1].id == id))
            continue;
        fprintf(stderr, "heapwitness: --strict: %s\n", hw_note_rows[id].name);
        any = true;
    }
    return any;
}

static hw_status work(const hw_job *job, hw_session *s, const hw_args *a, const hw_output *out,
                      hw_error *err)
{
    bool to_stdout = out->fd == STDOUT_FILENO;
    hw_regex *focus = NULL, *ignore = NULL;
    hw_status status = hw_regex_new("--focus", a->focus, &focus, err);
    if (status == HW_OK)
        status = hw_regex_new("--ignore", a->ignore, &ignore, err);
    const hw_showing show = {
        .filter = {hw_regex_match, focus, ignore, a->only_packages.at, a->only_packages.len},
        .options =
            {
                .nodecount = (size_t)a->nodecount,
                .width = hw_terminal_width(to_stdout),
                .colour = hw_terminal_colour(a->colour, to_stdout),
                .all = a->all,
                .unit = a->unit,
                .focus = a->focus,
                .ignore = a->ignore,
                .packages = a->only_packages.at,
                .package_count = a->only_packages.len,
            },
        .to = &out->sink,
    };
    if (status == HW_OK)
        status = job->work(s, a, &show, err);
    hw_regex_free(focus);
    hw_regex_free(ignore);
    return status;
}

static hw_exit with_output(const hw_job *job, const hw_args *a, hw_output *out)
{
    hw_session *s = NULL;
    hw_error err, close_err;
    hw_exit code;
    hw_status status = hw_session_new(&a->session, &s, &err);
    if (status == HW_OK)
        status = work(job, s, a, out, &err);
    if (s && hw_session_files_whole(s, &close_err) != HW_OK) {
        status = HW_IO;
        err = close_err;
    }
    hw_status closed = hw_output_close(out, status == HW_OK, &close_err);
    if (status != HW_OK)
        code = hw_complain(&err);
    else if (closed != HW_OK)
        code = hw_complain(&close_err);
    else
        code = job->judge(s, a);
    hw_session_free(s);
    return code;
}

hw_exit hw_job_run(const hw_invocation *in, const hw_job *job)
{
    hw_args a;
    hw_error err;
    hw_output out;
    hw_exit code;
    hw_status status = hw_args_read(&a, &in->command->options, in->argc, in->argv, &err);
    if (status == HW_OK && a.help) {
        code = hw_help_command(in->command);
    } else {
        if (status == HW_OK)
            status = job->check(&a, &err);
        if (status == HW_OK)
            status = hw_output_open(&out, a.output, false, &err);
        code = status == HW_OK ? with_output(job, &a, &out) : hw_complain(&err);
    }
    hw_args_free(&a);
    return code;
}
