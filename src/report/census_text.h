/* report/census_text - the calls of a program that can allocate, against the claims, for
 * people. */
#ifndef HW_REPORT_CENSUS_TEXT_H
#define HW_REPORT_CENSUS_TEXT_H

#include "model/writer.h"

extern const hw_census_writer hw_census_writer_text;

#endif
