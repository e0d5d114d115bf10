/* run/process - runs other programs: each in a process group of its own, watched, and ended. */
#ifndef HW_RUN_PROCESS_H
#define HW_RUN_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "run/go_words.h"

typedef struct hw_program {
    const hw_words *argv;
    const hw_words *env; /* NAME=value, beside what the process itself has */
    const char *dir;     /* NULL: as the process */
} hw_program;

typedef struct hw_process {
    pid_t pid;      /* also of its group */
    int fd;         /* what it says: its standard error, or its output */
    int sent;       /* the last signal that it was sent, or 0 */
    int64_t ended;  /* when it was seen to have ended, while it was heard; 0: not yet */
    bool left_open; /* hearing it ended although something that it left behind holds `fd` */
} hw_process;

typedef enum hw_heard {
    HW_HEARD_SOMETHING,
    HW_HEARD_NOTHING,
    HW_HEARD_ALL,
    HW_HEARD_ERROR
} hw_heard;

/* Starts the program. `output` false: `fd` reads its standard error, and its standard output goes
 * where ours goes. `output` true: `fd` reads its standard output, and its standard error is
 * dropped. HW_IO where it cannot be started. */
hw_status hw_process_start(const hw_program *p, bool output, hw_process *ret, hw_error *err);
/* Waits a moment for what it says, and reads it. NOTHING: not yet, or a signal interrupts us. ALL:
 * the end. What the program left behind may hold `fd` for ever: when the program has ended, that is
 * heard until it is silent for a second, and at most for five. ERROR: errno says which. */
hw_heard hw_process_hear(hw_process *p, char *to, size_t size, size_t *n);
/* Waits for the exit code, which is 128 + N if signal N ended the program. A signal that interrupts
 * us is passed on to it. Once it was sent a signal, this returns only when the program and all that
 * it started have ended. */
int hw_process_wait(hw_process *p);
void hw_process_signal(hw_process *p, int sig);
/* Runs it and collects what it prints. HW_LIMIT over `max` bytes; HW_IO where a signal interrupts
 * us. */
hw_status hw_process_output(const hw_program *p, size_t max, hw_buf *output, int *exit_code,
                            hw_error *err);

/* Between these two, SIGINT, SIGTERM, SIGHUP, SIGQUIT and SIGXCPU do not end the process but are
 * remembered. Pairs may be nested. */
hw_status hw_interrupts_watch(hw_error *err);
void hw_interrupts_restore(void);
/* Between the two: takes the signals back from whoever has handled them since. */
void hw_interrupts_take(void);
/* The first signal that came, or 0. */
int hw_interrupted(void);
/* Waits until `fd` can be read, a signal came, or `ms` are over. Whether `fd` can be read. */
bool hw_interrupts_wait(int fd, int ms);

#endif
