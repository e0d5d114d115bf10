/* cli/job - what commands that read inputs and write a report have in common. */
#ifndef HW_CLI_JOB_H
#define HW_CLI_JOB_H

#include "claims/filter.h"
#include "cli/command.h"
#include "cli/options.h"
#include "model/writer.h"
#include "session/session.h"

/* Which part of a result is shown, how, and where. */
typedef struct hw_showing {
    hw_filter filter; /* --focus, --ignore, --package */
    hw_report_options options;
    const hw_byte_sink *to;
} hw_showing;

typedef struct hw_job {
    /* Whether the command line makes sense, beyond its options. */
    hw_status (*check)(const hw_args *a, hw_error *err);
    /* Reads, analyses, writes the report. */
    hw_status (*work)(hw_session *s, const hw_args *a, const hw_showing *show, hw_error *err);
    /* The exit code of a result; may talk on stderr. */
    hw_exit (*judge)(const hw_session *s, const hw_args *a);
} hw_job;

/* Options, check, output, session, work, judge; the output file appears only after work went well.
 */
hw_exit hw_job_run(const hw_invocation *in, const hw_job *job);

/* Standard input can be read by one locator only. */
hw_status hw_check_stdin(const hw_args *a, hw_error *err);

/* Under --strict: whether a note says that the result is not complete. stderr tells which note. */
bool hw_incomplete(const hw_args *a, const hw_notes *notes);

#endif
