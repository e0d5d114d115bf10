#include "run/record_env.h"

#include <string.h>

#include "base/error.h"
#include "run/gcflags.h"
#include "run/go_command.h"

typedef struct env_values {
    hw_buf goflags; /* the value of GOFLAGS */
    hw_buf quoted;  /* the same for a shell */
} env_values;

/* Appends `text` with a mark in front of each special character. */
static hw_status marked(hw_buf *to, hw_str text, const char *special, char mark)
{
    for (size_t i = 0; i < text.n; i++) {
        if (strchr(special, text.p[i]) && text.p[i])
            HW_TRY(hw_buf_add(to, &mark, 1));
        HW_TRY(hw_buf_add(to, &text.p[i], 1));
    }
    return HW_OK;
}

static hw_status write_sh(hw_buf *to, const env_values *v)
{
    return hw_buf_printf(to,
                         "export GOFLAGS=%.*s\n"
                         "export GOCACHE=\"$(mktemp -d)\"\n",
                         HW_STR_ARG(hw_buf_view(&v->quoted)));
}

/* A variable on make's command line wins over the makefile's, and is exported. */
static hw_status write_make(hw_buf *to, const env_values *v)
{
    hw_buf doubled = {0};
    hw_status s = marked(&doubled, hw_buf_view(&v->goflags), "$", '$');
    if (s == HW_OK)
        s = hw_buf_str(to, HW_STR("GOCACHE=\"$(mktemp -d)\" make GOFLAGS="));
    if (s == HW_OK)
        s = hw_sh_quote(to, hw_buf_view(&doubled));
    hw_buf_free(&doubled);
    return s == HW_OK ? hw_buf_str(to, HW_STR(" 2> escape.log\n")) : s;
}

static hw_status write_dockerfile(hw_buf *to, const env_values *v)
{
    if (hw_str_chr(hw_buf_view(&v->goflags), '\n') != HW_NPOS)
        return hw_buf_str(to,
                          HW_STR("# a Dockerfile has no line breaks in values, and this GOFLAGS "
                                 "has one\n"));
    HW_TRY(hw_buf_str(to, HW_STR("ENV GOFLAGS=\"")));
    HW_TRY(marked(to, hw_buf_view(&v->goflags), "\\\"$", '\\'));
    return hw_buf_str(to, HW_STR("\"\n"
                                 "# RUN go build -o /service ./cmd/service 2> /escape.log\n"));
}

static hw_status write_docker(hw_buf *to, const env_values *v)
{
    HW_TRY(hw_buf_str(to, HW_STR("docker build --build-arg GOFLAGS=")));
    HW_TRY(hw_buf_str(to, hw_buf_view(&v->quoted)));
    return hw_buf_str(to, HW_STR(" .\n"));
}

static hw_status write_ko(hw_buf *to, const env_values *v)
{
    return hw_buf_printf(
        to, "GOCACHE=\"$(mktemp -d)\" GOFLAGS=%.*s ko build ./cmd/service 2> escape.log\n",
        HW_STR_ARG(hw_buf_view(&v->quoted)));
}

/* Bazel hands flags to the compiler itself: no patterns, no GOFLAGS. */
static hw_status write_bazel(hw_buf *to, const env_values *v)
{
    (void)v;
    return hw_buf_str(to, HW_STR("bazel build --@io_bazel_rules_go//go/config:gc_goopts=-m=2 "
                                 "//cmd/service 2> escape.log\n"
                                 "# or in BUILD.bazel: gc_goopts = [\"-m=2\"]\n"));
}

static hw_status write_powershell(hw_buf *to, const env_values *v)
{
    HW_TRY(hw_buf_str(to, HW_STR("$env:GOFLAGS = '")));
    HW_TRY(marked(to, hw_buf_view(&v->goflags), "'", '\''));
    return hw_buf_str(to, HW_STR("'\n"
                                 "$env:GOCACHE = (New-Item -ItemType Directory -Path (Join-Path "
                                 "([IO.Path]::GetTempPath()) (New-Guid))).FullName\n"));
}

/* Ways to give GOFLAGS to a build. */
static const struct {
    const char *name, *title;
    hw_status (*write)(hw_buf *to, const env_values *v);
} forms[] = {
    {"sh", "a POSIX shell", write_sh},
    {"make", "make", write_make},
    {"dockerfile", "a Dockerfile, before the RUN that builds", write_dockerfile},
    {"docker", "docker build, of a Dockerfile with ARG GOFLAGS", write_docker},
    {"ko", "ko", write_ko},
    {"bazel", "bazel with rules_go: the compiler's own flags", write_bazel},
    {"powershell", "PowerShell", write_powershell},
};

/* The user's GOFLAGS with ours merged into its -gcflags. */
static hw_status merged_goflags(hw_arena *a, const hw_env_plan *plan, hw_words *ret, hw_error *err)
{
    hw_words given = {0}, merged = {0}, elements = {0};
    const hw_gcflags_plan merge = {
        .given = &given, .patterns = plan->packages, .json_dir = plan->json_dir};
    hw_status status = hw_go_split(a, hw_str_of(plan->goflags), "GOFLAGS", &elements, err);
    for (size_t i = 0; i < elements.list.len && status == HW_OK; i++) {
        const char *raw = elements.list.at[i], *equals = strchr(raw, '=');
        const hw_go_flag_row *row = hw_go_flag_row_of(hw_str_of(raw), HW_GO_BUILD);
        bool gcflags = row && row->kind == HW_GO_GCFLAGS && equals;
        if (!hw_words_add(gcflags ? &given : ret, gcflags ? equals + 1 : raw))
            status = hw_nomem(err);
    }
    if (status == HW_OK)
        status = hw_gcflags_merge(a, &merge, &merged, err);
    for (size_t i = 0; i < merged.list.len && status == HW_OK; i++)
        if (!hw_words_add(ret, hw_text_in(a, "-gcflags=%s", merged.list.at[i])))
            status = hw_nomem(err);
    hw_words_free(&given);
    hw_words_free(&merged);
    hw_words_free(&elements);
    return status;
}

static hw_status write_forms(const hw_env_plan *plan, const env_values *v, hw_buf *ret,
                             hw_error *err)
{
    bool any = false;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (plan->form && strcmp(plan->form, forms[i].name) != 0)
            continue;
        if (!plan->form && hw_buf_printf(ret, "%s# %s: %s\n", any ? "\n" : "", forms[i].name,
                                         forms[i].title) != HW_OK)
            return hw_nomem(err);
        if (forms[i].write(ret, v) != HW_OK)
            return hw_nomem(err);
        any = true;
    }
    if (!any)
        return hw_fail(err, HW_USAGE, hw_str_of(plan->form),
                       "no such form; --env alone shows them all");
    return HW_OK;
}

hw_status hw_env_text(hw_arena *a, const hw_env_plan *plan, hw_buf *ret, hw_error *err)
{
    hw_words words = {0};
    env_values v = {{0}, {0}};
    hw_status status = merged_goflags(a, plan, &words, err);
    if (status == HW_OK)
        status = hw_go_join(&v.goflags, &words, 0, err);
    if (status == HW_OK && hw_sh_quote(&v.quoted, hw_buf_view(&v.goflags)) != HW_OK)
        status = hw_nomem(err);
    if (status == HW_OK)
        status = write_forms(plan, &v, ret, err);
    hw_words_free(&words);
    hw_buf_free(&v.goflags);
    hw_buf_free(&v.quoted);
    return status;
}
