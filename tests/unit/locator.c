/* What inputs are called in messages: without secrets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "intake/intake.h"
#include "intake/locator.h"

static void names_hide_secrets(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"heap.pb.gz", "heap.pb.gz"},
        {"-", "standard input"},
        {"a@b.pb.gz", "a@b.pb.gz"},
        {"dir/user:pw@x", "dir/user:pw@x"},
        {"localhost:6060", "localhost:6060"},
        {"me:pw@localhost:6060/x", "localhost:6060/x"},
        {"me:p@w@localhost:6060", "localhost:6060"},
        {"me:pw@host", "host"},
        {"http://me:pw@h:1/p?gc=1", "http://h:1/p?gc=1"},
        {"http://me@h/p", "http://h/p"},
        {"http://h/p?token=abc&gc=1&X-Amz-Signature=9f#f",
         "http://h/p?token=***&gc=1&X-Amz-Signature=***"},
        {"http://h/p?a=b@c&api_key=1", "http://h/p?a=***&api_key=***"},
        {"http://h/p?%74oken=1;PASSWORD=2", "http://h/p?%74oken=***;PASSWORD=***"},
        {"HTTPS://u:p@h?auth=x", "HTTPS://h?auth=***"},
        {"h:1/?secret=x", "h:1/?secret=***"},
        {"ftp://u:p@h/x", "ftp://h/x"},
        /* whatever the parameter is called, and wherever it stands */
        {"http://h/p?jwt=1&code=2&session=3&seconds=30&debug=1",
         "http://h/p?jwt=***&code=***&session=***&seconds=30&debug=1"},
        {"http://h/p?seconds=abc&gc=&abc", "http://h/p?seconds=***&gc=&***"},
        {"http://h/a;token=x/b;c#token=x", "http://h/a;token=***/b;c"},
        {"http://h/#token=x", "http://h/"},
        {"http://h#token=x", "http://h"},
        /* passwords that should have been escaped */
        {"http://alice:S3/CRET@127.0.0.1:1/ok", "http://127.0.0.1:1/ok"},
        {"http://alice:S3#CRET@127.0.0.1:1/ok", "http://127.0.0.1:1/ok"},
        {"http://alice:S3?CR@T@127.0.0.1:1/ok?x=y", "http://127.0.0.1:1/ok?x=***"},
        {"http://al@S3/CRET@127.0.0.1:1/ok", "http://S3/***@127.0.0.1:1/ok"},
        {"http://alice:33/CRET@127.0.0.1/ok", "http://alice:33/***@127.0.0.1/ok"},
        {"http://alice:33?CRET@127.0.0.1/ok", "http://alice:33?***"},
        {"http://alice:S3CRET", "http://***"},
        {"http:/alice:S3CRET@h/x", "http:/h/x"},
        {"HTTPS:alice:S3/CRET@h:1/x", "HTTPS:h:1/x"},
        {"alice:S3/CRET@h:6060/x", "h:6060/x"},
        {"http://[::1]:6060/x", "http://[::1]:6060/x"},
        {"me:pw@[::1]:6060/x", "[::1]:6060/x"},
        {"/mod/pkg@v1.2.3/x:1.log", "/mod/pkg@v1.2.3/x:1.log"},
        {"a?token=x.log", "a?token=x.log"},
        {"file\nname\x1b[2J", "file?name?[2J"},
    };
    char buf[512], small[8];
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        hw_locator_name(hw_str_of(rows[i][0]), buf, sizeof buf);
        assert_string_equal(buf, rows[i][1]);
        char again[512];
        hw_locator_name(hw_str_of(buf), again, sizeof again); /* as errors do */
        assert_string_equal(again, buf);
    }
    hw_locator_name(HW_STR("http://user:password@host/"), small, sizeof small);
    assert_string_equal(small, "http://");
    char *longest = malloc(5001);
    memset(longest, 'a', 5000);
    hw_locator_name((hw_str){longest, 5000}, buf, sizeof buf);
    assert_int_equal(strlen(buf), sizeof buf - 1);
    free(longest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_hide_secrets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
