/* bundle/gzip - one member of a gzip file, streamed. The same bytes give the same member. */
#ifndef HW_BUNDLE_GZIP_H
#define HW_BUNDLE_GZIP_H

#include "heapwitness/types.h"

typedef hw_status hw_gzip_writer(const void *what, const hw_byte_sink *to, hw_error *err);

/* Compresses into `to` what `write` writes. */
hw_status hw_gzip_member(hw_gzip_writer *write, const void *what, const hw_byte_sink *to,
                         hw_error *err);

#endif
