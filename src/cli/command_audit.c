#include "base/error.h"
#include "cli/binary_path.h"
#include "cli/session_run.h"
#include "session/filters.h"
#include "session/formats.h"

static hw_status check(const hw_args *a, hw_error *err)
{
    if (a->inputs.len == 0)
        return hw_fail(err, HW_USAGE, HW_STR("audit"),
                       "which profile? heapwitness audit PROFILE --claims LOG");
    if (!hw_audit_writer_named(a->format))
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
    for (size_t i = 0; i < a->binaries.len; i++)
        HW_TRY(hw_add_binary(s, a->binaries.at[i], err));
    return hw_binary_path_search(s, err);
}

static bool fails(const hw_audit *a, const hw_args *args)
{
    for (size_t i = 0; i < a->findings.len; i++) {
        const hw_finding *f = &a->findings.at[i];
        if (args->fail_verdicts & 1u << f->verdict || hw_fails_on(args, hw_finding_severity(f)))
            return true;
    }
    return false;
}

static hw_status work(hw_session *s, const hw_args *a, const hw_showing *show, hw_error *err)
{
    HW_TRY(read_inputs(s, a, err));
    s->ask_code = a->all;
    HW_TRY(hw_analyse(s, err));
    HW_TRY(hw_session_filter_audit(s, &show->filter, err));
    return hw_audit_writer_named(a->format)->write(&s->audit, &show->options, show->to, err);
}

static hw_exit judge(const hw_session *s, const hw_args *a)
{
    if (hw_incomplete(a, &s->audit.notes))
        return HW_EXIT_INCOMPLETE;
    return fails(&s->audit, a) ? HW_EXIT_FINDINGS : HW_EXIT_OK;
}

static hw_exit run(int argc, char **argv)
{
    static const hw_job job = {check, work, judge};
    return hw_run_command(&command_audit, &job, argc, argv);
}

const hw_command command_audit = {
    .name = "audit",
    .operands = "PROFILE... --claims=LOG...",
    .summary = "a verdict for every allocation site of a heap profile, ranked",
    .text = "Joins heap profiles of a Go program with what the compiler said about its escapes, "
            "and says for every site that has bytes whether heap and compiler agree, and why.\n"
            "\n"
            "PROFILE is a file, - for standard input, host:port (its /debug/pprof/heap), or an "
            "http(s) URL; several are added up. LOG is the bundle that heapwitness record wrote "
            "when the program was built, or what this printed, plain or gzip'd:\n"
            "\n"
            "    go build -gcflags=all=-m=2 ./... 2> escape.log\n",
    .options = HW_FOR_AUDIT,
    .run = run,
};
