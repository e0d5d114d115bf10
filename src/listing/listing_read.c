/* A listing's text: symbols, their bytes, and what refers to what.
 *
 *     main.esc STEXT size=108 args=0x8 locals=0x18 funcid=0x0 align=0x0
 *         0x0020 00032 (/src/main.go:17)  CALL    runtime.newobject(SB)
 *         0x0000 49 3b 66 10 …                                            the code
 *         rel 33+4 t=R_CALL runtime.newobject+0
 */
#include "listing/listing_read.h"

#include "base/error.h"
#include "listing/listing_tree.h"
#include "listing/listing_words.h"

enum { LISTING_MAX = 1 << 29 }; /* bytes of code, and of data */

typedef struct reader {
    hw_listing *listing;
    hw_str input;
    uint64_t number;      /* of the line, 1-based */
    hw_sid package;       /* of the block; stands for "" in names of Go 1.19 */
    hw_listed_kind kind;  /* of the symbol whose lines come */
    uint32_t symbol, got; /* it, and how many of its bytes came */
    hw_tree_reader tree;
    hw_buf scratch;
} reader;

static hw_status damaged(const reader *r, hw_error *err, const char *what)
{
    return hw_fail_line(err, HW_FORMAT, r->input, r->number, "%s", what);
}

/* Go 1.19 prints "" for the package that is compiled, unless it was given the package's path. */
static hw_status symbol_named(reader *r, hw_str name, uint32_t *ret, hw_error *err)
{
    static const hw_str own = {"\"\".", 3};
    hw_str package = hw_strings_get(&r->listing->strings, r->package);
    if (!hw_str_has(name, own) || package.n == 0)
        return hw_listed_symbol_of(r->listing, name, ret) ? HW_OK : hw_nomem(err);
    hw_buf_clear(&r->scratch);
    for (size_t at; (at = hw_str_find(name, own)) != HW_NPOS; name = hw_str_from(name, at + own.n))
        if (hw_buf_str(&r->scratch, hw_str_sub(name, 0, at)) != HW_OK ||
            hw_buf_str(&r->scratch, package) != HW_OK || hw_buf_add(&r->scratch, ".", 1) != HW_OK)
            return hw_nomem(err);
    if (hw_buf_str(&r->scratch, name) != HW_OK)
        return hw_nomem(err);
    return hw_listed_symbol_of(r->listing, hw_buf_view(&r->scratch), ret) ? HW_OK : hw_nomem(err);
}

/* --- symbols -------------------------------------------------------------------------------- */

/* The word behind a name that says what the symbol is: STEXT, SRODATA … (also with FIPS behind);
 * HW_NPOS: the line begins no symbol. */
static size_t kind_at(hw_str line, hw_str word)
{
    size_t at = hw_str_rfind(line, word);
    if (at == HW_NPOS)
        return HW_NPOS;
    hw_str rest = hw_str_from(line, at + word.n);
    hw_str_cut_prefix(&rest, HW_STR("FIPS"));
    return hw_str_starts(rest, HW_STR(" ")) && hw_str_has(rest, HW_STR(" size=")) ? at : HW_NPOS;
}

static bool value_of(hw_str line, hw_str key, unsigned base, uint32_t *ret)
{
    size_t at = hw_str_rfind(line, key);
    return at != HW_NPOS && hw_listing_number(hw_str_from(line, at + key.n), base, ret);
}

/* Data that is never needed: most of a listing. */
static bool passed_over(hw_str name)
{
    static const hw_str names[] = {{"go:string.", 10},
                                   {"go.string.", 10},
                                   {"gclocals", 8},
                                   {"runtime.gcbits", 14},
                                   {"type:.importpath", 16}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (hw_str_starts(name, names[i]))
            return true;
    return name.n == 0;
}

static hw_status add_zeros(hw_buf *to, size_t n, hw_error *err)
{
    static const char zeros[256] = {0};
    for (size_t k; n; n -= k) {
        k = n < sizeof zeros ? n : sizeof zeros;
        if (hw_buf_add(to, zeros, k) != HW_OK)
            return hw_nomem(err);
    }
    return HW_OK;
}

/* The symbol before must be whole, else the listing is cut. Zeros at the end of data are not
 * listed. */
static hw_status end_symbol(reader *r, hw_error *err)
{
    hw_listed_kind kind = r->kind;
    if (kind == HW_LISTED_NOWHERE)
        return HW_OK;
    const hw_listed_symbol *s = &r->listing->symbols.at[r->symbol];
    r->kind = HW_LISTED_NOWHERE;
    if (r->got == s->size)
        return HW_OK;
    if (kind == HW_LISTED_DATA)
        return add_zeros(&r->listing->data, s->size - r->got, err);
    return hw_fail_line(err, HW_FORMAT, r->input, r->number,
                        "%s should have %u bytes, and %u are listed; is the listing complete?",
                        hw_strings_cstr(&r->listing->strings, s->name), s->size, r->got);
}

static hw_status add_function(reader *r, hw_str line, bool again, hw_error *err)
{
    hw_listing *l = r->listing;
    hw_listed_function f = {.symbol = r->symbol,
                            .lines_at = (uint32_t)l->lines.len,
                            .block = (uint32_t)l->blocks.len - 1, /* HW_NONE: there is none */
                            .tree = HW_NONE};
    hw_sid name = l->symbols.at[r->symbol].name;
    uint32_t id = 0;
    if (!hw_listed_name(l, hw_strings_get(&l->strings, name), &f.name))
        return hw_nomem(err);
    if (l->blocks.len && hw_str_starts(hw_strings_get(&l->strings, f.name), HW_STR("main.")))
        l->blocks.at[f.block].main = true;
    if (value_of(line, HW_STR(" funcid=0x"), 16, &id))
        f.id = (uint8_t)id;
    hw_listed_symbol *s = &l->symbols.at[r->symbol];
    l->even &= s->size % 4 == 0;
    if (again) {
        l->functions.at[s->function] = f;
        return HW_OK;
    }
    s->function = (uint32_t)l->functions.len;
    return hw_vec_push(&l->functions, f) ? HW_OK : hw_nomem(err);
}

static hw_status begin_symbol(reader *r, hw_str line, size_t kind, bool code, hw_error *err)
{
    enum { ALIGN = 16 };
    hw_listing *l = r->listing;
    hw_buf *bytes = code ? &l->code : &l->data;
    hw_str name = hw_str_sub(line, 0, kind);
    uint32_t size;
    if (code && hw_str_ends(name, HW_STR(">")))
        return hw_fail_line(err, HW_UNSUPPORTED, r->input, r->number,
                            "is a listing of -S=2, which has other lines; -S is the one to give");
    if (passed_over(name) || !value_of(line, HW_STR(" size="), 10, &size) || size == 0)
        return HW_OK;
    HW_TRY(symbol_named(r, name, &r->symbol, err));
    hw_listed_symbol *s = &l->symbols.at[r->symbol];
    bool again = s->kind == HW_LISTED_CODE && code && size > s->size; /* as the linker does it */
    if (s->kind != HW_LISTED_NOWHERE && !again)
        return HW_OK;
    if (size > LISTING_MAX || bytes->n > LISTING_MAX - size)
        return hw_fail_line(err, HW_LIMIT, r->input, r->number, "has more than %d MiB of %s",
                            LISTING_MAX >> 20, code ? "code" : "data");
    HW_TRY(add_zeros(bytes, (ALIGN - bytes->n % ALIGN) % ALIGN, err));
    s->kind = r->kind = code ? HW_LISTED_CODE : HW_LISTED_DATA;
    s->at = (uint32_t)bytes->n;
    s->size = size;
    r->got = 0;
    l->old |= hw_str_starts(name, HW_STR("type."));
    return code ? add_function(r, line, again, err) : HW_OK;
}

/* --- a symbol's lines ------------------------------------------------------------------------ */

/* Behind the offset: "00032 (FILE:LINE)\tCALL\t…". Only beginnings and calls are kept. */
static hw_status instruction(reader *r, uint32_t pc, hw_str rest, hw_error *err)
{
    hw_listing *l = r->listing;
    hw_listed_function *f = &l->functions.at[l->symbols.at[r->symbol].function];
    size_t open = hw_str_find(rest, HW_STR(" (")), close = hw_str_find(rest, HW_STR(")\t"));
    hw_listed_line line = {.pc = pc};
    hw_str file;
    if (open == HW_NPOS || close == HW_NPOS || close < open + 2)
        return damaged(r, err,
                       "is no instruction as the compiler lists them; is the listing complete?");
    l->even &= pc % 4 == 0;
    hw_str operation = hw_str_from(rest, close + 2);
    if (f->lines && !hw_str_starts(operation, HW_STR("CALL\t")))
        return HW_OK;
    hw_str_cut_prefix(&operation, HW_STR("TEXT\t"));
    hw_sid text = f->lines ? HW_NONE : hw_strings_find(&l->strings, operation);
    if (text < l->tree_of.len && l->tree_of.at[text])
        f->tree = l->tree_of.at[text] - 1;
    hw_listing_position(hw_str_sub(rest, open + 2, close), &file, &line.line);
    if (!hw_strings_put(&l->strings, file, &line.file) || !hw_vec_push(&l->lines, line))
        return hw_nomem(err);
    f->lines++;
    return HW_OK;
}

/* Behind the offset: up to 16 bytes in hex, and the same as text. */
static hw_status bytes(reader *r, uint32_t at, hw_str rest, hw_error *err)
{
    enum { IN_A_LINE = 16 };
    hw_listing *l = r->listing;
    char line[IN_A_LINE];
    uint32_t n = 0;
    while (n < IN_A_LINE && rest.n >= 3 && rest.p[0] == ' ' && hw_listing_digit(rest.p[1]) >= 0 &&
           hw_listing_digit(rest.p[2]) >= 0) {
        line[n++] = (char)(hw_listing_digit(rest.p[1]) << 4 | hw_listing_digit(rest.p[2]));
        rest = hw_str_from(rest, 3);
    }
    if (at != r->got || n > l->symbols.at[r->symbol].size - r->got)
        return damaged(r, err, "does not go on where the line before ended: lines are missing");
    r->got += n;
    return hw_buf_add(r->kind == HW_LISTED_CODE ? &l->code : &l->data, line, n) == HW_OK
               ? HW_OK
               : hw_nomem(err);
}

/* "+123" or "+-1"; INT32_MIN: it is no such number. */
static int32_t addend(hw_str text, unsigned base)
{
    uint32_t value;
    bool minus = hw_str_cut_prefix(&text, HW_STR("-"));
    size_t n = hw_listing_number(text, base, &value);
    if (n == 0 || n != text.n || value > INT32_MAX)
        return INT32_MIN;
    return minus ? -(int32_t)value : (int32_t)value;
}

/* "rel 33+4 t=R_CALL runtime.newobject+0". Kinds are numbers up to Go 1.21. */
static hw_status relocation(reader *r, hw_str rest, hw_error *err)
{
    hw_listing *l = r->listing;
    const hw_listed_symbol *of = &l->symbols.at[r->symbol];
    uint32_t at, size;
    size_t n = hw_listing_number(rest, 10, &at);
    rest = hw_str_from(rest, n);
    if (!n || !hw_str_cut_prefix(&rest, HW_STR("+")) || !(n = hw_listing_number(rest, 10, &size)))
        return damaged(r, err,
                       "is no relocation as the compiler lists them; is the listing complete?");
    rest = hw_str_from(rest, n);
    hw_str_cut_prefix(&rest, HW_STR(" t="));
    hw_str kind = hw_str_next(&rest, ' ');
    size_t plus = hw_str_rchr(rest, '+');
    if (hw_str_starts(kind, HW_STR("R_CALL")) && !hw_str_eq(kind, HW_STR("R_CALLIND"))) {
        l->arm64_calls |= hw_str_eq(kind, HW_STR("R_CALLARM64"));
        l->other_calls |= !hw_str_eq(kind, HW_STR("R_CALL"));
    }
    if ((size != 4 && size != 8) || plus == HW_NPOS || plus == 0 || at > of->size ||
        size > of->size - at || hw_str_eq(hw_str_sub(rest, 0, plus), HW_STR("TLS")))
        return HW_OK;
    hw_listed_reloc reloc = {.at = of->at + at,
                             .add = addend(hw_str_from(rest, plus + 1), 10),
                             .add_hex = addend(hw_str_from(rest, plus + 1), 16),
                             .size = (uint8_t)size,
                             .code = r->kind == HW_LISTED_CODE};
    HW_TRY(symbol_named(r, hw_str_sub(rest, 0, plus), &reloc.symbol, err));
    return hw_vec_push(&l->relocs, reloc) ? HW_OK : hw_nomem(err);
}

static hw_status inside(reader *r, hw_str line, hw_error *err)
{
    uint32_t at;
    size_t n;
    if (hw_str_cut_prefix(&line, HW_STR("rel ")))
        return relocation(r, line, err);
    if (!hw_str_cut_prefix(&line, HW_STR("0x")) || !(n = hw_listing_number(line, 16, &at)))
        return HW_OK;
    line = hw_str_from(line, n);
    if (line.n > 3 && line.p[0] == ' ' && hw_listing_digit(line.p[3]) >= 0)
        return r->kind == HW_LISTED_CODE ? instruction(r, at, line, err) : HW_OK;
    return bytes(r, at, line, err);
}

/* --- lines ---------------------------------------------------------------------------------- */

/* Names of symbols have the dots of an import path's last element as %2e (objabi.PathToPrefix). */
static hw_status escaped_path(reader *r, hw_str path, hw_sid *ret, hw_error *err)
{
    size_t slash = hw_str_rchr(path, '/');
    bool ok = true;
    hw_buf_clear(&r->scratch);
    for (size_t i = 0; ok && i < path.n; i++) {
        bool dot = path.p[i] == '.' && (slash == HW_NPOS || i > slash);
        ok = hw_buf_add(&r->scratch, dot ? "%2e" : path.p + i, dot ? 3 : 1) == HW_OK;
    }
    return ok && hw_strings_put(&r->listing->strings, hw_buf_view(&r->scratch), ret)
               ? HW_OK
               : hw_nomem(err);
}

static hw_status header(reader *r, hw_str line, hw_error *err)
{
    hw_str name = hw_str_from(line, 2);
    HW_TRY(end_symbol(r, err));
    name = hw_str_sub(name, 0, hw_str_find(name, HW_STR(" [")));
    HW_TRY(escaped_path(r, name, &r->package, err));
    hw_listed_block block = {.package = r->package};
    return hw_vec_push(&r->listing->blocks, block) ? HW_OK : hw_nomem(err);
}

static hw_status take(reader *r, hw_str line, hw_error *err)
{
    bool taken;
    size_t kind;
    if (hw_str_starts(line, HW_STR("\t")))
        return r->kind == HW_LISTED_NOWHERE ? HW_OK : inside(r, hw_str_from(line, 1), err);
    if (hw_str_starts(line, HW_STR("# ")))
        return header(r, line, err);
    HW_TRY(hw_tree_line(&r->tree, line, r->number, &taken, err));
    if (taken)
        return HW_OK;
    HW_TRY(end_symbol(r, err));
    r->tree.function = 0;
    if ((kind = kind_at(line, HW_STR(" STEXT"))) != HW_NPOS)
        return begin_symbol(r, line, kind, true, err);
    if ((kind = kind_at(line, HW_STR(" SRODATA"))) != HW_NPOS)
        return begin_symbol(r, line, kind, false, err);
    return HW_OK;
}

static hw_status read(reader *r, hw_str text, hw_error *err)
{
    while (text.n) {
        hw_str line = hw_str_next(&text, '\n');
        r->number++;
        hw_str_cut_suffix(&line, HW_STR("\r"));
        HW_TRY(take(r, line, err));
    }
    return end_symbol(r, err);
}

hw_status hw_listing_read(hw_listing *l, hw_str name, hw_str text, hw_error *err)
{
    reader r = {.listing = l, .input = name, .tree = {.listing = l, .input = name}};
    hw_status status = read(&r, text, err);
    hw_buf_free(&r.scratch);
    return status;
}
