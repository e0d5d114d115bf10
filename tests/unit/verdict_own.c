/* verdict/own: which claims can own which bytes, by the sizes and by the call. */
#include "verdict_world.h"

#include <string.h>

#include "verdict/own.h"
#include "verdict/own_call.h"

/* Whether a claim of that text, which escapes or not, can own objects of these sizes. `callee`: the
 * function that is called, "" where no binary tells. */
static hw_own own_by(bool heap, hw_kind kind, const char *text, int minor, const int64_t *sizes,
                     size_t n, const char *callee, int64_t type_size, hw_stack_buffer buffer,
                     unsigned flags)
{
    world w;
    hw_site_size seen[8] = {0};
    world_open(&w);
    const hw_callee *row = hw_callee_of(hw_str_of(callee), (unsigned)minor);
    hw_allocation_call allocation = {.looked = *callee != 0,
                                     .callee = put(&w, callee),
                                     .family = row ? row->family : HW_FAMILY_OTHER,
                                     .stack_buffer = buffer,
                                     .type_size = type_size};
    hw_log_input in = {.text = hw_str_of(text)};
    assert_true(hw_vec_push(&w.claims.blocks, ((hw_block){.package = put(&w, "p")})));
    assert_true(hw_vec_push(&w.claims.inputs, in));
    hw_claim c = {.class = heap ? HW_CLASS_HEAP : HW_CLASS_NO,
                  .flags = (uint8_t)flags,
                  .kind = (uint8_t)kind,
                  .route = HW_NONE,
                  .len = (uint32_t)strlen(text),
                  .expr_len = (uint32_t)strlen(text)};
    for (size_t i = 0; i < n; i++) {
        seen[i].size = sizes[i];
        seen[i].values.v[HW_ALLOC_OBJECTS] = 64;
    }
    hw_seen_sizes s = {.at = seen, .n = n, .known = n > 0, .exact = true};
    hw_own r = hw_own_can(&w.claims, &c, 0, &s, &allocation, (hw_own_world){{minor, minor}, false});
    world_close(&w);
    return r;
}

static hw_own own(bool heap, hw_kind kind, const char *text, int minor, const int64_t *sizes,
                  size_t n)
{
    return own_by(heap, kind, text, minor, sizes, n, "", HW_SIZE_UNKNOWN, HW_BUFFER_UNKNOWN, 0);
}

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
#define SIZES(...)                                                                                 \
    (const int64_t[]){__VA_ARGS__}, sizeof((int64_t[]){__VA_ARGS__}) / sizeof(int64_t)

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
    assert_int_equal(own(false, HW_KIND_MAKE_MAP, "make(map[int]int, n)", 26, SIZES(48, 96)),
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
    assert_int_equal(own_call(false, HW_KIND_CONCAT, "a + b", "runtime.makechan", 8, 96),
                     HW_OWN_NO);
    assert_int_equal(
        own_call(false, HW_KIND_CONVERSION, "string(b)", "runtime.slicebytetostring", -1, 64),
        HW_OWN_YES);
    assert_int_equal(
        own_call(false, HW_KIND_MAKE_SLICE, "make([]T, n)", "runtime.makeslice", 40, 48),
        HW_OWN_YES);
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

static void test_types_of_objects(void **state)
{
    (void)state;
    static const struct {
        hw_kind kind;
        const char *text, *type;
        bool fits;
    } rows[] = {
        {HW_KIND_CLOSURE, "func literal", "struct { F uintptr; X0 *int }", true},
        {HW_KIND_CLOSURE, "func literal", "main.T", false},
        {HW_KIND_METHOD_VALUE, "t.M", "struct { F uintptr; R main.T }", true},
        {HW_KIND_MOVED, "x", "struct { F uintptr; X0 *int }", false},
        {HW_KIND_MOVED, "x", "int", true},
        {HW_KIND_DOTS, "... argument", "[2]interface {}", true},
        {HW_KIND_DOTS, "... argument", "main.T", false},
        {HW_KIND_NEW, "&T{...}", "main.T", true},
        {HW_KIND_NEW, "&lib.T{...}", "lib.T", true},
        {HW_KIND_NEW, "&T{...}", "main.U", false},
        {HW_KIND_NEW, "new([3]int)", "[3]int", true},
        {HW_KIND_NEW, "&Box[go.shape.int]{...}", "main.Box[int]", true},
        {HW_KIND_NEW, "&T{...}", "", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hw_claim c = {.class = HW_CLASS_HEAP, .kind = (uint8_t)rows[i].kind};
        if (hw_own_type_fits(&c, hw_str_of(rows[i].text), HW_FAMILY_OBJECT,
                             hw_str_of(rows[i].type)) != rows[i].fits)
            fail_msg("%s of %s", rows[i].text, rows[i].type);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ownership),
        cmocka_unit_test(test_ownership_by_call),
        cmocka_unit_test(test_ownership_by_buffer),
        cmocka_unit_test(test_types_of_objects),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
