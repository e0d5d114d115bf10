/* A program and the build that a bundle was recorded from: what proves that they are the same one,
 * what disproves it, and what does neither. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "sites/build_identity.h"

enum { SETTINGS_MAX = 16 };

typedef struct world {
    hw_strings strings;
    hw_setting settings[2][SETTINGS_MAX]; /* of the program, of the recorded build */
    size_t count[2];
    hw_profile profile;
    hw_claims claims;
    hw_audit audit;
} world;

static hw_sid sid(world *w, const char *text)
{
    hw_sid id = 0;
    assert_true(hw_strings_put(&w->strings, hw_str_of(text), &id));
    return id;
}

/* "-race=true GOARCH=amd64 …" */
static hw_settings settings_of(world *w, const char *text, int side)
{
    hw_setting *list = w->settings[side];
    for (hw_str rest = hw_str_of(text); rest.n;) {
        hw_setting *s = &list[w->count[side]++];
        assert_true(w->count[side] <= SETTINGS_MAX);
        assert_true(hw_str_cut(hw_str_next(&rest, ' '), '=', &s->key, &s->value));
    }
    return (hw_settings){list, w->count[side]};
}

typedef struct row {
    const char *program, *build; /* settings */
    const char *build_version;   /* NULL: as the program's */
    hw_build_match match;
    const char *reason; /* the first one; "": any */
} row;

#define COMMIT "vcs.revision=0123456789abcdef vcs.modified=false"
#define ALL    "program has the commit, Go version, modules and flags of the recorded build"
#define OTHER                                                                                      \
    "functions and lines of program are not those of the recorded build, but no commit, version "  \
    "or flag tells them apart: other folders without -trimpath, or other sources"
#define WITH(flag)                "the program was built with " flag ", the diagnostics without it"
#define WITHOUT(flag)             "the program was built without " flag ", the diagnostics with it"
#define HAVE(key, program, build) key ": the program has " program ", the diagnostics have " build
#define UNSAID(flag)                                                                               \
    "the program was built with " flag "; the log does not say whether its build was too"
#define TABLE "the functions and lines of program are those of the recorded build"
#define FOLDER(name)                                                                               \
    "module example.com/dep is a folder (" name "), whose sources no version names (1 in all)"

static void make_world(world *w, const row *r, bool matched)
{
    hw_executable x = {.fit = HW_FIT_PROVEN};
    hw_build_info b = {0};
    hw_build build = {.vcs_modified = 0};
    hw_log_input in = {.name = HW_STR("log.hwb")};
    memset(w, 0, sizeof *w);
    assert_true(hw_strings_init(&w->strings));
    hw_profile_init(&w->profile, &w->strings);
    hw_claims_init(&w->claims, &w->strings);
    hw_audit_init(&w->audit);
    x.build = (hw_build_info){.file = HW_STR("/srv/program"),
                              .pclntab_sha256 = HW_STR("aa"),
                              .path = HW_STR("example.com/m"),
                              .go_version = HW_STR("go1.26.8"),
                              .settings = settings_of(w, r->program, 0)};
    assert_true(hw_vec_push(&w->profile.programs, x));
    b.path = HW_STR("example.com/m");
    b.pclntab_sha256 = HW_STR("bb");
    hw_settings recorded = settings_of(w, r->build, 1);
    if (matched) {
        b.settings = recorded;
    } else {
        build.settings = (uint32_t)recorded.len;
        assert_true(hw_vec_add(&w->claims.settings, recorded.at, recorded.len));
    }
    build.binaries = 1;
    build.go_version = sid(w, r->build_version ? r->build_version : "go1.26.8");
    build.vcs_revision = sid(w, "0123456789abcdef");
    assert_true(hw_vec_push(&w->claims.binaries, b));
    assert_true(hw_vec_push(&w->claims.builds, build));
    assert_true(hw_vec_push(&w->claims.inputs, in));
    w->audit.profile = &w->profile;
    w->audit.claims = &w->claims;
    w->audit.strings = &w->strings;
}

static void free_world(world *w)
{
    hw_audit_free(&w->audit);
    hw_claims_free(&w->claims);
    hw_profile_free(&w->profile);
    hw_strings_free(&w->strings);
}

static const char *first_reason(const world *w)
{
    return w->audit.build_reasons.len ? hw_strings_cstr(&w->strings, w->audit.build_reasons.at[0])
                                      : "";
}

static void judge(world *w, const row *r)
{
    hw_error err;
    assert_int_equal(hw_identity_check(&w->audit, &err), HW_OK);
    bool said = r->reason[0] == 0 || strcmp(first_reason(w), r->reason) == 0;
    if (w->audit.build_match != r->match || !said)
        fail_msg("%s against %s: %d, %s; wanted %d, %s", r->program, r->build, w->audit.build_match,
                 first_reason(w), r->match, r->reason);
}

static void settings(void **state)
{
    (void)state;
    static const row rows[] = {
        {COMMIT, "", NULL, HW_BUILD_MATCHES, ALL},
        {COMMIT " GOARCH=amd64", "GOARCH=amd64", NULL, HW_BUILD_MATCHES, ALL},
        {COMMIT " -trimpath=true", "", NULL, HW_BUILD_MATCHES, ALL},
        {"GOARCH=amd64", "GOARCH=amd64", NULL, HW_BUILD_UNKNOWN, OTHER},
        {"vcs.revision=0123456789abcdef vcs.modified=true", "", NULL, HW_BUILD_UNKNOWN, OTHER},
        {"vcs.revision=fedcba98765432100 vcs.modified=false", "", NULL, HW_BUILD_DIFFERS,
         HAVE("commit", "fedcba987654", "0123456789ab")},
        {COMMIT, "", "go1.26.7", HW_BUILD_DIFFERS, HAVE("Go version", "go1.26.8", "go1.26.7")},
        {COMMIT, "", "go1.26.8 X:swissmap", HW_BUILD_MATCHES, ALL},
        {COMMIT " GOARCH=arm64", "GOARCH=amd64", NULL, HW_BUILD_DIFFERS,
         HAVE("GOARCH", "arm64", "amd64")},
        {COMMIT " -race=true", "", NULL, HW_BUILD_DIFFERS, WITH("-race")},
        {COMMIT, "-race=true", NULL, HW_BUILD_DIFFERS, WITHOUT("-race")},
        {COMMIT " -race=false", "-race=true", NULL, HW_BUILD_DIFFERS, WITHOUT("-race")},
        {COMMIT, "-race=false", NULL, HW_BUILD_MATCHES, ""},
        {COMMIT " -pgo=/a/cpu.pgo", "-pgo=/b/cpu.pgo", NULL, HW_BUILD_MATCHES, ""},
        {COMMIT " -pgo=/a/cpu.pgo", "-pgo=/b/other.pgo", NULL, HW_BUILD_DIFFERS,
         "the program was built with another PGO profile than the diagnostics"},
        {COMMIT, "-pgo=/b/other.pgo", NULL, HW_BUILD_DIFFERS, WITHOUT("-pgo")},
        {COMMIT, "-pgo=off", NULL, HW_BUILD_MATCHES, ""},
        {COMMIT " -tags=a,b", "-tags=a,b", NULL, HW_BUILD_MATCHES, ""},
        {COMMIT " -tags=a,b", "-tags=a", NULL, HW_BUILD_DIFFERS, HAVE("-tags", "a,b", "a")},
        {COMMIT " GOEXPERIMENT=arenas", "", NULL, HW_BUILD_DIFFERS,
         HAVE("GOEXPERIMENT", "arenas", "none")},
        {COMMIT " GOAMD64=v3", "GOAMD64=v1", NULL, HW_BUILD_UNKNOWN, HAVE("GOAMD64", "v3", "v1")},
        {COMMIT " CGO_ENABLED=1", "CGO_ENABLED=0", NULL, HW_BUILD_UNKNOWN,
         HAVE("CGO_ENABLED", "1", "0")},
        {COMMIT " CGO_ENABLED=1", "", NULL, HW_BUILD_MATCHES, ""},
        {COMMIT " GOOS=linux", "GOOS=darwin", NULL, HW_BUILD_DIFFERS,
         HAVE("GOOS", "linux", "darwin")},
        {COMMIT " -msan=true", "", NULL, HW_BUILD_DIFFERS, WITH("-msan")},
        {COMMIT " -asan=true", "", NULL, HW_BUILD_DIFFERS, WITH("-asan")},
        {COMMIT " GOARM64=v8.0", "GOARM64=v9.0", NULL, HW_BUILD_UNKNOWN,
         HAVE("GOARM64", "v8.0", "v9.0")},
        {COMMIT, "-tags=a", NULL, HW_BUILD_DIFFERS, HAVE("-tags", "none", "a")},
        {"GOAMD64=v3", "GOAMD64=v1", NULL, HW_BUILD_UNKNOWN, HAVE("GOAMD64", "v3", "v1")},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int matched = 0; matched < 2; matched++) {
            world w;
            make_world(&w, &rows[i], matched);
            judge(&w, &rows[i]);
            assert_int_equal(w.audit.build_reasons.len, 1);
            free_world(&w);
        }
}

/* Only the program knows of a default.pgo that the go command took by itself. */
static void default_pgo(void **state)
{
    (void)state;
    static const row unsaid = {COMMIT " -pgo=/m/default.pgo", "GOOS=linux", NULL, HW_BUILD_MATCHES,
                               ""};
    static const row automatic = {COMMIT " -pgo=/m/default.pgo", "-pgo=auto", NULL,
                                  HW_BUILD_MATCHES, ALL};
    static const row matched = {COMMIT " -pgo=/m/default.pgo", "GOOS=linux", NULL, HW_BUILD_DIFFERS,
                                WITH("-pgo")};
    world w;
    make_world(&w, &unsaid, false);
    judge(&w, &unsaid);
    free_world(&w);
    make_world(&w, &automatic, false);
    judge(&w, &automatic);
    free_world(&w);
    make_world(&w, &matched, true);
    judge(&w, &matched);
    free_world(&w);
}

/* What only prints is no difference; patterns and several -gcflags are. */
static void gcflags(void **state)
{
    (void)state;
    static const struct {
        const char *program, *build;
        hw_build_match match;
        const char *reason;
    } rows[] = {
        {"", "all=-m=2 -json=0,/tmp/x", HW_BUILD_MATCHES, ALL},
        {"all=-m=2", "", HW_BUILD_MATCHES, ALL},
        {"-m", "-m -m", HW_BUILD_MATCHES, ALL},
        {"all=-N -l", "all=-m=2 -N -l", HW_BUILD_MATCHES, ALL},
        {"all=-N  -l", "all=-N -l", HW_BUILD_MATCHES, ALL},
        {"-N -d=panic", "-m -N -d=panic", HW_BUILD_MATCHES, ALL},
        {"-d=x=1 -l", "-d=x=1", HW_BUILD_DIFFERS, HAVE("-gcflags", "-d=x=1 -l", "-d=x=1")},
        {"all=-N -l", "all=-m=2", HW_BUILD_DIFFERS, HAVE("-gcflags", "all=-N -l", "none")},
        {"", "all=-l -m=2", HW_BUILD_DIFFERS, HAVE("-gcflags", "none", "all=-l")},
        {"./x=-l", "all=-l", HW_BUILD_DIFFERS, HAVE("-gcflags", "./x=-l", "all=-l")},
        {"all=-m=2 ./x=-l", "./x=-l", HW_BUILD_MATCHES, ALL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        static const row none = {COMMIT, "GOOS=linux", NULL, HW_BUILD_MATCHES, ""};
        row r = none;
        world w;
        make_world(&w, &none, false);
        hw_settings *of = &w.profile.programs.at[0].build.settings;
        of->at[of->len++] = (hw_setting){HW_STR("-gcflags"), hw_str_of(rows[i].program)};
        w.claims.builds.at[0].gcflags = sid(&w, rows[i].build);
        r.match = rows[i].match;
        r.reason = rows[i].reason;
        judge(&w, &r);
        free_world(&w);
    }
}

static void line_tables(void **state)
{
    (void)state;
    static const row same = {"-race=true", "", "go1.20", HW_BUILD_MATCHES, TABLE};
    world w;
    make_world(&w, &same, true);
    w.claims.binaries.at[0].pclntab_sha256 = w.profile.programs.at[0].build.pclntab_sha256;
    judge(&w, &same);
    free_world(&w);
    /* The profile may be of another program. */
    static const row unproven = {"", "", NULL, HW_BUILD_UNKNOWN, TABLE};
    make_world(&w, &unproven, true);
    w.claims.binaries.at[0].pclntab_sha256 = w.profile.programs.at[0].build.pclntab_sha256;
    w.profile.programs.at[0].fit = HW_FIT_UNKNOWN;
    w.profile.programs.at[0].symbolized = 5;
    judge(&w, &unproven);
    free_world(&w);
    static const row other = {"", "", NULL, HW_BUILD_UNKNOWN, ""};
    make_world(&w, &other, true);
    w.profile.programs.at[0].fit = HW_FIT_OTHER;
    judge(&w, &other);
    assert_int_equal(w.audit.build_reasons.len, 0);
    free_world(&w);
}

static void modules(void **state)
{
    (void)state;
    static const row r = {COMMIT, "", NULL, HW_BUILD_DIFFERS,
                          "module example.com/dep: the program has v1.2.3, the diagnostics have "
                          "v1.2.4 (1 in all)"};
    world w;
    make_world(&w, &r, false);
    hw_module in_program[] = {{.path = HW_STR("example.com/old"),
                               .version = HW_STR("v0.1.0"),
                               .replaced = true,
                               .by_path = HW_STR("example.com/dep"),
                               .by_version = HW_STR("v1.2.3")},
                              {.path = HW_STR("example.com/same"), .version = HW_STR("v1.0.0")},
                              {.path = HW_STR("example.com/only"), .version = HW_STR("v1.0.0")},
                              {.path = HW_STR("example.com/unsaid")},
                              {.path = HW_STR("example.com/said"), .version = HW_STR("v1")}};
    hw_module in_build[] = {{.path = HW_STR("example.com/unsaid"), .version = HW_STR("v1")},
                            {.path = HW_STR("example.com/said")},
                            {.path = HW_STR("example.com/same"), .version = HW_STR("v1.0.0")},
                            {.path = HW_STR("example.com/dep"), .version = HW_STR("v1.2.4")}};
    w.profile.programs.at[0].build.modules = (hw_modules){in_program, 5};
    assert_true(hw_vec_add(&w.claims.modules, in_build, 4));
    w.claims.builds.at[0].modules = 4;
    judge(&w, &r);
    free_world(&w);
}

/* A module by its version, or by the folder that replaces it. */
static hw_module dependency(const char *version, const char *folder)
{
    return (hw_module){.path = HW_STR("example.com/dep"),
                       .version = hw_str_of(version),
                       .replaced = folder != NULL,
                       .by_path = hw_str_of(folder)};
}

/* No version says what is in a folder. */
static void folders(void **state)
{
    (void)state;
    static const struct {
        const char *settings, *version, *folder, *build_version, *build_folder;
        hw_build_match match;
        const char *reason;
    } all[] = {
        {COMMIT, "v1.2.3", "../dep", "v1.2.3", "../dep", HW_BUILD_UNKNOWN, FOLDER("../dep")},
        {COMMIT, "v1.2.3", "../dep", "v1.2.3", NULL, HW_BUILD_UNKNOWN, FOLDER("../dep")},
        {COMMIT, "v1.2.3", NULL, "v1.2.3", "/src/dep", HW_BUILD_UNKNOWN, FOLDER("/src/dep")},
        {COMMIT, "(devel)", NULL, "(devel)", NULL, HW_BUILD_UNKNOWN, FOLDER("of a workspace")},
        {COMMIT, "v1.2.3", "./dep", "v1.2.3", "./dep", HW_BUILD_MATCHES, ALL},
        {COMMIT, "v1.2.3", "./dep", "v1.2.3", "./dep2", HW_BUILD_UNKNOWN, FOLDER("./dep")},
        {COMMIT, "v1.2.3", "./dep", "v1.2.3", NULL, HW_BUILD_UNKNOWN, FOLDER("./dep")},
        {"GOOS=linux", "v1.2.3", "./dep", "v1.2.3", "./dep", HW_BUILD_UNKNOWN, FOLDER("./dep")},
        {COMMIT, "v1.2.3", NULL, "v1.2.3", NULL, HW_BUILD_MATCHES, ALL},
        {COMMIT, "(devel)", NULL, "v1.2.3", "./dep", HW_BUILD_UNKNOWN, FOLDER("of a workspace")},
        {COMMIT " GOAMD64=v3", "v1.2.3", NULL, "v1.2.3", NULL, HW_BUILD_MATCHES, ALL},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const row r = {all[i].settings, "", NULL, all[i].match, all[i].reason};
        world w;
        make_world(&w, &r, false);
        hw_module in_program = dependency(all[i].version, all[i].folder);
        hw_module in_build = dependency(all[i].build_version, all[i].build_folder);
        w.profile.programs.at[0].build.modules = (hw_modules){&in_program, 1};
        assert_true(hw_vec_push(&w.claims.modules, in_build));
        w.claims.builds.at[0].modules = 1;
        judge(&w, &r);
        free_world(&w);
    }
}

/* Nothing is open without a word why. */
static void unproven_programs(void **state)
{
    (void)state;
    static const struct {
        uint64_t compared, differing, asked;
        const char *reason;
    } all[] = {
        {300, 2, 0,
         "2 of 300 locations have other functions or lines in program: the profile need not be of "
         "it"},
        {1, 0, 0, "too few locations of the profile can be compared with program"},
        {0, 0, 7,
         "the profile has addresses only, and no build id proves that they are of program"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const row r = {COMMIT, "", NULL, HW_BUILD_UNKNOWN, all[i].reason};
        world w;
        make_world(&w, &r, false);
        hw_executable *x = &w.profile.programs.at[0];
        x->fit = HW_FIT_UNKNOWN;
        x->compared = all[i].compared;
        x->differing = all[i].differing;
        x->asked = all[i].asked;
        judge(&w, &r);
        /* Nor does it speak of its build: the profile may be of another one. */
        assert_int_equal(w.audit.build_reasons.len, 1);
        free_world(&w);
    }
}

/* Of several bundles one may be the right one; beside a plain log none is proven wrong. */
static void several_logs(void **state)
{
    (void)state;
    static const row race = {COMMIT " -race=true", "", NULL, HW_BUILD_DIFFERS, WITH("-race")};
    static const row unknown = {COMMIT " -race=true", "", NULL, HW_BUILD_UNKNOWN, ""};
    static const row same = {COMMIT " -race=true", "", NULL, HW_BUILD_MATCHES, TABLE};
    hw_log_input plain = {.name = HW_STR("escape.log")}, other = {.name = HW_STR("other.hwb")};
    world w;
    make_world(&w, &race, true);
    judge(&w, &race);
    assert_true(hw_vec_push(&w.claims.inputs, plain));
    w.audit.build_reasons.len = 0;
    w.audit.build_match = HW_BUILD_UNKNOWN;
    judge(&w, &unknown);
    assert_int_equal(w.audit.build_reasons.len, 0);
    free_world(&w);

    make_world(&w, &race, true);
    hw_build second = w.claims.builds.at[0];
    hw_build_info same_table = {.pclntab_sha256 = w.profile.programs.at[0].build.pclntab_sha256};
    second.binaries_at = 1;
    assert_true(hw_vec_push(&w.claims.inputs, other));
    assert_true(hw_vec_push(&w.claims.binaries, same_table));
    assert_true(hw_vec_push(&w.claims.builds, second));
    judge(&w, &same);
    assert_int_equal(w.audit.build_reasons.len, 1);
    free_world(&w);
}

/* A bundle without a program says what the log says. */
static void no_program(void **state)
{
    (void)state;
    static const row rows[] = {
        {COMMIT " -pgo=/a/default.pgo -gcflags=-l", "", NULL, HW_BUILD_MATCHES, ALL},
        {COMMIT " -tags=a -gcflags=-l", "-tags=b", NULL, HW_BUILD_DIFFERS, HAVE("-tags", "a", "b")},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        world w;
        make_world(&w, &rows[i], false);
        w.claims.builds.at[0].binaries = 0;
        w.claims.builds.at[0].gcflags = sid(&w, "-m=2 -l");
        judge(&w, &rows[i]);
        free_world(&w);
    }
}

/* The commit of a build is only that where nothing was changed, on either side. */
static void changed_sources(void **state)
{
    (void)state;
    static const row changed = {COMMIT, "", NULL, HW_BUILD_UNKNOWN, OTHER};
    static const row unsaid = {COMMIT, "", NULL, HW_BUILD_UNKNOWN, OTHER};
    static const row other = {"vcs.revision=fedcba98765432100 vcs.modified=false", "", NULL,
                              HW_BUILD_DIFFERS, HAVE("commit", "fedcba987654", "0")};
    static const row without = {"vcs.modified=false", "", NULL, HW_BUILD_UNKNOWN, OTHER};
    static const row both = {"vcs.revision=fedcba98765432100 vcs.modified=false GOAMD64=v3",
                             "GOAMD64=v1", NULL, HW_BUILD_DIFFERS, HAVE("GOAMD64", "v3", "v1")};
    world w;
    make_world(&w, &both, true);
    judge(&w, &both);
    assert_int_equal(w.audit.build_reasons.len, 2);
    free_world(&w);
    make_world(&w, &changed, true);
    w.claims.builds.at[0].vcs_modified = 1;
    judge(&w, &changed);
    free_world(&w);
    make_world(&w, &unsaid, true);
    w.claims.builds.at[0].vcs_revision = 0;
    judge(&w, &unsaid);
    free_world(&w);
    make_world(&w, &other, true);
    w.claims.builds.at[0].vcs_revision = sid(&w, "0");
    judge(&w, &other);
    free_world(&w);
    make_world(&w, &without, true);
    w.claims.builds.at[0].vcs_revision = 0;
    judge(&w, &without);
    free_world(&w);
}

/* Of a bundle's programs the one with that main package counts, or the only one, where it has no
 * package. */
static void programs_of_a_bundle(void **state)
{
    (void)state;
    static const struct {
        const char *first, *second; /* main packages; NULL: there is no second */
        bool race[2];
        hw_build_match match;
    } rows[] = {
        {"example.com/m", NULL, {true, false}, HW_BUILD_DIFFERS},
        {"example.com/x", NULL, {true, false}, HW_BUILD_MATCHES},
        {"", NULL, {true, false}, HW_BUILD_DIFFERS},
        {"", "", {true, true}, HW_BUILD_MATCHES},
        {"example.com/x", "example.com/m", {true, false}, HW_BUILD_MATCHES},
        {"example.com/x", "example.com/m", {false, true}, HW_BUILD_DIFFERS},
        {"", "example.com/m", {true, false}, HW_BUILD_MATCHES},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        static hw_setting on[] = {{{"-race", 5}, {"true", 4}}},
                          off[] = {{{"-race", 5}, {"false", 5}}};
        const row r = {COMMIT, "", NULL, rows[i].match,
                       rows[i].match == HW_BUILD_MATCHES ? ALL : WITHOUT("-race")};
        world w;
        make_world(&w, &r, true);
        hw_build_info *b = &w.claims.binaries.at[0], second = *b;
        b->path = hw_str_of(rows[i].first);
        b->settings = (hw_settings){rows[i].race[0] ? on : off, 1};
        if (rows[i].second) {
            second.path = hw_str_of(rows[i].second);
            second.settings = (hw_settings){rows[i].race[1] ? on : off, 1};
            assert_true(hw_vec_push(&w.claims.binaries, second));
            w.claims.builds.at[0].binaries = 2;
        }
        judge(&w, &r);
        free_world(&w);
    }
}

/* Whatever one program proves, another one can disprove, or leave open. */
static void several_programs(void **state)
{
    (void)state;
    static const char *const settings[] = {COMMIT, COMMIT " GOAMD64=v3", COMMIT " -race=true"};
    static const hw_build_match of[] = {HW_BUILD_MATCHES, HW_BUILD_UNKNOWN, HW_BUILD_DIFFERS};
    for (size_t a = 0; a < 3; a++)
        for (size_t b = 0; b < 3; b++) {
            static const char *const build = "GOAMD64=v1";
            hw_build_match want = of[a];
            if (of[b] == HW_BUILD_DIFFERS || (of[a] == HW_BUILD_MATCHES))
                want = of[b];
            const row r = {settings[a], build, NULL, want, ""};
            world w;
            make_world(&w, &r, false);
            hw_executable second = w.profile.programs.at[0];
            hw_setting list[SETTINGS_MAX];
            size_t n = 0;
            for (hw_str rest = hw_str_of(settings[b]); rest.n; n++)
                assert_true(hw_str_cut(hw_str_next(&rest, ' '), '=', &list[n].key, &list[n].value));
            second.build.settings = (hw_settings){list, n};
            assert_true(hw_vec_push(&w.profile.programs, second));
            judge(&w, &r);
            free_world(&w);
        }
}

static void text_logs(void **state)
{
    (void)state;
    static const row pgo = {"-pgo=/a/cpu.pgo -race=false", "", NULL, HW_BUILD_UNKNOWN,
                            UNSAID("-pgo")};
    static const row race = {"-race=true", "", NULL, HW_BUILD_UNKNOWN, UNSAID("-race")};
    static const row arch = {"GOARCH=arm64", "", NULL, HW_BUILD_DIFFERS,
                             HAVE("GOARCH", "arm64", "amd64")};
    static const row inlined = {"", "", NULL, HW_BUILD_DIFFERS,
                                "the program was built without inlining (-gcflags=all=-l), the "
                                "log inlines calls"};
    world w;
    make_world(&w, &race, false);
    w.claims.builds.len = 0;
    judge(&w, &race);
    free_world(&w);
    make_world(&w, &pgo, false);
    w.claims.builds.len = 0;
    judge(&w, &pgo);
    assert_int_equal(w.audit.build_reasons.len, 1);
    free_world(&w);
    make_world(&w, &arch, false);
    w.claims.builds.len = 0;
    w.claims.json.goarch = sid(&w, "amd64");
    judge(&w, &arch);
    free_world(&w);
    static const struct {
        const char *flags;
        bool inlines, differs;
    } rows[] = {{"all=-l", true, true},   {"all=-l", false, false}, {"all=-N", true, false},
                {"-l", true, true},       {"-N -l", true, true},    {"-l -N", true, true},
                {"all=-ll", true, false}, {"", true, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        row r = inlined;
        hw_setting flags = {HW_STR("-gcflags"), hw_str_of(rows[i].flags)};
        r.match = rows[i].differs ? HW_BUILD_DIFFERS : HW_BUILD_UNKNOWN;
        r.reason = i == 0 ? inlined.reason : "";
        make_world(&w, &r, false);
        w.profile.programs.at[0].build.settings = (hw_settings){&flags, 1};
        w.claims.builds.len = 0;
        if (rows[i].inlines)
            assert_true(hw_vec_push(&w.claims.inlinings, (hw_inlining){0}));
        judge(&w, &r);
        assert_int_equal(w.audit.build_reasons.len, rows[i].differs);
        free_world(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings),          cmocka_unit_test(default_pgo),
        cmocka_unit_test(gcflags),           cmocka_unit_test(line_tables),
        cmocka_unit_test(modules),           cmocka_unit_test(several_logs),
        cmocka_unit_test(text_logs),         cmocka_unit_test(folders),
        cmocka_unit_test(unproven_programs), cmocka_unit_test(no_program),
        cmocka_unit_test(changed_sources),   cmocka_unit_test(programs_of_a_bundle),
        cmocka_unit_test(several_programs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
