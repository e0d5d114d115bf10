#include "report/columns.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
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
    bool right;
} columns[] = {
    {"#", always, rank_cell, true},
    {"objects", by_objects, objects_cell, true},
    {"allocated", allocated_there, allocated_cell, true},
    {"+/-", allocated_error_there, allocated_error_cell, true},
    {"held", held_there, held_cell, true},
    {"+/-", held_error_there, held_error_cell, true},
    {"churned", churned_there, churned_cell, true},
    {"verdict", always, verdict_cell, false},
};

enum { COLUMNS = sizeof columns / sizeof *columns };

/* The cell of a column in the line of a finding; NULL: in the header. */
static void cell_text(const table *t, size_t column, const hw_finding *f, char buf[HW_SIZE_TEXT])
{
    if (f)
        columns[column].cell(t, f, buf);
    else
        snprintf(buf, HW_SIZE_TEXT, "%s", columns[column].title);
}

/* 0: the column is left out. */
static int width_of(const table *t, size_t column)
{
    char text[HW_SIZE_TEXT];
    int width = (int)strlen(columns[column].title);
    if (!columns[column].there(t))
        return 0;
    for (size_t i = 0; i < t->shown; i++) {
        columns[column].cell(t, &t->audit->findings.at[i], text);
        if ((int)strlen(text) > width)
            width = (int)strlen(text);
    }
    return width;
}

/* All cells are ASCII: a byte is as wide as another. */
static hw_status add_line(const table *t, const int *widths, const hw_finding *f, hw_buf *to)
{
    char text[HW_SIZE_TEXT];
    const char *between = "";
    for (size_t i = 0; i < COLUMNS; i++) {
        if (widths[i] == 0)
            continue;
        cell_text(t, i, f, text);
        HW_TRY(
            hw_buf_printf(to, "%s%*s", between, columns[i].right ? widths[i] : -widths[i], text));
        between = "  ";
    }
    return hw_buf_str(to, HW_STR("\n"));
}

static hw_status lay_out(const table *t, hw_buf *to)
{
    int widths[COLUMNS];
    for (size_t i = 0; i < COLUMNS; i++)
        widths[i] = width_of(t, i);
    HW_TRY(add_line(t, widths, NULL, to));
    for (size_t i = 0; i < t->shown; i++)
        HW_TRY(add_line(t, widths, &t->audit->findings.at[i], to));
    return HW_OK;
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
    hw_columns c = {0};
    if (lay_out(&t, &c.text) != HW_OK) {
        hw_buf_free(&c.text);
        return hw_nomem(err);
    }
    for (c.rest = hw_buf_view(&c.text); c.rest.n;) {
        hw_str line = hw_columns_next(&c);
        if (line.n > c.width)
            c.width = line.n;
    }
    c.rest = hw_buf_view(&c.text);
    *ret = c;
    return HW_OK;
}

void hw_columns_free(hw_columns *c)
{
    hw_buf_free(&c->text);
    *c = (hw_columns){0};
}
