/* records/json_pairs - pairs the claims of text logs with their records.
 */
#ifndef HW_RECORDS_JSON_PAIRS_H
#define HW_RECORDS_JSON_PAIRS_H

#include "model/claim.h"

/* A step of finishing the claims, after the blocks of texts are merged. It is repeated when inputs
 * were added since. */
hw_status hw_json_pair(hw_claims *set, hw_error *err);

#endif
