/* Comparing two logs: the input is split at its first byte 0, or in the middle.
 *
 * Whatever comes in: nothing drifts between a log and itself; what drifts from B to A is the mirror
 * of what drifts from A to B; every index and id is one of what is there; counts are sums.
 */
#include <stdint.h>
#include <string.h>

#include "must.h"
#include "unit/drift_sides.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_said(const test_sides *s, const hw_difference *d, int end)
{
    const hw_said *one = &d->said[end];
    const hw_claims *c = s->drift.side[end].claims;
    size_t strings = s->strings.list.len;
    MUST(one->function < strings && one->text < strings && one->file < strings);
    MUST(one->why < strings && one->sink < strings);
    MUST(!one->here || one->claim == HW_NONE || one->claim < c->list.len);
    MUST(one->here || (one->count == 0 && one->line == 0 && !one->weighed));
}

static void check(const test_sides *s)
{
    const hw_drift *d = &s->drift;
    uint64_t counts[HW_DRIFT_COUNT] = {0};
    for (size_t i = 0; i < d->list.len; i++) {
        const hw_difference *one = &d->list.at[i];
        MUST(one->kind < HW_DRIFT_COUNT);
        MUST(one->said[HW_DRIFT_A].here || one->said[HW_DRIFT_B].here);
        MUST(!one->reworded || d->versions_differ);
        MUST(one->members_at + one->members <= d->members.len);
        for (int end = 0; end < HW_DRIFT_ENDS; end++)
            check_said(s, one, end);
        counts[one->kind]++;
    }
    for (int k = 0; k < HW_DRIFT_COUNT; k++)
        MUST(counts[k] == d->counts[k].n);
}

static void compare(test_sides *s, hw_str a, hw_str b)
{
    MUST(test_sides_make(s, a, b) == HW_OK);
    check(s);
}

/* false: it is refused, as what is no text is. */
static bool check_itself(hw_str text)
{
    test_sides s;
    hw_status status = test_sides_make(&s, text, text);
    MUST(status == HW_OK || status == HW_FORMAT);
    if (status == HW_OK) {
        check(&s);
        MUST(s.drift.list.len == 0);
    }
    test_sides_free(&s);
    return status == HW_OK;
}

/* What two versions word differently is paired greedily, and so only nearly symmetric. */
static void check_mirror(const test_sides *ab, const test_sides *ba)
{
    MUST(ab->drift.versions_differ == ba->drift.versions_differ);
    if (ab->drift.versions_differ)
        return;
    MUST(ab->drift.same == ba->drift.same && ab->drift.list.len == ba->drift.list.len);
    for (int k = 0; k < HW_DRIFT_COUNT; k++)
        MUST(ab->drift.counts[k].n == ba->drift.counts[hw_drift_rows[k].mirror].n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *cut = size ? memchr(data, 0, size) : NULL;
    size_t at = cut ? (size_t)(cut - data) : size / 2, from = cut ? at + 1 : at;
    hw_str a = {(const char *)data, at}, b = {(const char *)data + from, size - from};
    test_sides ab, ba;
    if (!check_itself(a) || !check_itself(b))
        return 0;
    compare(&ab, a, b);
    compare(&ba, b, a);
    check_mirror(&ab, &ba);
    test_sides_free(&ab);
    test_sides_free(&ba);
    return 0;
}
