/* Preloaded into the program: one allocation fails, whoever asks for it, or all from one on.
 *
 *     HW_FAIL_AT=N      the N-th fails (1 is the first after the libraries were linked)
 *     HW_FAIL_FROM=N    the N-th and all behind it
 *     HW_COUNT=FILE     how many there were is written there at the end
 */
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

/* glibc's own, under the names that nobody replaces. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t align, size_t size);

static _Atomic long asked;
static long at, from;
static int started;

static long number(const char *name)
{
    const char *text = getenv(name);
    return text ? strtol(text, NULL, 10) : 0;
}

__attribute__((constructor)) static void start(void)
{
    at = number("HW_FAIL_AT");
    from = number("HW_FAIL_FROM");
    started = 1;
}

__attribute__((destructor)) static void tell(void)
{
    const char *path = getenv("HW_COUNT");
    started = 0;
    FILE *f = path ? fopen(path, "w") : NULL;
    if (f) {
        fprintf(f, "%ld\n", asked);
        fclose(f);
    }
}

static int fails(void)
{
    if (!started)
        return 0;
    long n = ++asked;
    if (n != at && !(from && n >= from))
        return 0;
    errno = ENOMEM;
    return 1;
}

/* Under the names of libc, which its header declares with other parameters. */
#define INSTEAD_OF(name) __asm__(name) __attribute__((visibility("default")))

void *get(size_t size) INSTEAD_OF("malloc");
void *get_zero(size_t count, size_t size) INSTEAD_OF("calloc");
void *resize(void *old, size_t size) INSTEAD_OF("realloc");
int get_aligned_at(void **ret, size_t align, size_t size) INSTEAD_OF("posix_memalign");
void *get_aligned(size_t align, size_t size) INSTEAD_OF("aligned_alloc");

void *get(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *get_zero(size_t count, size_t size)
{
    return fails() ? NULL : __libc_calloc(count, size);
}

void *resize(void *old, size_t size)
{
    return fails() ? NULL : __libc_realloc(old, size);
}

int get_aligned_at(void **ret, size_t align, size_t size)
{
    *ret = fails() ? NULL : __libc_memalign(align, size);
    return *ret ? 0 : ENOMEM;
}

void *get_aligned(size_t align, size_t size)
{
    return fails() ? NULL : __libc_memalign(align, size);
}
