/* A program's file: whatever is in it, what is said of it lies in bounds, and is said twice alike.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "executable/program.h"
#include "must.h"
#include "run/record_like.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static FILE *file_of(const uint8_t *data, size_t size)
{
    FILE *f = tmpfile();
    MUST(f && fwrite(data, 1, size, f) == size && fflush(f) == 0);
    return f;
}

/* The command is one line of words and comments: nothing of the file starts a line of its own. */
static void check_command(const hw_build_info *b)
{
    hw_arena a = {0};
    hw_buf text = {0};
    hw_error err;
    if (hw_like_text(&a, "file", b, &text, &err) == HW_OK) {
        bool command = false;
        hw_str rest = hw_buf_view(&text), line;
        while (hw_str_cut(rest, '\n', &line, &rest)) {
            bool comment = hw_str_starts(line, HW_STR("# "));
            bool start = hw_str_starts(line, HW_STR("heapwitness record "));
            MUST(comment || start || (command && hw_str_starts(line, HW_STR("    "))));
            MUST(!(comment && command));
            command |= start;
        }
        MUST(command && rest.n == 0);
    }
    hw_buf_free(&text);
    hw_arena_free(&a);
}

static void check(const hw_build_info *b, size_t size)
{
    MUST(b->size == size);
    MUST(b->pclntab_sha256.n == 0 || b->pclntab_sha256.n == 64);
    MUST(b->gnu_build_id.n <= 128 && b->go_build_id.n <= size);
    MUST(b->go_version.n <= size && b->path.n <= size);
    MUST(b->settings.len <= size && b->modules.len <= size);
    for (size_t i = 0; i < b->settings.len; i++)
        MUST(b->settings.at[i].key.p &&
             b->settings.at[i].value.p[b->settings.at[i].value.n] == '\0');
    check_command(b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    FILE *f = file_of(data, size);
    hw_arena a = {0};
    hw_build_info first, second;
    hw_error err;
    hw_status status = hw_build_info_read(fileno(f), HW_STR("file"), &a, &first, &err);
    MUST(status == hw_build_info_read(fileno(f), HW_STR("file"), &a, &second, &err));
    if (status == HW_OK) {
        check(&first, size);
        MUST(hw_str_eq(first.go_version, second.go_version));
        MUST(hw_str_eq(first.pclntab_sha256, second.pclntab_sha256));
    }
    hw_arena_free(&a);
    fclose(f);
    return 0;
}
