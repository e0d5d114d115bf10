#include "export/filter_json.h"

void hw_filter_json(hw_jsonw *w, const hw_report_options *o, bool filtered, const char *key,
                    uint64_t before)
{
    hw_jsonw_key(w, "filter");
    if (!filtered) {
        hw_jsonw_null(w);
        return;
    }
    hw_jsonw_object(w);
    hw_jsonw_key(w, "packages");
    hw_jsonw_array(w);
    for (size_t i = 0; i < o->package_count; i++)
        hw_jsonw_str(w, o->packages[i]);
    hw_jsonw_end(w);
    hw_jsonw_member_cstr(w, "focus", o->focus);
    hw_jsonw_member_cstr(w, "ignore", o->ignore);
    hw_jsonw_member_u64(w, key, before);
    hw_jsonw_end(w);
}
