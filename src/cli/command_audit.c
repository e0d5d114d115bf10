#include "cli/command_audit.h"

#include "base/error.h"
#include "cli/binary_path.h"
#include "cli/fail_on.h"
#include "cli/job.h"
#include "cli/shared_options.h"
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

static hw_exit run(const hw_invocation *in)
{
    static const hw_job job = {check, work, judge};
    return hw_job_run(in, &job);
}

#define SORT_SWITCH(id, value, unit)                                                               \
    {.name = value,                                                                                \
     .help = "the same as --sample_index=" value,                                                  \
     .group = HW_GROUP_SHOW,                                                                       \
     .set = hw_set_sort_switch,                                                                    \
     .field = HW_##id},

static const hw_option options[] = {
    HW_OPTION_CLAIMS,
    {.name = "binary",
     .letter = 'b',
     .arg = "FILE",
     .help = "the program that the profile is of: names addresses, says which build it is; may be "
             "given several times",
     .group = HW_GROUP_INPUT,
     .set = hw_set_list,
     .field = HW_FIELD(binaries)},
    HW_OPTION_MERGE,
    {.name = "seconds",
     .arg = "N",
     .help = "ask the server for the difference over N seconds",
     .group = HW_GROUP_INPUT,
     .set = hw_set_small,
     .field = HW_FIELD(session.seconds)},
    {.name = "sample_index",
     .arg = "VALUE",
     .help = "rank by inuse_space (the default), alloc_space, inuse_objects or alloc_objects",
     .group = HW_GROUP_SHOW,
     .set = hw_set_sort},
    HW_OPTION_NODECOUNT(HW_TEXT_NODECOUNT_SITES),
    HW_OPTION_FOCUS(HW_TEXT_FOCUS_SITES),
    HW_OPTION_IGNORE,
    HW_OPTION_ALL("list the claims without bytes too"),
    HW_OPTION_JOBS,
    {.name = "fail-on",
     .arg = "LIST",
     .help = "exit with 1 when there are findings with one of these verdicts, or of at least this "
             "severity (error, warning, note)",
     .group = HW_GROUP_EXIT,
     .set = hw_set_fail_on},
    HW_OPTION_STRICT(HW_TEXT_STRICT_SITES),
    HW_OPTION_FORMAT(HW_TEXT_FORMAT),
    HW_OPTION_OUTPUT,
    HW_OPTION_UNIT,
    HW_VALUES_LIST(SORT_SWITCH) HW_OPTIONS_READER};

const hw_command hw_command_audit = {
    .name = "audit",
    .operands = "PROFILE... --claims=LOG...",
    .summary = "a verdict for every allocation site of a heap profile, ranked",
    .text = "Joins heap profiles of a Go program with what the compiler said about its escapes, "
            "and says for every site that has bytes whether heap and compiler agree, and why.\n"
            "\n"
            "PROFILE is a file, - for standard input, host:port (its /debug/pprof/heap), or an "
            "http(s) URL; several are added up, but those of one process. LOG is the bundle that "
            "heapwitness record wrote "
            "when the program was built, or what this printed, plain or gzip'd:\n"
            "\n"
            "    go build -gcflags=all=-m=2 ./... 2> escape.log\n",
    .options = {HW_OPTION_ROWS(options), .nodecount = 20},
    .exits = HW_ENDS_RESULT | HW_ENDS(FINDINGS),
    .run = run,
};
