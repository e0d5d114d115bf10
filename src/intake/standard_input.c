#define _GNU_SOURCE /* F_DUPFD_CLOEXEC */
#include "intake/standard_input.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/error.h"

static bool is_dash(hw_str locator, bool profile)
{
    (void)profile;
    return hw_str_eq(locator, HW_STR("-"));
}

/* One more descriptor, which the caller closes as any other. A directory is refused when it is
 * read. */
static hw_status open_again(hw_str locator, hw_str name, int *ret, bool *directory, hw_error *err)
{
    (void)locator;
    if (directory)
        *directory = false;
    *ret = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
    return *ret >= 0 ? HW_OK : hw_fail_sys(err, errno, name, "cannot be read");
}

const hw_source hw_source_standard_input = {
    .forms = "-",
    .said = "standard input (-)",
    .recognises = is_dash,
    .open = open_again,
};
