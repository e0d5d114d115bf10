#include "intake/intake.h"

#include <errno.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "intake/directory.h"
#include "intake/file.h"
#include "intake/inflate.h"
#include "intake/locator.h"
#include "intake/mapped.h"
#include "intake/sources.h"

enum { NAME_SIZE = 512 };

static hw_status read_from(const hw_intake *in, const hw_source *source, hw_str locator,
                           hw_str name, const hw_byte_sink *to, hw_error *err)
{
    int fd;
    if (source->fetch)
        return source->fetch(in, locator, true, name, to, err);
    HW_TRY(source->open(locator, name, &fd, NULL, err));
    hw_status s = hw_file_read(fd, &in->limits, name, to, err);
    close(fd);
    return s;
}

hw_status hw_intake_profile(const hw_intake *in, hw_str locator, const hw_byte_sink *sink,
                            hw_error *err)
{
    char buf[NAME_SIZE];
    hw_locator_name(locator, buf, sizeof buf);
    hw_str name = hw_str_of(buf);
    const hw_source *source;
    hw_inflate *z;
    HW_TRY(hw_source_of(locator, true, name, &source, err));
    HW_TRY(hw_inflate_new(name, in->limits.profile, "profile", in->limits.ratio, sink, &z, err));
    hw_byte_sink raw = hw_inflate_sink(z);
    hw_status s = read_from(in, source, locator, name, &raw, err);
    if (s == HW_OK)
        s = hw_inflate_finish(z, err);
    hw_inflate_free(z);
    return s;
}

bool hw_intake_is_remote(hw_str locator)
{
    const hw_source *source;
    return hw_source_of(locator, true, locator, &source, NULL) == HW_OK && source->names;
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
    t->note = hw_mapped_note(p, (size_t)size);
    if (t->note == 0) {
        munmap(p, (size_t)size);
        return HW_OK;
    }
    t->map = p;
    t->map_size = (size_t)size;
    t->bytes = (hw_str){p, (size_t)size};
    return HW_OK;
}

/* `fd`: what was opened of it; -1: it is fetched. */
static hw_status hold_text(const hw_intake *in, const hw_source *source, hw_str locator,
                           hw_str name, int fd, hw_text *t, hw_error *err)
{
    hw_inflate *z;
    hw_byte_sink held = {hold, &t->held};
    HW_TRY(hw_inflate_new(name, in->limits.log, "log", in->limits.ratio, &held, &z, err));
    hw_byte_sink raw = hw_inflate_sink(z);
    hw_status s = fd >= 0 ? hw_file_read(fd, &in->limits, name, &raw, err)
                          : source->fetch(in, locator, false, name, &raw, err);
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
    const hw_source *source;
    hw_text t = {.map = NULL};
    int fd = -1;
    bool directory = false;
    HW_TRY(hw_source_of(locator, false, name, &source, err));
    if (source->open)
        HW_TRY(source->open(locator, name, &fd, &directory, err));
    hw_status s = HW_OK;
    if (directory)
        s = hw_records_of_directory(in, fd, name, &t, err);
    else if (fd >= 0)
        s = map_file(in, fd, name, &t, err);
    if (s == HW_OK && !t.map && !directory)
        s = hold_text(in, source, locator, name, fd, &t, err);
    if (fd >= 0)
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
