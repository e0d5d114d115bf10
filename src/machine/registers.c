#include "machine/registers.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/search.h"
#include "go/callee.h"

enum {
    STEPS = 64, /* for each op: questions of a function cost no more, together */
    STEPS_LEAST = 4096,
    TABLE_MAX = 1 << 16, /* entries of a jump table */
    POINTER = 8,
};

/* --- where control goes --------------------------------------------------------------------- */

/* The first op at or behind an offset; ops.len: there is none. */
static size_t op_from(const hw_code *code, uint64_t offset)
{
    size_t low = 0;
    HW_SEARCH(low, code->ops.len, i, code->ops.at[i].at < offset);
    return low;
}

/* A branch out of the function is a call that does not return, so there is no edge. No compiler
 * branches into the middle of an instruction: then nothing is known. */
static HW_MEM add_edge(hw_registers *f, size_t from, uint64_t target)
{
    hw_code *code = f->code;
    uint64_t offset = target - code->entry;
    if (offset >= code->size)
        return HW_MEM_OK;
    size_t to = op_from(code, offset);
    const hw_op *before = to ? &code->ops.at[to - 1] : NULL;
    if (before && offset < (uint64_t)before->at + before->size)
        f->stray = true;
    if (to == code->ops.len)
        return HW_MEM_OK;
    code->ops.at[to].entered = true;
    return hw_vec_push(&f->edges, ((hw_register_edge){(uint32_t)to, (uint32_t)from})) ? HW_MEM_OK
                                                                                      : HW_MEM_OUT;
}

static bool goes_on(const hw_op *op)
{
    return op->kind != HW_OP_JUMP && op->kind != HW_OP_TABLE && op->kind != HW_OP_STRAY &&
           op->kind != HW_OP_END && !op->ends;
}

static bool written(const hw_op *op, uint8_t reg)
{
    return op->writes >> reg & 1;
}

/* A constant that straight code before the op puts into the register. */
static bool nearby(hw_registers *f, size_t op, uint8_t reg, uint64_t *ret)
{
    const hw_op *ops = f->code->ops.at;
    uint64_t sum = 0;
    while (op > f->first && !ops[op].entered && reg < HW_REGISTERS && f->steps) {
        const hw_op *o = &ops[--op];
        f->steps--;
        if (!goes_on(o))
            return false;
        if (!written(o, reg))
            continue;
        if (o->kind == HW_OP_CONSTANT) {
            *ret = sum + o->value;
            return true;
        }
        if (o->kind != HW_OP_COPY && o->kind != HW_OP_ADD)
            return false;
        sum += o->kind == HW_OP_ADD ? o->value : 0;
        reg = o->from;
    }
    return false;
}

static hw_status add_table(hw_registers *f, size_t op, uint64_t table, hw_error *err)
{
    uint64_t entries = hw_image_behind(f->image, table) / POINTER, target = 0;
    for (uint64_t i = 0; i < entries; i++) {
        HW_TRY(hw_image_pointer(f->image, table + i * POINTER, &target, err));
        if (target - f->code->entry >= f->code->size)
            return HW_OK; /* the table's end, or that of those behind it */
        if (i == TABLE_MAX)
            break;
        if (!add_edge(f, op, target))
            return hw_nomem(err);
    }
    f->stray = true;
    return HW_OK;
}

/* An edge of a table may enter between the place that sets a table's address and its use. So all
 * tables are checked again when all edges are there. */
static hw_status add_tables(hw_registers *f, bool check, hw_error *err)
{
    for (size_t i = 0; i < f->code->ops.len && !f->stray; i++) {
        const hw_op *o = &f->code->ops.at[i];
        uint64_t table = 0;
        if (o->kind != HW_OP_TABLE)
            continue;
        if (!nearby(f, i, o->from, &table))
            f->stray = true;
        else if (!check)
            HW_TRY(add_table(f, i, table + o->value, err));
    }
    return HW_OK;
}

/* --- calls ---------------------------------------------------------------------------------- */

/* Assembly that the compiler calls with its own rules. Source: REG_DUFFZERO and the like in
 * cmd/internal/obj, clobbers of LoweredWB and DUFF ops in cmd/compile/internal/ssa/_gen. */
static uint32_t special_writes(const hw_registers *f, hw_str callee)
{
    static const uint32_t amd64 = 1u << 3 | 1u << 4 | 1u << 8; /* DI SI R11 */
    static const uint32_t arm64 = 3u << 16 | 3u << 20 | 7u << 25 | 1u << 30;
    if (hw_str_starts(callee, HW_STR("runtime.gcWriteBarrier")) ||
        hw_str_starts(callee, HW_STR("runtime.duff")))
        return hw_image_machine(f->image) == HW_AMD64 ? amd64 : arm64;
    return UINT32_MAX;
}

static hw_status look_at_call(hw_registers *f, hw_op *o, hw_error *err)
{
    hw_image_function callee;
    HW_TRY(hw_image_function_of(f->image, o->value, &callee, err));
    if (callee.end == 0)
        return HW_OK;
    o->ends = hw_callee_ends(callee.name);
    o->writes = special_writes(f, callee.name);
    return HW_OK;
}

/* --- the whole ------------------------------------------------------------------------------ */

static int by_to(const void *a, const void *b)
{
    const hw_register_edge *x = a, *y = b;
    if (x->to != y->to)
        return x->to < y->to ? -1 : 1;
    return (x->from > y->from) - (x->from < y->from);
}

static hw_status look_at_ops(hw_registers *f, hw_error *err)
{
    for (size_t i = 0; i < f->code->ops.len; i++) {
        hw_op *o = &f->code->ops.at[i];
        f->stray |= o->kind == HW_OP_STRAY || (o->kind == HW_OP_BRANCH && o->writes);
        if (o->kind == HW_OP_CALL)
            HW_TRY(look_at_call(f, o, err));
        if ((o->kind == HW_OP_BRANCH || o->kind == HW_OP_JUMP) && !add_edge(f, i, o->value))
            return hw_nomem(err);
    }
    return HW_OK;
}

hw_status hw_registers_make(hw_registers *f, hw_image *image, hw_code *code, hw_error *err)
{
    f->image = image;
    f->code = code;
    f->stray = !code->whole;
    f->first = 0;
    f->behind = (uint32_t)code->ops.len;
    f->steps = (uint64_t)code->ops.len * STEPS + STEPS_LEAST;
    f->edges.len = f->seen.len = f->touched.len = f->asks.len = 0;
    if (!hw_vec_room(&f->seen, code->ops.len))
        return hw_nomem(err);
    for (; f->seen.len < code->ops.len; f->seen.len++)
        f->seen.at[f->seen.len] = 0;
    HW_TRY(look_at_ops(f, err));
    HW_TRY(add_tables(f, false, err));
    HW_TRY(add_tables(f, true, err));
    if (f->edges.len)
        qsort(f->edges.at, f->edges.len, sizeof *f->edges.at, by_to);
    return HW_OK;
}

void hw_registers_free(hw_registers *f)
{
    hw_vec_free(&f->edges);
    hw_vec_free(&f->seen);
    hw_vec_free(&f->touched);
    hw_vec_free(&f->asks);
}

/* --- questions ------------------------------------------------------------------------------ */

/* Memory that is the same whenever it is read. */
static bool is_constant_memory(const hw_image *image, uint64_t address)
{
    const hw_segment *s = hw_image_segment(image, address);
    return s && !s->writable && s->size - (address - s->address) >= POINTER;
}

static hw_status loaded(hw_registers *f, size_t op, hw_held *ret, hw_error *err)
{
    const hw_op *o = &f->code->ops.at[op];
    uint64_t base = 0;
    *ret = (hw_held){HW_HELD_RUN_TIME, 0};
    bool known = o->from == HW_REGISTER_NONE || nearby(f, op, o->from, &base);
    if (!known || !is_constant_memory(f->image, base + o->value))
        return HW_OK;
    ret->kind = HW_HELD_CONSTANT;
    return hw_image_pointer(f->image, base + o->value, &ret->value, err);
}

/* Registers that hold a function's results: those of its arguments. */
static bool is_result(const hw_registers *f, uint8_t reg)
{
    return reg < (hw_image_machine(f->image) == HW_AMD64 ? 9 : 16);
}

/* What an op puts into a register. */
static hw_status made(hw_registers *f, size_t op, uint8_t reg, hw_held *ret, hw_error *err)
{
    const hw_op *o = &f->code->ops.at[op];
    *ret = (hw_held){HW_HELD_UNKNOWN, 0};
    if (o->kind == HW_OP_CONSTANT)
        *ret = (hw_held){HW_HELD_CONSTANT, o->value};
    else if (o->kind == HW_OP_STACK)
        ret->kind = HW_HELD_STACK;
    else if (o->kind == HW_OP_LOAD)
        return loaded(f, op, ret, err);
    else if ((o->kind == HW_OP_CALL || o->kind == HW_OP_CALL_INDIRECT) && is_result(f, reg))
        ret->kind = HW_HELD_RUN_TIME;
    else if (o->kind == HW_OP_ADD && nearby(f, op, o->from, &ret->value))
        *ret = (hw_held){HW_HELD_CONSTANT, ret->value + o->value};
    return HW_OK;
}

typedef struct answer {
    bool any, over; /* over: it is unknown, whatever else comes */
    hw_held held;
} answer;

static void join(answer *a, hw_held h)
{
    bool same = a->held.kind == h.kind && (h.kind != HW_HELD_CONSTANT || a->held.value == h.value);
    if (!a->any)
        a->held = h;
    else if (!same)
        a->held.kind = HW_HELD_UNKNOWN;
    a->any = true;
    a->over = a->held.kind == HW_HELD_UNKNOWN;
}

/* Asks at the other ends of the branches that enter an op. *again: that was done before. */
static hw_status ask_entries(hw_registers *f, uint32_t op, uint8_t reg, bool *again, hw_error *err)
{
    *again = f->seen.at[op] >> reg & 1;
    if (*again)
        return HW_OK;
    if (!f->seen.at[op] && !hw_vec_push(&f->touched, op))
        return hw_nomem(err);
    f->seen.at[op] |= UINT32_C(1) << reg;
    size_t low = 0;
    HW_SEARCH(low, f->edges.len, i, f->edges.at[i].to < op);
    for (; low < f->edges.len && f->edges.at[low].to == op; low++) {
        f->steps -= f->steps > 0;
        if (!hw_vec_push(&f->asks, ((hw_register_question){f->edges.at[low].from, reg})))
            return hw_nomem(err);
    }
    return HW_OK;
}

/* Straight back from a place to what set the register, or to a place that was asked before. */
static hw_status follow(hw_registers *f, hw_register_question q, answer *a, hw_error *err)
{
    const hw_op *ops = f->code->ops.at;
    while (f->steps && q.op >= f->first && q.op < f->behind) {
        bool again = false;
        f->steps--;
        if (ops[q.op].entered)
            HW_TRY(ask_entries(f, q.op, q.reg, &again, err));
        if (again)
            return HW_OK;
        if (q.op == 0) {
            join(a, (hw_held){HW_HELD_RUN_TIME, 0});
            return HW_OK;
        }
        const hw_op *o = &ops[--q.op];
        if (!goes_on(o))
            return HW_OK;
        if (!written(o, q.reg))
            continue;
        if (o->kind == HW_OP_COPY && o->from < HW_REGISTERS) {
            q.reg = o->from;
            continue;
        }
        hw_held held;
        HW_TRY(made(f, q.op, q.reg, &held, err));
        join(a, held);
        return HW_OK;
    }
    a->over = true;
    return HW_OK;
}

hw_status hw_registers_ask(hw_registers *f, uint32_t op, uint8_t reg, hw_held *ret, hw_error *err)
{
    answer a = {0};
    hw_status status = HW_OK;
    f->asks.len = 0;
    if (!f->stray && !hw_vec_push(&f->asks, ((hw_register_question){op, reg})))
        return hw_nomem(err);
    while (f->asks.len && status == HW_OK && !a.over)
        status = follow(f, f->asks.at[--f->asks.len], &a, err);
    for (size_t i = 0; i < f->touched.len; i++)
        f->seen.at[f->touched.at[i]] = 0;
    f->touched.len = 0;
    if (status == HW_OK)
        *ret = a.any && !a.over ? a.held : (hw_held){HW_HELD_UNKNOWN, 0};
    return status;
}
