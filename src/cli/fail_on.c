#include "cli/fail_on.h"

#include "cli/setters.h"
#include "model/difference.h"
#include "model/finding.h"

/* 1 note, 2 warning, 3 error; 0 for any other word. */
static unsigned level_of(hw_str word)
{
    static const char *const severities[] = {"", "note", "warning", "error"};
    for (unsigned i = 1; i < sizeof severities / sizeof *severities; i++)
        if (hw_str_eq(word, hw_str_of(severities[i])))
            return i;
    return 0;
}

static bool fail_severity(hw_args *a, hw_str word)
{
    unsigned level = level_of(word);
    if (level && (a->fail_severity == 0 || level < a->fail_severity))
        a->fail_severity = level;
    return level > 0;
}

static bool fail_verdict(hw_args *a, hw_str word)
{
    hw_verdict v = hw_verdict_named(word);
    if (v >= HW_VERDICTS_WITH_BYTES)
        return fail_severity(a, word);
    a->fail_verdicts |= 1u << v;
    return true;
}

static bool fail_drift(hw_args *a, hw_str word)
{
    hw_drift_kind k = hw_drift_named(word);
    if (k == HW_DRIFT_COUNT)
        return fail_severity(a, word);
    a->fail_drifts |= 1u << k;
    return true;
}

static hw_status fail_words(hw_args *a, const hw_option *o, const char *value,
                            bool (*take)(hw_args *a, hw_str word), const char *wanted,
                            hw_error *err)
{
    hw_str rest = hw_str_of(value);
    do {
        if (!take(a, hw_str_trim(hw_str_next(&rest, ','))))
            return hw_refuse(o, value, wanted, err);
    } while (rest.n);
    return HW_OK;
}

hw_status hw_set_fail_on(hw_args *a, const hw_option *o, const char *value, hw_error *err)
{
    return fail_words(a, o, value, fail_verdict,
                      "a list of confirmed, contradicted, unclaimed, ambiguous, undiagnosed, "
                      "error, warning, note",
                      err);
}

hw_status hw_set_fail_on_drift(hw_args *a, const hw_option *o, const char *value, hw_error *err)
{
    return fail_words(a, o, value, fail_drift,
                      "a list of kinds of difference (stack-to-heap, new-heap ...), error, "
                      "warning, note",
                      err);
}

bool hw_fails_on(const hw_args *a, const char *severity)
{
    return a->fail_severity && level_of(hw_str_of(severity)) >= a->fail_severity;
}
