/* claims/log_release - the Go version of a log, known by what only some versions print. */
#ifndef HW_CLAIMS_LOG_RELEASE_H
#define HW_CLAIMS_LOG_RELEASE_H

#include "model/claim.h"

/* What the log's forms allow (claims->go), and the packages of the standard library that it holds.
 */
hw_go_range hw_go_of_log(const hw_claims *c);

#endif
