/* records/json_pairs - claims of a text find their records.
 */
#ifndef HW_RECORDS_JSON_PAIRS_H
#define HW_RECORDS_JSON_PAIRS_H

#include "model/claim.h"

/* A part of finishing the claims, when the blocks of texts are merged. It is done again where
 * inputs came after the last time. */
hw_status hw_json_pair(hw_claims *set, hw_error *err);

#endif
