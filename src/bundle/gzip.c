#include "bundle/gzip.h"

#define ZLIB_CONST
#include <zlib.h>

#include "base/error.h"
#include "base/mem.h"

enum { OUT_SIZE = 64 * 1024, LEVEL = 6, GZIP = 16 };

typedef struct gzip {
    z_stream z;
    const hw_byte_sink *to;
    unsigned char out[OUT_SIZE];
} gzip;

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

static hw_status run(gzip *z, int flush, hw_error *err)
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
            HW_TRY(z->to->write(z->to->ctx, z->out, n, err));
    } while (flush == Z_FINISH ? got != Z_STREAM_END : z->z.avail_out == 0);
    return HW_OK;
}

static hw_status write_some(void *ctx, const void *data, size_t n, hw_error *err)
{
    gzip *z = ctx;
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

static hw_status write_member(gzip *z, hw_gzip_writer *write, const void *what, hw_error *err)
{
    const hw_byte_sink sink = {write_some, z};
    HW_TRY(write(what, &sink, err));
    z->z.next_in = NULL;
    z->z.avail_in = 0;
    return run(z, Z_FINISH, err);
}

hw_status hw_gzip_member(hw_gzip_writer *write, const void *what, const hw_byte_sink *to,
                         hw_error *err)
{
    gzip *z = hw_mem_zero(1, sizeof *z);
    if (!z)
        return hw_nomem(err);
    z->to = to;
    z->z.zalloc = take;
    z->z.zfree = give;
    bool made = deflateInit2(&z->z, LEVEL, Z_DEFLATED, MAX_WBITS + GZIP, MAX_MEM_LEVEL,
                             Z_DEFAULT_STRATEGY) == Z_OK;
    hw_status status = made ? write_member(z, write, what, err) : hw_nomem(err);
    if (made)
        deflateEnd(&z->z);
    hw_mem_free(z);
    return status;
}
