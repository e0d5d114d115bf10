/* intake/symbols - names of functions by the server that a profile came from: net/http/pprof's
 * Symbol.
 *
 * It is sent "0x4a21bc+0x…" and answers "num_symbols: 1", then a line "0x4a21bc name" for each
 * address that it knows. What it sends is read line by line while it arrives: the first name of an
 * address that was asked for is kept, and nothing else. All answers together may be as long as so
 * many names can be.
 */
#ifndef HW_INTAKE_SYMBOLS_H
#define HW_INTAKE_SYMBOLS_H

#include "base/buf.h"
#include "intake/intake_settings.h"

/* The names of functions at addresses, by the server that a profile came from (its
 * /debug/pprof/symbol). names[i] is a view into `text`, empty where the server does not know. What
 * an answer says of other addresses is dropped while it arrives; HW_LIMIT where all answers are
 * longer than the names of `count` addresses can be, or than limits.response. */
hw_status hw_intake_symbols(const hw_intake *in, hw_str locator, const uint64_t *addresses,
                            size_t count, hw_str *names, hw_buf *text, hw_error *err);

#endif
