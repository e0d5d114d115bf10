/* diag/parameters - which verdicts are of parameters, where those of values have the same text.
 */
#ifndef HW_DIAG_PARAMETERS_H
#define HW_DIAG_PARAMETERS_H

#include "diag/reader.h"

/* Whether a claim is `x does not escape` of a plain name. */
bool hw_may_be_parameter(const hw_message *m, hw_kind kind);
/* At the end of a block: decides among those that may be parameters. */
hw_status hw_find_parameters(hw_diag_reader *r, hw_error *err);

#endif
