/* session - the drivers: carry bytes and tables from room to room. The inside of hw_session, for
 * the CLI, which shows more than the public API promises. */
#ifndef HW_SESSION_SESSION_H
#define HW_SESSION_SESSION_H

#include "base/strings.h"
#include "claims/enclosing.h"
#include "claims/summary.h"
#include "executable/image.h"
#include "heapwitness/heapwitness.h"
#include "intake/intake.h"
#include "listing/listing.h"
#include "model/claim.h"
#include "model/difference.h"
#include "model/finding.h"
#include "model/profile.h"
#include "model/versions.h"
#include "model/writer.h"

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
    hw_strings strings;
    hw_profile profile;
    HW_VEC(hw_str) locators;          /* of its inputs, as they were given */
    HW_VEC(hw_image *) images;        /* of its programs */
    HW_VEC(hw_text) texts;            /* of logs and listings; claims point into them */
    HW_VEC(hw_listing_text) listings; /* of assembly, in place of a program */
    hw_claims claims;
    bool claims_finished;
    bool claims_broken; /* finishing them failed half-way */
    bool owned;         /* `owners` are made */
    hw_enclosing owners;   /* the functions of finished claims, when they are first asked for */
    hw_audit audit;
    bool ask_code; /* why claims have no bytes is asked of the program's code, too */
    bool analysed;
    HW_VEC(hw_session_side *) sides;
    hw_drift drift;       /* of two of them */
    hw_versions versions; /* or of all of them, made from Go versions */
};

/* What was analysed no longer holds when more is added. */
void hw_session_forget(hw_session *s);
/* Applies the programs, or asks the servers that profiles without functions came from; what has
 * addresses only after that is HW_UNSUPPORTED. */
hw_status hw_session_symbolize(hw_session *s, hw_error *err);
/* Names the functions of an input's locations by the server that it came from. What cannot be had
 * is left as it is. */
hw_status hw_session_ask_server(hw_session *s, size_t input, hw_error *err);
/* HW_UNSUPPORTED where an input has addresses only. */
hw_status hw_session_check_frames(const hw_session *s, hw_error *err);
/* One more of `texts`, and what messages call it. */
hw_status hw_session_take_text(hw_session *s, const char *locator, hw_str *name,
                               const hw_text **ret, hw_error *err);
/* hw_diag_finish once for all logs that were added. */
hw_status hw_session_finish_claims(hw_session *s, hw_error *err);
/* The value to rank by: what the user chose, else what is held, else what the profile has. */
hw_status hw_session_sort(const hw_session *s, hw_value *ret, hw_error *err);

/* Judges the profile as it stands, with its witnesses: what hw_analyse ends with. */
hw_status hw_session_judge(hw_session *s, hw_error *err);
/* An assembly listing (-gcflags=-S), of which the next hw_session_survey makes the program. */
hw_status hw_session_add_listing(hw_session *s, const char *locator, hw_error *err);
/* Makes the session's profile from the code of its one program (symbolize/survey), and analyses it:
 * s->audit then has the calls that could allocate in place of those that did. */
hw_status hw_session_survey(hw_session *s, hw_error *err);
/* The same of the session's first program into another profile. */
hw_status hw_session_survey_into(hw_session *s, hw_profile *code, hw_error *err);

/* --- drift ------------------------------------------------------------------------------------ */

/* Finishes the claims that were added and makes them one more of `sides`. */
hw_status hw_session_set_aside(hw_session *s, hw_error *err);
/* Weighs the sides A and B, the first two, by a profile: those that it is not proven to be foreign
 * to. */
hw_status hw_session_weigh(hw_session *s, const char *locator, hw_drift *d, hw_error *err);
/* Compares two sides. `d` was hw_drift_init'ed; what weighed them is in it already. */
hw_status hw_session_drift(hw_session *s, size_t a, size_t b, hw_drift *d, hw_error *err);
/* Makes the table of all sides, which `asked` names: s->versions. Needs two at least for rows. */
hw_status hw_session_versions(hw_session *s, const char *const *asked, hw_error *err);
void hw_session_free_sides(hw_session *s);

/* The class of one line alone. */
hw_message_class hw_session_classify(hw_str line);

/* Finishes the claims, counts those that the filter (NULL: none) leaves, and writes them. */
hw_status hw_session_summary(hw_session *s, const hw_claims_filter *filter,
                            const hw_claims_writer *writer, const hw_report_options *options,
                            const hw_byte_sink *to, hw_error *err);

#endif
