/* Reading -json records beside a text: the input is records, a NUL byte, a text.
 *
 * Whatever comes in, records and chains lie in what was read, every claim has at most one chain,
 * the counts add up, and the same again adds nothing.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "diag_check.h"
#include "must.h"
#include "records/json_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_record(const hw_claims *c, const hw_json_file *f, const hw_json_record *r)
{
    size_t all = r->odd ? c->json.odd.n : c->inputs.at[f->input].text.n;
    MUST(r->at <= all && r->code <= HW_CODE_LEAK);
    size_t rest = all - r->at;
    MUST(r->message <= rest && r->message_len <= rest - r->message);
    MUST(r->chain <= rest && r->chain_len <= rest - r->chain);
}

static void check_json(const hw_claims *c)
{
    uint64_t kept = 0, with_chain = 0, at = 0;
    for (size_t i = 0; i < c->json.files.len; i++) {
        const hw_json_file *f = &c->json.files.at[i];
        MUST(f->first == at && f->records <= c->json.records.len - f->first);
        at += f->records;
        for (uint32_t k = 0; k < f->records; k++) {
            const hw_json_record *r = &c->json.records.at[f->first + k];
            check_record(c, f, r);
            MUST(k == 0 || r[-1].line < r->line || (r[-1].line == r->line && r[-1].col <= r->col));
        }
    }
    MUST(at == c->json.records.len);
    for (unsigned i = 0; i <= HW_CODE_LEAK; i++)
        kept += c->json.by_code[i];
    MUST(kept == c->json.records.len);
    for (size_t i = 0; i < c->chains.len; i++)
        MUST(c->chains.at[i].frames_at <= c->chain_frames.len &&
             c->chains.at[i].frames <= c->chain_frames.len - c->chains.at[i].frames_at);
    for (size_t i = 0; i < c->list.len; i++) {
        const hw_claim *k = &c->list.at[i];
        MUST(k->chain == HW_NONE || (k->chain < c->chains.len && hw_claim_heap(k)));
        with_chain += k->chain != HW_NONE;
    }
    MUST(with_chain == c->json.paired);
    MUST(c->json.alone <= c->json.packages && c->json.packages <= c->json.files.len);
}

static void read(hw_claims *c, hw_str json, hw_str text)
{
    hw_error err;
    MUST(hw_json_read(c, HW_STR("json"), json, NULL, &err) == HW_OK);
    MUST(hw_diag_read(c, HW_STR("text"), text, NULL, &err) == HW_OK || err.status == HW_FORMAT ||
         err.status == HW_UNSUPPORTED);
    MUST(hw_diag_finish(c, &err) == HW_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hw_str all = {(const char *)data, size};
    size_t cut = hw_str_chr(all, '\0');
    hw_str json = hw_str_sub(all, 0, cut);
    hw_str text = cut == HW_NPOS ? HW_STR("") : hw_str_from(all, cut + 1);
    hw_strings strings;
    hw_claims c;
    MUST(hw_strings_init(&strings));
    hw_claims_init(&c, &strings);
    c.threads = 1;
    read(&c, json, text);
    hw_check_claims(&c);
    check_json(&c);
    size_t claims = c.list.len, records = c.json.records.len;
    read(&c, json, text);
    MUST(c.list.len == claims && c.json.records.len == records);
    hw_check_claims(&c);
    check_json(&c);
    hw_claims_free(&c);
    hw_strings_free(&strings);
    return 0;
}
