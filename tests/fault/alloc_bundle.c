/* Every allocation of reading a bundle fails once: HW_NOMEM, nothing half added; then it is read.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "fault/failing_malloc.h"
#include "unit/diag_text.h"

#define TEXT "# p\n./a.go:1:2: x escapes to heap in F:\n./a.go:1:2: x escapes to heap\n"
#define RECORDS                                                                                    \
    "{\"version\":0,\"package\":\"p\",\"goos\":\"linux\",\"goarch\":\"amd64\","                    \
    "\"gc_version\":\"go1.26.8\",\"file\":\"/src/a.go\"}\n"
#define JSON_HEAD                                                                                  \
    "{\"heapwitness\":\"bundle/1\",\"go_version\":\"go1.26.8\",\"goos\":\"linux\","                \
    "\"command\":[\"go\",\"build\",\"a long enough word to grow the buffer that joins them\"],"    \
    "\"vcs\":{\"revision\":\"0123\",\"modified\":false},"                                          \
    "\"binaries\":[{\"file\":\"/m\",\"size\":7,\"pclntab_sha256\":\"ab\"},{\"file\":\"/n\"}],"     \
    "\"text_bytes\":%zu,\"json_bytes\":%zu}\n%s%s"
#define LINES_HEAD                                                                                 \
    "heapwitness: bundle/2\ngo_version: go1.26.8\ngoos: linux\ncommand: go\ncommand: build\n"      \
    "command: a long enough word to grow the buffer\\x20that joins them\n"                         \
    "vcs.revision: 0123\nvcs.modified: false\nbinary: /m\nbinary.size: 7\n"                        \
    "binary.pclntab_sha256: ab\nbinary: /n\ntext_bytes: %zu\njson_bytes: %zu\n\n%s%s"

static char bundle[2048];

static void check(const hw_claims *c)
{
    assert_int_equal(c->builds.len, 1);
    assert_int_equal(c->binaries.len, 2);
    assert_int_equal(c->list.len, 1);
    const hw_build *b = &c->builds.at[0];
    assert_string_equal(hw_strings_get(c->strings, b->go_version).p, "go1.26.8");
    assert_string_equal(hw_strings_get(c->strings, c->go_version).p, "go1.26.8");
    assert_string_equal(hw_strings_get(c->strings, b->vcs_revision).p, "0123");
    assert_int_equal(b->vcs_modified, 0);
    assert_int_equal(b->binaries, 2);
    assert_int_equal(c->binaries.at[0].size, 7);
    assert_int_equal(c->binaries.at[1].pclntab_sha256.n, 0);
}

static void read_bundle(const void *ctx)
{
    test_log l;
    hw_claims *c = &l.claims;
    hw_error err;
    (void)ctx;
    test_log_init(&l);
    hw_failing_start();
    hw_status read = hw_diag_read(c, HW_STR("b"), hw_str_of(bundle), NULL, &err);
    bool failed = hw_failing_stop();
    if (read != HW_OK) {
        assert_true(failed);
        assert_int_equal(read, HW_NOMEM);
        assert_int_equal(c->builds.len, 0);
        assert_int_equal(c->binaries.len, 0);
        assert_int_equal(c->inputs.len, 0);
        assert_int_equal(c->go_version, 0);
        assert_int_equal(hw_diag_read(c, HW_STR("b"), hw_str_of(bundle), NULL, &err), HW_OK);
    }
    assert_int_equal(hw_diag_finish(c, &err), HW_OK);
    check(c);
    test_log_free(&l);
}

static void test_read_bundle(void **state)
{
    (void)state;
    snprintf(bundle, sizeof bundle, LINES_HEAD, sizeof TEXT - 1, sizeof RECORDS - 1, TEXT, RECORDS);
    hw_fail_each(read_bundle, NULL, 10);
}

static void test_read_json_head(void **state)
{
    (void)state;
    snprintf(bundle, sizeof bundle, JSON_HEAD, sizeof TEXT - 1, sizeof RECORDS - 1, TEXT, RECORDS);
    hw_fail_each(read_bundle, NULL, 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_read_bundle),
                                       cmocka_unit_test(test_read_json_head)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
