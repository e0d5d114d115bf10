#include "report/columns.h"

#include <inttypes.h>
#include <libsmartcols.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"
#include "report/page.h"

typedef struct table {
    const hw_audit *audit;
    const hw_report_options *options;
    size_t shown;
} table;

static bool by_allocated(const table *t)
{
    return t->audit->sort == HW_ALLOC_SPACE || t->audit->sort == HW_ALLOC_OBJECTS;
}

static bool by_objects(const table *t)
{
    return t->audit->sort == HW_ALLOC_OBJECTS || t->audit->sort == HW_INUSE_OBJECTS;
}

static bool has(const table *t, hw_value v)
{
    return hw_profile_has(t->audit->profile, v);
}

static bool knows_error(const table *t, hw_value v)
{
    for (size_t i = 0; i < t->shown; i++)
        if (t->audit->findings.at[i].stderr_space[v] >= 0)
            return has(t, v);
    return false;
}

static void size_cell(const table *t, int64_t bytes, char buf[HW_SIZE_TEXT])
{
    hw_size_text(bytes, t->options->unit, buf);
}

static void error_cell(const table *t, int64_t bytes, char buf[HW_SIZE_TEXT])
{
    if (bytes < 0)
        snprintf(buf, HW_SIZE_TEXT, "-");
    else
        size_cell(t, bytes, buf);
}

static bool always(const table *t)
{
    (void)t;
    return true;
}

static void rank_cell(const table *t, const hw_finding *f, char buf[HW_SIZE_TEXT])
{
    (void)t;
    snprintf(buf, HW_SIZE_TEXT, "%" PRIu32, f->rank);
}

static void objects_cell(const table *t, const hw_finding *f, char buf[HW_SIZE_TEXT])
{
    snprintf(buf, HW_SIZE_TEXT, "%" PRId64, f->values.v[t->audit->sort]);
}

static bool allocated_there(const table *t)
{
    return has(t, HW_ALLOC_SPACE) && (by_allocated(t) || !has(t, HW_INUSE_SPACE));
}

static void allocated_cell(const table *t, const hw_finding *f, char buf[HW_SIZE_TEXT])
{
    size_cell(t, f->values.v[HW_ALLOC_SPACE], buf);
}

static bool allocated_error_there(const table *t)
{
    return allocated_there(t) && knows_error(t, HW_ALLOC_SPACE);
}

static void allocated_error_cell(const table *t, const hw_finding *f, char buf[HW_SIZE_TEXT])
{
    error_cell(t, f->stderr_space[HW_ALLOC_SPACE], buf);
}

static bool held_there(const table *t)
{
    return has(t, HW_INUSE_SPACE);
}

static void held_cell(const table *t, const hw_finding *f, char buf[HW_SIZE_TEXT])
{
    size_cell(t, f->values.v[HW_INUSE_SPACE], buf);
}

static bool held_error_there(const table *t)
{
    return !by_allocated(t) && knows_error(t, HW_INUSE_SPACE);
}

static void held_error_cell(const table *t, const hw_finding *f, char buf[HW_SIZE_TEXT])
{
    error_cell(t, f->stderr_space[HW_INUSE_SPACE], buf);
}

static bool churned_there(const table *t)
{
    return has(t, HW_INUSE_SPACE) && has(t, HW_ALLOC_SPACE);
}

static void churned_cell(const table *t, const hw_finding *f, char buf[HW_SIZE_TEXT])
{
    size_cell(t, hw_values_churned(&f->values), buf);
}

static void verdict_cell(const table *t, const hw_finding *f, char buf[HW_SIZE_TEXT])
{
    (void)t;
    snprintf(buf, HW_SIZE_TEXT, "%s", hw_verdict_rows[f->verdict].name);
}

static const struct {
    const char *title;
    bool (*there)(const table *t);
    void (*cell)(const table *t, const hw_finding *f, char buf[HW_SIZE_TEXT]);
    int flags;
} columns[] = {
    {"#", always, rank_cell, SCOLS_FL_RIGHT},
    {"objects", by_objects, objects_cell, SCOLS_FL_RIGHT},
    {"allocated", allocated_there, allocated_cell, SCOLS_FL_RIGHT},
    {"+/-", allocated_error_there, allocated_error_cell, SCOLS_FL_RIGHT},
    {"held", held_there, held_cell, SCOLS_FL_RIGHT},
    {"+/-", held_error_there, held_error_cell, SCOLS_FL_RIGHT},
    {"churned", churned_there, churned_cell, SCOLS_FL_RIGHT},
    {"verdict", always, verdict_cell, 0},
};

enum { COLUMNS = sizeof columns / sizeof *columns };

static HW_MEM add_line(struct libscols_table *tb, const table *t, const bool *used,
                       const hw_finding *f)
{
    char text[HW_SIZE_TEXT];
    size_t n = 0;
    struct libscols_line *line = scols_table_new_line(tb, NULL);
    for (size_t i = 0; line && i < COLUMNS; i++) {
        if (!used[i])
            continue;
        columns[i].cell(t, f, text);
        if (scols_line_set_data(line, n++, text) != 0)
            return HW_MEM_OUT;
    }
    return line != NULL;
}

static HW_MEM fill(struct libscols_table *tb, const table *t)
{
    bool used[COLUMNS];
    for (size_t i = 0; i < COLUMNS; i++) {
        used[i] = columns[i].there(t);
        if (used[i] && !scols_table_new_column(tb, columns[i].title, 0, columns[i].flags))
            return HW_MEM_OUT;
    }
    for (size_t i = 0; i < t->shown; i++)
        if (!add_line(tb, t, used, &t->audit->findings.at[i]))
            return HW_MEM_OUT;
    return HW_MEM_OK;
}

/* All cells are ASCII, so that the layout does not depend on the locale. */
static char *lay_out(const table *t)
{
    char *text = NULL;
    struct libscols_table *tb = scols_new_table();
    hw_mem ok = tb && scols_table_set_column_separator(tb, "  ") == 0 &&
                scols_table_enable_colors(tb, 0) == 0 &&
                scols_table_set_termforce(tb, SCOLS_TERMFORCE_NEVER) == 0 && fill(tb, t);
    if (ok && scols_print_table_to_string(tb, &text) != 0) {
        free(text);
        text = NULL;
    }
    scols_unref_table(tb);
    return text;
}

hw_str hw_columns_next(hw_columns *c)
{
    hw_str line = hw_str_next(&c->rest, '\n');
    while (line.n && line.p[line.n - 1] == ' ')
        line.n--;
    return line;
}

hw_status hw_columns_make(const hw_audit *audit, const hw_report_options *o, size_t shown,
                          hw_columns *ret, hw_error *err)
{
    const table t = {audit, o, shown};
    hw_columns c = {.text = lay_out(&t)};
    if (!c.text)
        return hw_nomem(err);
    for (c.rest = hw_str_of(c.text); c.rest.n;) {
        hw_str line = hw_columns_next(&c);
        if (line.n > c.width)
            c.width = line.n;
    }
    c.rest = hw_str_of(c.text);
    *ret = c;
    return HW_OK;
}

void hw_columns_free(hw_columns *c)
{
    free(c->text);
    *c = (hw_columns){0};
}
