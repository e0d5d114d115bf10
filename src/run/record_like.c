#include "run/record_like.h"

#include <string.h>

#include "base/error.h"
#include "base/utf8.h"
#include "run/gcflags.h"

/* How a setting of the build information stands on a command line. */
typedef enum setting_kind {
    VARIABLE, /* NAME=value before the command */
    FLAG,     /* -name=value */
    SWITCH,   /* -name where it is true */
    GCFLAGS,
    LDFLAGS,
    NOTHING, /* does not change what the compiler says */
    UNKNOWN,
} setting_kind;

static const struct {
    const char *key;
    setting_kind kind;
} settings[] = {
    {"GOOS", VARIABLE},
    {"GOARCH", VARIABLE},
    {"GOAMD64", VARIABLE},
    {"GO386", VARIABLE},
    {"GOARM", VARIABLE},
    {"GOARM64", VARIABLE},
    {"GOMIPS", VARIABLE},
    {"GOMIPS64", VARIABLE},
    {"GOPPC64", VARIABLE},
    {"GORISCV64", VARIABLE},
    {"GOWASM", VARIABLE},
    {"GOEXPERIMENT", VARIABLE},
    {"GOFIPS140", VARIABLE},
    {"CGO_ENABLED", VARIABLE},
    {"-buildmode", FLAG},
    {"-tags", FLAG},
    {"-pgo", FLAG},
    {"-covermode", FLAG},
    {"-coverpkg", FLAG},
    {"-installsuffix", FLAG},
    {"-race", SWITCH},
    {"-msan", SWITCH},
    {"-asan", SWITCH},
    {"-trimpath", SWITCH},
    {"-cover", SWITCH},
    {"-gcflags", GCFLAGS},
    {"-ldflags", LDFLAGS},
    {"-compiler", NOTHING},
    {"-asmflags", NOTHING},
    {"DefaultGODEBUG", NOTHING},
    {"CGO_CFLAGS", NOTHING},
    {"CGO_CPPFLAGS", NOTHING},
    {"CGO_CXXFLAGS", NOTHING},
    {"CGO_LDFLAGS", NOTHING},
    {"vcs", NOTHING},
    {"vcs.revision", NOTHING},
    {"vcs.time", NOTHING},
    {"vcs.modified", NOTHING},
};

typedef struct like {
    hw_arena *arena;
    const hw_build_info *b;
    hw_buf *out;
    hw_error *err;
    hw_str name; /* of the file */
    bool bad;    /* out of memory */
} like;

static void put(like *l, const char *text)
{
    l->bad = l->bad || hw_buf_str(l->out, hw_str_of(text)) != HW_OK;
}

static void put_str(like *l, hw_str text)
{
    l->bad = l->bad || hw_buf_str(l->out, text) != HW_OK;
}

static void put_word(like *l, hw_str text)
{
    l->bad = l->bad || hw_sh_quote(l->out, text) != HW_OK;
}

/* --- hostile texts -------------------------------------------------------------------------- */

static hw_status check_text(like *l, hw_str text)
{
    for (hw_str rest = text; rest.n;) {
        uint32_t cp;
        size_t n = hw_utf8_next(rest, &cp);
        if (!hw_utf8_shown(cp))
            return hw_fail(l->err, HW_FORMAT, l->name,
                           "its build information has control or invisible characters; no command "
                           "is made of it");
        rest = hw_str_from(rest, n);
    }
    return HW_OK;
}

static hw_status check_all(like *l)
{
    const hw_build_info *b = l->b;
    HW_TRY(check_text(l, b->go_version));
    HW_TRY(check_text(l, b->path));
    HW_TRY(check_text(l, b->module.path));
    HW_TRY(check_text(l, b->module.version));
    for (size_t i = 0; i < b->settings.len; i++) {
        HW_TRY(check_text(l, b->settings.at[i].key));
        HW_TRY(check_text(l, b->settings.at[i].value));
    }
    if (b->path.n && b->path.p[0] == '-')
        return hw_fail(l->err, HW_FORMAT, l->name,
                       "its main package is called like an option; no command is made of it");
    return HW_OK;
}

/* --- comments ------------------------------------------------------------------------------- */

static bool from_files(const hw_build_info *b)
{
    return hw_str_eq(b->path, HW_STR("command-line-arguments"));
}

/* A release that was installed from the module proxy: it has no checkout. */
static bool installed(const hw_build_info *b)
{
    return !from_files(b) && hw_str_starts(b->module.version, HW_STR("v")) && b->module.sum.n &&
           hw_build_setting(b, "vcs.revision").n == 0;
}

static void comment(like *l, const char *before, hw_str text, const char *after)
{
    put(l, "# ");
    put(l, before);
    put_str(l, text);
    put(l, after);
    put(l, "\n");
}

static void comments(like *l)
{
    const hw_build_info *b = l->b;
    hw_str revision = hw_build_setting(b, "vcs.revision");
    comment(l, "", b->path, "");
    comment(l, "built with ", b->go_version, "");
    if (revision.n) {
        put(l, "# in a checkout of the sources: ");
        put_word(l, hw_build_setting(b, "vcs"));
        put(l, " checkout ");
        put_word(l, revision);
        put(l, "\n");
    } else if (!installed(b)) {
        put(l, "# in a checkout of the sources; which commit it was is not known\n");
    }
    if (hw_str_eq(hw_build_setting(b, "vcs.modified"), HW_STR("true")))
        put(l, "# the sources had changes that were not committed: lines may differ\n");
    if (hw_build_setting(b, "-pgo").n)
        put(l, "# the profile of -pgo has to be the same\n");
    if (b->pclntab_sha256.n)
        comment(l, "the same code, if the bundle's pclntab_sha256 is ", b->pclntab_sha256, "");
    if (from_files(b))
        put(l, "# built from files named on the command line: put them in place of FILES\n");
}

/* --- the command ---------------------------------------------------------------------------- */

static setting_kind kind_of(hw_str key)
{
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        if (hw_str_eq(key, hw_str_of(settings[i].key)))
            return settings[i].kind;
    return UNKNOWN;
}

/* "go1.26.8" of "go1.26.8 X:noaliastypeparams"; empty where it is no name of a toolchain. */
static hw_str release(const hw_build_info *b, hw_str *experiments)
{
    hw_str rest = b->go_version, version = hw_str_next(&rest, ' '), number = version;
    *experiments = (hw_str){0};
    if (hw_str_cut_prefix(&rest, HW_STR("X:")))
        *experiments = rest;
    if (!hw_str_cut_prefix(&number, HW_STR("go1.")) || number.n == 0 || version.n > 40)
        return (hw_str){0};
    for (size_t i = 0; i < number.n; i++)
        if (!strchr("0123456789.betarc", number.p[i]))
            return (hw_str){0};
    return version;
}

static void variable(like *l, hw_str name, hw_str value)
{
    put(l, " \\\n    ");
    put_str(l, name);
    put(l, "=");
    put_word(l, value);
}

static void variables(like *l)
{
    hw_str experiments, version = release(l->b, &experiments);
    if (version.n) /* an older one too, where the go on the PATH is 1.21 or newer */
        variable(l, HW_STR("GOTOOLCHAIN"), version);
    if (experiments.n && hw_build_setting(l->b, "GOEXPERIMENT").n == 0)
        variable(l, HW_STR("GOEXPERIMENT"), experiments);
    for (size_t i = 0; i < l->b->settings.len; i++) {
        const hw_setting *s = &l->b->settings.at[i];
        if (kind_of(s->key) == VARIABLE && s->value.n)
            variable(l, s->key, s->value);
    }
}

static void flag(like *l, hw_str key, hw_str value)
{
    hw_buf word = {0};
    put(l, " ");
    l->bad = l->bad || hw_buf_str(&word, key) != HW_OK || hw_buf_str(&word, HW_STR("=")) != HW_OK ||
             hw_buf_str(&word, value) != HW_OK || hw_sh_quote(l->out, hw_buf_view(&word)) != HW_OK;
    hw_buf_free(&word);
}

static bool is_ours(const char *element)
{
    element += strspn(element, "-");
    return strcmp(element, "m") == 0 || strncmp(element, "m=", 2) == 0 ||
           strncmp(element, "json=", 5) == 0;
}

/* Whether a flag of the compiler or the linker names a program to run or a file to write. None of
 * these changes what the compiler says. */
static bool is_touching(const char *element)
{
    static const char *const names[] = {"asmhdr",
                                        "benchmarkprofile",
                                        "blockprofile",
                                        "capturehostobjs",
                                        "cpuprofile",
                                        "extar",
                                        "extld",
                                        "extldflags",
                                        "json",
                                        "linkobj",
                                        "memprofile",
                                        "mutexprofile",
                                        "o",
                                        "tmpdir",
                                        "traceprofile"};
    hw_str name = hw_str_of(element + strspn(element, "-")), value = {0};
    if (element[0] != '-')
        return false;
    hw_str_cut(name, '=', &name, &value);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (hw_str_eq(name, hw_str_of(names[i])))
            return true;
    return hw_str_eq(name, HW_STR("d")) && hw_str_has(value, HW_STR("dump"));
}

static hw_status join(like *l, hw_str pattern, const hw_words *elements, hw_buf *ret)
{
    if (pattern.n && hw_buf_printf(ret, "%.*s=", HW_STR_ARG(pattern)) != HW_OK)
        return hw_nomem(l->err);
    return hw_go_join(ret, elements, 0, l->err);
}

/* -gcflags or -ldflags without the diagnostics of an earlier recording; may be empty. `why` is set
 * where the flag should not be repeated at all. */
static hw_status flags_left(like *l, hw_str flags, hw_buf *ret, const char **why)
{
    hw_words elements = {0}, kept = {0};
    hw_str pattern, text;
    hw_status status = hw_gcflags_cut(flags, &pattern, &text, l->err);
    if (status == HW_OK)
        status = hw_go_split(l->arena, text, "flags", &elements, l->err);
    *why = NULL;
    for (size_t i = 0; status == HW_OK && i < elements.list.len; i++) {
        const char *element = elements.list.at[i];
        if (is_ours(element))
            continue;
        if (is_touching(element))
            *why = ", which names a program to run or a file to write";
        if (!hw_words_add(&kept, element))
            status = hw_nomem(l->err);
    }
    if (status == HW_OK && kept.list.len == elements.list.len)
        status = hw_buf_str(ret, flags) == HW_OK ? HW_OK : hw_nomem(l->err);
    else if (status == HW_OK && kept.list.len)
        status = join(l, pattern, &kept, ret);
    hw_words_free(&elements);
    hw_words_free(&kept);
    if (status != HW_USAGE)
        return status;
    *why = ", which go would refuse";
    return HW_OK;
}

static hw_status compiler_flags(like *l, hw_str key, hw_str value)
{
    hw_buf left = {0};
    const char *why;
    hw_status status = flags_left(l, value, &left, &why);
    if (status == HW_OK && !why && left.n)
        flag(l, key, hw_buf_view(&left));
    hw_buf_free(&left);
    return status;
}

static hw_status flags(like *l)
{
    for (size_t i = 0; i < l->b->settings.len; i++) {
        const hw_setting *s = &l->b->settings.at[i];
        switch (kind_of(s->key)) {
        case FLAG:
            flag(l, s->key, s->value);
            break;
        case SWITCH:
            if (hw_str_eq(s->value, HW_STR("true"))) {
                put(l, " ");
                put_str(l, s->key);
            }
            break;
        case GCFLAGS:
        case LDFLAGS:
            HW_TRY(compiler_flags(l, s->key, s->value));
            break;
        case VARIABLE:
        case NOTHING:
        case UNKNOWN:
            break;
        }
    }
    return HW_OK;
}

static hw_status left_out(like *l)
{
    for (size_t i = 0; i < l->b->settings.len; i++) {
        const hw_setting *s = &l->b->settings.at[i];
        setting_kind kind = kind_of(s->key);
        hw_buf left = {0};
        const char *why = NULL;
        if (kind == UNKNOWN)
            comment(l, "left out, not known here: ", s->key, "");
        if (kind == GCFLAGS || kind == LDFLAGS)
            HW_TRY(flags_left(l, s->value, &left, &why));
        if (why)
            comment(l, "left out: ", s->key, why);
        if (kind == GCFLAGS && left.n && !why)
            put(l, "# go writes down the last -gcflags alone; there may have been more\n");
        hw_buf_free(&left);
    }
    return HW_OK;
}

static hw_status command(like *l)
{
    const hw_build_info *b = l->b;
    hw_str base = from_files(b) || b->path.n == 0 ? HW_STR("program") : hw_str_base(b->path);
    const char *copy = hw_text_in(l->arena, "%.*s", HW_STR_ARG(base));
    if (!copy)
        return hw_nomem(l->err);
    put(l, "heapwitness record -o ");
    put_word(l, hw_str_of(hw_text_in(l->arena, "./%s.hwb", copy)));
    put(l, " --");
    variables(l);
    put(l, installed(b) ? " \\\n    go install" : " \\\n    go build");
    HW_TRY(flags(l));
    if (!installed(b)) {
        put(l, " -o ");
        put_word(l, hw_str_of(hw_text_in(l->arena, "./%s.recorded", copy)));
    }
    put(l, " ");
    if (from_files(b))
        put(l, "FILES");
    else
        put_word(l, b->path);
    if (installed(b)) {
        put(l, "@");
        put_word(l, b->module.version);
    }
    put(l, "\n");
    return HW_OK;
}

hw_status hw_like_text(hw_arena *a, const char *file, const hw_build_info *b, hw_buf *ret,
                       hw_error *err)
{
    like l = {a, b, ret, err, hw_str_of(file), false};
    if (b->old_build_info)
        return hw_fail(err, HW_UNSUPPORTED, l.name,
                       "was built with Go 1.17 or earlier, which did not write down how");
    if (b->go_version.n == 0 || b->path.n == 0)
        return hw_fail(err, HW_UNSUPPORTED, l.name,
                       "has no build information of Go; is it a Go program, built with modules?");
    HW_TRY(check_all(&l));
    comments(&l);
    HW_TRY(left_out(&l));
    HW_TRY(command(&l));
    return l.bad ? hw_nomem(err) : HW_OK;
}
