#include "drift/drift_align.h"

#include <stdlib.h>

#include "base/mem.h"

enum { DISTANCE_MAX = 400 }; /* edits that are looked for: 640 KB, and so many passes at worst */

/* --- the longest common subsequence ----------------------------------------------------------- */

/* The furthest x that was reached on each diagonal k = x - y of the edit graph. Row d holds those
 * of k = -d, -d + 2, … d. */
typedef struct path {
    int32_t *rows[DISTANCE_MAX + 1];
    int32_t n, m;
} path;

static int32_t *cell(path *p, int32_t d, int32_t k)
{
    return &p->rows[d][(k + d) / 2];
}

/* Where the step number d onto diagonal k starts: down from k + 1, or right from k - 1. */
static bool comes_down(path *p, int32_t d, int32_t k)
{
    return k == -d || (k != d && *cell(p, d - 1, k - 1) < *cell(p, d - 1, k + 1));
}

static int32_t start_of(path *p, int32_t d, int32_t k)
{
    if (d == 0)
        return 0;
    return comes_down(p, d, k) ? *cell(p, d - 1, k + 1) : *cell(p, d - 1, k - 1) + 1;
}

static void pair(hw_sequence *a, hw_sequence *b, size_t x, size_t y)
{
    a->partner[x] = (uint32_t)y;
    b->partner[y] = (uint32_t)x;
}

/* Makes one row; true: the end is reached. Paths may leave the rectangle. No element is looked at
 * out there, and a path along the edge is shorter. */
static bool extend(path *p, int32_t d, const hw_sid *a, const hw_sid *b)
{
    for (int32_t k = -d; k <= d; k += 2) {
        int32_t x = start_of(p, d, k);
        while (x < p->n && x - k < p->m && x >= 0 && x - k >= 0 && a[x] == b[x - k])
            x++;
        *cell(p, d, k) = x;
        if (k == p->n - p->m && x >= p->n)
            return true;
    }
    return false;
}

/* From the end back to the start, pairing what the diagonals pass. */
static void walk_back(path *p, int32_t d, hw_sequence *a, hw_sequence *b, size_t skip)
{
    int32_t x = p->n, y = p->m;
    for (; d >= 0; d--) {
        int32_t k = x - y, from = start_of(p, d, k);
        bool down = d > 0 && comes_down(p, d, k);
        while (x > from && y > from - k) {
            x--;
            y--;
            pair(a, b, skip + (size_t)x, skip + (size_t)y);
        }
        if (down)
            y--;
        else
            x--;
    }
}

/* Pairs the parts from `skip` on, n and m long. Pairs nothing where they are too different. */
static HW_MEM common(hw_sequence *a, hw_sequence *b, size_t skip, size_t n, size_t m)
{
    path p = {.n = (int32_t)n, .m = (int32_t)m};
    hw_mem ok = true, found = false;
    int32_t d = 0;
    for (; ok && !found && d <= DISTANCE_MAX; d++) {
        p.rows[d] = hw_mem_alloc((size_t)d + 1, sizeof *p.rows[d]);
        ok = p.rows[d] != NULL;
        found = ok && extend(&p, d, a->keys + skip, b->keys + skip);
    }
    if (found)
        walk_back(&p, d - 1, a, b, skip);
    for (int32_t i = 0; i <= DISTANCE_MAX; i++)
        hw_mem_free(p.rows[i]);
    return ok;
}

/* --- what is left ----------------------------------------------------------------------------- */

typedef struct rest {
    hw_sid key;
    uint32_t at;
} rest;

static int by_key(const void *x, const void *y)
{
    const rest *a = x, *b = y;
    int c = HW_CMP(a->key, b->key);
    return c ? c : HW_CMP(a->at, b->at);
}

static size_t collect(const hw_sequence *s, rest *ret)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        if (s->partner[i] == HW_NONE)
            ret[n++] = (rest){s->keys[i], (uint32_t)i};
    qsort(ret, n, sizeof *ret, by_key);
    return n;
}

/* The first of a key with the first, the second with the second. */
static HW_MEM pair_rest(hw_sequence *a, hw_sequence *b)
{
    rest *x = hw_mem_alloc(a->n + b->n + 1, sizeof *x);
    if (!x)
        return HW_MEM_OUT;
    size_t n = collect(a, x);
    rest *y = x + n;
    size_t m = collect(b, y);
    for (size_t i = 0, k = 0; i < n && k < m;) {
        if (x[i].key == y[k].key)
            pair(a, b, x[i++].at, y[k++].at);
        else if (x[i].key < y[k].key)
            i++;
        else
            k++;
    }
    hw_mem_free(x);
    return HW_MEM_OK;
}

/* Whether `a` goes first: the shorter, else the one whose first key that differs is less. */
static bool in_order(const hw_strings *strings, const hw_sequence *a, const hw_sequence *b)
{
    if (a->n != b->n)
        return a->n < b->n;
    for (size_t i = 0; i < a->n; i++)
        if (a->keys[i] != b->keys[i])
            return hw_str_cmp(hw_strings_get(strings, a->keys[i]),
                              hw_strings_get(strings, b->keys[i])) < 0;
    return true;
}

static void clear(hw_sequence *s)
{
    for (size_t i = 0; i < s->n; i++)
        s->partner[i] = HW_NONE;
}

HW_MEM hw_align(const hw_strings *strings, hw_sequence *a, hw_sequence *b)
{
    size_t head = 0, tail = 0;
    clear(a);
    clear(b);
    if (!in_order(strings, a, b)) {
        hw_sequence *other = a;
        a = b;
        b = other;
    }
    for (; head < a->n && a->keys[head] == b->keys[head]; head++)
        pair(a, b, head, head);
    for (; tail < a->n - head && a->keys[a->n - 1 - tail] == b->keys[b->n - 1 - tail]; tail++)
        pair(a, b, a->n - 1 - tail, b->n - 1 - tail);
    size_t n = a->n - head - tail, m = b->n - head - tail;
    if (n == 0)
        return HW_MEM_OK;
    if (m - (n < m ? n : m) <= DISTANCE_MAX && m < INT32_MAX / 2 && !common(a, b, head, n, m))
        return HW_MEM_OUT;
    return pair_rest(a, b);
}
