/* diag/old_go - logs of Go 1.12 and earlier, which have other forms and are not read. */
#ifndef HW_DIAG_OLD_GO_H
#define HW_DIAG_OLD_GO_H

#include "base/str.h"

/* Where a line begins that only these releases print; HW_NPOS: there is none at the beginning of
 * the text. Source: cmd/compile/internal/gc/{esc,inl}.go of Go 1.12; Go 1.13 has other words for
 * both:
 *
 *     a.go:11:9: <TAB>from ~r1 (return) at a.go:11:2
 *     a.go:10:6: can inline newT as: func(int) *T { … }
 */
size_t hw_old_go_line(hw_str text);

#endif
