/* Helpers of the diag tests: files of tests/data, and texts read into a set of claims. */
#ifndef HW_TEST_DIAG_TEXT_H
#define HW_TEST_DIAG_TEXT_H

#include "base/buf.h"
#include "diag/diag.h"

/* The whole inflated file. Fails the test when it cannot be read. */
hw_buf test_slurp(const char *path);

typedef struct test_log {
    hw_strings strings;
    hw_claims claims;
    hw_buf file;
} test_log;

/* Nothing read yet. */
void test_log_init(test_log *l);
/* Reads and finishes, and fails the test on an error: texts, each one input; a text that is all the
 * log has; a file of them. */
void test_log_read(test_log *l, const char *const *texts, size_t count);
void test_log_text(test_log *l, hw_str text);
void test_log_file(test_log *l, const char *path);
void test_log_free(test_log *l);

/* A text as some number of threads read it. */
typedef struct test_result {
    hw_strings strings;
    hw_claims claims;
    hw_status status;
    hw_error error;
} test_result;

void test_result_init(test_result *r, unsigned threads);
void test_result_free(test_result *r);
/* Fails where one was read and the other was not, or was refused otherwise; true: they were read.
 */
bool test_same_outcome(const test_result *a, const test_result *b);

/* The claim number `i`, which must have this text. */
const hw_claim *test_claim(const test_log *l, size_t i, const char *text);
void test_str(hw_str got, const char *want);

#endif
