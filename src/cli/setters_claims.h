/* cli/setters_claims - lists that narrow claims: packages, patterns, reasons. */
#ifndef HW_CLI_SETTERS_CLAIMS_H
#define HW_CLI_SETTERS_CLAIMS_H

#include "cli/setters.h"

hw_setter hw_set_only_packages;
hw_setter hw_set_patterns;
hw_setter hw_set_reasons;

#endif
