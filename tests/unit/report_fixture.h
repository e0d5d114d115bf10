/* A hand-made audit with one finding of every verdict and hostile names. */
#ifndef HW_TESTS_REPORT_FIXTURE_H
#define HW_TESTS_REPORT_FIXTURE_H

#include "model/finding.h"

typedef struct fixture {
    hw_strings strings;
    hw_profile profile;
    hw_claims claims;
    hw_audit audit;
} fixture;

void fixture_make(fixture *f);
void fixture_free(fixture *f);

#endif
