#include "run/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"

/* --- signals -------------------------------------------------------------------------------- */

static volatile sig_atomic_t first_signal;
static int wakeup[2] = {-1, -1}; /* a byte for each signal, so that none is lost before poll */
static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU};
static struct sigaction before[sizeof signals / sizeof *signals];
static int watchers;

static void keep_signal(int sig)
{
    int sys = errno;
    if (!first_signal)
        first_signal = sig;
    if (write(wakeup[1], "!", 1) < 0) { /* full: it wakes up all the same */
    }
    errno = sys;
}

void hw_interrupts_take(void)
{
    struct sigaction act = {.sa_handler = keep_signal, .sa_flags = SA_RESTART};
    sigemptyset(&act.sa_mask);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        if (before[i].sa_handler != SIG_IGN)
            sigaction(signals[i], &act, NULL);
}

hw_status hw_interrupts_watch(hw_error *err)
{
    if (wakeup[0] < 0) {
        if (pipe(wakeup) != 0)
            return hw_fail_sys(err, errno, HW_STR("record"), "no pipe");
        for (int i = 0; i < 2; i++) {
            fcntl(wakeup[i], F_SETFD, FD_CLOEXEC);
            fcntl(wakeup[i], F_SETFL, O_NONBLOCK);
        }
    }
    if (watchers++)
        return HW_OK;
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        sigaction(signals[i], NULL, &before[i]);
    prctl(PR_SET_CHILD_SUBREAPER, 1); /* a program's programs can be waited for when it is gone */
    hw_interrupts_take();
    return HW_OK;
}

void hw_interrupts_restore(void)
{
    if (--watchers)
        return;
    prctl(PR_SET_CHILD_SUBREAPER, 0);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        sigaction(signals[i], &before[i], NULL);
}

int hw_interrupted(void)
{
    return first_signal;
}

bool hw_interrupts_wait(int fd, int ms)
{
    struct pollfd fds[] = {{fd, POLLIN, 0}, {wakeup[0], POLLIN, 0}};
    return poll(fds, 2, ms) > 0 && fds[0].revents;
}

/* --- starting ------------------------------------------------------------------------------- */

/* Why a program does not run. */
typedef struct failure {
    int sys;
    bool there; /* in its folder */
} failure;

/* In the child: only functions that may be called between fork and exec. */
static void become(const hw_program *p, bool output, const int *said, int report)
{
    struct sigaction plain = {.sa_handler = SIG_DFL};
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    sigaction(SIGPIPE, &plain, NULL);
    sigaction(SIGXFSZ, &plain, NULL);
    dup2(said[1], output ? STDOUT_FILENO : STDERR_FILENO);
    if (output && null >= 0) {
        dup2(null, STDERR_FILENO);
        dup2(null, STDIN_FILENO);
    }
    bool there = !p->dir || (chdir(p->dir) == 0 && setenv("PWD", p->dir, 1) == 0);
    for (size_t i = 0; p->env && i < p->env->list.len; i++) {
        const char *word = p->env->list.at[i];
        char name[256];
        size_t n = strcspn(word, "=");
        if (n >= sizeof name)
            continue;
        memcpy(name, word, n);
        name[n] = '\0';
        setenv(name, word + n + 1, 1);
    }
    if (there)
        execvp(p->argv->list.at[0], (char *const *)(const void *)p->argv->list.at);
    const failure why = {errno, there};
    if (write(report, &why, sizeof why) < 0) { /* the parent sees the end */
    }
    _exit(127);
}

static void close_both(const int *fds)
{
    close(fds[0]);
    close(fds[1]);
}

static hw_status not_started(const hw_program *p, failure why, hw_error *err)
{
    const char *name = p->argv->list.at[0];
    if (!why.there)
        return hw_fail_sys(err, why.sys, hw_str_of(p->dir), "cannot be entered");
    if (why.sys == ENOENT && !strchr(name, '/'))
        return hw_fail(err, HW_IO, hw_str_of(name), "no such command on the PATH");
    return hw_fail_sys(err, why.sys, hw_str_of(name), "cannot be started");
}

static hw_status parent(const hw_program *p, pid_t pid, const int *said, const int *report,
                        hw_process *ret, hw_error *err)
{
    failure why = {0, false};
    ssize_t n;
    close(said[1]);
    close(report[1]);
    setpgid(pid, pid); /* whoever comes first */
    do
        n = read(report[0], &why, sizeof why);
    while (n < 0 && errno == EINTR);
    close(report[0]);
    *ret = (hw_process){.pid = pid, .fd = said[0]};
    if (n <= 0)
        return HW_OK;
    close(said[0]);
    hw_process_wait(ret);
    return not_started(p, why, err);
}

hw_status hw_process_start(const hw_program *p, bool output, hw_process *ret, hw_error *err)
{
    int said[2], report[2];
    hw_words terminated = {0};
    hw_program program = *p;
    for (size_t i = 0; i < p->argv->list.len; i++)
        if (!hw_words_add(&terminated, p->argv->list.at[i]))
            return hw_words_free(&terminated), hw_nomem(err);
    if (!hw_vec_push(&terminated.list, NULL))
        return hw_words_free(&terminated), hw_nomem(err);
    program.argv = &terminated;
    if (pipe(said) != 0 || (pipe(report) != 0 && (close_both(said), true))) {
        hw_words_free(&terminated);
        return hw_fail_sys(err, errno, hw_str_of(p->argv->list.at[0]), "cannot be started");
    }
    for (int i = 0; i < 2; i++) {
        fcntl(said[i], F_SETFD, FD_CLOEXEC);
        fcntl(report[i], F_SETFD, FD_CLOEXEC);
    }
    pid_t pid = fork();
    if (pid == 0)
        become(&program, output, said, report[1]);
    int sys = errno;
    hw_words_free(&terminated);
    if (pid > 0)
        return parent(p, pid, said, report, ret, err);
    close_both(said);
    close_both(report);
    return hw_fail_sys(err, sys, hw_str_of(p->argv->list.at[0]), "cannot be started");
}

void hw_process_signal(hw_process *p, int sig)
{
    p->sent = sig;
    kill(-p->pid, sig);
}

enum { GRACE = 5000, LOOK = 20, STRAGGLE = 1000, CHATTER = 5000, LISTEN = 200 }; /* milliseconds */

static void sleep_ms(long ms)
{
    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
}

static bool has_ended(hw_process *p)
{
    siginfo_t info = {0};
    if (!p->ended && waitid(P_PID, (id_t)p->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
        info.si_pid == p->pid)
        p->ended = hw_clock_ms();
    return p->ended != 0;
}

hw_heard hw_process_hear(hw_process *p, char *to, size_t size, size_t *n)
{
    *n = 0;
    int64_t over = has_ended(p) ? hw_clock_ms() - p->ended : 0;
    bool said = hw_interrupts_wait(p->fd, LISTEN);
    if (over > (said ? CHATTER : STRAGGLE)) {
        p->left_open = true;
        return HW_HEARD_ALL;
    }
    if (!said || first_signal)
        return HW_HEARD_NOTHING;
    ssize_t got = read(p->fd, to, size);
    if (got < 0)
        return errno == EAGAIN || errno == EINTR ? HW_HEARD_NOTHING : HW_HEARD_ERROR;
    *n = (size_t)got;
    return got ? HW_HEARD_SOMETHING : HW_HEARD_ALL;
}

/* Waits for what a program started that was told to end: nothing of it may write when this returns.
 */
static void wait_for_group(hw_process *p, int64_t since)
{
    int sent = 0;
    for (;;) {
        pid_t got = waitpid(-p->pid, NULL, WNOHANG);
        if (got < 0 && errno != EINTR)
            return;
        if (got != 0)
            continue;
        int sig = hw_clock_ms() - since > GRACE ? SIGKILL : p->sent;
        if (sent != sig)
            hw_process_signal(p, sent = sig);
        sleep_ms(LOOK);
    }
}

int hw_process_wait(hw_process *p)
{
    int state = 0, nap = 1;
    int64_t since = hw_clock_ms(); /* when it was told to end */
    for (;;) {
        pid_t got = waitpid(p->pid, &state, WNOHANG);
        if (got == p->pid)
            break;
        if (got < 0 && errno != EINTR)
            return 127;
        if (first_signal && !p->sent)
            hw_process_signal(p, first_signal);
        else if (!p->sent)
            since = hw_clock_ms();
        else if (hw_clock_ms() - since > GRACE)
            hw_process_signal(p, SIGKILL); /* it had its time */
        sleep_ms(nap);
        nap = nap < LOOK ? 2 * nap : LOOK;
    }
    if (first_signal && !p->sent)
        p->sent = first_signal;
    if (p->sent)
        wait_for_group(p, since);
    if (WIFSIGNALED(state))
        return 128 + WTERMSIG(state);
    return WEXITSTATUS(state);
}

hw_status hw_process_output(const hw_program *p, size_t max, hw_buf *output, int *exit_code,
                            hw_error *err)
{
    hw_process process;
    char chunk[16384];
    hw_status status = HW_OK;
    output->max = max;
    HW_TRY(hw_process_start(p, true, &process, err));
    hw_heard heard = HW_HEARD_NOTHING;
    while (status == HW_OK && !first_signal && heard <= HW_HEARD_NOTHING) {
        size_t n;
        heard = hw_process_hear(&process, chunk, sizeof chunk, &n);
        status = hw_buf_add(output, chunk, n);
    }
    close(process.fd);
    if (status != HW_OK)
        hw_process_signal(&process, SIGKILL);
    *exit_code = hw_process_wait(&process);
    if (first_signal)
        return hw_fail_sys(err, EINTR, hw_str_of(p->argv->list.at[0]), "was interrupted");
    if (status == HW_LIMIT)
        return hw_fail(err, HW_LIMIT, hw_str_of(p->argv->list.at[0]), "says more than %zu bytes",
                       max);
    return status == HW_OK ? HW_OK : hw_nomem(err);
}
