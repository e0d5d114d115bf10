#include "cli/record.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "cli/options.h"

static const char default_name[] = "heapwitness.hwb";

static void say_size(const char *path)
{
    struct stat st;
    if (stat(path, &st) == 0)
        fprintf(stderr, "%s, %.1f MB: ", path, (double)st.st_size / 1e6);
    else
        fprintf(stderr, "%s: ", path);
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
    fprintf(stderr,
            "%" PRIu64 " packages, %" PRIu64
            " lines in %.0f s with %s; every diagnosed package was "
            "compiled anew\n",
            r->packages, r->lines, r->seconds, r->go_version);
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
    if (!a->quiet)
        say(&plan, &result);
    return (hw_exit)result.exit_code;
}

static hw_exit run(int argc, char **argv)
{
    hw_args a;
    hw_error err;
    hw_exit code;
    hw_status status = hw_args_read(&a, command_record.options, argc, argv, &err);
    if (status != HW_OK)
        code = hw_complain(&err);
    else if (a.help)
        code = command_help.run(argc, argv);
    else
        code = record(&a);
    hw_args_free(&a);
    return code;
}

const hw_command command_record = {
    .name = "record",
    .operands = "-- [NAME=value...] go build|install|test ...",
    .summary = "runs a build with diagnostics added, and keeps them in one bundle",
    .text =
        "Runs the go command that follows with -gcflags=all=-m=2 and -json added to the gcflags "
        "of\n"
        "its own and of GOFLAGS, and writes what the compiler said, with the identity of the "
        "build,\n"
        "into one file that audit, claims and drift read. It runs in the root of the module or\n"
        "workspace, and with a build cache of its own: nothing may be replayed with foreign "
        "paths,\n"
        "or be missing because it was compiled before. The command's output, errors and exit code\n"
        "stay what they are.\n"
        "\n"
        "    heapwitness record -o service.hwb -- go build -o service ./cmd/service\n"
        "    heapwitness audit localhost:6060 --claims service.hwb\n",
    .options = HW_FOR_RECORD,
    .run = run,
};
