/* model/finding - the result: what the heap says about each claim, ranked.
 *
 * Made by verdict, read by every report. No report decides anything.
 */
#ifndef HW_MODEL_FINDING_H
#define HW_MODEL_FINDING_H

#include "base/arena.h"
#include "base/strings.h"
#include "base/vec.h"
#include "heapwitness/types.h"
#include "model/claim.h"
#include "model/note.h"
#include "model/profile.h"

typedef struct hw_verdict_row {
    const char *name, *consistency;
} hw_verdict_row;
extern const hw_verdict_row hw_verdict_rows[HW_VERDICT_COUNT];

/* Causes. Columns: id, number (HW101 …, append only), name, severity when contradicted by it, what
 * happened in one sentence.
 * docs/causes.md has a section for each; tests/lint checks that. */
#define HW_CAUSES(X)                                                                               \
    X(HONEST, 101, "honest", "note", "the compiler said that it escapes, and it does")             \
    X(TMPBUF_OVERFLOW, 102, "tmpbuf-overflow", "warning",                                          \
      "the result did not fit the 32-byte buffer on the stack")                                    \
    X(VARMAKE_OVERFLOW, 103, "varmake-overflow", "warning",                                        \
      "the slice did not fit the 32 bytes that are kept for it on the stack")                      \
    X(APPEND_GROW, 104, "append-grow", "warning", "the slice grew beyond its capacity")            \
    X(APPEND_MOVE, 105, "append-move", "note",                                                     \
      "a slice that grew on the stack was moved to the heap when it escaped")                      \
    X(MAP_HINT, 106, "map-hint", "warning",                                                        \
      "only a map's header and first 8 entries are on the stack")                                  \
    X(MAP_GROW, 107, "map-grow", "note",                                                           \
      "a map grew; the claim about it stands where it was made")                                   \
    X(IFACE_LARGE, 108, "iface-large", "warning",                                                  \
      "values over 1024 bytes are converted to an interface on the heap")                          \
    X(BOXED_SIBLING, 109, "boxed-sibling", "note",                                                 \
      "the variadic slice is on the stack, the values boxed into it are not")                      \
    X(CHAN_ALWAYS_HEAP, 110, "chan-always-heap", "note",                                           \
      "channels are always on the heap and have no claim")                                         \
    X(WRAPPER_CLOSURE, 111, "wrapper-closure", "note",                                             \
      "go and defer wrap the call in a closure, which only -m=2 mentions")                         \
    X(DEFER_RECORD, 112, "defer-record", "note",                                                   \
      "defer in a loop keeps its records on the heap, without a claim")                            \
    X(RUNTIME_SERVICE, 113, "runtime-service", "note",                                             \
      "the runtime allocated this on behalf of the line, without a claim")                         \
    X(LOST_FRAME, 114, "lost-frame", "note",                                                       \
      "the profiler lost a frame: the function called here allocated this")                        \
    X(GC_INSIDE_MALLOC, 115, "gc-inside-malloc", "note",                                           \
      "a garbage collection that started here allocated this")                                     \
    X(MERGED_ALLOC, 116, "merged-alloc", "note",                                                   \
      "several small variables of the function share this allocation")                             \
    X(TINY_SHARED, 117, "tiny-shared", "note",                                                     \
      "small objects share blocks of 16 bytes, and only the first is recorded")                    \
    X(INLINED_COPY, 118, "inlined-copy", "note",                                                   \
      "every copy that ran was inlined: the bytes are at the calls")                               \
    X(NEVER_STATIC_CLOSURE, 119, "never-static-closure", "note",                                   \
      "the closure captures nothing: it is read-only data")                                        \
    X(NEVER_ZERO_SIZE, 120, "never-zero-size", "note", "a value without size needs no memory")     \
    X(NEVER_VALUE_DEPENDENT, 121, "never-value-dependent", "note",                                 \
      "the values at hand never needed memory")                                                    \
    X(NEVER_BYTE, 122, "never-byte", "note", "one-byte values are read-only data of the runtime")  \
    X(NEVER_READONLY_CONST, 123, "never-readonly-const", "note", "a constant is read-only data")   \
    X(NEVER_ELIDED, 124, "never-elided", "note", "append(x, make(...)...) never runs its make")    \
    X(NEVER_EXECUTED, 125, "never-executed", "note", "the line did not run")                       \
    X(BUILD_MISMATCH, 126, "build-mismatch", "error", "not judged: other build")                   \
    X(CONCAT_ASSIGN, 127, "concat-assign", "note", "s += t allocates and has no claim")            \
    X(CGO_STRING, 128, "cgo-string", "note", "C.GoString and C.GoBytes copy, without a claim")

typedef enum hw_cause {
    HW_CAUSE_UNKNOWN, /* unresolved: the evidence at hand cannot tell */
#define X(id, number, name, severity, text) HW_CAUSE_##id,
    HW_CAUSES(X)
#undef X
        HW_CAUSE_COUNT
} hw_cause;

/* Of HW_CAUSE_UNKNOWN: the number 0, no name (NULL), and the text "". */
typedef struct hw_cause_row {
    unsigned number;
    const char *name, *severity, *text;
} hw_cause_row;
extern const hw_cause_row hw_cause_rows[HW_CAUSE_COUNT];

/* The strongest evidence that verdict and cause rest on. */
#define HW_BASES(X)                                                                                \
    X(NONE, "none")                                                                                \
    X(LINE, "line")                                                                                \
    X(SIZE, "size")                                                                                \
    X(CHAIN, "chain")                                                                              \
    X(TYPE, "type")                                                                                \
    X(ALLOCATOR, "allocator")

typedef enum hw_basis {
#define X(id, name) HW_BASIS_##id,
    HW_BASES(X)
#undef X
        HW_BASIS_COUNT
} hw_basis;

extern const char *const hw_basis_names[HW_BASIS_COUNT];

typedef enum hw_build_match { HW_BUILD_UNKNOWN, HW_BUILD_MATCHES, HW_BUILD_DIFFERS } hw_build_match;

/* A frame as it is shown: names as the profile wrote them. */
typedef struct hw_shown_frame {
    hw_sid function, file;
    uint32_t line;
} hw_shown_frame;

/* Who called the site: the next physical frame outside the site's own location. */
typedef struct hw_caller {
    hw_shown_frame frame;
    hw_values values;
} hw_caller;

enum { HW_CALLERS_MAX = 5 };

/* A 95 % interval of one value, in its unit. */
typedef struct hw_interval {
    bool known;
    int64_t low, high;
} hw_interval;

typedef struct hw_candidate {
    uint32_t claim; /* index into hw_claims.list */
    bool owner;
} hw_candidate;

/* Arrays of a finding are in the audit's arena. */
typedef struct hw_finding {
    uint32_t rank; /* 1-based */
    uint64_t fingerprint;
    hw_verdict verdict;
    hw_cause cause;
    hw_basis basis;
    hw_sid why; /* one sentence in words: what decided, or what could not be decided */

    hw_sid package;                /* import path of the physical function */
    hw_sid function;               /* as the profile wrote it */
    hw_sid file;                   /* as the profile wrote it */
    hw_sid path;                   /* import path / base name */
    uint32_t line;                 /* physical */
    const hw_shown_frame *inlined; /* leaf first, without the physical frame */
    size_t inlined_count;

    hw_values values;
    hw_interval interval[HW_VALUES]; /* of the two spaces; unknown where it cannot be told */
    int64_t stderr_space[HW_VALUES]; /* one standard error of the two spaces; -1 unknown */
    int64_t raw_samples[HW_VALUES];  /* samples behind the two spaces; -1 unknown */
    const int64_t *sizes;            /* object sizes, ascending; none when unknown */
    size_t size_count;

    const hw_candidate *claims;
    size_t claim_count;
    const hw_caller *callers; /* by the sort value, at most HW_CALLERS_MAX */
    size_t caller_count;
    hw_shown_frame outside;  /* first frame outside the standard library; function 0: the site is */
    hw_sid allocator;        /* the function called there, as linked; 0 unknown */
    hw_sid type;             /* what it allocates; 0: unknown, or several */
    int64_t type_size;       /* bytes; -1 unknown */
    bool pointer_free;       /* of that type */
    hw_family family;        /* of the allocator, where that is known */
    const char *why_untyped; /* why the type is not known: a name of HW_UNTYPED_REASONS, or
                              "several"; NULL where it is known, or no code was looked at */
} hw_finding;

/* A claim that no bytes speak of. */
typedef struct hw_claim_without_bytes {
    uint32_t claim;
    hw_verdict verdict; /* HW_UNOBSERVED or HW_UPHELD */
    hw_cause cause;
} hw_claim_without_bytes;

/* What there was before hw_audit_filter. */
typedef struct hw_unfiltered {
    bool set;
    uint64_t findings;
    hw_values totals;
} hw_unfiltered;

typedef struct hw_audit {
    const hw_profile *profile; /* borrowed */
    const hw_claims *claims;   /* borrowed */
    hw_strings *strings;       /* borrowed */
    hw_arena arena;
    HW_VEC(hw_finding) findings;                  /* by rank */
    HW_VEC(hw_claim_without_bytes) without_bytes; /* in log order */
    uint64_t unobserved, upheld;
    hw_values totals;
    hw_values coverage[HW_VERDICT_COUNT]; /* those with bytes; each value sums to its total */
    hw_unfiltered before;
    hw_value sort;
    hw_build_match build_match;
    HW_VEC(hw_sid) build_reasons;
    hw_sid go_version;           /* of the profile's build, from its paths; 0 unknown */
    uint64_t diagnosed_packages; /* distinct packages of the log, of this binary */
    hw_notes notes;              /* all of them: the profile's, the log's, the join's */
} hw_audit;

void hw_audit_init(hw_audit *a);
void hw_audit_free(hw_audit *a);
hw_verdict hw_verdict_named(hw_str name); /* HW_VERDICT_COUNT when there is none */
/* "error", "warning" or "note". */
const char *hw_finding_severity(const hw_finding *f);

#endif
