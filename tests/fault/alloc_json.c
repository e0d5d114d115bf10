/* Every allocation of reading -json records and of joining them with a text fails once: HW_NOMEM,
 * and done again it is as if nothing had been. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "fault/failing_malloc.h"
#include "unit/diag_text.h"

#define HEADER(package, file)                                                                      \
    "{\"version\":0,\"package\":\"" package "\",\"goos\":\"linux\",\"goarch\":\"amd64\","          \
    "\"gc_version\":\"go1.26.8\",\"file\":\"" file "\"}\n"
#define RANGE(line)                                                                                \
    "{\"start\":{\"line\":" #line ",\"character\":2},\"end\":{\"line\":" #line ",\"character\":2}" \
    "}"
#define RECORD(line, message, related)                                                             \
    "{\"range\":" RANGE(line) ",\"severity\":3,\"code\":\"escape\",\"source\":\"go compiler\","    \
                              "\"message\":\"" message "\"" related "}\n"
#define CHAIN                                                                                      \
    ",\"relatedInformation\":[{\"location\":{\"uri\":\"file:///q/a%20b.go\",\"range\":" RANGE(     \
        5) "},\"message\":\"inlineLoc\"}]"

static const char text[] = "# p\n"
                           "p/a.go:3:2: &T{...} escapes to heap\n"
                           "p/a.go:4:2: moved to heap: x\n";

static const char json[] = HEADER("p", "/src/p/a.go")
    RECORD(3, "\\u0026T{...} escapes to heap", CHAIN) RECORD(3, "", CHAIN)
        RECORD(4, "x escapes to heap",
               "") "{ \"code\": \"newCode\\u0021\", \"range\": {}, \"message\": \"\" }\n"
                   "no record\n" HEADER("main", "/src/m/main.go")
                       RECORD(9, "new(int) escapes to heap", CHAIN) RECORD(9, "", CHAIN)
                           RECORD(8, "y escapes to heap", "") HEADER("main", "/src/m/main.go")
                               RECORD(4, "x escapes to heap", "");

static void check_result(const hw_claims *c)
{
    assert_int_equal(c->list.len, 2);
    assert_int_equal(c->json.files.len, 2);
    assert_int_equal(c->json.records.len, 6);
    assert_int_equal(c->json.repeated_files, 1);
    assert_int_equal(c->json.invalid, 1);
    assert_int_equal(c->json.by_code[HW_CODE_UNKNOWN], 1);
    assert_int_equal(c->json.paired, 2);
    assert_int_equal(c->json.unpaired, 0);
    assert_int_equal(c->json.alone, 1);
    for (size_t i = 0; i < c->list.len; i++)
        assert_int_not_equal(c->list.at[i].chain, HW_NONE);
    assert_true(c->notes.list.len >= 2);
}

static void read_both(const void *ctx)
{
    test_log l;
    hw_claims *c = &l.claims;
    hw_error err;
    (void)ctx;
    test_log_init(&l);
    c->threads = 1;
    assert_int_equal(hw_diag_read(c, HW_STR("text"), HW_STR(text), NULL, &err), HW_OK);
    hw_failing_start();
    hw_status read = hw_diag_read(c, HW_STR("json"), HW_STR(json), NULL, &err), done = read;
    if (read == HW_OK)
        done = hw_diag_finish(c, &err);
    bool failed = hw_failing_stop();
    assert_int_equal(done, failed ? HW_NOMEM : HW_OK);
    if (failed)
        assert_string_equal(err.message, "out of memory");
    if (read != HW_OK) {
        assert_int_equal(c->inputs.len, 1);
        assert_int_equal(c->json.files.len + c->json.records.len + c->json.odd.n, 0);
        assert_int_equal(c->json.lines + c->json.by_code[HW_CODE_ESCAPE], 0);
        assert_int_equal(hw_diag_read(c, HW_STR("json"), HW_STR(json), NULL, &err), HW_OK);
    }
    if (done != HW_OK)
        assert_int_equal(hw_diag_finish(c, &err), HW_OK);
    check_result(c);
    test_log_free(&l);
}

static void test_read_both(void **state)
{
    (void)state;
    hw_fail_each(read_both, NULL, 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_read_both)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
