#include "run/record_run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "bundle/gzip.h"
#include "run/bundle_head.h"
#include "run/gcflags.h"
#include "run/go_outputs.h"
#include "run/output_file.h"
#include "run/paths.h"
#include "run/process.h"
#include "run/record_log.h"
#include "run/workdir.h"

typedef struct run {
    const hw_record_plan *plan;
    hw_arena arena;
    hw_go_command command;
    hw_go_facts facts;
    const char *folder, *json,
        *text;             /* the working folder, and in it: -json's, the text's member */
    hw_words given;        /* the user's -gcflags */
    hw_words gcflags;      /* merged, for the command */
    hw_words kept_gcflags; /* and for the head of the bundle */
    hw_words argv, words;
    hw_identity identity;
    hw_record_log log;
    time_t started;
    int exit_code;
    bool left_open; /* its standard error, by what it left behind */
} run;

/* --- before --------------------------------------------------------------------------------- */

static hw_status given_gcflags(run *r, hw_error *err)
{
    for (size_t i = 0; i < r->facts.goflags.list.len; i++) {
        const char *raw = r->facts.goflags.list.at[i], *equals = strchr(raw, '=');
        const hw_go_flag_row *row = hw_go_flag_row_of(hw_str_of(raw), r->command.verb);
        if (row && row->kind == HW_GO_REFUSED && !(equals && strcmp(equals, "=false") == 0))
            return hw_fail(err, HW_USAGE, HW_STR("GOFLAGS"), "%s %s", raw, row->why);
        if (row && row->kind == HW_GO_GCFLAGS && equals && !hw_words_add(&r->given, equals + 1))
            return hw_nomem(err);
    }
    for (size_t i = 0; i < r->command.flags.len; i++) {
        const hw_go_flag *f = &r->command.flags.at[i];
        if (f->row && f->row->kind == HW_GO_GCFLAGS && !hw_words_add(&r->given, f->value))
            return hw_nomem(err);
    }
    return HW_OK;
}

static hw_status merge(run *r, hw_error *err)
{
    static const hw_words none = {0};
    hw_gcflags_plan plan = {.given = &r->given,
                            .patterns = r->plan->packages ? r->plan->packages : &none,
                            .was = r->facts.was,
                            .is = r->facts.root};
    HW_TRY(given_gcflags(r, err));
    HW_TRY(hw_gcflags_merge(&r->arena, &plan, &r->kept_gcflags, err));
    plan.json_dir = r->json;
    return hw_gcflags_merge(&r->arena, &plan, &r->gcflags, err);
}

static bool one_main(const hw_go_facts *f)
{
    return f->packages.len == 1 && strcmp(f->packages.at[0].name, "main") == 0;
}

static hw_status prepare_command(run *r, hw_error *err)
{
    const hw_go_move move = {r->facts.was, r->facts.root, &r->facts.goflags, &r->gcflags,
                             one_main(&r->facts)};
    for (size_t i = 0; i < r->plan->word_count; i++)
        if (!hw_words_add(&r->words, r->plan->words[i]))
            return hw_nomem(err);
    const char *cache = r->plan->cache
                            ? hw_path_absolute(&r->arena, hw_path_here(&r->arena), r->plan->cache)
                            : hw_text_in(&r->arena, "%s/gocache", r->folder);
    if (!cache || !hw_words_add(&r->facts.env, hw_text_in(&r->arena, "GOCACHE=%s", cache)))
        return hw_nomem(err);
    return hw_go_command_move(&r->arena, &r->command, &move, &r->argv, err);
}

/* From now on every go command keeps its temporary files in our folder. They are removed with it,
 * even if go is killed before it can remove them. */
static hw_status make_folder(run *r, hw_error *err)
{
    const char *parent = r->facts.variables[HW_GOTMPDIR];
    parent = parent[0] ? hw_path_absolute(&r->arena, r->facts.was, parent) : NULL;
    HW_TRY(hw_workdir_new(&r->arena, parent, &r->folder, err));
    return hw_words_add(&r->facts.env, hw_text_in(&r->arena, "GOTMPDIR=%s", r->folder))
               ? HW_OK
               : hw_nomem(err);
}

/* Makes the path of the go command absolute, so that it holds in any folder. */
static hw_status find_go(run *r, hw_error *err)
{
    const char *go = r->command.go;
    if (strchr(go, '/'))
        r->command.go = hw_path_absolute(&r->arena, hw_path_here(&r->arena), go);
    return r->command.go ? HW_OK : hw_nomem(err);
}

static hw_status prepare(run *r, hw_error *err)
{
    HW_TRY(hw_go_command_read(r->plan->words, r->plan->word_count, &r->command, err));
    HW_TRY(find_go(r, err));
    HW_TRY(hw_go_facts_ask(&r->arena, &r->command, &r->facts, err));
    HW_TRY(make_folder(r, err));
    HW_TRY(hw_go_facts_list(&r->arena, &r->command, &r->facts, err));
    r->json = hw_text_in(&r->arena, "%s/json", r->folder);
    r->text = hw_text_in(&r->arena, "%s/text.gz", r->folder);
    if (!r->json || !r->text)
        return hw_nomem(err);
    if (mkdir(r->json, 0700) != 0)
        return hw_fail_sys(err, errno, hw_str_of(r->json), "cannot be made");
    HW_TRY(merge(r, err));
    return prepare_command(r, err);
}

/* --- the build ------------------------------------------------------------------------------ */

/* The file as a sink. hw_output is not used here because it would handle signals. */
static hw_status write_fd(void *ctx, const void *data, size_t n, hw_error *err)
{
    const char *p = data;
    while (n) {
        ssize_t w = write(*(int *)ctx, p, n);
        if (w < 0 && errno != EINTR)
            return hw_fail_sys(
                err, errno, HW_STR("record"),
                "the working folder cannot be written; GOTMPDIR or TMPDIR says where it is");
        p += w > 0 ? w : 0;
        n -= w > 0 ? (size_t)w : 0;
    }
    return HW_OK;
}

static hw_status pump(run *r, hw_process *p, hw_error *err)
{
    char chunk[65536];
    hw_heard heard = HW_HEARD_NOTHING;
    while (!hw_interrupted() && heard != HW_HEARD_ALL) {
        size_t n;
        heard = hw_process_hear(p, chunk, sizeof chunk, &n);
        if (heard == HW_HEARD_ERROR)
            return hw_fail_sys(err, errno, hw_str_of(r->command.go), "cannot be listened to");
        hw_record_log_tick(&r->log);
        HW_TRY(hw_record_log_add(&r->log, chunk, n, err));
    }
    r->left_open = p->left_open;
    return HW_OK;
}

static hw_status watch_build(run *r, hw_error *err)
{
    const hw_program program = {&r->argv, &r->facts.env, r->facts.root};
    hw_process p;
    HW_TRY(hw_process_start(&program, false, &p, err));
    hw_status status = pump(r, &p, err);
    close(p.fd);
    if (status != HW_OK)
        hw_process_signal(&p, SIGTERM);
    r->exit_code = hw_process_wait(&p);
    hw_error ignored;
    hw_status ended = hw_record_log_end(&r->log, status == HW_OK ? err : &ignored);
    return status == HW_OK ? ended : status;
}

static hw_status build_member(const void *what, const hw_byte_sink *to, hw_error *err)
{
    run *r = *(run *const *)what;
    hw_record_log_begin(&r->log, to, r->plan->progress);
    r->started = time(NULL);
    return watch_build(r, err);
}

static hw_status build(run *r, hw_error *err)
{
    int fd = open(r->text, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return hw_fail_sys(err, errno, hw_str_of(r->text), "cannot be written");
    const hw_byte_sink file = {write_fd, &fd};
    hw_status status = hw_gzip_member(build_member, &r, &file, err);
    if (close(fd) != 0 && status == HW_OK)
        status = hw_fail_sys(err, errno, hw_str_of(r->text), "cannot be written");
    return status;
}

/* --- the bundle ----------------------------------------------------------------------------- */

static hw_status identify(run *r, hw_error *err)
{
    hw_words outputs = {0};
    hw_status status = hw_go_outputs(&r->arena, &r->command, &r->facts, r->started, &outputs, err);
    if (status == HW_OK)
        status = hw_identity_gather(&r->arena, &r->command, &r->facts, &outputs, &r->identity, err);
    hw_words_free(&outputs);
    if (status != HW_OK || r->identity.binaries.len == 0)
        return status;
    /* go install PACKAGE@VERSION follows that module's go line, which go env knows nothing of */
    hw_str version = r->identity.binaries.at[0].go_version;
    const char *copy = hw_arena_cstr(&r->arena, version);
    if (version.n)
        r->facts.variables[HW_GOVERSION] = copy;
    return copy ? HW_OK : hw_nomem(err);
}

static hw_status copy_text(const void *what, const hw_byte_sink *to, hw_error *err)
{
    return hw_file_copy(what, to, err);
}

static hw_status copy_records(const void *what, const hw_byte_sink *to, hw_error *err)
{
    const hw_found_files *records = what;
    for (size_t i = 0; i < records->list.len; i++) {
        HW_TRY(hw_file_copy(&records->list.at[i], to, err));
        if (hw_interrupted())
            return hw_fail(err, HW_IO, HW_STR("record"), "interrupted");
    }
    return HW_OK;
}

static hw_status fill_head(run *r, const hw_record_result *result, hw_bundle_head *head,
                           hw_error *err)
{
    const hw_recorded_build build = {&r->command, &r->facts, &r->words, &r->kept_gcflags,
                                     &r->identity};
    hw_status status = hw_bundle_head_fill(&r->arena, &build, head, err);
    head->time = r->started;
    head->seconds = result->seconds;
    head->exit_code = r->exit_code;
    head->packages = r->log.packages;
    head->lines = r->log.lines;
    head->text_bytes = r->log.bytes;
    head->json_bytes = result->json_bytes;
    return status;
}

static hw_status write_bundle(run *r, hw_output *out, hw_record_result *ret, hw_error *err)
{
    struct stat st;
    hw_found_files records = {0};
    hw_bundle_head head = {0};
    if (stat(r->text, &st) != 0)
        return hw_fail_sys(err, errno, hw_str_of(r->text), "cannot be read");
    const hw_found_file text = {r->text, (uint64_t)st.st_size};
    hw_status status = hw_files_below(&r->arena, r->json, &records, err);
    if (status == HW_OK)
        status = identify(r, err);
    for (size_t i = 0; i < records.list.len; i++)
        ret->json_bytes += records.list.at[i].size;
    if (status == HW_OK)
        status = fill_head(r, ret, &head, err);
    if (status == HW_OK)
        status = hw_bundle_write(&head, (hw_bundle_part){copy_text, &text},
                                 (hw_bundle_part){copy_records, &records}, &out->sink, err);
    hw_bundle_head_free(&head);
    hw_vec_free(&records.list);
    return status;
}

static void fill_result(const run *r, hw_record_result *ret)
{
    *ret = (hw_record_result){
        .exit_code = r->exit_code,
        .signal = hw_interrupted(),
        .left_open = r->left_open,
        .packages = r->log.packages,
        .lines = r->log.lines,
        .text_bytes = r->log.bytes,
        .seconds = hw_record_log_seconds(&r->log),
    };
}

/* Only looks whether the output can be written. Creating it before the build would put a new file
 * into the working tree, which the VCS stamp of the build would call "modified". */
static hw_status check_output(run *r, hw_error *err)
{
    struct stat st;
    char target[HW_OUTPUT_PATH];
    const char *path = r->plan->output, *here = hw_path_here(&r->arena);
    HW_TRY(hw_output_target(path, target, err));
    const char *folder = here ? hw_path_absolute(&r->arena, here, target) : NULL;
    folder = folder ? hw_path_absolute(&r->arena, folder, "..") : NULL;
    if (!here)
        return hw_fail_sys(err, errno, HW_STR("record"), "the current folder is not known");
    if (!folder)
        return hw_nomem(err);
    bool there = stat(path, &st) == 0, device = there && !S_ISREG(st.st_mode);
    if (there && S_ISDIR(st.st_mode))
        return hw_fail(err, HW_USAGE, hw_str_of(path),
                       "is no file that a bundle can be written to");
    if (!device && strcmp(path, "-") != 0 && access(folder, W_OK) != 0)
        return hw_fail_sys(err, errno, hw_str_of(path), "cannot be written");
    return HW_OK;
}

/* hw_output_open handles the signals itself. They are blocked until we have taken them back. */
static hw_status open_output(run *r, hw_output *out, hw_error *err)
{
    sigset_t all, old;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &old);
    hw_status status = hw_output_open(out, r->plan->output, true, err);
    hw_interrupts_take();
    sigprocmask(SIG_SETMASK, &old, NULL);
    return status;
}

static hw_status record(run *r, hw_record_result *ret, hw_error *err)
{
    hw_output out;
    hw_error close_err;
    HW_TRY(check_output(r, err));
    HW_TRY(prepare(r, err));
    HW_TRY(build(r, err));
    fill_result(r, ret);
    if (ret->signal || (r->exit_code != 0 && !r->plan->keep))
        return HW_OK;
    HW_TRY(open_output(r, &out, err));
    hw_status status = write_bundle(r, &out, ret, err);
    snprintf(ret->go_version, sizeof ret->go_version, "%s", r->facts.variables[HW_GOVERSION]);
    ret->written = status == HW_OK && !hw_interrupted();
    hw_status closed = hw_output_close(&out, ret->written, &close_err);
    if (status == HW_OK && closed != HW_OK && err)
        *err = close_err;
    return status == HW_OK ? closed : status;
}

static void run_free(run *r)
{
    if (r->folder)
        hw_workdir_remove(r->folder);
    hw_record_log_free(&r->log);
    hw_go_facts_free(&r->facts);
    hw_go_command_free(&r->command);
    hw_words_free(&r->given);
    hw_words_free(&r->gcflags);
    hw_words_free(&r->kept_gcflags);
    hw_words_free(&r->argv);
    hw_words_free(&r->words);
    hw_identity_free(&r->identity);
    hw_arena_free(&r->arena);
}

hw_status hw_record_run(const hw_record_plan *plan, hw_record_result *ret, hw_error *err)
{
    run r = {.plan = plan};
    hw_record_result result = {0};
    HW_TRY(hw_interrupts_watch(err));
    hw_status status = record(&r, &result, err);
    run_free(&r);
    hw_interrupts_restore();
    if (hw_interrupted() && !result.written) { /* whatever that broke, it is the reason */
        *ret = (hw_record_result){.signal = hw_interrupted()};
        return HW_OK;
    }
    if (status == HW_OK)
        *ret = result;
    return status;
}
