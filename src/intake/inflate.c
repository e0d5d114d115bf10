#include "intake/inflate.h"

#include <string.h>

#define ZLIB_CONST
#include <zlib.h>

#include "base/error.h"
#include "base/mem.h"

enum { OUT_SIZE = 128 * 1024, NAME_SIZE = 512 };
/* Short inputs inflate by any factor; the ratio speaks of what is past this. */
static const uint64_t ratio_free = UINT64_C(64) << 20;

typedef enum state {
    START,   /* nothing was decided; up to one byte is held in `first` */
    PLAIN,   /* not gzip: passed on */
    MEMBER,  /* inside a member */
    BETWEEN, /* behind a member; up to one byte is held in `first` */
    PADDING, /* zero bytes behind the last member */
} state;

struct hw_inflate {
    state state;
    bool has_first, zlib_open;
    unsigned char first;
    z_stream z;
    uint64_t in, out; /* bytes taken and handed on */
    uint64_t max, ratio;
    const char *max_name;
    hw_byte_sink to;
    char name[NAME_SIZE];
    size_t name_len;
    unsigned char buf[OUT_SIZE];
};

static void *z_take(void *ctx, unsigned items, unsigned size)
{
    (void)ctx;
    return hw_mem_alloc(items, size);
}

static void z_give(void *ctx, void *p)
{
    (void)ctx;
    hw_mem_free(p);
}

static hw_str name_of(const hw_inflate *z)
{
    return (hw_str){z->name, z->name_len};
}

hw_status hw_inflate_new(hw_str input, uint64_t max, const char *max_name, uint64_t ratio,
                         const hw_byte_sink *to, hw_inflate **ret, hw_error *err)
{
    hw_inflate *z = hw_mem_alloc(1, sizeof *z);
    if (!z)
        return hw_nomem(err);
    memset(z, 0, offsetof(hw_inflate, buf));
    z->max = max;
    z->max_name = max_name;
    z->ratio = ratio;
    z->to = *to;
    z->name_len = input.n < sizeof z->name ? input.n : sizeof z->name;
    if (z->name_len)
        memcpy(z->name, input.p, z->name_len);
    *ret = z;
    return HW_OK;
}

void hw_inflate_free(hw_inflate *z)
{
    if (!z)
        return;
    if (z->zlib_open)
        inflateEnd(&z->z);
    hw_mem_free(z);
}

static hw_status hand_on(hw_inflate *z, const void *data, size_t n, hw_error *err)
{
    if (n == 0)
        return HW_OK;
    if (n > z->max || z->out > z->max - n)
        return hw_fail(
            err, HW_LIMIT, name_of(z), "holds more than %llu bytes%s; --max-%s raises this limit",
            (unsigned long long)z->max, z->state == PLAIN ? "" : " when unpacked", z->max_name);
    z->out += n;
    if (z->state != PLAIN && z->out > ratio_free && z->out / z->ratio > z->in)
        return hw_fail(err, HW_LIMIT, name_of(z),
                       "inflates to more than %llu times its size, as a bomb does; --max-ratio "
                       "raises this limit",
                       (unsigned long long)z->ratio);
    return z->to.write(z->to.ctx, data, n, err);
}

static hw_status begin_member(hw_inflate *z, hw_error *err)
{
    int rc;
    if (z->zlib_open) {
        rc = inflateReset(&z->z);
    } else {
        z->z.zalloc = z_take;
        z->z.zfree = z_give;
        rc = inflateInit2(&z->z, 15 + 16);
        z->zlib_open = rc == Z_OK;
    }
    if (rc != Z_OK)
        return hw_nomem(err);
    z->state = MEMBER;
    return HW_OK;
}

/* Inflates up to `n` bytes of a member; `*used` says how many it took. */
static hw_status run_member(hw_inflate *z, const unsigned char *p, size_t n, size_t *used,
                            hw_error *err)
{
    uInt piece = n < 1u << 30 ? (uInt)n : 1u << 30;
    z->z.next_in = p;
    z->z.avail_in = piece;
    for (;;) {
        uInt before = z->z.avail_in;
        z->z.next_out = z->buf;
        z->z.avail_out = OUT_SIZE;
        int rc = inflate(&z->z, Z_NO_FLUSH);
        z->in += before - z->z.avail_in;
        if (rc == Z_MEM_ERROR)
            return hw_nomem(err);
        if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR)
            return hw_fail_at(err, HW_FORMAT, name_of(z), z->in,
                              "the gzip stream is corrupted (%s), counted in compressed bytes",
                              z->z.msg ? z->z.msg : "no known form");
        HW_TRY(hand_on(z, z->buf, OUT_SIZE - z->z.avail_out, err));
        if (rc == Z_STREAM_END) {
            z->state = BETWEEN;
            break;
        }
        if (z->z.avail_out != 0) /* all of the piece is taken */
            break;
    }
    *used = piece - z->z.avail_in;
    return HW_OK;
}

static hw_status garbage(const hw_inflate *z, uint64_t at, hw_error *err)
{
    return hw_fail_at(err, HW_FORMAT, name_of(z), at,
                      "something else follows the end of the gzip stream, counted in compressed "
                      "bytes; cut it off or fetch the file again");
}

/* START and BETWEEN: two bytes decide what follows. Takes one byte of the input. */
static hw_status decide(hw_inflate *z, unsigned char c, hw_error *err)
{
    static const unsigned char magic[2] = {0x1f, 0x8b};
    if (!z->has_first) {
        if (z->state == BETWEEN && c == 0) {
            z->state = PADDING;
            z->in++;
        } else if (c == magic[0]) {
            z->has_first = true;
            z->first = c;
            z->in++;
        } else if (z->state == BETWEEN) {
            return garbage(z, z->in, err);
        } else {
            z->state = PLAIN;
            z->in++;
            return hand_on(z, &c, 1, err);
        }
        return HW_OK;
    }
    z->has_first = false;
    if (c != magic[1]) {
        if (z->state == BETWEEN)
            return garbage(z, z->in - 1, err);
        z->state = PLAIN;
        z->in++;
        HW_TRY(hand_on(z, magic, 1, err));
        return hand_on(z, &c, 1, err);
    }
    HW_TRY(begin_member(z, err));
    z->in--; /* run_member counts both bytes of the magic */
    size_t used;
    HW_TRY(run_member(z, magic, sizeof magic, &used, err));
    return HW_OK;
}

static hw_status take(void *ctx, const void *data, size_t n, hw_error *err)
{
    hw_inflate *z = ctx;
    const unsigned char *p = data;
    while (n) {
        size_t used = 1;
        switch (z->state) {
        case PLAIN:
            z->in += n;
            return hand_on(z, p, n, err);
        case MEMBER:
            HW_TRY(run_member(z, p, n, &used, err));
            break;
        case PADDING:
            if (*p != 0)
                return garbage(z, z->in, err);
            z->in++;
            break;
        case START:
        case BETWEEN:
            HW_TRY(decide(z, *p, err));
            break;
        }
        p += used;
        n -= used;
    }
    return HW_OK;
}

hw_byte_sink hw_inflate_sink(hw_inflate *z)
{
    return (hw_byte_sink){take, z};
}

hw_status hw_inflate_finish(hw_inflate *z, hw_error *err)
{
    if (z->state == START && z->has_first) {
        z->state = PLAIN;
        z->has_first = false;
        HW_TRY(hand_on(z, &z->first, 1, err));
    }
    if (z->state == MEMBER)
        return hw_fail_at(err, HW_FORMAT, name_of(z), z->in,
                          "the gzip stream is cut short, counted in compressed bytes; was the "
                          "download or the copy complete?");
    if (z->state == BETWEEN && z->has_first)
        return garbage(z, z->in - 1, err);
    if (z->out == 0)
        return hw_fail(err, HW_FORMAT, name_of(z), "is empty%s",
                       z->state == START ? "" : " inside its gzip stream");
    return HW_OK;
}
