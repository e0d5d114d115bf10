#include "machine/call_near.h"

#include "base/error.h"
#include "machine/straight.h"

enum {
    NEAR = 128,   /* bytes before a call, in which its arguments mostly are set */
    LONGEST = 15, /* bytes of an instruction */
};

/* Whether the code before the part that was read could add something. */
static bool needs_more(const hw_callee *callee, const hw_found_call *r)
{
    return callee &&
           ((callee->type >= 0 && r->untyped != HW_UNTYPED_NONE && r->untyped != HW_UNTYPED_NIL) ||
            (callee->buffer >= 0 && r->stack_buffer == HW_BUFFER_UNKNOWN));
}

/* The part of a function that is read for one call. */
typedef struct part {
    uint32_t from;       /* no branch from outside of the part goes to a place behind this */
    uint32_t begin, end; /* what is decoded */
    uint32_t least;      /* code up to here has to be understood */
} part;

/* Whether the instruction at an offset is an indirect branch. */
static hw_status is_indirect(hw_call_reader *c, const hw_image_function *f,
                             const unsigned char *code, uint32_t at, bool *ret, hw_error *err)
{
    uint32_t size = (uint32_t)(f->end - f->entry), begin;
    uint32_t end = size - at < LONGEST ? size : at + LONGEST;
    HW_TRY(hw_image_boundary(c->image, f, at, &begin, err));
    HW_TRY(hw_disassemble(c->disassembler, code + begin, end - begin, f->entry + begin, &c->code,
                          err));
    *ret = begin + c->code.understood <= at;
    for (size_t i = 0; i < c->code.ops.len; i++) {
        const hw_op *op = &c->code.ops.at[i];
        *ret |= begin + op->at == at && (op->kind == HW_OP_STRAY || op->kind == HW_OP_TABLE);
    }
    return HW_OK;
}

/* *found false: it cannot be read alone. */
static hw_status find_part(hw_call_reader *c, const hw_image_function *f, const unsigned char *code,
                           uint32_t call, uint32_t end, part *ret, bool *found, hw_error *err)
{
    enum { ASKED = 8 };
    uint32_t size = (uint32_t)(f->end - f->entry), from = 0;
    uint32_t reach = c->amd64 ? HW_BRANCH_REACH : 0;
    size_t at = 0, step = c->amd64 ? 1 : 4;
    unsigned asked = 0;
    *found = false;
    while (!hw_straight(c->machine, code, size, call, &at, &from)) {
        bool indirect = true;
        if (asked++ < ASKED)
            HW_TRY(is_indirect(c, f, code, (uint32_t)at, &indirect, err));
        if (indirect)
            return HW_OK;
        at += step;
    }
    ret->from = call > NEAR && from < call - NEAR ? call - NEAR : from;
    ret->least = size - end < reach ? size : end + reach;
    ret->end = size - ret->least < LONGEST ? size : ret->least + LONGEST;
    *found = true;
    return hw_image_boundary(c->image, f, ret->from < reach ? 0 : ret->from - reach, &ret->begin,
                             err);
}

/* Decodes it, and finds the call in it. */
static hw_status read_part(hw_call_reader *c, const hw_image_function *f, const unsigned char *code,
                           const part *p, uint32_t call, const hw_op **ret, hw_error *err)
{
    *ret = NULL;
    HW_TRY(hw_disassemble(c->disassembler, code + p->begin, p->end - p->begin, f->entry + p->begin,
                          &c->code, err));
    if (p->begin + c->code.understood < p->least)
        return HW_OK;
    c->code.whole = true; /* what was cut at its end is of no consequence */
    HW_TRY(hw_registers_make(&c->registers, c->image, &c->code, err));
    for (size_t i = 0; i < c->code.ops.len; i++) {
        const hw_op *op = &c->code.ops.at[i];
        if (p->begin + op->at < p->from)
            c->registers.first = (uint32_t)i + 1;
        if (p->begin + op->at == call && op->kind == HW_OP_CALL) {
            c->registers.behind = (uint32_t)i + 1;
            *ret = op;
        }
    }
    return HW_OK;
}

hw_status hw_call_near(hw_call_reader *c, const hw_image_function *f, uint32_t end,
                       hw_found_call *ret, bool *found, hw_error *err)
{
    enum { CALL = 5, BL = 4 };
    const unsigned char *code;
    const hw_op *op;
    hw_str name;
    part p;
    bool alone;
    uint64_t size = f->end - f->entry;
    uint32_t call = end - (c->amd64 ? CALL : BL);
    *found = false;
    if (size > HW_NEAR_MAX || call > end)
        return HW_OK;
    HW_TRY(hw_image_bytes(c->image, f->entry, (size_t)size, &code, err));
    HW_TRY(find_part(c, f, code, call, end, &p, &alone, err));
    if (!alone)
        return HW_OK;
    HW_TRY(read_part(c, f, code, &p, call, &op, err));
    if (!op)
        return HW_OK;
    HW_TRY(hw_arguments_look(c, f, (size_t)(op - c->code.ops.at), ret, err));
    ret->at += p.begin;
    ret->end += p.begin;
    HW_TRY(hw_callee_name(c->image, ret->target, &name, err));
    *found = !needs_more(hw_callee_of(name, c->go), ret);
    return HW_OK;
}
