#include "run/drift_go.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "run/process.h"
#include "run/record_run.h"
#include "run/toolchain.h"
#include "run/workdir.h"
#include "session/drift_job.h"

typedef struct recorder {
    hw_session *session;
    const hw_drift_go_plan *plan;
    hw_arena arena;
    const char *folder; /* of the bundles */
    hw_words done;      /* versions that went well, as they were asked for */
} recorder;

static hw_status plan_words(const recorder *r, const hw_toolchain *t, hw_words *words,
                            hw_error *err)
{
    const char *const head[] = {t->selection, t->go, "build", "-o", "/dev/null"};
    for (size_t i = 0; i < sizeof head / sizeof *head; i++)
        if (!hw_words_add(words, head[i]))
            return hw_nomem(err);
    for (size_t i = 0; i < r->plan->package_count; i++)
        if (!hw_words_add(words, r->plan->packages[i]))
            return hw_nomem(err);
    return HW_OK;
}

static hw_status run_build(recorder *r, const hw_words *words, const char *bundle, hw_error *err)
{
    hw_words packages = {0};
    hw_record_result result = {0};
    for (size_t i = 0; i < r->plan->package_count; i++)
        if (!hw_words_add(&packages, r->plan->packages[i])) {
            hw_words_free(&packages);
            return hw_nomem(err);
        }
    const hw_record_plan record = {
        .words = words->list.at,
        .word_count = words->list.len,
        .packages = &packages,
        .output = bundle,
        .progress = isatty(STDERR_FILENO),
    };
    hw_status status = hw_record_run(&record, &result, err);
    hw_words_free(&packages);
    if (status == HW_OK && !result.written)
        status = hw_fail(err, HW_IO, (hw_str){0}, "the build failed with exit code %d",
                         result.exit_code);
    return status;
}

/* Records with one toolchain, and puts what it said aside. */
static hw_status record_one(recorder *r, const char *asked, hw_error *err)
{
    hw_toolchain t;
    hw_words words = {0};
    HW_TRY(hw_toolchain_find(&r->arena, asked, &t, err));
    const char *bundle = hw_text_in(&r->arena, "%s/%zu.hwb", r->folder, r->session->sides.len);
    if (!bundle)
        return hw_nomem(err);
    fprintf(stderr, "heapwitness: %s: recording with %s\n", asked,
            strcmp(t.go, "go") == 0 ? strchr(t.selection, '=') + 1 : t.go);
    hw_status status = plan_words(r, &t, &words, err);
    if (status == HW_OK)
        status = run_build(r, &words, bundle, err);
    hw_words_free(&words);
    HW_TRY(status);
    HW_TRY(hw_add_claims(r->session, bundle, err));
    HW_TRY(hw_session_set_aside(r->session, err));
    return hw_words_add(&r->done, asked) ? HW_OK : hw_nomem(err);
}

/* One version that fails does not lose the others. */
static hw_status take_failure(recorder *r, const char *asked, const hw_error *why, hw_error *err)
{
    hw_versions *v = &r->session->versions;
    hw_strings *strings = &r->session->strings;
    hw_version_failure f = {0};
    char whole[sizeof why->input + sizeof why->message + 64];
    hw_error_text(why, whole, sizeof whole);
    const char *said = strcmp(why->input, asked) == 0 ? why->message : whole;
    hw_str text = hw_str_of(said);
    fprintf(stderr, "heapwitness: %s: %s\n", asked, said);
    v->strings = strings;
    return hw_strings_put(strings, hw_str_of(asked), &f.asked) &&
                   hw_strings_put(strings, text, &f.why) && hw_vec_push(&v->failures, f)
               ? HW_OK
               : hw_nomem(err);
}

static hw_status record_all(recorder *r, hw_error *err)
{
    hw_str rest = hw_str_of(r->plan->versions);
    HW_TRY(hw_workdir_new(&r->arena, NULL, &r->folder, err));
    while (rest.n && !hw_interrupted()) {
        hw_error why;
        const char *one = hw_arena_cstr(&r->arena, hw_str_trim(hw_str_next(&rest, ',')));
        if (!one)
            return hw_nomem(err);
        if (one[0] && record_one(r, one, &why) != HW_OK && !hw_interrupted())
            HW_TRY(take_failure(r, one, &why, err));
    }
    if (r->session->sides.len == 0)
        return hw_fail(err, HW_IO, HW_STR("--go"), "no version could be recorded");
    return hw_session_versions(r->session, r->done.list.at, err);
}

hw_status hw_drift_go_record(hw_session *s, const hw_drift_go_plan *plan, hw_error *err)
{
    recorder r = {.session = s, .plan = plan};
    HW_TRY(hw_interrupts_watch(err));
    hw_status status = record_all(&r, err);
    if (r.folder)
        hw_workdir_remove(r.folder);
    hw_words_free(&r.done);
    hw_arena_free(&r.arena);
    hw_interrupts_restore();
    if (hw_interrupted())
        raise(hw_interrupted());
    return status;
}
