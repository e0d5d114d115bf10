/* cli/fail_on - which findings make the exit code 1: --fail-on. */
#ifndef HW_CLI_FAIL_ON_H
#define HW_CLI_FAIL_ON_H

#include "cli/options.h"

/* Setters of verdicts and severities, and of kinds of difference and severities. */
hw_status hw_set_fail_on(hw_args *a, const hw_option *o, const char *value, hw_error *err);
hw_status hw_set_fail_on_drift(hw_args *a, const hw_option *o, const char *value, hw_error *err);

/* Whether --fail-on names this severity or a lower one. */
bool hw_fails_on(const hw_args *a, const char *severity);

#endif
