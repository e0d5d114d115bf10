/* claims/sink - where the flow of a heap claim ends: a sink, taken from the last step. */
#ifndef HW_CLAIMS_SINK_H
#define HW_CLAIMS_SINK_H

#include "claims/route.h"
#include "model/claim.h"

/* Columns: id, name (stable, in JSON and CSV), what the target is ("": it has none), the word
 * between a reason and the target. */
#define HW_SINKS(X)                                                                                \
    X(CALL, "call", "the function that is called", "of")                                           \
    X(RESULT, "result", "", "")                                                                    \
    X(GLOBAL, "package variable", "the variable", "to")                                            \
    X(FIELD, "field", "what is assigned to", "to")                                                 \
    X(ELEMENT, "element", "what is assigned to", "to")                                             \
    X(POINTER, "pointer", "what is assigned to", "to")                                             \
    X(VARIABLE, "variable", "the variable", "to")                                                  \
    X(LITERAL, "literal", "the literal", "of")                                                     \
    X(INTERFACE, "interface", "the value in it", "of")                                             \
    X(CLOSURE, "closure", "", "")                                                                  \
    X(APPEND, "append", "the slice", "to")                                                         \
    X(MAP_KEY, "map key", "the map", "of")                                                         \
    X(CHANNEL, "channel", "the channel", "to")                                                     \
    X(STATEMENT, "go or defer", "", "")                                                            \
    X(TOO_LARGE, "too large", "", "")                                                              \
    X(VARIABLE_SIZE, "variable size", "", "")                                                      \
    X(ZERO_SIZE, "zero size", "", "")                                                              \
    X(OTHER, "other", "the expression", "")                                                        \
    X(UNEXPLAINED, "unexplained", "", "")

typedef enum hw_sink_kind {
#define X(id, name, target, word) HW_SINK_##id,
    HW_SINKS(X)
#undef X
        HW_SINK_COUNT
} hw_sink_kind;

typedef struct hw_sink_row {
    const char *name, *target;
    const char *word; /* "of", "to", or "" where a target says nothing more than the reason */
} hw_sink_row;
extern const hw_sink_row hw_sink_rows[HW_SINK_COUNT];

/* The end of an explanation. Views are into the log. */
typedef struct hw_flow_end {
    hw_sink_kind kind;
    hw_reason why; /* of the last step; HW_REASON_COUNT: none is given */
    hw_str target; /* as printed; may be empty */
    hw_step from;  /* the last step; `why` empty: none */
} hw_flow_end;

void hw_flow_end_read(const hw_claims *set, const hw_route *route, hw_flow_end *ret);
/* Of a claim's first explanation; UNEXPLAINED where it has none. */
void hw_claim_end(const hw_claims *set, const hw_claim *c, hw_flow_end *ret);

/* "fmt.Println" of "fmt.Println(... argument...)"; empty where it is no call. */
hw_str hw_call_callee(hw_str call);
/* Whether the name is a result's: "~r0", "~R1", "pkg.~r0". */
bool hw_is_result_name(hw_str name);

#endif
