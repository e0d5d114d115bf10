#include "cli/command_record.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "cli/complain.h"
#include "cli/help_text.h"
#include "cli/options.h"
#include "cli/shared_options.h"
#include "executable/program.h"
#include "run/record_env.h"
#include "run/record_like.h"
#include "run/record_run.h"

static const char default_name[] = "heapwitness.hwb";

static void say_size(const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return; /* stdout, a pipe, a device */
    if (st.st_size < 1000000)
        fprintf(stderr, "%s, %.0f kB: ", path, (double)st.st_size / 1e3);
    else
        fprintf(stderr, "%s, %.1f MB: ", path, (double)st.st_size / 1e6);
}

/* One line about what there is now, and what it took. */
static void say(const hw_record_plan *plan, const hw_record_result *r)
{
    if (!r->written) {
        fprintf(stderr,
                "heapwitness: the command failed with exit code %d, so there is no bundle%s\n",
                r->exit_code, plan->keep ? "" : "; --keep writes one all the same");
        return;
    }
    fprintf(stderr, "heapwitness: ");
    say_size(plan->output);
    if (r->packages == 0) {
        fprintf(stderr, "no package said anything; does --packages match what was built?\n");
        return;
    }
    fprintf(stderr,
            "%" PRIu64 " package%s, %" PRIu64
            " lines in %.0f s with %s; every diagnosed package was "
            "compiled anew\n",
            r->packages, r->packages == 1 ? "" : "s", r->lines, r->seconds, r->go_version);
}

static hw_exit record(const hw_args *a)
{
    const hw_words packages = {{a->packages.at, a->packages.len, a->packages.cap}};
    hw_record_result result;
    hw_error err;
    const hw_record_plan plan = {
        .words = a->inputs.at,
        .word_count = a->inputs.len,
        .packages = &packages,
        .output = a->output ? a->output : default_name,
        .cache = a->cache,
        .keep = a->keep,
        .progress = !a->quiet && isatty(STDERR_FILENO),
    };
    if (hw_record_run(&plan, &result, &err) != HW_OK)
        return hw_complain(&err);
    if (result.signal) {
        fprintf(stderr, "heapwitness: interrupted; nothing was kept\n");
        return (hw_exit)(128 + result.signal);
    }
    if (result.left_open)
        fprintf(stderr, "heapwitness: the command has ended, and something that it left behind "
                        "still holds its standard error; what that says is not kept\n");
    if (!a->quiet)
        say(&plan, &result);
    return (hw_exit)result.exit_code;
}

static hw_exit print(const hw_buf *text, hw_status status, const hw_error *err)
{
    if (status != HW_OK)
        return hw_complain(err);
    fwrite(text->p, 1, text->n, stdout);
    return hw_printed();
}

static hw_exit show_env(hw_args *a)
{
    const hw_words packages = {{a->packages.at, a->packages.len, a->packages.cap}};
    const char *goflags = getenv("GOFLAGS");
    const hw_env_plan plan = {.form = a->inputs.len ? a->inputs.at[0] : NULL,
                              .packages = &packages,
                              .json_dir = a->json_dir,
                              .goflags = goflags};
    hw_buf text = {0};
    hw_error err;
    hw_status status = HW_OK;
    if (a->inputs.len > 1)
        status = hw_fail(&err, HW_USAGE, HW_STR("--env"), "shows one form, or all of them");
    if (status == HW_OK && a->json_dir && a->json_dir[0] != '/')
        status = hw_fail(&err, HW_USAGE, HW_STR("--json"),
                         "the compiler takes absolute folders only, not \"%s\"", a->json_dir);
    if (status == HW_OK)
        status = hw_env_text(&a->arena, &plan, &text, &err);
    hw_exit code = print(&text, status, &err);
    hw_buf_free(&text);
    return code;
}

static hw_exit show_like(hw_args *a)
{
    hw_build_info build;
    hw_buf text = {0};
    hw_error err;
    if (a->inputs.len)
        return hw_fail(&err, HW_USAGE, HW_STR("--like"), "shows a command and runs none"),
               hw_complain(&err);
    if (hw_build_info_open(a->like, &a->arena, &build, &err) != HW_OK)
        return hw_complain(&err);
    hw_status status = hw_like_text(&a->arena, a->like, &build, &text, &err);
    hw_exit code = print(&text, status, &err);
    hw_buf_free(&text);
    return code;
}

/* The forms that run nothing, or the build. */
static hw_exit any_form(hw_args *a)
{
    hw_error err;
    if (a->env && a->like)
        hw_fail(&err, HW_USAGE, HW_STR("--like"), "does not go with --env");
    else if (a->json_dir && !a->env)
        hw_fail(&err, HW_USAGE, HW_STR("--json"),
                "goes with --env; a bundle has the records anyway");
    else
        return a->env ? show_env(a) : a->like ? show_like(a) : record(a);
    return hw_complain(&err);
}

static hw_exit run(const hw_invocation *in)
{
    hw_args a;
    hw_error err;
    hw_exit code;
    hw_status status = hw_args_read(&a, &in->command->options, in->argc, in->argv, &err);
    if (status != HW_OK)
        code = hw_complain(&err);
    else if (a.help)
        code = hw_help_command(in->command);
    else
        code = any_form(&a);
    hw_args_free(&a);
    return code;
}

static const hw_option options[] = {
    {.name = "packages",
     .arg = "PATTERN",
     .help = "diagnose these packages only (example.com/me/...); may be given several times",
     .group = HW_GROUP_RECORD,
     .set = hw_set_list,
     .field = HW_FIELD(packages)},
    {.name = "cache",
     .arg = "DIR",
     .help = "keep the build cache in DIR: packages that are not diagnosed are compiled once",
     .group = HW_GROUP_RECORD,
     .set = hw_set_file,
     .field = HW_FIELD(cache)},
    {.name = "keep",
     .help = "write the bundle even where the command fails, as with tests that fail",
     .group = HW_GROUP_RECORD,
     .set = hw_set_switch,
     .field = HW_FIELD(keep)},
    {.name = "quiet",
     .letter = 'q',
     .help = "no progress, no last line",
     .group = HW_GROUP_RECORD,
     .set = hw_set_switch,
     .field = HW_FIELD(quiet)},
    {.name = "env",
     .help = "print what makes other builds say the same (GOFLAGS, in their quoting), run nothing",
     .group = HW_GROUP_RECORD,
     .set = hw_set_switch,
     .field = HW_FIELD(env)},
    {.name = "json",
     .arg = "DIR",
     .help = "with --env: the compiler's records too, into the absolute folder DIR",
     .group = HW_GROUP_RECORD,
     .set = hw_set_file,
     .field = HW_FIELD(json_dir)},
    {.name = "like",
     .arg = "PROGRAM",
     .help = "print the command that records what PROGRAM was built as, run nothing",
     .group = HW_GROUP_RECORD,
     .set = hw_set_file,
     .field = HW_FIELD(like)},
    HW_OPTION_OUTPUT,
    HW_OPTION_HELP,
};

const hw_command hw_command_record = {
    .name = "record",
    .operands = "-- [NAME=value...] go build|install|test ...\n"
                "       heapwitness record --env [FORM]\n"
                "       heapwitness record --like=PROGRAM",
    .summary = "runs a build with diagnostics added, and keeps them in one bundle",
    .text = "Runs the go command that follows with -gcflags=all=-m=2 and -json added to the "
            "gcflags of its own and of GOFLAGS, and writes what the compiler said, with the "
            "identity of the build, into one file that audit, claims, census and drift read. It "
            "runs in the root of the module or workspace, and with a build cache of its own: "
            "nothing may be replayed with foreign paths, or be missing because it was compiled "
            "before. The command's output and errors stay what they are, and the exit code is the "
            "command's; those below are record's own.\n"
            "\n"
            "    heapwitness record -o service.hwb -- go build -o service ./cmd/service\n"
            "    heapwitness audit localhost:6060 --claims service.hwb\n"
            "\n"
            "For builds that run the go command themselves --env prints what to give them; FORM "
            "is one of sh, make, dockerfile, docker, ko, bazel, powershell. --like prints the "
            "command that makes the diagnostics of a program that is there already. Both run "
            "nothing.\n",
    .options = {HW_OPTION_ROWS(options), .stops_at_operand = true},
    .exits = HW_ENDS_ANY,
    .run = run,
};
