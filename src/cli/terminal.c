#include "cli/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "run/tty.h"

static bool is(const char *value, const char *word)
{
    return value && strcmp(value, word) == 0;
}

bool hw_terminal_colour(hw_colour wanted, bool to_stdout)
{
    const char *no = getenv("NO_COLOR"), *force = getenv("CLICOLOR_FORCE");
    if (wanted != HW_COLOUR_AUTO)
        return wanted == HW_COLOUR_ALWAYS;
    if (no && no[0])
        return false;
    if (force && force[0] && !is(force, "0"))
        return true;
    if (is(getenv("CLICOLOR"), "0") || is(getenv("TERM"), "dumb"))
        return false;
    return to_stdout && isatty(STDOUT_FILENO);
}

unsigned hw_terminal_width(bool to_stdout)
{
    uint64_t columns;
    if (hw_str_u64(hw_str_of(getenv("COLUMNS")), 100000, &columns) && columns > 0)
        return (unsigned)columns;
    return to_stdout ? hw_tty_columns(STDOUT_FILENO) : 0;
}
