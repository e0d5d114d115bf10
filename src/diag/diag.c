#include "diag/diag.h"

#include "base/error.h"
#include "bundle/bundle_read.h"
#include "diag/log_notes.h"
#include "diag/merge.h"
#include "diag/old_go.h"
#include "diag/other_text.h"
#include "diag/roll_back.h"
#include "diag/text_read.h"
#include "plain/plain.h"
#include "records/json_notes.h"
#include "records/json_pairs.h"
#include "records/json_read.h"

/* --- a log as people keep it ------------------------------------------------------------------ */

static uint64_t json_lines(const hw_claims *set)
{
    return set->by_class[HW_CLASS_JSON][HW_POS_PLAIN];
}

static hw_status add_counts(hw_claims *set, hw_str name, const hw_plain_counts *c, hw_error *err)
{
    hw_str member = {c->wrapped_in, c->wrapped_in_len};
    if (!set->wrapped_in && member.n && !hw_strings_put(set->strings, member, &set->wrapped_in))
        return hw_nomem(err);
    if (!set->invalid_json && c->invalid_json) {
        set->invalid_json_line = c->invalid_json_line;
        if (!hw_strings_put(set->strings, name, &set->invalid_json_in))
            return hw_nomem(err);
    }
    set->prefixed += c->prefixed;
    set->wrapped += c->wrapped;
    set->invalid_json += c->invalid_json;
    return HW_OK;
}

/* What was read since `before` points into the plain text, and names its lines. */
static hw_status take_plain(hw_claims *set, const hw_claims *before, hw_str name, hw_plain *p,
                            hw_error *err)
{
    for (size_t i = before->not_understood.len; i < set->not_understood.len; i++)
        set->not_understood.at[i].line = hw_plain_origin(p, set->not_understood.at[i].line);
    for (size_t i = before->blocks.len; i < set->blocks.len; i++)
        set->blocks.at[i].line = hw_plain_origin(p, set->blocks.at[i].line);
    HW_TRY(add_counts(set, name, &p->counts, err));
    if (!p->made.p)
        return HW_OK;
    if (!hw_vec_push(&set->made, p->made))
        return hw_nomem(err);
    p->made = (hw_buf){0};
    return HW_OK;
}

/* Made plain, then read; and once more where only reading shows what is to be taken off. */
static hw_status read_plain(hw_claims *into, hw_plain *plain, hw_str name, hw_str text,
                            const hw_limits *limits, hw_error *err)
{
    const hw_claims before = *into;
    bool again = false;
    HW_TRY(hw_plain_make(plain, text, err));
    do {
        if (again)
            hw_diag_roll_back(into, &before);
        into->escapes = false;
        HW_TRY(hw_diag_read_text(into, name, plain->text, limits, err));
        bool json = json_lines(into) > json_lines(&before);
        HW_TRY(hw_plain_again(plain, into->escapes, json, &again, err));
    } while (again);
    return take_plain(into, &before, name, plain, err);
}

static hw_status read_log(hw_claims *into, hw_str name, hw_str text, const hw_limits *limits,
                          hw_error *err)
{
    hw_plain plain = {.n = 0};
    const hw_claims before = *into;
    hw_status status = read_plain(into, &plain, name, text, limits, err);
    if (status == HW_OK)
        status = hw_refuse_other_text(&before, into, name, text, err);
    size_t old = status == HW_OK ? hw_old_go_line(text) : HW_NPOS;
    if (old != HW_NPOS)
        status = hw_fail_at(err, HW_UNSUPPORTED, name, old,
                            "is a log of Go 1.12 or earlier, whose forms are not read; those of Go "
                            "1.19 and later are");
    if (status != HW_OK && err && err->line > 0)
        err->line = (int64_t)hw_plain_origin(&plain, (uint64_t)err->line);
    hw_plain_free(&plain);
    return status;
}

/* A profile or a program, given in a log's place: full of control characters from the start. */
static hw_status refuse_binary(hw_str name, hw_str text, hw_error *err)
{
    enum { LOOKED_AT = 1024, TOO_MANY = 16 };
    size_t controls = 0;
    for (size_t i = 0; i < text.n && i < LOOKED_AT; i++) {
        unsigned char c = (unsigned char)text.p[i];
        controls += c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != 0x1b;
        if (controls >= TOO_MANY)
            return hw_fail_at(err, HW_FORMAT, name, i,
                              "is not a text, so it is no log of the compiler; a profile is an "
                              "operand of audit, a program is given with --binary");
    }
    return HW_OK;
}

/* --- any input -------------------------------------------------------------------------------- */

static hw_status read_bundle(hw_claims *into, hw_str name, hw_str text, const hw_limits *limits,
                             hw_error *err)
{
    hw_bundle bundle;
    HW_TRY(hw_bundle_read(into, name, text, &bundle, err));
    HW_TRY(hw_diag_read_text(into, name, bundle.text, limits, err));
    return bundle.records.n ? hw_json_read(into, name, bundle.records, limits, err) : HW_OK;
}

static hw_status read_any(hw_claims *into, hw_str name, hw_str text, const hw_limits *limits,
                          hw_error *err)
{
    if (hw_is_bundle(text))
        return read_bundle(into, name, text, limits, err);
    if (hw_json_is(text))
        return hw_json_read(into, name, text, limits, err);
    HW_TRY(refuse_binary(name, text, err));
    return read_log(into, name, text, limits, err);
}

hw_status hw_diag_read(hw_claims *into, hw_str name, hw_str text, const hw_limits *limits,
                       hw_error *err)
{
    const hw_claims before = *into;
    hw_status status = read_any(into, name, text, limits, err);
    if (status != HW_OK)
        hw_diag_roll_back(into, &before);
    return status;
}

hw_status hw_diag_finish(hw_claims *c, hw_error *err)
{
    HW_TRY(hw_merge_blocks(c, err));
    HW_TRY(hw_json_pair(c, err));
    hw_notes_free(&c->notes);
    if (c->go.min > c->go.max) /* logs of several versions */
        c->go = HW_GO_UNKNOWN;
    return hw_log_notes(c) && hw_json_notes(c) ? HW_OK : hw_nomem(err);
}
