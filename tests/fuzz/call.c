/* Machine code and type descriptors: whatever the file has, every answer lies in it, is the same
 * alone and among all, and costs no more than the file's size allows. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "executable/program.h"
#include "machine/call.h"
#include "must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FUNCTIONS = 64 };

typedef struct subject {
    hw_image *image;
    hw_calls *calls;
    size_t size;
    uint64_t last;
} subject;

static void check_type(const hw_type *t, size_t size)
{
    MUST(t->name.n > 0 && t->name.n < size && t->size <= INT64_MAX && t->kind > 0 && t->kind < 32);
}

static hw_status check(void *ctx, const hw_image_function *f, const hw_call *call, hw_error *err)
{
    subject *s = ctx;
    hw_call alone;
    MUST(call->address >= f->entry && call->address < f->end);
    MUST(call->pc >= call->address && call->pc < f->end && call->address >= s->last);
    MUST(call->callee.n < s->size);
    MUST((call->untyped == HW_UNTYPED_NONE) == (call->type.address != 0));
    MUST(call->untyped != HW_UNTYPED_NO_CALL);
    if (call->untyped == HW_UNTYPED_NONE)
        check_type(&call->type, s->size);
    s->last = call->address;
    hw_image_function holder; /* functions of a damaged file may lie upon each other */
    if (hw_image_function_of(s->image, call->pc, &holder, err) != HW_OK || holder.end == 0 ||
        holder.index != f->index)
        return HW_OK;
    hw_status status = hw_call_at(s->calls, call->pc, &alone, err);
    /* What stands before a call may tell more than a function that is damaged elsewhere. */
    bool more = call->untyped == HW_UNTYPED_UNTRACEABLE || call->untyped == HW_UNTYPED_RUN_TIME ||
                call->untyped == HW_UNTYPED_DICTIONARY;
    MUST(status == HW_OK && alone.address == call->address && alone.target == call->target);
    MUST(more || (alone.untyped == call->untyped && alone.type.address == call->type.address));
    return HW_OK;
}

static void ask_all(hw_image *image, size_t size)
{
    subject s = {.image = image, .size = size};
    hw_call call;
    hw_error err;
    MUST(hw_calls_open(image, (unsigned)(size % 28), &s.calls, &err) == HW_OK);
    for (uint32_t i = 0; i < hw_image_functions(image) && i < FUNCTIONS; i++) {
        bool whole;
        s.last = 0;
        hw_status status = hw_calls_of(s.calls, i, check, &s, &whole, &err);
        MUST(status == HW_OK || (status == HW_FORMAT && err.message[0]));
    }
    for (uint64_t pc = hw_image_go_module(image)->text, n = 0; n < 256; n++) {
        hw_status status = hw_call_at(s.calls, pc + n, &call, &err);
        MUST(status == HW_OK ? call.callee.n < size : status == HW_FORMAT && err.message[0]);
    }
    const hw_image_module *m = hw_image_go_module(image);
    for (uint64_t at = m->types; at < m->etypes && at - m->types < 4096; at += 8) {
        hw_type type;
        hw_status status = hw_image_type(image, at, &type, &err);
        MUST(status == HW_OK || status == HW_FORMAT);
        if (status == HW_OK && type.address)
            check_type(&type, size);
    }
    hw_calls_close(s.calls);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    FILE *f = tmpfile();
    hw_image *image;
    hw_error err;
    MUST(f && fwrite(data, 1, size, f) == size && fflush(f) == 0);
    if (hw_image_read(fileno(f), HW_STR("file"), NULL, &image, &err) == HW_OK) {
        ask_all(image, size);
        hw_image_close(image);
    }
    fclose(f);
    return 0;
}
