#include "executable/file_bytes.h"

#include <errno.h>
#include <unistd.h>

#include "base/error.h"
#include "base/libcrypto.h"

bool hw_file_has(const hw_file *f, hw_range r)
{
    return r.at <= f->size && r.n <= f->size - r.at;
}

hw_status hw_file_bytes(const hw_file *f, uint64_t at, void *to, size_t n, hw_error *err)
{
    char *p = to;
    while (n) {
        ssize_t got = at > INT64_MAX ? 0 : pread(f->fd, p, n, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return hw_fail_sys(err, errno, f->name, "cannot be read");
        if (got == 0)
            return hw_fail_at(err, HW_FORMAT, f->name, at, "ends too early; is it complete?");
        p += got;
        at += (uint64_t)got;
        n -= (size_t)got;
    }
    return HW_OK;
}

hw_str hw_hex(hw_arena *a, const unsigned char *p, size_t n)
{
    static const char digits[] = "0123456789abcdef";
    char *out = hw_arena_alloc(a, 2 * n + 1, 1);
    if (!out)
        return (hw_str){0};
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = digits[p[i] >> 4];
        out[2 * i + 1] = digits[p[i] & 15];
    }
    out[2 * n] = '\0';
    return (hw_str){out, 2 * n};
}

static hw_status digest(const hw_file *f, hw_range r, SHA256_CTX *ctx, hw_error *err)
{
    unsigned char chunk[32768];
    while (r.n) {
        size_t n = r.n < sizeof chunk ? (size_t)r.n : sizeof chunk;
        HW_TRY(hw_file_bytes(f, r.at, chunk, n, err));
        hw_crypto()->SHA256_Update(ctx, chunk, n);
        r.at += n;
        r.n -= n;
    }
    return HW_OK;
}

hw_status hw_file_sha256(const hw_file *f, hw_range r, hw_arena *a, hw_str *ret, hw_error *err)
{
    unsigned char sum[SHA256_DIGEST_LENGTH];
    SHA256_CTX ctx;
    HW_TRY(hw_crypto_load(f->name, err));
    hw_crypto()->SHA256_Init(&ctx);
    HW_TRY(digest(f, r, &ctx, err));
    hw_crypto()->SHA256_Final(sum, &ctx);
    *ret = hw_hex(a, sum, sizeof sum);
    return ret->p ? HW_OK : hw_nomem(err);
}
