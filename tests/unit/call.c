/* What machine code calls: the same program on both machines, in every version and form; the
 * buffers of strings against what the compiler said of them; what is no call. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "executable/program.h"
#include "machine/call.h"

typedef struct program {
    hw_image *image;
    hw_calls *calls;
} program;

static program open_program(const char *name, unsigned go)
{
    char path[512];
    program p;
    hw_error err;
    snprintf(path, sizeof path, HW_BINARIES "/%s", name);
    if (hw_image_open(path, NULL, &p.image, &err) != HW_OK ||
        hw_calls_open(p.image, go, &p.calls, &err) != HW_OK)
        fail_msg("%s: %s", path, err.message);
    return p;
}

static void close_program(program *p)
{
    hw_calls_close(p->calls);
    hw_image_close(p->image);
}

/* All calls of all functions. */
static void visit_all(program *p, hw_call_visitor visit, void *ctx)
{
    hw_error err;
    bool whole;
    for (uint32_t i = 0; i < hw_image_functions(p->image); i++)
        if (hw_calls_of(p->calls, i, visit, ctx, &whole, &err) != HW_OK)
            fail_msg("function %u: %s", i, err.message);
}

/* --- one program, many builds --------------------------------------------------------------- */

typedef struct lines {
    char text[4096];
    size_t n;
} lines;

static void add_line(lines *l, hw_str function, hw_str callee, const hw_call *call)
{
    l->n += (size_t)snprintf(l->text + l->n, sizeof l->text - l->n, "%.*s %.*s %.*s %u %s\n",
                             HW_STR_ARG(function), HW_STR_ARG(callee), HW_STR_ARG(call->type.name),
                             (unsigned)call->type.size,
                             call->type.pointer_free ? "pointer-free" : "pointers");
    assert_true(l->n < sizeof l->text);
}

/* What differs by version only: Go 1.27 calls an allocator for each size. */
static hw_str family_name(const hw_call *call)
{
    bool object = call->family == HW_FAMILY_MALLOC || call->family == HW_FAMILY_OBJECT;
    return object ? HW_STR("object") : hw_str_of(hw_family_names[call->family]);
}

static hw_status note_main(void *ctx, const hw_image_function *f, const hw_call *call,
                           hw_error *err)
{
    (void)err;
    if (hw_str_starts(f->name, HW_STR("main.")) && hw_family_constructs(call->family)) {
        assert_int_equal(call->untyped, HW_UNTYPED_NONE);
        assert_true(call->pc > call->address && call->target);
        add_line(ctx, f->name, family_name(call), call);
    }
    return HW_OK;
}

static void every_build_calls_the_same(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        unsigned go;
    } rows[] = {
        {"other/amd64-1.22-pie", 22},          {"other/amd64-1.27-pie", 27},
        {"other/amd64-1.21-external-pie", 21}, {"other/arm64-1.26", 26},
        {"other/arm64-1.21-pie", 21},          {"other/arm64-1.26", 0},
    };
    static const char want[] = "main.hold append-grow *int 8 pointers\n"
                               "main.outer object int 8 pointer-free\n"
                               "main.outer object int 8 pointer-free\n"
                               "main.generic[go.shape.string] object main.pair[go.shape.string] 32 "
                               "pointers\n"
                               "main.generic[go.shape.int] object main.pair[go.shape.int] 16 "
                               "pointer-free\n";
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        lines l = {.n = 0};
        program p = open_program(rows[i].name, rows[i].go);
        visit_all(&p, note_main, &l);
        if (strcmp(l.text, want) != 0)
            fail_msg("%s has\n%s", rows[i].name, l.text);
        close_program(&p);
    }
}

/* --- one by one ----------------------------------------------------------------------------- */

typedef struct compare {
    hw_calls *other;
    size_t calls, indirect;
} compare;

static bool same_call(const hw_call *a, const hw_call *b)
{
    return a->address == b->address && a->pc == b->pc && a->target == b->target &&
           hw_str_eq(a->callee, b->callee) && a->family == b->family && a->untyped == b->untyped &&
           a->type.address == b->type.address && hw_str_eq(a->type.name, b->type.name) &&
           a->stack_buffer == b->stack_buffer;
}

static hw_status ask_alone(void *ctx, const hw_image_function *f, const hw_call *call,
                           hw_error *err)
{
    compare *c = ctx;
    hw_call alone;
    assert_int_equal(hw_call_at(c->other, call->pc, &alone, err), HW_OK);
    if (!same_call(&alone, call))
        fail_msg("%.*s at 0x%llx", HW_STR_ARG(f->name), (unsigned long long)call->address);
    assert_int_equal(hw_call_at(c->other, call->address, &alone, err), HW_OK);
    assert_true(alone.untyped == HW_UNTYPED_NO_CALL || alone.pc == call->address);
    c->calls++;
    c->indirect += call->untyped == HW_UNTYPED_INDIRECT;
    return HW_OK;
}

/* The same from two readers, and while visiting from the same one. */
static void one_call_is_that_of_all(void **state)
{
    (void)state;
    static const char *const names[] = {"1.26.8/moved-stripped", "other/arm64-1.26"};
    for (size_t i = 0; i < 2; i++) {
        program p = open_program(names[i], 26), q = open_program(names[i], 26);
        compare c = {.other = q.calls};
        visit_all(&p, ask_alone, &c);
        c.other = p.calls;
        visit_all(&p, ask_alone, &c);
        assert_true(c.calls > 20000 && c.indirect > 100);
        close_program(&p);
        close_program(&q);
    }
}

static void what_is_no_call(void **state)
{
    (void)state;
    program p = open_program("1.26.8/moved", 26);
    hw_error err;
    hw_call call;
    uint64_t text = hw_image_go_module(p.image)->text;
    const uint64_t pcs[] = {0, UINT64_MAX, text - 1, text, hw_image_go_module(p.image)->types};
    for (size_t i = 0; i < sizeof pcs / sizeof *pcs; i++) {
        assert_int_equal(hw_call_at(p.calls, pcs[i], &call, &err), HW_OK);
        assert_int_equal(call.untyped, HW_UNTYPED_NO_CALL);
        assert_true(call.address == 0 && call.target == 0 && call.callee.n == 0);
    }
    close_program(&p);
}

static hw_status stop_at_third(void *ctx, const hw_image_function *f, const hw_call *call,
                               hw_error *err)
{
    (void)f, (void)call, (void)err;
    return ++*(int *)ctx == 3 ? HW_LIMIT : HW_OK;
}

static void a_visitor_may_stop(void **state)
{
    (void)state;
    program p = open_program("1.26.8/moved", 26);
    hw_error err;
    int seen = 0;
    bool whole;
    hw_status status = HW_OK;
    for (uint32_t i = 0; i < hw_image_functions(p.image) && status == HW_OK; i++)
        status = hw_calls_of(p.calls, i, stop_at_third, &seen, &whole, &err);
    assert_int_equal(status, HW_LIMIT);
    assert_int_equal(seen, 3);
    assert_int_equal(hw_calls_of(p.calls, UINT32_MAX, stop_at_third, &seen, &whole, &err),
                     HW_FORMAT);
    close_program(&p);
}

/* --- buffers -------------------------------------------------------------------------------- */

typedef struct buffer_row {
    const char *function;
    uint32_t line;
    hw_family family;
    hw_stack_buffer stack_buffer;
    unsigned met;
} buffer_row;

typedef struct buffer_rows {
    hw_image *image;
    buffer_row *at;
    size_t n;
} buffer_rows;

static hw_status look_for_buffer(void *ctx, const hw_image_function *f, const hw_call *call,
                                 hw_error *err)
{
    buffer_rows *r = ctx;
    hw_image_frames frames = {0};
    if (call->stack_buffer == HW_BUFFER_UNKNOWN)
        return HW_OK;
    assert_int_equal(hw_image_frames_of(r->image, call->pc, &frames, err), HW_OK);
    for (size_t i = 0; i < r->n; i++)
        r->at[i].met += hw_str_eq(f->name, hw_str_of(r->at[i].function)) &&
                        frames.at[frames.len - 1].line == r->at[i].line &&
                        call->family == r->at[i].family &&
                        call->stack_buffer == r->at[i].stack_buffer;
    hw_vec_free(&frames);
    return HW_OK;
}

/* "escapes to heap" has no buffer, "does not escape" has one: lines of the log of traps. */
static void buffers_are_what_the_claims_say(void **state)
{
    (void)state;
    buffer_row rows[] = {
        {"main.init", 29, HW_FAMILY_STRING, HW_BUFFER_NONE, 0},
        {"main.name", 52, HW_FAMILY_CONCAT, HW_BUFFER_NONE, 0},
        {"main.visit", 56, HW_FAMILY_CONCAT, HW_BUFFER_STACK, 0},
        {"main.lookup", 61, HW_FAMILY_STRING, HW_BUFFER_STACK, 0},
        {"main.collect", 151, HW_FAMILY_STRING, HW_BUFFER_STACK, 0},
        {"main.two", 171, HW_FAMILY_CONCAT, HW_BUFFER_NONE, 0},
        {"main.two", 171, HW_FAMILY_CONCAT, HW_BUFFER_STACK, 0},
        {"main.page", 203, HW_FAMILY_CONCAT, HW_BUFFER_STACK, 0},
        {"main.main.Tap.func2", 8, HW_FAMILY_CONCAT, HW_BUFFER_STACK, 0},
    };
    program p = open_program("1.26.8/traps", 26);
    buffer_rows r = {p.image, rows, sizeof rows / sizeof *rows};
    visit_all(&p, look_for_buffer, &r);
    for (size_t i = 0; i < r.n; i++)
        if (rows[i].met != 1)
            fail_msg("%s:%u: %u", rows[i].function, rows[i].line, rows[i].met);
    close_program(&p);
}

/* --- which functions ------------------------------------------------------------------------ */

static void functions_have_their_rows(void **state)
{
    (void)state;
    static const struct {
        const char *function;
        unsigned go;
        hw_family family;
        int type, buffer;
    } rows[] = {
        {"runtime.newobject", 26, HW_FAMILY_OBJECT, 0, -1},
        {"runtime.mallocgcSmallScanNoHeaderSC4", 27, HW_FAMILY_MALLOC, 1, -1},
        {"runtime.mallocgcSmallNoScanSC26", 26, HW_FAMILY_MALLOC, 1, -1},
        {"runtime.mallocgcTinySize15", 26, HW_FAMILY_MALLOC, 1, -1},
        {"runtime.mallocgcTinySC2", 27, HW_FAMILY_MALLOC, 1, -1},
        {"runtime.growslice", 19, HW_FAMILY_GROW, 0, -1},
        {"runtime.growslice", 20, HW_FAMILY_GROW, 4, -1},
        {"runtime.growslice", 0, HW_FAMILY_GROW, 4, -1},
        {"runtime.growsliceBuf", 26, HW_FAMILY_GROW, 4, 5},
        {"runtime.concatbyte2", 24, HW_FAMILY_CONCAT, -1, -1},
        {"runtime.concatbyte2", 25, HW_FAMILY_CONCAT, -1, 0},
        {"runtime.concatbyte2", 0, HW_FAMILY_CONCAT, -1, -1},
        {"runtime.deferproc", 26, HW_FAMILY_DEFER, -1, -1},
        {"runtime.deferprocStack", 26, HW_FAMILY_SERVICE, -1, -1},
        {"runtime.mapassign_fast64ptr", 23, HW_FAMILY_MAP_ASSIGN, 0, -1},
        {"runtime.(*timer).modify", 26, HW_FAMILY_SERVICE, -1, -1},
        {"internal/runtime/maps.NewMap", 26, HW_FAMILY_SERVICE, -1, -1},
        {"runtime.assertI2I2", 0, HW_FAMILY_TYPE_CACHE, -1, -1},
        {"reflect.unsafe_New", 26, HW_FAMILY_OBJECT, 0, -1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const hw_callee *c = hw_callee_of(hw_str_of(rows[i].function), rows[i].go);
        if (!c || c->family != rows[i].family || c->type != rows[i].type ||
            c->buffer != rows[i].buffer)
            fail_msg("%s of 1.%u", rows[i].function, rows[i].go);
    }
    static const char *const others[] = {"main.newobject", "runtime/pprof.runtime_x", "", "runtime",
                                         "runtimeX.newobject"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_null(hw_callee_of(hw_str_of(others[i]), 26));
    assert_true(hw_callee_ends(HW_STR("runtime.panicIndex")));
    assert_true(hw_callee_ends(HW_STR("runtime.gopanic")));
    assert_true(hw_callee_ends(HW_STR("runtime.throw")));
    assert_false(hw_callee_ends(HW_STR("runtime.panicCheck1")));
    assert_false(hw_callee_ends(HW_STR("runtime.newobject")));
    assert_false(hw_callee_ends(HW_STR("main.panic")));
}

static void copies_for_one_size_share_a_name(void **state)
{
    (void)state;
    static const char *const shown[][2] = {
        {"runtime.mallocgcSmallScanNoHeaderSC5", "runtime.mallocgcSmallScanNoHeader"},
        {"runtime.mallocgcSmallNoScanSC26", "runtime.mallocgcSmallNoScan"},
        {"runtime.mallocgcTinySC2", "runtime.mallocgcTiny"},
        {"runtime.mallocgcTinySize15", "runtime.mallocgcTiny"},
        {"runtime.mallocgcSmallScanHeader", "runtime.mallocgcSmallScanHeader"},
        {"runtime.mallocgcX2", "runtime.mallocgcX2"},
        {"runtime.mallocgc", "runtime.mallocgc"},
        {"runtime.concatstring2", "runtime.concatstring2"},
        {"runtime.convT64", "runtime.convT64"},
        {"main.mallocgcTinySC2", "main.mallocgcTinySC2"},
        {"main.useSC5", "main.useSC5"},
        {"12", "12"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        if (!hw_str_eq(hw_callee_shown(hw_str_of(shown[i][0])), hw_str_of(shown[i][1])))
            fail_msg("%s", shown[i][0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_build_calls_the_same),
        cmocka_unit_test(one_call_is_that_of_all),
        cmocka_unit_test(what_is_no_call),
        cmocka_unit_test(a_visitor_may_stop),
        cmocka_unit_test(buffers_are_what_the_claims_say),
        cmocka_unit_test(functions_have_their_rows),
        cmocka_unit_test(copies_for_one_size_share_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
