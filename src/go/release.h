/* go/release - the releases of Go, by the minor number: 26 is Go 1.26.
 *
 * The one place that says how far what is known of Go reaches. A newer release is read like the
 * newest that is known. What a release changed stands where it matters ("from Go 1.25 on"); how
 * far it was measured stands in docs/causes.md, docs/boundaries.md and docs/beliefs.md.
 */
#ifndef HW_GO_RELEASE_H
#define HW_GO_RELEASE_H

#include "base/str.h"

/* The last one known, as it is written; tests/lint holds both together, and the tests' toolchains.
 */
#define HW_GO_NEWEST_TEXT "1.27"
enum {
    HW_GO_OLDEST = 19, /* whose profiles and logs are read */
    HW_GO_NEWEST = 27,
    HW_GO_ANY = 99, /* as the end of a range: those that are not known yet, too */
};

/* From `min` to `max`. */
typedef struct hw_go_range {
    int min, max;
} hw_go_range;

#define HW_GO_UNKNOWN ((hw_go_range){0, HW_GO_ANY})

bool hw_go_overlap(hw_go_range a, hw_go_range b);
/* What both allow; `a` where they exclude each other. */
hw_go_range hw_go_both(hw_go_range a, hw_go_range b);

enum { HW_GO_TEXT = 64 };
/* "go1.26.8", "Go 1.25 or later", "Go 1.21 to 1.24", "" where nothing is known. */
void hw_go_text(hw_str exact, hw_go_range go, char buf[HW_GO_TEXT]);

/* "go1.26.8" → 26; 0 for what is no release. */
int hw_go_minor(hw_str version);

/* Which releases call main.main in that line of runtime.main; HW_GO_UNKNOWN: none does. */
hw_go_range hw_go_of_main_line(uint32_t line);

/* A package that every program links, in the releases that have it. */
typedef struct hw_go_linked_package {
    const char *path;
    hw_go_range go;
} hw_go_linked_package;
enum { HW_GO_LINKED_PACKAGES = 10 };
extern const hw_go_linked_package hw_go_linked_packages[HW_GO_LINKED_PACKAGES];

#endif
