/* A program's tables: whatever is in the file, every answer lies in it, and is given twice alike.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "executable/program.h"
#include "must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FUNCTIONS = 64, PCS = 16, DEPTH = 1000 };

static void check_frames(const hw_image_frames *frames, size_t size)
{
    MUST(frames->len <= DEPTH);
    for (size_t i = 0; i < frames->len; i++) {
        const hw_image_frame *f = &frames->at[i];
        MUST(f->function.n < size && f->file.n < size);
        MUST(f->function.p[f->function.n] == '\0' && f->file.p[f->file.n] == '\0');
    }
}

static void ask(hw_image *image, uint64_t pc, size_t size)
{
    hw_image_frames first = {0}, second = {0};
    hw_error err;
    hw_status status = hw_image_frames_of(image, pc, &first, &err);
    if (status == HW_OK) {
        check_frames(&first, size);
        MUST(hw_image_frames_of(image, pc, &second, &err) == HW_OK && first.len == second.len);
        MUST(first.len == 0 || memcmp(first.at, second.at, first.len * sizeof *first.at) == 0);
    } else {
        MUST(status == HW_FORMAT && err.message[0]);
    }
    hw_vec_free(&first);
    hw_vec_free(&second);
}

static void ask_package(hw_image *image, const hw_image_function *f, size_t size)
{
    hw_str first, second;
    hw_error err;
    hw_status status = hw_image_compiled_by(image, f, &first, &err);
    if (status == HW_OK) {
        MUST(first.n < size && hw_image_compiled_by(image, f, &second, &err) == HW_OK);
        MUST(hw_str_eq(first, second));
    } else {
        MUST(status == HW_FORMAT && err.message[0]);
    }
}

static void ask_all(hw_image *image, size_t size)
{
    hw_error err;
    uint32_t count = hw_image_functions(image);
    MUST(count > 0 && count <= size / 8);
    for (uint32_t i = 0; i < count && i < FUNCTIONS; i++) {
        hw_image_function f;
        if (hw_image_function_at(image, i, &f, &err) != HW_OK)
            continue;
        MUST(f.entry <= f.end && f.index == i && f.name.n < size);
        ask_package(image, &f, size);
        for (uint64_t k = 0; k < PCS; k++)
            ask(image, f.entry + k * ((f.end - f.entry) / PCS + 1), size);
    }
    const hw_image_module *m = hw_image_go_module(image);
    const unsigned char *p;
    MUST(m->types <= m->etypes && m->etypes - m->types <= size);
    MUST(m->types == m->etypes ||
         hw_image_bytes(image, m->types, (size_t)(m->etypes - m->types), &p, &err) == HW_OK);
    ask(image, 0, size);
    ask(image, UINT64_MAX, size);
    MUST(hw_image_bytes(image, m->text, size + 1, &p, &err) == HW_FORMAT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    FILE *f = tmpfile();
    hw_image *image;
    hw_error err;
    MUST(f && fwrite(data, 1, size, f) == size && fflush(f) == 0);
    hw_status status = hw_image_read(fileno(f), HW_STR("file"), NULL, &image, &err);
    if (status == HW_OK) {
        ask_all(image, size);
        hw_image_close(image);
    } else {
        MUST(err.message[0]);
    }
    fclose(f);
    return 0;
}
