#include "verdict/inlined_log.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/search.h"
#include "go/goname.h"

bool hw_inlined_plain(hw_inlined_log *l, hw_str name, hw_sid *ret)
{
    return hw_go_plain(name, &l->scratch) == HW_OK &&
           hw_strings_put(l->strings, hw_buf_view(&l->scratch), ret);
}

static int by_line(const void *a, const void *b)
{
    const hw_beginning *x = a, *y = b;
    if (x->path != y->path)
        return HW_CMP(x->path, y->path);
    return x->line != y->line ? HW_CMP(x->line, y->line) : HW_CMP(x->decl, y->decl);
}

static int by_name(const void *a, const void *b)
{
    const hw_beginning_name *x = a, *y = b;
    if (x->plain != y->plain)
        return HW_CMP(x->plain, y->plain);
    if (x->word != y->word)
        return HW_CMP(x->word, y->word);
    return x->package != y->package ? HW_CMP(x->package, y->package) : HW_CMP(x->at, y->at);
}

static int by_place(const void *a, const void *b)
{
    const hw_inlined_call *x = a, *y = b;
    if (x->path != y->path)
        return HW_CMP(x->path, y->path);
    if (x->line != y->line)
        return HW_CMP(x->line, y->line);
    return x->col != y->col ? HW_CMP(x->col, y->col) : HW_CMP(x->at, y->at);
}

static int by_block(const void *a, const void *b)
{
    const hw_block_call *x = a, *y = b;
    if (x->block != y->block)
        return HW_CMP(x->block, y->block);
    return x->plain != y->plain ? HW_CMP(x->plain, y->plain) : HW_CMP(x->at, y->at);
}

/* "strings" of "strings", "q" of "example.com/q"; id 0 where the package's name may be another:
 * "gopkg.in/yaml.v3", "example.com/q/v2", "go-sqlite3". */
static bool package_word(hw_inlined_log *l, hw_str package, hw_sid *ret)
{
    hw_str base = hw_str_base(package);
    bool other_name = hw_str_chr(base, '.') != HW_NPOS || hw_str_chr(base, '-') != HW_NPOS ||
                      (base.n > 1 && base.p[0] == 'v' && base.p[1] >= '0' && base.p[1] <= '9');
    return hw_strings_put(l->strings, other_name ? HW_STR("") : base, ret);
}

/* Of the beginnings, when they are in their order. */
static bool index_names(hw_inlined_log *l)
{
    for (uint32_t i = 0; i < l->beginnings.len; i++) {
        const hw_beginning *b = &l->beginnings.at[i];
        if (!hw_vec_push(&l->names,
                         ((hw_beginning_name){b->plain, l->words.at[b->block], b->package, i})))
            return false;
    }
    if (l->names.len)
        qsort(l->names.at, l->names.len, sizeof *l->names.at, by_name);
    return true;
}

/* Of the calls, when they are in their order. */
static bool index_blocks(hw_inlined_log *l)
{
    for (uint32_t i = 0; i < l->calls.len; i++)
        if (!hw_vec_push(&l->in_blocks,
                         ((hw_block_call){l->calls.at[i].block, l->calls.at[i].plain, i})))
            return false;
    if (l->in_blocks.len)
        qsort(l->in_blocks.at, l->in_blocks.len, sizeof *l->in_blocks.at, by_block);
    return true;
}

bool hw_inlined_log_read(hw_inlined_log *l, hw_where *where)
{
    const hw_claims *c = where->claims;
    l->claims = c;
    l->strings = where->strings;
    for (size_t i = 0; i < c->blocks.len; i++) {
        hw_sid word;
        if (!package_word(l, hw_strings_get(c->strings, c->blocks.at[i].package), &word) ||
            !hw_vec_push(&l->words, word))
            return false;
    }
    for (uint32_t i = 0; i < c->decls.len; i++) {
        const hw_decl *d = &c->decls.at[i];
        hw_beginning b = {
            .line = d->place.line, .col = d->place.col, .block = d->place.block, .decl = i};
        b.package = c->blocks.at[b.block].package;
        if (!hw_where_file(where, b.block, d->place.file, &b.path) ||
            !hw_inlined_plain(l, hw_strings_get(c->strings, d->name), &b.plain) ||
            !hw_vec_push(&l->beginnings, b))
            return false;
    }
    for (uint32_t i = 0; i < c->inlinings.len; i++) {
        const hw_inlining *n = &c->inlinings.at[i];
        hw_inlined_call k = {
            .block = n->place.block, .line = n->place.line, .col = n->place.col, .at = i};
        if (!hw_where_file(where, k.block, n->place.file, &k.path) ||
            !hw_inlined_plain(l, hw_strings_get(c->strings, n->callee), &k.plain) ||
            !hw_vec_push(&l->calls, k))
            return false;
    }
    if (l->beginnings.len)
        qsort(l->beginnings.at, l->beginnings.len, sizeof *l->beginnings.at, by_line);
    if (l->calls.len)
        qsort(l->calls.at, l->calls.len, sizeof *l->calls.at, by_place);
    return index_names(l) && index_blocks(l);
}

size_t hw_beginning_behind(const hw_inlined_log *l, hw_sid path, uint32_t line)
{
    const hw_beginning key = {.path = path, .line = line, .decl = HW_NONE}, *b = l->beginnings.at;
    size_t low = 0;
    HW_SEARCH(low, l->beginnings.len, i, by_line(&b[i], &key) < 0);
    return low;
}

size_t hw_inlined_from(const hw_inlined_log *l, hw_sid path, uint32_t line)
{
    const hw_inlined_call key = {.path = path, .line = line}, *c = l->calls.at;
    size_t low = 0;
    HW_SEARCH(low, l->calls.len, i, by_place(&c[i], &key) < 0);
    return low;
}

size_t hw_inlined_in(const hw_inlined_log *l, uint32_t block, hw_sid plain, uint32_t at)
{
    const hw_block_call key = {block, plain, at}, *c = l->in_blocks.at;
    size_t low = 0;
    HW_SEARCH(low, l->in_blocks.len, i, by_block(&c[i], &key) < 0);
    return low;
}

static hw_str plain_of(const hw_inlined_log *l, const hw_beginning *b)
{
    return hw_strings_get(l->strings, b->plain);
}

bool hw_beginning_inside(const hw_inlined_log *l, const hw_beginning *b, const hw_beginning *outer)
{
    hw_str rest = plain_of(l, b);
    return hw_str_cut_prefix(&rest, plain_of(l, outer)) && rest.n &&
           (rest.p[0] == '.' || rest.p[0] == '-');
}

uint32_t hw_beginning_end(const hw_inlined_log *l, const hw_beginning *f)
{
    for (size_t i = hw_beginning_behind(l, f->path, f->line);
         i < l->beginnings.len && l->beginnings.at[i].path == f->path; i++)
        if (l->beginnings.at[i].block == f->block && l->beginnings.at[i].plain != f->plain &&
            !hw_beginning_inside(l, &l->beginnings.at[i], f))
            return l->beginnings.at[i].line;
    return UINT32_MAX;
}

bool hw_beginning_is(const hw_inlined_log *l, hw_sid plain, uint32_t block, const hw_beginning *f)
{
    hw_str name = hw_strings_get(l->strings, plain), own = plain_of(l, f);
    if (l->claims->blocks.at[block].package == f->package && hw_str_eq(name, own))
        return true;
    size_t dot = hw_str_chr(name, '.');
    if (dot == HW_NPOS || !hw_str_eq(hw_str_from(name, dot + 1), own))
        return false;
    hw_sid word = l->words.at[f->block];
    return word == 0 || hw_str_eq(hw_str_sub(name, 0, dot), hw_strings_get(l->strings, word));
}

bool hw_beginning_names(const hw_inlined_log *l, const hw_beginning *f, hw_sid names[2])
{
    char text[256];
    hw_str own = plain_of(l, f), word = hw_strings_get(l->strings, l->words.at[f->block]);
    if (word.n == 0 || word.n + 1 + own.n >= sizeof text)
        return false;
    memcpy(text, word.p, word.n);
    text[word.n] = '.';
    memcpy(text + word.n + 1, own.p, own.n);
    names[0] = f->plain;
    names[1] = hw_strings_find(l->strings, (hw_str){text, word.n + 1 + own.n});
    return true;
}

/* Takes those with this name into account, in one package or (HW_NONE) in all that the word stands
 * for. false: they begin at several places. */
static bool look_up(const hw_inlined_log *l, hw_sid plain, hw_sid word, hw_sid package,
                    const hw_beginning **found)
{
    size_t low = 0;
    const hw_beginning_name key = {plain, word, package == HW_NONE ? 0 : package, 0};
    HW_SEARCH(low, l->names.len, i, by_name(&l->names.at[i], &key) < 0);
    for (; low < l->names.len; low++) {
        const hw_beginning_name *n = &l->names.at[low];
        const hw_beginning *b = &l->beginnings.at[n->at];
        if (n->plain != plain || n->word != word || (package != HW_NONE && n->package != package))
            break;
        if (*found && ((*found)->path != b->path || (*found)->line != b->line))
            return false;
        if (!*found || b > *found) /* of several blocks: the last */
            *found = b;
    }
    return true;
}

const hw_beginning *hw_beginning_named(const hw_inlined_log *l, hw_sid plain, uint32_t block)
{
    const hw_strings *t = l->strings;
    const hw_beginning *found = NULL;
    hw_str full = hw_strings_get(t, plain);
    size_t dot = hw_str_chr(full, '.');
    hw_sid package = l->claims->blocks.at[block].package;
    if (!look_up(l, plain, l->words.at[block], package, &found))
        return NULL;
    if (dot == HW_NPOS)
        return found;
    hw_sid tail = hw_strings_find(t, hw_str_from(full, dot + 1)),
           word = hw_strings_find(t, hw_str_sub(full, 0, dot));
    return look_up(l, tail, 0, HW_NONE, &found) && look_up(l, tail, word, HW_NONE, &found) ? found
                                                                                           : NULL;
}

void hw_inlined_log_free(hw_inlined_log *l)
{
    hw_vec_free(&l->words);
    hw_vec_free(&l->beginnings);
    hw_vec_free(&l->names);
    hw_vec_free(&l->calls);
    hw_vec_free(&l->in_blocks);
    hw_buf_free(&l->scratch);
}
