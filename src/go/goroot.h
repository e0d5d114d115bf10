/* go/goroot - the release that a folder of Go's own source is named after. */
#ifndef HW_GO_GOROOT_H
#define HW_GO_GOROOT_H

#include "go/release.h"

/* "go1.19.13" of "/opt/hostedtoolcache/go/1.19.13/x64/src/runtime/proc.go"; "" where the
 * file is not of the standard library, or nothing in front of "/src/" names a release. */
void hw_go_of_goroot(hw_str file, char buf[HW_GO_TEXT]);

#endif
