#include "base/arena.h"

#include <stdalign.h>
#include <string.h>

#include "base/mem.h"

#if defined(__SANITIZE_ADDRESS__)
#define HW_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HW_ASAN 1
#endif
#endif

#ifdef HW_ASAN
#include <sanitizer/asan_interface.h>
enum { GAP = 16, BYTES_ALIGN = 16 };
#define POISON(p, n)   ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#else
enum { GAP = 0, BYTES_ALIGN = 1 }; /* texts stand side by side */
#define POISON(p, n)   ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

enum { ALIGN = alignof(max_align_t), FIRST_BLOCK = 4096, LARGEST_STEP = 1 << 20 };

struct hw_arena_block {
    struct hw_arena_block *next;
    size_t size; /* of the data */
    size_t used;
    alignas(max_align_t) unsigned char data[];
};

static hw_arena_block *add_block(hw_arena *a, size_t need)
{
    size_t size = a->head ? a->head->size * 2 : FIRST_BLOCK;
    if (size > LARGEST_STEP)
        size = LARGEST_STEP;
    if (size < need)
        size = need;
    size_t whole;
    if (!hw_add_size(size, sizeof(hw_arena_block), &whole))
        return NULL;
    hw_arena_block *b = hw_mem_alloc(1, whole);
    if (!b)
        return NULL;
    b->next = a->head;
    b->size = size;
    b->used = 0;
    POISON(b->data, size);
    a->head = b;
    return b;
}

void *hw_arena_alloc(hw_arena *a, size_t count, size_t size)
{
    size_t n, align = size == 1 ? BYTES_ALIGN : ALIGN;
    if (!hw_mul_size(count, size, &n) || !hw_add_size(n, align - 1 + GAP, &n))
        return NULL;
    size_t step = n / align * align;
    if (step == 0)
        step = align;
    if (a->limit && (step > a->limit || a->used > a->limit - step))
        return NULL;
    hw_arena_block *b = a->head;
    if (b) {
        size_t gap = (align - b->used % align) % align;
        b->used = gap < b->size - b->used ? b->used + gap : b->size;
    }
    if (!b || b->size - b->used < step) {
        b = add_block(a, step);
        if (!b)
            return NULL;
    }
    void *p = b->data + b->used;
    b->used += step;
    a->used += step;
    UNPOISON(p, count * size);
    return p;
}

void *hw_arena_zero(hw_arena *a, size_t count, size_t size)
{
    void *p = hw_arena_alloc(a, count, size);
    return p ? memset(p, 0, count * size) : NULL;
}

hw_str hw_arena_str(hw_arena *a, hw_str s)
{
    size_t n;
    char *p = hw_add_size(s.n, 1, &n) ? hw_arena_alloc(a, n, 1) : NULL;
    if (!p)
        return (hw_str){NULL, 0};
    if (s.n)
        memcpy(p, s.p, s.n);
    p[s.n] = '\0';
    return (hw_str){p, s.n};
}

const char *hw_arena_cstr(hw_arena *a, hw_str s)
{
    return hw_arena_str(a, s).p;
}

void hw_arena_reset(hw_arena *a)
{
    hw_arena_block *keep = a->head;
    if (!keep)
        return;
    for (hw_arena_block *b = keep->next; b;) {
        hw_arena_block *next = b->next;
        UNPOISON(b->data, b->size);
        hw_mem_free(b);
        b = next;
    }
    keep->next = NULL;
    keep->used = 0;
    POISON(keep->data, keep->size);
    a->used = 0;
}

void hw_arena_free(hw_arena *a)
{
    hw_arena_reset(a);
    if (a->head) {
        UNPOISON(a->head->data, a->head->size);
        hw_mem_free(a->head);
    }
    a->head = NULL;
}
