#include "run/bundle_head.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"

/* The values that decide what is compiled are kept. Of what go hands to other programs (linker,
 * assembler, C compiler, a test), and of other variables, only the name is kept: "-ldflags=". */

static bool is_kept(hw_str name)
{
    for (int v = 0; v < HW_GO_VARIABLE_COUNT; v++)
        if (hw_str_eq(name, hw_str_of(hw_go_variable_names[v])))
            return true;
    return false;
}

static hw_str name_alone(hw_str word)
{
    size_t equals = hw_str_chr(word, '=');
    return equals == HW_NPOS ? word : hw_str_sub(word, 0, equals + 1);
}

static bool is_opaque(const hw_go_flag_row *row)
{
    return !row || row->kind == HW_GO_OPAQUE;
}

static bool is_opaque_goflag(const char *raw)
{
    return is_opaque(hw_go_flag_row_of(hw_str_of(raw), HW_GO_BUILD)) &&
           is_opaque(hw_go_flag_row_of(hw_str_of(raw), HW_GO_TEST));
}

/* GOFLAGS stay as they are written where nothing in them is kept back. */
static hw_status kept_goflags(hw_arena *a, hw_str text, hw_words *elements, hw_buf *ret,
                              hw_error *err)
{
    bool any = false;
    HW_TRY(hw_go_split(a, text, "GOFLAGS", elements, err));
    for (size_t i = 0; i < elements->list.len; i++) {
        const char **raw = &elements->list.at[i];
        if (!is_opaque_goflag(*raw))
            continue;
        any = true;
        *raw = hw_arena_cstr(a, name_alone(hw_str_of(*raw)));
        if (!*raw)
            return hw_nomem(err);
    }
    if (any)
        return hw_go_join(ret, elements, 0, err);
    return hw_buf_str(ret, text) == HW_OK ? HW_OK : hw_nomem(err);
}

/* What is kept of GOFLAGS, with `before` in front; only `before` where go would refuse the value.
 */
static hw_status goflags(hw_arena *a, hw_str before, hw_str text, hw_str *ret, hw_error *err)
{
    hw_words elements = {0};
    hw_buf out = {0};
    hw_error why;
    hw_status status = hw_buf_str(&out, before) == HW_OK ? HW_OK : HW_NOMEM;
    if (status == HW_OK)
        status = kept_goflags(a, text, &elements, &out, &why);
    *ret = status == HW_OK ? hw_arena_str(a, hw_buf_view(&out)) : before;
    if (status == HW_OK && !ret->p)
        status = HW_NOMEM;
    hw_buf_free(&out);
    hw_words_free(&elements);
    return status == HW_NOMEM ? hw_nomem(err) : HW_OK;
}

/* What is kept of a word of the command behind the variables. */
static hw_str kept_word(const hw_go_command *c, const char *word)
{
    for (size_t i = 0; i < c->flags.len; i++) {
        const hw_go_flag *f = &c->flags.at[i];
        if (is_opaque(f->row) && word == f->raw)
            return name_alone(hw_str_of(word));
        if (is_opaque(f->row) && f->separate && word == f->value)
            return (hw_str){0};
    }
    for (size_t i = 0; i < c->rest.list.len; i++) /* the test's own */
        if (word == c->rest.list.at[i] && strcmp(word, "--") != 0 && strcmp(word, "-args") != 0 &&
            strcmp(word, "--args") != 0)
            return word[0] == '-' ? name_alone(hw_str_of(word)) : (hw_str){0};
    return hw_str_of(word);
}

static hw_status command(hw_arena *a, const hw_recorded_build *b, hw_bundle_words *ret,
                         hw_error *err)
{
    size_t env = b->command->env.list.len;
    for (size_t i = 0; i < b->words->list.len; i++) {
        hw_str word = hw_str_of(b->words->list.at[i]), name = word, value, kept;
        bool assignment = i <= env && hw_str_cut(word, '=', &name, &value);
        if (!assignment)
            kept = kept_word(b->command, b->words->list.at[i]);
        else if (hw_str_eq(name, HW_STR("GOFLAGS")))
            HW_TRY(goflags(a, name_alone(word), value, &kept, err));
        else
            kept = is_kept(name) ? word : name_alone(word);
        if (!hw_vec_push(&ret->list, kept))
            return hw_nomem(err);
    }
    return HW_OK;
}

static hw_status environment(hw_arena *a, const hw_go_facts *f, hw_bundle_head *ret, hw_error *err)
{
    for (int v = 0; v < HW_GO_VARIABLE_COUNT; v++) {
        hw_setting p = {hw_str_of(hw_go_variable_names[v]), hw_str_of(f->variables[v])};
        if (!hw_go_variable_kept((hw_go_variable)v) || p.value.n == 0)
            continue;
        if (v == HW_GOFLAGS)
            HW_TRY(goflags(a, HW_STR(""), p.value, &p.value, err));
        if (!hw_vec_push(&ret->env, p))
            return hw_nomem(err);
    }
    return HW_OK;
}

static HW_MEM gcflags(const hw_words *words, hw_bundle_words *ret)
{
    hw_mem ok = HW_MEM_OK;
    for (size_t i = 0; ok && i < words->list.len; i++)
        ok = hw_vec_push(&ret->list, hw_str_of(words->list.at[i]));
    return ok;
}

/* The flags of the build but -gcflags, as "-name" or "-name=value". */
static HW_MEM flags(const hw_go_command *c, hw_bundle_words *ret)
{
    hw_mem ok = HW_MEM_OK;
    for (size_t i = 0; ok && i < c->flags.len; i++) {
        const hw_go_flag *f = &c->flags.at[i];
        if (f->row && f->row->kind == HW_GO_GCFLAGS)
            continue;
        ok = hw_vec_push(&ret->list, kept_word(c, f->raw)) &&
             (!f->separate || hw_vec_push(&ret->list, kept_word(c, f->value)));
    }
    return ok;
}

/* Those that decide what is compiled. */
static HW_MEM settings(hw_arena *a, const hw_build_info *b, hw_settings *ret)
{
    *ret = (hw_settings){hw_arena_zero(a, b->settings.len, sizeof *ret->at), 0};
    if (!ret->at)
        return b->settings.len == 0 ? HW_MEM_OK : HW_MEM_OUT;
    for (size_t i = 0; i < b->settings.len; i++) {
        hw_setting s = b->settings.at[i];
        bool cgo = hw_str_starts(s.key, HW_STR("CGO_")) && hw_str_ends(s.key, HW_STR("FLAGS"));
        const hw_go_flag_row *row = hw_go_flag_row_of(s.key, HW_GO_BUILD);
        if (!cgo && !(row && row->kind == HW_GO_OPAQUE))
            ret->at[ret->len++] = s;
    }
    return HW_MEM_OK;
}

static HW_MEM binaries(hw_arena *a, const hw_identity *from, hw_bundle_head *ret)
{
    for (size_t i = 0; i < from->binaries.len; i++) {
        hw_build_info b = from->binaries.at[i];
        if (!settings(a, &b, &b.settings) || !hw_vec_push(&ret->binaries, b))
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

hw_status hw_bundle_head_fill(hw_arena *a, const hw_recorded_build *b, hw_bundle_head *ret,
                              hw_error *err)
{
    const hw_go_facts *f = b->facts;
    const hw_identity *i = b->identity;
    *ret = (hw_bundle_head){
        .go_version = hw_str_of(f->variables[HW_GOVERSION]),
        .goos = hw_str_of(f->variables[HW_GOOS]),
        .goarch = hw_str_of(f->variables[HW_GOARCH]),
        .dir = hw_str_of(f->root),
        .vcs = i->vcs,
        .revision = i->revision,
        .revision_time = i->time,
        .modified = i->modified,
        .modules = i->modules.at,
        .module_count = i->modules.len,
    };
    HW_TRY(command(a, b, &ret->command, err));
    HW_TRY(environment(a, f, ret, err));
    hw_mem ok =
        gcflags(b->gcflags, &ret->gcflags) && flags(b->command, &ret->flags) && binaries(a, i, ret);
    return ok ? HW_OK : hw_nomem(err);
}
