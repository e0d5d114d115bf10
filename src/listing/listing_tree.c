/* What -d=pctab=pctoinline prints: which inlined call is the innermost from which instruction on,
 * and who was inlined where.
 *
 *     funcpctab main.esc [valfunc=pctoinline]
 *         13      0 00019 (/src/main.go:17)       XCHGL   AX, AX
 *         14      1 00020 (/src/main.go:17)       LEAQ    type:a.T(SB), AX
 *         20        00032 (/src/main.go:17)       CALL    runtime.newobject(SB)
 *     wrote 9 bytes to 0x3ef47be6ec30
 *      00 13 02 01 02 19 03 3f 00
 *     -- inlining tree for main.esc:
 *     0 | -1 | b.New2 (/src/main.go:17:15) pc=45
 *     1 | 0 | a.New (/src/b/b.go:6:14) pc=19
 *     --
 */
#include "listing/listing_tree.h"

#include "base/error.h"
#include "listing/listing_words.h"

static hw_status interleaved(const hw_tree_reader *r, uint64_t number, hw_error *err)
{
    return hw_fail_line(err, HW_FORMAT, r->input, number,
                        "tables of inlined calls lie in each other: the compiler printed them of "
                        "several functions at a time; -c=1 or -m beside -S makes it do one after "
                        "the other");
}

static hw_status begin(hw_tree_reader *r, hw_str name, hw_error *err)
{
    hw_listing *l = r->listing;
    hw_listed_tree tree = {.steps_at = (uint32_t)l->steps.len, .calls_at = (uint32_t)l->calls.len};
    if (l->trees.len >= HW_NONE || l->steps.len >= HW_NONE || l->calls.len >= HW_NONE)
        return hw_fail(err, HW_LIMIT, r->input, "has more than 4 billion inlined calls");
    r->rows = false;
    return hw_strings_put(&l->strings, name, &r->function) && hw_vec_push(&l->trees, tree)
               ? HW_OK
               : hw_nomem(err);
}

/* A function and the wrapper for its other ABI have one name. They differ in their first
 * instruction: "main.f(SB), ABIInternal, $24-8". */
static hw_status take_text(hw_listing *l, hw_str operands, hw_error *err)
{
    hw_sid text;
    if (!hw_strings_put(&l->strings, operands, &text) ||
        !hw_vec_reach(&l->tree_of, (size_t)text + 1))
        return hw_nomem(err);
    l->tree_of.at[text] = (uint32_t)l->trees.len;
    return HW_OK;
}

/* Blanks and hex digits, then a number or as many blanks, then the instruction. */
static hw_status step(hw_tree_reader *r, hw_str line, uint64_t number, hw_error *err)
{
    hw_listing *l = r->listing;
    hw_listed_tree *t = &l->trees.at[l->trees.len - 1];
    hw_listed_step s;
    uint32_t value;
    line = hw_str_trim(line);
    size_t text = hw_str_find(line, HW_STR(")\tTEXT\t"));
    if (text != HW_NPOS)
        HW_TRY(take_text(l, hw_str_from(line, text + 7), err));
    size_t n = hw_listing_number(line, 16, &s.pc);
    if (n == 0)
        return interleaved(r, number, err);
    line = hw_str_from(line, n);
    if (hw_str_starts(line, HW_STR("        "))) /* the value of the line before */
        return HW_OK;
    line = hw_str_trim(line);
    bool minus = hw_str_cut_prefix(&line, HW_STR("-"));
    n = hw_listing_number(line, 10, &value);
    if (n == 0 || value > INT32_MAX)
        return interleaved(r, number, err);
    s.value = minus ? -1 : (int32_t)value;
    if (t->steps && l->steps.at[l->steps.len - 1].pc > s.pc)
        return interleaved(r, number, err);
    if (!hw_vec_push(&l->steps, s))
        return hw_nomem(err);
    t->steps++;
    return HW_OK;
}

/* "1 | 0 | a.New (/src/b/b.go:6:14) pc=19" */
static hw_status row(hw_tree_reader *r, hw_str line, uint64_t number, hw_error *err)
{
    hw_listing *l = r->listing;
    hw_listed_tree *t = &l->trees.at[l->trees.len - 1];
    hw_listed_call call = {.parent = -1};
    uint32_t index, parent = 0;
    hw_str file;
    size_t n = hw_listing_number(line, 10, &index);
    line = hw_str_from(line, n);
    if (n == 0 || index != t->calls || !hw_str_cut_prefix(&line, HW_STR(" | ")))
        return interleaved(r, number, err);
    if (!hw_str_cut_prefix(&line, HW_STR("-1"))) {
        n = hw_listing_number(line, 10, &parent);
        if (n == 0 || parent >= index)
            return interleaved(r, number, err);
        line = hw_str_from(line, n);
        call.parent = (int32_t)parent;
    }
    size_t end = hw_str_rfind(line, HW_STR(") pc=")),
           open = hw_str_rfind(hw_str_sub(line, 0, end), HW_STR(" ("));
    if (!hw_str_cut_prefix(&line, HW_STR(" | ")) || end == HW_NPOS || open == HW_NPOS || open < 3)
        return interleaved(r, number, err);
    hw_listing_position(hw_str_sub(line, open - 1, end - 3), &file, &call.line);
    if (!hw_listed_name(l, hw_str_sub(line, 0, open - 3), &call.function) ||
        !hw_strings_put(&l->strings, file, &call.file) || !hw_vec_push(&l->calls, call))
        return hw_nomem(err);
    t->calls++;
    return HW_OK;
}

static bool is_end(hw_str line)
{
    return hw_str_starts(line, HW_STR("wrote ")) && hw_str_has(line, HW_STR(" bytes to 0x"));
}

hw_status hw_tree_line(hw_tree_reader *r, hw_str line, uint64_t number, bool *taken, hw_error *err)
{
    hw_str name = line;
    *taken = true;
    if (hw_str_cut_prefix(&name, HW_STR("funcpctab "))) {
        bool ours = hw_str_cut_suffix(&name, HW_STR(" [valfunc=pctoinline]"));
        r->rows = false;
        r->function = 0;
        return ours ? begin(r, name, err) : HW_OK;
    }
    if (hw_str_cut_prefix(&name, HW_STR("-- inlining tree for "))) {
        hw_str_cut_suffix(&name, HW_STR(":"));
        if (r->function == 0 || !hw_str_eq(name, hw_strings_get(&r->listing->strings, r->function)))
            return interleaved(r, number, err);
        r->rows = true;
        return HW_OK;
    }
    if (r->function && r->rows) {
        if (hw_str_eq(line, HW_STR("--"))) {
            r->function = 0;
            return HW_OK;
        }
        return row(r, line, number, err);
    }
    if (is_end(line) || hw_str_ends(line, HW_STR(" done")))
        return HW_OK;
    bool hex = hw_str_starts(line, HW_STR(" ")) && hw_str_chr(line, '(') == HW_NPOS;
    *taken = r->function && hw_str_starts(line, HW_STR(" "));
    return *taken && !hex ? step(r, line, number, err) : HW_OK;
}
