/* What a given text is, and who reads it. */
#include "diag/diag.h"
#include "base/error.h"
#include "diag/reader.h"

typedef struct form {
    bool (*is)(hw_str text); /* looks at the first bytes */
    hw_status (*read)(hw_claims *into, hw_str name, hw_str text, const hw_limits *limits,
                      hw_error *err);
} form;

static bool is_anything(hw_str text)
{
    (void)text;
    return true;
}

/* The first that fits reads it. */
static const form forms[] = {
    {hw_is_bundle, hw_diag_read_bundle},
    {hw_json_is, hw_diag_read_json},
    {is_anything, hw_diag_read_log},
};

/* Lengths and counters go back, memory stays. */
void hw_diag_roll_back(hw_claims *set, const hw_claims *before)
{
    hw_claims now = *set;
    *set = *before;
#define KEEP(field)                                                                                \
    do {                                                                                           \
        set->field.at = now.field.at;                                                              \
        set->field.cap = now.field.cap;                                                            \
    } while (0)
    KEEP(inputs);
    KEEP(blocks);
    KEEP(list);
    KEEP(leaks);
    KEEP(routes);
    KEEP(inlinings);
    KEEP(decls);
    KEEP(hints);
    KEEP(chains);
    KEEP(chain_frames);
    KEEP(builds);
    KEEP(binaries);
    KEEP(settings);
    KEEP(modules);
    KEEP(capturing);
    KEEP(not_understood);
    for (size_t i = before->made.len; i < now.made.len; i++)
        hw_buf_free(&now.made.at[i]);
    KEEP(made);
    KEEP(json.files);
    KEEP(json.records);
#undef KEEP
    set->block_names = now.block_names;
    set->json.odd.p = now.json.odd.p;
    set->json.odd.cap = now.json.odd.cap;
    set->json.file_keys = now.json.file_keys;
    set->block_texts = now.block_texts;
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

hw_status hw_diag_read(hw_claims *into, hw_str name, hw_str text, const hw_limits *limits,
                       hw_error *err)
{
    hw_claims before = *into;
    const form *f = forms;
    while (!f->is(text))
        f++;
    if (f->is == is_anything)
        HW_TRY(refuse_binary(name, text, err));
    hw_status status = f->read(into, name, text, limits, err);
    if (status != HW_OK)
        hw_diag_roll_back(into, &before);
    return status;
}
