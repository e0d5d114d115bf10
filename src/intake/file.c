#include "intake/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/locator_show.h"
#include "base/mem.h"

enum { PIECE = 128 * 1024 };

hw_status hw_file_open(hw_str path, hw_str name, int *ret, bool *directory, hw_error *err)
{
    if (path.n == 0)
        return hw_fail(err, HW_USAGE, path, "an input has an empty name");
    if (hw_str_chr(path, '\0') != HW_NPOS)
        return hw_fail_sys(err, ENOENT, name, "cannot be opened");
    char *zero = hw_mem_alloc(path.n + 1, 1);
    if (!zero)
        return hw_nomem(err);
    for (size_t i = 0; i < path.n; i++)
        zero[i] = path.p[i];
    zero[path.n] = '\0';
    int fd;
    do
        fd = open(zero, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    while (fd < 0 && errno == EINTR);
    int sys = errno;
    hw_mem_free(zero);
    if (fd < 0)
        return hw_fail_sys(err, sys, name, "cannot be opened");
    struct stat st;
    if (fstat(fd, &st) != 0)
        sys = errno;
    else
        sys = S_ISDIR(st.st_mode) && !directory ? EISDIR : 0;
    if (sys) {
        close(fd);
        return hw_fail_sys(err, sys, name, "cannot be read");
    }
    *ret = fd;
    if (directory)
        *directory = S_ISDIR(st.st_mode);
    return HW_OK;
}

hw_status hw_response_limit(const hw_limits *limits, hw_str name, hw_error *err)
{
    return hw_fail(err, HW_LIMIT, name,
                   "is longer than %llu bytes; --max-response raises this limit",
                   (unsigned long long)limits->response);
}

/* Up to `n` bytes; `*got` 0 at the end. */
static hw_status read_some(int fd, void *buf, size_t n, hw_str name, size_t *got, hw_error *err)
{
    ssize_t r;
    do
        r = read(fd, buf, n);
    while (r < 0 && errno == EINTR);
    if (r < 0)
        return hw_fail_sys(err, errno, name, "cannot be read");
    *got = (size_t)r;
    return HW_OK;
}

hw_status hw_file_read(int fd, const hw_limits *limits, hw_str name, const hw_byte_sink *to,
                       hw_error *err)
{
    char *buf = hw_mem_alloc(PIECE, 1);
    if (!buf)
        return hw_nomem(err);
    uint64_t taken = 0;
    hw_status s = HW_OK;
    for (;;) {
        size_t got = 0;
        s = read_some(fd, buf, PIECE, name, &got, err);
        if (s != HW_OK || got == 0)
            break;
        taken += got;
        s = taken > limits->response ? hw_response_limit(limits, name, err)
                                     : to->write(to->ctx, buf, got, err);
        if (s != HW_OK)
            break;
    }
    hw_mem_free(buf);
    return s;
}

static hw_status keep(void *ctx, const void *data, size_t n, hw_error *err)
{
    hw_status s = hw_buf_add(ctx, data, n);
    if (s == HW_LIMIT)
        return hw_fail(err, s, (hw_str){0}, "is too long");
    return s == HW_NOMEM ? hw_nomem(err) : s;
}

hw_status hw_file_small(const char *path, size_t max, hw_buf *ret, hw_error *err)
{
    int fd;
    hw_str name = hw_str_of(path);
    hw_buf b = {.max = max};
    hw_limits limits = {.response = max};
    hw_byte_sink to = {keep, &b};
    HW_TRY(hw_file_open(name, name, &fd, NULL, err));
    hw_status s = hw_file_read(fd, &limits, name, &to, err);
    close(fd);
    if (s == HW_LIMIT)
        s = hw_fail(err, HW_USAGE, name, "is longer than %zu bytes", max);
    if (s != HW_OK)
        hw_buf_free(&b);
    else
        *ret = b;
    return s;
}

static bool exists(hw_str path)
{
    char zero[PATH_MAX];
    struct stat st;
    if (path.n >= sizeof zero)
        return false;
    memcpy(zero, path.p, path.n);
    zero[path.n] = '\0';
    return stat(zero, &st) == 0;
}

/* All that has another form is none; what could be an address is one where it exists, or where an
 * address is of no use. */
static bool is_path(hw_str locator, bool profile)
{
    return !hw_str_eq(locator, HW_STR("-")) && hw_locator_scheme(locator).n == 0 &&
           (!profile || !hw_locator_is_address(locator) || exists(locator));
}

const hw_source hw_source_file = {
    .forms = "heap.pb.gz, /path/file",
    .said = "files",
    .recognises = is_path,
    .open = hw_file_open,
};
