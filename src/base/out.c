#include "base/out.h"

#include <string.h>

void hw_out_init(hw_out *o, const hw_byte_sink *to, hw_error *err)
{
    o->to = *to;
    o->err = err;
    o->status = HW_OK;
    o->n = 0;
}

hw_status hw_out_flush(hw_out *o)
{
    if (o->status == HW_OK && o->n)
        o->status = o->to.write(o->to.ctx, o->buf, o->n, o->err);
    o->n = 0;
    return o->status;
}

void hw_out_put(hw_out *o, const char *p, size_t n)
{
    while (n && o->status == HW_OK) {
        size_t room = sizeof o->buf - o->n;
        size_t part = n < room ? n : room;
        memcpy(o->buf + o->n, p, part);
        o->n += part;
        p += part;
        n -= part;
        if (o->n == sizeof o->buf)
            hw_out_flush(o);
    }
}
