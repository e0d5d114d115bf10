/* intake/source - the places that bytes come from. Private to the room.
 *
 * Each source hands the bytes as they are (not inflated) to a sink, at most limits.response of
 * them.
 */
#ifndef HW_INTAKE_SOURCE_H
#define HW_INTAKE_SOURCE_H

#include "intake/intake.h"
#include "intake/url.h"

/* HW_LOCATOR_ADDRESS is host:port[/path] without a scheme; OTHER is a scheme that is not served. */
typedef enum hw_locator_kind {
    HW_LOCATOR_FILE,
    HW_LOCATOR_STDIN,
    HW_LOCATOR_URL,
    HW_LOCATOR_ADDRESS,
    HW_LOCATOR_OTHER,
} hw_locator_kind;

/* By its form alone: the file system is not asked. */
hw_locator_kind hw_locator_kind_of(hw_str locator);

/* Opens for reading. A directory is refused where `directory` is NULL. `*ret` is the caller's to
 * close. */
hw_status hw_file_open(hw_str path, hw_str name, int *ret, bool *directory, hw_error *err);
/* Reads to the end. */
hw_status hw_file_read(int fd, const hw_limits *limits, hw_str name, const hw_byte_sink *to,
                       hw_error *err);
/* A small file as a whole, at most `max` bytes. */
hw_status hw_file_small(const char *path, size_t max, hw_buf *ret, hw_error *err);
/* HW_LIMIT with the sentence for --max-response. */
hw_status hw_response_limit(const hw_limits *limits, hw_str name, hw_error *err);

/* Fetches an http or https URL (a scheme is put before an address). `post`: what is sent; NULL: it
 * is a GET. */
hw_status hw_fetch(const hw_intake *in, hw_str locator, hw_url_use use, const char *post,
                   hw_str name, const hw_byte_sink *to, hw_error *err);

#endif
