/* verdict/fingerprint - a finding's name that survives moved lines.
 *
 * It is made of the package, the function, the inlined functions, the kind and expression (of an
 * unclaimed one its cause), and the ordinal among equals in the order of the source.
 */
#ifndef HW_VERDICT_FINGERPRINT_H
#define HW_VERDICT_FINGERPRINT_H

#include "model/finding.h"

/* Names every finding. */
hw_status hw_fingerprints(hw_audit *a, hw_error *err);

#endif
