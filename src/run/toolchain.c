#include "run/toolchain.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "run/process.h"

enum { OUTPUT_MAX = 1 << 20, FIRST_MINOR = 19 /* what older ones print is not known */ };

/* What `go ARGUMENTS` prints, trimmed. */
static hw_status ask_go(hw_arena *a, const char *const *words, hw_str *ret, hw_error *err)
{
    hw_words argv = {0};
    const hw_words env = {0};
    hw_buf output = {0};
    int code = 0;
    hw_mem ok = HW_MEM_OK;
    for (; ok && *words; words++)
        ok = hw_words_add(&argv, *words);
    const hw_program program = {&argv, &env, NULL};
    hw_status status =
        ok ? hw_process_output(&program, OUTPUT_MAX, &output, &code, err) : hw_nomem(err);
    if (status == HW_OK && code != 0)
        status = hw_fail(err, HW_IO, HW_STR("go"), "the go command failed with exit code %d", code);
    if (status == HW_OK) {
        *ret = hw_arena_str(a, hw_str_trim(hw_buf_view(&output)));
        status = ret->p ? HW_OK : hw_nomem(err);
    }
    hw_buf_free(&output);
    hw_words_free(&argv);
    return status;
}

/* "1.21.13" → 21, 13; "1.21" → 21, no patch. No release candidates. */
static bool parse(hw_str s, unsigned *minor, unsigned *patch, bool *patched)
{
    hw_str first = {0}, last = {0};
    uint64_t n = 0, m = 0;
    hw_str_cut_prefix(&s, HW_STR("go"));
    if (!hw_str_cut_prefix(&s, HW_STR("1.")))
        return false;
    *patched = hw_str_cut(s, '.', &first, &last);
    if (!hw_str_u64(*patched ? first : s, 999, &n) || (*patched && !hw_str_u64(last, 999, &m)))
        return false;
    *minor = (unsigned)n;
    *patch = (unsigned)m;
    return true;
}

typedef struct newest {
    unsigned minor; /* that is looked for */
    unsigned patch;
    bool found;
} newest;

static void consider(newest *n, hw_str version)
{
    unsigned minor, patch;
    bool patched;
    if (!parse(version, &minor, &patch, &patched) || !patched || minor != n->minor)
        return;
    if (!n->found || patch > n->patch)
        n->patch = patch;
    n->found = true;
}

/* Toolchains that were downloaded: golang.org/toolchain@v0.0.1-go1.21.13.linux-amd64 */
static void look_into_cache(newest *n, hw_str cache, hw_str platform)
{
    char folder[4096];
    struct dirent *entry;
    snprintf(folder, sizeof folder, "%.*s/golang.org", HW_STR_ARG(cache));
    DIR *dir = opendir(folder);
    while (dir && (entry = readdir(dir))) {
        hw_str name = hw_str_of(entry->d_name);
        if (hw_str_cut_prefix(&name, HW_STR("toolchain@v0.0.1-")) &&
            hw_str_cut_suffix(&name, platform))
            consider(n, name);
    }
    if (dir)
        closedir(dir);
}

static hw_status look_here(hw_arena *a, newest *n, hw_error *err)
{
    static const char *const words[] = {"go",   "env",    "GOMODCACHE", "GOVERSION",
                                        "GOOS", "GOARCH", NULL};
    hw_str text = {0}, line[4];
    char platform[128];
    HW_TRY(ask_go(a, words, &text, err));
    for (size_t i = 0; i < sizeof line / sizeof *line; i++)
        line[i] = hw_str_next(&text, '\n');
    consider(n, line[1]);
    snprintf(platform, sizeof platform, ".%.*s-%.*s", HW_STR_ARG(line[2]), HW_STR_ARG(line[3]));
    look_into_cache(n, line[0], hw_str_of(platform));
    return HW_OK;
}

/* "go 1.21.0 1.21.1 …" */
static hw_status look_outside(hw_arena *a, newest *n, hw_error *err)
{
    static const char *const words[] = {"go", "list", "-m", "-versions", "go", NULL};
    hw_str text = {0};
    HW_TRY(ask_go(a, words, &text, err));
    while (text.n)
        consider(n, hw_str_next(&text, ' '));
    return HW_OK;
}

static hw_status select_version(hw_arena *a, const char *asked, unsigned minor, unsigned patch,
                                hw_toolchain *ret, hw_error *err)
{
    if (minor < FIRST_MINOR)
        return hw_fail(err, HW_USAGE, hw_str_of(asked),
                       "is older than Go 1.%d, the first that can be read", FIRST_MINOR);
    *ret = (hw_toolchain){asked, hw_text_in(a, "GOTOOLCHAIN=go1.%u.%u", minor, patch), "go"};
    return ret->selection ? HW_OK : hw_nomem(err);
}

hw_status hw_toolchain_find(hw_arena *a, const char *asked, hw_toolchain *ret, hw_error *err)
{
    newest n = {0};
    unsigned patch;
    bool patched;
    if (strchr(asked, '/')) {
        if (access(asked, X_OK) != 0)
            return hw_fail(err, HW_IO, hw_str_of(asked), "is no go command that can be run");
        *ret = (hw_toolchain){asked, "GOTOOLCHAIN=local", asked};
        return HW_OK;
    }
    if (!parse(hw_str_of(asked), &n.minor, &patch, &patched))
        return hw_fail(err, HW_USAGE, hw_str_of(asked),
                       "is no Go version; --go takes a list like 1.21,1.23.12,/path/to/go");
    if (patched || n.minor < FIRST_MINOR)
        return select_version(a, asked, n.minor, patch, ret, err);
    HW_TRY(look_here(a, &n, err));
    if (!n.found)
        HW_TRY(look_outside(a, &n, err));
    if (!n.found)
        return hw_fail(err, HW_IO, hw_str_of(asked), "there is no such release of Go");
    return select_version(a, asked, n.minor, n.patch, ret, err);
}
