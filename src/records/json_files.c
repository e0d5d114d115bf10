#include "records/json_files.h"

#include "base/error.h"
#include "base/mem.h"

enum { SAME_BASE_MAX = 64 }; /* files of one package with one base name that are looked at */

typedef struct base_key {
    hw_sid package; /* HW_NONE: any */
    hw_str base;
} base_key;

/* Where the folder of one build ends: /tmp/go-build123/b004/x.go, 0 without. */
static size_t build_folder(hw_str path)
{
    hw_str mark = HW_STR("/go-build");
    size_t at = hw_str_find(path, mark);
    if (at == HW_NPOS)
        return 0;
    at += mark.n;
    while (at < path.n && path.p[at] >= '0' && path.p[at] <= '9')
        at++;
    return at < path.n && path.p[at] == '/' ? at + 1 : 0;
}

/* A path without the parts that differ between builds and working directories: ./x, ../x, $WORK/x,
 * $GOROOT/x. */
static hw_str rooted(hw_str path)
{
    bool again = true;
    path = hw_str_from(path, build_folder(path));
    while (again)
        again = hw_str_cut_prefix(&path, HW_STR("./")) || hw_str_cut_prefix(&path, HW_STR("../"));
    if (!hw_str_cut_prefix(&path, HW_STR("$WORK/")))
        hw_str_cut_prefix(&path, HW_STR("$GOROOT/"));
    return path;
}

/* `path` ends with `tail`, at the border of a folder. */
static bool ends_with_path(hw_str path, hw_str tail)
{
    if (!hw_str_ends(path, tail) || tail.n == 0)
        return false;
    return path.n == tail.n || path.p[path.n - tail.n - 1] == '/';
}

bool hw_json_same_file(hw_str printed, hw_str absolute)
{
    if (hw_str_eq(printed, absolute))
        return true;
    if (printed.n == 0) /* what has no position */
        return hw_str_eq(absolute, HW_STR("__unnamed__"));
    printed = rooted(printed);
    absolute = hw_str_from(absolute, build_folder(absolute));
    if (hw_str_starts(printed, HW_STR("/")) && hw_str_starts(absolute, HW_STR("/")))
        return false;
    return ends_with_path(absolute, printed) || ends_with_path(printed, absolute);
}

static hw_str text_of(const hw_json_files *m, hw_sid id)
{
    return hw_strings_get(m->set->strings, id);
}

static base_key key_of(const hw_json_files *m, uint32_t id)
{
    size_t n = m->set->json.files.len;
    const hw_json_file *f = &m->set->json.files.at[id < n ? id : id - n];
    return (base_key){id < n ? f->package : HW_NONE, hw_str_base(text_of(m, f->file))};
}

static uint64_t hash_base(const hw_json_files *m, const base_key *k)
{
    return hw_hash(hw_mix(m->set->strings->index.seed, k->package), k->base.p, k->base.n);
}

typedef struct lookup {
    const hw_json_files *m;
    base_key key;
} lookup;

static bool same_base(const void *ctx, uint32_t id)
{
    const lookup *l = ctx;
    base_key k = key_of(l->m, id);
    return k.package == l->key.package && hw_str_eq(k.base, l->key.base);
}

static uint64_t rehash_base(const void *ctx, uint32_t id)
{
    base_key k = key_of(ctx, id);
    return hash_base(ctx, &k);
}

static bool same_package(const void *ctx, uint32_t id)
{
    const lookup *l = ctx;
    return l->m->set->json.files.at[id].package == l->key.package;
}

static uint64_t rehash_package(const void *ctx, uint32_t id)
{
    const hw_json_files *m = ctx;
    return hw_mix(m->set->strings->index.seed, m->set->json.files.at[id].package);
}

uint32_t hw_json_first_of(const hw_json_files *m, hw_sid package)
{
    lookup l = {m, {.package = package}};
    return hw_index_get(&m->packages, hw_mix(m->set->strings->index.seed, package), same_package,
                        &l);
}

static bool has_package(const hw_json_files *m, hw_sid package)
{
    return hw_json_first_of(m, package) != HW_NONE;
}

static HW_MEM index_key(hw_json_files *m, uint32_t id)
{
    lookup l = {m, key_of(m, id)};
    uint64_t hash = hash_base(m, &l.key);
    uint32_t first = hw_index_get(&m->bases, hash, same_base, &l);
    m->next[id] = HW_NONE;
    if (first == HW_NONE)
        return hw_index_put(&m->bases, hash, id, rehash_base, m);
    m->next[id] = m->next[first];
    m->next[first] = id;
    return HW_MEM_OK;
}

static HW_MEM index_files(hw_json_files *m)
{
    uint32_t n = (uint32_t)m->set->json.files.len;
    for (uint32_t i = 0; i < n; i++)
        if (!index_key(m, i) || !index_key(m, n + i) ||
            (!has_package(m, m->set->json.files.at[i].package) &&
             !hw_index_put(&m->packages, rehash_package(m, i), i, rehash_package, m)))
            return HW_MEM_OUT;
    return HW_MEM_OK;
}

/* Main packages are all called "main" in records. With several of them in a text, the folder of the
 * file has to be named as the package is. */
static bool fits_main(const hw_json_files *m, hw_str package, hw_str absolute)
{
    return m->mains <= 1 || hw_str_eq(hw_str_base(hw_str_dir(absolute)), hw_str_base(package));
}

/* The one file of `package` (HW_NONE: of all) that a position of the block can speak of. */
static uint32_t find_file(const hw_json_files *m, const hw_block *b, hw_sid package, hw_str printed)
{
    uint32_t found = HW_NONE, n = (uint32_t)m->set->json.files.len, looked_at = 0;
    lookup l = {m, {package, hw_str_base(printed)}};
    if (printed.n == 0)
        l.key.base = HW_STR("__unnamed__");
    uint32_t id = hw_index_get(&m->bases, hash_base(m, &l.key), same_base, &l);
    for (; id != HW_NONE; id = m->next[id]) {
        uint32_t i = id < n ? id : id - n;
        hw_str absolute = text_of(m, m->set->json.files.at[i].file);
        if (++looked_at > SAME_BASE_MAX)
            return HW_NONE;
        if (!hw_json_same_file(printed, absolute) ||
            (package == m->main && !fits_main(m, text_of(m, b->package), absolute)))
            continue;
        if (found != HW_NONE)
            return HW_NONE;
        found = i;
    }
    return found;
}

hw_sid hw_json_package_of(const hw_json_files *m, const hw_block *b)
{
    if (b->package == 0)
        return HW_NONE;
    if (has_package(m, b->package) || (m->knows_mains && !b->declares_main))
        return b->package;
    return m->main;
}

uint32_t hw_json_file_of(hw_json_files *m, const hw_place *p)
{
    if (p->block == m->last_block && p->file == m->last_file)
        return m->last;
    const hw_block *b = &m->set->blocks.at[p->block];
    m->last_block = p->block;
    m->last_file = p->file;
    m->last = find_file(m, b, hw_json_package_of(m, b), text_of(m, p->file));
    return m->last;
}

bool hw_json_has_records(const hw_json_files *m, const hw_block *b)
{
    hw_sid package = hw_json_package_of(m, b);
    return package == HW_NONE || has_package(m, package);
}

/* Finds the packages of the text that may be the records' "main". */
static void count_mains(hw_json_files *m)
{
    hw_sid last = 0;
    for (int pass = 0; pass < 2 && m->mains == 0; pass++)
        for (size_t i = 0; i < m->set->blocks.len; i++) {
            const hw_block *b = &m->set->blocks.at[i];
            if (b->package == 0 || b->package == last || has_package(m, b->package) ||
                (pass == 0 && !b->declares_main))
                continue;
            last = b->package;
            m->mains++;
            m->knows_mains = pass == 0;
        }
}

void hw_json_files_free(hw_json_files *m)
{
    hw_mem_free(m->next);
    hw_index_free(&m->bases);
    hw_index_free(&m->packages);
}

hw_status hw_json_files_init(hw_json_files *m, hw_claims *set, hw_error *err)
{
    size_t n = set->json.files.len;
    uint64_t seed = set->strings->index.seed;
    *m = (hw_json_files){
        .set = set, .bases.seed = seed, .packages.seed = seed, .last_block = HW_NONE};
    m->next = hw_mem_alloc(n + 1, 2 * sizeof *m->next);
    if (n >= HW_NONE / 2 || !m->next || !hw_strings_put(set->strings, HW_STR("main"), &m->main) ||
        !index_files(m))
        return hw_nomem(err); /* the caller frees */
    count_mains(m);
    return HW_OK;
}
