/* cli/setters - how the values of options are read: one function a sort of value. */
#ifndef HW_CLI_SETTERS_H
#define HW_CLI_SETTERS_H

#include "cli/options.h"

typedef hw_status hw_setter(hw_args *a, const hw_option *o, const char *value, hw_error *err);

/* Into the field at o->field: */
hw_setter hw_set_switch;  /* bool */
hw_setter hw_set_text;    /* const char * */
hw_setter hw_set_file;    /* const char *, not empty: what unset variables make of "$FILE" */
hw_setter hw_set_list;    /* hw_arg_list: one more */
hw_setter hw_set_count;   /* uint64_t */
hw_setter hw_set_small;   /* unsigned, up to a million */
hw_setter hw_set_size;    /* uint64_t, at least 1, with K, M, G, T */
hw_setter hw_set_seconds; /* double */
hw_setter hw_set_secret;  /* const char *; @FILE reads it from a file */

/* Into the field that they are called after: */
hw_setter hw_set_header;
hw_setter hw_set_sort;
hw_setter hw_set_flag;        /* o->field: the bit of hw_options.flags */
hw_setter hw_set_sort_switch; /* o->field: the hw_value */
hw_setter hw_set_format;
hw_setter hw_set_unit;
hw_setter hw_set_colour;

/* HW_USAGE: "VALUE" is not what is wanted. */
hw_status hw_refuse(const hw_option *o, const char *value, const char *wanted, hw_error *err);

#endif
