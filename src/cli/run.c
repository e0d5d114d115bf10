#include "cli/run.h"

#include <string.h>

#include "base/error.h"

hw_status hw_check_stdin(const hw_args *a, hw_error *err)
{
    size_t n = 0;
    for (size_t i = 0; i < a->inputs.len; i++)
        n += strcmp(a->inputs.at[i], "-") == 0;
    for (size_t i = 0; i < a->claims.len; i++)
        n += strcmp(a->claims.at[i], "-") == 0;
    if (n > 1)
        return hw_fail(err, HW_USAGE, HW_STR("-"), "standard input can only be read once");
    return HW_OK;
}

static hw_exit with_output(const hw_job *job, const hw_args *a, hw_output *out)
{
    hw_session *s = NULL;
    hw_error err, close_err;
    hw_exit code;
    hw_status status = hw_session_new(&a->session, &s, &err);
    if (status == HW_OK)
        status = job->work(s, a, out, &err);
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

hw_exit hw_run(const hw_command *c, const hw_job *job, int argc, char **argv)
{
    hw_args a;
    hw_error err;
    hw_output out;
    hw_exit code;
    hw_status status = hw_args_read(&a, c->options, argc, argv, &err);
    if (status == HW_OK && a.help) {
        code = command_help.run(argc, argv);
    } else {
        if (status == HW_OK)
            status = job->check(&a, &err);
        if (status == HW_OK)
            status = hw_output_open(&out, a.output, &err);
        code = status == HW_OK ? with_output(job, &a, &out) : hw_complain(&err);
    }
    hw_args_free(&a);
    return code;
}
