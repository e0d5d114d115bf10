/* run/process - other programs: started in a group of their own, watched, told to end. */
#ifndef HW_RUN_PROCESS_H
#define HW_RUN_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"
#include "run/go_words.h"

typedef struct hw_program {
    const hw_words *argv;
    const hw_words *env; /* NAME=value, beside what the process itself has */
    const char *dir;     /* NULL: as the process */
} hw_program;

typedef struct hw_process {
    pid_t pid; /* also of its group */
    int fd;    /* what it says: its standard error, or its output */
    int sent;  /* the last signal that it was sent, or 0 */
} hw_process;

/* Its standard error, or (`output`) its standard output, comes through `fd`; what the other is
 * stays as it is for `output` false, else it is thrown away. HW_IO where it cannot be started. */
hw_status hw_process_start(const hw_program *p, bool output, hw_process *ret, hw_error *err);
/* Its exit code, 128 + N where signal N ended it. Where we are interrupted it is sent the signal;
 * where it was sent one, it and its programs are gone afterwards. */
int hw_process_wait(hw_process *p);
void hw_process_signal(hw_process *p, int sig);
/* Runs it to its end. HW_LIMIT over `max` bytes; HW_IO with the interruption's text when one comes.
 */
hw_status hw_process_output(const hw_program *p, size_t max, hw_buf *output, int *exit_code,
                            hw_error *err);

/* From here to there SIGINT, SIGTERM, SIGHUP and SIGQUIT end nothing by themselves, but are kept.
 * Pairs may lie in pairs. */
hw_status hw_interrupts_watch(hw_error *err);
void hw_interrupts_restore(void);
/* Between the two: takes the signals back from whoever took them since. */
void hw_interrupts_take(void);
/* The first signal that came, or 0. */
int hw_interrupted(void);
/* Waits until `fd` can be read, a signal came, or `ms` are over. */
void hw_interrupts_wait(int fd, int ms);

#endif
