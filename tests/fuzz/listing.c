/* Assembly listings: whatever the text says, every answer lies in it, and is given twice alike. The
 * first byte is the version of Go. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "listing/listing.h"
#include "machine/call.h"
#include "must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FUNCTIONS = 64 };

typedef struct subject {
    hw_image *image;
    hw_calls *calls;
    hw_image_frames frames;
} subject;

static hw_status check(void *ctx, const hw_image_function *f, const hw_call *call, hw_error *err)
{
    subject *s = ctx;
    hw_call alone;
    MUST(call->address >= f->entry && call->pc < f->end);
    MUST((call->untyped == HW_UNTYPED_NONE) == (call->type.address != 0));
    MUST(call->untyped != HW_UNTYPED_NONE || call->type.name.n > 0);
    MUST(hw_image_frames_of(s->image, call->pc, &s->frames, err) == HW_OK);
    for (size_t i = 0; i < s->frames.len; i++)
        MUST((s->frames.at[i].function.n || s->frames.len == 2) && s->frames.at[i].file.p);
    /* What stands before a call may tell more than a function that is damaged elsewhere. */
    bool more = call->untyped == HW_UNTYPED_UNTRACEABLE || call->untyped == HW_UNTYPED_RUN_TIME ||
                call->untyped == HW_UNTYPED_DICTIONARY;
    MUST(hw_call_at(s->calls, call->pc, &alone, err) == HW_OK);
    MUST(more || (alone.untyped == call->untyped && alone.type.address == call->type.address));
    return HW_OK;
}

static void ask_all(hw_image *image)
{
    subject s = {.image = image};
    hw_error err;
    uint32_t count = hw_image_functions(image);
    MUST(count > 0 && hw_calls_open(image, hw_listing_go(image), &s.calls, &err) == HW_OK);
    for (uint32_t i = 0; i < count && i < FUNCTIONS; i++) {
        bool whole;
        hw_image_function f, of;
        MUST(hw_image_function_at(image, i, &f, &err) == HW_OK && f.index == i && f.end > f.entry);
        MUST(hw_image_function_of(image, f.entry, &of, &err) == HW_OK && of.index == i);
        hw_status status = hw_calls_of(s.calls, i, check, &s, &whole, &err);
        MUST(status == HW_OK || (status == HW_FORMAT && err.message[0]));
    }
    const hw_image_module *m = hw_image_go_module(image);
    for (uint64_t at = m->types; at < m->etypes && at - m->types < 4096; at += 8) {
        hw_type type;
        hw_status status = hw_image_type(image, at, &type, &err);
        MUST(status == HW_OK ? !type.address || type.name.n : status == HW_FORMAT);
    }
    hw_vec_free(&s.frames);
    hw_calls_close(s.calls);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hw_image *image;
    hw_error err;
    if (size == 0)
        return 0;
    const hw_listing_text text = {HW_STR("listing"), {(const char *)data + 1, size - 1}};
    if (hw_listing_image(&text, 1, data[0] % 32, &image, &err) == HW_OK) {
        ask_all(image);
        hw_image_close(image);
    } else {
        MUST(err.message[0]);
    }
    return 0;
}
