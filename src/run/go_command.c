#include "run/go_command.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "run/paths.h"

#define TEST  (1u << HW_GO_TEST)
#define BUILD (1u << HW_GO_BUILD)

/* Flags of go build, install and test, of all known versions. Flags that need no treatment are
 * listed too, because their values must not be taken for packages. */
static const hw_go_flag_row rows[] = {
    {"gcflags", HW_GO_GCFLAGS, 0, NULL},
    {"n", HW_GO_REFUSED, 0, "compiles nothing, so there is nothing to record"},
    {"json", HW_GO_REFUSED, 0,
     "wraps what the compiler says; leave it out, a bundle has its records"},
    {"x", HW_GO_REFUSED, 0, "mixes commands into what the compiler says; leave it out"},
    {"work", HW_GO_REFUSED, 0,
     "keeps a folder that lies in one that is gone afterwards; leave it out"},
    {"toolexec", HW_GO_REFUSED, 0, "may print or change anything; leave it out"},
    {"compiler", HW_GO_VALUE, 0, NULL},
    {"o", HW_GO_PATH, BUILD | TEST, NULL},
    {"modfile", HW_GO_PATH, 0, NULL},
    {"overlay", HW_GO_PATH, 0, NULL},
    {"pkgdir", HW_GO_PATH, 0, NULL},
    {"pgo", HW_GO_PGO, 0, NULL},
    {"debug-actiongraph", HW_GO_PATH, 0, NULL},
    {"debug-trace", HW_GO_PATH, 0, NULL},
    {"debug-runtime-trace", HW_GO_PATH, 0, NULL},
    {"a", HW_GO_SWITCH, 0, NULL},
    {"asan", HW_GO_SWITCH, 0, NULL},
    {"buildvcs", HW_GO_SWITCH, 0, NULL},
    {"cover", HW_GO_SWITCH, 0, NULL},
    {"i", HW_GO_SWITCH, 0, NULL},
    {"linkshared", HW_GO_SWITCH, 0, NULL},
    {"modcacherw", HW_GO_SWITCH, 0, NULL},
    {"msan", HW_GO_SWITCH, 0, NULL},
    {"race", HW_GO_SWITCH, 0, NULL},
    {"trimpath", HW_GO_SWITCH, 0, NULL},
    {"v", HW_GO_SWITCH, 0, NULL},
    {"asmflags", HW_GO_OPAQUE, 0, NULL},
    {"buildmode", HW_GO_VALUE, 0, NULL},
    {"covermode", HW_GO_VALUE, 0, NULL},
    {"coverpkg", HW_GO_VALUE, 0, NULL},
    {"gccgoflags", HW_GO_OPAQUE, 0, NULL},
    {"installsuffix", HW_GO_VALUE, 0, NULL},
    {"ldflags", HW_GO_OPAQUE, 0, NULL},
    {"mod", HW_GO_VALUE, 0, NULL},
    {"p", HW_GO_VALUE, 0, NULL},
    {"tags", HW_GO_VALUE, 0, NULL},
    {"artifacts", HW_GO_SWITCH, TEST, NULL},
    {"benchmem", HW_GO_SWITCH, TEST, NULL},
    {"c", HW_GO_SWITCH, TEST, NULL},
    {"failfast", HW_GO_SWITCH, TEST, NULL},
    {"fullpath", HW_GO_SWITCH, TEST, NULL},
    {"short", HW_GO_SWITCH, TEST, NULL},
    {"bench", HW_GO_VALUE, TEST, NULL},
    {"benchtime", HW_GO_VALUE, TEST, NULL},
    {"blockprofile", HW_GO_VALUE, TEST, NULL},
    {"blockprofilerate", HW_GO_VALUE, TEST, NULL},
    {"count", HW_GO_VALUE, TEST, NULL},
    {"coverprofile", HW_GO_VALUE, TEST, NULL},
    {"cpu", HW_GO_VALUE, TEST, NULL},
    {"cpuprofile", HW_GO_VALUE, TEST, NULL},
    {"exec", HW_GO_OPAQUE, TEST, NULL},
    {"fuzz", HW_GO_VALUE, TEST, NULL},
    {"fuzzminimizetime", HW_GO_VALUE, TEST, NULL},
    {"fuzztime", HW_GO_VALUE, TEST, NULL},
    {"list", HW_GO_VALUE, TEST, NULL},
    {"memprofile", HW_GO_VALUE, TEST, NULL},
    {"memprofilerate", HW_GO_VALUE, TEST, NULL},
    {"mutexprofile", HW_GO_VALUE, TEST, NULL},
    {"mutexprofilefraction", HW_GO_VALUE, TEST, NULL},
    {"outputdir", HW_GO_PATH, TEST, NULL},
    {"parallel", HW_GO_VALUE, TEST, NULL},
    {"run", HW_GO_VALUE, TEST, NULL},
    {"shuffle", HW_GO_VALUE, TEST, NULL},
    {"skip", HW_GO_VALUE, TEST, NULL},
    {"timeout", HW_GO_VALUE, TEST, NULL},
    {"trace", HW_GO_VALUE, TEST, NULL},
    {"vet", HW_GO_VALUE, TEST, NULL},
};

static const char *const verbs[] = {
    [HW_GO_BUILD] = "build", [HW_GO_INSTALL] = "install", [HW_GO_TEST] = "test"};

const hw_go_flag_row *hw_go_flag_row_of(hw_str raw, hw_go_verb verb)
{
    hw_str name = raw, value;
    if (!hw_str_cut_prefix(&name, HW_STR("--")) && !hw_str_cut_prefix(&name, HW_STR("-")))
        return NULL;
    if (verb == HW_GO_TEST)
        hw_str_cut_prefix(&name, HW_STR("test."));
    hw_str_cut(name, '=', &name, &value);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (hw_str_eq(name, hw_str_of(rows[i].name)) &&
            (!rows[i].verbs || rows[i].verbs & 1u << verb))
            return &rows[i];
    return NULL;
}

/* --- reading -------------------------------------------------------------------------------- */

typedef struct reader {
    hw_go_command *c;
    const char *const *words;
    size_t n, at;
    bool packages_end; /* go test: no package comes any more */
} reader;

static bool is_assignment(const char *word)
{
    size_t n = strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789");
    return n > 0 && word[n] == '=' && !strchr("0123456789", word[0]);
}

/* Names of the go command: go, /usr/lib/go-1.19/bin/go, go1.21.13 (golang.org/dl), gotip. */
static bool is_go(const char *word)
{
    hw_str base = hw_str_base(hw_str_of(word));
    if (hw_str_eq(base, HW_STR("go")) || hw_str_eq(base, HW_STR("gotip")))
        return true;
    return hw_str_cut_prefix(&base, HW_STR("go")) && base.n && base.p[0] >= '1' && base.p[0] <= '9';
}

/* -C DIR stands before the verb or directly behind it, or not at all. */
static hw_status read_chdir(reader *r, hw_error *err)
{
    const char *word = r->at < r->n ? r->words[r->at] : "";
    word += word[0] == '-' && word[1] == '-';
    if (r->c->chdir && (strncmp(word, "-C=", 3) == 0 || strcmp(word, "-C") == 0))
        return hw_fail(err, HW_USAGE, HW_STR("-C"), "stands there twice");
    if (strncmp(word, "-C=", 3) == 0) {
        r->c->chdir = word + 3;
        r->at++;
    } else if (strcmp(word, "-C") == 0) {
        if (r->at + 1 >= r->n)
            return hw_fail(err, HW_USAGE, HW_STR("-C"), "needs a folder");
        r->c->chdir = r->words[r->at + 1];
        r->at += 2;
    }
    return HW_OK;
}

static hw_status read_program(reader *r, hw_error *err)
{
    if (r->at < r->n && strcmp(r->words[r->at], "env") == 0)
        r->at++;
    for (; r->at < r->n && is_assignment(r->words[r->at]); r->at++)
        if (!hw_words_add(&r->c->env, r->words[r->at]))
            return hw_nomem(err);
    if (r->at == r->n)
        return hw_fail(err, HW_USAGE, HW_STR("record"),
                       "which build? heapwitness record -- go build ./cmd/service");
    r->c->go = r->words[r->at++];
    bool known = is_go(r->c->go);
    if (known)
        HW_TRY(read_chdir(r, err));
    if (!known)
        return hw_fail(
            err, HW_USAGE, hw_str_of(r->c->go),
            "is not the go command; for builds that run it themselves (make, Docker, ko, "
            "bazel) see record --env");
    const char *verb = r->at < r->n ? r->words[r->at++] : "";
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (strcmp(verb, verbs[i]) == 0) {
            r->c->verb = (hw_go_verb)i;
            return HW_OK;
        }
    return hw_fail(err, HW_USAGE, hw_str_of(verb),
                   "go build, go install and go test can be recorded, nothing else");
}

static hw_status read_flag(reader *r, const char *word, hw_error *err)
{
    hw_go_flag f = {hw_go_flag_row_of(hw_str_of(word), r->c->verb), word, NULL, false};
    const char *equals = strchr(word, '=');
    r->at++;
    if (!f.row && !equals && r->c->verb != HW_GO_TEST)
        return hw_fail(err, HW_USAGE, hw_str_of(word),
                       "is no flag of go %s that is known here; where it has a value, write "
                       "-flag=value",
                       verbs[r->c->verb]);
    if (!f.row)
        r->packages_end = true; /* what follows may be its value */
    if (f.row && f.row->kind == HW_GO_REFUSED && !(equals && strcmp(equals, "=false") == 0))
        return hw_fail(err, HW_USAGE, hw_str_of(word), "%s", f.row->why);
    if (equals) {
        f.value = equals + 1;
    } else if (f.row && f.row->kind != HW_GO_SWITCH) {
        if (r->at == r->n)
            return hw_fail(err, HW_USAGE, hw_str_of(word), "needs a value");
        f.value = r->words[r->at++];
        f.separate = true;
    }
    return hw_vec_push(&r->c->flags, f) ? HW_OK : hw_nomem(err);
}

/* All other words belong to the test, or (behind "--") are packages. */
static hw_status read_rest(reader *r, hw_words *to, hw_error *err)
{
    for (; r->at < r->n; r->at++)
        if (!hw_words_add(to, r->words[r->at]))
            return hw_nomem(err);
    return HW_OK;
}

static hw_status read_test_word(reader *r, const char *word, hw_error *err)
{
    bool ends =
        strcmp(word, "-args") == 0 || strcmp(word, "--args") == 0 || strcmp(word, "--") == 0;
    if (ends || (word[0] != '-' && r->packages_end))
        return read_rest(r, &r->c->rest, err);
    if (word[0] == '-' && word[1]) {
        if (r->c->operands.list.len)
            r->packages_end = true;
        return read_flag(r, word, err);
    }
    r->at++;
    return hw_words_add(&r->c->operands, word) ? HW_OK : hw_nomem(err);
}

/* As Go's package flag does: flags end at the first other word. */
static hw_status read_build_word(reader *r, const char *word, hw_error *err)
{
    if (word[0] == '-' && word[1] && strcmp(word, "--") != 0)
        return read_flag(r, word, err);
    if (strcmp(word, "--") == 0)
        r->at++;
    return read_rest(r, &r->c->operands, err);
}

hw_status hw_go_command_read(const char *const *words, size_t n, hw_go_command *ret, hw_error *err)
{
    reader r = {.c = ret, .words = words, .n = n};
    *ret = (hw_go_command){0};
    hw_status status = read_program(&r, err);
    if (status == HW_OK)
        status = read_chdir(&r, err);
    while (status == HW_OK && r.at < r.n)
        status = ret->verb == HW_GO_TEST ? read_test_word(&r, words[r.at], err)
                                         : read_build_word(&r, words[r.at], err);
    if (status != HW_OK)
        hw_go_command_free(ret);
    return status;
}

void hw_go_command_free(hw_go_command *c)
{
    hw_words_free(&c->env);
    hw_words_free(&c->operands);
    hw_words_free(&c->rest);
    hw_vec_free(&c->flags);
}

const char *hw_go_flag_value(const hw_go_command *c, const char *name)
{
    const char *found = NULL;
    for (size_t i = 0; i < c->flags.len; i++)
        if (c->flags.at[i].row && strcmp(c->flags.at[i].row->name, name) == 0)
            found = c->flags.at[i].value ? c->flags.at[i].value : "";
    return found;
}

bool hw_go_switch_on(const hw_go_command *c, const char *name)
{
    const char *value = hw_go_flag_value(c, name);
    return value && (!value[0] || strchr("1tT", value[0]));
}

bool hw_go_versioned(const hw_go_command *c)
{
    for (size_t i = 0; c->verb == HW_GO_INSTALL && i < c->operands.list.len; i++) {
        const char *word = c->operands.list.at[i];
        if (strchr(word, '@') && word[0] != '/' && !hw_path_local(hw_str_of(word)))
            return true;
    }
    return false;
}

/* --- moving --------------------------------------------------------------------------------- */

typedef struct mover {
    hw_arena *arena;
    const hw_go_command *c;
    const hw_go_move *to;
    hw_words *out;
    bool moves; /* to another folder at all */
} mover;

/* A word that ends in .go is a file if there is such a file: nats.go is a module. */
static bool is_file(mover *m, const char *word)
{
    struct stat st;
    if (!hw_str_ends(hw_str_of(word), HW_STR(".go")))
        return false;
    const char *path = hw_path_absolute(m->arena, m->to->was, word);
    return path && stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static const char *moved(mover *m, const char *path)
{
    const char *absolute = hw_path_absolute(m->arena, m->to->was, path);
    return absolute ? hw_path_relative(m->arena, m->to->is, absolute) : NULL;
}

/* Absolute, a trailing slash (a folder) kept. */
static const char *absolute(mover *m, const char *path)
{
    const char *clean = hw_path_absolute(m->arena, m->to->was, path);
    bool folder = hw_str_ends(hw_str_of(path), HW_STR("/"));
    return clean && folder ? hw_text_in(m->arena, "%s/", clean) : clean;
}

static bool path_value(const hw_go_flag_row *row, const char *value)
{
    if (!value || value[0] == '/' || value[0] == '\0')
        return false;
    if (row->kind == HW_GO_PGO)
        return strcmp(value, "auto") != 0 && strcmp(value, "off") != 0;
    return row->kind == HW_GO_PATH;
}

static HW_MEM add_flag(mover *m, const hw_go_flag *f)
{
    if (!f->row && m->c->verb == HW_GO_TEST)
        return HW_MEM_OK; /* stands behind the packages */
    if (f->row && f->row->kind == HW_GO_GCFLAGS)
        return HW_MEM_OK;
    if (m->moves && f->row && path_value(f->row, f->value)) {
        const char *value = absolute(m, f->value);
        return value && hw_words_add(m->out, hw_text_in(m->arena, "-%s=%s", f->row->name, value));
    }
    return hw_words_add(m->out, f->raw) && (!f->separate || hw_words_add(m->out, f->value));
}

/* Relative paths in GOFLAGS are repeated as absolute ones: the command line wins. */
static HW_MEM add_goflags(mover *m)
{
    for (size_t i = 0; m->moves && m->to->goflags && i < m->to->goflags->list.len; i++) {
        const char *raw = m->to->goflags->list.at[i], *equals = strchr(raw, '=');
        const hw_go_flag_row *row = hw_go_flag_row_of(hw_str_of(raw), m->c->verb);
        if (!row || !equals || !path_value(row, equals + 1))
            continue;
        const char *value = absolute(m, equals + 1);
        if (!value || !hw_words_add(m->out, hw_text_in(m->arena, "-%s=%s", row->name, value)))
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

/* What go would write into the folder it was started in still goes there. */
static HW_MEM add_outputs(mover *m)
{
    const char *was = m->to->was;
    bool test = m->c->verb == HW_GO_TEST;
    if (!m->moves)
        return HW_MEM_OK;
    if (!hw_go_flag_value(m->c, "o") &&
        ((m->c->verb == HW_GO_BUILD && m->to->one_main) || (test && hw_go_switch_on(m->c, "c"))) &&
        !hw_words_add(m->out, hw_text_in(m->arena, "-o=%s%s", was, was[1] ? "/" : "")))
        return HW_MEM_OUT;
    return !test || hw_go_flag_value(m->c, "outputdir") ||
           hw_words_add(m->out, hw_text_in(m->arena, "-outputdir=%s", was));
}

static HW_MEM add_operands(mover *m)
{
    const hw_words *list = &m->c->operands;
    if (m->moves && list->list.len == 0)
        return hw_words_add(m->out, moved(m, "."));
    for (size_t i = 0; i < list->list.len; i++) {
        const char *word = list->list.at[i];
        if (m->moves && (hw_path_local(hw_str_of(word)) || is_file(m, word)))
            word = moved(m, word);
        if (!hw_words_add(m->out, word))
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

hw_status hw_go_command_move(hw_arena *a, const hw_go_command *c, const hw_go_move *move,
                             hw_words *ret, hw_error *err)
{
    mover m = {a, c, move, ret, strcmp(move->was, move->is) != 0};
    hw_mem added = hw_words_add(ret, c->go) && hw_words_add(ret, verbs[c->verb]);
    for (size_t i = 0; i < move->gcflags->list.len && added; i++)
        added = hw_words_add(ret, hw_text_in(a, "-gcflags=%s", move->gcflags->list.at[i]));
    added = added && add_goflags(&m);
    for (size_t i = 0; i < c->flags.len && added; i++)
        added = add_flag(&m, &c->flags.at[i]);
    added = added && add_outputs(&m) && add_operands(&m);
    for (size_t i = 0; i < c->flags.len && added; i++)
        if (!c->flags.at[i].row && c->verb == HW_GO_TEST)
            added = hw_words_add(ret, c->flags.at[i].raw);
    for (size_t i = 0; i < c->rest.list.len && added; i++)
        added = hw_words_add(ret, c->rest.list.at[i]);
    return added ? HW_OK : hw_nomem(err);
}
