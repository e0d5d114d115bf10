/* cli/gzip - one member of a gzip file, streamed. The same bytes give the same member. */
#ifndef HW_CLI_GZIP_H
#define HW_CLI_GZIP_H

#include "heapwitness/types.h"

typedef struct hw_gzip hw_gzip;

hw_status hw_gzip_new(const hw_sink *to, hw_gzip **ret, hw_error *err);
hw_sink hw_gzip_sink(hw_gzip *z);
hw_status hw_gzip_finish(hw_gzip *z, hw_error *err);
void hw_gzip_free(hw_gzip *z);

#endif
