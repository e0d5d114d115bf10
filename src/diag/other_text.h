/* diag/other_text - what people give in a log's place: a package, its source, a file beside it. */
#ifndef HW_DIAG_OTHER_TEXT_H
#define HW_DIAG_OTHER_TEXT_H

#include "base/error.h"
#include "model/claim.h"

/* `before`: what `now` was before `text` was read. Refuses a text of which no line was understood,
 * and one that is plainly something else and has no line of the compiler; says what it is. */
hw_status hw_refuse_other_text(const hw_claims *before, const hw_claims *now, hw_str name,
                               hw_str text, hw_error *err);

#endif
