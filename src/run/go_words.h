/* run/go_words - words as the go command and shells write them.
 *
 * GOFLAGS and -gcflags are lists in one string, split at white space. An element that begins with '
 * or " reaches to the next such mark. There are no escapes (cmd/internal/quoted).
 */
#ifndef HW_RUN_GO_WORDS_H
#define HW_RUN_GO_WORDS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/vec.h"

typedef struct hw_words {
    HW_VEC(const char *) list; /* NUL-terminated, in an arena or borrowed */
} hw_words;

/* Formatted text in the arena; NULL when out of memory. */
const char *hw_text_in(hw_arena *a, const char *fmt, ...) HW_PRINTF(2, 3);
/* HW_MEM_OUT also where `word` is NULL, so that it can take the result of hw_text_in. */
HW_MEM hw_words_add(hw_words *w, const char *word);
void hw_words_free(hw_words *w);

/* Adds the elements of `text`; `what` names it in errors. */
hw_status hw_go_split(hw_arena *a, hw_str text, const char *what, hw_words *ret, hw_error *err);
/* One element, quoted where it has to be. HW_USAGE where it has both marks and needs one. */
hw_status hw_go_quote(hw_buf *to, const char *element, hw_error *err);
/* All elements with spaces between. */
hw_status hw_go_join(hw_buf *to, const hw_words *w, size_t from, hw_error *err);

/* A word for a POSIX shell, in single quotes where it has to be. */
hw_status hw_sh_quote(hw_buf *to, hw_str word);

#endif
