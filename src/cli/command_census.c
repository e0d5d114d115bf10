#include "cli/command_census.h"

#include "base/error.h"
#include "cli/job.h"
#include "cli/shared_options.h"
#include "session/census_job.h"
#include "session/filters.h"
#include "session/formats.h"

static hw_status check(const hw_args *a, hw_error *err)
{
    if (a->binaries.len + (a->listings.len > 0) != 1)
        return hw_fail(err, HW_USAGE, HW_STR("census"),
                       a->listings.len ? "looks at a program or at listings of one, not at both"
                                       : "which program? heapwitness census --binary PROGRAM "
                                         "--claims LOG");
    if (a->inputs.len)
        return hw_fail(err, HW_USAGE, hw_str_of(a->inputs.at[0]),
                       "is too much: a census looks at a program and its claims, at no profile");
    if (!hw_census_writer_named(a->format))
        return hw_fail(err, HW_USAGE, HW_STR("--format"), "a census has no format \"%s\"",
                       a->format);
    return hw_check_stdin(a, err);
}

static hw_status work(hw_session *s, const hw_args *a, const hw_showing *show, hw_error *err)
{
    for (size_t i = 0; i < a->binaries.len; i++)
        HW_TRY(hw_add_binary(s, a->binaries.at[i], err));
    for (size_t i = 0; i < a->listings.len; i++)
        HW_TRY(hw_session_add_listing(s, a->listings.at[i], err));
    for (size_t i = 0; i < a->claims.len; i++)
        HW_TRY(hw_add_claims(s, a->claims.at[i], err));
    HW_TRY(hw_session_survey(s, err));
    HW_TRY(hw_session_filter_audit(s, &show->filter, err));
    return hw_census_writer_named(a->format)->write(&s->audit, &show->options, show->to, err);
}

static hw_exit judge(const hw_session *s, const hw_args *a)
{
    return hw_incomplete(a, &s->audit.notes) ? HW_EXIT_INCOMPLETE : HW_EXIT_OK;
}

static hw_exit run(const hw_invocation *in)
{
    static const hw_job job = {check, work, judge};
    return hw_job_run(in, &job);
}

static const hw_option options[] = {
    HW_OPTION_CLAIMS,
    {.name = "binary",
     .letter = 'b',
     .arg = "FILE",
     .help = "the program whose code is looked at",
     .group = HW_GROUP_INPUT,
     .set = hw_set_list,
     .field = HW_FIELD(binaries)},
    {.name = "asm",
     .arg = "LISTING",
     .help = "an assembly listing (-gcflags=-S) in place of the program; may be given several "
             "times",
     .group = HW_GROUP_INPUT,
     .set = hw_set_list,
     .field = HW_FIELD(listings)},
    HW_OPTION_NODECOUNT(HW_TEXT_NODECOUNT_SITES),
    HW_OPTION_FOCUS(HW_TEXT_FOCUS_SITES),
    HW_OPTION_IGNORE,
    HW_OPTION_PACKAGE,
    HW_OPTION_ALL(
        "list the calls that a heap claim speaks of too, and the heap claims without a call"),
    HW_OPTION_JOBS,
    HW_OPTION_STRICT(HW_TEXT_STRICT_SITES),
    HW_OPTION_FORMAT(HW_TEXT_FORMAT),
    HW_OPTION_OUTPUT,
    HW_OPTIONS_READER};

const hw_command hw_command_census = {
    .name = "census",
    .operands = "--binary=PROGRAM|--asm=LISTING... --claims=LOG...",
    .summary = "every call in a program's code that can allocate, against the claims",
    .text = "Reads the machine code of a program without running it, and holds every call of an "
            "allocator against what the compiler said: heap claims behind which nothing can "
            "allocate, and calls that no heap claim speaks of.\n"
            "\n"
            "    heapwitness census -b ./service -c escape.log --package example.com/me/...\n"
            "\n"
            "Where only the compiler is at hand, its assembly listing stands for the program:\n"
            "\n"
            "    go build -gcflags=\"-m=2 -S -d=pctab=pctoinline\" ./... 2> all.log\n"
            "    heapwitness census --asm all.log --claims all.log\n",
    .options = {HW_OPTION_ROWS(options), .nodecount = 20},
    .exits = HW_ENDS_RESULT,
    .run = run,
};
