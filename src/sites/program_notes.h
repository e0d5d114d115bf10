/* sites/program_notes - what is to be said of the files given with the profile. */
#ifndef HW_SITES_PROGRAM_NOTES_H
#define HW_SITES_PROGRAM_NOTES_H

#include "base/mem.h"
#include "model/finding.h"

/* Notes: programs that are not the profile's, locations that they or a server named, and those that
 * nobody did. */
HW_MEM hw_program_notes(hw_audit *a);

#endif
