#include "export/records_json.h"

static void name(hw_jsonw *w, const hw_claims *c, const char *key, hw_sid id)
{
    hw_jsonw_key(w, key);
    hw_jsonw_known_str(w, hw_strings_get(c->strings, id));
}

void hw_records_json(hw_jsonw *w, const hw_claims *c)
{
    const hw_json_records *j = &c->json;
    hw_jsonw_key(w, "json");
    if (j->lines == 0) {
        hw_jsonw_null(w);
        return;
    }
    hw_jsonw_object(w);
    name(w, c, "go_version", j->version);
    name(w, c, "goos", j->goos);
    name(w, c, "goarch", j->goarch);
    hw_jsonw_member_u64(w, "files", j->files.len);
    hw_jsonw_member_u64(w, "packages", j->packages);
    hw_jsonw_member_u64(w, "lines", j->lines);
    hw_jsonw_key(w, "by_code");
    hw_jsonw_object(w);
    for (unsigned i = 0; i < HW_CODE_COUNT; i++)
        if (j->by_code[i])
            hw_jsonw_member_u64(w, hw_code_names[i], j->by_code[i]);
    hw_jsonw_end(w);
    hw_jsonw_member_u64(w, "not_understood", j->invalid + j->orphans);
    hw_jsonw_member_u64(w, "repeated_files", j->repeated_files);
    hw_jsonw_member_u64(w, "skipped_files", j->skipped_files);
    hw_jsonw_member_u64(w, "joined", j->paired);
    hw_jsonw_member_u64(w, "claims_without_record", j->unpaired);
    hw_jsonw_member_u64(w, "records_without_claim", j->unmatched);
    hw_jsonw_member_u64(w, "packages_without_text", j->alone);
    hw_jsonw_end(w);
}
