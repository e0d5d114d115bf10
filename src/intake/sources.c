#include "intake/sources.h"

#include <stdio.h>

#include "base/error.h"
#include "intake/file.h"
#include "intake/http.h"
#include "intake/standard_input.h"

/* The first that recognises a locator has it. */
static const hw_source *const sources[] = {
    &hw_source_file,
    &hw_source_standard_input,
    &hw_source_url,
    &hw_source_address,
};

enum { SOURCES = sizeof sources / sizeof *sources };

static hw_status refuse(hw_str name, hw_error *err)
{
    char all[256];
    size_t n = 0;
    for (size_t i = 0; i < SOURCES && n < sizeof all; i++)
        if (sources[i]->said)
            n += (size_t)snprintf(all + n, sizeof all - n, "%s%s", n ? ", " : "", sources[i]->said);
    return hw_fail(err, HW_UNSUPPORTED, name, "only %s are read", all);
}

hw_status hw_source_of(hw_str locator, bool profile, hw_str name, const hw_source **ret,
                       hw_error *err)
{
    for (size_t i = 0; i < SOURCES; i++)
        if (sources[i]->recognises(locator, profile)) {
            *ret = sources[i];
            return HW_OK;
        }
    return refuse(name, err);
}
