#include "run/paths.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Appends the elements of `path` to the clean `out`, of `n` bytes so far. */
static size_t append(char *out, size_t n, const char *path)
{
    while (*path) {
        size_t len = strcspn(path, "/");
        if (len == 2 && path[0] == '.' && path[1] == '.') {
            while (n && out[--n] != '/') {
            }
        } else if (len && !(len == 1 && path[0] == '.')) {
            out[n++] = '/';
            memcpy(out + n, path, len);
            n += len;
        }
        path += len;
        path += strspn(path, "/");
    }
    return n;
}

const char *hw_path_absolute(hw_arena *a, const char *base, const char *path)
{
    char *out = hw_arena_alloc(a, strlen(base) + strlen(path) + 3, 1);
    size_t n = 0;
    if (!out)
        return NULL;
    if (path[0] != '/')
        n = append(out, 0, base);
    n = append(out, n, path);
    if (n == 0)
        out[n++] = '/';
    out[n] = '\0';
    return out;
}

const char *hw_path_relative(hw_arena *a, const char *from, const char *to)
{
    size_t same = 0, ups = 0;
    for (size_t i = 0;; i++) {
        bool ends_from = from[i] == '\0' || from[i] == '/', ends_to = to[i] == '\0' || to[i] == '/';
        if (ends_from && ends_to)
            same = i;
        if (from[i] == '\0' || from[i] != to[i])
            break;
    }
    if (strcmp(from, "/") == 0)
        same = 0;
    const char *rest = from + same;
    rest += strspn(rest, "/");
    for (const char *p = rest; *p; p += strcspn(p, "/"), p += strspn(p, "/"))
        ups++;
    const char *tail = to + same;
    tail += strspn(tail, "/");
    char *out = hw_arena_alloc(a, 3 * ups + strlen(tail) + 3, 1);
    size_t n = 0;
    if (!out)
        return NULL;
    if (ups == 0)
        memcpy(out, ".", n = 1);
    for (size_t i = 0; i < ups; i++, n += 2) {
        if (i)
            out[n++] = '/';
        memcpy(out + n, "..", 2);
    }
    if (*tail)
        out[n++] = '/';
    memcpy(out + n, tail, strlen(tail) + 1);
    return out;
}

const char *hw_path_here(hw_arena *a)
{
    const char *pwd = getenv("PWD");
    struct stat here, there;
    if (pwd && pwd[0] == '/' && stat(".", &here) == 0 && stat(pwd, &there) == 0 &&
        here.st_dev == there.st_dev && here.st_ino == there.st_ino)
        return hw_path_absolute(a, "/", pwd);
    for (size_t size = 256; size <= (size_t)1 << 20; size *= 2) {
        char *buf = hw_arena_alloc(a, size, 1);
        if (!buf || getcwd(buf, size))
            return buf;
        if (errno != ERANGE)
            return NULL;
    }
    return NULL;
}

bool hw_path_local(hw_str word)
{
    return hw_str_starts(word, HW_STR("./")) || hw_str_starts(word, HW_STR("../")) ||
           hw_str_eq(word, HW_STR(".")) || hw_str_eq(word, HW_STR(".."));
}
