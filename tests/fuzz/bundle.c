/* A bundle, inflated: its head is hostile too. What is refused leaves the claims as they were. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "bundle/bundle_read.h"
#include "diag/diag.h"
#include "must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const hw_claims *c)
{
    for (size_t i = 0; i < c->builds.len; i++) {
        const hw_build *b = &c->builds.at[i];
        MUST(b->input < c->inputs.len);
        MUST(b->go_version < c->strings->list.len && b->command < c->strings->list.len);
        MUST(b->vcs_modified >= -1 && b->vcs_modified <= 1);
        MUST(b->binaries_at <= c->binaries.len && b->binaries <= c->binaries.len - b->binaries_at);
    }
    for (size_t i = 0; i < c->binaries.len; i++) {
        MUST(!c->binaries.at[i].pclntab_sha256.n || c->binaries.at[i].pclntab_sha256.p);
        for (size_t k = 0; k < c->binaries.at[i].settings.len; k++)
            MUST(c->binaries.at[i].settings.at[k].key.p);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hw_str text = {(const char *)data, size};
    hw_strings strings;
    hw_claims c;
    hw_error err;
    MUST(hw_strings_init(&strings));
    hw_claims_init(&c, &strings);
    hw_status status = hw_diag_read(&c, HW_STR("fuzz"), text, NULL, &err);
    MUST(status != HW_OK || c.inputs.len > 0);
    MUST(status == HW_OK || (c.inputs.len == 0 && c.builds.len == 0 && c.binaries.len == 0));
    MUST(!hw_is_bundle(text) || status != HW_OK || c.builds.len == 1);
    check(&c);
    MUST(hw_diag_finish(&c, &err) == HW_OK);
    hw_claims_free(&c);
    hw_strings_free(&strings);
    return 0;
}
