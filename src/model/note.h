/* model/note - soft problems: not errors, but every report shows them.
 *
 * One row a note: id, name, severity. The text is made where the note is raised and says what, how
 * many and what follows. docs/notes.md has a section for each name; tests/lint checks that.
 */
#ifndef HW_MODEL_NOTE_H
#define HW_MODEL_NOTE_H

#include <stdint.h>

#include "base/strings.h"
#include "base/vec.h"
#include "heapwitness/types.h"

#define HW_NOTES(X)                                                                                \
    X(NOT_UNDERSTOOD, "not-understood", "warning")                                                 \
    X(NO_HEADERS, "no-headers", "warning")                                                         \
    X(NO_INLINING, "no-inlining", "warning")                                                       \
    X(NO_FLOWS, "no-flows", "warning")                                                             \
    X(FILTERED, "filtered", "warning")                                                             \
    X(NO_CLAIMS, "no-claims", "warning")                                                           \
    X(MIXED_OUTPUT, "mixed-output", "note")                                                        \
    X(WRAPPED, "wrapped", "note")                                                                  \
    X(INVALID_JSON, "invalid-json", "warning")                                                     \
    X(COMPILE_ERRORS, "compile-errors", "warning")                                                 \
    X(COMMAND_LINE_ARGUMENTS, "command-line-arguments", "note")                                    \
    X(TEST_VARIANTS, "test-variants", "note")                                                      \
    X(SEVERAL_MAINS, "several-mains", "warning")                                                   \
    X(DUPLICATE_BLOCKS, "duplicate-blocks", "note")                                                \
    X(JSON_ONLY, "json-only", "warning")                                                           \
    X(JSON_UNREAD, "json-unread", "warning")                                                       \
    X(NO_RECORD, "no-record", "note")                                                              \
    X(VERSIONS_DIFFER, "versions-differ", "warning")                                               \
    X(FOREIGN_LOG, "foreign-log", "error")                                                         \
    X(BUILD_MISMATCH, "build-mismatch", "error")                                                   \
    X(BUILD_UNKNOWN, "build-unknown", "note")                                                      \
    X(LOW_COVERAGE, "low-coverage", "warning")                                                     \
    X(UNPUBLISHED, "unpublished", "note")                                                          \
    X(DELTA, "delta", "note")                                                                      \
    X(TEXT_TWIN, "text-twin", "note")                                                              \
    X(NO_SIZES, "no-sizes", "note")                                                                \
    X(NO_PERIOD, "no-period", "note")                                                              \
    X(MISSING_VALUES, "missing-values", "note")                                                    \
    X(NO_LINES, "no-lines", "warning")                                                             \
    X(SYMBOLIZED, "symbolized", "note")                                                            \
    X(SERVER_NAMES, "server-names", "warning")                                                     \
    X(FOREIGN_PROGRAM, "foreign-program", "error")                                                 \
    X(CODE_NOT_UNDERSTOOD, "code-not-understood", "note")                                          \
    X(LISTING_INLINED, "listing-inlined", "warning")                                               \
    X(NO_STACK, "no-stack", "warning")                                                             \
    X(FEW_SAMPLES, "few-samples", "note")                                                          \
    X(CHURN_ONLY, "churn-only", "note")                                                            \
    X(APPROXIMATE_FILE, "approximate-file", "note")                                                \
    X(NOT_COMPARED, "not-compared", "warning")                                                     \
    X(NO_COMMON_PACKAGE, "no-common-package", "warning")                                           \
    X(PROFILE_OF_NEITHER, "profile-of-neither", "warning")                                         \
    X(PROFILE_OF_BOTH, "profile-of-both", "note")                                                  \
    X(VALUES_CLAMPED, "values-clamped", "warning")

typedef enum hw_note_id {
#define X(id, name, severity) HW_NOTE_##id,
    HW_NOTES(X)
#undef X
        HW_NOTE_COUNT
} hw_note_id;

typedef struct hw_note {
    hw_note_id id;
    uint64_t count;
    hw_sid text; /* one sentence; may hold input text, so it is escaped when it is written */
} hw_note;

typedef struct hw_notes {
    HW_VEC(hw_note) list;
} hw_notes;

HW_MEM hw_note_add(hw_notes *notes, hw_strings *strings, hw_note_id id, uint64_t count,
                   const char *fmt, ...) HW_PRINTF(5, 6);
/* The first of this id, or NULL. */
const hw_note *hw_notes_find(const hw_notes *notes, hw_note_id id);
const char *hw_note_name(hw_note_id id);
const char *hw_note_severity(hw_note_id id); /* "note", "warning" or "error" */
void hw_notes_free(hw_notes *notes);

#endif
