/* verdict/judge - verdict, cause and basis of every site that was joined. */
#ifndef HW_VERDICT_JUDGE_H
#define HW_VERDICT_JUDGE_H

#include "verdict/join.h"

/* Fills verdict, cause, basis and why of all cases. false when out of memory. */
bool hw_judge_cases(hw_join *j);

#endif
