#include "model/filter.h"

typedef struct matching {
    const hw_filter *filter;
    const void *pattern;
    hw_strings *strings;
    bool found;
    hw_error *err;
} matching;

static hw_status try_text(matching *m, hw_sid text)
{
    if (m->found || text == 0)
        return HW_OK;
    return m->filter->match(m->pattern, hw_strings_get(m->strings, text), &m->found, m->err);
}

/* Tries the texts of finding, or of claim without bytes, number `i`. */
typedef hw_status matcher(matching *m, const hw_audit *a, size_t i);

static hw_status match_finding(matching *m, const hw_audit *a, size_t number)
{
    const hw_finding *f = &a->findings.at[number];
    hw_status s = try_text(m, f->function);
    if (s == HW_OK)
        s = try_text(m, f->file);
    if (s == HW_OK)
        s = try_text(m, f->path);
    if (s == HW_OK)
        s = try_text(m, f->package);
    for (size_t i = 0; s == HW_OK && !m->found && i < f->inlined_count; i++) {
        s = try_text(m, f->inlined[i].function);
        if (s == HW_OK)
            s = try_text(m, f->inlined[i].file);
    }
    return s;
}

static hw_status match_quiet(matching *m, const hw_audit *a, size_t number)
{
    const hw_claim *c = &a->claims->list.at[a->quiet.at[number].claim];
    hw_status s = try_text(m, c->place.file);
    return s == HW_OK ? try_text(m, a->claims->blocks.at[c->place.block].package) : s;
}

static hw_status keeps(const hw_audit *a, const hw_filter *filter, matcher *match, size_t number,
                       bool *ret, hw_error *err)
{
    *ret = true;
    for (int ignoring = 0; *ret && ignoring < 2; ignoring++) {
        matching m = {.filter = filter,
                      .pattern = ignoring ? filter->ignore : filter->focus,
                      .strings = a->strings,
                      .err = err};
        if (!m.pattern)
            continue;
        hw_status s = match(&m, a, number);
        if (s != HW_OK)
            return s;
        *ret = m.found != (ignoring == 1);
    }
    return HW_OK;
}

static hw_status filter_findings(hw_audit *a, const hw_filter *filter, hw_error *err)
{
    size_t kept = 0;
    a->totals = (hw_values){0};
    for (size_t v = 0; v < HW_VERDICT_COUNT; v++)
        a->coverage[v] = (hw_values){0};
    for (size_t i = 0; i < a->findings.len; i++) {
        bool keep;
        hw_finding *f = &a->findings.at[i];
        hw_status s = keeps(a, filter, match_finding, i, &keep, err);
        if (s != HW_OK)
            return s;
        if (!keep)
            continue;
        hw_values_add(&a->totals, &f->values);
        hw_values_add(&a->coverage[f->verdict], &f->values);
        a->findings.at[kept] = *f;
        a->findings.at[kept].rank = (uint32_t)(kept + 1);
        kept++;
    }
    a->findings.len = kept;
    return HW_OK;
}

static hw_status filter_quiet(hw_audit *a, const hw_filter *filter, hw_error *err)
{
    size_t kept = 0;
    a->unobserved = a->upheld = 0;
    for (size_t i = 0; i < a->quiet.len; i++) {
        bool keep;
        const hw_quiet_claim q = a->quiet.at[i];
        hw_status s = keeps(a, filter, match_quiet, i, &keep, err);
        if (s != HW_OK)
            return s;
        if (!keep)
            continue;
        *(q.verdict == HW_UPHELD ? &a->upheld : &a->unobserved) += 1;
        a->quiet.at[kept++] = q;
    }
    a->quiet.len = kept;
    return HW_OK;
}

hw_status hw_audit_filter(hw_audit *a, const hw_filter *filter, hw_error *err)
{
    if (!filter->focus && !filter->ignore)
        return HW_OK;
    if (!a->before.set) {
        a->before.set = true;
        a->before.findings = a->findings.len;
        a->before.totals = a->totals;
    }
    hw_status s = filter_findings(a, filter, err);
    return s == HW_OK ? filter_quiet(a, filter, err) : s;
}
