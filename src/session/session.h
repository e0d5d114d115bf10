/* session - the drivers: carry bytes and tables from room to room. The inside of hw_session, for
 * the CLI, which shows more than the public API promises. */
#ifndef HW_SESSION_SESSION_H
#define HW_SESSION_SESSION_H

#include "base/strings.h"
#include "heapwitness/heapwitness.h"
#include "intake/intake.h"
#include "model/claim.h"
#include "model/finding.h"
#include "model/profile.h"
#include "report/report.h"

struct hw_session {
    hw_arena arena; /* copies of the options' strings */
    hw_intake intake;
    hw_value sort;
    bool sort_set;
    hw_strings strings;
    hw_profile profile;
    HW_VEC(hw_text) texts; /* the logs' bytes; claims point into them */
    hw_claims claims;
    bool claims_finished;
    bool claims_broken; /* finishing them failed half-way */
    hw_audit audit;
    bool analysed;
};

/* hw_diag_finish once for all logs that were added. */
hw_status hw_session_finish_claims(hw_session *s, hw_error *err);

/* The class of one line alone. */
hw_shape hw_session_classify(hw_str line);

#endif
