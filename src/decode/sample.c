#include "decode/sample.h"

#include "base/error.h"
#include "decode/fold.h"
#include "decode/references.h"
#include "decode/unpack.h"
#include "profile.pb-c.h"

/* Writes the key behind the kept ones, without keeping it yet. */
static hw_status write_key(hw_decoder *d, const Hwpb__Sample *m, uint64_t at, uint32_t *labels,
                           hw_error *err)
{
    HW_TRY(hw_decode_key_room(d, m->n_location_id + m->n_label, at, err));
    *labels = 0;
    uint32_t *to = d->keys.at + d->keys.len;
    for (size_t i = 0; i < m->n_location_id; i++)
        HW_TRY(hw_decode_location_ref(d, m->location_id[i], at, to++, err));
    for (size_t i = 0; i < m->n_label; i++) {
        const Hwpb__Label *l = m->label[i];
        hw_label number = {.number = l->num};
        uint32_t text;
        HW_TRY(hw_decode_string_ref(d, l->key, at, &number.key, err));
        HW_TRY(hw_decode_string_ref(d, l->str, at, &text, err));
        HW_TRY(hw_decode_string_ref(d, l->num_unit, at, &number.unit, err));
        for (unsigned u = 0; u < l->base.n_unknown_fields; u++)
            if (l->base.unknown_fields[u].tag == 0)
                return hw_fail_at(err, HW_FORMAT, d->input, at, "a field of a label is number 0");
        if (text != 0 || number.number == 0)
            continue;
        HW_TRY(hw_decode_label_id(d, &number, at, to++, err));
        ++*labels;
    }
    return HW_OK;
}

hw_status hw_decode_sample(hw_decoder *d, const hw_field *f, hw_error *err)
{
    Hwpb__Sample *m;
    hw_decode_key k = {.inner = HW_NONE};
    HW_TRY(hw_decode_unpack(d, &hwpb__sample__descriptor, f->bytes, f->inside, &m, err));
    HW_TRY(hw_decode_check_counts(d, m->n_value, m->n_location_id, m->n_label, f->at, err));
    HW_TRY(write_key(d, m, f->at, &k.labels, err));
    if (hw_decode_nothing(d, m->value, m->n_value))
        return HW_OK;
    k.depth = (uint32_t)m->n_location_id;
    return hw_decode_add(d, &k, m->value, f->at, err);
}
