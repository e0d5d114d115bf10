/* intake/standard_input - `-`. */
#ifndef HW_INTAKE_STANDARD_INPUT_H
#define HW_INTAKE_STANDARD_INPUT_H

#include "intake/source.h"

extern const hw_source hw_source_standard_input;

#endif
