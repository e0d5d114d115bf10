/* go: names of functions, size classes, and the rows of the kinds of expressions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "go/expression_kind.h"
#include "go/function_name.h"
#include "go/goname.h"
#include "go/goroot.h"
#include "go/size_class.h"

static void assert_str(hw_str s, const char *want)
{
    if (!hw_str_eq(s, hw_str_of(want)))
        fail_msg("\"%.*s\" is not \"%s\"", HW_STR_ARG(s), want);
}

/* ---- names ---- */

static void test_function_names(void **state)
{
    static const struct {
        const char *name, *package, *tail;
        bool generic, closure, init;
    } rows[] = {
        {"main.main", "main", "main", false, false, false},
        {"net/http.(*conn).serve", "net/http", "(*conn).serve", false, false, false},
        {"gopkg.in/yaml%2ev3.Unmarshal", "gopkg.in/yaml%2ev3", "Unmarshal", false, false, false},
        {"main.main.Audit.func3", "main", "main.Audit.func3", false, true, false},
        {"a.b/c.F[go.shape.*d.e/f.T]", "a.b/c", "F[go.shape.*d.e/f.T]", true, false, false},
        {"a.b/c.(*L[...]).Push", "a.b/c", "(*L[...]).Push", true, false, false},
        {"a/b.F-range1", "a/b", "F-range1", false, true, false},
        {"a/b.F.gowrap2", "a/b", "F.gowrap2", false, true, false},
        {"a/b.init", "a/b", "init", false, false, true},
        {"a/b.init.0", "a/b", "init.0", false, false, true},
        {"a/b.map.init.9", "a/b", "map.init.9", false, false, true},
        {"a/b.init.NewPool.func1", "a/b", "init.NewPool.func1", false, true, false},
        {"a/b.initialise", "a/b", "initialise", false, false, false},
        {"a/b.T.functional", "a/b", "T.functional", false, false, false},
        {"a/b.glob..func1", "a/b", "glob..func1", false, true, false},
        {"", "", "", false, false, false},
        {"x", "", "x", false, false, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hw_func_name f = hw_func_parse(hw_str_of(rows[i].name));
        assert_str(f.package, rows[i].package);
        assert_str(f.tail, rows[i].tail);
        assert_int_equal(f.generic, rows[i].generic);
        assert_int_equal(f.closure, rows[i].closure);
        assert_int_equal(f.init, rows[i].init);
    }
}

static void test_runtime_files(void **state)
{
    static const struct {
        const char *file;
        bool runtime;
    } rows[] = {
        {"/usr/local/go/src/runtime/malloc.go", true},
        {"runtime/malloc.go", true},
        {"internal/runtime/maps/map.go", true},
        {"/home/me/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.21.13.linux-amd64/src/runtime/"
         "slice.go",
         true},
        {"/usr/local/go/src/runtime/pprof/proto.go", false},
        {"/usr/local/go/src/runtime/internal/sys/x.go", true},
        {"/usr/local/go/src/internal/runtime/maps/map.go", true},
        {"/usr/local/go/src/reflect/value.go", false},
        {"/src/runtime/x.go", false}, /* a project that lies in /src */
        {"/app/runtime/x.go", false},
        {"example.com/m/runtime/x.go", false},
        {"runtime.go", false},
        {"", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (hw_go_runtime_file(hw_str_of(rows[i].file)) != rows[i].runtime)
            fail_msg("%s", rows[i].file);
}

/* ---- sizes ---- */

/* ---- releases ---- */

static void test_goroots(void **state)
{
    static const char *const rows[][2] = {
        {"/opt/hostedtoolcache/go/1.14.10/x64/src/runtime/proc.go", "go1.14.10"},
        {"C:/hostedtoolcache/windows/go/1.19.13/x64/src/runtime/proc.go", "go1.19.13"},
        {"/Users/x/sdk/go1.19/src/net/http/server.go", "go1.19"},
        {"/home/x/.gimme/versions/go1.18.1.linux.amd64/src/bytes/buffer.go", "go1.18.1"},
        {"/usr/local/Cellar/go/1.17.6/libexec/src/fmt/print.go", "go1.17.6"},
        {"/home/x/.asdf/installs/golang/1.20.5/go/src/io/io.go", "go1.20.5"},
        {"/home/x/.gvm/gos/go1.20/src/runtime/mgc.go", "go1.20"},
        {"/home/x/.goenv/versions/1.22.1/src/runtime/mgc.go", "go1.22.1"},
        {"/usr/lib/go-1.10/src/runtime/proc.go", "go1.10"},
        {"/nix/store/0a1b-go-1.21.5/share/go/src/runtime/proc.go", "go1.21.5"},
        {"/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.21.13.linux-amd64/src/io/io.go", "go1.21.13"},
        {"/usr/local/go1.24rc2/src/vendor/golang.org/x/net/x.go", "go1.24rc2"},
        {"/usr/local/go1.18beta1/src/io/io.go", "go1.18beta1"},
        {"/usr/local/go/src/runtime/proc.go", ""},
        {"/usr/lib/golang/src/runtime/proc.go", ""},
        {"/snap/go/10455/src/runtime/proc.go", ""},
        {"/home/x/go1.21/src/app/main.go", ""}, /* a GOPATH */
        {"/home/x/go/1.5/lib/x.go", ""},
        {"/usr/local/go1.x/src/io/io.go", ""},
        {"/usr/local/go1.2345/src/io/io.go", ""},
        {"/usr/local/mango1.21/src/io/io.go", ""},
        {"runtime/proc.go", ""},
        {"/src/io/io.go", ""},
        {"go1.21/src/io/io.go", "go1.21"},
        {"", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char buf[HW_GO_TEXT];
        hw_go_of_goroot(hw_str_of(rows[i][0]), buf);
        if (strcmp(buf, rows[i][1]) != 0)
            fail_msg("%s: \"%s\" is not \"%s\"", rows[i][0], buf, rows[i][1]);
    }
}

static void test_size_classes(void **state)
{
    (void)state;
    assert_int_equal(hw_size_class(0), 0);
    assert_int_equal(hw_size_class(1), 8);
    assert_int_equal(hw_size_class(33), 48);
    assert_int_equal(hw_size_class(32768), 32768);
    assert_int_equal(hw_size_class(32769), 40960);
    assert_int_equal(hw_size_class(65537), 73728);
    assert_int_equal(hw_size_class(INT64_MAX), INT64_MAX);
    for (int64_t size = 0; size < 1000; size++) {
        assert_int_equal(hw_size_of_collection(size), size == 16 || size == 96 || size == 112);
        bool cache = false; /* of assertions and of switches, of 2 to 32 entries */
        for (int64_t n = 2; n <= 32; n *= 2)
            cache |=
                size == hw_size_class(8 + n * 16) || (n <= 16 && size == hw_size_class(8 + n * 24));
        assert_int_equal(hw_size_of_type_cache(size), cache);
    }
}

/* The classes that toolchains were measured to have: tests/live/boundaries.py. */
static void test_measured_size_classes(void **state)
{
    (void)state;
    FILE *f = fopen(HW_DATA "/boundaries/classes.tsv", "r");
    char *line = NULL;
    size_t space = 0, versions = 0;
    assert_non_null(f);
    for (; getline(&line, &space, f) >= 0; versions++) {
        char *at = strchr(line, '\t');
        int64_t last = 0;
        while (at && *at == '\t') {
            int64_t size = strtoll(at + 1, &at, 10);
            assert_int_equal(hw_size_class(size), size);
            assert_int_equal(hw_size_class(last + 1), size);
            last = size;
        }
        assert_int_equal(last, 32768);
    }
    assert_true(versions >= 8);
    free(line);
    fclose(f);
}

/* ---- kinds of expressions ---- */

/* Each row by itself: what its sizes say is what its callees say, and traits are of things that it
 * has. */
static void test_kinds(void **state)
{
    (void)state;
    for (unsigned i = 0; i < HW_KIND_COUNT; i++) {
        const hw_kind_row *row = &hw_kind_rows[i];
        const unsigned traits = row->traits;
        bool object = hw_kind_is_object((hw_kind)i);
        bool by_call = traits & HW_TRAIT_CALL;
        bool never = row->heap.sizes == HW_SIZES_NEVER, kept = row->stack.sizes == HW_SIZES_NEVER;
        bool over =
            row->stack.sizes == HW_SIZES_OVERFLOWS || row->stack.sizes == HW_SIZES_CONVERTED;
        if (never != (row->heap.calls == 0 || by_call) || kept != (row->stack.calls == 0))
            fail_msg("%s: sizes without a callee, or a callee without sizes", row->name);
        if (row->stack.calls & HW_BY_OBJECT)
            fail_msg("%s: what does not escape is no object", row->name);
        if ((traits & (HW_TRAIT_ARRAY | HW_TRAIT_FUNC | HW_TRAIT_TYPE)) && !object)
            fail_msg("%s: the type of no object", row->name);
        if (!(traits & HW_TRAIT_MAP) != !(row->heap.calls & HW_BY_MAP_ASSIGN))
            fail_msg("%s: only literals of maps assign", row->name);
        if (traits & HW_TRAIT_BUFFER && !over)
            fail_msg("%s: a buffer that does not overflow", row->name);
        if (row->heap.column && row->claimed_since)
            fail_msg("%s: append itself stands in no append", row->name);
    }
}

/* Which kinds have a trait, as the compiler treats them. */
static void test_traits(void **state)
{
    (void)state;
    static const struct {
        unsigned trait;
        const char *kinds; /* each behind a ";" */
    } rows[] = {
        /* inlined, these lose their frames */
        {HW_TRAIT_CALLER, ";variable;variadic slice;map literal;slice literal;composite;"
                          "func literal;"},
        {HW_TRAIT_MAP, ";map literal;composite;"},
        {HW_TRAIT_SLICE, ";slice literal;composite;"},
        {HW_TRAIT_ARRAY, ";variadic slice;slice literal;"},
        {HW_TRAIT_FUNC, ";func literal;method value;"},
        {HW_TRAIT_TYPE, ";new;"},
        {HW_TRAIT_BUFFER, ";concatenation;conversion;"},
        {HW_TRAIT_CONVERT, ";conversion;"},
        {HW_TRAIT_CALL, ";constant;"},
        {HW_TRAIT_MAKE, ";make slice;make constant;make map;make named;"},
        {HW_TRAIT_VALUE, ";value;number;byte;"},
    };
    for (unsigned k = 0; k < HW_KIND_COUNT; k++) {
        char name[64];
        snprintf(name, sizeof name, ";%s;", hw_kind_rows[k].name);
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
            if (hw_kind_has((hw_kind)k, rows[i].trait) != (strstr(rows[i].kinds, name) != NULL))
                fail_msg("trait %u of %s", rows[i].trait, hw_kind_rows[k].name);
        /* Go 1.25 began to speak of append, and to put small makes on the stack. */
        assert_int_equal(hw_kind_rows[k].claimed_since, k == HW_KIND_APPEND ? 25 : 0);
        assert_int_equal(hw_kind_rows[k].owns_since, k == HW_KIND_MAKE_SLICE ? 25 : 0);
    }
}

/* Names are in JSON. */
static void test_kind_names(void **state)
{
    (void)state;
    static const char *const names[] = {
        "value",          "number",       "byte",          "variable",      "parameter",
        "variadic slice", "append",       "make slice",    "make constant", "make map",
        "make named",     "map literal",  "new",           "slice literal", "composite",
        "func literal",   "method value", "concatenation", "conversion",    "constant"};
    assert_int_equal(sizeof names / sizeof *names, HW_KIND_COUNT);
    for (unsigned k = 0; k < HW_KIND_COUNT; k++)
        assert_string_equal(hw_kind_rows[k].name, names[k]);
}

static void test_kinds_of_slices(void **state)
{
    (void)state;
    assert_true(hw_kind_is_slice(HW_KIND_SLICE_LITERAL));
    assert_false(hw_kind_is_slice(HW_KIND_COMPOSITE)); /* it may be a map */
    assert_false(hw_kind_is_slice(HW_KIND_MAP_LITERAL));
    assert_string_equal(hw_kind_rows[HW_KIND_MOVED].name, "variable");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_function_names), cmocka_unit_test(test_runtime_files),
        cmocka_unit_test(test_size_classes),   cmocka_unit_test(test_measured_size_classes),
        cmocka_unit_test(test_kinds),          cmocka_unit_test(test_kinds_of_slices),
        cmocka_unit_test(test_traits),         cmocka_unit_test(test_kind_names),
        cmocka_unit_test(test_goroots),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
