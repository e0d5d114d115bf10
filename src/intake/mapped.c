#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "intake/mapped.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MAPS_MAX = 1 << 10, UNWATCHED = MAPS_MAX + 1 };

/* What the handler reads; it may run on any thread at any time. A slot is taken by its `size`, and
 * counts from when `start` is set. */
typedef struct slot {
    _Atomic size_t size;
    _Atomic uintptr_t start;
    atomic_bool shrank;
} slot;

static _Atomic bool watched;
static _Atomic uintptr_t page;
static slot maps[MAPS_MAX];

/* All behind the address too: a file that is cut misses that as well. */
static bool put_zeros(slot *s, uintptr_t address)
{
    uintptr_t start = s->start, end = start + s->size, from = address / page * page;
    if (!start || address < start || address >= end)
        return false;
    void *p = mmap((void *)from, end - from, PROT_READ,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
    s->shrank = true;
    return p != MAP_FAILED;
}

static void on_sigbus(int sig, siginfo_t *info, void *context)
{
    int before = errno;
    bool done = false;
    (void)context;
    for (size_t i = 0; i < MAPS_MAX && !done; i++)
        done = put_zeros(&maps[i], (uintptr_t)info->si_addr);
    if (!done)
        signal(sig, SIG_DFL); /* it comes again, and ends the process */
    errno = before;
}

void hw_mapped_watch(void)
{
    struct sigaction act = {.sa_flags = SA_SIGINFO | SA_RESTART};
    long size = sysconf(_SC_PAGESIZE);
    page = size > 0 ? (uintptr_t)size : 4096;
    act.sa_sigaction = on_sigbus;
    sigemptyset(&act.sa_mask);
    watched = sigaction(SIGBUS, &act, NULL) == 0;
}

unsigned hw_mapped_note(void *map, size_t size)
{
    if (!watched)
        return UNWATCHED;
    for (unsigned i = 0; i < MAPS_MAX; i++) {
        size_t none = 0;
        if (!atomic_compare_exchange_strong(&maps[i].size, &none, size))
            continue;
        maps[i].shrank = false;
        maps[i].start = (uintptr_t)map;
        return i + 1;
    }
    return 0;
}

bool hw_mapped_shrank(unsigned note)
{
    return note && note != UNWATCHED && maps[note - 1].shrank;
}

void hw_mapped_forget(unsigned note)
{
    if (!note || note == UNWATCHED)
        return;
    maps[note - 1].start = 0;
    maps[note - 1].size = 0;
}
