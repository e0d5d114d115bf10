#define _DEFAULT_SOURCE /* madvise */
#include "intake/held_text.h"

#include <sys/mman.h>

#include "base/pool.h"
#include "intake/mapped.h"

enum { PART = 8 << 20 };

static void give_back(void *ctx, size_t i)
{
    const hw_text *t = ctx;
    madvise((char *)t->map + i * PART, PART, MADV_DONTNEED);
}

bool hw_text_shrank(const hw_text *t)
{
    return t->map && hw_mapped_shrank(t->note);
}

/* Releasing the pages of a large map takes a tenth of the time of reading a log, and munmap() does
 * it on one CPU. Only whole parts are released here: the rest is little. */
void hw_text_free(hw_text *t, unsigned threads)
{
    if (t->map) {
        hw_pool_run(threads, t->map_size / PART, give_back, t);
        hw_mapped_forget(t->note);
        munmap(t->map, t->map_size);
    }
    hw_buf_free(&t->held);
    *t = (hw_text){.map = NULL};
}
