/* session/session - the state of a session, and its life. The files beside this one say what is
 * done with it. The command line sees the state too, since it shows more than the public API
 * promises. */
#ifndef HW_SESSION_SESSION_H
#define HW_SESSION_SESSION_H

#include "base/strings.h"
#include "claims/enclosing.h"
#include "executable/image.h"
#include "heapwitness/heapwitness.h"
#include "intake/intake.h"
#include "listing/listing.h"
#include "model/claim.h"
#include "model/difference.h"
#include "model/finding.h"
#include "model/profile.h"
#include "model/versions.h"

/* Diagnostics that are finished and put aside, to be compared with others. */
typedef struct hw_session_side {
    HW_VEC(hw_text) texts;
    hw_claims claims;
    HW_VEC(hw_values) values; /* by claim, of the profiles that are of this side */
    bool weighed;             /* there are such profiles */
} hw_session_side;

struct hw_session {
    hw_arena arena; /* copies of the options' strings */
    hw_intake intake;
    hw_value sort;
    bool sort_set;
    bool merge; /* profiles of one process are added up too */
    hw_strings strings;
    hw_profile profile;
    HW_VEC(hw_str) locators;          /* of its inputs, as they were given */
    HW_VEC(hw_image *) images;        /* of its programs */
    HW_VEC(hw_text) texts;            /* of logs and listings; claims point into them */
    HW_VEC(hw_listing_text) listings; /* of assembly, in place of a program */
    hw_claims claims;
    bool claims_finished;
    bool claims_broken;     /* finishing them failed half-way */
    hw_enclosing enclosing; /* the functions of finished claims, when they are first asked for */
    bool enclosing_made;
    hw_audit audit;
    bool ask_code; /* the program's code is asked, too, why claims have no bytes */
    bool analysed;
    HW_VEC(hw_session_side *) sides;
    hw_drift drift;       /* of two of them */
    hw_versions versions; /* or of all of them, made from Go versions */
};

/* Watches over the files that sessions of this process map: intake/mapped. */
void hw_session_watch_files(void);
/* HW_IO where a file shrank while it was used. Then nothing that came of it is to be believed,
 * errors included. */
hw_status hw_session_files_whole(const hw_session *s, hw_error *err);

/* What was analysed no longer holds when more is added. */
void hw_session_forget(hw_session *s);

#endif
