#include "run/recorded_identity.h"

#include <string.h>
#include <time.h>

#include "base/error.h"
#include "base/index.h"
#include "executable/program.h"
#include "run/go_outputs.h"
#include "run/process.h"

enum { OUTPUT_MAX = 4 << 20 };
/* Of the modules in the head of a bundle, which has a limit of its own; each has some JSON around
 * its names. Builds have hundreds. */
enum { MODULES_MAX_BYTES = 2 << 20, AROUND_A_MODULE = 64 };

/* --- programs ------------------------------------------------------------------------------- */

static hw_status add_binary(hw_arena *a, hw_identity *i, const hw_go_command *c, const char *path,
                            hw_error *err)
{
    hw_build_info b;
    hw_error why;
    hw_status status = hw_build_info_open(path, a, &b, &why);
    if (status == HW_NOMEM)
        return hw_nomem(err);
    if (status != HW_OK || !b.go || !hw_go_builds(c, b.path))
        return HW_OK;
    return hw_vec_push(&i->binaries, b) ? HW_OK : hw_nomem(err);
}

/* --- modules -------------------------------------------------------------------------------- */

/* The modules of an identity while they are gathered, each path and version once. */
typedef struct gathering {
    hw_identity *to;
    hw_index index;
    size_t bytes;
    const hw_module *like; /* what is looked for */
} gathering;

static bool same_module(const void *ctx, uint32_t id)
{
    const gathering *g = ctx;
    const hw_module *m = &g->to->modules.at[id];
    return hw_str_eq(m->path, g->like->path) && hw_str_eq(m->version, g->like->version);
}

static uint64_t hash_module(const gathering *g, const hw_module *m)
{
    uint64_t version = hw_hash(g->index.seed, m->version.p, m->version.n);
    return hw_hash(version, m->path.p, m->path.n);
}

static uint64_t rehash_module(const void *ctx, uint32_t id)
{
    const gathering *g = ctx;
    return hash_module(g, &g->to->modules.at[id]);
}

static hw_status add_module(gathering *g, const hw_module *m, hw_error *err)
{
    uint64_t hash = hash_module(g, m);
    size_t bytes = m->path.n + m->version.n + m->by_path.n + m->by_version.n + AROUND_A_MODULE;
    g->like = m;
    if (m->path.n == 0 || bytes > MODULES_MAX_BYTES - g->bytes ||
        hw_index_get(&g->index, hash, same_module, g) != HW_NONE)
        return HW_OK;
    g->bytes += bytes;
    uint32_t id = (uint32_t)g->to->modules.len;
    return hw_vec_push(&g->to->modules, *m) && hw_index_put(&g->index, hash, id, rehash_module, g)
               ? HW_OK
               : hw_nomem(err);
}

static hw_status modules_of(gathering *g, const hw_build_info *b, hw_error *err)
{
    HW_TRY(add_module(g, &b->module, err));
    for (size_t k = 0; k < b->modules.len; k++)
        HW_TRY(add_module(g, &b->modules.at[k], err));
    return HW_OK;
}

/* Without a program go list says which modules have packages in the build. */
static hw_status listed_modules(hw_arena *a, const hw_go_command *c, const hw_go_facts *f,
                                gathering *g, hw_error *err)
{
    hw_words lines = {0};
    hw_status status = hw_go_list_modules(a, c, f, &lines, err);
    for (size_t k = 0; k < lines.list.len && status == HW_OK; k++) {
        hw_str parts[4], rest = hw_str_of(lines.list.at[k]);
        for (size_t n = 0; n < 4; n++)
            parts[n] = hw_str_next(&rest, '\t');
        const hw_module m = {.path = parts[0],
                             .version = parts[1],
                             .replaced = parts[2].n > 0,
                             .by_path = parts[2],
                             .by_version = parts[3]};
        status = add_module(g, &m, err);
    }
    hw_words_free(&lines);
    return status;
}

/* --- sources -------------------------------------------------------------------------------- */

static hw_status stamp_of(hw_arena *a, const hw_build_info *b, hw_identity *i, hw_error *err)
{
    hw_str vcs = hw_build_setting(b, "vcs"), modified = hw_build_setting(b, "vcs.modified");
    hw_str revision = hw_build_setting(b, "vcs.revision"), when = hw_build_setting(b, "vcs.time");
    if (revision.n == 0)
        return HW_OK;
    i->vcs = hw_arena_cstr(a, vcs);
    i->revision = hw_arena_cstr(a, revision);
    i->time = when.n ? hw_arena_cstr(a, when) : NULL;
    i->modified = hw_str_eq(modified, HW_STR("true"))    ? 1
                  : hw_str_eq(modified, HW_STR("false")) ? 0
                                                         : -1;
    return i->vcs && i->revision ? HW_OK : hw_nomem(err);
}

static hw_status git(const hw_go_command *c, const hw_go_facts *f, const char *const *words,
                     hw_buf *output, int *code, hw_error *err)
{
    hw_words argv = {0};
    hw_status status = HW_OK;
    for (; *words && status == HW_OK; words++)
        status = hw_words_add(&argv, *words) ? HW_OK : hw_nomem(err);
    const hw_program program = {&argv, &c->env, f->root};
    if (status == HW_OK)
        status = hw_process_output(&program, OUTPUT_MAX, output, code, err);
    if (status == HW_IO || status == HW_LIMIT) { /* no git, or a tree full of changes */
        *code = status == HW_LIMIT ? 0 : 127;
        status = HW_OK;
    }
    hw_words_free(&argv);
    return status;
}

static HW_MEM take_commit(hw_arena *a, hw_str text, hw_identity *i)
{
    hw_str revision, rest, seconds;
    char stamp[32];
    struct tm tm;
    uint64_t n;
    if (!hw_str_cut(text, '\n', &revision, &rest) || revision.n < 40)
        return HW_MEM_OK;
    seconds = hw_str_trim(rest);
    time_t when = hw_str_u64(seconds, INT32_MAX * UINT64_C(64), &n) ? (time_t)n : 0;
    if (!gmtime_r(&when, &tm) || !strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%SZ", &tm))
        return HW_MEM_OK;
    i->vcs = "git";
    i->revision = hw_arena_cstr(a, revision);
    i->time = hw_arena_cstr(a, hw_str_of(stamp));
    return i->revision && i->time;
}

/* The go command stamps programs only; of libraries and tests git is asked as go asks it. */
static hw_status ask_git(hw_arena *a, const hw_go_command *c, const hw_go_facts *f, hw_identity *i,
                         hw_error *err)
{
    static const char *const commit[] = {
        "git", "-c", "log.showSignature=false", "log", "-1", "--format=%H%n%ct", NULL};
    static const char *const changes[] = {"git", "--no-optional-locks", "status", "--porcelain",
                                          NULL};
    hw_buf output = {0};
    int code = 1;
    hw_status status = git(c, f, commit, &output, &code, err);
    if (status == HW_OK && code == 0 && !take_commit(a, hw_buf_view(&output), i))
        status = hw_nomem(err);
    hw_buf_clear(&output);
    if (status == HW_OK && i->revision)
        status = git(c, f, changes, &output, &code, err);
    if (status == HW_OK && i->revision && code == 0)
        i->modified = output.n > 0;
    hw_buf_free(&output);
    return status;
}

static bool wants_stamp(const hw_go_command *c, const hw_go_facts *f)
{
    hw_str flag = hw_str_of(hw_go_flag_value(c, "buildvcs"));
    for (size_t i = 0; flag.n == 0 && i < f->goflags.list.len; i++) {
        flag = hw_str_of(f->goflags.list.at[i]);
        if (!hw_str_cut_prefix(&flag, HW_STR("-buildvcs=")))
            flag = (hw_str){0};
    }
    return !hw_str_eq(flag, HW_STR("false"));
}

static hw_status gather_modules(hw_arena *a, const hw_go_command *c, const hw_go_facts *f,
                                hw_identity *i, hw_error *err)
{
    gathering g = {.to = i, .index = {.seed = hw_random_seed()}};
    hw_status status = HW_OK;
    for (size_t k = 0; k < i->binaries.len && status == HW_OK; k++)
        status = modules_of(&g, &i->binaries.at[k], err);
    if (status == HW_OK && i->modules.len == 0)
        status = listed_modules(a, c, f, &g, err);
    hw_index_free(&g.index);
    return status;
}

hw_status hw_identity_gather(hw_arena *a, const hw_go_command *c, const hw_go_facts *f,
                             const hw_words *outputs, hw_identity *ret, hw_error *err)
{
    hw_identity i = {.modified = -1};
    hw_status status = HW_OK;
    for (size_t k = 0; k < outputs->list.len && status == HW_OK; k++)
        status = add_binary(a, &i, c, outputs->list.at[k], err);
    for (size_t k = 0; k < i.binaries.len && status == HW_OK && !i.revision; k++)
        status = stamp_of(a, &i.binaries.at[k], &i, err);
    if (status == HW_OK)
        status = gather_modules(a, c, f, &i, err);
    if (status == HW_OK && !i.revision && !hw_go_versioned(c) && wants_stamp(c, f))
        status = ask_git(a, c, f, &i, err);
    if (status == HW_OK)
        *ret = i;
    else
        hw_identity_free(&i);
    return status;
}

void hw_identity_free(hw_identity *i)
{
    hw_vec_free(&i->binaries);
    hw_vec_free(&i->modules);
}
