/* claims/summary - claims counted: by what they say, why, where, and what the inliner did.
 *
 * Counts are of what a selection holds. Each section sums to its total: tests hold it to that.
 */
#ifndef HW_CLAIMS_SUMMARY_H
#define HW_CLAIMS_SUMMARY_H

#include "claims/select.h"
#include "claims/sink.h"
#include "go/obstacle.h"

/* Columns: id, name, of which total. */
#define HW_SUMMARY_TOTALS(X)                                                                       \
    X(CLAIMS, "claims")         /* about allocations: heap and stack */                            \
    X(HEAP, "heap")             /* say that it is on the heap */                                   \
    X(STACK, "stack")           /* say that it does not escape */                                  \
    X(PARAMETERS, "parameters") /* say what a parameter leaks */                                   \
    X(FUNCTIONS, "functions")   /* declared: `can inline`, `cannot inline` */                      \
    X(CALLS, "inlined_calls")   /* `inlining call to` */

typedef enum hw_summary_total {
#define X(id, name) HW_TOTAL_##id,
    HW_SUMMARY_TOTALS(X)
#undef X
        HW_TOTAL_COUNT
} hw_summary_total;

extern const char *const hw_summary_total_names[HW_TOTAL_COUNT];

/* What is said of parameters. Columns: id, name (hw_claim_verdict). */
#define HW_SUMMARY_LEAKS(X)                                                                        \
    X(ITSELF, "leaking-param")                                                                     \
    X(CONTENT, "leaking-param-content")                                                            \
    X(RESULT, "leaking-param-to-result")                                                           \
    X(OTHER, "param")

typedef enum hw_summary_leak {
#define X(id, name) HW_LEAK_##id,
    HW_SUMMARY_LEAKS(X)
#undef X
        HW_LEAK_COUNT
} hw_summary_leak;

extern const char *const hw_summary_leak_names[HW_LEAK_COUNT];

/* How far a cost is over its budget. Columns: id, name, percent of the budget that it is at most
 * (0: any). */
#define HW_OVER_BUDGET(X)                                                                          \
    X(TENTH, "up to 10% over", 110)                                                                \
    X(QUARTER, "up to 25% over", 125)                                                              \
    X(HALF, "up to 50% over", 150)                                                                 \
    X(TWICE, "up to twice the budget", 200)                                                        \
    X(FOUR_TIMES, "up to 4 times the budget", 400)                                                 \
    X(MORE, "more than 4 times the budget", 0)

typedef enum hw_over_budget {
#define X(id, name, percent) HW_OVER_##id,
    HW_OVER_BUDGET(X)
#undef X
        HW_OVER_COUNT
} hw_over_budget;

typedef struct hw_over_budget_row {
    const char *name;
    unsigned percent;
} hw_over_budget_row;
extern const hw_over_budget_row hw_over_budget_rows[HW_OVER_COUNT];

/* What a row counts: claims by what they say, or things of one sort in the first. */
enum { HW_ROW_HEAP, HW_ROW_STACK, HW_ROW_PARAMETERS, HW_ROW_COUNTS };

typedef struct hw_summary_row {
    hw_sid package; /* of the claims' strings; 0: none */
    hw_sid name;    /* of the claims' strings or, behind those, the summary's own names; 0: none */
    hw_sink_kind sink;         /* of targets */
    uint32_t n[HW_ROW_COUNTS]; /* no more than ids of claims or calls */
} hw_summary_row;

typedef struct hw_summary_table {
    HW_VEC(hw_summary_row) rows; /* in the order of the log */
    hw_index index;
    uint32_t last; /* row that was counted: what stands together is often the same */
} hw_summary_table;

/* A function that is too complex to be inlined. */
typedef struct hw_too_complex {
    hw_place place;
    hw_sid name;
    uint32_t decl, cost, budget;
} hw_too_complex;

typedef struct hw_summary {
    const hw_claims *claims;
    hw_enclosing enclosing;
    hw_claims_filter filter; /* borrowed; its patterns of names are not for use any more */
    hw_selection selection;
    uint64_t before[HW_TOTAL_COUNT], totals[HW_TOTAL_COUNT]; /* without and with the filter */
    /* Verdicts: the six disjoint patterns, what only an explanation names, and what of parameters
     * has no pattern: claims + parameters. ESCAPES_WITH_FLOW counts some of the others again. */
    uint64_t patterns[HW_PATTERN_COUNT], only_explained, other_parameters;
    uint64_t leaks[HW_LEAK_COUNT];      /* parameters */
    uint64_t last[HW_REASON_COUNT + 1]; /* heap claims by the last reason of their flow; the one
                                           behind the table: without */
    uint64_t with[HW_REASON_COUNT];     /* heap claims that have it anywhere in their flows */
    uint64_t sinks[HW_SINK_COUNT];      /* heap claims */
    uint64_t kinds[HW_KIND_COUNT][2];   /* heap, stack */
    size_t strings;                     /* of the claims */
    hw_strings names;                   /* made readable, where the claims have none like it */
    hw_summary_table packages, functions, targets, callees;
    uint64_t inlinable, obstacles[HW_OBSTACLE_COUNT], over[HW_OVER_COUNT];
    HW_VEC(hw_too_complex) too_complex; /* the least over budget first, then by place */
} hw_summary;

/* `claims` are finished, and live as long. `filter` may be NULL. On failure there is nothing to
 * free. */
hw_status hw_summary_make(const hw_claims *claims, const hw_claims_filter *filter, hw_summary *ret,
                          hw_error *err);
void hw_summary_free(hw_summary *c);

typedef struct hw_summary_query {
    unsigned column;
    bool counted;                           /* only rows with something in the column … */
    bool (*wanted)(const hw_summary_row *); /* … and only those; NULL: any */
    size_t most;                            /* the first of them; 0: all */
} hw_summary_query;
/* Numbers of rows: those with the most in the column first, then by package and name. *order is
 * freed with hw_mem_free. */
HW_MEM hw_summary_order(const hw_summary *c, const hw_summary_table *t,
                        const hw_summary_query *query, uint32_t **order, size_t *shown,
                        size_t *all);

hw_str hw_summary_package(const hw_summary *c, const hw_summary_row *r);
hw_str hw_summary_name(const hw_summary *c, const hw_summary_row *r);

#endif
