/* message/timestamp - a time before what a line says. */
#ifndef HW_MESSAGE_TIMESTAMP_H
#define HW_MESSAGE_TIMESTAMP_H

#include "base/str.h"

/* Bytes of a time at the line's start and of what belongs to it: the blank behind it, the tag of a
 * container runtime or of GitLab's runner, the host and program of syslog. 0: there is none. */
size_t hw_time_length(hw_str s);
/* Bytes of a date with a time of day: "2026-01-02T03:04:05.678Z". */
size_t hw_date_length(hw_str s);

#endif
