/* sites: a file under the names that a profile and a log give it. */
#include "verdict_world.h"

static void assert_str(hw_str s, const char *want)
{
    if (!hw_str_eq(s, hw_str_of(want)))
        fail_msg("\"%.*s\" is not \"%s\"", HW_STR_ARG(s), want);
}

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
    uint32_t like = block(&w, "example.com/net/http", "", false);
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
    /* /src alone is no GOROOT: a module may lie there. */
    assert_file(&w, like, "/src/net/http/server.go", "example.com/net/http/server.go");

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

/* The name of a //line directive is the same in log and profile, for functions of one package. */
static void test_paths_of_line_directives(void **state)
{
    world w;
    (void)state;
    world_open(&w);
    uint32_t app = block(&w, "example.com/app", "", true);
    uint32_t lib = block(&w, "example.com/app/lib", "", false);
    claim(&w, app, "./main.go");
    claim(&w, lib, "lib/l.go");
    function(&w, "main.main", "/src/app/main.go");
    function(&w, "main.parse", "gen/y.go");
    function(&w, "example.com/other/gen.F", "/src/other/gen/y.go"); /* its own y.go */
    function(&w, "main.lex", "gen/both.go");
    function(&w, "example.com/app/lib.lex", "gen/both.go");
    function(&w, "example.com/app/lib.G", "/src/app/tpl/deep/l.go"); /* since 1.27 */
    assert_true(hw_where_init(&w.where, &w.profile, &w.claims));
    assert_file(&w, app, "gen/y.go", "example.com/app/y.go");
    assert_frame(&w, "main.parse", "gen/y.go", "example.com/app", "example.com/app/y.go");
    assert_file(&w, lib, "gen/y.go", "example.com/app/gen/y.go");
    assert_file(&w, lib, "tpl/deep/l.go", "example.com/app/lib/l.go");
    assert_file(&w, lib, "deep/l.go", "example.com/app/lib/l.go");
    assert_file(&w, app, "deep/l.go", "example.com/app/deep/l.go");
    assert_file(&w, app, "gen/both.go", "example.com/app/gen/both.go"); /* of two packages */
    assert_file(&w, lib, "gen/both.go", "example.com/app/gen/both.go");
    world_close(&w);
}

/* A module's root is in a folder that is called like one of its commands, and /v2 is in no path. */
static void test_paths_of_a_major_version(void **state)
{
    (void)state;
    for (int plain = 0; plain < 2; plain++) {
        world w;
        world_open(&w);
        uint32_t root = block(&w, "example.com/pb/v2", "", false);
        uint32_t command = block(&w, "example.com/pb/v2/cmd/pb", "", true);
        block(&w, "example.com/pb/v2/internal/x", "", false);
        claim(&w, root, "./db.go");
        claim(&w, command, "cmd/pb/db.go");
        if (plain)
            function(&w, "example.com/pb/v2.Get", "/src/pb/db.go");
        assert_true(hw_where_init(&w.where, &w.profile, &w.claims));
        assert_file(&w, root, "./db.go", "example.com/pb/v2/db.go");
        assert_file(&w, root, "/src/pb/db.go", "example.com/pb/v2/db.go");
        assert_file(&w, command, "/src/pb/cmd/pb/db.go", "example.com/pb/v2/cmd/pb/db.go");
        assert_frame(&w, "example.com/pb/v2.init.func1", "/src/pb/db.go", "example.com/pb/v2",
                     "example.com/pb/v2/db.go");
        assert_frame(&w, "example.com/pb/v2.F.func1", "/src/pb/internal/x/x.go",
                     "example.com/pb/v2", "example.com/pb/v2/internal/x/x.go");
        assert_frame(&w, "example.com/pb/v2.F.func1", "/go/pkg/mod/example.com/pb/v2@v2.1.0/db.go",
                     "example.com/pb/v2", "example.com/pb/v2/db.go");
        assert_frame(&w, "main.main.func1", "/src/pb/cmd/pb/db.go", "example.com/pb/v2/cmd/pb",
                     "example.com/pb/v2/cmd/pb/db.go");
        if (plain) /* another function of the profile tells whose directory that is */
            assert_frame(&w, "main.main.Open.func1", "/src/pb/db.go", "example.com/pb/v2/cmd/pb",
                         "example.com/pb/v2/db.go");
        world_close(&w);
    }
}

/* What lies in a directory that no package is called like is known by its plain functions, unless
 * they are of several. */
static void test_directories_of_the_profile(void **state)
{
    (void)state;
    world w;
    world_open(&w);
    block(&w, "example.com/shop", "", true);
    block(&w, "example.com/shop/lib", "", false);
    function(&w, "example.com/shop/lib.F", "/work/libs/lib.go");
    function(&w, "example.com/shop/lib.G", "/work/both/a.go");
    function(&w, "example.com/shop/other.G", "/work/both/b.go");
    function(&w, "example.com/shop/lib_test.G", "/work/libs/x_test.go");
    function(&w, "main.main", "/work/app/main.go");
    function(&w, "main.parse", "/work/libs/sql.y");
    assert_true(hw_where_init(&w.where, &w.profile, &w.claims));
    assert_frame(&w, "main.main.F.func1", "/work/libs/lib.go", "example.com/shop",
                 "example.com/shop/lib/lib.go");
    assert_frame(&w, "main.main.G.func1", "/work/both/b.go", "example.com/shop",
                 "example.com/shop/b.go");
    assert_frame(&w, "example.com/shop/lib.F.func1", "/work/app/main.go", "example.com/shop/lib",
                 "example.com/shop/main.go");
    world_close(&w);
}

/* A name has %2e for each dot of its package's last element. */
static void test_dots_of_a_package(void **state)
{
    (void)state;
    world w;
    world_open(&w);
    uint32_t yaml = block(&w, "gopkg.in/yaml.v3.1x", "", false);
    function(&w, "gopkg.in/yaml%2ev3%2e1x.Marshal", "/go/pkg/mod/gopkg.in/yaml.v3.1x@v3.0.1/y.go");
    assert_true(hw_where_init(&w.where, &w.profile, &w.claims));
    assert_file(&w, yaml, "/go/pkg/mod/gopkg.in/yaml.v3.1x@v3.0.1/y.go",
                "gopkg.in/yaml.v3.1x/y.go");
    assert_frame(&w, "gopkg.in/yaml%2ev3%2e1x.Marshal",
                 "/go/pkg/mod/gopkg.in/yaml.v3.1x@v3.0.1/y.go", "gopkg.in/yaml.v3.1x",
                 "gopkg.in/yaml.v3.1x/y.go");
    assert_frame(&w, "gopkg.in/yaml.v3.F", "/src/y.go", "gopkg.in/yaml", "gopkg.in/yaml/y.go");
    world_close(&w);
}

/* Where the log does not have package main, it is where its files lie; where they have no
 * directory, it is the log's working directory, or else the only package of the log. */
static void test_where_package_main_is(void **state)
{
    static const struct {
        const char *block, *claim, *file, *package;
    } rows[] = {
        {"example.com/lib", "/src/lib/l.go", "example.com/cmd/main.go",
         "example.com/cmd"}, /* -trimpath */
        {"example.com/lib", "/src/lib/l.go", "main.go", "example.com/lib"},
        {"example.com/lib", "/src/lib/l.go", "/src/cmd/main.go", "example.com/lib"},
        {"example.com/app/lib", "lib/l.go", "main.go", "example.com/app"},
        {"", "./main.go", "main.go", "main"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        world w;
        world_open(&w);
        claim(&w, block(&w, rows[i].block, "", false), rows[i].claim);
        function(&w, "main.main", rows[i].file);
        assert_true(hw_where_init(&w.where, &w.profile, &w.claims));
        assert_int_equal(w.where.mains.len, 1);
        assert_str(hw_strings_get(&w.strings, w.where.mains.at[0]), rows[i].package);
        world_close(&w);
    }
}

static void decl(world *w, uint32_t in, const char *file, const char *name)
{
    hw_decl d = {.place = {.block = in, .file = put(w, file), .line = 1}, .name = put(w, name)};
    assert_true(hw_vec_push(&w->claims.decls, d));
}

/* Of two commands the profiled one declares all plain functions of the profile, in their files.
 * What is no plain function, or no Go, need not be declared. */
static void test_commands_of_a_log(void **state)
{
    static const struct {
        const char *name, *file;
        size_t mains;
    } rows[] = {
        {NULL, NULL, 2},
        {"main.f", "/src/one/a.go", 1},
        {"main.both", "/src/one/a.go", 2},
        {"main.f", "/src/one/b.go", 2}, /* neither has it there */
        {"main.g", "/src/one/a.go", 2},
        {"main.f.func1", "/src/one/a.go", 1},
        {"main.g[...]", "/src/one/a.go", 1},
        {"main.init.0", "/src/one/a.go", 1},
        {"main.g", "/src/one/a.s", 1},
        {"lib.g", "/src/lib/a.go", 1},
    };
    (void)state;
    for (int declared = 0; declared < 2; declared++)
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            world w;
            world_open(&w);
            uint32_t one = block(&w, "example.com/one", "", true);
            uint32_t two = block(&w, "example.com/two", "", true);
            decl(&w, two, "two/a.go", "both");
            decl(&w, one, "one/a.go", "both");
            decl(&w, one, "one/a.go", "f");
            w.claims.by_class[HW_CLASS_CANNOT][HW_POS_PLAIN] = (uint64_t)declared;
            if (i > 1)
                function(&w, "main.f", "/src/one/a.go");
            if (rows[i].name) {
                function(&w, rows[i].name, rows[i].file);
                function(&w, rows[i].name, rows[i].file); /* of another build */
            }
            if (i == 2) /* both have it */
                w.profile.functions.at[0] = w.profile.functions.at[1];
            assert_true(hw_where_init(&w.where, &w.profile, &w.claims));
            size_t want = declared ? rows[i].mains : 2; /* with -m=2 only all are declared */
            if (w.where.mains.len != want)
                fail_msg("%s: %zu", rows[i].name, w.where.mains.len);
            if (want == 1)
                assert_str(hw_strings_get(&w.strings, w.where.mains.at[0]), "example.com/one");
            world_close(&w);
        }
}

/* Packages of the standard library's names may be of the program. */
static void test_no_standard_library(void **state)
{
    (void)state;
    world w;
    world_open(&w);
    uint32_t json = block(&w, "example.com/app/src/encoding/json", "", false);
    put(&w, "encoding/json");
    function(&w, "main.main", "/src/app/main.go");
    assert_true(hw_where_init(&w.where, &w.profile, &w.claims));
    assert_file(&w, json, "/work/app/src/encoding/json/j.go",
                "example.com/app/src/encoding/json/j.go");
    world_close(&w);
}

/* By the name of its program, or by what runs tests. */
static void test_profiles_of_tests(void **state)
{
    static const struct {
        const char *mapping, *function;
        bool test;
    } rows[] = {
        {"/tmp/p.test", "main.main", true},
        {"/usr/bin/p", "main.main", false},
        {"/usr/bin/p", "testing.(*B).runN", true},
        {"/usr/bin/p", "testing.tRunner", true},
        {"/usr/bin/p", "testing.tRunner.func1", true},
        {"/usr/bin/p", "testing.Short", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        world w;
        world_open(&w);
        hw_mapping m = {.file = put(&w, rows[i].mapping), .program = HW_NONE};
        assert_true(hw_vec_push(&w.profile.mappings, m));
        function(&w, rows[i].function, "/src/p/x.go");
        assert_true(hw_where_init(&w.where, &w.profile, &w.claims));
        assert_int_equal(w.where.test_binary, rows[i].test);
        world_close(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paths_of_a_service),
        cmocka_unit_test(test_paths_of_windows),
        cmocka_unit_test(test_paths_of_a_test),
        cmocka_unit_test(test_paths_without_headers),
        cmocka_unit_test(test_paths_of_line_directives),
        cmocka_unit_test(test_paths_of_a_major_version),
        cmocka_unit_test(test_directories_of_the_profile),
        cmocka_unit_test(test_dots_of_a_package),
        cmocka_unit_test(test_where_package_main_is),
        cmocka_unit_test(test_commands_of_a_log),
        cmocka_unit_test(test_no_standard_library),
        cmocka_unit_test(test_profiles_of_tests),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
