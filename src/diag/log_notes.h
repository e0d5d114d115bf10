/* diag/log_notes - what kind of log it is: the notes that its lines give reason to. */
#ifndef HW_DIAG_LOG_NOTES_H
#define HW_DIAG_LOG_NOTES_H

#include "base/mem.h"
#include "model/claim.h"

HW_MEM hw_log_notes(hw_claims *set);

#endif
