/* heapwitness.h - a running Go service's heap against the compiler's escape claims.
 *
 *     hw_session *s;
 *     hw_error err;
 *     if (hw_session_new(NULL, &s, &err) == HW_OK &&
 *         hw_add_profile(s, "heap.pb.gz", &err) == HW_OK &&
 *         hw_add_claims(s, "escape.log", &err) == HW_OK &&
 *         hw_analyse(s, &err) == HW_OK)
 *         for (size_t i = 0; i < hw_finding_count(s); i++) { … hw_finding_get(s, i, &f) … }
 *     hw_session_free(s);
 *
 * A session owns everything; what its functions lend is valid until hw_session_free. A session is
 * used by one thread at a time; sessions are independent. The library neither prints nor exits nor
 * reads environment variables (libcurl, below it, honours the proxy variables).
 * Until 1.0 only this API is promised. Fallible functions return hw_status, their results come next
 * to last and are written on success only, the error comes last, is written on failure only and may
 * be NULL.
 */
#ifndef HEAPWITNESS_H
#define HEAPWITNESS_H

#include <stdbool.h>

#include "heapwitness/limits.h"
#include "heapwitness/types.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hw_session hw_session;

/* Set `size` to sizeof(hw_options) and everything else to 0 for the defaults; later versions add
 * fields at the end. Strings are copied. */
typedef struct hw_options {
    size_t size;
    hw_value sort; /* with sort_set: ranks by this value, default HW_INUSE_SPACE */
    bool sort_set;
    hw_limits limits; /* 0 in a field: its default */
    const char *const *headers;
    size_t header_count;
    const char *user;
    const char *bearer_token_file;
    const char *tls_cert, *tls_key, *tls_ca;
    bool insecure;
    double timeout;
    unsigned retry;
    unsigned seconds;
    unsigned threads; /* that read logs; 0: as many as the process may run on */
} hw_options;

/* NULL options: the defaults. */
HW_API hw_status hw_session_new(const hw_options *options, hw_session **ret, hw_error *err);
HW_API void hw_session_free(hw_session *s);

/* Locators: docs/inputs.md. Several profiles add up; several logs are one body of claims, which is
 * complete with the first hw_analyse or hw_claims_write (later logs are HW_USAGE). A refused input
 * leaves the session as it was. */
HW_API hw_status hw_add_profile(hw_session *s, const char *locator, hw_error *err);
HW_API hw_status hw_add_claims(hw_session *s, const char *locator, hw_error *err);
/* The file of a program that a profile is of: gives functions and lines to addresses without, and
 * says which build it is. Before or after the profiles. A file that changes before hw_session_free
 * is an error of hw_analyse. */
HW_API hw_status hw_add_binary(hw_session *s, const char *path, hw_error *err);

/* Joins and judges. Needs at least one profile; without claims every site is undiagnosed. May be
 * called again after more profiles were added. */
HW_API hw_status hw_analyse(hw_session *s, hw_error *err);

/* One finding, borrowed. `cause` is "" where it is open. */
typedef struct hw_finding_info {
    hw_verdict verdict;
    const char *cause;
    const char *package, *function, *file;
    uint32_t line;
    hw_values values;
    size_t claims; /* that speak of it */
} hw_finding_info;

/* By rank. 0 before hw_analyse. */
HW_API size_t hw_finding_count(const hw_session *s);
/* HW_USAGE when there is no such finding. */
HW_API hw_status hw_finding_get(const hw_session *s, size_t i, hw_finding_info *ret);
HW_API hw_status hw_totals(const hw_session *s, hw_values *ret);

/* Writes the audit, or (before hw_analyse too) the census of the claims. `format` is one of
 * docs/formats.md; NULL: "text". HW_USAGE for an unknown one. */
HW_API hw_status hw_report_write(hw_session *s, const char *format, const hw_byte_sink *to,
                                 hw_error *err);
HW_API hw_status hw_claims_write(hw_session *s, const char *format, const hw_byte_sink *to,
                                 hw_error *err);

HW_API const char *hw_version(void);
HW_API const char *hw_verdict_text(hw_verdict v);
/* "input: message (at byte N)", cut to `size`. */
HW_API void hw_error_describe(const hw_error *err, char *buf, size_t size);

#ifdef __cplusplus
}
#endif

#endif
