#include "decode/decode_notes.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/error.h"

static void name_values(unsigned set, char *buf, size_t size)
{
    size_t n = 0;
    buf[0] = '\0';
    for (int v = 0; v < HW_VALUES; v++)
        if (set & 1u << v && n < size)
            n += (size_t)snprintf(buf + n, size - n, "%s%s", n ? ", " : "", hw_value_rows[v].name);
}

#define NOTE(id, count, ...)                                                                       \
    do {                                                                                           \
        if ((count) != 0 &&                                                                        \
            !hw_note_add(&f->notes, f->strings, HW_NOTE_##id, (count), __VA_ARGS__))               \
            return hw_nomem(err);                                                                  \
    } while (0)

/* Values that are not those of Go's heap profiles are passed over. */
static hw_status note_other_values(hw_finish *f, hw_error *err)
{
    const hw_decoder *d = f->d;
    enum { NAMED = 3, CUT = 60 };
    hw_str by_default = hw_finish_text(f, d->default_type);
    hw_buf names = {0};
    uint64_t n = 0;
    hw_status status = HW_OK;
    for (size_t i = 0; i < d->type_count && status == HW_OK; i++) {
        hw_str name = hw_finish_text(f, d->types[i].name);
        if (hw_value_named(name) == HW_VALUES && n++ < NAMED)
            status = hw_buf_printf(&names, "%s'%.*s'", n > 1 ? ", " : "",
                                   HW_STR_ARG(hw_str_sub(name, 0, CUT)));
    }
    if (status == HW_OK && n > NAMED)
        status = hw_buf_printf(&names, " and %" PRIu64 " more", n - NAMED);
    if (status == HW_OK && n == 0 && by_default.n && hw_value_named(by_default) == HW_VALUES) {
        status = hw_buf_printf(&names, "'%.*s', its default",
                               HW_STR_ARG(hw_str_sub(by_default, 0, CUT)));
        n = 1;
    }
    if (status == HW_OK && n &&
        !hw_note_add(&f->notes, f->strings, HW_NOTE_OTHER_VALUES, n,
                     "the profile has values beside those of a Go heap, which are not read: %.*s",
                     HW_STR_ARG(hw_buf_view(&names))))
        status = HW_NOMEM;
    hw_buf_free(&names);
    return status == HW_OK ? HW_OK : hw_nomem(err);
}

static hw_status note_input(hw_finish *f, hw_error *err)
{
    const hw_decoder *d = f->d;
    NOTE(UNPUBLISHED, f->input.unpublished,
         "%" PRIu64 " of %" PRIu64
         " samples are all zero: sites that allocated, but whose memory no "
         "garbage collection has published yet; nothing is said about them",
         f->input.unpublished, d->sample_count);
    NOTE(
        STORED, f->stored ? 1u : 0u,
        "the profile covers %.0f s and does not have all four sample types: it is a store's sum or "
        "average of several profiles, or a difference%s",
        (double)d->duration_nanos / 1e9,
        f->present & (1u << HW_INUSE_SPACE | 1u << HW_INUSE_OBJECTS)
            ? "; what it says is held may be the sum of many looks at the same heap"
            : "");
    NOTE(PROFILING_OFF, f->input.off && d->sample_count ? 1u : 0u,
         "memory profiling was switched off in this process (MemProfileRate 0) before it wrote the "
         "profile: the values are of the time before, at a rate that is not known, and not scaled");
    NOTE(PROFILING_OFF, f->input.off && d->sample_count == 0 ? 1u : 0u,
         "memory profiling is off in this process (MemProfileRate 0): set by the program, by "
         "GODEBUG, or by the linker when nothing in the program reaches runtime.MemProfile");
    HW_TRY(note_other_values(f, err));
    NOTE(DELTA, f->delta && !f->stored ? 1u : 0u,
         "the profile is a difference%s: values may be negative, and what no garbage collection "
         "published in that time is missing",
         d->duration_nanos > 0 ? " over time" : " of two profiles");
    NOTE(NO_SIZES, f->unsized,
         "%" PRIu64 " of %zu samples do not say the size of their objects, so sizes decide nothing "
         "there",
         f->unsized, d->kept.len);
    NOTE(NO_PERIOD, f->lost_rate ? 1u : 0u,
         "the profile says that every allocation was recorded (period 1), which its values do not "
         "bear out: whoever exported it lost the sampling rate, so no error of its values can be "
         "told");
    NOTE(NO_PERIOD, f->period == 0 && !f->lost_rate && !f->input.off && !f->stored ? 1u : 0u,
         "the profile does not say its sampling rate, so no error of its values can be told");
    NOTE(NO_STACK, f->stackless, "%" PRIu64 " of %zu samples have no stack", f->stackless,
         d->kept.len);
    NOTE(VALUES_CLAMPED, d->clamped,
         "%" PRIu64 " %s not fit into 64 bits and %s cut to the largest value", d->clamped,
         d->clamped == 1 ? "sum does" : "sums do", d->clamped == 1 ? "was" : "were");
    return HW_OK;
}

/* Of what it shares with all other inputs, or does not. */
static hw_status note_all(hw_finish *f, hw_error *err)
{
    const hw_profile *into = f->d->into;
    char missing[96];
    unsigned absent = ~f->present & ((1u << HW_VALUES) - 1);
    name_values(absent, missing, sizeof missing);
    NOTE(NO_PERIOD,
         into->inputs.len && into->period != 0 && f->period != 0 && into->period != f->period ? 1u
                                                                                              : 0u,
         "the profiles have different sampling rates, so no error of their values can be told");
    NOTE(MISSING_VALUES, into->inputs.len == 0 && absent ? 1u : 0u, "the profile has no %s",
         missing);
    return HW_OK;
}

hw_status hw_decode_notes(hw_finish *f, hw_error *err)
{
    HW_TRY(note_input(f, err));
    for (size_t i = 0; i < f->notes.list.len; i++)
        f->notes.list.at[i].of = (uint32_t)f->d->into->inputs.len + 1;
    return note_all(f, err);
}
