/* Reading a log: the input is one text, read twice, the second time after itself.
 *
 * Whatever comes in, every line has one class, every view lies in the text, ids are ids of what is
 * there, and the same text a second time adds no claim. What is refused, binary data and broken
 * bundles, leaves nothing.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "diag_check.h"
#include "must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hw_str text = {(const char *)data, size};
    hw_strings strings;
    hw_claims c;
    hw_error err;
    MUST(hw_strings_init(&strings));
    hw_claims_init(&c, &strings);
    hw_status status = hw_diag_read(&c, HW_STR("fuzz"), text, NULL, &err);
    MUST(status == HW_OK || status == HW_FORMAT || status == HW_UNSUPPORTED);
    MUST(status == HW_OK || c.inputs.len == 0);
    MUST(hw_diag_finish(&c, &err) == HW_OK);
    hw_check_claims(&c);
    size_t claims = c.list.len, leaks = c.leaks.len;
    MUST(hw_diag_read(&c, HW_STR("again"), text, NULL, &err) == status);
    MUST(hw_diag_finish(&c, &err) == HW_OK);
    MUST(c.list.len == claims && c.leaks.len == leaks);
    hw_check_claims(&c);
    hw_claims_free(&c);
    hw_strings_free(&strings);
    return 0;
}
