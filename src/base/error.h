/* base/error - filling a hw_error.
 *
 * Each function returns the status it stores, so that a refusal is one statement:
 *     return hw_fail_at(err, HW_FORMAT, input, offset, "field %u is cut short", field);
 * `err` may be NULL. Messages are one line: control characters and invalid UTF-8 that arguments
 * bring along are replaced.
 */
#ifndef HW_BASE_ERROR_H
#define HW_BASE_ERROR_H

#include "base/str.h"
#include "heapwitness/types.h"

hw_status hw_fail(hw_error *err, hw_status status, hw_str input, const char *fmt, ...)
    HW_PRINTF(4, 5);
hw_status hw_fail_at(hw_error *err, hw_status status, hw_str input, uint64_t offset,
                     const char *fmt, ...) HW_PRINTF(5, 6);
hw_status hw_fail_line(hw_error *err, hw_status status, hw_str input, uint64_t line,
                       const char *fmt, ...) HW_PRINTF(5, 6);
/* With errno: "what: No such file or directory". */
hw_status hw_fail_sys(hw_error *err, int sys, hw_str input, const char *what);
hw_status hw_nomem(hw_error *err);

/* "input: message (at byte 123)", one line, cut to `size`. */
void hw_error_text(const hw_error *err, char *buf, size_t size);

#define HW_TRY(call)                                                                               \
    do {                                                                                           \
        hw_status hw_try_status_ = (call);                                                         \
        if (hw_try_status_ != HW_OK)                                                               \
            return hw_try_status_;                                                                 \
    } while (0)

#endif
