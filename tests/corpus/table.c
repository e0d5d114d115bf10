#include "corpus/table.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn void die(const char *what, const char *name)
{
    fprintf(stderr, "corpus: %s: %s\n", what, name);
    exit(2);
}

bool table_read(table *t, const char *path)
{
    char chunk[65536];
    FILE *f = fopen(path, "rb");
    *t = (table){0};
    if (!f)
        return false;
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        if (hw_buf_add(&t->text, chunk, n) != HW_OK)
            die("out of memory", path);
    fclose(f);
    hw_str rest = hw_buf_view(&t->text), line;
    while (hw_str_cut(rest, '\n', &line, &rest)) {
        row r = {0};
        hw_str cell;
        while (r.cells < COLUMNS_MAX - 1 && hw_str_cut(line, '\t', &cell, &line))
            r.cell[r.cells++] = cell;
        r.cell[r.cells++] = line;
        if (!hw_vec_push(&t->rows, r))
            die("out of memory", path);
    }
    return true;
}

void table_free(table *t)
{
    hw_vec_free(&t->rows);
    hw_buf_free(&t->text);
}

hw_str cell(const table *t, size_t r, const char *column)
{
    for (size_t i = 0; i < t->rows.at[0].cells; i++)
        if (hw_str_eq(t->rows.at[0].cell[i], hw_str_of(column)))
            return t->rows.at[r].cell[i];
    die("there is no column", column);
    return HW_STR("");
}

int64_t number(const table *t, size_t r, const char *column)
{
    uint64_t v;
    if (!hw_str_u64(cell(t, r, column), INT64_MAX, &v))
        die("not a number in column", column);
    return (int64_t)v;
}
