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

static hw_status digest(const hw_file *f, hw_range r, EVP_MD_CTX *ctx, unsigned char *sum,
                        hw_error *err)
{
    unsigned char chunk[32768];
    if (!hw_crypto()->EVP_DigestInit_ex(ctx, hw_crypto()->EVP_sha256(), NULL))
        return hw_nomem(err);
    while (r.n) {
        size_t n = r.n < sizeof chunk ? (size_t)r.n : sizeof chunk;
        HW_TRY(hw_file_bytes(f, r.at, chunk, n, err));
        if (!hw_crypto()->EVP_DigestUpdate(ctx, chunk, n))
            return hw_nomem(err);
        r.at += n;
        r.n -= n;
    }
    return hw_crypto()->EVP_DigestFinal_ex(ctx, sum, NULL) ? HW_OK : hw_nomem(err);
}

hw_status hw_file_sha256(const hw_file *f, hw_range r, hw_arena *a, hw_str *ret, hw_error *err)
{
    unsigned char sum[EVP_MAX_MD_SIZE];
    HW_TRY(hw_crypto_load(f->name, err));
    EVP_MD_CTX *ctx = hw_crypto()->EVP_MD_CTX_new();
    if (!ctx)
        return hw_nomem(err);
    hw_status status = digest(f, r, ctx, sum, err);
    hw_crypto()->EVP_MD_CTX_free(ctx);
    HW_TRY(status);
    *ret = hw_hex(a, sum, 32);
    return ret->p ? HW_OK : hw_nomem(err);
}
