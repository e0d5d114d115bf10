#include "sites/lines.h"

/* ---- wanted lines ---- */

typedef struct key_lookup {
    const hw_lines *l;
    hw_line_key key;
} key_lookup;

static bool same_key(const void *ctx, uint32_t id)
{
    const key_lookup *k = ctx;
    const hw_line_key *have = &k->l->keys.at[id];
    return have->path == k->key.path && have->line == k->key.line &&
           have->any_file == k->key.any_file;
}

static uint64_t key_hash(const hw_lines *l, hw_line_key key)
{
    uint64_t bits = ((uint64_t)key.path << 32 | key.line) ^ ((uint64_t)key.any_file << 63);
    return hw_hash(l->index.seed, &bits, sizeof bits);
}

static uint64_t rehash_key(const void *ctx, uint32_t id)
{
    const hw_lines *l = ctx;
    return key_hash(l, l->keys.at[id]);
}

static HW_MEM mark(hw_flags *flags, hw_sid sid)
{
    if (!hw_vec_reach(flags, (size_t)sid + 1))
        return HW_MEM_OUT;
    flags->at[sid] = 1;
    return HW_MEM_OK;
}

void hw_lines_init(hw_lines *l, const hw_where *where, const hw_claims *claims)
{
    *l = (hw_lines){.where = where, .claims = claims};
    l->index.seed = hw_random_seed();
    l->file_index.seed = l->index.seed;
}

uint32_t hw_lines_find(const hw_lines *l, hw_line_key key)
{
    key_lookup k = {l, key};
    return hw_index_get(&l->index, key_hash(l, key), same_key, &k);
}

HW_MEM hw_lines_want(hw_lines *l, hw_line_key key, uint32_t *ret)
{
    uint32_t id = hw_lines_find(l, key);
    if (id == HW_NONE) {
        id = (uint32_t)l->keys.len;
        if (!hw_vec_push(&l->keys, key) || !mark(&l->asked, key.path) ||
            !hw_index_put(&l->index, key_hash(l, key), id, rehash_key, l))
            return HW_MEM_OUT;
    }
    *ret = id;
    return HW_MEM_OK;
}

/* ---- files ---- */

typedef struct file_lookup {
    const hw_lines *l;
    uint32_t block;
    hw_sid file;
} file_lookup;

static bool same_file(const void *ctx, uint32_t id)
{
    const file_lookup *k = ctx;
    const hw_file_entry *f = &k->l->files.at[id];
    return f->block == k->block && f->file == k->file;
}

static uint64_t file_hash(const hw_lines *l, uint32_t block, hw_sid file)
{
    uint64_t bits = (uint64_t)block << 32 | file;
    return hw_hash(l->file_index.seed, &bits, sizeof bits);
}

static uint64_t rehash_file(const void *ctx, uint32_t id)
{
    const hw_lines *l = ctx;
    return file_hash(l, l->files.at[id].block, l->files.at[id].file);
}

static bool asked(const hw_lines *l, hw_sid sid)
{
    return sid < l->asked.len && l->asked.at[sid];
}

static const hw_file_entry *file_of(const hw_lines *l, uint32_t block, hw_sid file)
{
    file_lookup k = {l, block, file};
    uint32_t id = hw_index_get(&l->file_index, file_hash(l, block, file), same_file, &k);
    return id == HW_NONE ? NULL : &l->files.at[id];
}

static HW_MEM add_file(hw_lines *l, const hw_place *p)
{
    hw_file_entry f = {.block = p->block, .file = p->file};
    if (!hw_where_file(l->where, p->block, p->file, &f.path))
        return HW_MEM_OUT;
    hw_str package = hw_str_dir(hw_strings_get(l->where->strings, f.path));
    if (!hw_strings_put(l->where->strings, package, &f.package))
        return HW_MEM_OUT;
    f.wanted = asked(l, f.path) || asked(l, f.package);
    uint32_t id = (uint32_t)l->files.len;
    return hw_vec_push(&l->files, f) &&
           hw_index_put(&l->file_index, file_hash(l, p->block, p->file), id, rehash_file, l) &&
           mark(&l->diagnosed, f.path);
}

/* The entry of a place's file, which is made where it is new. `last`: the one before, or NULL.
 * NULL: out of memory. */
static const hw_file_entry *entry(hw_lines *l, const hw_place *p, const hw_file_entry *last)
{
    if (last && last->block == p->block && last->file == p->file)
        return last;
    const hw_file_entry *f = file_of(l, p->block, p->file);
    if (f)
        return f;
    return add_file(l, p) ? &l->files.at[l->files.len - 1] : NULL;
}

/* ---- reading ---- */

static HW_MEM hit(hw_lines *l, hw_line_table *t, const hw_file_entry *f, uint32_t line,
                  uint32_t item)
{
    uint32_t id = hw_lines_find(l, (hw_line_key){f->path, line, false});
    if (id != HW_NONE && !hw_vec_push(&t->hits, ((hw_line_hit){id, item})))
        return HW_MEM_OUT;
    id = hw_lines_find(l, (hw_line_key){f->package, line, true});
    return id == HW_NONE || hw_vec_push(&t->hits, ((hw_line_hit){id, item}));
}

/* The places of one array of hw_claims: `at` is its first place, `step` the size of an element.
 * Without a table only their files are noted: they are diagnosed. */
static HW_MEM read_places(hw_lines *l, hw_line_table *t, const hw_place *at, size_t step, size_t n)
{
    const hw_file_entry *f = NULL;
    for (size_t i = 0; i < n; i++) {
        const hw_place *p = (const hw_place *)(const void *)((const char *)at + i * step);
        if (l->where->ignored.at[p->block])
            continue;
        f = entry(l, p, f);
        if (!f)
            return HW_MEM_OUT;
        if (t && f->wanted && !hit(l, t, f, p->line, (uint32_t)i))
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

/* Counting sort: stable, so that a run stays in log order. */
static HW_MEM sort_hits(hw_lines *l, hw_line_table *t)
{
    size_t lines = l->keys.len;
    if (!hw_vec_reach(&t->first, lines + 1) || !hw_vec_room(&t->items, t->hits.len + 1))
        return HW_MEM_OUT;
    for (size_t i = 0; i < t->hits.len; i++)
        t->first.at[t->hits.at[i].line + 1]++;
    for (size_t i = 0; i < lines; i++)
        t->first.at[i + 1] += t->first.at[i];
    t->items.len = t->hits.len;
    for (size_t i = t->hits.len; i-- > 0;)
        t->items.at[--t->first.at[t->hits.at[i].line + 1]] = t->hits.at[i].item;
    /* Slot i + 1 has the start of line i now: shift them. */
    for (size_t i = 0; i < lines; i++)
        t->first.at[i] = t->first.at[i + 1];
    t->first.at[lines] = (uint32_t)t->hits.len;
    hw_vec_free(&t->hits);
    return HW_MEM_OK;
}

HW_MEM hw_lines_read(hw_lines *l)
{
    const hw_claims *c = l->claims;
    for (size_t i = 0; i < c->blocks.len; i++)
        if (!l->where->ignored.at[i] && c->blocks.at[i].package &&
            !mark(&l->diagnosed, c->blocks.at[i].package))
            return HW_MEM_OUT;
#define READ(table, vec)                                                                           \
    (c->vec.len == 0 || read_places(l, table, &c->vec.at->place, sizeof *c->vec.at, c->vec.len))
    hw_mem ok = READ(&l->claim, list) && READ(&l->inlining, inlinings) && READ(&l->hint, hints) &&
                READ(NULL, decls);
#undef READ
    return ok && sort_hits(l, &l->claim) && sort_hits(l, &l->inlining) && sort_hits(l, &l->hint);
}

hw_item_run hw_lines_run(const hw_line_table *t, uint32_t line)
{
    if (line == HW_NONE)
        return (hw_item_run){NULL, 0};
    return (hw_item_run){t->items.at + t->first.at[line],
                         (size_t)(t->first.at[line + 1] - t->first.at[line])};
}

bool hw_lines_diagnosed(const hw_lines *l, hw_sid sid)
{
    return sid < l->diagnosed.len && l->diagnosed.at[sid];
}

hw_sid hw_lines_path(const hw_lines *l, const hw_place *place)
{
    const hw_file_entry *f = file_of(l, place->block, place->file);
    return f ? f->path : 0;
}

static void table_free(hw_line_table *t)
{
    hw_vec_free(&t->hits);
    hw_vec_free(&t->items);
    hw_vec_free(&t->first);
}

void hw_lines_free(hw_lines *l)
{
    hw_vec_free(&l->keys);
    hw_index_free(&l->index);
    hw_vec_free(&l->asked);
    hw_vec_free(&l->diagnosed);
    hw_vec_free(&l->files);
    hw_index_free(&l->file_index);
    table_free(&l->claim);
    table_free(&l->inlining);
    table_free(&l->hint);
}
