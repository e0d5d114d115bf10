#define _GNU_SOURCE /* MAP_ANONYMOUS, MAP_NORESERVE */
#include "intake/directory.h"

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
#include "base/magic.h"
#include "base/mem.h"
#include "base/pool.h"
#include "base/vec.h"
#include "intake/file.h"
#include "intake/mapped.h"

enum { DEPTH_MAX = 8 }; /* folders below the given one; the compiler makes one level */

/* A file that may hold records. */
typedef struct candidate {
    const char *path; /* below the root */
    uint64_t size;
    size_t at; /* where it is mapped */
    bool mapped, records;
} candidate;

typedef struct walk {
    const hw_limits *limits;
    hw_str name;
    int root;
    unsigned threads;
    hw_arena arena;
    HW_VEC(candidate) list;
    uint64_t entries, skipped;
    bool source;    /* files of Go are among them */
    uint64_t bytes; /* of the candidates, as the file system says */
} walk;

static hw_status walk_folder(walk *w, int fd, const char *path, int depth, hw_error *err);

static hw_status no_records(const walk *w, hw_error *err)
{
    if (w->source)
        return hw_fail(err, HW_FORMAT, w->name,
                       "holds Go source and no file of -json records (%llu looked at); a package "
                       "is not a log: heapwitness record -- go build makes one",
                       (unsigned long long)w->entries);
    return hw_fail(err, HW_FORMAT, w->name,
                   "has no file of -json records (%llu looked at); it should be the folder that "
                   "go build -gcflags=-json=0,FOLDER wrote, and a build out of Go's cache writes "
                   "none: use -a or a new folder",
                   (unsigned long long)w->entries);
}

static hw_status too_many_files(const walk *w, hw_error *err)
{
    return hw_fail(err, HW_LIMIT, w->name,
                   "holds more than %llu files; --max-files raises this limit",
                   (unsigned long long)w->limits->files);
}

/* Names what is at `path` of the directory. */
static hw_status fail_below(const walk *w, const char *path, int sys, const char *what,
                            hw_error *err)
{
    char name[sizeof err->input];
    snprintf(name, sizeof name, "%.*s/%s", HW_STR_ARG(w->name), path ? path : "");
    return hw_fail_sys(err, sys, hw_str_of(name), what);
}

/* path/entry; path "" is the root. NULL when out of memory. */
static const char *join(walk *w, const char *path, const char *entry)
{
    size_t n = strlen(entry), above = strlen(path), at = above ? above + 1 : 0;
    char *p = hw_arena_alloc(&w->arena, at + n + 1, 1);
    if (!p)
        return NULL;
    if (above) {
        memcpy(p, path, above);
        p[above] = '/';
    }
    memcpy(p + at, entry, n + 1);
    return p;
}

static hw_status take_entry(walk *w, int fd, const char *path, const char *entry, int depth,
                            hw_error *err)
{
    struct stat st;
    if (++w->entries > w->limits->files)
        return too_many_files(w, err);
    if (fstatat(fd, entry, &st, AT_SYMLINK_NOFOLLOW) != 0) {
        int sys = errno;
        return fail_below(w, join(w, path, entry), sys, "cannot be read", err);
    }
    bool folder = S_ISDIR(st.st_mode) && depth < DEPTH_MAX;
    bool file = S_ISREG(st.st_mode) && hw_str_ends(hw_str_of(entry), HW_STR(".json"));
    w->skipped += !folder && !file;
    w->source |= !folder && hw_str_ends(hw_str_of(entry), HW_STR(".go"));
    if (!folder && !file)
        return HW_OK;
    const char *below = join(w, path, entry);
    if (!below)
        return hw_nomem(err);
    if (folder) {
        int sub = openat(fd, entry, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        return sub < 0 ? fail_below(w, below, errno, "cannot be opened", err)
                       : walk_folder(w, sub, below, depth + 1, err);
    }
    candidate c = {.path = below, .size = st.st_size > 0 ? (uint64_t)st.st_size : 0};
    w->bytes += c.size;
    return hw_vec_push(&w->list, c) ? HW_OK : hw_nomem(err);
}

/* Closes `fd`. At most DEPTH_MAX deep. */
static hw_status walk_folder(walk *w, int fd, const char *path, int depth, hw_error *err)
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
    return strcmp(((const candidate *)a)->path, ((const candidate *)b)->path);
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

static hw_status open_file(const walk *w, const char *path, int *ret, hw_error *err)
{
    *ret = openat(w->root, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    return *ret < 0 ? fail_below(w, path, errno, "cannot be opened", err) : HW_OK;
}

/* --- copied, where files cannot be mapped ------------------------------------------------------
 */

/* Appends one file, or leaves the text as it was where the file holds no records. */
static hw_status copy_file(walk *w, const char *path, hw_text *t, hw_error *err)
{
    size_t before = t->held.n;
    hw_byte_sink to = {hold, &t->held};
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
    if (w->bytes > SIZE_MAX || !hw_add_size((size_t)w->bytes, w->list.len + 1, &room))
        return hw_nomem(err);
    t->held.p = hw_mem_alloc(room, 1);
    if (!t->held.p)
        return hw_nomem(err);
    t->held.cap = room;
    for (size_t i = 0; i < w->list.len; i++)
        HW_TRY(copy_file(w, w->list.at[i].path, t, err));
    t->bytes = hw_buf_view(&t->held);
    return HW_OK;
}

/* --- mapped, one behind the other --------------------------------------------------------------
 */

/* Each file starts at a page. The rest of the page before is zeros, which the reader of records
 * skips. */
typedef struct mapping {
    walk *w;
    char *p;
    size_t size; /* reserved: whole pages */
    unsigned note;
} mapping;

static bool is_as_seen(const candidate *c, int fd)
{
    struct stat st;
    return fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 &&
           (uint64_t)st.st_size == c->size;
}

static bool leave_zeros(char *p, size_t size)
{
    return mmap(p, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1,
                0) == p;
}

/* Maps one file at its place; any thread may. It stays unmapped where it has changed since, cannot
 * be opened, or does not end its last line. A file without records leaves zeros. */
static void map_file(void *ctx, size_t i)
{
    mapping *m = ctx;
    candidate *c = &m->w->list.at[i];
    char *p = m->p + c->at;
    size_t size = (size_t)c->size;
    int fd;
    if (size == 0)
        c->mapped = true;
    if (size == 0 || open_file(m->w, c->path, &fd, NULL) != HW_OK)
        return;
    c->mapped = is_as_seen(c, fd) && mmap(p, size, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, 0) == p;
    close(fd);
    if (!c->mapped)
        return;
    c->records = hw_is_json_records((hw_str){p, size});
    c->mapped = c->records ? p[size - 1] == '\n' : leave_zeros(p, size);
}

/* *done: false where a file stayed unmapped: then all are copied, which finds what is wrong. */
static hw_status map_files(mapping *m, hw_text *t, bool *done, hw_error *err)
{
    walk *w = m->w;
    for (size_t i = 0; i < w->list.len; i++)
        if (w->list.at[i].size > w->limits->response)
            return hw_response_limit(w->limits, w->name, err);
    hw_pool_run(w->threads, w->list.len, map_file, m);
    for (size_t i = 0; i < w->list.len; i++) {
        const candidate *c = &w->list.at[i];
        *done &= c->mapped;
        t->files += c->records;
        t->skipped += !c->records;
        if (!c->records)
            continue;
        if (!t->bytes.p)
            t->bytes.p = m->p + c->at;
        t->bytes.n = (size_t)(m->p + c->at - t->bytes.p) + (size_t)c->size;
    }
    return HW_OK;
}

/* Reserves addresses for all files. false: they are copied instead. */
static bool reserve(walk *w, mapping *m)
{
    enum { FILES_MAX = 1 << 14 }; /* a process has 65530 mappings, if nobody changed that */
    long asked = sysconf(_SC_PAGESIZE);
    size_t page = asked > 0 ? (size_t)asked : 4096, pages;
    *m = (mapping){.w = w};
    if (w->bytes > SIZE_MAX || w->list.len == 0 || w->list.len > FILES_MAX ||
        !hw_mul_size(w->list.len, page, &pages) || !hw_add_size((size_t)w->bytes, pages, &m->size))
        return false;
    void *p = mmap(NULL, m->size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    m->p = p == MAP_FAILED ? NULL : p;
    m->note = m->p ? hw_mapped_note(m->p, m->size) : 0;
    if (m->p && m->note == 0) {
        munmap(m->p, m->size);
        m->p = NULL;
    }
    for (size_t i = 0, at = 0; i < w->list.len; i++) {
        candidate *c = &w->list.at[i];
        c->at = at;
        at += ((size_t)c->size + page - 1) / page * page;
    }
    return m->p != NULL;
}

static hw_status take_files(walk *w, hw_text *t, hw_error *err)
{
    mapping m;
    bool mapped;
    if (w->bytes > w->limits->log)
        return too_long(w, err);
    if (w->list.len)
        qsort(w->list.at, w->list.len, sizeof *w->list.at, by_path);
    t->skipped = w->skipped;
    mapped = reserve(w, &m);
    if (mapped) {
        t->map = m.p;
        t->note = m.note;
        t->map_size = m.size;
        HW_TRY(map_files(&m, t, &mapped, err));
    }
    if (!mapped) {
        hw_text_free(t, 1);
        t->skipped = w->skipped;
        HW_TRY(copy_files(w, t, err));
    }
    return t->files ? HW_OK : no_records(w, err);
}

hw_status hw_records_of_directory(const hw_intake *in, int fd, hw_str name, hw_text *ret,
                                  hw_error *err)
{
    walk w = {.limits = &in->limits, .name = name, .root = fd, .threads = in->threads};
    hw_text t = {.map = NULL};
    int own = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (own < 0)
        return hw_fail_sys(err, errno, name, "cannot be read");
    hw_status s = walk_folder(&w, own, "", 0, err);
    if (s == HW_OK)
        s = take_files(&w, &t, err);
    hw_vec_free(&w.list);
    hw_arena_free(&w.arena);
    if (s != HW_OK) {
        hw_text_free(&t, 1);
        return s;
    }
    *ret = t;
    return HW_OK;
}
