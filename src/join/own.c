#include "join/own.h"

#include <assert.h>

#include "go/expression_size.h"
#include "go/expression_text.h"
#include "go/size_class.h"
#include "join/own_call.h"

/* ---- constant makes ---- */

static bool fits_constant(hw_str expr, int64_t size)
{
    int64_t bytes;
    return !hw_expr_bytes(expr, &bytes) || hw_expr_bytes_fit(bytes, size);
}

bool hw_own_exact_size(const hw_claims *claims, const hw_claim *c, int64_t size)
{
    int64_t bytes;
    hw_str expr = hw_claim_expr(claims, c);
    return (c->kind == HW_KIND_MAKE_CONST || c->kind == HW_KIND_NEW) &&
           hw_expr_bytes(expr, &bytes) && hw_expr_bytes_fit(bytes, size);
}

bool hw_own_always(const hw_claims *claims, const hw_claim *c)
{
    hw_str expr = hw_claim_expr(claims, c);
    if (!hw_claim_heap(c) || c->flags & (HW_CLAIM_ZERO_SIZE | HW_CLAIM_ELIDED))
        return false;
    if (c->kind == HW_KIND_NEW || c->kind == HW_KIND_SLICE_LITERAL)
        return hw_str_ends(expr, HW_STR("{...}"));
    if (c->kind == HW_KIND_MOVED || c->kind == HW_KIND_DOTS || c->kind == HW_KIND_CLOSURE ||
        c->kind == HW_KIND_METHOD_VALUE || c->kind == HW_KIND_MAKE_CONST ||
        c->kind == HW_KIND_MAP_LITERAL)
        return true;
    /* make([]T, 10, n): append runs that, other than make([]T, n) */
    size_t first = hw_str_find(expr, HW_STR(", ")), last = hw_str_rfind(expr, HW_STR(", "));
    return c->kind == HW_KIND_MAKE_SLICE && first != last && expr.p[first + 2] >= '1' &&
           expr.p[first + 2] <= '9';
}

/* ---- sizes ---- */

bool hw_sizes_grow(const hw_seen_sizes *sizes)
{
    for (size_t i = 1; i < sizes->n; i++)
        if (sizes->at[i].size < sizes->at[i - 1].size + sizes->at[i - 1].size / 4)
            return false;
    return sizes->known && sizes->n > 1;
}

hw_map_sizes hw_sizes_of_map(const hw_seen_sizes *sizes)
{
    enum { TABLE = 32 };
    hw_map_sizes ret = {0};
    int64_t last = 0;
    for (size_t i = 0; i < sizes->n; i++) {
        int64_t size = sizes->at[i].size;
        ret.table |= size == TABLE;
        if (size <= TABLE)
            continue;
        if (size < last + last / 2)
            return (hw_map_sizes){0};
        ret.least = last ? ret.least : size;
        last = size;
        ret.groups++;
    }
    return ret;
}

enum {
    TMPBUF = 32,   /* bytes of the stack buffer of a non-escaping concatenation, conversion, make */
    OVERFLOW = 48, /* the smallest class above it */
    RUNES_OVERFLOW = 144, /* the same of []rune(s): its buffer has 32 runes */
    MAP_HEADER = 48,      /* of runtime.hmap and, from Go 1.24 on, internal/runtime/maps.Map */
    WORD = 8,
    TINY_BLOCK = 16,
    IFACE_LIMIT = 1024,     /* larger values are converted to an interface on the heap */
    CONSTANT_LIMIT = 65536, /* longer constants are converted to bytes on the heap */
};

/* A map that the compiler keeps on the stack whole: an empty literal, or a make without a hint or
 * with one of at most 8. The same in all known versions of Go. */
static bool stack_map_stays(hw_kind kind, hw_str expr)
{
    uint64_t hint;
    if (hw_kind_has(kind, HW_TRAIT_MAP))
        return hw_str_ends(expr, HW_STR("{}"));
    if (!hw_str_cut_suffix(&expr, HW_STR(")")))
        return false;
    size_t comma = hw_str_rfind(expr, HW_STR(", "));
    if (comma == HW_NPOS)
        return true;
    return hw_str_u64(hw_str_from(expr, comma + 2), INT32_MAX, &hint) && hint <= 8;
}

/* ([]byte)(a + b) in Go 1.24: concatbytes was new there, and had no buffer yet. */
static bool is_unbuffered(hw_str expr, hw_go_range go)
{
    return go.min <= 24 && go.max >= 24 && hw_str_cut_prefix(&expr, HW_STR("([]byte)(")) &&
           hw_expr_find(expr, HW_STR(" + ")) != HW_NPOS;
}

static hw_size_rule stack_rule(const hw_claims *claims, const hw_claim *c, hw_go_range go)
{
    const hw_kind_row *row = &hw_kind_rows[c->kind];
    hw_str expr = hw_claim_expr(claims, c);
    if (go.max < row->owns_since)
        return HW_SIZES_NEVER;
    switch (row->stack.sizes) {
    case HW_SIZES_MAP:
        return stack_map_stays((hw_kind)c->kind, expr) ? HW_SIZES_NEVER : HW_SIZES_ANY;
    case HW_SIZES_CONVERTED:
        if (hw_expr_constant_bytes(expr))
            return HW_SIZES_HUGE;
        return is_unbuffered(expr, go) ? HW_SIZES_ANY : HW_SIZES_OVERFLOWS;
    default:
        return row->stack.sizes;
    }
}

/* A map without entries, and without room for more than 8, is its header alone. */
static hw_size_rule heap_rule(const hw_claims *claims, const hw_claim *c)
{
    hw_size_rule r = hw_kind_rows[c->kind].heap.sizes;
    hw_str expr = hw_claim_expr(claims, c);
    if (c->kind == HW_KIND_MAKE_MAP || c->kind == HW_KIND_MAP_LITERAL)
        return stack_map_stays((hw_kind)c->kind, expr) ? HW_SIZES_HEADER : r;
    return r == HW_SIZES_MAYBE_ONE && hw_str_ends(expr, HW_STR("{}")) ? HW_SIZES_ONE : r;
}

static hw_size_rule rule_of(const hw_claims *claims, const hw_claim *c, hw_go_range go)
{
    if (c->flags & (HW_CLAIM_ZERO_SIZE | HW_CLAIM_ELIDED | HW_CLAIM_ZEROCOPY))
        return HW_SIZES_NEVER;
    return hw_claim_heap(c) ? heap_rule(claims, c) : stack_rule(claims, c, go);
}

/* How many objects of a size there were, as far as the values tell. Sampled ones are estimates. */
static int64_t objects_of(const hw_site_size *s)
{
    static const hw_value counts[] = {HW_ALLOC_OBJECTS, HW_INUSE_OBJECTS},
                          spaces[] = {HW_ALLOC_SPACE, HW_INUSE_SPACE};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (s->values.v[counts[i]] > 0)
            return s->values.v[counts[i]];
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
        if (s->values.v[spaces[i]] > 0)
            return s->values.v[spaces[i]] / s->size;
    return 0;
}

/* A size of a few objects that a GC cycle, started inside the allocation, allocates itself.
 *
 * Estimates are compared, not samples: a sample stands for more objects the smaller they are, so
 * that one sample of 112 bytes can be a fifth of all samples and a thousandth of the objects. */
static bool is_gc_noise(const hw_seen_sizes *s, size_t i)
{
    enum { A_HANDFUL = 4, MANY = 16 };
    const double share = 100;
    int64_t few, most = 0;
    double all = 0;
    if (!s->known || s->n < 2 || !hw_size_of_collection(s->at[i].size))
        return false;
    few = objects_of(&s->at[i]);
    for (size_t k = 0; k < s->n; k++) {
        int64_t n = objects_of(&s->at[k]);
        all += (double)n;
        if (k != i && n > most)
            most = n;
    }
    return (double)few * share <= all || (s->exact && few <= A_HANDFUL && most >= MANY);
}

/* One sample of such a size among objects of others: in a small profile more than one in a hundred.
 * A sample stands for about period / size objects. */
static bool is_one_sample(const hw_seen_sizes *s, size_t i)
{
    int64_t size = s->at[i].size;
    double samples =
        (double)objects_of(&s->at[i]) * (double)size / ((double)s->period + (double)size / 2);
    return s->known && s->n > 1 && s->period > 1 && hw_size_of_collection(size) && samples < 1.5;
}

/* The make is a value of an interface, too, whose slice header is allocated. -m=2 says so of one of
 * two claims; with -m alone it may be. */
static hw_own owns_header(const hw_claims *claims, const hw_claim *c, const hw_seen_sizes *sizes)
{
    enum { HEADER = 24 };
    size_t headers = 0, n = 0;
    for (size_t i = 0; i < sizes->n; i++) {
        bool noise = is_gc_noise(sizes, i) || is_one_sample(sizes, i);
        headers += sizes->at[i].size == HEADER;
        n += !noise;
    }
    if (!hw_claim_heap(c) || c->kind != HW_KIND_MAKE_CONST || n != 1 || headers != 1)
        return HW_OWN_NO;
    for (uint32_t r = c->route; r != HW_NONE; r = claims->routes.at[r].next)
        if (claims->routes.at[r].reasons >> HW_REASON_INTERFACE_CONVERTED & 1)
            return HW_OWN_YES;
    return claims->routes.len == 0 ? HW_OWN_MAYBE : HW_OWN_NO;
}

/* Which sizes are left out: what a collection has allocated for itself. */
typedef enum noise { NOISE_NONE, NOISE_FEW, NOISE_SAMPLE } noise;

static bool is_noise(const hw_seen_sizes *s, size_t i, noise out)
{
    switch (out) {
    case NOISE_FEW:
        return is_gc_noise(s, i);
    case NOISE_SAMPLE:
        return is_one_sample(s, i);
    default:
        return false;
    }
}

static bool fits(hw_size_rule r, hw_str expr, const hw_seen_sizes *s, noise out)
{
    size_t n = 0;
    int64_t overflow = hw_str_starts(expr, HW_STR("([]rune)(")) ? RUNES_OVERFLOW : OVERFLOW;
    for (size_t i = 0; i < s->n; i++) {
        int64_t size = s->at[i].size;
        if (is_noise(s, i, out))
            continue;
        n++;
        if ((r == HW_SIZES_OVERFLOWS && size < overflow) ||
            (r == HW_SIZES_CLOSURE && size < TINY_BLOCK) ||
            (r == HW_SIZES_HEADER && size != MAP_HEADER) ||
            (r == HW_SIZES_NUMBER && size != WORD && size != TINY_BLOCK) ||
            (r == HW_SIZES_LARGE && size <= IFACE_LIMIT) ||
            (r == HW_SIZES_HUGE && size <= CONSTANT_LIMIT) ||
            (r == HW_SIZES_CONSTANT && !fits_constant(expr, size)))
            return false;
    }
    return n == 1 || r == HW_SIZES_ANY || r == HW_SIZES_OVERFLOWS;
}

/* Until 1.24 append allocates without a claim, and append(x, make([]T, n)...) executes no make. */
static bool inside_append(const hw_claim *c, uint32_t column, hw_go_range go)
{
    const hw_kind_row *row = &hw_kind_rows[c->kind];
    unsigned least = (hw_claim_heap(c) ? row->heap : row->stack).column;
    return go.min <= 24 && least && (column == 0 || column >= least);
}

bool hw_own_fusible_make(const hw_claims *claims, const hw_claim *c)
{
    hw_str expr = hw_claim_expr(claims, c);
    size_t comma = hw_str_find(expr, HW_STR(", "));
    if (c->kind != HW_KIND_MAKE_SLICE || !hw_claim_heap(c) || comma == HW_NPOS ||
        !hw_str_starts(hw_str_from(expr, comma + 2), HW_STR("len(")))
        return false;
    hw_str type = hw_str_sub(expr, 0, comma);
    hw_str_cut_prefix(&type, HW_STR("make([]"));
    hw_str_cut_prefix(&type, HW_STR("go.shape."));
    return !hw_str_starts(type, HW_STR("*")) && !hw_str_starts(type, HW_STR("[]")) &&
           !hw_str_starts(type, HW_STR("map[")) && !hw_str_eq(type, HW_STR("string"));
}

static bool fits_all(hw_size_rule r, hw_str expr, const hw_seen_sizes *s)
{
    return fits(r, expr, s, NOISE_NONE) || fits(r, expr, s, NOISE_FEW);
}

/* It fits but for a sample or two. */
static bool fits_nearly(hw_size_rule r, hw_str expr, const hw_seen_sizes *s)
{
    return r != HW_SIZES_ANY && s->n > 1 && fits(r, expr, s, NOISE_SAMPLE);
}

/* A string that does not escape is not on the heap where it fits its buffer. (A slice is, when
 * optimisation is off.) */
static bool fits_buffer(hw_size_rule r, const hw_claim *c, hw_str expr, const hw_seen_sizes *sizes)
{
    return r == HW_SIZES_OVERFLOWS && hw_kind_has((hw_kind)c->kind, HW_TRAIT_BUFFER) &&
           sizes->known && !fits_all(r, expr, sizes) && !fits_nearly(r, expr, sizes);
}

/* A slice literal without elements has no memory. Made a value of an interface, its header has. */
static bool is_boxed(const hw_claim *c, const hw_allocation_call *call)
{
    return call->family == HW_FAMILY_CONVERT && hw_kind_is_slice((hw_kind)c->kind) &&
           hw_claim_heap(c) && (c->flags & HW_CLAIM_ZERO_SIZE);
}

/* An array of groups or buckets: a power of two of them. From 16 buckets on there are some more. */
static bool is_array_of(int64_t size, int64_t bytes, bool more)
{
    enum { POWERS = 24, MANY = 16 };
    if (more && size >= bytes * MANY)
        return true;
    for (int k = 0; k < POWERS; k++)
        if (size == hw_size_class(bytes << k) || size == hw_size_class((bytes << k) + 8))
            return true;
    return false;
}

/* A map is its header, and groups or buckets. Where it has more than one of these, there are tables
 * and lists of them, too. */
static bool fits_map(const hw_claim *c, hw_str expr, const hw_seen_sizes *s, hw_go_range go)
{
    enum { RECORDS = 64 };
    int64_t group, bucket;
    if (!hw_expr_map_group(expr, &group, &bucket))
        return true;
    bool any = false, header = false;
    size_t sizes = 0, arrays = 0, records = 0;
    for (size_t i = 0; i < s->n; i++)
        sizes += !is_gc_noise(s, i);
    for (size_t i = 0; i < s->n; i++) {
        int64_t size = s->at[i].size;
        if (is_gc_noise(s, i))
            continue;
        header |= size == MAP_HEADER;
        bool array = (go.max >= 24 && is_array_of(size, group, false)) ||
                     (go.min <= 23 && is_array_of(size, bucket, true));
        any |= array;
        records += !array && size != MAP_HEADER;
        arrays += array && size > RECORDS;
        if (!array && size != MAP_HEADER && (sizes == 1 || size > RECORDS))
            return false;
    }
    /* A map has room for its literal when that begins, so its entries are of one size. */
    if (hw_claim_heap(c) &&
        ((s->exact && sizes > 1 && !header) || (c->kind == HW_KIND_MAP_LITERAL && arrays > 1)))
        return false;
    return any || (header && records == 0);
}

/* The call is known. */
static hw_own by_call(const hw_claims *claims, const hw_claim *c, hw_size_rule r,
                      const hw_seen_sizes *sizes, const hw_allocation_call *call, hw_go_range go)
{
    hw_str expr = hw_claim_expr(claims, c), callee = hw_strings_get(claims->strings, call->callee);
    if (!hw_own_calls(c, expr, callee, call) || !hw_own_buffer_fits(c, call) ||
        fits_buffer(r, c, expr, sizes))
        return HW_OWN_NO;
    if (call->family == HW_FAMILY_MAP_ASSIGN && c->kind == HW_KIND_MAP_LITERAL && sizes->known &&
        !fits_map(c, expr, sizes, go))
        return HW_OWN_NO; /* another map of the same type */
    bool param = !hw_claim_heap(c) && (c->flags & HW_CLAIM_MAYBE_PARAM);
    int64_t size = call->type_size;
    if (r == HW_SIZES_CONSTANT && call->family != HW_FAMILY_CONVERT && sizes->known)
        return fits_all(r, expr, sizes) || fits_nearly(r, expr, sizes) ? HW_OWN_YES : HW_OWN_NO;
    if (r != HW_SIZES_LARGE && r != HW_SIZES_HUGE)
        return HW_OWN_YES;
    if (call->family == HW_FAMILY_MAP || call->family == HW_FAMILY_MAP_ASSIGN)
        return call->type ? HW_OWN_YES : HW_OWN_MAYBE; /* the literal of a map */
    if (size < 0 && sizes->known && sizes->n)
        size = sizes->at[sizes->n - 1].size;
    if (size >= 0 && size <= (r == HW_SIZES_LARGE ? IFACE_LIMIT : CONSTANT_LIMIT - 1))
        return HW_OWN_NO;
    return size < 0 || param ? HW_OWN_MAYBE : HW_OWN_YES;
}

/* One size that came to the allocator in several ways. Up to Go 1.26 only these calls have more
 * than one, in all recordings of the corpus. */
static bool has_one_path(const hw_claim *c)
{
    const hw_kind_row *row = &hw_kind_rows[c->kind];
    unsigned calls = (hw_claim_heap(c) ? row->heap : row->stack).calls;
    return !(calls & (HW_BY_GROW | HW_BY_MOVE | HW_BY_A_LITERAL));
}

hw_own hw_own_can(const hw_claims *claims, const hw_claim *c, uint32_t column,
                  const hw_seen_sizes *sizes, const hw_allocation_call *allocation,
                  hw_own_world world)
{
    static_assert(OVERFLOW > TMPBUF, "the class above the buffer");
    if (hw_own_calls_unknown(allocation))
        return HW_OWN_NO;
    if (allocation->lost)
        return hw_own_fusible_make(claims, c) ? HW_OWN_YES : HW_OWN_NO;
    hw_size_rule r = rule_of(claims, c, world.go);
    hw_str expr = hw_claim_expr(claims, c);
    bool by_call_only = hw_claim_heap(c) && hw_kind_has((hw_kind)c->kind, HW_TRAIT_CALL);
    if (allocation->callee && (r != HW_SIZES_NEVER || by_call_only || is_boxed(c, allocation)))
        return by_call(claims, c, r, sizes, allocation, world.go);
    bool fixed = r != HW_SIZES_ANY && r != HW_SIZES_OVERFLOWS && r != HW_SIZES_MAYBE_ONE;
    bool several = sizes->several_paths || (sizes->several_kinds && fixed);
    if (r == HW_SIZES_NEVER || (several && world.go.max <= 26 && has_one_path(c)))
        return HW_OWN_NO;
    if (!sizes->known) /* nothing to exclude it, nothing to prove it either */
        return r == HW_SIZES_LARGE || r == HW_SIZES_HUGE ? HW_OWN_MAYBE : HW_OWN_YES;
    if (r == HW_SIZES_MAYBE_ONE)
        return fits(HW_SIZES_ONE, expr, sizes, NOISE_NONE) ? HW_OWN_YES : HW_OWN_MAYBE;
    bool all = fits_all(r, expr, sizes);
    int64_t bytes;
    if (c->kind == HW_KIND_MAP_LITERAL || c->kind == HW_KIND_MAKE_MAP)
        all &= fits_map(c, expr, sizes, world.go);
    bool constant = c->kind == HW_KIND_NEW || (c->kind == HW_KIND_CONVERSION && hw_claim_heap(c));
    if (constant && sizes->n && hw_expr_bytes(expr, &bytes))
        all &= hw_expr_bytes_fit(bytes, sizes->at[sizes->n - 1].size);
    hw_own header = all ? HW_OWN_NO : owns_header(claims, c, sizes);
    if (header != HW_OWN_NO)
        return header;
    bool param = !hw_claim_heap(c) && (c->flags & HW_CLAIM_MAYBE_PARAM);
    bool lost = r == HW_SIZES_OVERFLOWS && world.lost_frames && sizes->n == 1;
    bool grows = inside_append(c, column, world.go) &&
                 !(sizes->exact && sizes->alone && hw_own_always(claims, c) &&
                   sizes->at[0].size > TINY_BLOCK); /* it may lie in another's block */
    if (all && (param || lost || grows))
        return HW_OWN_MAYBE;
    if (!all && fits_nearly(r, expr, sizes))
        return HW_OWN_MAYBE;
    return all ? HW_OWN_YES : HW_OWN_NO;
}
