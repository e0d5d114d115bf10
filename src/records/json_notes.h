/* records/json_notes - the notes about -json records.
 */
#ifndef HW_RECORDS_JSON_NOTES_H
#define HW_RECORDS_JSON_NOTES_H

#include "base/mem.h"
#include "model/claim.h"

/* Also takes the Go version from the records, where the texts do not tell it. */
HW_MEM hw_json_notes(hw_claims *set);

#endif
