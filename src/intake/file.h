/* intake/file - files and pipes. */
#ifndef HW_INTAKE_FILE_H
#define HW_INTAKE_FILE_H

#include "base/buf.h"
#include "intake/source.h"

extern const hw_source hw_source_file;

/* Opens for reading. A directory is refused where `directory` is NULL. `*ret` is the caller's to
 * close. */
hw_status hw_file_open(hw_str path, hw_str name, int *ret, bool *directory, hw_error *err);
/* Reads to the end, at most limits->response bytes. */
hw_status hw_file_read(int fd, const hw_limits *limits, hw_str name, const hw_byte_sink *to,
                       hw_error *err);
/* A small file as a whole, at most `max` bytes. */
hw_status hw_file_small(const char *path, size_t max, hw_buf *ret, hw_error *err);
/* HW_LIMIT with the sentence for --max-response. */
hw_status hw_response_limit(const hw_limits *limits, hw_str name, hw_error *err);

#endif
