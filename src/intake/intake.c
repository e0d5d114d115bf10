#define _DEFAULT_SOURCE /* madvise */
#include "intake/intake.h"

#include <errno.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/pool.h"
#include "intake/record_texts.h"
#include "intake/source.h"

enum { NAME_SIZE = 512 };

/* Where a locator leads: the kinds of its form, but a file that exists wins over an address. */
static hw_status resolve(hw_str locator, bool profile, hw_str name, hw_locator_kind *ret,
                         hw_error *err)
{
    hw_locator_kind kind = hw_locator_kind_of(locator);
    if (kind == HW_LOCATOR_OTHER)
        return hw_fail(err, HW_UNSUPPORTED, name,
                       "only files, standard input (-), http and https are read");
    if (kind == HW_LOCATOR_ADDRESS && profile) {
        char *path = hw_mem_alloc(locator.n + 1, 1);
        struct stat st;
        if (!path)
            return hw_nomem(err);
        memcpy(path, locator.p, locator.n);
        path[locator.n] = '\0';
        if (stat(path, &st) == 0)
            kind = HW_LOCATOR_FILE;
        hw_mem_free(path);
    } else if (kind == HW_LOCATOR_ADDRESS) {
        kind = HW_LOCATOR_FILE;
    }
    *ret = kind;
    return HW_OK;
}

static hw_status read_from(const hw_intake *in, hw_str locator, bool profile, hw_locator_kind kind,
                           hw_str name, const hw_byte_sink *to, hw_error *err)
{
    int fd = STDIN_FILENO;
    if (kind == HW_LOCATOR_URL || kind == HW_LOCATOR_ADDRESS)
        return hw_fetch(in, locator, profile ? HW_URL_PROFILE : HW_URL_PLAIN, NULL, name, to, err);
    if (kind == HW_LOCATOR_FILE)
        HW_TRY(hw_file_open(locator, name, &fd, NULL, err));
    hw_status s = hw_file_read(fd, &in->limits, name, to, err);
    if (kind == HW_LOCATOR_FILE)
        close(fd);
    return s;
}

hw_status hw_intake_profile(const hw_intake *in, hw_str locator, const hw_byte_sink *sink,
                            hw_error *err)
{
    char buf[NAME_SIZE];
    hw_locator_name(locator, buf, sizeof buf);
    hw_str name = hw_str_of(buf);
    hw_locator_kind kind;
    hw_inflate *z;
    HW_TRY(resolve(locator, true, name, &kind, err));
    HW_TRY(hw_inflate_new(name, in->limits.profile, "profile", in->limits.ratio, sink, &z, err));
    hw_byte_sink raw = hw_inflate_sink(z);
    hw_status s = read_from(in, locator, true, kind, name, &raw, err);
    if (s == HW_OK)
        s = hw_inflate_finish(z, err);
    hw_inflate_free(z);
    return s;
}

bool hw_intake_is_remote(hw_str locator)
{
    hw_locator_kind kind;
    return resolve(locator, true, locator, &kind, NULL) == HW_OK &&
           (kind == HW_LOCATOR_URL || kind == HW_LOCATOR_ADDRESS);
}

static hw_status hold(void *ctx, const void *data, size_t n, hw_error *err)
{
    return hw_buf_add(ctx, data, n) == HW_OK ? HW_OK : hw_nomem(err);
}

/* The page that a login or an index would be. */
static hw_status refuse_html(hw_str text, hw_str name, hw_error *err)
{
    static const char *const starts[] = {"<!doctype", "<html"};
    text = hw_str_sub(text, 0, 64);
    hw_str_cut_prefix(&text, HW_STR("\xef\xbb\xbf"));
    while (text.n && strchr(" \t\r\n", text.p[0]))
        text = hw_str_from(text, 1);
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
        if (text.n >= strlen(starts[i]) && strncasecmp(text.p, starts[i], strlen(starts[i])) == 0)
            return hw_fail(err, HW_FORMAT, name,
                           "looks like an HTML page and not like a compiler's log; is it a login "
                           "page?");
    return HW_OK;
}

/* Maps a plain regular file. HW_OK with nothing mapped: it has to be read (compressed, not a
 * regular file, one of /proc that says size 0, or a file system that does not map). */
static hw_status map_file(const hw_intake *in, int fd, hw_str name, hw_text *t, hw_error *err)
{
    struct stat st;
    unsigned char magic[2] = {0};
    if (fstat(fd, &st) != 0)
        return hw_fail_sys(err, errno, name, "cannot be read");
    if (!S_ISREG(st.st_mode) || st.st_size <= 0 || lseek(fd, 0, SEEK_CUR) != 0 ||
        (pread(fd, magic, 2, 0) == 2 && magic[0] == 0x1f && magic[1] == 0x8b))
        return HW_OK;
    uint64_t size = (uint64_t)st.st_size;
    if (size > in->limits.response || size > SIZE_MAX)
        return hw_response_limit(&in->limits, name, err);
    if (size > in->limits.log)
        return hw_fail(err, HW_LIMIT, name,
                       "holds more than %llu bytes; --max-log raises this limit",
                       (unsigned long long)in->limits.log);
    void *p = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (p == MAP_FAILED)
        return HW_OK;
    t->map = p;
    t->map_size = (size_t)size;
    t->bytes = (hw_str){p, (size_t)size};
    return HW_OK;
}

static hw_status hold_text(const hw_intake *in, hw_str locator, hw_locator_kind kind, hw_str name,
                           int fd, hw_text *t, hw_error *err)
{
    hw_inflate *z;
    hw_byte_sink held = {hold, &t->held};
    HW_TRY(hw_inflate_new(name, in->limits.log, "log", in->limits.ratio, &held, &z, err));
    hw_byte_sink raw = hw_inflate_sink(z);
    hw_status s = kind == HW_LOCATOR_FILE || kind == HW_LOCATOR_STDIN
                      ? hw_file_read(fd, &in->limits, name, &raw, err)
                      : read_from(in, locator, false, kind, name, &raw, err);
    if (s == HW_OK)
        s = hw_inflate_finish(z, err);
    hw_inflate_free(z);
    t->bytes = hw_buf_view(&t->held);
    return s;
}

/* By its magic; archives of before 1988 have none. */
static hw_status refuse_tar(hw_str bytes, hw_str name, hw_error *err)
{
    enum { MAGIC_AT = 257 };
    if (!hw_str_starts(hw_str_from(bytes, MAGIC_AT), HW_STR("ustar")))
        return HW_OK;
    return hw_fail(err, HW_UNSUPPORTED, name,
                   "is a tar archive; unpack it and give the folder of -json records");
}

hw_status hw_intake_text(const hw_intake *in, hw_str locator, hw_text *ret, hw_error *err)
{
    char buf[NAME_SIZE];
    hw_locator_name(locator, buf, sizeof buf);
    hw_str name = hw_str_of(buf);
    hw_locator_kind kind = HW_LOCATOR_FILE;
    hw_text t = {.map = NULL};
    int fd = -1;
    bool directory = false;
    HW_TRY(resolve(locator, false, name, &kind, err));
    if (kind == HW_LOCATOR_STDIN)
        fd = STDIN_FILENO;
    else if (kind == HW_LOCATOR_FILE)
        HW_TRY(hw_file_open(locator, name, &fd, &directory, err));
    hw_status s = HW_OK;
    if (directory)
        s = hw_records_of_directory(in, fd, name, &t, err);
    else if (fd >= 0)
        s = map_file(in, fd, name, &t, err);
    if (s == HW_OK && !t.map && !directory)
        s = hold_text(in, locator, kind, name, fd, &t, err);
    if (kind == HW_LOCATOR_FILE)
        close(fd);
    if (s == HW_OK)
        s = refuse_html(t.bytes, name, err);
    if (s == HW_OK)
        s = refuse_tar(t.bytes, name, err);
    if (s == HW_OK)
        *ret = t;
    else
        hw_text_free(&t, 1);
    return s;
}

enum { PART = 8 << 20 };

static void give_back(void *ctx, size_t i)
{
    const hw_text *t = ctx;
    madvise((char *)t->map + i * PART, PART, MADV_DONTNEED);
}

/* Taking the pages out of a large map is a tenth of what reading a log takes, and munmap() does it
 * on one CPU. Whole parts only: what is left is little. */
void hw_text_free(hw_text *t, unsigned threads)
{
    if (t->map) {
        hw_pool_run(threads, t->map_size / PART, give_back, t);
        munmap(t->map, t->map_size);
    }
    hw_buf_free(&t->held);
    *t = (hw_text){.map = NULL};
}
