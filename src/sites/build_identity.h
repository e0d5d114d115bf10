/* sites/build_identity - is the program of the profile of the build that the diagnostics are of?
 *
 * Equal line tables (.gopclntab) prove it. So do, together, the same commit without changes, Go
 * version, modules and flags; where one of these differs, the builds do. Other build ids prove
 * nothing, since -m and -json change them, nor do other line tables, which folders change.
 */
#ifndef HW_SITES_BUILD_IDENTITY_H
#define HW_SITES_BUILD_IDENTITY_H

#include "model/finding.h"

/* Fills build_match and build_reasons of the audit where programs are known. */
hw_status hw_identity_check(hw_audit *a, hw_error *err);

#endif
