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
enum { FILES = 4, LINKS = 40 };
static char unfinished[FILES][HW_OUTPUT_PATH];

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
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU};
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

/* One step of a link: `buf` becomes what it leads to. */
static bool follow(char *buf, size_t size)
{
    char to[HW_OUTPUT_PATH];
    ssize_t n = readlink(buf, to, sizeof to);
    if (n < 0)
        return false;
    const char *slash = strrchr(buf, '/');
    size_t folder = to[0] == '/' || !slash ? 0 : (size_t)(slash - buf) + 1;
    if ((size_t)n >= size - folder) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(buf + folder, to, (size_t)n);
    buf[folder + (size_t)n] = '\0';
    return true;
}

hw_status hw_output_target(const char *path, char buf[HW_OUTPUT_PATH], hw_error *err)
{
    size_t n = strlen(path);
    int sys = n < HW_OUTPUT_PATH ? 0 : ENAMETOOLONG;
    if (sys == 0)
        memcpy(buf, path, n + 1);
    for (int i = 0; sys == 0; i++) {
        if (i == LINKS)
            sys = ELOOP;
        else if (!follow(buf, HW_OUTPUT_PATH))
            sys = errno;
    }
    if (sys == EINVAL || sys == ENOENT) /* no link, or nothing yet */
        return HW_OK;
    return hw_fail_sys(err, sys, hw_str_of(path), "cannot be written");
}

static hw_status open_beside(hw_output *o, const char *path, mode_t mode, hw_error *err)
{
    char target[HW_OUTPUT_PATH];
    HW_TRY(hw_output_target(path, target, err)); /* a link stays a link */
    size_t n = strlen(target) + 1;
    o->target = hw_mem_alloc(n, 1);
    if (o->target)
        memcpy(o->target, target, n);
    o->unfinished = free_slot();
    int length =
        o->unfinished ? snprintf(o->unfinished, sizeof *unfinished, "%s.XXXXXX", target) : -1;
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
