/* Helpers of the diag tests: files of tests/data, and texts read into a set of claims. */
#ifndef HW_TEST_DIAG_TEXT_H
#define HW_TEST_DIAG_TEXT_H

#include "diag/diag.h"

/* The whole inflated file; `p` is malloc'd. Fails the test when it cannot be read. */
hw_str test_slurp(const char *path);

typedef struct test_log {
    hw_strings strings;
    hw_claims claims;
} test_log;

/* Each text is one input. Finished; fails the test on an error. */
void test_log_read(test_log *l, const char *const *texts, size_t count);
void test_log_free(test_log *l);

/* The claim number `i`, which must have this text. */
const hw_claim *test_claim(const test_log *l, size_t i, const char *text);
void test_str(hw_str got, const char *want);
/* The note, or NULL. */
const hw_note *test_note(const test_log *l, hw_note_id id);

#endif
