/* verdict, part by part: names, paths, twins, sizes, statistics. */
#include "verdict_world.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "claims/same_text.h"
#include "go/goname.h"
#include "go/size_class.h"
#include "verdict/own.h"
#include "verdict/stats.h"

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

/* ---- paths ---- */

static uint32_t block(world *w, const char *package, const char *variant, bool declares_main)
{
    hw_block b = {
        .package = put(w, package), .variant = put(w, variant), .declares_main = declares_main};
    assert_true(hw_vec_push(&w->claims.blocks, b));
    return (uint32_t)w->claims.blocks.len - 1;
}

static void claim(world *w, uint32_t in, const char *file)
{
    hw_claim c = {.place = {.block = in, .file = put(w, file), .line = 1}, .class = HW_CLASS_HEAP};
    assert_true(hw_vec_push(&w->claims.list, c));
}

static void assert_frame(world *w, const char *name, const char *file, const char *package,
                         const char *path)
{
    hw_function f = {put(w, name), put(w, file)};
    hw_frame_where r;
    assert_true(hw_where_frame(&w->where, &f, &r));
    assert_str(hw_strings_get(&w->strings, r.package), package);
    assert_str(hw_strings_get(&w->strings, r.path), path);
}

static void assert_file(world *w, uint32_t in, const char *file, const char *path)
{
    hw_sid r;
    assert_true(hw_where_file(&w->where, in, put(w, file), &r));
    assert_str(hw_strings_get(&w->strings, r), path);
}

static void test_paths_of_a_service(void **state)
{
    world w;
    (void)state;
    world_open(&w);
    uint32_t shop = block(&w, "example.com/shop", "", true);
    uint32_t api = block(&w, "example.com/shop/internal/api", "", false);
    uint32_t http = block(&w, "net/http", "", false);
    uint32_t gin = block(&w, "github.com/Gin-gonic/gin/binding", "", false);
    block(&w, "vendor/golang.org/x/net/idna", "", false);
    block(&w, "runtime", "", true);
    claim(&w, shop, "./main.go");
    claim(&w, api, "internal/api/api.go");
    function(&w, "vendor/golang.org/x/net/idna.F",
             "/usr/local/go/src/vendor/golang.org/x/net/idna/a.go");
    assert_true(hw_where_init(&w.where, &w.profile, &w.claims));

    assert_file(&w, shop, "./main.go", "example.com/shop/main.go");
    assert_file(&w, shop, "./internal/api/api.go", "example.com/shop/internal/api/api.go");
    assert_file(&w, api, "internal/api/api.go", "example.com/shop/internal/api/api.go");
    assert_file(&w, api, "../lib/x.go", "example.com/lib/x.go");
    assert_file(&w, http, "/usr/local/go/src/net/http/server.go", "net/http/server.go");
    assert_file(&w, http, "$GOROOT/src/net/http/server.go", "net/http/server.go");
    assert_file(
        &w, http,
        "/m/pkg/mod/golang.org/toolchain@v0.0.1-go1.21.13.linux-amd64/src/net/http/server.go",
        "net/http/server.go");
    assert_file(&w, gin, "/root/go/pkg/mod/github.com/!gin-gonic/gin@v1.9.1/binding/form.go",
                "github.com/Gin-gonic/gin/binding/form.go");
    assert_file(&w, gin, "github.com/!gin-gonic/gin@v1.9.1/binding/form.go",
                "github.com/Gin-gonic/gin/binding/form.go");
    assert_file(&w, gin, "../gomod/github.com/!gin-gonic/gin@v1.9.1/binding/form.go",
                "github.com/Gin-gonic/gin/binding/form.go");
    assert_file(&w, gin, "/src/gomod/github.com/!gin-gonic/gin@v1.9.1/binding/form.go",
                "github.com/Gin-gonic/gin/binding/form.go");
    assert_file(&w, gin, "vendor/github.com/Gin-gonic/gin/binding/form.go",
                "github.com/Gin-gonic/gin/binding/form.go");
    assert_file(&w, shop, "_cgo_gotypes.go", "example.com/shop/_cgo_gotypes.go");

    assert_frame(&w, "main.main", "/build/7f3/main.go", "example.com/shop",
                 "example.com/shop/main.go");
    assert_frame(&w, "main.main.Audit.func3", "/src/shop/internal/api/api.go", "example.com/shop",
                 "example.com/shop/internal/api/api.go");
    assert_frame(&w, "net/http.(*conn).serve", "/opt/go/src/net/http/server.go", "net/http",
                 "net/http/server.go");
    assert_frame(&w, "github.com/Gin-gonic/gin/binding.F",
                 "/v/vendor/github.com/Gin-gonic/gin/binding/form.go",
                 "github.com/Gin-gonic/gin/binding", "github.com/Gin-gonic/gin/binding/form.go");
    assert_frame(&w, "vendor/golang.org/x/net/idna.F",
                 "/usr/local/go/src/vendor/golang.org/x/net/idna/a.go",
                 "vendor/golang.org/x/net/idna", "vendor/golang.org/x/net/idna/a.go");
    world_close(&w);
}

/* Logs of Windows have backslashes, profiles have not. */
static void test_paths_of_windows(void **state)
{
    world w;
    (void)state;
    world_open(&w);
    uint32_t shop = block(&w, "example.com/shop", "", true);
    uint32_t api = block(&w, "example.com/shop/internal/api", "", false);
    uint32_t http = block(&w, "net/http", "", false);
    uint32_t errors = block(&w, "github.com/pkg/errors", "", false);
    claim(&w, shop, ".\\main.go");
    claim(&w, api, "internal\\api\\api.go");
    function(&w, "main.main", "C:/Users/me/work/main.go");
    assert_true(hw_where_init(&w.where, &w.profile, &w.claims));
    assert_file(&w, shop, ".\\main.go", "example.com/shop/main.go");
    assert_file(&w, shop, "C:\\Users\\me\\work\\main.go", "example.com/shop/main.go");
    assert_file(&w, api, "internal\\api\\api.go", "example.com/shop/internal/api/api.go");
    assert_file(&w, api, "..\\shop\\internal\\api\\x.go", "example.com/shop/internal/api/x.go");
    assert_file(&w, http, "C:\\Program Files\\Go\\src\\net\\http\\server.go", "net/http/server.go");
    assert_file(&w, errors, "D:\\go\\pkg\\mod\\github.com\\pkg\\errors@v0.9.1\\errors.go",
                "github.com/pkg/errors/errors.go");
    assert_frame(&w, "main.main", "C:/Users/me/work/main.go", "example.com/shop",
                 "example.com/shop/main.go");
    assert_frame(&w, "example.com/shop/internal/api.F.func1",
                 "C:/Users/me/work/internal/api/api.go", "example.com/shop/internal/api",
                 "example.com/shop/internal/api/api.go");
    assert_frame(&w, "net/http.(*conn).serve", "C:/Program Files/Go/src/net/http/server.go",
                 "net/http", "net/http/server.go");
    world_close(&w);
}

static void test_paths_of_a_test(void **state)
{
    world w;
    (void)state;
    world_open(&w);
    uint32_t plain = block(&w, "example.com/p", "", false);
    uint32_t variant = block(&w, "example.com/p", "example.com/p.test", false);
    uint32_t external = block(&w, "example.com/p_test", "example.com/p.test", false);
    claim(&w, plain, "./p.go");
    claim(&w, variant, "./p.go");
    claim(&w, external, "./x_test.go");
    function(&w, "testing.(*B).runN", "/usr/local/go/src/testing/benchmark.go");
    assert_true(hw_where_init(&w.where, &w.profile, &w.claims));
    assert_true(w.where.ignored.at[plain]);
    assert_false(w.where.ignored.at[variant]);
    assert_false(w.where.ignored.at[external]);
    assert_file(&w, external, "./x_test.go", "example.com/p/x_test.go");
    assert_frame(&w, "example.com/p_test.BenchmarkF", "/w/p/x_test.go", "example.com/p_test",
                 "example.com/p/x_test.go");
    assert_frame(&w, "example.com/p.F", "/w/p/p.go", "example.com/p", "example.com/p/p.go");
    world_close(&w);
}

static void test_paths_without_headers(void **state)
{
    world w;
    (void)state;
    world_open(&w);
    uint32_t none = block(&w, "", "", false);
    claim(&w, none, "internal/api/api.go");
    function(&w, "example.com/shop/internal/api.F", "/src/shop/internal/api/api.go");
    assert_true(hw_where_init(&w.where, &w.profile, &w.claims));
    assert_file(&w, none, "internal/api/api.go", "example.com/shop/internal/api/api.go");
    world_close(&w);
}

/* ---- twins ---- */

static void test_twins(void **state)
{
    static const struct {
        const char *a, *b;
        bool twins;
    } rows[] = {
        {"&inner.Node{...}", "&Node{...}", true},
        {"string(bytes.b.buf[bytes.b.off:])", "string(b.buf[b.off:])", true},
        {"make([]*Event, 1000)", "make([]*Event, capacity)", true},
        {"make([]*Event, 1000)", "make([]Event, 1000)", false},
        {"api.a + api.b", "a + b", true},
        {"a + b", "a + c", false},
        {"new(T[go.shape.int])", "new(T)", true},
        {"func literal", "func literal", true},
        {"x", "", false},
        {"", "", true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (hw_same_claim_text(hw_str_of(rows[i].a), hw_str_of(rows[i].b)) != rows[i].twins)
            fail_msg("%s ~ %s", rows[i].a, rows[i].b);
}

static void test_twin_functions(void **state)
{
    static const struct {
        const char *profile, *log;
        bool same;
    } rows[] = {
        {"strings.(*Builder).WriteString", "strings.(*Builder).WriteString", true},
        {"strings.(*Builder).WriteString", "(*Builder).WriteString", true},
        {"gopkg.in/yaml%2ev3.Unmarshal", "yaml.Unmarshal", true},
        {"a/b.New", "New", true},
        {"a/b.New", "c.New", true}, /* a package's name need not be its path's end */
        {"a/b.New", "NewReader", false},
        {"a/b.T.New", "New", false},
        {"sync/atomic.(*Pointer[...]).Load",
         "atomic.(*Pointer[go.shape.struct { os.mu sync.Mutex; os.buf *[]uint8 }]).Load", true},
        {"a/b.Map[go.shape.int]", "Map[go.shape.int]", true},
        {"a/b.F", "main.func1", true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (hw_same_function(hw_str_of(rows[i].profile), hw_str_of(rows[i].log)) != rows[i].same)
            fail_msg("%s ~ %s", rows[i].profile, rows[i].log);
}

/* ---- ownership ---- */

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

/* ---- statistics ---- */

static void assert_near(double x, double want, double tolerance)
{
    if (fabs(x - want) > tolerance)
        fail_msg("%.9g is not %.9g", x, want);
}

/* Garwood's interval of a Poisson count: published 95 % values. */
static void test_gamma(void **state)
{
    static const struct {
        double count, low, high;
    } rows[] = {{1, 0.0253, 5.5716},  {2, 0.2422, 7.2247},   {3, 0.6187, 8.7673},
                {5, 1.6235, 11.6683}, {10, 4.7954, 18.3904}, {100, 81.3636, 121.6271}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_near(hw_gamma_quantile(0.025, rows[i].count), rows[i].low, 6e-4);
        assert_near(hw_gamma_quantile(0.975, rows[i].count + 1), rows[i].high, 6e-4);
    }
    assert_near(hw_gamma_quantile(0.975, 1000001) / 1000001, 1.00196, 1e-5);
}

static hw_site_size sized(int64_t size, int64_t alloc, int64_t inuse)
{
    hw_site_size s = {.size = size};
    s.values.v[HW_ALLOC_SPACE] = alloc;
    s.values.v[HW_INUSE_SPACE] = inuse;
    return s;
}

static void test_estimates(void **state)
{
    (void)state;
    /* 36 samples of 64 bytes at the default rate, as the writer scales them. */
    double rate = 524288, p = -expm1(-64 / rate);
    hw_site_size one = sized(64, (int64_t)(36 * 64 / p), 0);
    hw_estimate e = hw_estimate_space(&one, 1, HW_ALLOC_SPACE, 524288);
    assert_true(e.known);
    assert_int_equal(e.raw, 36);
    assert_near((double)e.stderr_space / (36 * 64 / p), 1 / sqrt(36), 1e-3);
    assert_near((double)e.interval.low / (64 / p), 25.2140, 1e-2);
    assert_near((double)e.interval.high / (64 / p), 49.8394, 1e-2);
    /* None seen: three times the rate. */
    e = hw_estimate_space(&one, 1, HW_INUSE_SPACE, 524288);
    assert_int_equal(e.raw, 0);
    assert_int_equal(e.interval.low, 0);
    assert_near((double)e.interval.high / 524288, 2.9957, 1e-3);
    /* Every allocation was recorded: no doubt. */
    e = hw_estimate_space(&one, 1, HW_ALLOC_SPACE, 1);
    assert_true(e.interval.known);
    assert_int_equal(e.interval.low, e.interval.high);
    assert_int_equal(e.stderr_space, 0);
    /* Rate or size unknown, or a difference: nothing is said. */
    assert_false(hw_estimate_space(&one, 1, HW_ALLOC_SPACE, 0).known);
    hw_site_size unknown = sized(HW_SIZE_UNKNOWN, 4096, 0), negative = sized(64, -64, -64);
    assert_false(hw_estimate_space(&unknown, 1, HW_ALLOC_SPACE, 524288).known);
    assert_false(hw_estimate_space(&negative, 1, HW_ALLOC_SPACE, 524288).known);
    assert_false(hw_estimate_space(NULL, 0, HW_ALLOC_SPACE, 524288).known);
    /* A mixture is wider than its parts together and holds the value. */
    hw_site_size mixed[2] = {sized(64, (int64_t)(36 * 64 / p), 0),
                             sized(262144, (int64_t)(4 * 262144 / -expm1(-0.5)), 0)};
    e = hw_estimate_space(mixed, 2, HW_ALLOC_SPACE, 524288);
    int64_t value = mixed[0].values.v[HW_ALLOC_SPACE] + mixed[1].values.v[HW_ALLOC_SPACE];
    assert_int_equal(e.raw, 40);
    assert_true(e.interval.low < value && value < e.interval.high);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_function_names),
        cmocka_unit_test(test_runtime_files),
        cmocka_unit_test(test_paths_of_a_service),
        cmocka_unit_test(test_paths_of_windows),
        cmocka_unit_test(test_paths_of_a_test),
        cmocka_unit_test(test_paths_without_headers),
        cmocka_unit_test(test_twins),
        cmocka_unit_test(test_twin_functions),
        cmocka_unit_test(test_size_classes),
        cmocka_unit_test(test_measured_size_classes),
        cmocka_unit_test(test_gamma),
        cmocka_unit_test(test_estimates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
