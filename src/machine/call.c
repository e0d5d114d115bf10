#include "machine/call.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/search.h"
#include "executable/image_parts.h"
#include "go/goname.h"
#include "machine/registers.h"
#include "machine/straight.h"

enum {
    CODE_MAX = 16 << 20, /* bytes of a function */
    NEAR_MAX = 1 << 16,  /* … that is not read whole for one call */
    NEAR = 128,          /* bytes before a call, in which its arguments mostly are set */
    LONGEST = 15,        /* bytes of an instruction */
    GO_OLD = 19,         /* stands for what line tables of Go 1.18 and 1.19 are of */
};

/* A call, without what can be looked up again. */
typedef struct record {
    uint64_t target, type;
    uint32_t at, end; /* counted from the function's entry */
    uint8_t untyped, stack_buffer;
} record;

typedef HW_VEC(record) records;

/* A function whose calls are known. */
typedef struct known {
    uint32_t function; /* index */
    uint32_t at, n;    /* in hw_calls.records */
    bool whole;
} known;

struct hw_calls {
    hw_image *image;
    hw_disassembler *disassembler;
    unsigned go;
    hw_code code;
    hw_registers flow;
    records records;
    HW_VEC(known) known;
    hw_index index;
};

hw_status hw_calls_open(hw_image *image, unsigned go, hw_calls **ret, hw_error *err)
{
    hw_calls *c = hw_mem_zero(1, sizeof *c);
    if (!c)
        return hw_nomem(err);
    bool old = image->pclntab.version < 120;
    c->image = image;
    c->go = old ? GO_OLD : go > GO_OLD ? go : 0;
    c->index.seed = hw_random_seed();
    hw_status status = hw_disassembler_open(image->machine, image->name, &c->disassembler, err);
    if (status == HW_OK)
        *ret = c;
    else
        hw_calls_close(c);
    return status;
}

void hw_calls_close(hw_calls *c)
{
    if (!c)
        return;
    hw_disassembler_close(c->disassembler);
    hw_vec_free(&c->code.ops);
    hw_registers_free(&c->flow);
    hw_vec_free(&c->records);
    hw_vec_free(&c->known);
    hw_index_free(&c->index);
    hw_mem_free(c);
}

/* --- one call ------------------------------------------------------------------------------- */

/* A function that a linker put between call and callee, because the callee is too far away, has
 * the callee's name and "+OFFSET-trampN". Source: cmd/link/internal/arm64, trampoline. */
static hw_str without_trampoline(hw_str name)
{
    size_t at = hw_str_rfind(name, HW_STR("-tramp"));
    if (at == HW_NPOS)
        return name;
    hw_str head = hw_str_sub(name, 0, at);
    size_t plus = hw_str_rchr(head, '+');
    return plus == HW_NPOS ? head : hw_str_sub(head, 0, plus);
}

static hw_status callee_name(hw_image *image, uint64_t target, hw_str *ret, hw_error *err)
{
    hw_image_function f;
    HW_TRY(hw_image_function_of(image, target, &f, err));
    *ret = f.end ? without_trampoline(f.name) : (hw_str){0};
    return HW_OK;
}

/* [...] up to Go 1.20, [go.shape.int] and the like later. */
static bool is_generic(hw_str name)
{
    return hw_str_chr(name, '[') != HW_NPOS;
}

static hw_status untyped_of(hw_image *image, hw_str function, hw_held held, hw_untyped *ret,
                         hw_error *err)
{
    hw_type type = {0};
    if (held.kind == HW_HELD_CONSTANT && held.value)
        HW_TRY(hw_type_at(image, held.value, &type, err));
    if (held.kind == HW_HELD_RUN_TIME)
        *ret = is_generic(function) ? HW_UNTYPED_DICTIONARY : HW_UNTYPED_RUN_TIME;
    else if (held.kind == HW_HELD_CONSTANT && held.value == 0)
        *ret = HW_UNTYPED_NIL;
    else
        *ret = type.address ? HW_UNTYPED_NONE : HW_UNTYPED_UNTRACEABLE;
    return HW_OK;
}

static hw_status ask(hw_calls *c, size_t op, int argument, hw_held *ret, hw_error *err)
{
    *ret = (hw_held){HW_HELD_UNKNOWN, 0};
    if (argument < 0)
        return HW_OK;
    return hw_registers_ask(&c->flow, (uint32_t)op, (uint8_t)argument, ret, err);
}

static hw_status look_at(hw_calls *c, const hw_image_function *f, size_t i, record *r,
                         hw_error *err)
{
    const hw_op *op = &c->code.ops.at[i];
    hw_str name;
    hw_held held;
    hw_untyped untyped = HW_UNTYPED_NO_TYPE;
    *r = (record){.at = op->at, .end = op->at + op->size, .untyped = HW_UNTYPED_INDIRECT};
    if (op->kind != HW_OP_CALL)
        return HW_OK;
    r->target = op->value;
    HW_TRY(callee_name(c->image, r->target, &name, err));
    const hw_callee *callee = hw_callee_of(name, c->go);
    if (callee && callee->type >= 0) {
        HW_TRY(ask(c, i, callee->type, &held, err));
        HW_TRY(untyped_of(c->image, f->name, held, &untyped, err));
        r->type = untyped == HW_UNTYPED_NONE ? held.value : 0;
    }
    r->untyped = (uint8_t)untyped;
    HW_TRY(ask(c, i, callee ? callee->buffer : -1, &held, err));
    if (held.kind == HW_HELD_STACK)
        r->stack_buffer = HW_BUFFER_STACK;
    else if (held.kind == HW_HELD_CONSTANT && held.value == 0)
        r->stack_buffer = HW_BUFFER_NONE;
    return HW_OK;
}

/* --- functions ------------------------------------------------------------------------------ */

static hw_status look_through(hw_calls *c, const hw_image_function *f, records *ret, bool *whole,
                              hw_error *err)
{
    const unsigned char *bytes;
    uint64_t size = f->end - f->entry;
    *whole = false;
    if (size == 0 || size > CODE_MAX)
        return HW_OK;
    HW_TRY(hw_image_bytes(c->image, f->entry, (size_t)size, &bytes, err));
    HW_TRY(hw_disassemble(c->disassembler, bytes, (size_t)size, f->entry, &c->code, err));
    HW_TRY(hw_registers_make(&c->flow, c->image, &c->code, err));
    *whole = c->code.whole;
    for (size_t i = 0; i < c->code.ops.len; i++) {
        uint8_t kind = c->code.ops.at[i].kind;
        record r;
        if (kind != HW_OP_CALL && kind != HW_OP_CALL_INDIRECT)
            continue;
        HW_TRY(look_at(c, f, i, &r, err));
        if (!hw_vec_push(ret, r))
            return hw_nomem(err);
    }
    return HW_OK;
}

typedef struct known_key {
    const hw_calls *calls;
    uint32_t function;
} known_key;

static bool same_function(const void *ctx, uint32_t id)
{
    const known_key *k = ctx;
    return k->calls->known.at[id].function == k->function;
}

static uint64_t hash_known(const void *ctx, uint32_t id)
{
    const hw_calls *c = ctx;
    return hw_hash(c->index.seed, &c->known.at[id].function, sizeof(uint32_t));
}

static uint32_t find_known(const hw_calls *c, uint32_t function, uint64_t *hash)
{
    known_key key = {c, function};
    *hash = hw_hash(c->index.seed, &function, sizeof function);
    return hw_index_get(&c->index, *hash, same_function, &key);
}

/* The calls of a function, read once. */
static hw_status calls_in(hw_calls *c, const hw_image_function *f, known *ret, hw_error *err)
{
    uint64_t hash;
    uint32_t id = find_known(c, f->index, &hash);
    if (id != HW_NONE) {
        *ret = c->known.at[id];
        return HW_OK;
    }
    size_t from = c->records.len;
    known k = {.function = f->index, .at = (uint32_t)from};
    hw_status status = look_through(c, f, &c->records, &k.whole, err);
    if (status == HW_OK && c->records.len > UINT32_MAX)
        status = hw_fail(err, HW_LIMIT, c->image->name, "has more calls than can be counted");
    k.n = (uint32_t)(c->records.len - from);
    id = (uint32_t)c->known.len;
    if (status == HW_OK &&
        !(hw_vec_push(&c->known, k) && hw_index_put(&c->index, hash, id, hash_known, c))) {
        c->known.len = id;
        status = hw_nomem(err);
    }
    if (status != HW_OK)
        c->records.len = from;
    *ret = k;
    return status;
}

/* --- one call alone -------------------------------------------------------------------------- */

/* Whether a path that goes on before the code that was read could tell more. */
static bool needs_more(const hw_callee *callee, const record *r)
{
    return callee && ((callee->type >= 0 && r->untyped != HW_UNTYPED_NONE && r->untyped != HW_UNTYPED_NIL) ||
                      (callee->buffer >= 0 && r->stack_buffer == HW_BUFFER_UNKNOWN));
}

/* The part of a function that is read for one call. */
typedef struct part {
    uint32_t from;       /* behind this nothing goes that is not in the part */
    uint32_t begin, end; /* what is decoded */
    uint32_t least;      /* up to here it has to be understood */
} part;

/* Whether the instruction at an offset goes nobody knows where; more than a few such questions are
 * not worth it. */
static hw_status is_indirect(hw_calls *c, const hw_image_function *f, const unsigned char *code,
                             uint32_t at, bool *ret, hw_error *err)
{
    uint32_t size = (uint32_t)(f->end - f->entry), begin;
    uint32_t end = size - at < LONGEST ? size : at + LONGEST;
    HW_TRY(c->image->source->boundary(c->image, f, at, &begin, err));
    HW_TRY(hw_disassemble(c->disassembler, code + begin, end - begin, f->entry + begin, &c->code,
                          err));
    *ret = begin + c->code.understood <= at;
    for (size_t i = 0; i < c->code.ops.len; i++) {
        const hw_op *op = &c->code.ops.at[i];
        *ret |= begin + op->at == at && (op->kind == HW_OP_STRAY || op->kind == HW_OP_TABLE);
    }
    return HW_OK;
}

/* *found false: it cannot be read alone. */
static hw_status find_part(hw_calls *c, const hw_image_function *f, const unsigned char *code,
                           uint32_t call, uint32_t end, part *ret, bool *found, hw_error *err)
{
    enum { ASKED = 8 };
    uint32_t size = (uint32_t)(f->end - f->entry), from = 0;
    uint32_t reach = c->image->machine == HW_AMD64 ? HW_BRANCH_REACH : 0;
    size_t at = 0, step = c->image->machine == HW_AMD64 ? 1 : 4;
    unsigned asked = 0;
    *found = false;
    while (!hw_straight(c->image->machine, code, size, call, &at, &from)) {
        bool indirect = true;
        if (asked++ < ASKED)
            HW_TRY(is_indirect(c, f, code, (uint32_t)at, &indirect, err));
        if (indirect)
            return HW_OK;
        at += step;
    }
    ret->from = call > NEAR && from < call - NEAR ? call - NEAR : from;
    ret->least = size - end < reach ? size : end + reach;
    ret->end = size - ret->least < LONGEST ? size : ret->least + LONGEST;
    *found = true;
    return c->image->source->boundary(c->image, f, ret->from < reach ? 0 : ret->from - reach,
                                      &ret->begin, err);
}

/* Decodes it, and finds the call in it. */
static hw_status read_part(hw_calls *c, const hw_image_function *f, const unsigned char *code,
                           const part *p, uint32_t call, const hw_op **ret, hw_error *err)
{
    *ret = NULL;
    HW_TRY(hw_disassemble(c->disassembler, code + p->begin, p->end - p->begin, f->entry + p->begin,
                          &c->code, err));
    if (p->begin + c->code.understood < p->least)
        return HW_OK;
    c->code.whole = true; /* what was cut at its end is of no consequence */
    HW_TRY(hw_registers_make(&c->flow, c->image, &c->code, err));
    for (size_t i = 0; i < c->code.ops.len; i++) {
        const hw_op *op = &c->code.ops.at[i];
        if (p->begin + op->at < p->from)
            c->flow.first = (uint32_t)i + 1;
        if (p->begin + op->at == call && op->kind == HW_OP_CALL) {
            c->flow.behind = (uint32_t)i + 1;
            *ret = op;
        }
    }
    return HW_OK;
}

/* Decoding takes most of the time that a question costs. The compiler sets the arguments of a call
 * just before it; where that is enough, the rest of the function is not read. *whole: it is. */
static hw_status look_near(hw_calls *c, const hw_image_function *f, uint32_t end, record *ret,
                           bool *whole, hw_error *err)
{
    enum { CALL = 5, BL = 4 };
    const unsigned char *code;
    const hw_op *op;
    hw_str name;
    part p;
    bool found;
    uint64_t size = f->end - f->entry;
    uint32_t call = end - (c->image->machine == HW_AMD64 ? CALL : BL);
    *whole = false;
    if (size > NEAR_MAX || call > end)
        return HW_OK;
    HW_TRY(hw_image_bytes(c->image, f->entry, (size_t)size, &code, err));
    HW_TRY(find_part(c, f, code, call, end, &p, &found, err));
    if (!found)
        return HW_OK;
    HW_TRY(read_part(c, f, code, &p, call, &op, err));
    if (!op)
        return HW_OK;
    HW_TRY(look_at(c, f, (size_t)(op - c->code.ops.at), ret, err));
    ret->at += p.begin;
    ret->end += p.begin;
    HW_TRY(callee_name(c->image, ret->target, &name, err));
    *whole = !needs_more(hw_callee_of(name, c->go), ret);
    return HW_OK;
}

/* --- answers -------------------------------------------------------------------------------- */

/* A function of the runtime that has another package's name is known by its file. */
static hw_status family_of(hw_calls *c, hw_call *call, hw_error *err)
{
    const hw_callee *callee = hw_callee_of(call->callee, c->go);
    hw_image_function f;
    hw_str file;
    uint32_t line;
    call->family = callee ? callee->family : HW_FAMILY_OTHER;
    if (callee || call->target == 0)
        return HW_OK;
    HW_TRY(hw_image_function_of(c->image, call->target, &f, err));
    if (f.end == 0)
        return HW_OK;
    HW_TRY(hw_function_line(c->image, &f, 0, &file, &line, err));
    if (hw_go_runtime_file(file))
        call->family = HW_FAMILY_SERVICE;
    return HW_OK;
}

static hw_status fill(hw_calls *c, const hw_image_function *f, const record *r, hw_call *ret,
                      hw_error *err)
{
    hw_call call = {.address = f->entry + r->at,
                    .pc = f->entry + r->end - 1,
                    .target = r->target,
                    .untyped = (hw_untyped)r->untyped,
                    .stack_buffer = (hw_stack_buffer)r->stack_buffer};
    if (r->target)
        HW_TRY(callee_name(c->image, r->target, &call.callee, err));
    HW_TRY(family_of(c, &call, err));
    if (r->type)
        HW_TRY(hw_type_at(c->image, r->type, &call.type, err));
    *ret = call;
    return HW_OK;
}

/* Where decoding did not come: a call instruction's bytes, if they name a function's entry. */
static hw_status guess(hw_calls *c, const hw_image_function *f, uint64_t pc, hw_call *ret,
                       hw_error *err)
{
    enum { CALL = 5, BL = 4 };
    bool amd64 = c->image->machine == HW_AMD64;
    uint32_t size = amd64 ? CALL : BL, offset = (uint32_t)(pc + 1 - f->entry);
    const unsigned char *p;
    hw_image_function target;
    record r = {.at = offset - size, .end = offset, .untyped = HW_UNTYPED_UNTRACEABLE};
    if (pc + 1 - f->entry > UINT32_MAX || offset < size)
        return HW_OK;
    HW_TRY(hw_image_bytes(c->image, f->entry + r.at, size, &p, err));
    if (amd64 && p[0] == 0xe8)
        r.target = pc + 1 + (uint64_t)(int32_t)hw_le32(p + 1);
    else if (!amd64 && hw_le32(p) >> 26 == 0x25)
        r.target = f->entry + r.at + ((uint64_t)((int64_t)((uint64_t)hw_le32(p) << 38) >> 36));
    if (r.target == 0)
        return HW_OK;
    HW_TRY(hw_image_function_of(c->image, r.target, &target, err));
    if (target.end == 0 || target.entry != r.target)
        return HW_OK;
    const hw_callee *callee = hw_callee_of(without_trampoline(target.name), c->go);
    if (!callee || callee->type < 0)
        r.untyped = HW_UNTYPED_NO_TYPE;
    return fill(c, f, &r, ret, err);
}

/* Of closures, whose names do not tell. */
static hw_status unit_of(hw_calls *c, const hw_image_function *f, hw_str *ret, hw_error *err)
{
    if (hw_str_find(f->name, HW_STR(".func")) == HW_NPOS)
        return HW_OK;
    return hw_image_unit_of(c->image, f, ret, err);
}

/* The call that ends at pc + 1. *found false: there is none among what is understood; *whole: that
 * is all of the function. */
static hw_status find_record(hw_calls *c, const hw_image_function *f, uint64_t pc, record *ret,
                             bool *found, bool *whole, hw_error *err)
{
    known k;
    uint64_t hash, end = pc + 1 - f->entry;
    *found = false;
    *whole = true;
    if (find_known(c, f->index, &hash) == HW_NONE && end <= NEAR_MAX) {
        hw_status status = look_near(c, f, (uint32_t)end, ret, found, err);
        if (status != HW_FORMAT) /* the function's tables are damaged, its code need not be */
            HW_TRY(status);
        *found &= status == HW_OK;
    }
    if (*found)
        return HW_OK;
    HW_TRY(calls_in(c, f, &k, err));
    size_t low = k.at; /* the first one that does not end before */
    HW_SEARCH(low, (size_t)k.at + k.n, i, c->records.at[i].end < end);
    *whole = k.whole;
    *found = low < (size_t)k.at + k.n && c->records.at[low].end == end;
    if (*found)
        *ret = c->records.at[low];
    return HW_OK;
}

hw_status hw_call_at(hw_calls *c, uint64_t pc, hw_call *ret, hw_error *err)
{
    hw_image_function f;
    record r;
    bool found, whole;
    hw_call call = {.family = HW_FAMILY_OTHER, .untyped = HW_UNTYPED_NO_CALL};
    HW_TRY(hw_image_function_of(c->image, pc, &f, err));
    if (f.end) {
        HW_TRY(find_record(c, &f, pc, &r, &found, &whole, err));
        if (found)
            HW_TRY(fill(c, &f, &r, &call, err));
        else if (!whole)
            HW_TRY(guess(c, &f, pc, &call, err));
        HW_TRY(unit_of(c, &f, &call.unit, err));
    }
    *ret = call;
    return HW_OK;
}

hw_status hw_calls_of(hw_calls *c, uint32_t function, hw_call_visitor visit, void *ctx, bool *whole,
                      hw_error *err)
{
    hw_image_function f;
    records found = {0};
    HW_TRY(hw_image_function_at(c->image, function, &f, err));
    hw_status status = look_through(c, &f, &found, whole, err);
    for (size_t i = 0; i < found.len && status == HW_OK; i++) {
        hw_call call;
        status = fill(c, &f, &found.at[i], &call, err);
        if (status == HW_OK)
            status = unit_of(c, &f, &call.unit, err);
        if (status == HW_OK)
            status = visit(ctx, &f, &call, err);
    }
    hw_vec_free(&found);
    return status;
}
