#include "diag/roll_back.h"

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
