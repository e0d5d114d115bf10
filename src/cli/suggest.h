/* cli/suggest - what was meant by a word that is none. */
#ifndef HW_CLI_SUGGEST_H
#define HW_CLI_SUGGEST_H

/* `names` is NULL-terminated; the one that was meant, most likely, or NULL. */
const char *hw_suggest(const char *given, const char *const *names);

#endif
