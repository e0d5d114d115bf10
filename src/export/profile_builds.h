/* export/profile_builds - the programs behind a profile, as JSON. */
#ifndef HW_EXPORT_PROFILE_BUILDS_H
#define HW_EXPORT_PROFILE_BUILDS_H

#include "base/jsonw.h"
#include "model/profile.h"

/* The member "builds": each file of the mappings once, with what its program says of itself where
 * it was given. */
void hw_profile_builds_json(hw_jsonw *w, const hw_profile *p);

#endif
