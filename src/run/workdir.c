/* nftw */
#define _XOPEN_SOURCE 700

#include "run/workdir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "run/paths.h"
#include "run/process.h"

enum { OPEN_FOLDERS = 16, DEEPEST = 8 };

static const char *temporary(hw_arena *a)
{
    const char *tmp = getenv("TMPDIR"), *here = hw_path_here(a);
    return hw_path_absolute(a, here ? here : "/", tmp && tmp[0] ? tmp : "/tmp");
}

hw_status hw_workdir_new(hw_arena *a, const char *parent, const char **ret, hw_error *err)
{
    static const char end[] = "/heapwitness-XXXXXX";
    const char *tmp = parent ? parent : temporary(a);
    char *name = tmp ? hw_arena_alloc(a, strlen(tmp) + sizeof end, 1) : NULL;
    if (!name)
        return hw_nomem(err);
    memcpy(name, tmp, strlen(tmp));
    memcpy(name + strlen(tmp), end, sizeof end);
    if (!mkdtemp(name))
        return hw_fail_sys(err, errno, hw_str_of(tmp),
                           parent ? "no folder can be made; GOTMPDIR says where"
                                  : "no folder can be made; TMPDIR says where");
    *ret = name;
    return HW_OK;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
    (void)st;
    (void)ftw;
    (void)kind;
    remove(path);
    return 0;
}

void hw_workdir_remove(const char *path)
{
    nftw(path, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const hw_found_file *)a)->path, ((const hw_found_file *)b)->path);
}

static hw_status look_into(hw_arena *a, const char *folder, int depth, hw_found_files *ret,
                           hw_error *err);

static hw_status look_at(hw_arena *a, const char *path, int depth, hw_found_files *ret,
                         hw_error *err)
{
    struct stat st;
    if (!path)
        return hw_nomem(err);
    if (lstat(path, &st) != 0)
        return hw_fail_sys(err, errno, hw_str_of(path), "cannot be read");
    if (S_ISDIR(st.st_mode) && depth < DEEPEST)
        return look_into(a, path, depth + 1, ret, err);
    if (!S_ISREG(st.st_mode))
        return HW_OK;
    const hw_found_file file = {path, (uint64_t)st.st_size};
    return hw_vec_push(&ret->list, file) ? HW_OK : hw_nomem(err);
}

static hw_status look_into(hw_arena *a, const char *folder, int depth, hw_found_files *ret,
                           hw_error *err)
{
    hw_status status = HW_OK;
    DIR *d = opendir(folder);
    if (!d)
        return hw_fail_sys(err, errno, hw_str_of(folder), "cannot be read");
    for (struct dirent *e; status == HW_OK && (e = readdir(d)) != NULL;)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            status = look_at(a, hw_text_in(a, "%s/%s", folder, e->d_name), depth, ret, err);
    closedir(d);
    return status;
}

hw_status hw_files_below(hw_arena *a, const char *folder, hw_found_files *ret, hw_error *err)
{
    hw_status status = look_into(a, folder, 0, ret, err);
    if (status == HW_OK && ret->list.len)
        qsort(ret->list.at, ret->list.len, sizeof *ret->list.at, by_path);
    return status;
}

hw_status hw_file_copy(const hw_found_file *f, const hw_byte_sink *to, hw_error *err)
{
    char chunk[65536];
    uint64_t left = f->size;
    hw_status status = HW_OK;
    int fd = open(f->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return hw_fail_sys(err, errno, hw_str_of(f->path), "cannot be read");
    while (left && status == HW_OK) {
        ssize_t n = read(fd, chunk, left < sizeof chunk ? (size_t)left : sizeof chunk);
        if (n < 0 && errno == EINTR && !hw_interrupted())
            continue;
        if (n <= 0)
            status = n < 0 ? hw_fail_sys(err, errno, hw_str_of(f->path), "cannot be read")
                           : hw_fail(err, HW_IO, hw_str_of(f->path), "changed while it was read");
        else
            status = to->write(to->ctx, chunk, (size_t)n, err);
        left -= status == HW_OK ? (uint64_t)n : 0;
    }
    close(fd);
    return status;
}
