/* intake/locator - what messages and reports call an input. */
#ifndef HW_INTAKE_LOCATOR_H
#define HW_INTAKE_LOCATOR_H

#include "base/str.h"

/* hw_locator_show(), and "standard input" for "-". */
void hw_locator_name(hw_str locator, char *buf, size_t size);

#endif
