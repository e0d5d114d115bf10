#include "drift/drift.h"

#include "base/error.h"
#include "claims/log_release.h"
#include "drift/drift_claims.h"
#include "drift/drift_inlining.h"
#include "drift/drift_parameters.h"
#include "drift/drift_rows.h"

/* --- one side alone --------------------------------------------------------------------------- */

/* A row for items of a function or package that one side alone has. */
static HW_MEM add_alone(hw_drifter *dr, hw_drift_end end, const hw_drift_run *run,
                        hw_drift_kind kind)
{
    hw_drift *d = dr->d;
    if (!hw_drifter_add_alone(dr, kind, end, run->at))
        return HW_MEM_OUT;
    hw_difference *row = hw_drifter_last(dr);
    hw_said *said = &row->said[end];
    const hw_values *values = dr->values[end];
    row->members_at = (uint32_t)d->members.len;
    said->claim = HW_NONE;
    said->text = said->why = said->sink = 0;
    said->weighed = values != NULL;
    said->values = (hw_values){0};
    for (size_t i = 0; i < run->n; i++) {
        const hw_drift_item *item = &run->at[i];
        if (item->about != HW_ABOUT_CLAIM)
            continue;
        if (!hw_drifter_keep_alone(dr, end, item) || !hw_vec_push(&d->members, item->at))
            return HW_MEM_OUT;
        row->members++;
        if (values)
            hw_values_add(&said->values, &values[item->at]);
    }
    said->count = row->members;
    return HW_MEM_OK;
}

static HW_MEM add_package(hw_drifter *dr, hw_drift_end end, const hw_drift_run *run)
{
    if (!add_alone(dr, end, run, end == HW_DRIFT_A ? HW_DRIFT_GONE_PACKAGE : HW_DRIFT_NEW_PACKAGE))
        return HW_MEM_OUT;
    hw_difference *row = hw_drifter_last(dr);
    hw_said *said = &row->said[end];
    row->function = said->function = said->file = 0;
    said->line = said->col = 0;
    return HW_MEM_OK;
}

/* --- one function ----------------------------------------------------------------------------- */

/* The part of a run that is about one thing; items are sorted by that. */
static hw_drift_run about(const hw_drift_run *run, hw_drift_about what)
{
    hw_drift_run part = {0};
    for (size_t i = 0; i < run->n; i++)
        if (run->at[i].about == what && part.n++ == 0)
            part.at = &run->at[i];
    return part;
}

static HW_MEM compare_function(hw_drifter *dr, const hw_drift_run run[HW_DRIFT_ENDS])
{
    static hw_mem (*const compare[])(hw_drifter *, const hw_drift_run[HW_DRIFT_ENDS]) = {
        [HW_ABOUT_DECL] = hw_drift_decls,
        [HW_ABOUT_CALL] = hw_drift_calls,
        [HW_ABOUT_PARAM] = hw_drift_parameters,
        [HW_ABOUT_CLAIM] = hw_drift_claims,
    };
    hw_mem ok = HW_MEM_OK;
    for (int what = 0; ok && what <= HW_ABOUT_CLAIM; what++) {
        hw_drift_run part[HW_DRIFT_ENDS];
        for (int end = 0; end < HW_DRIFT_ENDS; end++)
            part[end] = about(&run[end], (hw_drift_about)what);
        if (part[HW_DRIFT_A].n + part[HW_DRIFT_B].n)
            ok = compare[what](dr, part);
    }
    return ok;
}

/* The log declares the function. Then a log that does not has no such function. */
static bool declared(const hw_drifter *dr, const hw_drift_run *run)
{
    return dr->scope.depth == HW_DEPTH_ALL && run->n && run->at->about == HW_ABOUT_DECL &&
           run->at->function;
}

static HW_MEM one_function(hw_drifter *dr, const hw_drift_run run[HW_DRIFT_ENDS])
{
    const hw_drift_run *a = &run[HW_DRIFT_A], *b = &run[HW_DRIFT_B];
    for (int end = 0; end < HW_DRIFT_ENDS; end++)
        dr->d->side[end].functions += declared(dr, &run[end]);
    if (a->n == 0 && declared(dr, b))
        return add_alone(dr, HW_DRIFT_B, b, HW_DRIFT_NEW_FUNCTION);
    if (b->n == 0 && declared(dr, a))
        return add_alone(dr, HW_DRIFT_A, a, HW_DRIFT_GONE_FUNCTION);
    return compare_function(dr, run);
}

/* --- one package ------------------------------------------------------------------------------ */

static hw_drift_run run_of(const hw_drift_run *all, size_t i, bool by_function)
{
    hw_drift_run run = {all->at + i, 0};
    while (i + run.n < all->n && run.at[run.n].package == run.at->package &&
           (!by_function || run.at[run.n].function == run.at->function))
        run.n++;
    return run;
}

/* The next runs of both sides, of the least key. That of a side without the key is empty. */
static void next_runs(const hw_drift_run all[HW_DRIFT_ENDS], const size_t i[HW_DRIFT_ENDS],
                      bool by_function, hw_drift_run ret[HW_DRIFT_ENDS])
{
    hw_sid key[HW_DRIFT_ENDS];
    for (int end = 0; end < HW_DRIFT_ENDS; end++) {
        const hw_drift_item *item = i[end] < all[end].n ? &all[end].at[i[end]] : NULL;
        key[end] = !item ? HW_NONE : by_function ? item->function : item->package;
    }
    hw_sid least = key[HW_DRIFT_A] < key[HW_DRIFT_B] ? key[HW_DRIFT_A] : key[HW_DRIFT_B];
    for (int end = 0; end < HW_DRIFT_ENDS; end++)
        ret[end] = key[end] == least ? run_of(&all[end], i[end], by_function) : (hw_drift_run){0};
}

static HW_MEM compare_package(hw_drifter *dr, const hw_drift_run package[HW_DRIFT_ENDS])
{
    size_t i[HW_DRIFT_ENDS] = {0};
    while (i[HW_DRIFT_A] < package[HW_DRIFT_A].n || i[HW_DRIFT_B] < package[HW_DRIFT_B].n) {
        hw_drift_run run[HW_DRIFT_ENDS];
        next_runs(package, i, true, run);
        if (!one_function(dr, run))
            return HW_MEM_OUT;
        for (int end = 0; end < HW_DRIFT_ENDS; end++)
            i[end] += run[end].n;
    }
    return hw_drift_loose(dr);
}

static HW_MEM enter(hw_drifter *dr, hw_sid key)
{
    hw_str package, variant, name = hw_strings_get(&dr->keys, key);
    hw_str_cut(name, '\n', &package, &variant);
    return hw_strings_put(dr->strings, package, &dr->package) &&
           hw_strings_put(dr->strings, variant, &dr->variant);
}

static HW_MEM one_package(hw_drifter *dr, const hw_drift_run package[HW_DRIFT_ENDS])
{
    const hw_drift_run *a = &package[HW_DRIFT_A], *b = &package[HW_DRIFT_B];
    if (!enter(dr, a->n ? a->at->package : b->at->package))
        return HW_MEM_OUT;
    for (int end = 0; end < HW_DRIFT_ENDS; end++)
        dr->d->side[end].packages += package[end].n > 0;
    if (a->n == 0)
        return add_package(dr, HW_DRIFT_B, b);
    return b->n == 0 ? add_package(dr, HW_DRIFT_A, a) : compare_package(dr, package);
}

static HW_MEM compare_all(hw_drifter *dr)
{
    hw_drift_run all[HW_DRIFT_ENDS];
    size_t i[HW_DRIFT_ENDS] = {0};
    for (int end = 0; end < HW_DRIFT_ENDS; end++)
        all[end] = (hw_drift_run){dr->side[end].list.at, dr->side[end].list.len};
    while (i[HW_DRIFT_A] < all[HW_DRIFT_A].n || i[HW_DRIFT_B] < all[HW_DRIFT_B].n) {
        hw_drift_run package[HW_DRIFT_ENDS];
        next_runs(all, i, false, package);
        if (!one_package(dr, package))
            return HW_MEM_OUT;
        for (int end = 0; end < HW_DRIFT_ENDS; end++)
            i[end] += package[end].n;
    }
    return HW_MEM_OK;
}

/* --- all -------------------------------------------------------------------------------------- */

/* 21 to 21 of "go1.21.13"; without a version what the log's forms allow. */
static hw_go_range go_of(const hw_claims *c)
{
    hw_str version = hw_strings_get(c->strings, c->go_version);
    uint64_t n;
    if (c->go_version && hw_str_cut_prefix(&version, HW_STR("go1.")) &&
        hw_str_u64(hw_str_next(&version, '.'), 98, &n))
        return (hw_go_range){(int)n, (int)n};
    return hw_go_of_log(c);
}

static void know_sides(hw_drift *d, const hw_drift_input in[HW_DRIFT_ENDS])
{
    for (int end = 0; end < HW_DRIFT_ENDS; end++) {
        d->side[end].claims = in[end].claims;
        d->side[end].go = go_of(in[end].claims);
        d->side[end].go_version = in[end].claims->go_version;
        d->side[end].weighed = in[end].values != NULL;
    }
    d->versions_differ = !hw_go_overlap(d->side[HW_DRIFT_A].go, d->side[HW_DRIFT_B].go);
}

#define NOTE(dr, id, n, ...)                                                                       \
    hw_note_add(&(dr)->d->notes, (dr)->strings, HW_NOTE_##id, (n), __VA_ARGS__)

/* What one side lacks is compared on neither. */
static HW_MEM note_lack(hw_drifter *dr, hw_drift_end end, hw_drift_scope s, hw_drift_scope other)
{
    const char *side = end == HW_DRIFT_A ? "A" : "B",
               *why = "it was filtered, or is of -json alone";
    hw_mem ok = HW_MEM_OK;
    if (s.depth < other.depth && s.depth == HW_DEPTH_NONE)
        ok = NOTE(dr, NOT_COMPARED, 1,
                  "%s declares no function (inlining is off, or it is filtered or of -json alone): "
                  "claims "
                  "are compared by package, inlining is not compared",
                  side);
    else if (s.depth < other.depth)
        ok = NOTE(dr, NOT_COMPARED, 1,
                  "%s was made with -m, which does not name the functions that cannot be inlined: "
                  "claims are compared by package, and functions that are new or gone not told",
                  side);
    if (ok && !s.heap && other.heap)
        ok = NOTE(dr, NOT_COMPARED, 1, "%s has no claim of the heap: %s", side, why);
    if (ok && !s.stack && other.stack)
        ok = NOTE(dr, NOT_COMPARED, 1, "%s says of nothing that it does not escape: %s", side, why);
    if (ok && !s.params && other.params)
        ok = NOTE(dr, NOT_COMPARED, 1, "%s says nothing of parameters: %s", side, why);
    if (ok && !s.calls && other.calls && s.depth != HW_DEPTH_NONE)
        ok = NOTE(dr, NOT_COMPARED, 1, "%s has no inlined call: %s", side, why);
    if (ok && !s.flows && other.flows)
        ok =
            NOTE(dr, NOT_COMPARED, 1,
                 "%s does not say why values escape (-m instead of -m=2): reasons are not compared",
                 side);
    return ok;
}

static HW_MEM notes(hw_drifter *dr, const hw_drift_scope scope[HW_DRIFT_ENDS])
{
    const hw_drift *d = dr->d;
    uint64_t alone = d->counts[HW_DRIFT_NEW_PACKAGE].n, gone = d->counts[HW_DRIFT_GONE_PACKAGE].n;
    const hw_drift_side *a = &d->side[HW_DRIFT_A], *b = &d->side[HW_DRIFT_B];
    if (a->packages && b->packages && alone == b->packages && gone == a->packages)
        return NOTE(dr, NO_COMMON_PACKAGE, 1,
                    "A and B have no package in common: they are of different programs, or one of "
                    "them lost its '# package' lines");
    for (int end = 0; end < HW_DRIFT_ENDS; end++)
        if (!note_lack(dr, (hw_drift_end)end, scope[end], scope[!end]))
            return HW_MEM_OUT;
    return HW_MEM_OK;
}

static HW_MEM make(hw_drifter *dr, const hw_drift_input in[HW_DRIFT_ENDS])
{
    hw_drift_scope scope[HW_DRIFT_ENDS];
    for (int end = 0; end < HW_DRIFT_ENDS; end++)
        scope[end] = hw_drift_scope_of(in[end].claims);
    dr->scope = hw_drift_scope_common(scope[HW_DRIFT_A], scope[HW_DRIFT_B]);
    hw_mem ok = hw_strings_init(&dr->keys);
    for (int end = 0; ok && end < HW_DRIFT_ENDS; end++)
        ok = hw_drift_items_make(&dr->side[end], in[end].claims, &dr->scope, &dr->keys);
    ok = ok && hw_drift_items_sort(dr->side, &dr->keys) && compare_all(dr) && hw_drift_order(dr->d);
    if (ok)
        hw_drift_sum(dr->d);
    return ok && notes(dr, scope);
}

hw_status hw_drift_make(const hw_drift_input in[HW_DRIFT_ENDS], hw_drift *ret, hw_error *err)
{
    hw_drifter dr = {.d = ret,
                     .strings = in[HW_DRIFT_A].claims->strings,
                     .values = {in[HW_DRIFT_A].values, in[HW_DRIFT_B].values}};
    ret->strings = dr.strings;
    know_sides(ret, in);
    hw_mem ok = make(&dr, in);
    hw_drifter_free(&dr);
    return ok ? HW_OK : hw_nomem(err);
}
