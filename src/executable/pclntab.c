#include "executable/pclntab.h"

#include "base/error.h"
#include "base/search.h"
#include "executable/image.h"
#include "executable/little_endian.h"

enum {
    ENTRY = 8,          /* bytes of an entry of the function table */
    NAME_MAX = 1 << 16, /* bytes of a name; those of generic code are long */
    WINDOW = 4096,
    STEP_MAX = 10, /* bytes of two numbers of 32 bits */
    PCDATA_MAX = 256,
};

/* How much may be told of a program: so much for its size, more for each question. Real programs
 * tell a function and three frames of a question, with names of less than a hundred bytes. */
enum { TOLD_AT_LEAST = 1 << 16, BYTES_OF_FILE = 4, PER_QUESTION = 16, BYTES_OF_NAMES = 64 };

/* Offsets in _func; `size` is where the offsets of PCDATA begin. */
typedef struct func_layout {
    unsigned start_line, id, flag, funcdatas, size;
} func_layout;

enum { NAME = 4, PCFILE = 20, PCLN = 24, PCDATAS = 28, FILES = 32 /* cuOffset */ };

static const func_layout *func_layout_of(const hw_pclntab *t)
{
    static const func_layout first = {0, 36, 37, 39, 40}, later = {36, 40, 41, 43, 44};
    return t->version == 118 ? &first : &later;
}

static hw_status damaged(const hw_program *program, uint64_t address, hw_error *err)
{
    return hw_image_damaged(&program->image, address, err,
                            "is damaged: its line table contradicts itself");
}

/* `n` bytes at an offset of the line table. */
static hw_status bytes(hw_program *program, uint64_t offset, size_t n, const unsigned char **ret,
                       hw_error *err)
{
    const hw_pclntab *t = &program->pclntab;
    if (offset > t->size || n > t->size - offset)
        return damaged(program, t->address, err);
    return hw_image_bytes(&program->image, t->address + offset, n, ret, err);
}

static hw_status number(hw_program *program, uint64_t offset, uint32_t *ret, hw_error *err)
{
    const unsigned char *p;
    HW_TRY(bytes(program, offset, 4, &p, err));
    *ret = hw_le32(p);
    return HW_OK;
}

static hw_status text(hw_program *program, uint64_t part, uint32_t offset, hw_str *ret,
                      hw_error *err)
{
    const hw_pclntab *t = &program->pclntab;
    if (offset >= t->size - part)
        return damaged(program, t->address + part, err);
    return hw_image_text(&program->image, t->address + part + offset, NAME_MAX, ret, err);
}

hw_status hw_function_name(hw_program *program, uint32_t offset, hw_str *ret, hw_error *err)
{
    return text(program, program->pclntab.names, offset, ret, err);
}

hw_status hw_pclntab_tell(hw_program *program, hw_str name, hw_error *err)
{
    const hw_image *image = &program->image;
    program->told += 1 + name.n / BYTES_OF_NAMES;
    if (program->told <= TOLD_AT_LEAST + image->file.size / BYTES_OF_FILE + program->allowed)
        return HW_OK;
    return hw_image_damaged(
        image, program->pclntab.address, err,
        "is damaged: its names and inlined calls are longer than its code explains");
}

/* --- functions ------------------------------------------------------------------------------ */

static uint64_t text_address(const hw_program *program, uint32_t offset)
{
    for (size_t i = 0; i < program->texts.len; i++) {
        const hw_text_section *t = &program->texts.at[i];
        bool last = i + 1 == program->texts.len && offset == t->end;
        if ((offset >= t->from && offset < t->end) || last)
            return t->address + (offset - t->from);
    }
    return program->image.module.text + offset;
}

static bool text_offset(const hw_program *program, uint64_t pc, uint64_t *ret)
{
    for (size_t i = 0; i < program->texts.len; i++) {
        const hw_text_section *t = &program->texts.at[i];
        if (t->end > t->from && pc - t->address < t->end - t->from) {
            *ret = t->from + (pc - t->address);
            return true;
        }
    }
    return false;
}

static hw_status entry_offset(hw_program *program, uint32_t i, uint32_t *ret, hw_error *err)
{
    return number(program, program->pclntab.table + (uint64_t)i * ENTRY, ret, err);
}

/* Without its end, which is where the next one begins. */
static hw_status read_func(hw_program *program, uint64_t at, hw_image_function *ret, hw_error *err)
{
    const hw_pclntab *t = &program->pclntab;
    const func_layout *l = func_layout_of(t);
    const unsigned char *p;
    HW_TRY(bytes(program, at, l->size, &p, err));
    ret->at = t->address + at;
    ret->start_line = l->start_line ? hw_le32(p + l->start_line) : 0;
    ret->id = p[l->id];
    ret->flag = p[l->flag];
    return hw_function_name(program, hw_le32(p + NAME), &ret->name, err);
}

uint32_t hw_pclntab_functions(const hw_image *image)
{
    return hw_program_of_const(image)->pclntab.functions;
}

hw_status hw_pclntab_function_at(hw_image *image, uint32_t index, hw_image_function *ret,
                                 hw_error *err)
{
    hw_program *program = hw_program_of(image);
    const hw_pclntab *t = &program->pclntab;
    uint32_t entry, func, end;
    if (index >= t->functions)
        return damaged(program, t->address, err);
    uint64_t at = t->table + (uint64_t)index * ENTRY;
    HW_TRY(number(program, at, &entry, err));
    HW_TRY(number(program, at + 4, &func, err));
    HW_TRY(entry_offset(program, index + 1, &end, err));
    hw_image_function f = {
        .index = index, .entry = text_address(program, entry), .end = text_address(program, end)};
    if (f.end < f.entry)
        return damaged(program, t->address + at, err);
    HW_TRY(read_func(program, t->table + func, &f, err));
    program->allowed += PER_QUESTION;
    HW_TRY(hw_pclntab_tell(program, f.name, err));
    *ret = f;
    return HW_OK;
}

hw_status hw_pclntab_function_of(hw_image *image, uint64_t pc, hw_image_function *ret,
                                 hw_error *err)
{
    hw_program *program = hw_program_of(image);
    uint64_t offset;
    uint32_t low = 0, high = program->pclntab.functions, entry, end;
    *ret = (hw_image_function){0};
    if (!text_offset(program, pc, &offset))
        return HW_OK;
    HW_TRY(entry_offset(program, high, &end, err));
    if (offset >= end)
        return HW_OK;
    while (low < high) { /* the first function that begins behind the PC */
        uint32_t middle = low + (high - low) / 2;
        HW_TRY(entry_offset(program, middle, &entry, err));
        if (entry <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return HW_OK;
    hw_image_function f;
    HW_TRY(hw_pclntab_function_at(image, low - 1, &f, err));
    if (pc >= f.entry && pc < f.end)
        *ret = f;
    return HW_OK;
}

/* --- PC-value tables ------------------------------------------------------------------------ */

/* A number of up to 32 bits in groups of seven, the lowest first; 0: it is longer, or cut. */
static size_t varint(const unsigned char *p, size_t n, uint32_t *ret)
{
    *ret = 0;
    for (size_t i = 0; i < n && i < 5; i++) {
        *ret |= (uint32_t)(p[i] & 0x7f) << 7 * i;
        if (!(p[i] & 0x80))
            return i + 1;
    }
    return 0;
}

/* A step: how much the value changes (zigzag), and for how many quanta it holds. Returns the bytes
 * read, 0 where the table is damaged; `*end`: it is the end. */
static size_t read_step(const unsigned char *p, size_t n, bool first, uint32_t *change,
                        uint32_t *quanta, bool *end)
{
    size_t a = varint(p, n, change);
    *end = a && *change == 0 && !first;
    if (a == 0 || *end)
        return a;
    size_t b = varint(p + a, n - a, quanta);
    return b ? a + b : 0;
}

/* Every table is decoded once. A linker shares tables that are equal, so all of them together are
 * no longer than the part that holds them; a file where they overlap is refused. */
static hw_status decode(hw_program *program, uint32_t offset, hw_error *err)
{
    const hw_pclntab *t = &program->pclntab;
    uint64_t at = t->tables + offset, pc = 0;
    uint32_t value = UINT32_MAX, change, quanta;
    const unsigned char *p = NULL;
    for (size_t i = 0, have = 0;;) {
        if (at >= t->size)
            return damaged(program, t->address, err);
        if (have - i < STEP_MAX) {
            have = t->size - at < WINDOW ? (size_t)(t->size - at) : WINDOW;
            HW_TRY(bytes(program, at, have, &p, err));
            i = 0;
        }
        bool end = false;
        size_t n = read_step(p + i, have - i, pc == 0, &change, &quanta, &end);
        program->decoded += n;
        if (n == 0 || program->decoded > 2 * t->size)
            return damaged(program, t->address + at, err);
        if (end)
            return HW_OK;
        value += -(change & 1) ^ (change >> 1);
        pc += (uint64_t)quanta * t->quantum;
        if (pc > UINT32_MAX)
            return damaged(program, t->address + at, err);
        if (!hw_vec_push(&program->steps, ((hw_table_step){(uint32_t)pc, (int32_t)value})))
            return hw_nomem(err);
        i += n;
        at += n;
    }
}

typedef struct table_key {
    const hw_program *program;
    uint32_t offset;
} table_key;

static bool same_table(const void *ctx, uint32_t id)
{
    const table_key *k = ctx;
    return k->program->tables.at[id].offset == k->offset;
}

static uint64_t hash_table(const void *ctx, uint32_t id)
{
    const hw_program *program = ctx;
    uint32_t offset = program->tables.at[id].offset;
    return hw_hash(program->table_index.seed, &offset, sizeof offset);
}

static hw_status table_at(hw_program *program, uint32_t offset, const hw_table **ret, hw_error *err)
{
    table_key key = {program, offset};
    uint64_t hash = hw_hash(program->table_index.seed, &offset, sizeof offset);
    uint32_t id = hw_index_get(&program->table_index, hash, same_table, &key);
    if (id == HW_NONE) {
        size_t from = program->steps.len;
        if (from >= UINT32_MAX)
            return hw_fail(err, HW_LIMIT, program->image.name,
                           "has line tables of more than 4 GiB");
        hw_status status = decode(program, offset, err);
        hw_table t = {offset, (uint32_t)from, (uint32_t)(program->steps.len - from)};
        id = (uint32_t)program->tables.len;
        if (status == HW_OK &&
            !(hw_vec_push(&program->tables, t) &&
              hw_index_put(&program->table_index, hash, id, hash_table, program))) {
            program->tables.len = id;
            status = hw_nomem(err);
        }
        if (status != HW_OK) {
            program->steps.len = from;
            return status;
        }
    }
    *ret = &program->tables.at[id];
    return HW_OK;
}

/* The first step of a table that ends behind the PC; t->steps: none does. */
static size_t step_at(const hw_program *program, const hw_table *t, uint32_t pc)
{
    size_t low = 0;
    HW_SEARCH(low, t->steps, i, program->steps.at[t->at + i].end <= pc);
    return low;
}

static hw_status table_value(hw_program *program, uint32_t offset, uint32_t pc, int32_t *ret,
                             hw_error *err)
{
    const hw_table *t;
    *ret = -1;
    if (offset == 0)
        return HW_OK;
    HW_TRY(table_at(program, offset, &t, err));
    size_t i = step_at(program, t, pc);
    if (i < t->steps)
        *ret = program->steps.at[t->at + i].value;
    return HW_OK;
}

/* A table's value changes where an instruction begins. */
static hw_status boundary_in(hw_program *program, uint32_t offset, uint32_t pc, uint32_t *ret,
                             hw_error *err)
{
    const hw_table *t;
    HW_TRY(table_at(program, offset, &t, err));
    size_t i = step_at(program, t, pc);
    if (i && program->steps.at[t->at + i - 1].end > *ret)
        *ret = program->steps.at[t->at + i - 1].end;
    return HW_OK;
}

/* --- what a function refers to -------------------------------------------------------------- */

static uint64_t offset_of(const hw_program *program, const hw_image_function *f)
{
    return f->at - program->pclntab.address;
}

static hw_status pcdatas(hw_program *program, const hw_image_function *f, uint32_t *ret,
                         hw_error *err)
{
    HW_TRY(number(program, offset_of(program, f) + PCDATAS, ret, err));
    return *ret <= PCDATA_MAX ? HW_OK : damaged(program, f->at, err);
}

hw_status hw_pcdata_value(hw_program *program, const hw_image_function *f, unsigned which,
                          uint32_t pc, int32_t *ret, hw_error *err)
{
    uint32_t count, offset;
    uint64_t tables = offset_of(program, f) + func_layout_of(&program->pclntab)->size;
    *ret = -1;
    HW_TRY(pcdatas(program, f, &count, err));
    if (which >= count)
        return HW_OK;
    HW_TRY(number(program, tables + (uint64_t)which * 4, &offset, err));
    return table_value(program, offset, pc, ret, err);
}

hw_status hw_pcdata_most(hw_program *program, const hw_image_function *f, unsigned which,
                         int32_t *ret, hw_error *err)
{
    const hw_table *t;
    uint32_t count, offset;
    uint64_t tables = offset_of(program, f) + func_layout_of(&program->pclntab)->size;
    *ret = -1;
    HW_TRY(pcdatas(program, f, &count, err));
    if (which >= count)
        return HW_OK;
    HW_TRY(number(program, tables + (uint64_t)which * 4, &offset, err));
    if (offset == 0)
        return HW_OK;
    HW_TRY(table_at(program, offset, &t, err));
    for (size_t i = 0; i < t->steps; i++)
        if (program->steps.at[t->at + i].value > *ret)
            *ret = program->steps.at[t->at + i].value;
    return HW_OK;
}

hw_status hw_funcdata(hw_program *program, const hw_image_function *f, unsigned which,
                      uint64_t *ret, hw_error *err)
{
    const func_layout *l = func_layout_of(&program->pclntab);
    const unsigned char *p;
    uint32_t count, offset;
    *ret = 0;
    HW_TRY(pcdatas(program, f, &count, err));
    HW_TRY(bytes(program, offset_of(program, f), l->size, &p, err));
    if (which >= p[l->funcdatas])
        return HW_OK;
    HW_TRY(number(program, offset_of(program, f) + l->size + ((uint64_t)count + which) * 4, &offset,
                  err));
    if (offset != UINT32_MAX)
        *ret = program->image.module.gofunc + offset;
    return HW_OK;
}

hw_status hw_function_files(hw_program *program, const hw_image_function *f, uint32_t *ret,
                            hw_error *err)
{
    return number(program, offset_of(program, f) + FILES, ret, err);
}

/* An instruction begins wherever a table of lines or of PCDATA steps: unsafe points, stack maps,
 * inlined calls. */
hw_status hw_pclntab_boundary(hw_image *image, const hw_image_function *f, uint32_t pc,
                              uint32_t *ret, hw_error *err)
{
    hw_program *program = hw_program_of(image);
    enum { TABLES = 3 };
    const func_layout *l = func_layout_of(&program->pclntab);
    const unsigned char *p;
    uint32_t count, table;
    *ret = 0;
    HW_TRY(pcdatas(program, f, &count, err));
    HW_TRY(bytes(program, offset_of(program, f), l->size, &p, err));
    HW_TRY(boundary_in(program, hw_le32(p + PCLN), pc, ret, err));
    for (uint32_t i = 0; i < count && i < TABLES; i++) {
        HW_TRY(number(program, offset_of(program, f) + l->size + (uint64_t)i * 4, &table, err));
        if (table)
            HW_TRY(boundary_in(program, table, pc, ret, err));
    }
    return HW_OK;
}

/* The name of a file by its number in the part of the list that begins at `files`; "?": none. */
static hw_status file_name(hw_program *program, uint32_t files, int32_t file, hw_str *ret,
                           hw_error *err)
{
    uint32_t offset;
    *ret = HW_STR("?");
    HW_TRY(number(program, program->pclntab.cutab + ((uint64_t)files + (uint32_t)file) * 4, &offset,
                  err));
    return offset == UINT32_MAX ? HW_OK : text(program, program->pclntab.files, offset, ret, err);
}

hw_status hw_pclntab_line(hw_image *image, const hw_image_function *f, uint32_t pc, hw_str *file,
                          uint32_t *line, hw_error *err)
{
    hw_program *program = hw_program_of(image);
    const unsigned char *p;
    int32_t number_of_file, number_of_line;
    *file = HW_STR("?");
    *line = 0;
    HW_TRY(bytes(program, offset_of(program, f), func_layout_of(&program->pclntab)->size, &p, err));
    uint32_t pcfile = hw_le32(p + PCFILE), pcln = hw_le32(p + PCLN), files = hw_le32(p + FILES);
    HW_TRY(table_value(program, pcfile, pc, &number_of_file, err));
    HW_TRY(table_value(program, pcln, pc, &number_of_line, err));
    if (number_of_file < 0 || number_of_line < 0)
        return HW_OK;
    HW_TRY(file_name(program, files, number_of_file, file, err));
    *line = (uint32_t)number_of_line;
    return hw_pclntab_tell(program, *file, err);
}

/* All answers together look at no more places than the file has bytes: behind that nothing is
 * known. */
hw_status hw_pclntab_has_file(hw_image *image, uint64_t pc, hw_str base, bool *ret, hw_error *err)
{
    hw_program *program = hw_program_of(image);
    hw_image_function f;
    const unsigned char *p;
    const hw_table *t;
    *ret = false;
    HW_TRY(hw_pclntab_function_of(image, pc, &f, err));
    if (f.end == 0)
        return HW_OK;
    HW_TRY(
        bytes(program, offset_of(program, &f), func_layout_of(&program->pclntab)->size, &p, err));
    uint32_t pcfile = hw_le32(p + PCFILE), files = hw_le32(p + FILES);
    if (pcfile == 0)
        return HW_OK;
    HW_TRY(table_at(program, pcfile, &t, err));
    for (size_t i = 0; i < t->steps && !*ret; i++) {
        int32_t value = program->steps.at[t->at + i].value;
        hw_str name;
        if (program->scanned++ >= image->file.size)
            break;
        if (value < 0)
            continue;
        HW_TRY(file_name(program, files, value, &name, err));
        *ret = hw_str_eq(hw_str_base(name), base);
    }
    return HW_OK;
}
