#include "drift/version_table.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"

typedef struct maker {
    hw_versions *v;
    size_t columns;
    uint32_t *row_of[HW_DRIFT_ENDS]; /* by claim of the last version, and of the one at hand */
} maker;

static hw_cell_word word_of(const hw_claim *c, int minor)
{
    const hw_kind_row *row = &hw_kind_rows[c->kind];
    int since = row->owns_since ? row->owns_since : row->claimed_since;
    if (hw_claim_heap(c))
        return HW_CELL_HEAP;
    return since && minor >= since ? HW_CELL_MAYBE : HW_CELL_STACK;
}

static HW_MEM fill(maker *m, uint32_t row, size_t column, const hw_drift_side *side, uint32_t claim)
{
    const hw_claim *c = &side->claims->list.at[claim];
    hw_cell *cell = &m->v->cells.at[m->v->rows.at[row].cells_at + column];
    cell->word = word_of(c, side->go.min);
    cell->file = c->place.file;
    cell->line = c->place.line;
    return hw_strings_put(m->v->strings, hw_claim_text(side->claims, c), &cell->text);
}

static HW_MEM add_row(maker *m, const hw_drift_pair *p, uint32_t *ret)
{
    hw_versions *v = m->v;
    hw_version_row row = {p->package, p->function, (uint32_t)v->cells.len, false};
    *ret = (uint32_t)v->rows.len;
    return hw_vec_reach(&v->cells, v->cells.len + m->columns) && hw_vec_push(&v->rows, row);
}

/* One pair: A's claim has its row from the comparison before, or is the first of its row. */
static HW_MEM take_pair(maker *m, const hw_drift *d, size_t step, const hw_drift_pair *p)
{
    uint32_t row = p->a == HW_NONE ? HW_NONE : m->row_of[HW_DRIFT_A][p->a];
    if (row == HW_NONE) {
        if (!add_row(m, p, &row) ||
            (p->a != HW_NONE && !fill(m, row, step, &d->side[HW_DRIFT_A], p->a)))
            return HW_MEM_OUT;
    }
    if (p->b == HW_NONE)
        return HW_MEM_OK;
    m->row_of[HW_DRIFT_B][p->b] = row;
    return fill(m, row, step + 1, &d->side[HW_DRIFT_B], p->b);
}

static uint32_t *no_rows(const hw_claims *c)
{
    uint32_t *rows = hw_mem_alloc(c->list.len + 1, sizeof *rows);
    for (size_t i = 0; rows && i < c->list.len; i++)
        rows[i] = HW_NONE;
    return rows;
}

static HW_MEM take_step(maker *m, const hw_drift *d, size_t step)
{
    hw_version_step s = {.same = d->same};
    for (int k = 0; k < HW_DRIFT_COUNT; k++)
        s.counts[k] = d->counts[k].n;
    hw_mem_free(m->row_of[HW_DRIFT_B]);
    m->row_of[HW_DRIFT_B] = no_rows(d->side[HW_DRIFT_B].claims);
    hw_mem ok = m->row_of[HW_DRIFT_B] && hw_vec_push(&m->v->steps, s);
    for (size_t i = 0; ok && i < d->pairs.len; i++)
        ok = take_pair(m, d, step, &d->pairs.at[i]);
    uint32_t *last = m->row_of[HW_DRIFT_A];
    m->row_of[HW_DRIFT_A] = m->row_of[HW_DRIFT_B];
    m->row_of[HW_DRIFT_B] = last;
    return ok;
}

/* --- order ------------------------------------------------------------------------------------ */

typedef struct sortable {
    hw_str package, function, file, text;
    uint32_t line, at;
} sortable;

static int by_place(const void *x, const void *y)
{
    const sortable *a = x, *b = y;
    int c;
    if ((c = hw_str_cmp(a->package, b->package)) || (c = hw_str_cmp(a->function, b->function)) ||
        (c = hw_str_cmp(a->file, b->file)) || (c = HW_CMP(a->line, b->line)) ||
        (c = hw_str_cmp(a->text, b->text)))
        return c;
    return HW_CMP(a->at, b->at);
}

static sortable sortable_of(const hw_versions *v, size_t i)
{
    const hw_version_row *r = &v->rows.at[i];
    const hw_cell *cell = &v->cells.at[r->cells_at];
    for (size_t k = 0; k < v->list.len && cell->text == 0; k++)
        cell = &v->cells.at[r->cells_at + k];
    return (sortable){hw_strings_get(v->strings, r->package),
                      hw_strings_get(v->strings, r->function),
                      hw_strings_get(v->strings, cell->file),
                      hw_strings_get(v->strings, cell->text),
                      cell->line,
                      (uint32_t)i};
}

static HW_MEM order(hw_versions *v)
{
    size_t n = v->rows.len;
    sortable *list = hw_mem_alloc(n + 1, sizeof *list);
    hw_version_row *rows = hw_mem_alloc(n + 1, sizeof *rows);
    hw_mem ok = list && rows;
    for (size_t i = 0; ok && i < n; i++)
        list[i] = sortable_of(v, i);
    if (ok && n)
        qsort(list, n, sizeof *list, by_place);
    for (size_t i = 0; ok && i < n; i++)
        rows[i] = v->rows.at[list[i].at];
    for (size_t i = 0; ok && i < n; i++)
        v->rows.at[i] = rows[i];
    hw_mem_free(list);
    hw_mem_free(rows);
    return ok;
}

static void find_differences(hw_versions *v)
{
    for (size_t i = 0; i < v->rows.len; i++) {
        const hw_cell *cells = &v->cells.at[v->rows.at[i].cells_at];
        for (size_t k = 1; k < v->list.len; k++)
            v->rows.at[i].differs |= cells[k].word != cells[0].word;
    }
}

hw_status hw_versions_make(hw_versions *v, const hw_drift *drifts, hw_error *err)
{
    maker m = {.v = v, .columns = v->list.len};
    m.row_of[HW_DRIFT_A] = no_rows(v->list.at[0].claims);
    hw_mem ok = m.row_of[HW_DRIFT_A] != NULL;
    for (size_t i = 0; ok && i + 1 < m.columns; i++)
        ok = take_step(&m, &drifts[i], i);
    ok = ok && order(v);
    hw_mem_free(m.row_of[HW_DRIFT_A]);
    hw_mem_free(m.row_of[HW_DRIFT_B]);
    if (!ok)
        return hw_nomem(err);
    find_differences(v);
    return HW_OK;
}
