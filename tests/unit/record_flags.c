/* Command lines of the go command: words, patterns, merged -gcflags, other folders. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "run/gcflags.h"
#include "run/go_outputs.h"
#include "run/paths.h"

static void is(const char *got, const char *want)
{
    if (!got || strcmp(got, want) != 0)
        fail_msg("\"%s\", not \"%s\"", got ? got : "(null)", want);
}

/* Words with | between, as one text. */
static void words_are(const hw_words *got, const char *want)
{
    hw_buf text = {0};
    for (size_t i = 0; i < got->list.len; i++)
        assert_int_equal(hw_buf_printf(&text, "%s%s", i ? "|" : "", got->list.at[i]), HW_OK);
    assert_int_equal(hw_buf_add(&text, "", 1), HW_OK);
    is(text.p, want);
    hw_buf_free(&text);
}

/* --- words ---------------------------------------------------------------------------------- */

static void splitting(void **state)
{
    static const struct {
        const char *text, *want; /* NULL: refused */
    } rows[] = {
        {"", ""},
        {"  -N\t-l\n", "-N|-l"},
        {"'-a b' \"-c 'd'\"", "-a b|-c 'd'"},
        {"-d='x y'", "-d='x|y'"}, /* a quote inside a word is none */
        {"''", ""},
        {"'a''b'", "a|b"},
        {"'open", NULL},
        {"-a \"", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hw_arena a = {0};
        hw_words words = {0};
        hw_error err;
        hw_status status = hw_go_split(&a, hw_str_of(rows[i].text), "GOFLAGS", &words, &err);
        assert_int_equal(status, rows[i].want ? HW_OK : HW_USAGE);
        if (status == HW_OK)
            words_are(&words, rows[i].want);
        hw_words_free(&words);
        hw_arena_free(&a);
    }
}

static void joining(void **state)
{
    static const char *const texts[] = {"-N", "a b",       "it's", "say \"x y\"",
                                        "",   "tab\there", "'",    "\""};
    hw_arena a = {0};
    hw_words words = {0}, again = {0};
    hw_buf text = {0};
    hw_error err;
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_true(hw_words_add(&words, texts[i]));
    assert_int_equal(hw_go_join(&text, &words, 0, &err), HW_OK);
    assert_int_equal(hw_go_split(&a, hw_buf_view(&text), "x", &again, &err), HW_OK);
    assert_int_equal(again.list.len, words.list.len);
    for (size_t i = 0; i < words.list.len; i++)
        is(again.list.at[i], words.list.at[i]);
    assert_int_equal(hw_go_quote(&text, "'\"", &err), HW_USAGE);
    hw_buf_free(&text);
    hw_words_free(&words);
    hw_words_free(&again);
    hw_arena_free(&a);
}

static void shell_words(void **state)
{
    static const char *const rows[][2] = {
        {"plain-1.2/x=y", "plain-1.2/x=y"},
        {"", "''"},
        {"a b", "'a b'"},
        {"it's", "'it'\\''s'"},
        {"$(rm -rf ~);`x`", "'$(rm -rf ~);`x`'"},
        {"~root", "'~root'"},
        {"*", "'*'"},
        {"''", "''\\'''\\'''"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hw_buf text = {0};
        assert_int_equal(hw_sh_quote(&text, hw_str_of(rows[i][0])), HW_OK);
        assert_int_equal(hw_buf_add(&text, "", 1), HW_OK);
        is(text.p, rows[i][1]);
        hw_buf_free(&text);
    }
}

/* --- paths ---------------------------------------------------------------------------------- */

static void paths(void **state)
{
    static const char *const rows[][4] = {
        /* base, path, absolute, relative to /a/b */
        {"/a/b", "c", "/a/b/c", "./c"},
        {"/a/b", ".", "/a/b", "."},
        {"/a/b", "..", "/a", ".."},
        {"/a/b", "../../../..", "/", "../.."},
        {"/a/b", "./c//d/./e/..", "/a/b/c/d", "./c/d"},
        {"/a/b", "/x", "/x", "../../x"},
        {"/a/b/c", "../bc", "/a/b/bc", "./bc"},
        {"/a", "bc", "/a/bc", "../bc"},
        {"/a/b", "./...", "/a/b/...", "./..."},
        {"/", "a", "/a", ".."},
    };
    hw_arena a = {0};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *absolute = hw_path_absolute(&a, rows[i][0], rows[i][1]);
        is(absolute, rows[i][2]);
        is(hw_path_relative(&a, "/a/b", absolute), rows[i][3]);
    }
    is(hw_path_relative(&a, "/", "/a/b"), "./a/b");
    is(hw_path_relative(&a, "/", "/"), ".");
    hw_arena_free(&a);
}

/* --- patterns and -gcflags ------------------------------------------------------------------ */

static void meeting(void **state)
{
    static const struct {
        const char *a, *b;
        bool meet;
    } rows[] = {
        {"all", "example.com/x", true},
        {"", "example.com/x", true},
        {"./...", "example.com/x", true},
        {"example.com/...", "example.com/x/y", true},
        {"example.com/x/...", "example.com/x", true},
        {"example.com/x/...", "example.com/y/...", false},
        {"example.com/x", "example.com/x", true},
        {"example.com/x", "example.com/y", false},
        {"example.com/x", "example.com/x/y", false},
        {"std", "example.com/...", false},
        {"std", "net/http", true},
        {"cmd", "std", true},
        {"...", "net", true},
        {"net/...", "std", true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hw_str a = hw_str_of(rows[i].a), b = hw_str_of(rows[i].b);
        if (hw_patterns_meet(a, b) != rows[i].meet || hw_patterns_meet(b, a) != rows[i].meet)
            fail_msg("%s and %s", rows[i].a, rows[i].b);
    }
}

typedef struct merge_row {
    const char *given[4], *packages[3];
    const char *json, *want; /* NULL: refused */
} merge_row;

static const merge_row merges[] = {
    {{NULL}, {NULL}, NULL, "all=-m=2"},
    {{NULL}, {NULL}, "/j", "all=-m=2 -json=0,/j"},
    {{NULL}, {NULL}, "/a b", "all=-m=2 '-json=0,/a b'"},
    {{NULL}, {"example.com/...", "net/http"}, NULL, "example.com/...=-m=2|net/http=-m=2"},
    /* the user's flags, ours in each that would shadow them */
    {{"-N -l"}, {NULL}, NULL, "all=-m=2|-m=2 -N -l"},
    {{"all=-N", "-l"}, {NULL}, NULL, "all=-m=2|all=-m=2 -N|-m=2 -l"},
    {{"std=-N"}, {NULL}, NULL, "all=-m=2|std=-m=2 -N"},
    {{""}, {NULL}, NULL, "all=-m=2|-m=2"},
    {{" all= -N "}, {NULL}, NULL, "all=-m=2|all=-m=2 -N"},
    {{"std=-N", "all=-l"}, {"example.com/..."}, NULL, "example.com/...=-m=2|std=-N|all=-m=2 -l"},
    /* one -m, the higher */
    {{"-m"}, {NULL}, NULL, "all=-m=2|-m=2"},
    {{"-m -m -m -N"}, {NULL}, NULL, "all=-m=2|-m=3 -N"},
    {{"-m=3 -m=1"}, {NULL}, NULL, "all=-m=2|-m=2"},
    {{"--m=4"}, {NULL}, NULL, "all=-m=2|-m=4"},
    {{"std=-m"}, {"example.com/..."}, NULL, "example.com/...=-m=2|std=-m"},
    {{"-memprofile=x -md"}, {NULL}, NULL, "all=-m=2|-m=2 -memprofile=x -md"},
    /* quotes */
    {{"all=-d='x y'"}, {NULL}, NULL, "all=-m=2|all=-m=2 \"-d='x\" \"y'\""},
    {{"all='-d=x y'"}, {NULL}, NULL, "all=-m=2|all=-m=2 '-d=x y'"},
    /* relative patterns move with the folder */
    {{"./...=-N"}, {"./x"}, NULL, "./sub/x=-m=2|./sub/...=-m=2 -N"},
    {{"../lib=-N"}, {NULL}, NULL, "all=-m=2|./lib=-m=2 -N"},
    /* what go refuses too, and what contradicts recording */
    {{"N"}, {NULL}, NULL, NULL},
    {{"=-N"}, {NULL}, NULL, NULL},
    {{"'-N"}, {NULL}, NULL, NULL},
    {{"all='-N"}, {NULL}, NULL, NULL},
    {{"'all'=-N"}, {NULL}, NULL, NULL},
    {{"-json=0,/tmp/x"}, {NULL}, NULL, NULL},
    {{NULL}, {"a=b"}, NULL, NULL},
    {{NULL}, {"-m"}, NULL, NULL},
    {{NULL}, {""}, NULL, NULL},
};

static void merging(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof merges / sizeof *merges; i++) {
        const merge_row *row = &merges[i];
        hw_arena a = {0};
        hw_words given = {0}, packages = {0}, got = {0};
        hw_error err;
        for (size_t k = 0; row->given[k]; k++)
            assert_true(hw_words_add(&given, row->given[k]));
        for (size_t k = 0; row->packages[k]; k++)
            assert_true(hw_words_add(&packages, row->packages[k]));
        const hw_gcflags_plan plan = {&given, &packages, row->json, "/m/sub", "/m"};
        hw_status status = hw_gcflags_merge(&a, &plan, &got, &err);
        if ((status == HW_OK) != (row->want != NULL))
            fail_msg("row %zu: %s", i, status == HW_OK ? "taken" : err.message);
        if (row->want)
            words_are(&got, row->want);
        else
            assert_int_equal(status, HW_USAGE);
        hw_words_free(&given);
        hw_words_free(&packages);
        hw_words_free(&got);
        hw_arena_free(&a);
    }
}

/* --- commands ------------------------------------------------------------------------------- */

/* Splits at blanks; the words live in `a`. */
static void words_of(hw_arena *a, const char *text, hw_words *ret)
{
    hw_error err;
    assert_int_equal(hw_go_split(a, hw_str_of(text), "test", ret, &err), HW_OK);
}

static hw_status read_command(hw_arena *a, const char *text, hw_go_command *c, hw_error *err)
{
    hw_words words = {0};
    words_of(a, text, &words);
    hw_status status = hw_go_command_read(words.list.at, words.list.len, c, err);
    hw_words_free(&words);
    return status;
}

static void refused_commands(void **state)
{
    static const char *const rows[][2] = {
        {"", "which build?"},
        {"X=1", "which build?"},
        {"make all", "is not the go command"},
        {"bin/gofmt x", "is not the go command"},
        {"go", "can be recorded"},
        {"go vet ./...", "can be recorded"},
        {"go run .", "can be recorded"},
        {"go build -n", "compiles nothing"},
        {"go build -json", "wraps"},
        {"go test -json .", "wraps"},
        {"go build -x .", "mixes commands"},
        {"go build -toolexec=x", "may print"},
        {"go build -o", "needs a value"},
        {"go build -newflag x", "is no flag"},
        {"go build -C", "needs a folder"},
        {"go -C", "needs a folder"},
        {"go -C a build --C=b", "twice"},
        {"go -C a vet", "can be recorded"},
        {"go build -work", "keeps a folder"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hw_arena a = {0};
        hw_go_command c;
        hw_error err;
        assert_int_equal(read_command(&a, rows[i][0], &c, &err), HW_USAGE);
        if (!strstr(err.message, rows[i][1]))
            fail_msg("%s: %s", rows[i][0], err.message);
        hw_arena_free(&a);
    }
}

static void read_commands(void **state)
{
    hw_arena a = {0};
    hw_go_command c;
    hw_error err;
    (void)state;
    assert_int_equal(
        read_command(&a,
                     "env GOOS=linux A_1=b /usr/lib/go-1.19/bin/go build -C ../x -race "
                     "-tags=a,b -o out -x=false -later=1 -- ./cmd/x",
                     &c, &err),
        HW_OK);
    words_are(&c.env, "GOOS=linux|A_1=b");
    is(c.go, "/usr/lib/go-1.19/bin/go");
    is(c.chdir, "../x");
    is(hw_go_flag_value(&c, "tags"), "a,b");
    is(hw_go_flag_value(&c, "o"), "out");
    assert_true(hw_go_switch_on(&c, "race"));
    assert_false(hw_go_switch_on(&c, "x"));
    assert_null(hw_go_flag_value(&c, "p"));
    words_are(&c.operands, "./cmd/x");
    hw_go_command_free(&c);

    assert_int_equal(
        read_command(&a, "go1.21.13 test ./a ./b -run X -mine y ./z -args -v", &c, &err), HW_OK);
    assert_int_equal(c.verb, HW_GO_TEST);
    words_are(&c.operands, "./a|./b");
    words_are(&c.rest, "y|./z|-args|-v");
    hw_go_command_free(&c);

    assert_int_equal(read_command(&a, "go --C=../x build .", &c, &err), HW_OK);
    is(c.chdir, "../x");
    words_are(&c.operands, ".");
    hw_go_command_free(&c);
    hw_arena_free(&a);
}

typedef struct move_row {
    const char *command, *goflags;
    bool one_main;
    const char *here, *below; /* run in the same folder; run in /m, written for /m/sub */
} move_row;

static const move_row moves[] = {
    {"go build", "", true, "go|build|-gcflags=G", "go|build|-gcflags=G|-o=/m/sub/|./sub"},
    {"go build", "", false, "go|build|-gcflags=G", "go|build|-gcflags=G|./sub"},
    {"go build -gcflags=-N -o bin/x -tags t ./cmd/x", "", true,
     "go|build|-gcflags=G|-o|bin/x|-tags|t|./cmd/x",
     "go|build|-gcflags=G|-o=/m/sub/bin/x|-tags|t|./sub/cmd/x"},
    {"go build -o ../bin/ ./... example.com/m/x all", "", false,
     "go|build|-gcflags=G|-o|../bin/|./...|example.com/m/x|all",
     "go|build|-gcflags=G|-o=/m/bin/|./sub/...|example.com/m/x|all"},
    {"go build -pgo=p.pprof -overlay /abs/o.json .", "-modfile=alt.mod -race", false,
     "go|build|-gcflags=G|-pgo=p.pprof|-overlay|/abs/o.json|.",
     "go|build|-gcflags=G|-modfile=/m/sub/alt.mod|-pgo=/m/sub/p.pprof|-overlay|/abs/o.json|./sub"},
    {"go build -pgo=auto ..", "", false, "go|build|-gcflags=G|-pgo=auto|..",
     "go|build|-gcflags=G|-pgo=auto|."},
    {"go install example.com/x@v1.2.3", "", false, "go|install|-gcflags=G|example.com/x@v1.2.3",
     "go|install|-gcflags=G|example.com/x@v1.2.3"},
    {"go build github.com/nats-io/nats.go", "", false,
     "go|build|-gcflags=G|github.com/nats-io/nats.go",
     "go|build|-gcflags=G|github.com/nats-io/nats.go"},
    {"go test -bench . -memprofile mem.pb.gz . -mine -v x", "", false,
     "go|test|-gcflags=G|-bench|.|-memprofile|mem.pb.gz|-v|.|-mine|x",
     "go|test|-gcflags=G|-bench|.|-memprofile|mem.pb.gz|-v|-outputdir=/m/sub|./sub|-mine|x"},
    {"go test -c -outputdir out ./a", "", false, "go|test|-gcflags=G|-c|-outputdir|out|./a",
     "go|test|-gcflags=G|-c|-outputdir=/m/sub/out|-o=/m/sub/|./sub/a"},
    {"go test -args ./x", "", false, "go|test|-gcflags=G|-args|./x",
     "go|test|-gcflags=G|-outputdir=/m/sub|./sub|-args|./x"},
};

static void moved_is(const move_row *row, const char *is_folder, const char *want)
{
    hw_arena a = {0};
    hw_go_command c;
    hw_words goflags = {0}, gcflags = {0}, got = {0};
    hw_error err;
    assert_int_equal(read_command(&a, row->command, &c, &err), HW_OK);
    words_of(&a, row->goflags, &goflags);
    assert_true(hw_words_add(&gcflags, "G"));
    const hw_go_move move = {"/m/sub", is_folder, &goflags, &gcflags, row->one_main};
    assert_int_equal(hw_go_command_move(&a, &c, &move, &got, &err), HW_OK);
    words_are(&got, want);
    hw_words_free(&got);
    hw_words_free(&goflags);
    hw_words_free(&gcflags);
    hw_go_command_free(&c);
    hw_arena_free(&a);
}

static void moving(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        moved_is(&moves[i], "/m/sub", moves[i].here);
        moved_is(&moves[i], "/m", moves[i].below);
    }
}

/* --- programs ------------------------------------------------------------------------------- */

/* Which programs of a folder that a command installs into are its own. */
static void installing(void **state)
{
    static const struct {
        const char *words[4], *package;
        bool versioned, builds;
    } rows[] = {
        {{"go", "install", "x.com/t/cmd/a@v1.2.3"}, "x.com/t/cmd/a", true, true},
        {{"go", "install", "x.com/t/cmd/a@latest"}, "x.com/t/cmd/ab", true, false},
        {{"go", "install", "x.com/t/...@latest"}, "x.com/t/cmd/a", true, true},
        {{"go", "install", "x.com/t/...@latest"}, "x.com/t", true, true},
        {{"go", "install", "x.com/t/...@latest"}, "x.com/tt", true, false},
        {{"go", "install", "x.com/a@v1", "x.com/b@v1"}, "x.com/b", true, true},
        {{"go", "install", "./a@v1"}, "x.com/b", false, true},
        {{"go", "install", "/src/a@v1"}, "x.com/b", false, true},
        {{"go", "install", "x.com/a"}, "x.com/b", false, true},
        {{"go", "build", "x.com/a@v1"}, "x.com/b", false, true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hw_go_command c;
        hw_error err;
        size_t n = rows[i].words[3] ? 4 : 3;
        assert_int_equal(hw_go_command_read(rows[i].words, n, &c, &err), HW_OK);
        if (hw_go_versioned(&c) != rows[i].versioned ||
            hw_go_builds(&c, hw_str_of(rows[i].package)) != rows[i].builds)
            fail_msg("%s: %s", rows[i].words[2], rows[i].package);
        hw_go_command_free(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splitting),        cmocka_unit_test(joining),
        cmocka_unit_test(shell_words),      cmocka_unit_test(paths),
        cmocka_unit_test(meeting),          cmocka_unit_test(merging),
        cmocka_unit_test(refused_commands), cmocka_unit_test(read_commands),
        cmocka_unit_test(moving),           cmocka_unit_test(installing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
