/* What a session keeps for all that it is given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "session/session.h"

static void every_side_is_read_by_as_many_threads(void **state)
{
    (void)state;
    hw_options options = {.size = sizeof options, .threads = 3};
    hw_session *s;
    hw_error err;
    assert_int_equal(hw_session_new(&options, &s, &err), HW_OK);
    for (int side = 0; side < 3; side++) {
        assert_int_equal(s->claims.threads, 3);
        assert_int_equal(hw_session_set_aside(s, &err), HW_OK);
    }
    assert_int_equal(s->sides.len, 3);
    hw_session_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_side_is_read_by_as_many_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
