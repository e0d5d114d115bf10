#include "machine/call_arguments.h"

#include "base/error.h"

hw_str hw_without_trampoline(hw_str name)
{
    size_t at = hw_str_rfind(name, HW_STR("-tramp"));
    if (at == HW_NPOS)
        return name;
    hw_str head = hw_str_sub(name, 0, at);
    size_t plus = hw_str_rchr(head, '+');
    return plus == HW_NPOS ? head : hw_str_sub(head, 0, plus);
}

hw_status hw_callee_name(hw_image *image, uint64_t target, hw_str *ret, hw_error *err)
{
    hw_image_function f;
    HW_TRY(hw_image_function_of(image, target, &f, err));
    *ret = f.end ? hw_without_trampoline(f.name) : (hw_str){0};
    return HW_OK;
}

/* [...] up to Go 1.20, [go.shape.int] and the like later. */
static bool is_generic(hw_str name)
{
    return hw_str_chr(name, '[') != HW_NPOS;
}

static hw_status untyped_of(hw_image *image, hw_str function, hw_held held, hw_untyped *ret,
                            hw_error *err)
{
    hw_type type = {0};
    if (held.kind == HW_HELD_CONSTANT && held.value)
        HW_TRY(hw_image_type(image, held.value, &type, err));
    if (held.kind == HW_HELD_RUN_TIME)
        *ret = is_generic(function) ? HW_UNTYPED_DICTIONARY : HW_UNTYPED_RUN_TIME;
    else if (held.kind == HW_HELD_CONSTANT && held.value == 0)
        *ret = HW_UNTYPED_NIL;
    else
        *ret = type.address ? HW_UNTYPED_NONE : HW_UNTYPED_UNTRACEABLE;
    return HW_OK;
}

static hw_status ask(hw_call_reader *c, size_t op, int argument, hw_held *ret, hw_error *err)
{
    *ret = (hw_held){HW_HELD_UNKNOWN, 0};
    if (argument < 0)
        return HW_OK;
    return hw_registers_ask(&c->registers, (uint32_t)op, (uint8_t)argument, ret, err);
}

hw_status hw_arguments_look(hw_call_reader *c, const hw_image_function *f, size_t i,
                            hw_found_call *r, hw_error *err)
{
    const hw_op *op = &c->code.ops.at[i];
    hw_str name;
    hw_held held;
    hw_untyped untyped = HW_UNTYPED_NO_TYPE;
    *r = (hw_found_call){.at = op->at, .end = op->at + op->size, .untyped = HW_UNTYPED_INDIRECT};
    if (op->kind != HW_OP_CALL)
        return HW_OK;
    r->target = op->value;
    HW_TRY(hw_callee_name(c->image, r->target, &name, err));
    const hw_callee *callee = hw_callee_of(name, c->go);
    if (callee && callee->type >= 0) {
        HW_TRY(ask(c, i, callee->type, &held, err));
        HW_TRY(untyped_of(c->image, f->name, held, &untyped, err));
        r->type = untyped == HW_UNTYPED_NONE ? held.value : 0;
    }
    r->untyped = (uint8_t)untyped;
    HW_TRY(ask(c, i, callee ? callee->buffer : -1, &held, err));
    if (held.kind == HW_HELD_STACK)
        r->stack_buffer = HW_BUFFER_STACK;
    else if (held.kind == HW_HELD_CONSTANT && held.value == 0)
        r->stack_buffer = HW_BUFFER_NONE;
    return HW_OK;
}
