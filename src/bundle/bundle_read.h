/* bundle/bundle_read - reads heapwitness.bundle/1 and /2 (docs/formats.md): the head; the text log;
 * the JSON records. */
#ifndef HW_BUNDLE_BUNDLE_READ_H
#define HW_BUNDLE_BUNDLE_READ_H

#include "model/claim.h"

/* Whether a text is a bundle. */
bool hw_is_bundle(hw_str text);

typedef struct hw_bundle {
    hw_str text;
    hw_str records; /* empty: there are none */
} hw_bundle;

/* Adds to `into` what the head says of the build, and finds the two parts. Nothing is taken back
 * when it fails. */
hw_status hw_bundle_read(hw_claims *into, hw_str name, hw_str text, hw_bundle *ret, hw_error *err);

#endif
