/* model/message_class - the classes of lines of a log: one row each.
 *
 * All that is known of a class as such is a column here. How its text is recognised is code:
 * message/message.c for what stands behind a position, message/not_compiler.c and
 * message/assembly.c for the rest. docs/diagnostics.md has the grammar behind them.
 */
#ifndef HW_MODEL_MESSAGE_CLASS_H
#define HW_MODEL_MESSAGE_CLASS_H

#include "base/str.h"

/* Columns:
 *   id
 *   name     stable, in JSON
 *   role     what a line of the class is for, below
 *   pattern  that a verdict is counted under (hw_pattern), or COUNT: none
 *   verdict  what a claim of the class says; "": no line of the class becomes a claim
 *   habit    USUAL; BARE: of range-over-func variables it stands without a position (Go >= 1.23);
 *            DUMP: a dump of -m=3 may follow
 *   since, until  minor Go versions that print it; 0: no bound. evidence: the format strings in
 *            cmd/compile/internal of all known versions
 *
 * Roles:
 *   HEAP    says that an allocation is on the heap          a claim
 *   STACK   says that something does not escape             a claim
 *   PARAM   what a parameter leaks                          a verdict, but of no allocation
 *   HEAD    first line of an explanation of a HEAP claim
 *   LEAK    first line of an explanation of a PARAM verdict
 *   STEP    inside an explanation
 *   DECL    a function declaration: can / cannot inline
 *   INLINE  an inlining position
 *   BLOCK   a `# package` header
 *   OTHER   the compiler, but no claim
 *   NOT_COMPILER  understood as not the compiler's: go test, gctrace, build errors
 *   UNKNOWN not understood
 */
/* clang-format off */
#define HW_MESSAGE_CLASSES(X)                                                                      \
    X(BLOCK, "hdr.pkg", BLOCK, COUNT, "", USUAL, 0, 0)                                             \
    X(BLOCK_TEST, "hdr.pkg.test", BLOCK, COUNT, "", USUAL, 0, 0)                                   \
    X(MOVED, "esc.moved", HEAP, MOVED_TO_HEAP, "moved-to-heap", BARE, 0, 0)                        \
    X(HEAP, "esc.heap", HEAP, ESCAPES, "escapes-to-heap", BARE, 0, 0)                              \
    X(APPEND_HEAP, "esc.append.heap", HEAP, ESCAPES, "escapes-to-heap", USUAL, 25, 0)              \
    X(DOTS_HEAP, "esc.dots.heap", HEAP, ESCAPES, "escapes-to-heap", USUAL, 0, 0)                   \
    X(NO, "esc.no", STACK, DOES_NOT_ESCAPE, "does-not-escape", BARE, 0, 0)                         \
    X(APPEND_NO, "esc.append.no", STACK, DOES_NOT_ESCAPE, "does-not-escape", USUAL, 25, 0)         \
    X(DOTS_NO, "esc.dots.no", STACK, DOES_NOT_ESCAPE, "does-not-escape", USUAL, 0, 0)              \
    X(ZEROCOPY, "esc.zerocopy", OTHER, COUNT, "", USUAL, 22, 0)                                    \
    X(LEAK, "esc.leak", PARAM, LEAKING_PARAM, "leaking-param", BARE, 0, 0)                         \
    X(LEAK_CONTENT, "esc.leakcontent", PARAM, LEAKING_PARAM_CONTENT, "leaking-param-content", BARE, 0, 0)\
    X(LEAK_RESULT, "esc.leakres", PARAM, LEAKING_PARAM, "leaking-param-to-result", BARE, 0, 0)     \
    X(UNSAFE_UINTPTR, "esc.unsafeuintptr", PARAM, COUNT, "param", USUAL, 0, 0)                     \
    X(ESCAPING_UINTPTR, "esc.escuintptr", PARAM, COUNT, "param", USUAL, 0, 0)                      \
    X(MUTATES_CALLS, "esc.mutcall", PARAM, COUNT, "param", USUAL, 22, 0)                           \
    X(NO_MUTATE_CALL, "esc.nomutcall", PARAM, COUNT, "param", USUAL, 22, 0)                        \
    X(HEAD_IN, "esc.heap.in:", HEAD, COUNT, "escapes-to-heap", USUAL, 25, 0)                       \
    X(HEAD, "esc.heap:", HEAD, COUNT, "escapes-to-heap", USUAL, 0, 24)                             \
    X(LEAKS_FOR, "esc.leaks.for:", LEAK, COUNT, "", USUAL, 25, 0)                                  \
    X(LEAKS, "esc.leaks:", LEAK, COUNT, "", USUAL, 0, 24)                                          \
    X(FLOW, "esc.flow", STEP, COUNT, "", USUAL, 0, 0)                                              \
    X(FROM, "esc.from", STEP, COUNT, "", USUAL, 0, 0)                                              \
    X(TRUNCATED, "esc.truncated", STEP, COUNT, "", USUAL, 0, 0)                                    \
    X(CAPTURE, "esc.capture", OTHER, COUNT, "", BARE, 0, 0)                                        \
    X(SELF_ASSIGN, "esc.selfassign", OTHER, COUNT, "", USUAL, 0, 0)                                \
    X(RUNTIME_ERROR, "esc.runtime.error", OTHER, COUNT, "", USUAL, 0, 0)                           \
    X(STMT, "esc.stmt(m3)", OTHER, COUNT, "", DUMP, 0, 0)                                          \
    X(LABEL, "esc.label(m3)", OTHER, COUNT, "", USUAL, 0, 0)                                       \
    X(CAN_COST, "inl.can.cost", DECL, COUNT, "", USUAL, 0, 0)                                      \
    X(CAN, "inl.can", DECL, COUNT, "", USUAL, 0, 0)                                                \
    X(CANNOT, "inl.cannot", DECL, COUNT, "", USUAL, 0, 0)                                          \
    X(CANNOT_CYCLE, "inl.cannot.recurcycle", OTHER, COUNT, "", USUAL, 0, 0)                        \
    X(INLINING, "inl.call", INLINE, COUNT, "", USUAL, 0, 0)                                        \
    X(INLINING_SCORE, "inl.call.score", INLINE, COUNT, "", USUAL, 0, 0)                            \
    X(BIG, "inl.big", OTHER, COUNT, "", USUAL, 21, 0)                                              \
    X(DEAD_CLOSURE, "inl.deadclosure(m3)", OTHER, COUNT, "", USUAL, 21, 23)                        \
    X(INLINE_BEFORE, "inl.before(m3)", OTHER, COUNT, "", DUMP, 0, 0)                               \
    X(INLINE_AFTER, "inl.after(m3)", OTHER, COUNT, "", DUMP, 0, 0)                                 \
    X(INLINE_SUBST, "subst(m3,1.19)", OTHER, COUNT, "", DUMP, 0, 20)                               \
    X(TYPECHECK_IMPORT, "tcimport(m3,<=1.20)", OTHER, COUNT, "", DUMP, 0, 20)                      \
    X(DUMP, "dump.continuation(m3)", OTHER, COUNT, "", USUAL, 0, 0)                                \
    X(DEVIRT, "devirt", OTHER, COUNT, "", USUAL, 0, 0)                                             \
    X(DEVIRT_PARTIAL, "devirt.partial", OTHER, COUNT, "", USUAL, 0, 0)                             \
    X(DEVIRT_FAILED, "devirt.failed", OTHER, COUNT, "", USUAL, 0, 0)                               \
    X(DEVIRT_CANNOT, "devirt.cannot", OTHER, COUNT, "", USUAL, 20, 0)                              \
    X(DEVIRT_PGO, "devirt.pgo", OTHER, COUNT, "", USUAL, 21, 0)                                    \
    X(DEVIRT_PGO_NOT, "devirt.pgo.not", OTHER, COUNT, "", USUAL, 21, 0)                            \
    X(DEVIRT_IMPRECISE, "devirt.imprecise", OTHER, COUNT, "", USUAL, 20, 0)                        \
    X(BOUNDS, "walk.bce", OTHER, COUNT, "", BARE, 0, 0)                                            \
    X(BLOOP_KEEP, "bloop.keep", OTHER, COUNT, "", USUAL, 26, 0)                                    \
    X(BLOOP_UNKNOWN, "bloop.unknown", OTHER, COUNT, "", USUAL, 26, 0)                              \
    X(BLANK, "blank", NOT_COMPILER, COUNT, "", USUAL, 0, 0)                                        \
    X(GOTEST, "gotest.status", NOT_COMPILER, COUNT, "", USUAL, 0, 0)                               \
    X(GCTRACE, "gctrace", NOT_COMPILER, COUNT, "", USUAL, 0, 0)                                    \
    X(BUILD_ERROR, "build.error", NOT_COMPILER, COUNT, "", USUAL, 0, 0)                            \
    X(LINKER, "linkname", NOT_COMPILER, COUNT, "", USUAL, 0, 0)                                    \
    X(BENCHMARK, "gotest.benchmark", NOT_COMPILER, COUNT, "", USUAL, 0, 0)                         \
    X(GO_COMMAND, "go.command", NOT_COMPILER, COUNT, "", USUAL, 0, 0)                              \
    X(RUNNER, "ci.runner", NOT_COMPILER, COUNT, "", USUAL, 0, 0)                                   \
    X(PROGRAM, "program.log", NOT_COMPILER, COUNT, "", USUAL, 0, 0)                                \
    X(ASSEMBLY, "asm", NOT_COMPILER, COUNT, "", USUAL, 0, 0)                                       \
    X(JSON, "json", NOT_COMPILER, COUNT, "", USUAL, 0, 0)                                          \
    X(NOT_UNDERSTOOD, "not-understood", UNKNOWN, COUNT, "", USUAL, 0, 0)
/* clang-format on */

typedef enum hw_message_class {
#define X(id, ...) HW_CLASS_##id,
    HW_MESSAGE_CLASSES(X)
#undef X
        HW_CLASS_COUNT
} hw_message_class;

typedef struct hw_message_class_row {
    const char *name;
    const char *verdict;   /* "escapes-to-heap", "does-not-escape", "leaking-param" … */
    unsigned char pattern; /* hw_pattern */
} hw_message_class_row;
extern const hw_message_class_row hw_message_class_rows[HW_CLASS_COUNT];

typedef enum hw_role {
    HW_ROLE_HEAP,
    HW_ROLE_STACK,
    HW_ROLE_PARAM,
    HW_ROLE_HEAD,
    HW_ROLE_LEAK,
    HW_ROLE_STEP,
    HW_ROLE_DECL,
    HW_ROLE_INLINE,
    HW_ROLE_BLOCK,
    HW_ROLE_OTHER,
    HW_ROLE_NOT_COMPILER,
    HW_ROLE_UNKNOWN,
} hw_role;

typedef enum hw_class_habit { HW_HABIT_USUAL, HW_HABIT_BARE, HW_HABIT_DUMP } hw_class_habit;

/* How a line says where it belongs: with "file:line[:col]:"; without any position (range-over-func
 * variables, >= 1.23); with "<unknown line number>:". The last two are counted as name[bare] and
 * name[nopos]. */
typedef enum hw_position_form {
    HW_POS_PLAIN,
    HW_POS_BARE,
    HW_POS_UNKNOWN,
    HW_POS_FORMS
} hw_position_form;

enum { HW_CLASS_TEXT = 40 };
void hw_class_name(hw_message_class s, hw_position_form f, char buf[HW_CLASS_TEXT]);

/* The seven patterns that claims are counted by; the first six are disjoint sets of message
 * classes. */
#define HW_PATTERNS(X)                                                                             \
    X(MOVED_TO_HEAP, "moved_to_heap")                                                              \
    X(ADDRESS_ESCAPES, "address_escapes")                                                          \
    X(ESCAPES, "escapes")                                                                          \
    X(LEAKING_PARAM, "leaking_param")                                                              \
    X(LEAKING_PARAM_CONTENT, "leaking_param_content")                                              \
    X(DOES_NOT_ESCAPE, "does_not_escape")                                                          \
    X(ESCAPES_WITH_FLOW, "escapes_with_flow")

typedef enum hw_pattern {
#define X(id, name) HW_PATTERN_##id,
    HW_PATTERNS(X)
#undef X
        HW_PATTERN_COUNT
} hw_pattern;

extern const char *const hw_pattern_names[HW_PATTERN_COUNT];

extern const unsigned char hw_message_class_roles[HW_CLASS_COUNT];
static inline hw_role hw_message_class_role(hw_message_class s)
{
    return (hw_role)hw_message_class_roles[s];
}

extern const unsigned char hw_message_class_habits[HW_CLASS_COUNT];
static inline hw_class_habit hw_message_class_habit(hw_message_class s)
{
    return (hw_class_habit)hw_message_class_habits[s];
}

/* Minor Go versions that print lines of the class; 0: no bound. */
typedef struct hw_class_versions {
    unsigned char since, until;
} hw_class_versions;
extern const hw_class_versions hw_message_class_versions[HW_CLASS_COUNT];

/* The pattern that a verdict line is counted under, by its class and what it speaks of;
 * HW_PATTERN_COUNT: none. Never ESCAPES_WITH_FLOW. */
hw_pattern hw_pattern_of(hw_message_class class, hw_str subject);

#endif
