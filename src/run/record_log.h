/* run/record_log - what a build prints, while it prints it: counted, kept, and shown unless it is
 * the compiler's diagnostics. */
#ifndef HW_RUN_RECORD_LOG_H
#define HW_RUN_RECORD_LOG_H

#include "base/buf.h"
#include "go/log_line.h"
#include "heapwitness/types.h"

typedef struct hw_record_log {
    hw_byte_sink to; /* all of it, as it came */
    bool progress;
    uint64_t packages, lines, bytes;

    hw_buf log_line; /* as far as it came */
    size_t line;     /* where its last physical line begins */
    hw_log_line_growth growth;
    bool cut;               /* it is longer than what is looked at */
    hw_buf header;          /* of the package, until it is shown */
    int64_t started, drawn; /* milliseconds */
    size_t width;           /* of what stands on the progress line */
} hw_record_log;

void hw_record_log_begin(hw_record_log *l, const hw_byte_sink *to, bool progress);
hw_status hw_record_log_add(hw_record_log *l, const char *p, size_t n, hw_error *err);
/* The end of the text; the progress line goes away. */
hw_status hw_record_log_end(hw_record_log *l, hw_error *err);
/* Draws the progress line anew, where that is due. */
void hw_record_log_tick(hw_record_log *l);
double hw_record_log_seconds(const hw_record_log *l);
void hw_record_log_free(hw_record_log *l);

#endif
