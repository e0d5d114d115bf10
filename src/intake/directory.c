/* A directory that the compiler wrote with -json=0,DIR: DIR/escaped%2Fpackage/file.json. */
#define _GNU_SOURCE /* MAP_ANONYMOUS, MAP_NORESERVE */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/sniff.h"
#include "base/vec.h"
#include "intake/records.h"
#include "intake/source.h"

enum { DEPTH_MAX = 8 }; /* folders below the given one; the compiler makes one level */

typedef struct walk {
    const hw_limits *limits;
    hw_str name;
    int root;
    hw_arena arena;
    HW_VEC(hw_str) paths; /* of candidates, below the root; terminated */
    uint64_t entries, skipped;
    uint64_t bytes; /* of the candidates, as the file system says */
} walk;

static hw_status walk_folder(walk *w, int fd, hw_str path, int depth, hw_error *err);

/* Names what is at `path` of the directory. */
static hw_status fail_below(const walk *w, hw_str path, int sys, const char *what, hw_error *err)
{
    char name[sizeof err->input];
    snprintf(name, sizeof name, "%.*s/%.*s", HW_STR_ARG(w->name), HW_STR_ARG(path));
    return hw_fail_sys(err, sys, hw_str_of(name), what);
}

/* path/entry, terminated; path "" is the root. */
static hw_str join(walk *w, hw_str path, const char *entry)
{
    size_t n = strlen(entry), at = path.n ? path.n + 1 : 0;
    char *p = hw_arena_alloc(&w->arena, at + n + 1, 1);
    if (!p)
        return (hw_str){0};
    if (path.n) {
        memcpy(p, path.p, path.n);
        p[path.n] = '/';
    }
    memcpy(p + at, entry, n + 1);
    return (hw_str){p, at + n};
}

static hw_status take_entry(walk *w, int fd, hw_str path, const char *entry, int depth,
                            hw_error *err)
{
    struct stat st;
    if (++w->entries > w->limits->files)
        return hw_too_many_files(w->limits, w->name, err);
    if (fstatat(fd, entry, &st, AT_SYMLINK_NOFOLLOW) != 0) {
        int sys = errno;
        return fail_below(w, join(w, path, entry), sys, "cannot be read", err);
    }
    bool folder = S_ISDIR(st.st_mode) && depth < DEPTH_MAX;
    bool file = S_ISREG(st.st_mode) && hw_str_ends(hw_str_of(entry), HW_STR(".json"));
    w->skipped += !folder && !file;
    if (!folder && !file)
        return HW_OK;
    hw_str below = join(w, path, entry);
    if (!below.p)
        return hw_nomem(err);
    if (folder) {
        int sub = openat(fd, entry, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        return sub < 0 ? fail_below(w, below, errno, "cannot be opened", err)
                       : walk_folder(w, sub, below, depth + 1, err);
    }
    w->bytes += st.st_size > 0 ? (uint64_t)st.st_size : 0;
    return hw_vec_push(&w->paths, below) ? HW_OK : hw_nomem(err);
}

/* Closes `fd`. At most DEPTH_MAX deep. */
static hw_status walk_folder(walk *w, int fd, hw_str path, int depth, hw_error *err)
{
    DIR *dir = fdopendir(fd);
    hw_status s = HW_OK;
    if (!dir) {
        int sys = errno;
        close(fd);
        return hw_fail_sys(err, sys, w->name, "cannot be read");
    }
    while (s == HW_OK) {
        errno = 0;
        const struct dirent *d = readdir(dir);
        if (!d) {
            if (errno)
                s = hw_fail_sys(err, errno, w->name, "cannot be read");
            break;
        }
        if (strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0)
            s = take_entry(w, fd, path, d->d_name, depth, err);
    }
    closedir(dir);
    return s;
}

static int by_path(const void *a, const void *b)
{
    return hw_str_cmp(*(const hw_str *)a, *(const hw_str *)b);
}

static hw_status hold(void *ctx, const void *data, size_t n, hw_error *err)
{
    return hw_buf_add(ctx, data, n) == HW_OK ? HW_OK : hw_nomem(err);
}

static hw_status too_long(const walk *w, hw_error *err)
{
    return hw_fail(err, HW_LIMIT, w->name,
                   "its files hold more than %llu bytes; --max-log raises this limit",
                   (unsigned long long)w->limits->log);
}

static hw_status open_file(const walk *w, hw_str path, int *ret, hw_error *err)
{
    *ret = openat(w->root, path.p, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    return *ret < 0 ? fail_below(w, path, errno, "cannot be opened", err) : HW_OK;
}

/* --- copied, where files cannot be mapped ------------------------------------------------------
 */

/* Appends one file, or leaves the text as it was where the file holds no records. */
static hw_status copy_file(walk *w, hw_str path, hw_text *t, hw_error *err)
{
    size_t before = t->held.n;
    hw_sink to = {hold, &t->held};
    int fd;
    HW_TRY(open_file(w, path, &fd, err));
    hw_status s = hw_file_read(fd, w->limits, w->name, &to, err);
    close(fd);
    HW_TRY(s);
    if (!hw_is_json_records(hw_str_from(hw_buf_view(&t->held), before))) {
        t->held.n = before;
        t->skipped++;
        return HW_OK;
    }
    t->files++;
    if (t->held.p[t->held.n - 1] != '\n' && hw_buf_add(&t->held, "\n", 1) != HW_OK)
        return hw_nomem(err);
    return t->held.n > w->limits->log ? too_long(w, err) : HW_OK;
}

static hw_status copy_files(walk *w, hw_text *t, hw_error *err)
{
    size_t room;
    /* Once, instead of growing and copying: a byte more for each file without a last newline. */
    if (w->bytes > SIZE_MAX || !hw_add_size((size_t)w->bytes, w->paths.len + 1, &room))
        return hw_nomem(err);
    t->held.p = hw_mem_alloc(room, 1);
    if (!t->held.p)
        return hw_nomem(err);
    t->held.cap = room;
    for (size_t i = 0; i < w->paths.len; i++)
        HW_TRY(copy_file(w, w->paths.at[i], t, err));
    t->bytes = hw_buf_view(&t->held);
    return HW_OK;
}

/* --- mapped, one behind the other --------------------------------------------------------------
 */

/* Each file starts at a page, and what is left of the page before has zeros: the reader of records
 * steps over them. */
typedef struct mapping {
    char *p;
    size_t n, size; /* so far, whole pages; reserved */
    size_t page;
} mapping;

static size_t pages_of(const mapping *m, size_t size)
{
    return (size / m->page + (size % m->page != 0)) * m->page;
}

/* The file in hand, at the end of what is mapped. *done: false where it has to be read. */
static hw_status map_file(const walk *w, mapping *m, int fd, hw_text *t, bool *done, hw_error *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return hw_fail_sys(err, errno, w->name, "a file of it cannot be read");
    if (st.st_size > 0 && (uint64_t)st.st_size > w->limits->response)
        return hw_response_limit(w->limits, w->name, err);
    *done = S_ISREG(st.st_mode) && st.st_size >= 0 && (uint64_t)st.st_size <= m->size - m->n &&
            pages_of(m, (size_t)st.st_size) <= m->size - m->n;
    size_t size = *done ? (size_t)st.st_size : 0;
    char *p = m->p + m->n;
    if (size)
        *done = mmap(p, size, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, 0) == p;
    if (!*done)
        return HW_OK;
    if (!hw_is_json_records((hw_str){p, size})) {
        t->skipped++;
        return HW_OK; /* the next one comes over it */
    }
    *done = p[size - 1] == '\n';
    t->files++;
    m->n += pages_of(m, size);
    t->bytes = (hw_str){m->p, (size_t)(p - m->p) + size};
    return HW_OK;
}

/* *done: false where one of them cannot be mapped, or does not end its last line. */
static hw_status map_files(walk *w, mapping *m, hw_text *t, bool *done, hw_error *err)
{
    for (size_t i = 0; *done && i < w->paths.len; i++) {
        int fd;
        HW_TRY(open_file(w, w->paths.at[i], &fd, err));
        hw_status s = map_file(w, m, fd, t, done, err);
        close(fd);
        HW_TRY(s);
    }
    return HW_OK;
}

/* Room for all of them. false: they are copied. */
static bool reserve(const walk *w, mapping *m)
{
    enum { FILES_MAX = 1 << 14 }; /* a process has 65530 mappings, if nobody changed that */
    long page = sysconf(_SC_PAGESIZE);
    size_t pages;
    *m = (mapping){.page = page > 0 ? (size_t)page : 4096};
    if (w->bytes > SIZE_MAX || w->paths.len == 0 || w->paths.len > FILES_MAX ||
        !hw_mul_size(w->paths.len, m->page, &pages) ||
        !hw_add_size((size_t)w->bytes, pages, &m->size))
        return false;
    void *p = mmap(NULL, m->size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    m->p = p == MAP_FAILED ? NULL : p;
    return m->p != NULL;
}

static hw_status take_files(walk *w, hw_text *t, hw_error *err)
{
    mapping m;
    bool mapped;
    if (w->bytes > w->limits->log)
        return too_long(w, err);
    if (w->paths.len)
        qsort(w->paths.at, w->paths.len, sizeof *w->paths.at, by_path);
    t->skipped = w->skipped;
    mapped = reserve(w, &m);
    if (mapped) {
        t->map = m.p;
        t->map_size = m.size;
        HW_TRY(map_files(w, &m, t, &mapped, err));
    }
    if (!mapped) {
        hw_text_free(t, 1);
        t->skipped = w->skipped;
        HW_TRY(copy_files(w, t, err));
    }
    return t->files ? HW_OK : hw_no_records(w->name, w->entries, err);
}

hw_status hw_records_of_directory(const hw_limits *limits, int fd, hw_str name, hw_text *ret,
                                  hw_error *err)
{
    walk w = {.limits = limits, .name = name, .root = fd};
    hw_text t = {.map = NULL};
    int own = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (own < 0)
        return hw_fail_sys(err, errno, name, "cannot be read");
    hw_status s = walk_folder(&w, own, HW_STR(""), 0, err);
    if (s == HW_OK)
        s = take_files(&w, &t, err);
    hw_vec_free(&w.paths);
    hw_arena_free(&w.arena);
    if (s != HW_OK) {
        hw_text_free(&t, 1);
        return s;
    }
    *ret = t;
    return HW_OK;
}
