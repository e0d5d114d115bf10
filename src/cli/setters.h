/* cli/setters - how the values of options are read: one function a sort of value. */
#ifndef HW_CLI_SETTERS_H
#define HW_CLI_SETTERS_H

#include "cli/options.h"

typedef hw_status hw_setter(hw_args *a, const hw_option *o, const char *value, hw_error *err);

/* Into the field at o->field: */
hw_setter hw_set_switch;  /* bool */
hw_setter hw_set_text;    /* const char * */
hw_setter hw_set_file;    /* const char *, not empty: what unset variables make of "$FILE" */
hw_setter hw_set_count;   /* uint64_t */
hw_setter hw_set_small;   /* unsigned, up to a million */
hw_setter hw_set_size;    /* uint64_t, at least 1, with K, M, G, T */
hw_setter hw_set_seconds; /* double */
hw_setter hw_set_secret;  /* const char *; @FILE reads it from a file */

hw_setter hw_set_header, hw_set_claims, hw_set_binary, hw_set_listing, hw_set_packages, hw_set_sort,
    hw_set_sort_switch, hw_set_format, hw_set_unit, hw_set_colour, hw_set_fail_on,
    hw_set_fail_on_drift, hw_set_profile, hw_set_only_packages, hw_set_patterns, hw_set_reasons;

/* 1 note, 2 warning, 3 error; 0 for any other word. */
unsigned hw_severity_level(hw_str word);

/* HW_USAGE: "VALUE" is not what is wanted. */
hw_status hw_refuse(const hw_option *o, const char *value, const char *wanted, hw_error *err);

#endif
