/* go/callee: the functions that allocate, by their signatures.
 *
 * What stands here was read from the sources of all known releases, and not from the table: the
 * parameters as the compiler declares them for its own calls (_builtin/runtime.go), and as package
 * runtime declares what others reach by go:linkname. Where type and buffer are follows from them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "go/callee.h"

enum { FIRST = 19, LAST = 27 }; /* the minor versions of Go that are known */

/* A function, and the releases that have it so. (Of those that are matched by a part of their names
 * some came later.) */
typedef struct function {
    const char *name, *family;
    unsigned since, until;
    const char *parameters; /* "type": of what is allocated; "buffer": a pointer to one */
} function;

#define ALL FIRST, LAST
static const function functions[] = {
    {"runtime.newobject", "object", ALL, "type"},
    {"reflect.unsafe_New", "object", ALL, "type"},
    {"internal/reflectlite.unsafe_New", "object", ALL, "type"},
    {"runtime.mallocgc", "malloc", ALL, "uintptr, type, bool"},
    {"runtime.mallocgcTiny", "malloc", ALL, "uintptr, type"},
    {"runtime.mallocgcSmallNoScanSC2", "malloc", ALL, "uintptr, type, bool"},
    {"runtime.makeslicecopy", "make-copy", ALL, "type, int, int, unsafe.Pointer"},
    {"runtime.makeslice", "make-slice", ALL, "type, int, int"},
    {"runtime.makeslice64", "make-slice", ALL, "type, int64, int64"},
    {"runtime.newarray", "make-slice", ALL, "type, int"},
    {"reflect.unsafe_NewArray", "make-slice", ALL, "type, int"},
    {"internal/bytealg.MakeNoZero", "make-slice", 21, LAST, "int"},
    {"runtime.growslice", "append-grow", FIRST, 19, "type, []any, int"},
    {"runtime.growslice", "append-grow", 20, LAST, "*any, int, int, int, type"},
    {"runtime.growsliceNoAlias", "append-grow", 26, LAST, "*any, int, int, int, type"},
    {"runtime.growsliceBuf", "append-grow", 26, LAST, "*any, int, int, int, type, buffer, int"},
    {"runtime.growsliceBufNoAlias", "append-grow", 26, LAST,
     "*any, int, int, int, type, buffer, int"},
    {"reflect.growslice", "append-grow", 20, LAST, "type, []any, int"},
    {"runtime.moveSlice", "append-move", 26, LAST, "type, *byte, int, int"},
    {"runtime.moveSliceNoScan", "append-move", 26, LAST, "uintptr, *byte, int, int"},
    {"runtime.moveSliceNoCap", "append-move", 26, LAST, "type, *byte, int"},
    {"runtime.moveSliceNoCapNoScan", "append-move", 26, LAST, "uintptr, *byte, int"},
    {"runtime.makemap_small", "make-map", ALL, ""},
    {"runtime.makemap", "make-map", ALL, "type, int, buffer"},
    {"runtime.makemap64", "make-map", ALL, "type, int64, buffer"},
    {"reflect.makemap", "make-map", ALL, "type, int"},
    {"maps.clone", "make-map", 21, LAST, "any"},
    {"runtime.mapassign", "map-assign", ALL, "type, map, *any"},
    {"runtime.mapassign_fast32", "map-assign", ALL, "type, map, uint32"},
    {"runtime.mapassign_fast64ptr", "map-assign", ALL, "type, map, unsafe.Pointer"},
    {"runtime.mapassign_faststr", "map-assign", ALL, "type, map, string"},
    {"reflect.mapassign0", "map-assign", ALL, "type, map, unsafe.Pointer, unsafe.Pointer"},
    {"reflect.mapassign_faststr0", "map-assign", ALL, "type, map, string, unsafe.Pointer"},
    {"runtime.makechan", "make-chan", ALL, "type, int"},
    {"runtime.makechan64", "make-chan", ALL, "type, int64"},
    {"reflect.makechan", "make-chan", ALL, "type, int"},
    {"runtime.convT", "convert", ALL, "type, *any"},
    {"runtime.convTnoptr", "convert", ALL, "type, *any"},
    {"runtime.convT16", "convert", ALL, "uint16"},
    {"runtime.convT32", "convert", ALL, "uint32"},
    {"runtime.convT64", "convert", ALL, "uint64"},
    {"runtime.convTstring", "convert", ALL, "string"},
    {"runtime.convTslice", "convert", ALL, "[]uint8"},
    {"runtime.concatstring2", "concat", ALL, "buffer, string, string"},
    {"runtime.concatstrings", "concat", ALL, "buffer, []string"},
    {"runtime.concatbyte2", "concat", 24, 24, "string, string"},
    {"runtime.concatbytes", "concat", 24, 24, "[]string"},
    {"runtime.concatbyte2", "concat", 25, LAST, "buffer, string, string"},
    {"runtime.concatbytes", "concat", 25, LAST, "buffer, []string"},
    {"runtime.slicebytetostring", "string-bytes", ALL, "buffer, *byte, int"},
    {"runtime.slicerunetostring", "string-bytes", ALL, "buffer, []rune"},
    {"runtime.stringtoslicebyte", "string-bytes", ALL, "buffer, string"},
    {"runtime.stringtoslicerune", "string-bytes", ALL, "buffer, string"},
    {"runtime.intstring", "string-bytes", ALL, "buffer, int64"},
    {"runtime.gostring", "c-string", ALL, "*byte"},
    {"runtime.gostringn", "c-string", ALL, "*byte, int"},
    {"runtime.gobytes", "c-string", ALL, "*byte, int"},
    {"runtime.deferproc", "defer", ALL, "func()"},
    {"runtime.deferprocat", "defer", ALL, "func(), any"},
    {"runtime.deferprocStack", "service", ALL, "*byte"}, /* its record is on the stack */
    {"runtime.deferrangefunc", "defer", 22, LAST, ""},
    {"runtime.panicdivide", "panic", ALL, ""},
    {"runtime.panicIndex", "panic", ALL, "int, int"},
    {"runtime.goPanicIndex", "panic", ALL, "int, int"},
    {"runtime.gopanic", "panic", ALL, "any"},
    {"runtime.chanrecv1", "wait", ALL, "*byte, *any"},
    {"runtime.chansend1", "wait", ALL, "*byte, *any"},
    {"runtime.selectgo", "wait", ALL, "*byte, *byte, *uintptr, int, int, bool"},
    {"runtime.semacquire1", "wait", ALL, "*uint32, bool, int, int, int"},
    {"reflect.chanrecv", "wait", ALL, "*byte, bool, unsafe.Pointer"},
    {"reflect.chansend0", "wait", ALL, "*byte, unsafe.Pointer, bool"},
    {"reflect.rselect", "wait", ALL, "[]byte"},
    {"sync.runtime_Semacquire", "wait", ALL, "*uint32"},
    {"sync.runtime_SemacquireWaitGroup", "wait", ALL, "*uint32"},
    {"sync.runtime_notifyListWait", "wait", ALL, "*byte, uint32"},
    {"internal/sync.runtime_SemacquireMutex", "wait", 24, LAST, "*uint32, bool, int"},
    {"internal/poll.runtime_Semacquire", "wait", ALL, "*uint32"},
    {"runtime.typeAssert", "type-cache", 22, LAST, "*byte, *byte"},
    {"runtime.interfaceSwitch", "type-cache", 22, LAST, "*byte, *byte"},
    {"runtime.assertE2I", "type-cache", ALL, "*byte, *byte"},
    {"runtime.assertE2I2", "type-cache", ALL, "*byte, *byte"},
    {"runtime.assertI2I", "type-cache", FIRST, 21, "*byte, *byte"},
    {"runtime.assertI2I2", "type-cache", FIRST, 21, "*byte, any"},
    {"reflect.ifaceE2I", "type-cache", ALL, "*byte, any, unsafe.Pointer"},
    {"internal/reflectlite.ifaceE2I", "type-cache", ALL, "*byte, any, unsafe.Pointer"},
    {"runtime.malg", "service", ALL, "int32"},
    {"runtime.newproc", "service", ALL, "*byte"},
    {"runtime/internal/sys.Prefetch", "service", FIRST, 23, ""},
    {"internal/runtime/maps.NewMap", "service", 23, LAST, "*byte, uintptr, *byte, uintptr"},
};

/* The word at which the parameter begins; -1: there is none. */
static int word_of(const char *parameters, hw_str wanted)
{
    hw_str rest = hw_str_of(parameters);
    for (int word = 0; rest.n;) {
        hw_str type = hw_str_trim(hw_str_next(&rest, ','));
        if (hw_str_eq(type, wanted))
            return word;
        bool pair = hw_str_eq(type, HW_STR("string")) || hw_str_eq(type, HW_STR("any"));
        word += hw_str_starts(type, HW_STR("[]")) ? 3 : pair ? 2 : 1;
    }
    return -1;
}

static bool is_so(const function *f, const hw_callee *c)
{
    return c && strcmp(hw_family_names[c->family], f->family) == 0 &&
           c->type == word_of(f->parameters, HW_STR("type")) &&
           c->buffer == word_of(f->parameters, HW_STR("buffer"));
}

static void assert_function(const function *f, unsigned go, bool so)
{
    const hw_callee *c = hw_callee_of(hw_str_of(f->name), go);
    if (is_so(f, c) != so)
        fail_msg("%s of 1.%u: %s, type %d, buffer %d", f->name, go,
                 c ? hw_family_names[c->family] : "not known", c ? c->type : 0, c ? c->buffer : 0);
}

static void functions_have_their_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        for (unsigned go = FIRST; go <= LAST; go++)
            assert_function(&functions[i], go,
                            functions[i].since <= go && go <= functions[i].until);
    assert_null(hw_callee_of(HW_STR("main.main"), 26));
    assert_null(hw_callee_of(HW_STR("runtime/pprof.writeHeap"), 26));
    assert_null(hw_callee_of(HW_STR("reflect.makemap.func1"), 26));
}

/* Of a release that is not known, but 1.20 or later, nothing is said that one of them has not. */
static void unknown_releases(void **state)
{
    (void)state;
    static const function rows[] = {
        {"runtime.growslice", "append-grow", 0, 0, "*any, int, int, int, type"},
        {"runtime.concatbyte2", "concat", 0, 0, "string, string"},
        {"runtime.assertI2I", "type-cache", 0, 0, "*byte, *byte"},
        {"runtime.moveSlice", "append-move", 0, 0, "type, *byte, int, int"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_function(&rows[i], 0, true);
}

/* Each row counts somewhere: none is hidden by one before it, or left out above. */
static void every_row_is_met(void **state)
{
    (void)state;
    static const hw_str patterns[] = {
#define X(function, ...) {function, sizeof function - 1},
        HW_CALLEES(X)
#undef X
    };
    enum { ROWS = sizeof patterns / sizeof *patterns };
    const hw_callee *first = hw_callee_of(patterns[0], 0);
    bool met[ROWS] = {false};
    assert_non_null(first);
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        const hw_callee *c = hw_callee_of(hw_str_of(functions[i].name), functions[i].since);
        assert_true(c >= first && c < first + ROWS);
        met[c - first] = true;
    }
    for (size_t i = 0; i < ROWS; i++)
        if (!met[i])
            fail_msg("no function of the row %.*s", HW_STR_ARG(patterns[i]));
}

/* The copies that the runtime has of an allocator have one name; what only looks like them keeps
 * its own. */
static void shown_names(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"runtime.mallocgcSmallScanNoHeaderSC5", "runtime.mallocgcSmallScanNoHeader"},
        {"runtime.mallocgcTinySize12", "runtime.mallocgcTiny"},
        {"runtime.mallocgcTiny", "runtime.mallocgcTiny"},
        {"runtime.mallocgc2", "runtime.mallocgc2"},
        {"runtime.mallocgcTinySC", "runtime.mallocgcTinySC"},
        {"runtime.mallocgcTinySC0", "runtime.mallocgcTiny"},
        {"runtime.mallocgcTinySize09", "runtime.mallocgcTiny"},
        {"runtime.concatstring2", "runtime.concatstring2"},
        {"main.helperSC5", "main.helperSC5"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hw_str shown = hw_callee_shown(hw_str_of(rows[i][0]));
        if (!hw_str_eq(shown, hw_str_of(rows[i][1])))
            fail_msg("%s is shown as %.*s", rows[i][0], HW_STR_ARG(shown));
    }
}

/* What the source orders, and what the runtime does for itself. */
static void families(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool constructs;
    } rows[] = {
        {"object", true},      {"malloc", true},      {"make-slice", true}, {"make-copy", true},
        {"append-grow", true}, {"append-move", true}, {"make-map", true},   {"map-assign", true},
        {"make-chan", true},   {"convert", true},     {"concat", true},     {"string-bytes", true},
        {"c-string", true},    {"defer", true},       {"panic", false},     {"wait", false},
        {"type-cache", false}, {"service", false},    {"other", false},
    };
    assert_int_equal(sizeof rows / sizeof *rows, HW_FAMILY_COUNT);
    for (unsigned f = 0; f < HW_FAMILY_COUNT; f++) {
        assert_string_equal(hw_family_names[f], rows[f].name);
        assert_int_equal(hw_family_constructs((hw_family)f), rows[f].constructs);
    }
    static const char *const untyped[] = {"none", "no-call",    "indirect", "no-type",
                                          "nil",  "dictionary", "run-time", "untraceable"};
    assert_int_equal(sizeof untyped / sizeof *untyped, HW_UNTYPED_COUNT);
    for (unsigned i = 0; i < HW_UNTYPED_COUNT; i++)
        assert_string_equal(hw_untyped_names[i], untyped[i]);
}

static void who_allocates_and_who_returns(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool allocates, ends;
    } rows[] = {
        {"runtime.newobject", true, false},
        {"runtime.growslice", true, false},
        {"runtime.growsliceBuf", true, false},
        {"runtime.concatbyte2", true, false},
        {"runtime.mallocgcTinySC2", true, false},
        {"runtime.deferproc", true, false},
        {"runtime.rawstring", true, false},
        {"runtime.rawstringtmp", true, false},
        {"runtime.rawbyteslice", true, false},
        {"runtime.rawruneslice", true, false},
        {"internal/runtime/maps.newGroups", true, false},
        {"internal/runtime/atomic.Load", false, false},
        {"runtime.malg", false, false},
        {"runtime.chanrecv1", false, false},
        {"reflect.unsafe_New", false, false}, /* for reflect, which is a caller like others */
        {"main.newobject", false, false},
        {"runtime.gopanic", false, true},
        {"runtime.panicIndex", false, true},
        {"runtime.goPanicSliceB", false, true},
        {"runtime.panicCheck1", false, false}, /* looks whether a panic is allowed */
        {"runtime.panicCheck2", false, false},
        {"runtime.throw", false, true},
        {"runtime.throwinit", false, true},
        {"runtime.fatal", false, true},
        {"runtime.block", false, true},
        {"runtime.goexit", false, true},
        {"runtime.abort", false, true},
        {"sync.throw", false, true},
        {"sync.fatal", false, true},
        {"maps.fatal", false, true},
        {"internal/sync.throw", false, true},
        {"internal/sync.fatal", false, true},
        {"runtime.blockevent", false, false},
        {"log.fatal", false, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hw_str name = hw_str_of(rows[i].name);
        if (hw_callee_allocates(name) != rows[i].allocates)
            fail_msg("%s allocates: %d", rows[i].name, !rows[i].allocates);
        if (hw_callee_ends(name) != rows[i].ends)
            fail_msg("%s never returns: %d", rows[i].name, !rows[i].ends);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(functions_have_their_rows),
        cmocka_unit_test(unknown_releases),
        cmocka_unit_test(every_row_is_met),
        cmocka_unit_test(shown_names),
        cmocka_unit_test(families),
        cmocka_unit_test(who_allocates_and_who_returns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
