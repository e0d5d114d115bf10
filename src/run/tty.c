#include "run/tty.h"

#include <sys/ioctl.h>
#include <unistd.h>

unsigned hw_tty_columns(int fd)
{
    struct winsize size;
    return isatty(fd) && ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}
