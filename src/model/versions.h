/* model/versions - what several Go versions say of one source: a row a claim, a column a version.
 */
#ifndef HW_MODEL_VERSIONS_H
#define HW_MODEL_VERSIONS_H

#include "model/difference.h"

/* What a version says of a claim. Columns: id, word. */
#define HW_CELLS(X)                                                                                \
    X(ABSENT, "-") /* nothing */                                                                   \
    X(HEAP, "heap")                                                                                \
    X(STACK, "stack")                                                                              \
    X(MAYBE, "maybe") /* does not escape, but what does not fit 32 bytes is allocated (>= 1.25) */

typedef enum hw_cell_word {
#define X(id, word) HW_CELL_##id,
    HW_CELLS(X)
#undef X
        HW_CELL_COUNT
} hw_cell_word;

extern const char *const hw_cell_names[HW_CELL_COUNT];

typedef struct hw_cell {
    hw_cell_word word;
    hw_sid text; /* the compiler's words; 0: none */
    hw_sid file;
    uint32_t line;
} hw_cell;

typedef struct hw_version_row {
    hw_sid package, function;
    uint32_t cells_at; /* one cell a version */
    bool differs;      /* its words are not all the same */
} hw_version_row;

typedef struct hw_go_version {
    hw_sid asked;            /* as the user wrote it */
    hw_sid go_version;       /* what it was; 0 unknown */
    const hw_claims *claims; /* borrowed */
} hw_go_version;

/* One that could not be had. */
typedef struct hw_version_failure {
    hw_sid asked, why;
} hw_version_failure;

/* Between two neighbours. */
typedef struct hw_version_step {
    uint64_t same;
    uint64_t counts[HW_DRIFT_COUNT];
} hw_version_step;

typedef struct hw_versions {
    hw_strings *strings; /* borrowed */
    HW_VEC(hw_go_version) list;
    HW_VEC(hw_version_failure) failures;
    HW_VEC(hw_version_step) steps; /* one less than versions */
    HW_VEC(hw_version_row) rows;   /* by package, function, place */
    HW_VEC(hw_cell) cells;
} hw_versions;

void hw_versions_free(hw_versions *v);

#endif
