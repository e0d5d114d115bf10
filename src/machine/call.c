#include "machine/call.h"

#include "base/error.h"
#include "base/index.h"
#include "base/mem.h"
#include "base/search.h"
#include "executable/little_endian.h"
#include "go/goname.h"
#include "machine/call_arguments.h"
#include "machine/call_near.h"

enum {
    CODE_MAX = 16 << 20, /* bytes of a function */
    GO_OLD = 19,         /* stands for 18, too: what is old by its tables is one of both */
};

typedef HW_VEC(hw_found_call) found_calls;

/* A function whose calls are known. */
typedef struct known {
    uint32_t function; /* index */
    uint32_t at, n;    /* in hw_calls.found */
    bool whole;
} known;

struct hw_calls {
    hw_call_reader reader;
    found_calls found;
    HW_VEC(known) known;
    hw_index index; /* of known, by function */
};

hw_status hw_calls_open(hw_image *image, unsigned go, hw_calls **ret, hw_error *err)
{
    hw_calls *c = hw_mem_zero(1, sizeof *c);
    if (!c)
        return hw_nomem(err);
    c->reader.image = image;
    c->reader.machine = hw_image_machine(image);
    c->reader.amd64 = c->reader.machine == HW_AMD64;
    c->reader.go = hw_image_old(image) ? GO_OLD : go > GO_OLD ? go : 0;
    c->index.seed = hw_random_seed();
    hw_status status =
        hw_disassembler_open(c->reader.machine, hw_image_name(image), &c->reader.disassembler, err);
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
    hw_disassembler_close(c->reader.disassembler);
    hw_vec_free(&c->reader.code.ops);
    hw_registers_free(&c->reader.registers);
    hw_vec_free(&c->found);
    hw_vec_free(&c->known);
    hw_index_free(&c->index);
    hw_mem_free(c);
}

/* --- functions ------------------------------------------------------------------------------ */

static hw_status look_through(hw_calls *c, const hw_image_function *f, found_calls *ret,
                              bool *whole, hw_error *err)
{
    const unsigned char *bytes;
    uint64_t size = f->end - f->entry;
    *whole = false;
    if (size == 0 || size > CODE_MAX)
        return HW_OK;
    HW_TRY(hw_image_bytes(c->reader.image, f->entry, (size_t)size, &bytes, err));
    HW_TRY(hw_disassemble(c->reader.disassembler, bytes, (size_t)size, f->entry, &c->reader.code,
                          err));
    HW_TRY(hw_registers_make(&c->reader.registers, c->reader.image, &c->reader.code, err));
    *whole = c->reader.code.whole;
    for (size_t i = 0; i < c->reader.code.ops.len; i++) {
        uint8_t kind = c->reader.code.ops.at[i].kind;
        hw_found_call r;
        if (kind != HW_OP_CALL && kind != HW_OP_CALL_INDIRECT)
            continue;
        HW_TRY(hw_arguments_look(&c->reader, f, i, &r, err));
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
    size_t from = c->found.len;
    known k = {.function = f->index, .at = (uint32_t)from};
    hw_status status = look_through(c, f, &c->found, &k.whole, err);
    if (status == HW_OK && c->found.len > UINT32_MAX)
        status = hw_fail(err, HW_LIMIT, hw_image_name(c->reader.image),
                         "has more calls than can be counted");
    k.n = (uint32_t)(c->found.len - from);
    id = (uint32_t)c->known.len;
    if (status == HW_OK &&
        !(hw_vec_push(&c->known, k) && hw_index_put(&c->index, hash, id, hash_known, c))) {
        c->known.len = id;
        status = hw_nomem(err);
    }
    if (status != HW_OK)
        c->found.len = from;
    *ret = k;
    return status;
}

/* --- answers -------------------------------------------------------------------------------- */

/* A function of the runtime that has another package's name is known by its file. */
static hw_status family_of(hw_calls *c, hw_call *call, hw_error *err)
{
    const hw_callee *callee = hw_callee_of(call->callee, c->reader.go);
    hw_image_function f;
    hw_str file;
    uint32_t line;
    call->family = callee ? callee->family : HW_FAMILY_OTHER;
    if (callee || call->target == 0)
        return HW_OK;
    HW_TRY(hw_image_function_of(c->reader.image, call->target, &f, err));
    if (f.end == 0)
        return HW_OK;
    HW_TRY(hw_image_line(c->reader.image, &f, 0, &file, &line, err));
    if (hw_go_runtime_file(file))
        call->family = HW_FAMILY_SERVICE;
    return HW_OK;
}

static hw_status fill(hw_calls *c, const hw_image_function *f, const hw_found_call *r, hw_call *ret,
                      hw_error *err)
{
    hw_call call = {.address = f->entry + r->at,
                    .pc = f->entry + r->end - 1,
                    .target = r->target,
                    .untyped = (hw_untyped)r->untyped,
                    .stack_buffer = (hw_stack_buffer)r->stack_buffer};
    if (r->target)
        HW_TRY(hw_callee_name(c->reader.image, r->target, &call.callee, err));
    HW_TRY(family_of(c, &call, err));
    if (r->type)
        HW_TRY(hw_image_type(c->reader.image, r->type, &call.type, err));
    *ret = call;
    return HW_OK;
}

/* Decoding did not get to that place: what looks like a call is taken for one if its target is the
 * entry of a function. */
static hw_status guess(hw_calls *c, const hw_image_function *f, uint64_t pc, hw_call *ret,
                       hw_error *err)
{
    enum { CALL = 5, BL = 4 };
    bool amd64 = c->reader.amd64;
    uint32_t size = amd64 ? CALL : BL, offset = (uint32_t)(pc + 1 - f->entry);
    const unsigned char *p;
    hw_image_function target;
    hw_found_call r = {.at = offset - size, .end = offset, .untyped = HW_UNTYPED_UNTRACEABLE};
    if (pc + 1 - f->entry > UINT32_MAX || offset < size)
        return HW_OK;
    HW_TRY(hw_image_bytes(c->reader.image, f->entry + r.at, size, &p, err));
    if (amd64 && p[0] == 0xe8)
        r.target = pc + 1 + (uint64_t)(int32_t)hw_le32(p + 1);
    else if (!amd64 && hw_le32(p) >> 26 == 0x25)
        r.target = f->entry + r.at + ((uint64_t)((int64_t)((uint64_t)hw_le32(p) << 38) >> 36));
    if (r.target == 0)
        return HW_OK;
    HW_TRY(hw_image_function_of(c->reader.image, r.target, &target, err));
    if (target.end == 0 || target.entry != r.target)
        return HW_OK;
    const hw_callee *callee = hw_callee_of(hw_without_trampoline(target.name), c->reader.go);
    if (!callee || callee->type < 0)
        r.untyped = HW_UNTYPED_NO_TYPE;
    return fill(c, f, &r, ret, err);
}

/* Only of closures: other functions are named after the package that compiled them. */
static hw_status compiled_by(hw_calls *c, const hw_image_function *f, hw_str *ret, hw_error *err)
{
    if (hw_str_find(f->name, HW_STR(".func")) == HW_NPOS)
        return HW_OK;
    return hw_image_compiled_by(c->reader.image, f, ret, err);
}

/* The call that ends at pc + 1. *found false: there is none among what is understood; *whole: that
 * is all of the function. */
static hw_status find_call(hw_calls *c, const hw_image_function *f, uint64_t pc, hw_found_call *ret,
                           bool *found, bool *whole, hw_error *err)
{
    known k;
    uint64_t hash, end = pc + 1 - f->entry;
    *found = false;
    *whole = true;
    if (find_known(c, f->index, &hash) == HW_NONE && end <= HW_NEAR_MAX) {
        hw_status status = hw_call_near(&c->reader, f, (uint32_t)end, ret, found, err);
        if (status != HW_FORMAT) /* the function's tables are damaged, its code need not be */
            HW_TRY(status);
        *found &= status == HW_OK;
    }
    if (*found)
        return HW_OK;
    HW_TRY(calls_in(c, f, &k, err));
    size_t low = k.at; /* the first one that does not end before */
    HW_SEARCH(low, (size_t)k.at + k.n, i, c->found.at[i].end < end);
    *whole = k.whole;
    *found = low < (size_t)k.at + k.n && c->found.at[low].end == end;
    if (*found)
        *ret = c->found.at[low];
    return HW_OK;
}

hw_status hw_call_at(hw_calls *c, uint64_t pc, hw_call *ret, hw_error *err)
{
    hw_image_function f;
    hw_found_call r;
    bool found, whole;
    hw_call call = {.family = HW_FAMILY_OTHER, .untyped = HW_UNTYPED_NO_CALL};
    HW_TRY(hw_image_function_of(c->reader.image, pc, &f, err));
    if (f.end) {
        HW_TRY(find_call(c, &f, pc, &r, &found, &whole, err));
        if (found)
            HW_TRY(fill(c, &f, &r, &call, err));
        else if (!whole)
            HW_TRY(guess(c, &f, pc, &call, err));
        HW_TRY(compiled_by(c, &f, &call.compiled_by, err));
    }
    *ret = call;
    return HW_OK;
}

hw_status hw_calls_of(hw_calls *c, uint32_t function, hw_call_visitor visit, void *ctx, bool *whole,
                      hw_error *err)
{
    hw_image_function f;
    found_calls found = {0};
    HW_TRY(hw_image_function_at(c->reader.image, function, &f, err));
    hw_status status = look_through(c, &f, &found, whole, err);
    for (size_t i = 0; i < found.len && status == HW_OK; i++) {
        hw_call call;
        status = fill(c, &f, &found.at[i], &call, err);
        if (status == HW_OK)
            status = compiled_by(c, &f, &call.compiled_by, err);
        if (status == HW_OK)
            status = visit(ctx, &f, &call, err);
    }
    hw_vec_free(&found);
    return status;
}
