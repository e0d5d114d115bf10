#include "claims/log_release.h"

hw_go_range hw_go_of_log(const hw_claims *c)
{
    hw_go_range go = c->go;
    for (size_t k = 0; k < HW_GO_LINKED_PACKAGES; k++) {
        hw_sid name = hw_strings_find(c->strings, hw_str_of(hw_go_linked_packages[k].path));
        for (size_t i = 0; name != HW_NONE && i < c->blocks.len; i++)
            if (c->blocks.at[i].package == name) {
                go = hw_go_both(go, hw_go_linked_packages[k].go);
                break;
            }
    }
    return go;
}
