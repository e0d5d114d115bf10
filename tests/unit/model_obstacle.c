/* Why functions cannot be inlined, and what they cost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "claims/inliner.h"
#include "diag_text.h"
#include "go/obstacle.h"

static void expect(const char *reason, hw_obstacle want, const char *want_more)
{
    hw_str more;
    assert_int_equal(hw_obstacle_read(hw_str_of(reason), &more), want);
    test_str(more, want_more);
}

static void words(void **state)
{
    (void)state;
    expect("function too complex: cost 130 exceeds budget 80", HW_OBSTACLE_TOO_COMPLEX,
           "130 exceeds budget 80");
    expect("unhandled op DEFER", HW_OBSTACLE_DEFER, "");
    expect("unhandled op DCLTYPE", HW_OBSTACLE_UNHANDLED, "DCLTYPE");
    expect("unhandled op DEFERRED", HW_OBSTACLE_UNHANDLED, "DEFERRED");
    expect("unhandled op ", HW_OBSTACLE_UNKNOWN, "");
    expect("call to recover", HW_OBSTACLE_RECOVER, "");
    expect("call to getcallerpc", HW_OBSTACLE_CALL, "getcallerpc");
    expect("marked go:noinline", HW_OBSTACLE_NOINLINE, "");
    expect("marked go:noinline twice", HW_OBSTACLE_UNKNOWN, "");
    expect("unknown", HW_OBSTACLE_UNKNOWN, "");
    expect("", HW_OBSTACLE_UNKNOWN, "");
    test_str(hw_obstacle_name(HW_OBSTACLE_TOO_COMPLEX), "function too complex");
    test_str(hw_obstacle_name(HW_OBSTACLE_UNHANDLED), "unhandled op");
    test_str(hw_obstacle_name(HW_OBSTACLE_NONE), "");
}

static void costs(void **state)
{
    (void)state;
    uint32_t cost = 1, budget = 1;
    assert_true(hw_obstacle_cost(HW_STR("130 exceeds budget 80"), &cost, &budget));
    assert_int_equal(cost, 130);
    assert_int_equal(budget, 80);
    assert_false(hw_obstacle_cost(HW_STR("99999999999 exceeds budget 80"), &cost, &budget));
    assert_int_equal(cost, 0);
    assert_int_equal(budget, 0);
    assert_false(hw_obstacle_cost(HW_STR("130 exceeds"), &cost, &budget));
    assert_false(hw_obstacle_cost(HW_STR(" exceeds budget 80"), &cost, &budget));
}

static void declarations(void **state)
{
    (void)state;
    static const char *const text[] = {
        "# p\n"
        "./a.go:3:6: can inline F with cost 5 as: func() { return }\n"
        "./a.go:4:6: cannot inline G: function too complex: cost 81 exceeds budget 80\n"
        "./a.go:5:6: cannot inline H: marked go:noinline\n"
        "./a.go:6:6: can inline I\n"
        "./a.go:7:6: cannot inline J: the moon is full\n"};
    static const struct {
        hw_obstacle obstacle;
        uint32_t cost, budget;
    } want[] = {{HW_OBSTACLE_NONE, 5, 0},
                {HW_OBSTACLE_TOO_COMPLEX, 81, 80},
                {HW_OBSTACLE_NOINLINE, 0, 0},
                {HW_OBSTACLE_NONE, 0, 0},
                {HW_OBSTACLE_UNKNOWN, 0, 0}};
    test_log l;
    test_log_read(&l, text, 1);
    assert_int_equal(l.claims.decls.len, 5);
    for (size_t i = 0; i < 5; i++) {
        const hw_decl *d = &l.claims.decls.at[i];
        hw_inliner got;
        hw_inliner_read(&l.claims, d, &got);
        assert_int_equal(got.obstacle, want[i].obstacle);
        assert_int_equal(d->inlinable, want[i].obstacle == HW_OBSTACLE_NONE);
        assert_int_equal(got.cost, want[i].cost);
        assert_int_equal(got.budget, want[i].budget);
    }
    test_log_free(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words),
        cmocka_unit_test(costs),
        cmocka_unit_test(declarations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
