/* sites/goversion - the Go version of a profile, known by what only some versions have. */
#ifndef HW_SITES_GOVERSION_H
#define HW_SITES_GOVERSION_H

#include "go/release.h"
#include "model/profile.h"

/* As the programs of the profile state it; 0 where they do not, or do not agree. */
hw_str hw_go_of_programs(const hw_profile *p);
/* By its programs, else by the line of runtime.main and the folder of Go's source. */
hw_go_range hw_go_of_profile(const hw_profile *p);
/* As its programs state it, else "go1.19.13" as the folder of Go's source is called; "" where
 * neither does, or the line of runtime.main denies it. */
void hw_go_name_of_profile(const hw_profile *p, char buf[HW_GO_TEXT]);

#endif
