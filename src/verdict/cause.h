/* verdict/cause - what made the bytes of a judged site. */
#ifndef HW_VERDICT_CAUSE_H
#define HW_VERDICT_CAUSE_H

#include "model/finding.h"
#include "verdict/subject.h"

/* HW_CAUSE_UNKNOWN where nothing tells. With the call no other cause is said than without it, but
 * perhaps one where there was none. */
hw_cause hw_cause_of(const hw_subject *s, hw_verdict verdict);

/* The line has a variadic call whose slice of arguments stays on the stack. */
bool hw_boxes_arguments(const hw_subject *s);

#endif
