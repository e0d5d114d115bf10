/* Tables of tab-separated text, the first row of which names the columns. What is wrong with one
 * ends the program. */
#ifndef HW_TESTS_CORPUS_TABLE_H
#define HW_TESTS_CORPUS_TABLE_H

#include "base/buf.h"
#include "base/vec.h"

enum { COLUMNS_MAX = 16 };

typedef struct row {
    hw_str cell[COLUMNS_MAX];
    size_t cells;
} row;

typedef struct table {
    hw_buf text;
    HW_VEC(row) rows; /* the first is the header */
} table;

_Noreturn void die(const char *what, const char *name);
/* false when there is no such file. */
bool table_read(table *t, const char *path);
void table_free(table *t);
hw_str cell(const table *t, size_t r, const char *column);
int64_t number(const table *t, size_t r, const char *column);

#endif
