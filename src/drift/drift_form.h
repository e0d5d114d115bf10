/* drift/drift_form - one text for what Go versions print in several ways.
 *
 * Not for showing: a key that is equal where the compiler speaks of the same thing. docs/drift.md
 * has the table of forms.
 */
#ifndef HW_DRIFT_DRIFT_FORM_H
#define HW_DRIFT_DRIFT_FORM_H

#include "base/buf.h"
#include "model/claim.h"

/* Append to `to`; HW_OK or HW_NOMEM, without an error to fill. */

/* An expression or a variable: GC shapes without their arguments, raw strings quoted, ~R0 as ~r0,
 * arg#1 as ~p0, the newest form of C's names, no numbers of temporaries and local types. */
hw_status hw_form_expr(hw_str expr, hw_buf *to);
/* A function without type arguments: "(*List).Push". Of a top-level one (hw_function_outer). */
hw_status hw_form_function(hw_str name, hw_buf *to);
/* A function that is called. A closure has the last name of the function that it is written in: its
 * number differs, and so does what inlining puts before the name. */
hw_status hw_form_callee(hw_str name, hw_buf *to);

/* Whether two claims at one place, worded differently by two Go versions, are one. From 1.25 on
 * constants are put in place of variables, and 1.19 prints rewritten arguments. */
bool hw_form_reworded(hw_str a, hw_kind a_kind, hw_str b, hw_kind b_kind);

#endif
