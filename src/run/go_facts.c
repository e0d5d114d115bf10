#include "run/go_facts.h"

#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "base/json_tree.h"
#include "run/paths.h"
#include "run/process.h"

enum {
    OUTPUT_MAX = 16 << 20,
    VARIABLES_MAX = 1000 /* of go env */
};

const char *const hw_go_variable_names[HW_GO_VARIABLE_COUNT] = {
#define X(name) #name,
    HW_GO_VARIABLES(X)
#undef X
};

bool hw_go_variable_kept(hw_go_variable v)
{
    return v >= HW_GOFLAGS;
}

static hw_status ask(const hw_go_facts *f, const hw_words *argv, hw_buf *output, int *code,
                     hw_error *err)
{
    const hw_program program = {argv, &f->env, f->was};
    return hw_process_output(&program, OUTPUT_MAX, output, code, err);
}

/* --- go env --------------------------------------------------------------------------------- */

/* A value may have several lines, as that of GOFLAGS from a file of a CI system. */
static HW_MEM take_variables(hw_arena *a, const hw_node *all, hw_go_facts *f)
{
    for (size_t i = 0; i < HW_GO_VARIABLE_COUNT; i++) {
        const hw_node *value = hw_node_member(all, hw_go_variable_names[i], HW_NODE_STRING);
        f->variables[i] = hw_arena_cstr(a, hw_node_string(value));
        if (!f->variables[i])
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

static hw_status read_variables(hw_arena *a, const hw_buf *output, hw_go_facts *f, hw_error *err)
{
    const hw_json_bounds bounds = {.depth = 1, .values = VARIABLES_MAX};
    const hw_node *all = NULL;
    hw_arena values = {0};
    hw_status status = hw_json_tree_read(&values, hw_buf_view(output), bounds, &all, NULL);
    if (status == HW_OK && all && all->type == HW_NODE_OBJECT)
        status = take_variables(a, all, f) ? HW_OK : HW_NOMEM;
    else if (status == HW_OK)
        status = hw_fail(err, HW_IO, HW_STR("go env -json"), "does not print what it should");
    hw_arena_free(&values);
    return status == HW_NOMEM ? hw_nomem(err) : status;
}

static hw_status ask_env(hw_arena *a, const hw_go_command *c, hw_go_facts *f, hw_error *err)
{
    hw_words argv = {0};
    hw_buf output = {0};
    int code = 0;
    hw_mem added =
        hw_words_add(&argv, c->go) && hw_words_add(&argv, "env") && hw_words_add(&argv, "-json");
    for (size_t i = 0; i < HW_GO_VARIABLE_COUNT && added; i++)
        added = hw_words_add(&argv, hw_go_variable_names[i]);
    hw_status status = added ? ask(f, &argv, &output, &code, err) : hw_nomem(err);
    if (status == HW_OK && code != 0)
        status =
            hw_fail(err, HW_IO, hw_str_of(c->go),
                    "\"go env\" in %s failed with exit code %d; does it work there?", f->was, code);
    if (status == HW_OK)
        status = read_variables(a, &output, f, err);
    hw_buf_free(&output);
    hw_words_free(&argv);
    return status;
}

static hw_status find_root(hw_arena *a, hw_go_facts *f, hw_error *err)
{
    const char *file = f->variables[HW_GOWORK];
    if (file[0] != '/')
        file = f->variables[HW_GOMOD];
    f->root = f->was;
    if (file[0] != '/' || strcmp(file, "/dev/null") == 0)
        return HW_OK;
    f->root = hw_path_absolute(a, file, "..");
    return f->root ? HW_OK : hw_nomem(err);
}

/* --- go list -------------------------------------------------------------------------------- */

/* Flags that decide which packages and files there are. */
static bool decides(const hw_go_flag *f)
{
    static const char *const names[] = {"tags", "mod",  "modfile", "overlay",
                                        "race", "msan", "asan",    "compiler"};
    for (size_t i = 0; f->row && i < sizeof names / sizeof *names; i++)
        if (strcmp(f->row->name, names[i]) == 0)
            return true;
    return false;
}

typedef enum list_kind { NAMED_PACKAGES, ALL_MODULES } list_kind;

static HW_MEM add_kind(const hw_go_command *c, list_kind kind, hw_words *argv)
{
    if (kind == NAMED_PACKAGES)
        return hw_words_add(argv, "-find") &&
               hw_words_add(argv, "-f={{.Name}}\t{{.ImportPath}}\t{{.Target}}");
    return hw_words_add(argv, "-deps") && (c->verb != HW_GO_TEST || hw_words_add(argv, "-test")) &&
           hw_words_add(argv, "-f={{with .Module}}{{.Path}}\t{{.Version}}\t"
                              "{{with .Replace}}{{.Path}}\t{{.Version}}{{end}}{{end}}");
}

static hw_status list_words(const hw_go_command *c, list_kind kind, hw_words *argv, hw_error *err)
{
    hw_mem added = hw_words_add(argv, c->go) && hw_words_add(argv, "list") &&
                   hw_words_add(argv, "-e") && add_kind(c, kind, argv);
    for (size_t i = 0; i < c->flags.len && added; i++) {
        const hw_go_flag *f = &c->flags.at[i];
        if (decides(f))
            added = hw_words_add(argv, f->raw) && (!f->separate || hw_words_add(argv, f->value));
    }
    added = added && hw_words_add(argv, "--");
    for (size_t i = 0; i < c->operands.list.len && added; i++)
        added = hw_words_add(argv, c->operands.list.at[i]);
    return added ? HW_OK : hw_nomem(err);
}

/* The lines that go list prints; none where it fails. */
static hw_status list(hw_arena *a, const hw_go_command *c, const hw_go_facts *f, list_kind kind,
                      hw_words *lines, hw_error *err)
{
    hw_words argv = {0};
    hw_buf output = {0};
    int code = 0;
    hw_status status = list_words(c, kind, &argv, err);
    if (status == HW_OK)
        status = ask(f, &argv, &output, &code, err);
    hw_str text = hw_buf_view(&output);
    while (status == HW_OK && code == 0 && text.n) {
        hw_str line = hw_str_next(&text, '\n');
        if (line.n && !hw_words_add(lines, hw_arena_cstr(a, line)))
            status = hw_nomem(err);
    }
    hw_buf_free(&output);
    hw_words_free(&argv);
    return status;
}

hw_status hw_go_list_modules(hw_arena *a, const hw_go_command *c, const hw_go_facts *f,
                             hw_words *ret, hw_error *err)
{
    return list(a, c, f, ALL_MODULES, ret, err);
}

static hw_status take_package(hw_arena *a, hw_str line, hw_go_facts *f, hw_error *err)
{
    const char *parts[3];
    for (size_t i = 0; i < 3; i++) {
        parts[i] = hw_arena_cstr(a, hw_str_next(&line, '\t'));
        if (!parts[i])
            return hw_nomem(err);
    }
    const hw_go_package p = {parts[0], parts[1], parts[2]};
    return hw_vec_push(&f->packages, p) ? HW_OK : hw_nomem(err);
}

hw_status hw_go_facts_list(hw_arena *a, const hw_go_command *c, hw_go_facts *f, hw_error *err)
{
    hw_words lines = {0};
    hw_status status = list(a, c, f, NAMED_PACKAGES, &lines, err);
    for (size_t i = 0; i < lines.list.len && status == HW_OK; i++)
        status = take_package(a, hw_str_of(lines.list.at[i]), f, err);
    hw_words_free(&lines);
    return status;
}

hw_status hw_go_facts_ask(hw_arena *a, const hw_go_command *c, hw_go_facts *ret, hw_error *err)
{
    const char *here = hw_path_here(a);
    hw_go_facts f = {0};
    *ret = f;
    if (!here)
        return hw_fail_sys(err, errno, HW_STR("record"), "the current folder is not known");
    f.was = c->chdir ? hw_path_absolute(a, here, c->chdir) : here;
    hw_status status = f.was ? HW_OK : hw_nomem(err);
    for (size_t i = 0; i < c->env.list.len && status == HW_OK; i++)
        status = hw_words_add(&f.env, c->env.list.at[i]) ? HW_OK : hw_nomem(err);
    if (status == HW_OK)
        status = ask_env(a, c, &f, err);
    if (status == HW_OK)
        status = find_root(a, &f, err);
    if (status == HW_OK)
        status = hw_go_split(a, hw_str_of(f.variables[HW_GOFLAGS]), "GOFLAGS", &f.goflags, err);
    if (status == HW_OK)
        *ret = f;
    else
        hw_go_facts_free(&f);
    return status;
}

void hw_go_facts_free(hw_go_facts *f)
{
    hw_words_free(&f->env);
    hw_words_free(&f->goflags);
    hw_vec_free(&f->packages);
}
