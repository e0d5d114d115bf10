/* model/note - soft problems: not errors, but every report shows them.
 *
 * One row a note: id, name, severity, and whether the result is not complete, which --strict
 * refuses. The text is made where the note is raised and says what, how many and what follows.
 * docs/notes.md has a section for each name; tests/lint checks that.
 */
#ifndef HW_MODEL_NOTE_H
#define HW_MODEL_NOTE_H

#include <stdint.h>

#include "base/strings.h"
#include "base/vec.h"
#include "heapwitness/types.h"

#define HW_NOTES(X)                                                                                \
    X(NOT_UNDERSTOOD, "not-understood", "warning", true)                                           \
    X(NO_HEADERS, "no-headers", "warning", false)                                                  \
    X(NO_INLINING, "no-inlining", "warning", false)                                                \
    X(NO_FLOWS, "no-flows", "warning", false)                                                      \
    X(FILTERED, "filtered", "warning", false)                                                      \
    X(ORPHAN_STEPS, "orphan-steps", "note", false)                                                 \
    X(NO_CLAIMS, "no-claims", "warning", true)                                                     \
    X(MIXED_OUTPUT, "mixed-output", "note", false)                                                 \
    X(WRAPPED, "wrapped", "note", false)                                                           \
    X(INVALID_JSON, "invalid-json", "warning", true)                                               \
    X(COMPILE_ERRORS, "compile-errors", "warning", true)                                           \
    X(COMMAND_LINE_ARGUMENTS, "command-line-arguments", "note", false)                             \
    X(TEST_VARIANTS, "test-variants", "note", false)                                               \
    X(SEVERAL_MAINS, "several-mains", "warning", false)                                            \
    X(DUPLICATE_BLOCKS, "duplicate-blocks", "note", false)                                         \
    X(JSON_ONLY, "json-only", "warning", false)                                                    \
    X(JSON_UNREAD, "json-unread", "warning", false)                                                \
    X(NO_RECORD, "no-record", "note", false)                                                       \
    X(VERSIONS_DIFFER, "versions-differ", "warning", false)                                        \
    X(FOREIGN_LOG, "foreign-log", "error", true)                                                   \
    X(BUILD_MISMATCH, "build-mismatch", "error", true)                                             \
    X(BUILD_UNKNOWN, "build-unknown", "note", false)                                               \
    X(LOW_COVERAGE, "low-coverage", "warning", true)                                               \
    X(OLD_PROFILE, "old-profile", "warning", false)                                                \
    X(UNPUBLISHED, "unpublished", "note", false)                                                   \
    X(DELTA, "delta", "note", false)                                                               \
    X(STORED, "stored", "warning", false)                                                          \
    X(PROFILING_OFF, "profiling-off", "warning", true)                                             \
    X(OTHER_VALUES, "other-values", "note", false)                                                 \
    X(SAME_PROCESS, "same-process", "error", true)                                                 \
    X(MERGED_PROCESS, "merged-process", "warning", false)                                          \
    X(TEXT_TWIN, "text-twin", "note", false)                                                       \
    X(NO_SIZES, "no-sizes", "note", false)                                                         \
    X(NO_PERIOD, "no-period", "note", false)                                                       \
    X(MISSING_VALUES, "missing-values", "note", false)                                             \
    X(NO_LINES, "no-lines", "warning", true)                                                       \
    X(SYMBOLIZED, "symbolized", "note", false)                                                     \
    X(SERVER_NAMES, "server-names", "warning", false)                                              \
    X(FOREIGN_PROGRAM, "foreign-program", "error", true)                                           \
    X(CODE_NOT_UNDERSTOOD, "code-not-understood", "note", false)                                   \
    X(LISTING_INLINED, "listing-inlined", "warning", true)                                         \
    X(NO_STACK, "no-stack", "warning", false)                                                      \
    X(FEW_SAMPLES, "few-samples", "note", false)                                                   \
    X(CHURN_ONLY, "churn-only", "note", false)                                                     \
    X(APPROXIMATE_FILE, "approximate-file", "note", false)                                         \
    X(NOT_COMPARED, "not-compared", "warning", true)                                               \
    X(NO_COMMON_PACKAGE, "no-common-package", "warning", true)                                     \
    X(PROFILE_OF_NEITHER, "profile-of-neither", "warning", true)                                   \
    X(PROFILE_OF_BOTH, "profile-of-both", "note", false)                                           \
    X(VALUES_CLAMPED, "values-clamped", "warning", false)

typedef enum hw_note_id {
#define X(id, name, severity, incomplete) HW_NOTE_##id,
    HW_NOTES(X)
#undef X
        HW_NOTE_COUNT
} hw_note_id;

typedef struct hw_note_row {
    const char *name, *severity; /* severity: "note", "warning" or "error" */
    bool incomplete;             /* something is missing from a result that has this note */
} hw_note_row;
extern const hw_note_row hw_note_rows[HW_NOTE_COUNT];

typedef struct hw_note {
    hw_note_id id;
    uint64_t count;
    hw_sid text; /* one sentence; may hold input text, so it is escaped when it is written */
    uint32_t of; /* the input of a profile that it is of alone, from 1; 0: of more */
} hw_note;

typedef struct hw_notes {
    HW_VEC(hw_note) list; /* errors first, else in the order in which they were raised */
} hw_notes;

HW_MEM hw_notes_put(hw_notes *notes, hw_note note);
/* How many are errors. */
size_t hw_notes_errors(const hw_notes *notes);

HW_MEM hw_note_add(hw_notes *notes, hw_strings *strings, hw_note_id id, uint64_t count,
                   const char *fmt, ...) HW_PRINTF(5, 6);
/* The first of this id, or NULL. */
const hw_note *hw_notes_find(const hw_notes *notes, hw_note_id id);
void hw_notes_free(hw_notes *notes);

#endif
