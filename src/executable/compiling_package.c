/* Since Go 1.27 the copies of a closure that several packages compile have the same name. They
 * differ in their object file: the linker gives each one a part of its own in the line table's list
 * of files (cuOffset). The package of such a part is the one that most of its plain functions are
 * named after. A few functions have the name of another package (go:linkname). Names of closures,
 * methods and instances do not count: they may be of another package, too. */
#include "executable/compiling_package.h"

#include "base/error.h"
#include "executable/pclntab.h"

enum {
    LEAD = 8,    /* so many more of one package are enough */
    REACH = 512, /* functions on each side: no question costs more, whatever the file */
};

typedef struct ballot {
    uint32_t offset; /* of the part */
    unsigned votes;
    hw_str package;
} ballot;

/* "a.com/b/p.F" → "a.com/b/p"; empty where the name is of no plain function. */
static hw_str package_of(hw_str name)
{
    size_t slash = hw_str_rchr(name, '/'), base = slash == HW_NPOS ? 0 : slash + 1;
    hw_str last = hw_str_from(name, base);
    size_t dot = hw_str_chr(last, '.');
    bool plain = dot != HW_NPOS && hw_str_chr(name, '[') == HW_NPOS &&
                 hw_str_chr(name, '(') == HW_NPOS && hw_str_chr(name, ':') == HW_NPOS &&
                 hw_str_chr(last, '-') == HW_NPOS &&
                 hw_str_chr(hw_str_from(last, dot + 1), '.') == HW_NPOS;
    return plain ? hw_str_sub(name, 0, base + dot) : (hw_str){0};
}

/* If there is a majority, it is the one that is left (Boyer and Moore). */
static void vote(ballot *b, hw_str package)
{
    if (b->votes == 0)
        b->package = package;
    if (hw_str_eq(b->package, package))
        b->votes++;
    else
        b->votes--;
}

/* *same false: the function is of another part, or there is none. */
static hw_status count(hw_program *p, uint32_t index, ballot *b, bool *same, hw_error *err)
{
    hw_image_function f;
    uint32_t offset;
    *same = false;
    if (index >= p->pclntab.functions)
        return HW_OK;
    HW_TRY(hw_pclntab_function_at(&p->image, index, &f, err));
    HW_TRY(hw_function_files(p, &f, &offset, err));
    *same = offset == b->offset;
    hw_str package = package_of(f.name);
    if (*same && package.n)
        vote(b, package);
    return HW_OK;
}

/* A linker puts the functions of an object file side by side, so the nearest ones vote. */
hw_status hw_compiling_package_of(hw_image *image, const hw_image_function *f, hw_str *ret,
                                  hw_error *err)
{
    hw_program *p = hw_program_of(image);
    ballot b = {0};
    bool before = true, behind = true;
    *ret = (hw_str){0};
    HW_TRY(hw_function_files(p, f, &b.offset, err));
    for (uint32_t i = 1; i <= REACH && (before || behind) && b.votes < LEAD; i++) {
        if (before)
            HW_TRY(count(p, f->index - i, &b, &before, err)); /* wraps to no function */
        if (behind)
            HW_TRY(count(p, f->index + i, &b, &behind, err));
    }
    if (b.votes)
        *ret = b.package;
    return HW_OK;
}
