/* intake/http - http and https, through libcurl.
 *
 * Redirects are followed here and not by libcurl: what identifies the user (headers, user, token)
 * goes to the first origin only, and every hop is checked to be http or https. The body of an
 * answer is passed on while it arrives, so a try can be repeated only until its first byte was.
 */
#ifndef HW_INTAKE_HTTP_H
#define HW_INTAKE_HTTP_H

#include "intake/source.h"
#include "intake/url.h"

extern const hw_source hw_source_url;
/* host:port, without a scheme: of a server with net/http/pprof. */
extern const hw_source hw_source_address;

/* Fetches an http or https URL (a scheme is put before an address). `post`: what is sent; NULL: it
 * is a GET. One deadline holds for all of it: redirects, further tries and the pauses between. */
hw_status hw_fetch(const hw_intake *in, hw_str locator, hw_url_use use, const char *post,
                   hw_str name, const hw_byte_sink *to, hw_error *err);
/* How long a transfer may take that takes `seconds` anyway. */
int64_t hw_fetch_ms(const hw_fetch_options *o, unsigned seconds);

#endif
