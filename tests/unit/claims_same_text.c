/* claims/same_text: what is printed at a call, and for the callee's stand-alone copy. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "claims/same_text.h"

static void test_same_claims(void **state)
{
    static const struct {
        const char *a, *b;
        bool same;
    } rows[] = {
        {"&inner.Node{...}", "&Node{...}", true},
        {"string(bytes.b.buf[bytes.b.off:])", "string(b.buf[b.off:])", true},
        {"make([]*Event, 1000)", "make([]*Event, capacity)", true},
        {"make([]*Event, 1000)", "make([]Event, 1000)", false},
        /* names of packages, and of what is theirs: all letters, "_", beyond ASCII, digits behind
         */
        {"a.Ab", "Ab", true},
        {"z.Zb", "Zb", true},
        {"A.a", "a", true},
        {"Z.z", "z", true},
        {"_p._q", "_q", true},
        {"é.ü", "ü", true},
        {"p0.F9", "F9", true},
        {"p9.F0", "F0", true},
        {"p1x.F", "F", true},
        {"0x.F", "F", false},
        {"{p.F", "F", false},
        {"@p.F", "p.F", false},
        {"x{p.F}", "x{F}", true},
        {"x{@.F}", "x{F}", false},
        {"p.(*T).M", "(*T).M", true},
        {"x.5", "5", false},
        {"x.", "", false},
        {"x", "x.", false},
        {"x..y", "y", false},
        {"ab", "b", false},
        {"F[...](x)", "F(x)", true},
        {"F[go.shape.[]T](x)", "F(x)", true},
        {"F[go.shape.[]T", "F", false},
        {"F[0]", "F", false},
        {"\x01", "", false},
        {"\xff", "", false},
        {"make([]T, n)", "make([]U, n)", false},
        {"make([]T, n)", "q.make([]T, m)", false}, /* a method */
        {"q.make([]T, n)", "make([]T, m)", false},
        {"make(map[K]V, 1000)", "make(map[K]V, n)", false},
        {"make([]T, 10)", "F([]T, 10)", false},
        {"T{a, b}", "T{a", false},
        {"api.a + api.b", "a + b", true},
        {"a + b", "a + c", false},
        {"new(T[go.shape.int])", "new(T)", true},
        {"func literal", "func literal", true},
        {"x", "", false},
        {"", "", true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (hw_same_claim_text(hw_str_of(rows[i].a), hw_str_of(rows[i].b)) != rows[i].same)
            fail_msg("%s ~ %s", rows[i].a, rows[i].b);
}

static void test_same_functions(void **state)
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
        {"a/b.F.func2", "main.func1", true}, /* names of closures tell nothing */
        {"a/b.F", "main.func1", false},
        {"maps.Collect[go.shape.int]", "F135.Chunk[go.shape.[]uint8].func1", false},
        {"a/b.F-range1", "F.func1", true},
        {"a/b.funcname", "funcname", true},
        {"a/b.funcname", "b.F", false},
        {"a/b.F[...]", "F", true},
        {"a/b.F", "F[go.shape.int]", true},
        {"a/b.T[...].M", "T[go.shape.int].M", true},
        {"a/b.T[...].M", "T[go.shape.int].N", false},
        {"a/b.F", ".F", false},
        {"a/b.T[int].M", "T[.M", false},
        {"a/b.F", "F]", false},
        {"a/b.F", "F][", false},
        {"a/b.T[...].Mx", "T[...].x", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (hw_same_function(hw_str_of(rows[i].profile), hw_str_of(rows[i].log)) != rows[i].same)
            fail_msg("%s ~ %s", rows[i].profile, rows[i].log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_claims),
        cmocka_unit_test(test_same_functions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
