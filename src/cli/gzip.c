#include "cli/gzip.h"

#define ZLIB_CONST
#include <zlib.h>

#include "base/error.h"
#include "base/mem.h"

enum { OUT_SIZE = 64 * 1024, LEVEL = 6, GZIP = 16 };

struct hw_gzip {
    z_stream z;
    hw_sink to;
    unsigned char out[OUT_SIZE];
};

static void *take(void *ctx, unsigned items, unsigned size)
{
    (void)ctx;
    return hw_mem_zero(items, size);
}

static void give(void *ctx, void *p)
{
    (void)ctx;
    hw_mem_free(p);
}

hw_status hw_gzip_new(const hw_sink *to, hw_gzip **ret, hw_error *err)
{
    hw_gzip *z = hw_mem_zero(1, sizeof *z);
    if (!z)
        return hw_nomem(err);
    z->to = *to;
    z->z.zalloc = take;
    z->z.zfree = give;
    if (deflateInit2(&z->z, LEVEL, Z_DEFLATED, MAX_WBITS + GZIP, MAX_MEM_LEVEL,
                     Z_DEFAULT_STRATEGY)) {
        hw_mem_free(z);
        return hw_nomem(err);
    }
    *ret = z;
    return HW_OK;
}

static hw_status run(hw_gzip *z, int flush, hw_error *err)
{
    int got;
    do {
        z->z.next_out = z->out;
        z->z.avail_out = OUT_SIZE;
        got = deflate(&z->z, flush);
        size_t n = OUT_SIZE - z->z.avail_out;
        if (got == Z_STREAM_ERROR)
            return hw_nomem(err);
        if (n)
            HW_TRY(z->to.write(z->to.ctx, z->out, n, err));
    } while (flush == Z_FINISH ? got != Z_STREAM_END : z->z.avail_out == 0);
    return HW_OK;
}

static hw_status write_some(void *ctx, const void *data, size_t n, hw_error *err)
{
    hw_gzip *z = ctx;
    const unsigned char *p = data;
    while (n) {
        unsigned part = n > (1u << 30) ? 1u << 30 : (unsigned)n;
        z->z.next_in = p;
        z->z.avail_in = part;
        HW_TRY(run(z, Z_NO_FLUSH, err));
        p += part;
        n -= part;
    }
    return HW_OK;
}

hw_sink hw_gzip_sink(hw_gzip *z)
{
    return (hw_sink){write_some, z};
}

hw_status hw_gzip_finish(hw_gzip *z, hw_error *err)
{
    z->z.next_in = NULL;
    z->z.avail_in = 0;
    return run(z, Z_FINISH, err);
}

void hw_gzip_free(hw_gzip *z)
{
    if (z)
        deflateEnd(&z->z);
    hw_mem_free(z);
}
