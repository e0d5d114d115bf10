/* join/own: which claims can own which bytes, by the sizes and by the call. */
#include "own_world.h"

#include "go/expression_size.h"
#include "go/expression_type.h"

/* The same where the binary says which function was called. */
static hw_own own_call(bool heap, hw_kind kind, const char *text, const char *callee,
                       int64_t type_size, int64_t size)
{
    return own_by(heap, kind, text, 26, &size, 1, callee, type_size, HW_BUFFER_UNKNOWN, 0);
}

/* The same of 64 bytes where it also says whether there is a stack buffer. */
static hw_own own_buffer(bool heap, hw_kind kind, const char *text, const char *callee,
                         hw_stack_buffer stack_buffer)
{
    const int64_t size = 144; /* above the buffers of all */
    return own_by(heap, kind, text, 26, &size, 1, callee, HW_SIZE_UNKNOWN, stack_buffer, 0);
}

static void test_ownership(void **state)
{
    (void)state;
    /* One PC is one CALL: a fixed size cannot be two. */
    assert_int_equal(own(true, HW_KIND_NEW, "&T{...}", 26, SIZES(24)), HW_OWN_YES);
    assert_int_equal(own(true, HW_KIND_NEW, "&T{...}", 26, SIZES(24, 96)), HW_OWN_NO);
    assert_int_equal(own(true, HW_KIND_APPEND, "append", 26, SIZES(24, 96)), HW_OWN_YES);
    /* A constant make has its class, with or without a malloc header, or shares a tiny block. */
    assert_int_equal(own(true, HW_KIND_MAKE_CONST, "make([]byte, 33)", 26, SIZES(48)), HW_OWN_YES);
    assert_int_equal(own(true, HW_KIND_MAKE_CONST, "make([]byte, 33)", 26, SIZES(64)), HW_OWN_NO);
    assert_int_equal(own(true, HW_KIND_MAKE_CONST, "make([]*T, 100)", 26, SIZES(896)), HW_OWN_YES);
    assert_int_equal(own(true, HW_KIND_MAKE_CONST, "make([]byte, 4)", 26, SIZES(16)), HW_OWN_YES);
    assert_int_equal(own(true, HW_KIND_MAKE_CONST, "make([]T, 2)", 26, SIZES(64)), HW_OWN_YES);
    /* "does not escape" with a 32-byte stack buffer overflows from the class of 48 on. */
    assert_int_equal(own(false, HW_KIND_CONCAT, "a + b", 26, SIZES(48, 64)), HW_OWN_YES);
    assert_int_equal(own(false, HW_KIND_CONCAT, "a + b", 26, SIZES(8, 48)), HW_OWN_NO);
    /* The bytes of a constant have a buffer of their own length, up to 64 KiB. */
    assert_int_equal(own(false, HW_KIND_CONVERSION, "([]byte)(s)", 26, SIZES(64)), HW_OWN_YES);
    assert_int_equal(own(false, HW_KIND_CONVERSION, "([]byte)(\"x\")", 26, SIZES(64)), HW_OWN_NO);
    assert_int_equal(own(false, HW_KIND_CONVERSION, "([]byte)(\"x\")", 26, SIZES(73728)),
                     HW_OWN_YES);
    assert_int_equal(own(false, HW_KIND_CONVERSION, "([]rune)(\"x\")", 26, SIZES(144)), HW_OWN_YES);
    /* Go 1.24, and no other, has no buffer for the bytes of a concatenation. (Without a column it
     * may stand inside of an append, until 1.24.) */
    assert_int_equal(own(false, HW_KIND_CONVERSION, "([]byte)(a + b)", 23, SIZES(8)), HW_OWN_NO);
    assert_int_equal(own(false, HW_KIND_CONVERSION, "([]byte)(a + b)", 24, SIZES(8)), HW_OWN_MAYBE);
    assert_int_equal(own(false, HW_KIND_CONVERSION, "([]byte)(s)", 24, SIZES(8)), HW_OWN_NO);
    assert_int_equal(own(false, HW_KIND_CONVERSION, "([]byte)(a + b)", 25, SIZES(8)), HW_OWN_NO);
    assert_int_equal(own(false, HW_KIND_MAKE_SLICE, "make([]T, n)", 26, SIZES(64)), HW_OWN_YES);
    assert_int_equal(own(false, HW_KIND_MAKE_SLICE, "make([]T, n)", 24, SIZES(64)), HW_OWN_NO);
    /* Values that do not escape are converted on the stack up to 1024 bytes. */
    assert_int_equal(own(false, HW_KIND_VALUE, "x", 26, SIZES(1024)), HW_OWN_NO);
    assert_int_equal(own(false, HW_KIND_VALUE, "x", 26, SIZES(1792)), HW_OWN_YES);
    /* A map of at most 8 entries stays whole. */
    assert_int_equal(own(false, HW_KIND_MAKE_MAP, "make(map[int]int)", 26, SIZES(48)), HW_OWN_NO);
    assert_int_equal(own(false, HW_KIND_MAKE_MAP, "make(map[int]int, 8)", 26, SIZES(48)),
                     HW_OWN_NO);
    assert_int_equal(own(false, HW_KIND_MAKE_MAP, "make(map[int]int, n)", 26, SIZES(48, 288)),
                     HW_OWN_YES);
    /* Nothing at all. */
    assert_int_equal(own(false, HW_KIND_NEW, "&T{...}", 26, SIZES(48)), HW_OWN_NO);
    assert_int_equal(own(false, HW_KIND_CLOSURE, "func literal", 26, SIZES(48)), HW_OWN_NO);
    assert_int_equal(own(true, HW_KIND_CONSTANT, "\"x\"", 26, SIZES(16)), HW_OWN_NO);
    assert_int_equal(own(false, HW_KIND_PARAMETER, "x", 26, SIZES(2048)), HW_OWN_NO);
    /* A number is a word, or shares a block of 16 bytes. */
    assert_int_equal(own(true, HW_KIND_NUMBER, "n % 200", 26, SIZES(16)), HW_OWN_YES);
    assert_int_equal(own(true, HW_KIND_NUMBER, "n % 200", 26, SIZES(8)), HW_OWN_YES);
    assert_int_equal(own(true, HW_KIND_NUMBER, "n % 200", 26, SIZES(24)), HW_OWN_NO);
    assert_int_equal(own(true, HW_KIND_NUMBER, "n % 200", 26, SIZES(128)), HW_OWN_NO);
    assert_int_equal(own(false, HW_KIND_NUMBER, "n % 200", 26, SIZES(2048)), HW_OWN_NO);
    assert_int_equal(own(true, HW_KIND_BYTE, "a < b", 26, SIZES(16)), HW_OWN_NO);
    /* A closure that is allocated captures something. */
    assert_int_equal(own(true, HW_KIND_CLOSURE, "func literal", 26, SIZES(8)), HW_OWN_NO);
    assert_int_equal(own(true, HW_KIND_CLOSURE, "func literal", 26, SIZES(16)), HW_OWN_YES);
    assert_int_equal(own(true, HW_KIND_METHOD_VALUE, "(&S{}).M", 26, SIZES(8)), HW_OWN_NO);
    /* The buffer of []rune(s) has 32 runes. */
    assert_int_equal(own(false, HW_KIND_CONVERSION, "([]rune)(s)", 26, SIZES(128)), HW_OWN_NO);
    assert_int_equal(own(false, HW_KIND_CONVERSION, "([]rune)(s)", 26, SIZES(144)), HW_OWN_YES);
    assert_int_equal(own(false, HW_KIND_CONVERSION, "([]byte)(s)", 26, SIZES(48)), HW_OWN_YES);
    /* With -m alone a constant make may be a value of an interface as well. */
    assert_int_equal(own(true, HW_KIND_MAKE_CONST, "make([]byte, 512)", 26, SIZES(24)),
                     HW_OWN_MAYBE);
    assert_int_equal(own(true, HW_KIND_MAKE_CONST, "make([]byte, 512)", 26, SIZES(32)), HW_OWN_NO);
    /* Without sizes nothing is excluded. */
    assert_int_equal(own(true, HW_KIND_NEW, "&T{...}", 26, NULL, 0), HW_OWN_YES);
    assert_int_equal(own(false, HW_KIND_VALUE, "x", 26, NULL, 0), HW_OWN_MAYBE);
}

static void test_ownership_by_call(void **state)
{
    (void)state;
    /* What the sizes had to leave open or got wrong. */
    assert_int_equal(own_call(true, HW_KIND_NEW, "&T{...}", "runtime.newobject", 24, 24),
                     HW_OWN_YES);
    assert_int_equal(
        own_call(true, HW_KIND_NEW, "&T{...}", "runtime.mallocgcSmallNoScanSC3", 24, 24),
        HW_OWN_YES);
    assert_int_equal(own_call(true, HW_KIND_NEW, "&T{...}", "runtime.mapassign_fast64", 24, 24),
                     HW_OWN_NO);
    assert_int_equal(own_call(true, HW_KIND_NEW, "&T{...}", "runtime.growslice", 24, 24),
                     HW_OWN_NO);
    assert_int_equal(own_call(true, HW_KIND_APPEND, "append", "runtime.growslice", 8, 24),
                     HW_OWN_YES);
    assert_int_equal(own_call(true, HW_KIND_APPEND, "append", "runtime.moveSliceNoCap", 8, 24),
                     HW_OWN_YES);
    assert_int_equal(own_call(false, HW_KIND_APPEND, "append", "runtime.moveSliceNoCap", 8, 24),
                     HW_OWN_NO);
    assert_int_equal(own_call(false, HW_KIND_CONCAT, "a + b", "runtime.concatstring2", -1, 48),
                     HW_OWN_YES);
    assert_int_equal(own_call(true, HW_KIND_CONCAT, "a + b", "runtime.concatstring2", -1, 16),
                     HW_OWN_YES);
    /* What does not escape and fits the buffer is there. */
    assert_int_equal(own_call(false, HW_KIND_CONCAT, "a + b", "runtime.concatstring2", -1, 16),
                     HW_OWN_NO);
    assert_int_equal(
        own_call(false, HW_KIND_CONVERSION, "string(b)", "runtime.slicebytetostring", -1, 32),
        HW_OWN_NO);
    /* Strings are concatenated by + only, bytes by a conversion of it. */
    assert_int_equal(
        own_call(true, HW_KIND_CONVERSION, "string(r)", "runtime.concatstring2", -1, 16),
        HW_OWN_NO);
    assert_int_equal(
        own_call(true, HW_KIND_CONVERSION, "([]byte)(a + b)", "runtime.concatbyte2", -1, 16),
        HW_OWN_YES);
    /* A slice without elements needs no memory, but its header does when it is made an interface.
     */
    assert_int_equal(own_by(true, HW_KIND_SLICE_LITERAL, "[]string{}", 26, SIZES(24),
                            "runtime.convTslice", HW_SIZE_UNKNOWN, HW_BUFFER_UNKNOWN,
                            HW_CLAIM_ZERO_SIZE),
                     HW_OWN_YES);
    assert_int_equal(own_by(true, HW_KIND_SLICE_LITERAL, "[]string{}", 26, SIZES(24),
                            "runtime.newobject", HW_SIZE_UNKNOWN, HW_BUFFER_UNKNOWN,
                            HW_CLAIM_ZERO_SIZE),
                     HW_OWN_NO);
    /* What is no slice has no header, and what has no size is not converted. */
    assert_int_equal(own_by(true, HW_KIND_VALUE, "[0]int{}", 26, SIZES(24), "runtime.convT",
                            HW_SIZE_UNKNOWN, HW_BUFFER_UNKNOWN, HW_CLAIM_ZERO_SIZE),
                     HW_OWN_NO);
    assert_int_equal(own_call(false, HW_KIND_CONCAT, "a + b", "runtime.makechan", 8, 96),
                     HW_OWN_NO);
    assert_int_equal(
        own_call(false, HW_KIND_CONVERSION, "string(b)", "runtime.slicebytetostring", -1, 64),
        HW_OWN_YES);
    assert_int_equal(
        own_call(false, HW_KIND_MAKE_SLICE, "make([]T, n)", "runtime.makeslice", 40, 48),
        HW_OWN_YES);
}

static void test_sizes_by_call(void **state)
{
    (void)state;
    /* An object never, whatever its size, but for the bytes of a long constant. */
    assert_int_equal(own_call(false, HW_KIND_VALUE, "x", "runtime.newobject", 2048, 2048),
                     HW_OWN_NO);
    assert_int_equal(
        own_call(false, HW_KIND_CONVERSION, "([]byte)(\"x\")", "runtime.newobject", 65536, 65536),
        HW_OWN_YES);
    assert_int_equal(
        own_call(false, HW_KIND_CONVERSION, "([]byte)(\"x\")", "runtime.newobject", 100, 112),
        HW_OWN_NO);
    /* The type's own size decides, and where it is not known the object's. */
    assert_int_equal(own_call(false, HW_KIND_VALUE, "x", "runtime.convT", 1025, 1152), HW_OWN_YES);
    assert_int_equal(own_call(false, HW_KIND_VALUE, "x", "runtime.convT", 1024, 1152), HW_OWN_NO);
    assert_int_equal(own_call(false, HW_KIND_VALUE, "x", "runtime.convT", -1, 1152), HW_OWN_YES);
    assert_int_equal(own_call(true, HW_KIND_CONSTANT, "7", "runtime.convT64", 8, 8), HW_OWN_YES);
    /* One call may have objects of several sizes: the call decides, but for constants. */
    assert_int_equal(own_by(true, HW_KIND_NEW, "&T{...}", 26, SIZES(24, 96), "runtime.newobject",
                            HW_SIZE_UNKNOWN, HW_BUFFER_UNKNOWN, 0),
                     HW_OWN_YES);
    assert_int_equal(own_by(true, HW_KIND_MAKE_CONST, "make([]byte, 90)", 26, SIZES(24, 96),
                            "runtime.makeslice", HW_SIZE_UNKNOWN, HW_BUFFER_UNKNOWN, 0),
                     HW_OWN_NO);
    assert_int_equal(
        own_call(true, HW_KIND_MAKE_CONST, "make([]byte, 90)", "runtime.makeslice", 1, 96),
        HW_OWN_YES);
    assert_int_equal(
        own_call(true, HW_KIND_MAKE_CONST, "make([]byte, 90)", "runtime.convTslice", 24, 24),
        HW_OWN_YES);
    /* Calls that nothing owns. */
    static const char *const silent[] = {"runtime.makechan", "runtime.deferproc",
                                         "runtime.panicIndex", "main.clone", "runtime.selectgo"};
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++)
        for (int kind = 0; kind < HW_KIND_COUNT; kind++)
            assert_int_equal(own_call(true, (hw_kind)kind, "x", silent[i], 48, 48), HW_OWN_NO);
}

static void test_ownership_by_buffer(void **state)
{
    (void)state;
    static const struct {
        hw_kind kind;
        const char *text, *callee;
    } strings[] = {
        {HW_KIND_CONVERSION, "string(b)", "runtime.slicebytetostring"},
        {HW_KIND_CONVERSION, "([]byte)(s)", "runtime.stringtoslicebyte"},
        {HW_KIND_CONVERSION, "([]rune)(s)", "runtime.stringtoslicerune"},
    };
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        hw_kind kind = strings[i].kind;
        const char *text = strings[i].text, *callee = strings[i].callee;
        assert_int_equal(own_buffer(false, kind, text, callee, HW_BUFFER_STACK), HW_OWN_YES);
        assert_int_equal(own_buffer(true, kind, text, callee, HW_BUFFER_STACK), HW_OWN_NO);
        assert_int_equal(own_buffer(false, kind, text, callee, HW_BUFFER_NONE), HW_OWN_NO);
        assert_int_equal(own_buffer(true, kind, text, callee, HW_BUFFER_NONE), HW_OWN_YES);
    }
    /* A constant of 32 bytes in it: then there is no stack buffer. */
    assert_int_equal(
        own_buffer(false, HW_KIND_CONCAT, "a + b", "runtime.concatstring2", HW_BUFFER_NONE),
        HW_OWN_YES);
    assert_int_equal(
        own_buffer(true, HW_KIND_CONCAT, "a + b", "runtime.concatstring2", HW_BUFFER_STACK),
        HW_OWN_NO);
    /* A slice that escapes grows on the stack first, and is moved when it does (1.26). */
    assert_int_equal(
        own_buffer(true, HW_KIND_APPEND, "append", "runtime.growsliceBuf", HW_BUFFER_STACK),
        HW_OWN_YES);
    assert_int_equal(
        own_buffer(false, HW_KIND_APPEND, "append", "runtime.growsliceBuf", HW_BUFFER_STACK),
        HW_OWN_YES);
}

/* Of claims that may own objects of one size, those whose text names it stand first. */
static void test_named_sizes(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t bytes; /* 0: not known */
    } rows[] = {
        {"make([]byte, 4096)", 4096},
        {"make([]byte, 0, 4096)", 4096},
        {"make([]int, int(4))", 32},
        {"make([]T, 4096)", 0},
        {"make([]byte, n)", 0},
        {"new([64]int32)", 256},
        {"new([2][3]int64)", 48},
        {"new([9223372036854775807]int64)", 0},
        {"new(int64)", 8},
        {"new(go.shape.int64)", 8},
        {"new(T)", 0},
        {"&T{...}", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t bytes = 0;
        if (hw_expr_bytes(hw_str_of(rows[i].text), &bytes) != (rows[i].bytes > 0) ||
            (rows[i].bytes && bytes != rows[i].bytes))
            fail_msg("%s: %lld", rows[i].text, (long long)bytes);
    }
    assert_true(hw_expr_bytes_fit(4096, 4096));
    assert_true(hw_expr_bytes_fit(4096, 4864)); /* with a header */
    assert_true(hw_expr_bytes_fit(8, 16));      /* in a tiny block */
    assert_false(hw_expr_bytes_fit(4096, 24));
}

typedef struct fit_row {
    hw_kind kind;
    const char *text, *callee, *type;
    hw_type_fit fit;
} fit_row;

static void check_fits(const fit_row *rows, size_t n, bool folds)
{
    for (size_t i = 0; i < n; i++) {
        const fit_row *r = &rows[i];
        hw_str callee = hw_str_of(r->callee);
        const hw_call_shape call = {.family = hw_callee_of(callee, 26)->family,
                                    .callee = callee,
                                    .type = hw_str_of(r->type),
                                    .folds = folds};
        hw_type_fit fit = hw_expression_fits(r->kind, hw_str_of(r->text), &call);
        if (fit != r->fit)
            fail_msg("%s by %s of %s: %d", r->text, r->callee, r->type, fit);
    }
}
#define CHECK_FITS(rows, folds) check_fits(rows, sizeof(rows) / sizeof *(rows), folds)

static void test_types_of_objects(void **state)
{
    (void)state;
#define OBJECT(kind, text, type, fit)                                                              \
    {HW_KIND_##kind, text, "runtime.newobject", type, HW_TYPE_##fit}
    static const fit_row rows[] = {
        OBJECT(CLOSURE, "func literal", "struct { F uintptr; X0 *int }", YES),
        OBJECT(CLOSURE, "func literal", "struct { F uintptr; R main.T }", NO),
        OBJECT(CLOSURE, "func literal", "main.T", NO),
        OBJECT(METHOD_VALUE, "(&T{...}).M", "struct { F uintptr; R *main.T }", YES),
        OBJECT(METHOD_VALUE, "(&T{...}).M", "struct { F uintptr; X0 *main.T }", MAYBE),
        OBJECT(VALUE, "t.M", "struct { F uintptr; R main.T }", YES),
        OBJECT(VALUE, "x", "struct { F uintptr; R main.T }", NO),
        OBJECT(MOVED, "x", "struct { F uintptr; X0 *int }", NO),
        OBJECT(MOVED, "x", "int", MAYBE),
        OBJECT(DOTS, "... argument", "[2]interface {}", MAYBE),
        OBJECT(DOTS, "... argument", "main.T", NO),
        OBJECT(NEW, "&T{...}", "main.T", YES),
        OBJECT(NEW, "&T{...}",
               "main.T\xc2\xb7"
               "1",
               YES),
        OBJECT(NEW, "&lib.T{...}", "lib.T", YES),
        OBJECT(NEW, "&T{...}", "main.U", NO),
        OBJECT(NEW, "&T{...}", "", MAYBE),
        OBJECT(NEW, "new([3]int)", "[3]int", YES),
        OBJECT(NEW, "new(uint32)", "go.shape.uint32", YES),
        OBJECT(NEW, "new(uint32)", "go.shape.float64", NO), /* a basic type is its own shape */
        OBJECT(NEW, "new(T)", "go.shape.float64", MAYBE),
        OBJECT(NEW, "new([3]int)", "[4]int", NO),
        OBJECT(NEW, "&[]byte{...}", "[]uint8", YES),
        OBJECT(NEW, "&[]byte{...}", "[3]uint8", NO),
        OBJECT(NEW, "&[]any{...}", "[]interface {}", YES),
        OBJECT(NEW, "new(<node DYNAMICTYPE>)", "main.T", MAYBE),
        OBJECT(NEW, "&Box[go.shape.int]{...}", "main.Box[int]", YES),
        OBJECT(NEW, "&Box[go.shape.int_0]{...}", "main.Box[go.shape.int]", YES),
        OBJECT(NEW, "&Box[go.shape.int]{...}", "main.Box[go.shape.string]", NO),
        OBJECT(NEW, "&Box[go.shape.struct {}]{...}", "main.Box[example.com/a-b/c.T]", MAYBE),
        OBJECT(NEW, "&Box[c.T]{...}", "main.Box[example.com/a-b/c.T]", YES),
        OBJECT(NEW, "&Box[c.T]{...}", "main.Box[example.com/a-b/c.U]", NO),
        OBJECT(NEW, "&Bag[go.shape.int]{...}", "main.Box[main.T]", NO),
        OBJECT(NEW, "new(func(x int) string)", "func(int) string", MAYBE),
        OBJECT(NEW, "&struct { a int; b rune }{...}", "struct { main.a int; main.b int32 }", YES),
        OBJECT(SLICE_LITERAL, "[]rng{...}", "[1]main.rng", YES),
        OBJECT(SLICE_LITERAL, "[]rng{...}", "[1]main.big", NO),
        OBJECT(SLICE_LITERAL, "[]rng{...}", "main.rng", NO),
        OBJECT(SLICE_LITERAL, "[]rng{...}", "[]main.rng", NO),
        OBJECT(SLICE_LITERAL, "[][]int{...}", "[2][]int", YES),
        OBJECT(SLICE_LITERAL, "go.shape.[]int{...}", "[2]int", YES),
        OBJECT(COMPOSITE, "Rows{...}", "[1]main.rng", MAYBE),
        OBJECT(COMPOSITE, "key{}", "[1]main.rng", NO),
        OBJECT(COMPOSITE, "key{}", "main.info", NO),
        OBJECT(MAKE_CONST, "make([]byte, 256)", "[256]uint8", YES),
        OBJECT(MAKE_CONST, "make([]byte, 0, 256)", "[256]uint8", YES),
        OBJECT(MAKE_CONST, "make([]byte, 128)", "[256]uint8", NO),
        OBJECT(MAKE_CONST, "make([]byte, 256)", "[]uint8", NO),
        OBJECT(MAKE_CONST, "make([]byte, 256)", "main.big", NO),
        OBJECT(CONVERSION, "([]byte)(\"hello\")", "[5]uint8", YES),
        OBJECT(CONVERSION, "([]byte)(\"hello\")", "[5]int", NO),
        OBJECT(CONVERSION, "string(b)", "[5]uint8", NO),
    };
#undef OBJECT
    CHECK_FITS(rows, false);
}

static void test_types_of_slices_and_maps(void **state)
{
    (void)state;
    static const fit_row rows[] = {
        {HW_KIND_MAKE_SLICE, "make([]byte, n)", "runtime.makeslice", "uint8", HW_TYPE_YES},
        {HW_KIND_MAKE_SLICE, "make([]byte, n)", "runtime.makeslice", "int32", HW_TYPE_NO},
        {HW_KIND_MAKE_CONST, "make([]*T, 0, 8)", "runtime.makeslice", "*main.T", HW_TYPE_YES},
        {HW_KIND_MAKE_NAMED, "make(L, n)", "runtime.makeslice", "int64", HW_TYPE_MAYBE},
        /* An entry is put into a map of the literal's own type … */
        {HW_KIND_MAP_LITERAL, "map[string]int{...}", "runtime.mapassign_faststr", "map[string]int",
         HW_TYPE_YES},
        {HW_KIND_MAP_LITERAL, "map[string]int{...}", "runtime.mapassign_faststr",
         "map[string]map[string]int", HW_TYPE_NO},
        {HW_KIND_MAP_LITERAL, "map[string]any{...}", "runtime.mapassign_faststr",
         "map[string]interface {}", HW_TYPE_YES},
        {HW_KIND_MAP_LITERAL, "map[string]int{...}", "runtime.mapassign_faststr", "main.M",
         HW_TYPE_NO},
        {HW_KIND_MAP_LITERAL, "map[go.shape.string]int{...}", "runtime.mapassign_faststr",
         "map[main.Key]int", HW_TYPE_MAYBE},
        {HW_KIND_MAP_LITERAL, "map[string]func(x int){...}", "runtime.mapassign_faststr",
         "map[string]func(int)", HW_TYPE_MAYBE},
        {HW_KIND_COMPOSITE, "M{...}", "runtime.mapassign_faststr", "main.M", HW_TYPE_YES},
        {HW_KIND_COMPOSITE, "http.Header{...}", "runtime.mapassign_faststr", "http.Header",
         HW_TYPE_YES},
        {HW_KIND_COMPOSITE, "M{...}", "runtime.mapassign_faststr", "main.MM", HW_TYPE_NO},
        {HW_KIND_COMPOSITE, "M{...}", "runtime.mapassign_faststr", "", HW_TYPE_MAYBE},
        {HW_KIND_COMPOSITE, "below{}", "runtime.mapassign_faststr", "map[string][]main.rng",
         HW_TYPE_NO},
        /* … and an empty literal has none. */
        {HW_KIND_MAP_LITERAL, "map[string]int{}", "runtime.mapassign_faststr", "map[string]int",
         HW_TYPE_NO},
        {HW_KIND_COMPOSITE, "M{}", "runtime.mapassign_faststr", "", HW_TYPE_NO},
        {HW_KIND_MAP_LITERAL, "map[string]int{}", "runtime.makemap", "map[string]int", HW_TYPE_YES},
        {HW_KIND_COMPOSITE, "M{}", "runtime.makemap_small", "", HW_TYPE_MAYBE},
        {HW_KIND_MAKE_MAP, "make(map[string]int, n)", "runtime.makemap", "map[string]int",
         HW_TYPE_YES},
        {HW_KIND_MAKE_MAP, "make(map[string]int, n)", "runtime.makemap", "map[int]int", HW_TYPE_NO},
        {HW_KIND_MAKE_NAMED, "make(M)", "runtime.makemap", "main.M", HW_TYPE_YES},
    };
    CHECK_FITS(rows, false);
}

static void test_types_of_values(void **state)
{
    (void)state;
#define VALUE(kind, text, by, type, fit)                                                           \
    {HW_KIND_##kind, text, "runtime.conv" by, type, HW_TYPE_##fit}
    static const fit_row rows[] = {
        VALUE(VALUE, "s", "Tstring", "", MAYBE),
        VALUE(VALUE, "s", "T64", "", MAYBE),
        VALUE(CONSTANT, "\"s\"", "T64", "", NO),
        VALUE(CONSTANT, "\"s\"", "Tstring", "", YES),
        VALUE(CONSTANT, "true", "T64", "", NO),
        VALUE(CONSTANT, "byte(3)", "T64", "", NO),
        VALUE(CONSTANT, "1000", "T64", "", MAYBE),
        VALUE(CONSTANT, "1000", "Tstring", "", NO),
        VALUE(VALUE, "len(s)", "T64", "", YES),
        VALUE(VALUE, "len(s)", "T32", "", NO),
        VALUE(VALUE, "len(s)", "Tstring", "", NO),
        VALUE(VALUE, "int32(x)", "T32", "", YES),
        VALUE(VALUE, "int32(x)", "T64", "", NO),
        VALUE(VALUE, "f(x)", "T64", "", MAYBE),
        VALUE(VALUE, "f(x)", "Tnoptr", "main.mid", MAYBE),
        VALUE(VALUE, "v.(string)", "Tstring", "", YES),
        VALUE(VALUE, "v.(string)", "T64", "", NO),
        VALUE(VALUE, "v.(T)", "T", "main.T", YES),
        VALUE(VALUE, "v.(T)", "T", "main.U", NO),
        VALUE(VALUE, "&x", "T64", "", NO),
        VALUE(VALUE, "[4]int{...}", "Tnoptr", "[4]int", YES),
        VALUE(VALUE, "[4]int{...}", "Tnoptr", "[2]int", NO),
        VALUE(VALUE, "[1]int{...}", "T64", "", YES),
        VALUE(VALUE, "[2]int32{...}", "T64", "", NO),
        VALUE(VALUE, "struct { a int; b string }{...}", "Tstring", "", NO),
        VALUE(VALUE, "struct { b string }{...}", "Tstring", "", MAYBE),
        VALUE(COMPOSITE, "T{...}", "T64", "", MAYBE),
        VALUE(COMPOSITE, "T{...}", "T", "main.T", YES),
        VALUE(COMPOSITE, "T{...}", "T", "main.U", NO),
        VALUE(COMPOSITE, "context.backgroundCtx{}", "T64", "", NO),
        VALUE(COMPOSITE, "T{}", "T", "main.T", YES),
        VALUE(SLICE_LITERAL, "[]int{...}", "Tslice", "", YES),
        VALUE(SLICE_LITERAL, "[]int{...}", "T", "main.T", NO),
        VALUE(MAKE_SLICE, "make([]byte, n)", "Tslice", "", YES),
        VALUE(MAKE_NAMED, "make(L, n)", "Tslice", "", YES),
        VALUE(MAKE_CONST, "make([]byte, 9)", "Tstring", "", NO),
        VALUE(CONVERSION, "([]byte)(s)", "Tslice", "", YES),
        VALUE(CONVERSION, "string(b)", "Tslice", "", NO),
        VALUE(CONVERSION, "string(b)", "Tstring", "", YES),
        VALUE(CONCAT, "a + b", "Tstring", "", MAYBE),
        VALUE(CONCAT, "a + b", "T64", "", MAYBE),
        VALUE(CONCAT, "a + \"x\"", "T64", "", NO),
        VALUE(CONCAT, "m[\"a\"] + n", "T64", "", MAYBE),
        VALUE(CONCAT, "len(a) + len(b)", "Tstring", "", NO),
        VALUE(CONCAT, "len(a) + len(b)", "T64", "", YES),
        VALUE(VALUE, "i + 1000", "T64", "", MAYBE),
        VALUE(VALUE, "i + 1000", "Tstring", "", NO),
        VALUE(VALUE, "i + 1000", "Tslice", "", NO),
        VALUE(VALUE, "n % 200", "Tstring", "", NO),
        VALUE(VALUE, "n % 200", "T64", "", MAYBE),
        VALUE(VALUE, "m[a % b]", "Tstring", "", MAYBE),
        VALUE(VALUE, "a == b", "T64", "", NO),
        VALUE(VALUE, "!ok", "T64", "", NO),
        {HW_KIND_VALUE, "c * 2", "runtime.convTnoptr", "complex128", HW_TYPE_MAYBE},
        {HW_KIND_VALUE, "c * 2", "runtime.convTnoptr", "main.mid", HW_TYPE_NO},
    };
#undef VALUE
    CHECK_FITS(rows, false);
}

static void test_types_of_strings(void **state)
{
    (void)state;
#define CONCAT(text, callee, fit) {HW_KIND_CONCAT, text, "runtime." callee, "", HW_TYPE_##fit}
    static const fit_row rows[] = {
        CONCAT("a + b", "concatstring2", YES),
        CONCAT("a + b", "concatstring3", NO), /* s += a + b */
        CONCAT("a + b + c", "concatstring2", NO),
        CONCAT("a + f(b + c)", "concatstring2", YES),
        CONCAT("a + \" + \" + b", "concatstring3", YES),
        CONCAT("m[a + b] + c[d:e + 1]", "concatstring2", YES),
        CONCAT("\"01234567890123456789012345678901234567890123456789012345678901234567... + a",
               "concatstring2", YES),
        CONCAT("a + b + c + d + e", "concatstring5", YES),
        CONCAT("a + b + c + d + e", "concatstrings", NO),
        CONCAT("a + b + c + d + e + f", "concatstrings", YES),
        CONCAT("a + b + c + d + e + f + g", "concatstrings", YES),
        {HW_KIND_CONVERSION, "([]byte)(a + b)", "runtime.concatbyte2", "", HW_TYPE_YES},
        {HW_KIND_CONVERSION, "([]byte)(a + b)", "runtime.concatbyte3", "", HW_TYPE_NO},
        {HW_KIND_CONVERSION, "([]byte)(s)", "runtime.stringtoslicebyte", "", HW_TYPE_YES},
        {HW_KIND_CONVERSION, "([]rune)(s)", "runtime.stringtoslicebyte", "", HW_TYPE_NO},
        {HW_KIND_CONVERSION, "([]rune)(s)", "runtime.stringtoslicerune", "", HW_TYPE_YES},
        {HW_KIND_CONVERSION, "([]byte)(s)", "runtime.slicebytetostring", "", HW_TYPE_NO},
        {HW_KIND_CONVERSION, "string(b)", "runtime.slicebytetostring", "", HW_TYPE_YES},
        {HW_KIND_CONVERSION, "string(r)", "runtime.intstring", "", HW_TYPE_YES},
    };
    /* Up to Go 1.20 constants are added up behind what is printed. */
    static const fit_row folded[] = {
        CONCAT("\"a\" + \"b\" + c", "concatstring2", MAYBE),
        CONCAT("a + b", "concatstring2", YES),
        CONCAT("a + b", "concatstring3", NO),
    };
#undef CONCAT
    CHECK_FITS(rows, false);
    CHECK_FITS(folded, true);
}

/* Objects of one size beside 20,000 of 2688 bytes, of which v tells the number or the bytes. */
static hw_own own_beside(hw_value v, int64_t size, int64_t objects, bool exact)
{
    bool bytes = v == HW_ALLOC_SPACE || v == HW_INUSE_SPACE;
    hw_site_size seen[2] = {{.size = size}, {.size = 2688}};
    seen[0].values.v[v] = objects * (bytes ? size : 1);
    seen[1].values.v[v] = INT64_C(20000) * (bytes ? 2688 : 1);
    hw_seen_sizes s = {.at = seen, .n = 2, .known = true, .exact = exact};
    return own_seen(true, HW_KIND_NEW, "&T{...}", 26, &s, "", HW_SIZE_UNKNOWN, HW_BUFFER_UNKNOWN,
                    0);
}

static void test_noise_of_a_collection(void **state)
{
    (void)state;
    /* What a collection allocates is at most 1 % of the objects, and excludes nothing. */
    for (int v = 0; v < HW_VALUES; v++)
        for (int exact = 0; exact < 2; exact++) {
            assert_int_equal(own_beside((hw_value)v, 16, 202, exact), HW_OWN_YES);
            assert_int_equal(own_beside((hw_value)v, 96, 202, exact), HW_OWN_YES);
            assert_int_equal(own_beside((hw_value)v, 112, 202, exact), HW_OWN_YES);
            assert_int_equal(own_beside((hw_value)v, 112, 203, exact), HW_OWN_NO);
            assert_int_equal(own_beside((hw_value)v, 128, 1, exact), HW_OWN_NO);
        }
    /* In an exact profile a handful is noise beside few objects, too; estimates may be one sample.
     */
    hw_site_size seen[2] = {{.size = 112}, {.size = 2688}};
    seen[0].values.v[HW_ALLOC_OBJECTS] = 4;
    seen[1].values.v[HW_ALLOC_OBJECTS] = 16;
    for (int exact = 0; exact < 2; exact++) {
        hw_seen_sizes s = {.at = seen, .n = 2, .known = true, .exact = exact};
        assert_int_equal(own_seen(true, HW_KIND_NEW, "&T{...}", 26, &s, "", HW_SIZE_UNKNOWN,
                                  HW_BUFFER_UNKNOWN, 0),
                         exact ? HW_OWN_YES : HW_OWN_NO);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_noise_of_a_collection),
        cmocka_unit_test(test_ownership),
        cmocka_unit_test(test_ownership_by_call),
        cmocka_unit_test(test_sizes_by_call),
        cmocka_unit_test(test_ownership_by_buffer),
        cmocka_unit_test(test_named_sizes),
        cmocka_unit_test(test_types_of_objects),
        cmocka_unit_test(test_types_of_slices_and_maps),
        cmocka_unit_test(test_types_of_values),
        cmocka_unit_test(test_types_of_strings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
