#include "report/build_text.h"

void hw_build_text(hw_page *p, const hw_claims *c, size_t input)
{
    enum { COMMIT = 12, COMMAND = 70 };
    for (size_t i = 0; i < c->builds.len; i++) {
        const hw_build *b = &c->builds.at[i];
        hw_str commit = hw_str_sub(hw_strings_get(c->strings, b->vcs_revision), 0, COMMIT);
        if (b->input != input)
            continue;
        hw_page_printf(p, "  ");
        hw_page_fit(p, hw_strings_get(c->strings, b->command), COMMAND);
        hw_page_printf(p, "\n  ");
        hw_page_text(p, hw_strings_get(c->strings, b->time));
        if (commit.n) {
            hw_page_printf(p, ", commit ");
            hw_page_text(p, commit);
            hw_page_printf(p, "%s", b->vcs_modified == 1 ? " with changes" : "");
        }
        hw_page_printf(p, "\n");
    }
}
