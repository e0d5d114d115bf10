#include "symbolize/call.h"

#include "base/error.h"
#include "base/mem.h"
#include "model/goname.h"
#include "symbolize/flow.h"
#include "symbolize/image_parts.h"

enum {
    CODE_MAX = 16 << 20, /* bytes of a function */
    GO_OLD = 19,         /* stands for what line tables of Go 1.18 and 1.19 are of */
};

/* A call, without what can be looked up again. */
typedef struct record {
    uint64_t target, type, number;
    uint32_t at, end; /* counted from the function's entry */
    uint8_t hole, lent;
    bool number_known;
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
    hw_flow flow;
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
    hw_flow_free(&c->flow);
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

static hw_status hole_of(hw_image *image, hw_str function, hw_held held, hw_hole *ret,
                         hw_error *err)
{
    hw_type type = {0};
    if (held.kind == HW_HELD_CONSTANT && held.value)
        HW_TRY(hw_type_at(image, held.value, &type, err));
    if (held.kind == HW_HELD_RUN_TIME)
        *ret = is_generic(function) ? HW_HOLE_DICTIONARY : HW_HOLE_RUN_TIME;
    else if (held.kind == HW_HELD_CONSTANT && held.value == 0)
        *ret = HW_HOLE_NIL;
    else
        *ret = type.address ? HW_HOLE_NONE : HW_HOLE_UNTRACEABLE;
    return HW_OK;
}

static hw_status ask(hw_calls *c, size_t op, int argument, hw_held *ret, hw_error *err)
{
    *ret = (hw_held){HW_HELD_UNKNOWN, 0};
    if (argument < 0)
        return HW_OK;
    return hw_flow_ask(&c->flow, (uint32_t)op, (uint8_t)argument, ret, err);
}

static hw_status look_at(hw_calls *c, const hw_image_function *f, size_t i, record *r,
                         hw_error *err)
{
    const hw_op *op = &c->code.ops.at[i];
    hw_str name;
    hw_held held;
    hw_hole hole = HW_HOLE_NO_TYPE;
    *r = (record){.at = op->at, .end = op->at + op->size, .hole = HW_HOLE_INDIRECT};
    if (op->kind != HW_OP_CALL)
        return HW_OK;
    r->target = op->value;
    HW_TRY(callee_name(c->image, r->target, &name, err));
    const hw_callee *callee = hw_callee_of(name, c->go);
    if (callee && callee->type >= 0) {
        HW_TRY(ask(c, i, callee->type, &held, err));
        HW_TRY(hole_of(c->image, f->name, held, &hole, err));
        r->type = hole == HW_HOLE_NONE ? held.value : 0;
    }
    r->hole = (uint8_t)hole;
    HW_TRY(ask(c, i, callee ? callee->number : -1, &held, err));
    r->number_known = held.kind == HW_HELD_CONSTANT;
    r->number = r->number_known ? held.value : 0;
    HW_TRY(ask(c, i, callee ? callee->buffer : -1, &held, err));
    if (held.kind == HW_HELD_STACK)
        r->lent = HW_LENT_STACK;
    else if (held.kind == HW_HELD_CONSTANT && held.value == 0)
        r->lent = HW_LENT_NONE;
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
    HW_TRY(hw_flow_make(&c->flow, c->image, &c->code, err));
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

/* The calls of a function, read once. */
static hw_status calls_in(hw_calls *c, const hw_image_function *f, known *ret, hw_error *err)
{
    known_key key = {c, f->index};
    uint64_t hash = hw_hash(c->index.seed, &f->index, sizeof f->index);
    uint32_t id = hw_index_get(&c->index, hash, same_function, &key);
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
                    .hole = (hw_hole)r->hole,
                    .lent = (hw_lent)r->lent,
                    .number_known = r->number_known,
                    .number = r->number};
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
    record r = {.at = offset - size, .end = offset, .hole = HW_HOLE_UNTRACEABLE};
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
        r.hole = HW_HOLE_NO_TYPE;
    return fill(c, f, &r, ret, err);
}

/* Of closures, whose names do not tell. */
static hw_status unit_of(hw_calls *c, const hw_image_function *f, hw_str *ret, hw_error *err)
{
    if (hw_str_find(f->name, HW_STR(".func")) == HW_NPOS)
        return HW_OK;
    return hw_image_unit_of(c->image, f, ret, err);
}

hw_status hw_call_at(hw_calls *c, uint64_t pc, hw_call *ret, hw_error *err)
{
    hw_image_function f;
    known k;
    hw_call call = {.family = HW_FAMILY_OTHER, .hole = HW_HOLE_NO_CALL};
    HW_TRY(hw_image_function_of(c->image, pc, &f, err));
    if (f.end == 0) {
        *ret = call;
        return HW_OK;
    }
    HW_TRY(calls_in(c, &f, &k, err));
    size_t low = k.at, high = (size_t)k.at + k.n;
    while (low < high) { /* the first one that ends behind the PC */
        size_t middle = low + (high - low) / 2;
        if (f.entry + c->records.at[middle].end <= pc)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < (size_t)k.at + k.n && f.entry + c->records.at[low].end == pc + 1)
        HW_TRY(fill(c, &f, &c->records.at[low], &call, err));
    else if (!k.whole)
        HW_TRY(guess(c, &f, pc, &call, err));
    HW_TRY(unit_of(c, &f, &call.unit, err));
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
