#include "base/libcapstone.h"

#include <setjmp.h>
#include <stdio.h>

#include "base/library.h"
#include "base/mem.h"

static hw_capstone_functions functions;
static bool use_memory(char *why_not, size_t size);

static const char *const names[] = {
#define X(name) "cs_" #name,
    HW_CAPSTONE_FUNCTIONS(X)
#undef X
};
_Static_assert(sizeof functions == sizeof names, "a pointer for each name");

static hw_library library = {
    .file = HW_LIBCAPSTONE,
    .names = names,
    .count = sizeof names / sizeof *names,
    .table = &functions,
    .needed = "needs libcapstone for its machine code",
    .start = use_memory,
    .lock = PTHREAD_MUTEX_INITIALIZER,
};

hw_status hw_capstone_load(hw_str name, hw_error *err)
{
    return hw_library_load(&library, name, err);
}

const hw_capstone_functions *hw_capstone(void)
{
    return &functions;
}

/* What the opening of a disassembler has allocated so far. capstone asks for a handful of blocks,
 * looks at the first, and writes into the others whatever it got: the tables of a machine when it
 * is opened, an index of its instructions when the first is decoded. */
enum { BLOCKS_MAX = 64 };

typedef struct opening {
    jmp_buf no_memory;
    void *blocks[BLOCKS_MAX];
    size_t n;
    const hw_capstone_target *target;
    csh handle;
    cs_insn *insn;
} opening;

/* Under way on this thread, or NULL. The callbacks have no other way to it. */
static _Thread_local opening *now;

static void *keep(void *block)
{
    if (!now)
        return block;
    if (block && now->n < BLOCKS_MAX) {
        now->blocks[now->n++] = block;
        return block;
    }
    hw_mem_free(block);
    longjmp(now->no_memory, 1);
}

static void *take(size_t size)
{
    return keep(hw_mem_alloc(1, size));
}

static void *take_zero(size_t count, size_t size)
{
    return keep(hw_mem_zero(count, size));
}

static void leave(void *block)
{
    for (size_t i = 0; now && i < now->n; i++)
        if (now->blocks[i] == block)
            now->blocks[i] = now->blocks[--now->n];
    hw_mem_free(block);
}

/* Nothing is resized while a disassembler is opened. */
static void *resize(void *old, size_t size)
{
    return hw_mem_resize(old, 1, size);
}

/* For all of the process, so these do what malloc does wherever no opening is under way. */
static bool use_memory(char *why_not, size_t size)
{
    cs_opt_mem memory = {take, take_zero, resize, leave, vsnprintf};
    cs_err status = functions.option(0, CS_OPT_MEM, (uintptr_t)&memory);
    if (status != CS_ERR_OK)
        snprintf(why_not, size, "it takes no allocator (error %d)", (int)status);
    return status == CS_ERR_OK;
}

static cs_err decode_first(opening *o)
{
    const uint8_t *code = o->target->nop;
    size_t n = o->target->nop_size;
    uint64_t address = 0;
    cs_err status = functions.option(o->handle, CS_OPT_DETAIL, CS_OPT_ON);
    if (status != CS_ERR_OK)
        return status;
    o->insn = functions.malloc(o->handle);
    if (!o->insn)
        return CS_ERR_MEM;
    return functions.disasm_iter(o->handle, &code, &n, &address, o->insn) ? CS_ERR_OK : CS_ERR_ARCH;
}

/* A function of its own, for what a longjmp makes of the locals of the one that waits for it. */
static cs_err open_within(opening *o)
{
    if (setjmp(o->no_memory) != 0) {
        now = NULL;
        for (size_t i = 0; i < o->n; i++)
            hw_mem_free(o->blocks[i]);
        return CS_ERR_MEM;
    }
    now = o;
    cs_err status = functions.open(o->target->arch, o->target->mode, &o->handle);
    if (status == CS_ERR_OK) {
        status = decode_first(o);
        if (status != CS_ERR_OK && o->insn)
            functions.free(o->insn, 1);
        if (status != CS_ERR_OK)
            functions.close(&o->handle);
    }
    now = NULL;
    return status;
}

cs_err hw_capstone_open(const hw_capstone_target *target, csh *handle, cs_insn **insn)
{
    opening o = {.target = target};
    cs_err status = open_within(&o);
    *handle = status == CS_ERR_OK ? o.handle : 0;
    *insn = status == CS_ERR_OK ? o.insn : NULL;
    return status;
}
