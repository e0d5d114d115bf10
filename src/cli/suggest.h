/* cli/suggest - what was meant by a word that is none. */
#ifndef HW_CLI_SUGGEST_H
#define HW_CLI_SUGGEST_H

/* The name that was most likely meant, or NULL. `names` is NULL-terminated. */
const char *hw_suggest(const char *given, const char *const *names);

#endif
