/* go/reason - the compiler's words for why a value flows. */
#ifndef HW_GO_REASON_H
#define HW_GO_REASON_H

#include "base/str.h"

/* Why a value flows, or why it must be on the heap: the word in parentheses of a `from` step.
 * All known versions of
 * Go have these and no others (cmd/compile/internal/escape); commonest first. */
#define HW_REASONS(X)                                                                              \
    X(CALL_PARAMETER, "call parameter")                                                            \
    X(SPILL, "spill")                                                                              \
    X(ASSIGN_PAIR, "assign-pair")                                                                  \
    X(RETURN, "return")                                                                            \
    X(ASSIGN, "assign")                                                                            \
    X(DOT_OF_POINTER, "dot of pointer")                                                            \
    X(ADDRESS_OF, "address-of")                                                                    \
    X(INTERFACE_CONVERTED, "interface-converted")                                                  \
    X(STRUCT_ELEMENT, "struct literal element")                                                    \
    X(DOT, "dot")                                                                                  \
    X(SLICE, "slice")                                                                              \
    X(NON_CONSTANT_SIZE, "non-constant size")                                                      \
    X(INDIRECTION, "indirection")                                                                  \
    X(SLICE_ELEMENT, "slice-literal-element")                                                      \
    X(CAPTURED, "captured by a closure")                                                           \
    X(REFERENCE, "reference")                                                                      \
    X(RANGE_DEREF, "range-deref")                                                                  \
    X(MAP_VALUE, "map literal value")                                                              \
    X(ASSIGN_DOT_TYPE, "assign-pair-dot-type")                                                     \
    X(MAP_PUT, "key of map put")                                                                   \
    X(ARRAY_INDEX, "fixed-array-index-of")                                                         \
    X(SWITCH_CASE, "switch case")                                                                  \
    X(APPENDEE, "appendee slice")                                                                  \
    X(TOO_LARGE, "too large for stack")                                                            \
    X(APPENDED, "appended slice...")                                                               \
    X(COPIED, "copied slice")                                                                      \
    X(SEND, "send")                                                                                \
    X(MAP_KEY, "map literal key")                                                                  \
    X(ARRAY_ELEMENT, "array literal element")                                                      \
    X(UINTPTR_ESCAPES, "//go:uintptrescapes")                                                      \
    X(UNSAFE_POINTER, "conversion to unsafe.Pointer")                                              \
    X(REFLECT_HEADER, "reflect.Header.Data")                                                       \
    X(SLICE_TO_ARRAY, "slice-to-array")                                                            \
    X(ASSIGN_MAP, "assign-pair-mapr")                                                              \
    X(ASSIGN_RECEIVE, "assign-pair-receive")                                                       \
    X(RANGE, "range")                                                                              \
    X(CALLEE, "callee operand")                                                                    \
    X(TOO_ALIGNED, "too aligned for stack")                                                        \
    X(ZERO_SIZED_ELEMENT, "zero-sized element")

typedef enum hw_reason {
#define X(id, name) HW_REASON_##id,
    HW_REASONS(X)
#undef X
        HW_REASON_COUNT
} hw_reason;

extern const char *const hw_reason_names[HW_REASON_COUNT];
hw_reason hw_reason_named(hw_str name); /* HW_REASON_COUNT when there is none */

#endif
