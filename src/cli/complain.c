#include "cli/complain.h"

#include <errno.h>
#include <stdio.h>

#include "base/error.h"

hw_exit hw_complain(const hw_error *err)
{
    char text[sizeof err->input + sizeof err->message + 64];
    hw_error_text(err, text, sizeof text);
    fprintf(stderr, "heapwitness: %s\n", text);
    return err->status == HW_USAGE ? HW_EXIT_USAGE : HW_EXIT_FAILED;
}

hw_exit hw_printed(void)
{
    hw_error err;
    bool failed = fflush(stdout) != 0;
    int sys = errno; /* that of the first failure, whether it was this flush or one before */
    if ((!failed && !ferror(stdout)) || sys == EPIPE)
        return HW_EXIT_OK;
    hw_fail_sys(&err, sys ? sys : EIO, HW_STR("standard output"), "cannot be written");
    return hw_complain(&err);
}
