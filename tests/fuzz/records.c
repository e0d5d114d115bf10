/* What stands around records and bundles: a file is inflated and then read. Bombs, streams that are
 * cut, files that are none. Whatever comes in, a text is not longer than what may be taken.
 */
#define _GNU_SOURCE /* memfd_create */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "diag/diag.h"
#include "intake/intake.h"
#include "must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const hw_limits small = {
    .log = 1 << 20, .ratio = 100, .files = 1000, .line = 1 << 16, .claims = 1 << 14};

static void write_all(int fd, const uint8_t *data, size_t size)
{
    while (size) {
        ssize_t n = write(fd, data, size);
        MUST(n > 0);
        data += n;
        size -= (size_t)n;
    }
}

static hw_status take(const uint8_t *data, size_t size, const hw_limits *limits, hw_text *ret)
{
    char name[64];
    hw_error err;
    hw_intake in = {.limits = *limits};
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    MUST(fd >= 0);
    write_all(fd, data, size);
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    hw_status status = hw_intake_text(&in, hw_str_of(name), ret, &err);
    close(fd);
    MUST(status == HW_OK || status == HW_FORMAT || status == HW_LIMIT || status == HW_UNSUPPORTED);
    return status;
}

static void read_text(hw_str text, const hw_limits *limits)
{
    hw_strings strings;
    hw_claims c;
    hw_error err;
    MUST(hw_strings_init(&strings));
    hw_claims_init(&c, &strings);
    c.threads = 1;
    hw_status status = hw_diag_read(&c, HW_STR("fuzz"), text, limits, &err);
    MUST(status == HW_OK || status == HW_FORMAT || status == HW_LIMIT || status == HW_UNSUPPORTED);
    MUST(status != HW_OK || hw_diag_finish(&c, &err) == HW_OK);
    hw_claims_free(&c);
    hw_strings_free(&strings);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hw_limits limits = hw_limits_filled(&small);
    hw_text text;
    if (take(data, size, &limits, &text) != HW_OK)
        return 0;
    MUST(text.bytes.n > 0 && text.bytes.n <= limits.log);
    read_text(text.bytes, &limits);
    hw_text_free(&text, 1);
    return 0;
}
