#include "base/json_tree.h"

#include <setjmp.h>
#include <string.h>
#include <yajl/yajl_parse.h>

typedef struct reader {
    hw_arena *arena;
    hw_str text;
    hw_json_bounds bounds;
    jmp_buf no_memory; /* yajl does not look at what its allocator returns */
    hw_node root;      /* holds the one value */
    hw_node *in;
    hw_str name; /* of the next member */
    unsigned depth;
    uint32_t values;
    size_t end;
    bool whole;
} reader;

/* --- memory ----------------------------------------------------------------------------------- */

/* yajl takes no sizes back, so they stand before what it gets. */
typedef union block {
    size_t size;
    max_align_t align;
} block;

static void *take(void *ctx, size_t size)
{
    reader *r = ctx;
    block *b = size < SIZE_MAX - sizeof *b ? hw_arena_alloc(r->arena, 1, size + sizeof *b) : NULL;
    if (!b)
        longjmp(r->no_memory, 1);
    b->size = size;
    return b + 1;
}

static void *resize(void *ctx, void *old, size_t size)
{
    void *made = take(ctx, size);
    if (old) {
        size_t was = ((block *)old - 1)->size;
        memcpy(made, old, was < size ? was : size);
    }
    return made;
}

/* The arena goes as a whole. */
static void leave(void *ctx, void *p)
{
    (void)ctx;
    (void)p;
}

/* --- values ----------------------------------------------------------------------------------- */

enum { STOP = 0, GO_ON = 1 };

static hw_node *add(reader *r, hw_node_type type)
{
    if (r->values++ >= r->bounds.values)
        return NULL;
    hw_node *v = hw_arena_zero(r->arena, 1, sizeof *v), *in = r->in;
    if (!v)
        longjmp(r->no_memory, 1);
    v->type = type;
    v->in = in;
    v->name = in->type == HW_NODE_OBJECT ? r->name : (hw_str){0};
    if (in->last)
        in->last->next = v;
    else
        in->first = v;
    in->last = v;
    in->n++;
    return v;
}

/* yajl's bytes are the text's own where there was nothing to undo. */
static hw_str keep(reader *r, const unsigned char *bytes, size_t n)
{
    hw_str s = {(const char *)bytes, n};
    uintptr_t at = (uintptr_t)bytes, text = (uintptr_t)r->text.p;
    if (at >= text && at - text <= r->text.n && n <= r->text.n - (at - text))
        return s;
    s = hw_arena_str(r->arena, s);
    if (!s.p)
        longjmp(r->no_memory, 1);
    return s;
}

static int add_text(reader *r, hw_node_type type, const unsigned char *bytes, size_t n)
{
    hw_node *v = add(r, type);
    if (!v)
        return STOP;
    v->text = keep(r, bytes, n);
    return GO_ON;
}

static int open_value(reader *r, hw_node_type type)
{
    hw_node *v = r->depth < r->bounds.depth ? add(r, type) : NULL;
    if (!v)
        return STOP;
    r->in = v;
    r->depth++;
    return GO_ON;
}

static int close_value(void *ctx)
{
    reader *r = ctx;
    r->in = r->in->in;
    r->depth--;
    return GO_ON;
}

static int on_null(void *ctx)
{
    return add(ctx, HW_NODE_NULL) ? GO_ON : STOP;
}

static int on_bool(void *ctx, int truth)
{
    hw_node *v = add(ctx, HW_NODE_BOOL);
    if (!v)
        return STOP;
    v->truth = truth != 0;
    return GO_ON;
}

static int on_number(void *ctx, const char *digits, size_t n)
{
    return add_text(ctx, HW_NODE_NUMBER, (const unsigned char *)digits, n);
}

static int on_string(void *ctx, const unsigned char *bytes, size_t n)
{
    return add_text(ctx, HW_NODE_STRING, bytes, n);
}

static int on_object(void *ctx)
{
    return open_value(ctx, HW_NODE_OBJECT);
}

static int on_name(void *ctx, const unsigned char *bytes, size_t n)
{
    reader *r = ctx;
    r->name = keep(r, bytes, n);
    return GO_ON;
}

static int on_array(void *ctx)
{
    return open_value(ctx, HW_NODE_ARRAY);
}

/* A function of its own, for what a longjmp makes of the locals of the one that waits for it. */
static hw_status parse(reader *r)
{
    static const yajl_callbacks callbacks = {
        .yajl_null = on_null,
        .yajl_boolean = on_bool,
        .yajl_number = on_number,
        .yajl_string = on_string,
        .yajl_start_map = on_object,
        .yajl_map_key = on_name,
        .yajl_end_map = close_value,
        .yajl_start_array = on_array,
        .yajl_end_array = close_value,
    };
    yajl_alloc_funcs memory = {take, resize, leave, r};
    if (setjmp(r->no_memory) != 0)
        return HW_NOMEM;
    yajl_handle h = yajl_alloc(&callbacks, &memory, r);
    yajl_config(h, yajl_dont_validate_strings, 1); /* logs hold what programs print */
    r->whole = yajl_parse(h, (const unsigned char *)r->text.p, r->text.n) == yajl_status_ok;
    r->end = yajl_get_bytes_consumed(h);
    r->whole = r->whole && yajl_complete_parse(h) == yajl_status_ok;
    return HW_OK;
}

hw_status hw_json_tree_read(hw_arena *a, hw_str text, hw_json_bounds bounds, const hw_node **ret,
                            size_t *end)
{
    reader r = {.arena = a, .text = text, .bounds = bounds};
    r.root.type = HW_NODE_ARRAY;
    r.in = &r.root;
    *ret = NULL;
    hw_status status = parse(&r);
    if (end)
        *end = r.end;
    if (status != HW_OK || !r.whole)
        return status;
    r.root.first->in = NULL;
    *ret = r.root.first;
    return HW_OK;
}

/* --- questions -------------------------------------------------------------------------------- */

const hw_node *hw_node_member(const hw_node *of, const char *name, hw_node_type type)
{
    const hw_node *found = NULL;
    hw_str wanted = hw_str_of(name);
    for (const hw_node *v = hw_node_first(of, HW_NODE_OBJECT); v; v = v->next)
        if (hw_str_eq(v->name, wanted))
            found = v;
    return found && found->type == type ? found : NULL;
}

const hw_node *hw_node_first(const hw_node *of, hw_node_type type)
{
    return of && of->type == type ? of->first : NULL;
}

hw_str hw_node_string(const hw_node *v)
{
    return v && v->type == HW_NODE_STRING ? v->text : (hw_str){0};
}

bool hw_node_u64(const hw_node *v, uint64_t *ret)
{
    return v && v->type == HW_NODE_NUMBER && hw_str_u64(v->text, UINT64_MAX, ret);
}
