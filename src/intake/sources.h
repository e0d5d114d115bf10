/* intake/sources - all places that bytes come from. */
#ifndef HW_INTAKE_SOURCES_H
#define HW_INTAKE_SOURCES_H

#include "intake/source.h"

/* The one that a locator leads to; HW_UNSUPPORTED, with the sentence that says what is read, where
 * there is none. */
hw_status hw_source_of(hw_str locator, bool profile, hw_str name, const hw_source **ret,
                       hw_error *err);

#endif
