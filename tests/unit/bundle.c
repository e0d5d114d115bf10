/* A bundle as it is written is read again: both sides of the format agree. */
#include "report_sink.h"

#include <string.h>
#include <zlib.h>

#include "base/error.h"
#include "bundle/bundle_read.h"
#include "bundle/bundle_write.h"

static const char text[] = "# p\na.go:1:2: x escapes to heap\n";
static const char records[] =
    "{\"version\":0,\"package\":\"p\",\"goos\":\"linux\",\"goarch\":\"amd64\","
    "\"gc_version\":\"go1.26.8\",\"file\":\"/p/a.go\"}\n";

static hw_status plain_bytes(const void *what, const hw_byte_sink *to, hw_error *err)
{
    return to->write(to->ctx, what, strlen(what), err);
}

/* The text comes as a gzip member of its own, as a run leaves it. */
static hw_status packed_bytes(const void *what, const hw_byte_sink *to, hw_error *err)
{
    return hw_gzip_member(plain_bytes, what, to, err);
}

static hw_status refused(const void *what, const hw_byte_sink *to, hw_error *err)
{
    (void)to;
    return hw_fail(err, HW_IO, hw_str_of(what), "changed while it was read");
}

static void words(hw_bundle_words *to, const char *a, const char *b)
{
    assert_true(hw_vec_push(&to->list, hw_str_of(a)));
    assert_true(hw_vec_push(&to->list, hw_str_of(b)));
}

static void fill(hw_bundle_head *h)
{
    static const hw_module modules[] = {
        {.path = {"example.com/m", 13}, .version = {"v1.2.3", 6}},
        {.path = {"example.com/old", 15},
         .version = {"v1.0.0", 6},
         .replaced = true,
         .by_path = {"example.com/new", 15},
         .by_version = {"v2.0.0", 6}},
    };
    static hw_setting cgo = {{"CGO_ENABLED", 11}, {"0", 1}};
    const hw_build_info program = {.file = HW_STR("bin/p"),
                                   .size = 1234,
                                   .pclntab_sha256 = HW_STR("ab01"),
                                   .settings = {&cgo, 1}};
    const hw_setting env = {HW_STR("GOFLAGS"), HW_STR("-race -tags=x")};
    *h = (hw_bundle_head){
        .time = 1767323045,
        .seconds = 1.25,
        .go_version = HW_STR("go1.26.8"),
        .goos = HW_STR("linux"),
        .goarch = HW_STR("arm64"),
        .dir = HW_STR("/src/p"),
        .vcs = "git",
        .revision = "0123abcd",
        .modified = 1,
        .modules = modules,
        .module_count = 2,
        .text_bytes = sizeof text - 1,
        .json_bytes = sizeof records - 1,
    };
    words(&h->command, "go", "build");
    words(&h->gcflags, "-gcflags=-m=2", "\"quoted\"\n");
    words(&h->flags, "-trimpath", "-pgo=off");
    assert_true(hw_vec_push(&h->env, env));
    assert_true(hw_vec_push(&h->binaries, program));
}

/* All members, one behind the other. */
static hw_buf unpacked(hw_str packed)
{
    static unsigned char out[1 << 16];
    z_stream z = {0};
    int got = Z_OK;
    hw_buf all = {0};
    assert_int_equal(inflateInit2(&z, MAX_WBITS + 16), Z_OK);
    z.next_in = (unsigned char *)(uintptr_t)packed.p;
    z.avail_in = (unsigned)packed.n;
    for (int members = 0; members < 3; members++, inflateReset(&z)) {
        z.next_out = out;
        z.avail_out = sizeof out;
        got = inflate(&z, Z_FINISH);
        assert_int_equal(got, Z_STREAM_END);
        assert_int_equal(hw_buf_add(&all, out, sizeof out - z.avail_out), HW_OK);
    }
    assert_int_equal(z.avail_in, 0);
    inflateEnd(&z);
    return all;
}

static void is_sid(const hw_claims *c, hw_sid id, const char *want)
{
    hw_str got = hw_strings_get(c->strings, id);
    if (!hw_str_eq(got, hw_str_of(want)))
        fail_msg("%.*s, not %s", HW_STR_ARG(got), want);
}

static void check_build(const hw_claims *c)
{
    assert_int_equal(c->builds.len, 1);
    const hw_build *b = &c->builds.at[0];
    is_sid(c, b->go_version, "go1.26.8");
    is_sid(c, b->goos, "linux");
    is_sid(c, b->goarch, "arm64");
    is_sid(c, b->command, "go build");
    is_sid(c, b->gcflags, "-gcflags=-m=2 \"quoted\"\n");
    is_sid(c, b->time, "2026-01-02T03:04:05Z");
    is_sid(c, b->vcs_revision, "0123abcd");
    assert_int_equal(b->vcs_modified, 1);
    assert_int_equal(b->settings, 5); /* GOFLAGS, its two, the two flags */
    assert_int_equal(b->modules, 2);
    const hw_module *m = &c->modules.at[b->modules_at + 1];
    assert_true(hw_str_eq(hw_module_path(m), HW_STR("example.com/new")));
    assert_true(hw_str_eq(hw_module_version(m), HW_STR("v2.0.0")));
    assert_int_equal(b->binaries, 1);
    const hw_build_info *program = &c->binaries.at[b->binaries_at];
    assert_true(hw_str_eq(program->file, HW_STR("bin/p")));
    assert_int_equal(program->size, 1234);
    assert_true(hw_str_eq(program->pclntab_sha256, HW_STR("ab01")));
    assert_int_equal(program->gnu_build_id.n, 0);
    assert_true(hw_str_eq(hw_build_setting(program, "CGO_ENABLED"), HW_STR("0")));
}

static void comes_back(void **state)
{
    hw_bundle_head head;
    hw_buf packed = {0};
    hw_byte_sink to = keeping(&packed);
    hw_strings strings;
    hw_claims claims;
    hw_bundle bundle;
    hw_error err;
    (void)state;
    fill(&head);
    assert_int_equal(hw_bundle_write(&head, (hw_bundle_part){packed_bytes, text},
                                     (hw_bundle_part){plain_bytes, records}, &to, &err),
                     HW_OK);
    hw_buf all = unpacked(hw_buf_view(&packed));
    assert_true(hw_is_bundle(hw_buf_view(&all)));
    assert_true(hw_strings_init(&strings));
    hw_claims_init(&claims, &strings);
    assert_int_equal(hw_bundle_read(&claims, HW_STR("b"), hw_buf_view(&all), &bundle, &err), HW_OK);
    assert_true(hw_str_eq(bundle.text, HW_STR(text)));
    assert_true(hw_str_eq(bundle.records, HW_STR(records)));
    check_build(&claims);
    hw_claims_free(&claims);
    hw_strings_free(&strings);
    hw_buf_free(&all);
    hw_buf_free(&packed);
    hw_bundle_head_free(&head);
}

/* What a part cannot be had for is the error of the whole. */
static void a_part_fails(void **state)
{
    hw_bundle_head head;
    hw_buf packed = {0};
    hw_byte_sink to = keeping(&packed);
    hw_error err;
    (void)state;
    fill(&head);
    assert_int_equal(hw_bundle_write(&head, (hw_bundle_part){packed_bytes, text},
                                     (hw_bundle_part){refused, "a.json"}, &to, &err),
                     HW_IO);
    assert_string_equal(err.message, "changed while it was read");
    hw_buf_free(&packed);
    hw_bundle_head_free(&head);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comes_back),
        cmocka_unit_test(a_part_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
