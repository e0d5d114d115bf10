/* realpath */
#define _XOPEN_SOURCE 700

#include "run/output_file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/mem.h"

/* Unfinished files, for the signal handler; empty: none. */
enum { FILES = 4 };
static char unfinished[FILES][4096];

static char *free_slot(void)
{
    for (size_t i = 0; i < FILES; i++)
        if (!unfinished[i][0])
            return unfinished[i];
    return NULL;
}

static void interrupted(int sig)
{
    for (size_t i = 0; i < FILES; i++)
        if (unfinished[i][0])
            unlink(unfinished[i]);
    _exit(128 + sig);
}

static void watch_signals(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    struct sigaction act = {.sa_handler = interrupted};
    sigemptyset(&act.sa_mask);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct sigaction old;
        if (sigaction(signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            sigaction(signals[i], &act, NULL);
    }
}

static hw_status take(void *ctx, const void *data, size_t n, hw_error *err)
{
    hw_output *o = ctx;
    const char *p = data;
    while (n && !o->closed_early) {
        ssize_t w = write(o->fd, p, n);
        if (w < 0 && errno == EINTR)
            continue;
        if (w < 0 && errno == EPIPE) {
            o->closed_early = true;
        } else if (w < 0) {
            return hw_fail_sys(err, errno, hw_str_of(o->name), "cannot be written");
        } else {
            p += w;
            n -= (size_t)w;
        }
    }
    return HW_OK;
}

static hw_status open_beside(hw_output *o, const char *path, mode_t mode, hw_error *err)
{
    char *real = realpath(path, NULL); /* a link stays a link */
    hw_str target = hw_str_of(real ? real : path);
    o->target = hw_mem_alloc(target.n + 1, 1);
    if (o->target)
        memcpy(o->target, target.p, target.n + 1);
    o->unfinished = free_slot();
    int length = o->unfinished
                     ? snprintf(o->unfinished, sizeof *unfinished, "%s.XXXXXX", real ? real : path)
                     : -1;
    free(real);
    if (!o->target || length < 0 || (size_t)length >= sizeof *unfinished) {
        if (o->unfinished)
            o->unfinished[0] = '\0';
        return o->target ? hw_fail_sys(err, ENAMETOOLONG, hw_str_of(o->name), "cannot be written")
                         : hw_nomem(err);
    }
    o->fd = mkstemp(o->unfinished);
    if (o->fd < 0) {
        int sys = errno;
        o->unfinished[0] = '\0';
        return hw_fail_sys(err, sys, hw_str_of(o->name), "cannot be written");
    }
    fcntl(o->fd, F_SETFD, FD_CLOEXEC);
    fchmod(o->fd, mode);
    return HW_OK;
}

hw_status hw_output_open(hw_output *o, const char *path, bool private, hw_error *err)
{
    struct stat st;
    *o = (hw_output){.fd = STDOUT_FILENO, .sink = {take, o}};
    watch_signals();
    snprintf(o->name, sizeof o->name, "%s", path ? path : "standard output");
    if (!path || strcmp(path, "-") == 0)
        return HW_OK;
    bool there = stat(path, &st) == 0;
    hw_status s = HW_OK;
    if (there && S_ISDIR(st.st_mode)) {
        s = hw_fail_sys(err, EISDIR, hw_str_of(path), "cannot be written");
    } else if (there && !S_ISREG(st.st_mode)) {
        o->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
        if (o->fd < 0)
            s = hw_fail_sys(err, errno, hw_str_of(path), "cannot be written");
    } else {
        mode_t mask = umask(0);
        umask(mask);
        mode_t mode = there ? st.st_mode & 07777 : 0666 & ~mask;
        s = open_beside(o, path, private ? mode & 0600 : mode, err);
    }
    if (s != HW_OK) {
        hw_mem_free(o->target);
        o->target = NULL;
    }
    return s;
}

hw_status hw_output_close(hw_output *o, bool keep, hw_error *err)
{
    int sys = 0;
    if (o->fd != STDOUT_FILENO && close(o->fd) != 0)
        sys = errno;
    if (o->target) {
        if (sys == 0 && keep && rename(o->unfinished, o->target) != 0)
            sys = errno;
        if (sys != 0 || !keep)
            unlink(o->unfinished);
        o->unfinished[0] = '\0';
        hw_mem_free(o->target);
        o->target = NULL;
    }
    return sys && keep ? hw_fail_sys(err, sys, hw_str_of(o->name), "cannot be written") : HW_OK;
}
