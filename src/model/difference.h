/* model/difference - what two sets of diagnostics say differently.
 *
 * Made by drift, read by every report. The two sides are called A and B: before and after.
 */
#ifndef HW_MODEL_DIFFERENCE_H
#define HW_MODEL_DIFFERENCE_H

#include "base/arena.h"
#include "model/claim.h"
#include "model/note.h"
#include "model/profile.h"

/* Kinds of difference, most serious first. Columns: id, name, severity, whether it is listed
 * without --all, the kind that it is when A and B change places, what it means.
 * docs/drift.md has a section for each; tests/lint checks that. */
#define HW_DRIFTS(X)                                                                               \
    X(STACK_TO_HEAP, "stack-to-heap", "error", true, HEAP_TO_STACK,                                \
      "did not escape, and escapes now")                                                           \
    X(NEW_HEAP, "new-heap", "warning", true, GONE_HEAP, "a claim of the heap that was not there")  \
    X(NOT_INLINABLE, "not-inlinable", "warning", true, INLINABLE,                                  \
      "could be inlined, and can no longer")                                                       \
    X(NOT_INLINED, "not-inlined", "warning", true, INLINED, "calls that were inlined")             \
    X(LEAKS_MORE, "leaks-more", "warning", true, LEAKS_LESS, "a parameter leaks more")             \
    X(LEAKS_OTHERWISE, "leaks-otherwise", "note", true, LEAKS_OTHERWISE,                           \
      "a parameter leaks to something else")                                                       \
    X(REASON, "reason", "note", true, REASON, "escapes for another reason")                        \
    X(HEAP_TO_STACK, "heap-to-stack", "note", true, STACK_TO_HEAP,                                 \
      "escaped, and does not escape now")                                                          \
    X(GONE_HEAP, "gone-heap", "note", true, NEW_HEAP, "a claim of the heap that is gone")          \
    X(INLINABLE, "inlinable", "note", true, NOT_INLINABLE, "can be inlined now")                   \
    X(INLINED, "inlined", "note", true, NOT_INLINED, "calls that are inlined now")                 \
    X(LEAKS_LESS, "leaks-less", "note", true, LEAKS_MORE, "a parameter leaks less")                \
    X(NEW_STACK, "new-stack", "note", true, GONE_STACK, "a claim of the stack that was not there") \
    X(GONE_STACK, "gone-stack", "note", true, NEW_STACK, "a claim of the stack that is gone")      \
    X(BY_VERSION, "by-version", "note", false, BY_VERSION,                                         \
      "only one of the two Go versions can say it")                                                \
    X(REWORDED, "reworded", "note", false, REWORDED, "the same claim in other words")              \
    X(WRAPPER, "wrapper", "note", false, WRAPPER, "of methods that the compiler makes")            \
    X(NEW_FUNCTION, "new-function", "note", false, GONE_FUNCTION, "functions that B alone has")    \
    X(GONE_FUNCTION, "gone-function", "note", false, NEW_FUNCTION, "functions that A alone has")   \
    X(NEW_PACKAGE, "new-package", "note", false, GONE_PACKAGE, "packages that B alone has")        \
    X(GONE_PACKAGE, "gone-package", "note", false, NEW_PACKAGE, "packages that A alone has")

typedef enum hw_drift_kind {
#define X(id, name, severity, listed, mirror, text) HW_DRIFT_##id,
    HW_DRIFTS(X)
#undef X
        HW_DRIFT_COUNT
} hw_drift_kind;

typedef struct hw_drift_row {
    const char *name, *severity; /* severity: "error", "warning" or "note" */
    bool listed;                 /* without --all */
    hw_drift_kind mirror;
    const char *text;
} hw_drift_row;
extern const hw_drift_row hw_drift_rows[HW_DRIFT_COUNT];

typedef enum hw_drift_end { HW_DRIFT_A, HW_DRIFT_B, HW_DRIFT_ENDS } hw_drift_end;

/* What one side says. */
typedef struct hw_said {
    bool here;
    uint32_t claim;     /* into hw_claims.list; HW_NONE: it is about something else */
    hw_sid function;    /* as printed, closures by their own names; 0 unknown */
    hw_sid text;        /* the compiler's words */
    hw_sid file;        /* as printed */
    uint32_t line, col; /* 0 unknown */
    hw_sid why, sink;   /* how the flow of a claim of the heap ends; 0: not said */
    uint32_t count;     /* calls; claims of a function or package */
    bool weighed;       /* a profile of this side speaks of it: */
    hw_values values;
} hw_said;

typedef struct hw_difference {
    hw_drift_kind kind;
    bool reworded;           /* the two sides' expressions differ, but are the same claim */
    hw_sid package, variant; /* of its block; 0: none */
    hw_sid function;         /* at the top level, as both sides name it; 0 unknown */
    hw_said said[HW_DRIFT_ENDS];
    /* Of a function or package that one side alone has: its claims, into hw_drift.members. */
    uint32_t members_at, members;
} hw_difference;

/* One side as a whole. */
typedef struct hw_drift_side {
    const hw_claims *claims; /* borrowed */
    hw_go_range go;          /* minor versions that it can be of */
    hw_sid go_version;       /* exact; 0 unknown */
    uint64_t packages, functions;
    bool weighed; /* some profile is of this side */
} hw_drift_side;

typedef struct hw_drift_count {
    uint64_t n;
    hw_values values; /* of B where its profile speaks of them, else of A */
} hw_drift_count;

/* A profile that was asked for, and whose it is. */
typedef struct hw_drift_profile {
    hw_sid name;
    bool of[HW_DRIFT_ENDS];
    unsigned present; /* as in hw_profile */
} hw_drift_profile;

/* A claim of A and the one of B that it is; HW_NONE: that side has none. */
typedef struct hw_drift_pair {
    uint32_t a, b;
    hw_sid package, function;
} hw_drift_pair;

typedef struct hw_drift {
    hw_strings *strings; /* borrowed; both sides' */
    hw_drift_side side[HW_DRIFT_ENDS];
    HW_VEC(hw_difference) list; /* in order */
    HW_VEC(uint32_t) members;   /* claims, in source order */
    hw_drift_count counts[HW_DRIFT_COUNT];
    bool keep_pairs; /* wanted: `pairs`, with every claim of both sides */
    HW_VEC(hw_drift_pair) pairs;
    uint64_t same;        /* claims that both sides have and that agree */
    bool filtered;        /* hw_drift_filter left something out: */
    uint64_t before;      /* differences that there were */
    bool versions_differ; /* both Go versions are known, and they differ */
    unsigned present;     /* bit (1u << hw_value): of the profiles that are of a side */
    HW_VEC(hw_drift_profile) profiles;
    hw_notes notes; /* the comparison's own */
} hw_drift;

void hw_drift_init(hw_drift *d);
void hw_drift_free(hw_drift *d);

hw_drift_kind hw_drift_named(hw_str name); /* HW_DRIFT_COUNT when there is none */

/* Functions or packages that one side alone has: the row has members. */
bool hw_drift_whole(hw_drift_kind k);

/* The side that a difference is shown by: B where it says something, else A. */
const hw_said *hw_drift_shown(const hw_difference *d);
/* Its bytes: B's where a profile of B has some, else A's; NULL: no profile speaks of it. */
const hw_values *hw_drift_values(const hw_difference *d);

/* Counts anew what is in the list. */
void hw_drift_sum(hw_drift *d);

#endif
