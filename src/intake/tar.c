/* A tar of such a directory. libarchive reads the archive from memory; the files are moved down
 * over the headers that are read already, so the text is never held twice. */
#include <string.h>

#include "base/error.h"
#include "base/libarchive.h"
#include "base/magic.h"
#include "base/mem.h"
#include "intake/record_texts.h"

enum { MAGIC_AT = 257 };

typedef struct unpack {
    const hw_limits *limits;
    hw_str name;
    hw_str tar;      /* what is left of it is in the same memory as `out`, or nowhere near */
    char *out;       /* as large as the tar */
    size_t n, start; /* bytes written; where the file in hand starts */
    bool in_place;
    uint64_t entries, files, skipped;
} unpack;

bool hw_is_tar(hw_str bytes)
{
    return hw_str_starts(hw_str_from(bytes, MAGIC_AT), HW_STR("ustar"));
}

hw_status hw_no_records(hw_str name, uint64_t looked_at, hw_error *err)
{
    return hw_fail(err, HW_FORMAT, name,
                   "has no file of -json records (%llu looked at); it should be the folder that "
                   "go build -gcflags=-json=0,FOLDER wrote, and a build out of Go's cache writes "
                   "none: use -a or a new folder",
                   (unsigned long long)looked_at);
}

hw_status hw_too_many_files(const hw_limits *limits, hw_str name, hw_error *err)
{
    return hw_fail(err, HW_LIMIT, name, "holds more than %llu files; --max-files raises this limit",
                   (unsigned long long)limits->files);
}

static hw_status damaged(const unpack *u, struct archive *a, hw_error *err)
{
    const char *why = hw_archive()->error_string(a);
    return hw_fail(err, HW_FORMAT, u->name, "the tar is cut short or damaged (%s)",
                   why ? why : "no reason known");
}

/* Whether `n` bytes at `data` can go to the end of the text without touching what is still to be
 * read. */
static bool has_room(const unpack *u, const char *data, size_t n)
{
    if (n > u->tar.n - u->n)
        return false;
    if (!u->in_place)
        return true;
    uintptr_t at = (uintptr_t)data, from = (uintptr_t)u->tar.p;
    return at >= from && at - from >= u->n && at - from <= u->tar.n - n;
}

/* Appends the file in hand. *plain: it had no untyped_reasons; a file of records has none. */
static hw_status take_data(unpack *u, struct archive *a, bool *plain, hw_error *err)
{
    *plain = true;
    for (;;) {
        const void *data;
        size_t n;
        int64_t offset;
        int rc = hw_archive()->read_data_block(a, &data, &n, &offset);
        if (rc == ARCHIVE_EOF)
            return HW_OK;
        if (rc != ARCHIVE_OK && rc != ARCHIVE_WARN)
            return damaged(u, a, err);
        *plain &= offset >= 0 && (uint64_t)offset == u->n - u->start;
        if (n == 0 || !*plain)
            continue;
        if (!has_room(u, data, n))
            return hw_fail(err, HW_FORMAT, u->name, "the tar holds more than its size");
        memmove(u->out + u->n, data, n);
        u->n += n;
    }
}

static hw_status take_entry(unpack *u, struct archive *a, struct archive_entry *entry,
                            hw_error *err)
{
    bool plain;
    if (++u->entries > u->limits->files)
        return hw_too_many_files(u->limits, u->name, err);
    if (hw_archive()->entry_filetype(entry) == AE_IFDIR)
        return HW_OK;
    u->start = u->n;
    if (hw_archive()->entry_filetype(entry) != AE_IFREG || hw_archive()->entry_hardlink(entry)) {
        u->skipped++;
        return HW_OK;
    }
    HW_TRY(take_data(u, a, &plain, err));
    if (!plain || !hw_is_json_records((hw_str){u->out + u->start, u->n - u->start})) {
        u->n = u->start;
        u->skipped++;
        return HW_OK;
    }
    u->files++;
    /* The next header is 512 bytes on at least, or the tar ends here. */
    if (u->out[u->n - 1] != '\n' && u->n < u->tar.n)
        u->out[u->n++] = '\n';
    return HW_OK;
}

static hw_status take_all(unpack *u, struct archive *a, hw_error *err)
{
    if (hw_archive()->read_support_format_tar(a) != ARCHIVE_OK ||
        hw_archive()->read_open_memory(a, u->tar.p, u->tar.n) != ARCHIVE_OK)
        return damaged(u, a, err);
    for (;;) {
        struct archive_entry *entry;
        int rc = hw_archive()->read_next_header(a, &entry);
        if (rc == ARCHIVE_EOF)
            return u->files ? HW_OK : hw_no_records(u->name, u->entries, err);
        if (rc != ARCHIVE_OK && rc != ARCHIVE_WARN)
            return damaged(u, a, err);
        HW_TRY(take_entry(u, a, entry, err));
    }
}

hw_status hw_records_of_tar(const hw_limits *limits, hw_str name, hw_text *t, hw_error *err)
{
    unpack u = {.limits = limits, .name = name, .tar = t->bytes, .in_place = !t->map};
    hw_buf fresh = {0};
    HW_TRY(hw_archive_load(name, err));
    if (t->map) {
        fresh.p = hw_mem_alloc(t->map_size, 1);
        if (!fresh.p)
            return hw_nomem(err);
        fresh.cap = t->map_size;
    }
    u.out = t->map ? fresh.p : t->held.p;
    struct archive *a = hw_archive()->read_new();
    hw_status s = a ? take_all(&u, a, err) : hw_nomem(err);
    hw_archive()->read_free(a);
    if (s != HW_OK) {
        hw_buf_free(&fresh);
        return s;
    }
    if (t->map) {
        hw_text_free(t, 1);
        t->held = fresh;
    }
    t->held.n = u.n;
    t->bytes = hw_buf_view(&t->held);
    t->files = u.files;
    t->skipped = u.skipped;
    return HW_OK;
}
