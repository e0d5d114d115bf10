#include "model/claim.h"

#include <stdio.h>

void hw_claims_init(hw_claims *c, hw_strings *strings)
{
    *c = (hw_claims){.strings = strings, .go = HW_GO_UNKNOWN};
}

void hw_claims_free(hw_claims *c)
{
    hw_vec_free(&c->inputs);
    hw_vec_free(&c->blocks);
    hw_vec_free(&c->list);
    hw_vec_free(&c->leaks);
    hw_vec_free(&c->routes);
    hw_vec_free(&c->inlinings);
    hw_vec_free(&c->decls);
    hw_vec_free(&c->hints);
    hw_vec_free(&c->chains);
    hw_vec_free(&c->chain_frames);
    hw_vec_free(&c->builds);
    hw_vec_free(&c->binaries);
    hw_vec_free(&c->settings);
    hw_vec_free(&c->modules);
    for (size_t i = 0; i < c->made.len; i++)
        hw_buf_free(&c->made.at[i]);
    hw_vec_free(&c->made);
    hw_vec_free(&c->capturing);
    hw_vec_free(&c->not_understood);
    hw_json_records_free(&c->json);
    hw_notes_free(&c->notes);
    hw_index_free(&c->block_names);
    hw_index_free(&c->block_texts);
    hw_claims_init(c, c->strings);
}

bool hw_input_part(const hw_claims *c, size_t input)
{
    for (size_t i = 0; i < input; i++)
        if (c->inputs.at[i].name.p && c->inputs.at[i].name.p == c->inputs.at[input].name.p)
            return true;
    return false;
}

size_t hw_input_count(const hw_claims *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->inputs.len; i++)
        n += !hw_input_part(c, i);
    return n;
}

const char *hw_claim_verdict(const hw_claim *c)
{
    return hw_message_class_rows[c->class].verdict;
}

bool hw_claim_heap(const hw_claim *c)
{
    return hw_message_class_role((hw_message_class)c->class) != HW_ROLE_STACK;
}

hw_str hw_claim_text(const hw_claims *set, const hw_claim *c)
{
    hw_str all = set->inputs.at[set->blocks.at[c->place.block].input].text;
    return hw_str_sub(all, (size_t)c->at, (size_t)c->at + c->len);
}

hw_str hw_claim_expr(const hw_claims *set, const hw_claim *c)
{
    hw_str text = hw_claim_text(set, c);
    return hw_str_sub(text, c->expr_at, (size_t)c->expr_at + c->expr_len);
}

bool hw_claim_chain(const hw_claims *set, const hw_claim *c, const hw_chain_frame **ret, size_t *n)
{
    if (c->chain >= set->chains.len)
        return false;
    const hw_chain *chain = &set->chains.at[c->chain];
    *ret = chain->frames ? &set->chain_frames.at[chain->frames_at] : NULL;
    *n = chain->frames;
    return true;
}

hw_str hw_decl_text(const hw_claims *set, const hw_decl *d)
{
    hw_str all = set->inputs.at[set->blocks.at[d->place.block].input].text;
    return hw_str_sub(all, (size_t)d->at, (size_t)d->at + d->len);
}

hw_str hw_route_last_step(const hw_claims *set, uint32_t route)
{
    static const hw_str from = {" from ", 6}, at = {" at ", 4};
    if (route == HW_NONE || set->routes.at[route].next != HW_NONE)
        return (hw_str){0};
    const hw_route *r = &set->routes.at[route];
    hw_str text = hw_str_sub(set->inputs.at[r->input].text, r->at, r->at + r->len);
    size_t start = hw_str_rfind(text, from);
    hw_str step = start == HW_NPOS ? (hw_str){0} : hw_str_from(text, start);
    return hw_str_sub(step, 0, hw_str_rfind(step, at));
}
