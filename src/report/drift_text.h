/* report/drift_text - what drifted, for people: how much of each kind, then one difference
 * after the other. */
#ifndef HW_REPORT_DRIFT_TEXT_H
#define HW_REPORT_DRIFT_TEXT_H

#include "model/writer.h"

extern const hw_drift_writer hw_drift_writer_text;

#endif
