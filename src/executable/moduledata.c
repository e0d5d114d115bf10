/* The line table (pclntab) begins with a header that states its parts; moduledata begins with a
 * pointer to that header, and states where code and types are. Sections may have no names, and
 * other linkers than Go's put the line table into .data.rel.ro: then both are looked for. */
#include "executable/moduledata.h"

#include "base/error.h"
#include "executable/image.h"
#include "executable/little_endian.h"
#include "executable/relocations.h"
#include "go/release.h"

enum {
    HEADER = 72,    /* bytes of pcHeader */
    CANDIDATES = 8, /* line tables that are tried */
    AT_NAMES = 8,   /* offsets in moduledata that no version changed */
    AT_TEXT = 176,
    AT_ETEXT = 184,
    TEXTS_MAX = 4096,
    TEXT_SECTION = 24,
};

/* Offsets in moduledata that did change. The one of the file is the one whose textsectmap begins
 * with the piece that begins at `text`. */
typedef struct layout {
    unsigned types, etypes, gofunc, textsectmap;
} layout;

static const layout layouts[] = {
    {296, 312, 344, 360}, /* 1.27: typedesclen, itaboffset, itabsize */
    {296, 304, 320, 336}, /* 1.26: epclntab */
    {296, 304, 320, 328}, /* 1.20: covctrs, ecovctrs */
    {280, 288, 304, 312}, /* 1.18 */
};

typedef struct search {
    hw_program *program;
    hw_image *image;
    hw_pclntab found[CANDIDATES];
    size_t count;
    uint64_t module; /* address of moduledata; 0: not found */
} search;

/* Where a section says to look first, by address; sections are believed as far as segments hold
 * them. */
static hw_range section(const search *s, hw_section_kind kind)
{
    const hw_container *c = &s->program->container;
    hw_range found = {0};
    for (size_t i = 0; i < c->sections.len; i++) {
        const hw_section *g = &c->sections.at[i];
        if (g->kind == kind && hw_image_behind(s->image, g->address) >= g->range.n)
            found = (hw_range){g->address, g->range.n};
    }
    return found;
}

/* --- the line table ------------------------------------------------------------------------- */

static bool is_magic(const unsigned char *p)
{
    return (p[0] == 0xf0 || p[0] == 0xf1) && p[1] == 0xff && p[2] == 0xff && p[3] == 0xff &&
           p[4] == 0 && p[5] == 0 && (p[6] == 1 || p[6] == 4) && p[7] == 8;
}

/* The header at an address, if the parts that it states lie within `size` bytes. */
static hw_status read_table(hw_image *image, uint64_t address, uint64_t size, hw_pclntab *ret,
                            bool *ok, hw_error *err)
{
    const unsigned char *p;
    *ok = false;
    if (size < HEADER)
        return HW_OK;
    HW_TRY(hw_image_bytes(image, address, HEADER, &p, err));
    if (!is_magic(p))
        return HW_OK;
    hw_pclntab t = {.address = address,
                    .size = size,
                    .version = p[0] == 0xf0 ? 118 : 120,
                    .quantum = p[6],
                    .names = hw_le64(p + 32),
                    .cutab = hw_le64(p + 40),
                    .files = hw_le64(p + 48),
                    .tables = hw_le64(p + 56),
                    .table = hw_le64(p + 64)};
    uint64_t functions = hw_le64(p + 8);
    if (t.names > size || t.cutab > size || t.files > size || t.tables > size || t.table > size)
        return HW_OK;
    if (functions == 0 || functions >= UINT32_MAX || functions * 8 + 4 > size - t.table)
        return HW_OK;
    t.functions = (uint32_t)functions;
    *ret = t;
    *ok = true;
    return HW_OK;
}

static hw_status try_table(search *s, uint64_t address, uint64_t size, hw_error *err)
{
    bool ok;
    for (size_t i = 0; i < s->count; i++)
        if (s->found[i].address == address)
            return HW_OK;
    if (s->count == CANDIDATES)
        return HW_OK;
    HW_TRY(read_table(s->image, address, size, &s->found[s->count], &ok, err));
    s->count += ok;
    return HW_OK;
}

/* Every 8th byte of a segment: Go aligns the table to 16 bytes at least. */
static hw_status scan_for_tables(search *s, const hw_segment *segment, hw_error *err)
{
    const unsigned char *p;
    size_t n = (size_t)segment->size, skip = (size_t)(-segment->address & 7);
    HW_TRY(hw_image_bytes(s->image, segment->address, n, &p, err));
    for (size_t i = skip; i + HEADER <= n; i += 8)
        if (is_magic(p + i))
            HW_TRY(try_table(s, segment->address + i, segment->size - i, err));
    return HW_OK;
}

/* --- moduledata ----------------------------------------------------------------------------- */

static bool is_names(const search *s, uint64_t first, uint64_t second, size_t *which)
{
    for (*which = 0; *which < s->count; (*which)++) {
        const hw_pclntab *t = &s->found[*which];
        if (first == t->address && second == t->address + t->names)
            return true;
    }
    return false;
}

static void found_module(search *s, uint64_t address, size_t which)
{
    s->module = address;
    s->program->pclntab = s->found[which];
}

static hw_status scan_for_module(search *s, uint64_t address, uint64_t size, hw_error *err)
{
    const unsigned char *p;
    size_t n = (size_t)size, which;
    if (s->module || size < 16)
        return HW_OK;
    HW_TRY(hw_image_bytes(s->image, address, n, &p, err));
    for (size_t i = (size_t)(-address & 7); i + 16 <= n; i += 8)
        if (is_names(s, hw_le64(p + i), hw_le64(p + i + 8), &which)) {
            found_module(s, address + i, which);
            break;
        }
    return HW_OK;
}

/* In a position-independent program both words are relocations. */
static hw_status scan_relocations(search *s, hw_error *err)
{
    for (uint64_t i = 0; i < s->program->relocations && !s->module; i++) {
        bool relative;
        hw_relocation r;
        uint64_t names = 0;
        size_t which = 0;
        HW_TRY(hw_relocation_get(s->program, i, &relative, &r, err));
        while (which < s->count && r.value != s->found[which].address)
            which++;
        if (!relative || which == s->count || hw_image_behind(s->image, r.address) < AT_NAMES + 8)
            continue;
        HW_TRY(hw_image_pointer(s->image, r.address + AT_NAMES, &names, err));
        if (is_names(s, r.value, names, &which))
            found_module(s, r.address, which);
    }
    return HW_OK;
}

static hw_status find_module(search *s, hw_error *err)
{
    const hw_image *image = s->image;
    hw_range module = section(s, HW_SECTION_MODULE), data = section(s, HW_SECTION_DATA);
    HW_TRY(scan_relocations(s, err));
    HW_TRY(scan_for_module(s, module.at, module.n, err));
    HW_TRY(scan_for_module(s, data.at, data.n, err));
    for (size_t i = 0; i < image->segments.len; i++)
        if (image->segments.at[i].writable)
            HW_TRY(
                scan_for_module(s, image->segments.at[i].address, image->segments.at[i].size, err));
    return HW_OK;
}

/* --- what moduledata says ------------------------------------------------------------------- */

static hw_status read_texts(hw_program *p, uint64_t address, uint64_t count, hw_error *err)
{
    for (uint64_t i = 0; i < count; i++) {
        hw_text_section t;
        uint64_t at = address + i * TEXT_SECTION;
        HW_TRY(hw_image_pointer(&p->image, at, &t.from, err));
        HW_TRY(hw_image_pointer(&p->image, at + 8, &t.end, err));
        HW_TRY(hw_image_pointer(&p->image, at + 16, &t.address, err));
        if (!hw_vec_push(&p->texts, t))
            return hw_nomem(err);
    }
    return HW_OK;
}

/* Takes the layout if it fits. */
static hw_status try_layout(hw_program *p, uint64_t module, const layout *l, bool *fits,
                            hw_error *err)
{
    hw_image *image = &p->image;
    uint64_t map = 0, count = 0, cap = 0, from = 0, text = 0;
    hw_image_module m = image->module;
    HW_TRY(hw_image_pointer(image, module + l->types, &m.types, err));
    HW_TRY(hw_image_pointer(image, module + l->etypes, &m.etypes, err));
    HW_TRY(hw_image_pointer(image, module + l->gofunc, &m.gofunc, err));
    HW_TRY(hw_image_pointer(image, module + l->textsectmap, &map, err));
    HW_TRY(hw_image_pointer(image, module + l->textsectmap + 8, &count, err));
    HW_TRY(hw_image_pointer(image, module + l->textsectmap + 16, &cap, err));
    if (count == 0 || count != cap || count > TEXTS_MAX || m.types > m.etypes ||
        hw_image_behind(image, map) < count * TEXT_SECTION ||
        hw_image_behind(image, m.types) < m.etypes - m.types)
        return HW_OK;
    HW_TRY(hw_image_pointer(image, map, &from, err));
    HW_TRY(hw_image_pointer(image, map + 16, &text, err));
    if (from != 0 || text != m.text)
        return HW_OK;
    *fits = true;
    image->module = m;
    return read_texts(p, map, count, err);
}

static hw_status read_module(hw_program *p, uint64_t module, hw_error *err)
{
    hw_image *image = &p->image;
    bool fits = false;
    HW_TRY(hw_image_pointer(image, module + AT_TEXT, &image->module.text, err));
    HW_TRY(hw_image_pointer(image, module + AT_ETEXT, &image->module.etext, err));
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts && !fits; i++)
        HW_TRY(try_layout(p, module, &layouts[i], &fits, err));
    if (!fits || image->module.text > image->module.etext)
        return hw_image_damaged(image, module, err,
                                "is damaged, or of a Go version that is not known yet: "
                                "its moduledata has none of the layouts of Go 1.18 "
                                "to " HW_GO_NEWEST_TEXT);
    return HW_OK;
}

hw_status hw_module_find(hw_program *p, hw_error *err)
{
    hw_image *image = &p->image;
    search s = {.program = p, .image = image};
    hw_range table = section(&s, HW_SECTION_PCLNTAB);
    if (table.n)
        HW_TRY(try_table(&s, table.at, table.n, err));
    if (s.count)
        HW_TRY(find_module(&s, err));
    for (size_t i = 0; !s.module && i < image->segments.len; i++)
        HW_TRY(scan_for_tables(&s, &image->segments.at[i], err));
    if (s.count == 0)
        return hw_fail(err, HW_UNSUPPORTED, image->name,
                       "has no line table of Go 1.18 or later; is it a program of Go, not packed?");
    if (!s.module)
        HW_TRY(find_module(&s, err));
    if (!s.module)
        return hw_image_damaged(image, s.found[0].address, err,
                                "is damaged: nothing in it refers to its line table");
    image->old = p->pclntab.version < 120;
    return read_module(p, s.module, err);
}
