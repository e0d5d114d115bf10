/* The inline tree: which calls were inlined at a PC. PCDATA gives the entry of the innermost one;
 * each entry has an instruction whose own position is that of the call that was inlined, and the
 * entry of that instruction is the caller's. */
#include "executable/inline_tree.h"

#include "base/error.h"
#include "executable/image.h"
#include "executable/little_endian.h"
#include "executable/pclntab.h"

enum {
    PCDATA_INL_TREE_INDEX = 2,
    FUNCDATA_INL_TREE = 3,
    DEPTH_MAX = 1000,
    WRAPPER = 21, /* abi.FuncIDWrapper is 21 up to Go 1.21, 22 up to 1.24, 23 later; what else has
                     such a number is assembly, into which nothing is inlined */
};

typedef struct entry_layout {
    unsigned size, id, name, parent_pc, start_line;
} entry_layout;

static const entry_layout *entry_layout_of(const hw_program *p)
{
    static const entry_layout first = {20, 2, 12, 16, 0}, later = {16, 0, 4, 8, 12};
    return p->pclntab.version == 118 ? &first : &later;
}

typedef struct tree_entry {
    uint8_t id;
    uint32_t name, parent_pc, start_line;
} tree_entry;

static hw_status read_entry(hw_program *p, uint64_t tree, int32_t index, tree_entry *ret,
                            hw_error *err)
{
    const entry_layout *l = entry_layout_of(p);
    const unsigned char *bytes;
    HW_TRY(hw_image_bytes(&p->image, tree + (uint64_t)index * l->size, l->size, &bytes, err));
    *ret = (tree_entry){bytes[l->id], hw_le32(bytes + l->name), hw_le32(bytes + l->parent_pc),
                        l->start_line ? hw_le32(bytes + l->start_line) : 0};
    return HW_OK;
}

/* Fills the frame's function and gives the caller's PC. */
static hw_status inlined_frame(hw_program *p, uint64_t tree, int32_t index, hw_image_frame *frame,
                               uint32_t *parent, hw_error *err)
{
    tree_entry e;
    HW_TRY(read_entry(p, tree, index, &e, err));
    frame->id = e.id;
    frame->start_line = e.start_line;
    *parent = e.parent_pc;
    HW_TRY(hw_function_name(p, e.name, &frame->function, err));
    return hw_pclntab_tell(p, frame->function, err);
}

/* One frame; `*pc` becomes the caller's, `*more` false at the function itself. */
static hw_status step(hw_program *p, const hw_image_function *f, uint64_t tree, uint32_t *pc,
                      bool *more, hw_image_frame *ret, hw_error *err)
{
    int32_t index = -1;
    *ret = (hw_image_frame){.function = f->name, .start_line = f->start_line, .id = f->id};
    HW_TRY(hw_pclntab_line(&p->image, f, *pc, &ret->file, &ret->line, err));
    if (tree)
        HW_TRY(hw_pcdata_value(p, f, PCDATA_INL_TREE_INDEX, *pc, &index, err));
    *more = index >= 0;
    return *more ? inlined_frame(p, tree, index, ret, pc, err) : HW_OK;
}

static hw_status walk(hw_program *p, const hw_image_function *f, uint32_t pc, hw_image_frames *ret,
                      hw_error *err)
{
    uint64_t tree;
    bool more = true;
    HW_TRY(hw_funcdata(p, f, FUNCDATA_INL_TREE, &tree, err));
    for (unsigned depth = 0; more; depth++) {
        hw_image_frame frame;
        if (depth == DEPTH_MAX)
            return hw_image_damaged(&p->image, tree, err,
                                    "is damaged: calls in it are inlined into themselves");
        HW_TRY(step(p, f, tree, &pc, &more, &frame, err));
        bool left_out = ret->len && frame.id >= WRAPPER; /* as tracebackPCs does */
        if (!left_out && !hw_vec_push(ret, frame))
            return hw_nomem(err);
    }
    return HW_OK;
}

hw_status hw_inline_tree_frames(hw_image *image, uint64_t pc, hw_image_frames *ret, hw_error *err)
{
    hw_image_function f;
    ret->len = 0;
    HW_TRY(hw_pclntab_function_of(image, pc, &f, err));
    if (f.end == 0 || pc - f.entry > UINT32_MAX)
        return HW_OK;
    return walk(hw_program_of(image), &f, (uint32_t)(pc - f.entry), ret, err);
}

hw_status hw_inline_tree_callee(hw_image *image, uint64_t pc, hw_str *ret, hw_error *err)
{
    hw_program *p = hw_program_of(image);
    hw_image_function f;
    uint64_t tree;
    uint32_t name = 0;
    int32_t most;
    bool found = false;
    *ret = (hw_str){0};
    HW_TRY(hw_pclntab_function_of(image, pc, &f, err));
    if (f.end == 0)
        return HW_OK;
    HW_TRY(hw_funcdata(p, &f, FUNCDATA_INL_TREE, &tree, err));
    HW_TRY(hw_pcdata_most(p, &f, PCDATA_INL_TREE_INDEX, &most, err));
    if (tree == 0)
        return HW_OK;
    /* Calls without an instruction between them have one address. Then nothing tells them apart.
     * Each answer looks through one function's calls. All answers together cost no more than the
     * file's size: behind that nothing is known. */
    for (int32_t i = 0; i <= most && (uint64_t)i < f.end - f.entry; i++) {
        if (p->scanned++ >= p->image.file.size)
            break;
        tree_entry e;
        HW_TRY(read_entry(p, tree, i, &e, err));
        if (f.entry + e.parent_pc != pc || (found && e.name == name))
            continue;
        if (found)
            return HW_OK;
        found = true;
        name = e.name;
    }
    return found ? hw_function_name(p, name, ret, err) : HW_OK;
}
