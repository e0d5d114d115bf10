#include "listing/listing.h"

#include <string.h>

#include "base/error.h"
#include "base/search.h"
#include "executable/type_descriptors.h"
#include "listing/listing_link.h"
#include "listing/listing_read.h"

enum {
    GO_OLD = 19,
    WRAPPER = 21, /* as in executable/inline_tree.c */
    DEPTH_MAX = 1000,
    TYPE_MAX = 1 << 16,
};

static const hw_listing *listing_of(const hw_image *image)
{
    return (const hw_listing *)(const void *)image;
}

static hw_str name_of(const hw_listing *l, hw_sid name)
{
    return hw_strings_get(&l->strings, name);
}

static const hw_listed_symbol *symbol_of(const hw_listing *l, uint32_t function)
{
    return &l->symbols.at[l->functions.at[function].symbol];
}

/* --- functions ------------------------------------------------------------------------------ */

static uint32_t functions(const hw_image *image)
{
    return (uint32_t)listing_of(image)->functions.len;
}

static hw_status function_at(hw_image *image, uint32_t index, hw_image_function *ret, hw_error *err)
{
    const hw_listing *l = listing_of(image);
    if (index >= l->functions.len)
        return hw_fail(err, HW_FORMAT, image->name, "has no function %u", index);
    const hw_listed_symbol *s = symbol_of(l, index);
    *ret = (hw_image_function){.index = index,
                               .entry = s->address,
                               .end = s->address + s->size,
                               .name = name_of(l, l->functions.at[index].name),
                               .id = l->functions.at[index].id};
    return HW_OK;
}

/* Symbols that are not listed. Their addresses ascend, but they stand among others. */
static const hw_listed_symbol *elsewhere(const hw_image *image, uint64_t address)
{
    const hw_listing *l = listing_of(image);
    size_t low = 0; /* the first one behind the address */
    HW_SEARCH(low, l->elsewhere.len, i, l->symbols.at[l->elsewhere.at[i]].address <= address);
    const hw_listed_symbol *s = low ? &l->symbols.at[l->elsewhere.at[low - 1]] : NULL;
    return s && s->address == address ? s : NULL;
}

static hw_status function_of(hw_image *image, uint64_t pc, hw_image_function *ret, hw_error *err)
{
    const hw_listing *l = listing_of(image);
    size_t low = 0; /* the first one that begins behind the PC */
    *ret = (hw_image_function){0};
    if (pc < image->module.text || pc >= image->module.etext) {
        const hw_listed_symbol *s = elsewhere(image, pc);
        if (s)
            *ret = (hw_image_function){
                .index = HW_NONE, .entry = pc, .end = pc + 1, .name = name_of(l, s->name)};
        return HW_OK;
    }
    HW_SEARCH(low, l->functions.len, i, symbol_of(l, (uint32_t)i)->address <= pc);
    const hw_listed_symbol *s = low ? symbol_of(l, (uint32_t)low - 1) : NULL;
    return s && pc - s->address < s->size ? function_at(image, (uint32_t)low - 1, ret, err) : HW_OK;
}

/* --- lines ---------------------------------------------------------------------------------- */

static const hw_listed_line *line_at(const hw_listing *l, const hw_image_function *function,
                                     uint32_t pc)
{
    if (function->index >= l->functions.len)
        return NULL;
    const hw_listed_function *f = &l->functions.at[function->index];
    size_t low = f->lines_at;
    HW_SEARCH(low, (size_t)f->lines_at + f->lines, i, l->lines.at[i].pc <= pc);
    return low > f->lines_at ? &l->lines.at[low - 1] : NULL;
}

static hw_status line(hw_image *image, const hw_image_function *f, uint32_t pc, hw_str *file,
                      uint32_t *ret, hw_error *err)
{
    const hw_listing *l = listing_of(image);
    const hw_listed_line *found = line_at(l, f, pc);
    (void)err;
    *file = found && found->file ? name_of(l, found->file) : HW_STR("?");
    *ret = found ? found->line : 0;
    return HW_OK;
}

/* The innermost call that was inlined at a PC; -1: none was. */
static int32_t inlined_at(const hw_listing *l, const hw_listed_tree *t, uint32_t pc)
{
    size_t low = t->steps_at;
    HW_SEARCH(low, (size_t)t->steps_at + t->steps, i, l->steps.at[i].pc <= pc);
    int32_t value = low > t->steps_at ? l->steps.at[low - 1].value : -1;
    return value < 0 || (uint32_t)value >= t->calls ? -1 : value;
}

static hw_status walk(const hw_listing *l, const hw_image_function *f, const hw_listed_tree *t,
                      const hw_listed_line *at, uint32_t pc, hw_image_frames *ret, hw_error *err)
{
    hw_image_frame frame = {.file = name_of(l, at->file), .line = at->line};
    int32_t i = inlined_at(l, t, pc);
    for (unsigned depth = 0; i >= 0 && depth < DEPTH_MAX; depth++) {
        const hw_listed_call *c = &l->calls.at[t->calls_at + (uint32_t)i];
        frame.function = name_of(l, c->function);
        if (!hw_vec_push(ret, frame))
            return hw_nomem(err);
        frame = (hw_image_frame){.file = name_of(l, c->file), .line = c->line};
        i = c->parent; /* always a smaller one */
    }
    frame.function = f->name;
    frame.id = f->id;
    bool left_out = ret->len && frame.id >= WRAPPER;
    return left_out || hw_vec_push(ret, frame) ? HW_OK : hw_nomem(err);
}

/* Without a table it is not known whether code was inlined, nor from where. A wrapper is not named:
 * its physical frame is left out around what is inlined into it. */
static hw_status ends(const hw_listing *l, const hw_image_function *f, const hw_listed_line *at,
                      hw_image_frames *ret, hw_error *err)
{
    const hw_listed_line *start = &l->lines.at[l->functions.at[f->index].lines_at];
    const hw_image_frame inner = {.file = name_of(l, at->file), .line = at->line},
                         outer = {.function = f->id >= WRAPPER ? (hw_str){0} : f->name,
                                  .file = name_of(l, start->file)};
    return hw_vec_push(ret, inner) && hw_vec_push(ret, outer) ? HW_OK : hw_nomem(err);
}

static hw_status frames(hw_image *image, uint64_t pc, hw_image_frames *ret, hw_error *err)
{
    const hw_listing *l = listing_of(image);
    hw_image_function f;
    ret->len = 0;
    HW_TRY(function_of(image, pc, &f, err));
    if (f.end == 0)
        return HW_OK;
    uint32_t offset = (uint32_t)(pc - f.entry);
    const hw_listed_line *at = line_at(l, &f, offset);
    if (!at)
        return HW_OK;
    uint32_t tree = l->functions.at[f.index].tree;
    return tree == HW_NONE ? ends(l, &f, at, ret, err)
                           : walk(l, &f, &l->trees.at[tree], at, offset, ret, err);
}

/* --- types ---------------------------------------------------------------------------------- */

/* Import paths become the names of their packages, as far as these are their last elements. */
static hw_status short_name(hw_listing *l, hw_str symbol, hw_str *ret, hw_error *err)
{
    hw_buf b = {.max = TYPE_MAX};
    hw_sid sid = 0;
    bool ok = true;
    size_t word = 0; /* where the last word begins in `b` */
    for (size_t i = 0; ok && i < symbol.n; i++) {
        char c = symbol.p[i];
        bool of_path = c == '.' || c == '_' || c == '-' || c == '~' || c == '%' ||
                       (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       (c & 0x80);
        if (c == '/') {
            b.n = word;
            continue;
        }
        ok = hw_buf_add(&b, &c, 1) == HW_OK;
        if (!of_path)
            word = b.n;
    }
    ok = ok && hw_strings_put(&l->strings, hw_buf_view(&b), &sid);
    hw_buf_free(&b);
    *ret = ok ? name_of(l, sid) : (hw_str){0};
    return ok || symbol.n > TYPE_MAX ? HW_OK : hw_nomem(err);
}

/* The descriptor of a type may be in another package. Then its name says which type it is, but not
 * its size. */
static hw_status type(hw_image *image, uint64_t address, hw_type *ret, hw_error *err)
{
    const hw_listed_symbol *s = elsewhere(image, address);
    *ret = (hw_type){0};
    if (!s)
        return hw_descriptor_at(image, address, ret, err);
    hw_str name = name_of(listing_of(image), s->name);
    if (!hw_str_cut_prefix(&name, HW_STR("type:")) && !hw_str_cut_prefix(&name, HW_STR("type.")))
        return HW_OK;
    if (name.n == 0 || name.p[0] == '.')
        return HW_OK;
    ret->size = UINT64_MAX;
    HW_TRY(short_name((hw_listing *)(void *)image, name, &ret->name, err));
    ret->address = ret->name.n ? address : 0;
    return HW_OK;
}

/* --- packages ------------------------------------------------------------------------------- */

static hw_status compiled_by(hw_image *image, const hw_image_function *f, hw_str *ret,
                             hw_error *err)
{
    const hw_listing *l = listing_of(image);
    uint32_t block = f->index < l->functions.len ? l->functions.at[f->index].block : HW_NONE;
    (void)err;
    *ret = (hw_str){0};
    if (block != HW_NONE)
        *ret = l->blocks.at[block].main ? HW_STR("main") : name_of(l, l->blocks.at[block].package);
    return HW_OK;
}

static hw_status boundary(hw_image *image, const hw_image_function *f, uint32_t pc, uint32_t *ret,
                          hw_error *err)
{
    const hw_listed_line *at = line_at(listing_of(image), f, pc);
    (void)err;
    *ret = at ? at->pc : 0;
    return HW_OK;
}

/* --- the whole ------------------------------------------------------------------------------ */

static void free_listing(hw_image *image)
{
    hw_listing *l = (hw_listing *)(void *)image;
    hw_strings_free(&l->strings);
    hw_buf_free(&l->code);
    hw_buf_free(&l->data);
    hw_vec_free(&l->symbols);
    hw_vec_free(&l->by_name);
    hw_vec_free(&l->elsewhere);
    hw_vec_free(&l->functions);
    hw_vec_free(&l->blocks);
    hw_vec_free(&l->lines);
    hw_vec_free(&l->relocs);
    hw_vec_free(&l->trees);
    hw_vec_free(&l->steps);
    hw_vec_free(&l->calls);
    hw_vec_free(&l->tree_of);
    hw_mem_free(l);
}

/* Tables of a listing have callers by their numbers, without the PC. */
static hw_status inlined_callee(hw_image *image, uint64_t pc, hw_str *ret, hw_error *err)
{
    (void)image, (void)pc, (void)err;
    *ret = (hw_str){0};
    return HW_OK;
}

static hw_status has_file(hw_image *image, uint64_t pc, hw_str base, bool *ret, hw_error *err)
{
    const hw_listing *l = listing_of(image);
    hw_image_function f;
    *ret = false;
    HW_TRY(function_of(image, pc, &f, err));
    if (f.end == 0 || f.index >= l->functions.len)
        return HW_OK;
    const hw_listed_function *of = &l->functions.at[f.index];
    for (uint32_t i = 0; i < of->lines && !*ret; i++)
        *ret = hw_str_eq(hw_str_base(name_of(l, l->lines.at[of->lines_at + i].file)), base);
    return HW_OK;
}

static const hw_image_source listing_source = {
    .functions = functions,
    .function_at = function_at,
    .function_of = function_of,
    .line = line,
    .frames = frames,
    .type = type,
    .compiled_by = compiled_by,
    .boundary = boundary,
    .inlined_callee = inlined_callee,
    .has_file = has_file,
    .pointer = hw_image_u64, /* nothing waits for relocation */
    .free = free_listing,
};

static hw_status read_all(hw_listing *l, const hw_listing_text *texts, size_t n, hw_error *err)
{
    for (size_t i = 0; i < n; i++) {
        size_t before = l->functions.len;
        HW_TRY(hw_listing_read(l, texts[i].name, texts[i].bytes, err));
        if (l->functions.len == before)
            return hw_fail(err, HW_FORMAT, texts[i].name,
                           "has no function in it as -gcflags=-S lists them");
    }
    for (size_t i = 0; i < l->functions.len; i++)
        l->unresolved += l->functions.at[i].tree == HW_NONE;
    return HW_OK;
}

static hw_status make(hw_listing *l, const hw_listing_text *texts, size_t n, unsigned go,
                      hw_error *err)
{
    if (!hw_image_init(&l->image, &listing_source, texts[0].name) || !hw_strings_init(&l->strings))
        return hw_nomem(err);
    l->even = true;
    HW_TRY(read_all(l, texts, n, err));
    l->go = l->old ? GO_OLD : go;
    l->image.old = l->old;
    return hw_listing_link(l, err);
}

hw_status hw_listing_image(const hw_listing_text *texts, size_t n, unsigned go, hw_image **ret,
                           hw_error *err)
{
    if (n == 0)
        return hw_fail(err, HW_USAGE, (hw_str){0}, "there is no listing");
    hw_listing *l = hw_mem_zero(1, sizeof *l);
    if (!l)
        return hw_nomem(err);
    hw_status status = make(l, texts, n, go, err);
    if (status == HW_OK)
        *ret = &l->image;
    else
        hw_image_close(&l->image);
    return status;
}

static const hw_listing *if_listing(const hw_image *image)
{
    return image->source == &listing_source ? listing_of(image) : NULL;
}

unsigned hw_listing_go(const hw_image *image)
{
    const hw_listing *l = if_listing(image);
    return l ? l->go : 0;
}

uint64_t hw_listing_unresolved(const hw_image *image)
{
    const hw_listing *l = if_listing(image);
    return l ? l->unresolved : 0;
}
