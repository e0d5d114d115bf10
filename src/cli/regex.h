/* cli/regex - regular expressions of users, with limits: PCRE2 behind one seam. */
#ifndef HW_CLI_REGEX_H
#define HW_CLI_REGEX_H

#include "base/str.h"
#include "heapwitness/types.h"

typedef struct hw_regex hw_regex;

/* `option` is named in messages. NULL text: *ret is NULL. */
hw_status hw_regex_new(const char *option, const char *text, hw_regex **ret, hw_error *err);
/* Whether it is found anywhere in `text`; HW_LIMIT when that takes too long, or when it did in all
 * texts together. */
hw_status hw_regex_match(const void *pattern, hw_str text, bool *ret, hw_error *err);
void hw_regex_free(hw_regex *p);

#endif
