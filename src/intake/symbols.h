/* intake/symbols - names of functions by the server that a profile came from: net/http/pprof's
 * Symbol.
 *
 * The server is sent "0x4a21bc+0x…" and answers "num_symbols: 1", then a line "0x4a21bc name" for
 * each address that it knows. Its answer is read line by line while it arrives. Only the first name
 * of each address that was asked for is kept. The length of all answers together is bounded by the
 * number of addresses.
 */
#ifndef HW_INTAKE_SYMBOLS_H
#define HW_INTAKE_SYMBOLS_H

#include "base/buf.h"
#include "intake/intake_settings.h"

/* The names of functions at addresses, by the server that a profile came from (its
 * /debug/pprof/symbol). names[i] is a view into `text`, empty where the server does not know. What
 * an answer says of other addresses is dropped while it arrives; HW_LIMIT where all answers are
 * longer than the names of `count` addresses can be, or than limits.response. All requests
 * together have the time of one transfer. */
hw_status hw_intake_symbols(const hw_intake *in, hw_str locator, const uint64_t *addresses,
                            size_t count, hw_str *names, hw_buf *text, hw_error *err);

#endif
