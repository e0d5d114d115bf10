#include "diag/fill.h"

#include "base/error.h"
#include "diag/block.h"
#include "diag/expression.h"
#include "diag/go_range.h"
#include "diag/parameters.h"
#include "go/expression_text.h"
#include "go/goname.h"
#include "go/goroot.h"
#include "go/step_text.h"
#include "message/not_compiler.h"

static void count_pattern(hw_claims *set, const hw_message *m)
{
    hw_pattern pattern = hw_pattern_of(m->class, m->subject);
    if (pattern != HW_PATTERN_COUNT)
        set->patterns[pattern]++;
}

/* "…/toolchain@v0.0.1-go1.21.13.linux-amd64/src/…", "/usr/local/go1.21.13/src/…" */
static hw_status find_version(hw_diag_reader *r, hw_str file, hw_error *err)
{
    char version[HW_GO_TEXT];
    if (r->set->go_version || !hw_str_has(file, HW_STR("/src/")))
        return HW_OK;
    hw_go_of_goroot(file, version);
    return !version[0] || hw_strings_put(r->set->strings, hw_str_of(version), &r->set->go_version)
               ? HW_OK
               : hw_nomem(err);
}

static hw_status file_id(hw_diag_reader *r, hw_str file, hw_sid *ret, hw_error *err)
{
    bool same = file.p == r->file_text.p && file.n == r->file_text.n; /* nearly always */
    if (same || (r->file_text.p && hw_str_eq(file, r->file_text))) {
        *ret = r->file;
        return HW_OK;
    }
    hw_strings *strings = r->set->strings;
    size_t known = strings->list.len;
    if (!hw_strings_put(strings, file, &r->file))
        return hw_nomem(err);
    r->file_text = hw_strings_get(strings, r->file);
    r->near = hw_str_sub(r->file_text, 0, hw_str_chr(r->file_text, ':') == HW_NPOS ? HW_NPOS : 0);
    *ret = r->file;
    if (r->file < known && r->file >= r->known_strings)
        return HW_OK; /* looked at before */
    if (hw_str_has(file, HW_STR("_cgo_gotypes.go")) == false)
        return find_version(r, file, err);
    return HW_OK;
}

static hw_status place_of(hw_diag_reader *r, const hw_position *p, hw_place *ret, hw_error *err)
{
    if (r->block == HW_NONE)
        HW_TRY(hw_block_begin(r, HW_STR(""), HW_STR(""), err));
    *ret = (hw_place){.block = r->block, .line = p->line, .col = p->col < 255 ? p->col : 0};
    return file_id(r, p->file, &ret->file, err);
}

/* Without the hashes that Go 1.27 gives to closures of inlined functions. */
static hw_status function_id(hw_diag_reader *r, hw_str name, hw_sid *ret, hw_error *err)
{
    bool hash = hw_str_chr(name, '#') != HW_NPOS;
    hw_buf_clear(&r->scratch);
    for (size_t i = 0, n; hash && i < name.n; i += n ? n : 1) {
        n = hw_go_inline_hash(hw_str_from(name, i));
        if (n)
            hw_go_narrow(r->set, (hw_go_range){27, 0});
        else if (hw_buf_add(&r->scratch, name.p + i, 1) != HW_OK)
            return hw_nomem(err);
    }
    if (hash)
        name = hw_buf_view(&r->scratch);
    return hw_strings_put(r->set->strings, name, ret) ? HW_OK : hw_nomem(err);
}

static size_t offset_of(const hw_diag_reader *r, hw_str part)
{
    return (size_t)(part.p - r->text.p);
}

/* All but the kind. */
static hw_status make_claim(hw_diag_reader *r, const hw_message *m, hw_claim *ret, hw_error *err)
{
    hw_str expr = m->subject.n ? m->subject : m->text;
    if (m->subject.n == 0) /* the fixed ones: append, ... argument */
        expr.n = hw_str_starts(expr, HW_STR("append")) ? 6 : 12;
    *ret = (hw_claim){
        .at = offset_of(r, m->text),
        .len = (uint32_t)m->text.n,
        .expr_at = (uint32_t)(expr.p - m->text.p),
        .expr_len = (uint32_t)expr.n,
        .route = HW_NONE,
        .chain = HW_NONE,
        .class = (uint8_t)m->class,
    };
    return place_of(r, &m->position, &ret->place, err);
}

static void set_kind(const hw_diag_reader *r, hw_claim *c)
{
    unsigned flags = 0;
    hw_str expr = hw_str_sub(r->text, c->at + c->expr_at, c->at + c->expr_at + c->expr_len);
    c->kind = (uint8_t)hw_diag_kind(c->class, expr, &flags);
    c->flags = (uint8_t)flags;
}

static hw_status too_many(hw_diag_reader *r, hw_error *err)
{
    return hw_fail_line(err, HW_LIMIT, r->name, r->number,
                        "more than %llu claims; see --max-claims",
                        (unsigned long long)r->max_claims);
}

static hw_status fill_claim(hw_diag_reader *r, const hw_message *m, hw_error *err)
{
    hw_claim c;
    HW_TRY(make_claim(r, m, &c, err));
    set_kind(r, &c);
    if (hw_may_be_parameter(m, (hw_kind)c.kind))
        c.flags |= HW_CLAIM_MAYBE_PARAM; /* until the end of the block, which knows more */
    count_pattern(r->set, m);
    if (r->set->list.len >= r->max_claims)
        return too_many(r, err);
    return hw_vec_push(&r->set->list, c) ? HW_OK : hw_nomem(err);
}

static hw_status fill_leak(hw_diag_reader *r, const hw_message *m, hw_error *err)
{
    hw_claim c;
    HW_TRY(make_claim(r, m, &c, err));
    set_kind(r, &c);
    count_pattern(r->set, m);
    if (hw_str_starts(m->subject, HW_STR("arg#")))
        hw_go_narrow(r->set, (hw_go_range){0, 21});
    if (r->set->leaks.len >= r->max_claims)
        return too_many(r, err);
    return hw_vec_push(&r->set->leaks, c) ? HW_OK : hw_nomem(err);
}

/* The make of "append(x, make(T, n)...)" at the end of `expr`. */
static bool elided_make(hw_str expr, hw_str *ret)
{
    if (!hw_str_cut_suffix(&expr, HW_STR("...)")) || !hw_str_ends(expr, HW_STR(")")))
        return false;
    size_t at = hw_str_rfind(expr, HW_STR(", make("));
    if (at == HW_NPOS || !hw_str_has(hw_str_sub(expr, 0, at), HW_STR("append(")))
        return false;
    *ret = hw_str_from(expr, at + 2);
    hw_str args = hw_str_from(*ret, 5);
    return hw_expr_find(args, HW_STR(")")) == args.n - 1;
}

static hw_status note_elided(hw_diag_reader *r, hw_str expr, const hw_place *p, hw_error *err)
{
    hw_elided e = {.file = p->file, .line = p->line, .col = p->col};
    if (!elided_make(expr, &e.make))
        return HW_OK;
    return hw_vec_push(&r->elided, e) ? HW_OK : hw_nomem(err);
}

static hw_status begin_route(hw_diag_reader *r, const hw_message *m, hw_error *err)
{
    hw_claim head;
    hw_route route = {
        .at = r->line.at, .len = (uint32_t)r->line.view.n, .input = r->input, .next = HW_NONE};
    HW_TRY(make_claim(r, m, &head, err));
    if (m->class == HW_CLASS_HEAD_IN)
        HW_TRY(function_id(r, m->function, &route.function, err));
    HW_TRY(note_elided(r, m->subject, &head.place, err));
    head.route = r->explained_route = (uint32_t)r->set->routes.len;
    if (r->set->routes.len >= r->max_claims)
        return too_many(r, err);
    return hw_vec_push(&r->set->routes, route) && hw_vec_push(&r->heads, head) ? HW_OK
                                                                               : hw_nomem(err);
}

static hw_status fill_head(hw_diag_reader *r, const hw_message *m, hw_error *err)
{
    r->before_at = r->explained_at;
    r->before_route = r->explaining ? r->explained_route : HW_NONE;
    r->explaining = true;
    r->interrupted = false;
    r->explained_at = m->position;
    r->explained_route = HW_NONE;
    r->explained_form = m->form;
    r->explained_prefix = hw_str_sub(r->view, 0, offset_of(r, m->text) - offset_of(r, r->view) - 1);
    if (hw_message_class_role(m->class) == HW_ROLE_HEAD)
        return begin_route(r, m, err);
    return HW_OK;
}

static hw_assigned assigned(hw_str value)
{
    static const hw_str pointers[] = {{"&", 1}, {"new(", 4}, {"make(map[", 9}, {"make(chan ", 10}};
    for (size_t i = 0; i < sizeof pointers / sizeof *pointers; i++)
        if (hw_str_starts(value, pointers[i]))
            return HW_ASSIGNED_POINTER;
    return hw_str_starts(value, HW_STR("append(")) ? HW_ASSIGNED_APPEND : HW_ASSIGNED_ANY;
}

static bool is_slice_made(hw_str value)
{
    return hw_str_starts(value, HW_STR("make([]")) ||
           (hw_str_starts(value, HW_STR("[]")) && hw_str_ends(value, HW_STR("}")));
}

/* X[…] = …, also as one of several, X += …, and X := make([]T, …). *name: X, where it is one name.
 */
static bool hint_of_assign(hw_str expr, hw_hint *ret, hw_str *name)
{
    bool declares = false, indexed = hw_str_chr(expr, ']') != HW_NPOS;
    size_t at = indexed ? hw_expr_find(expr, HW_STR(" = ")) : HW_NPOS;
    if (at == HW_NPOS && indexed) {
        at = hw_expr_find(expr, HW_STR(" := "));
        declares = at != HW_NPOS;
    }
    if (at != HW_NPOS) {
        hw_str left = hw_str_sub(expr, 0, at), value = hw_str_from(expr, at + 3 + declares);
        bool one = hw_str_ends(left, HW_STR("]"));
        if (!declares && (one || hw_str_has(left, HW_STR("], ")))) {
            ret->kind = HW_HINT_INDEX_ASSIGN;
            ret->assigned = one ? assigned(value) : HW_ASSIGNED_ANY;
            size_t open = hw_str_chr(left, '[');
            if (one && open != HW_NPOS && hw_expr_close(left, open) == left.n)
                *name = hw_str_sub(left, 0, open);
            return true;
        }
        ret->kind = HW_HINT_SLICE_MADE;
        *name = left;
        return is_slice_made(value);
    }
    ret->kind = HW_HINT_CONCAT_ASSIGN;
    return hw_str_chr(expr, '+') != HW_NPOS && hw_expr_find(expr, HW_STR(" += ")) != HW_NPOS;
}

/* Most steps are no hints, which is seen at once. */
static bool may_hint(const hw_diag_reader *r, const hw_message *m)
{
    const uint64_t some =
        UINT64_C(1) << HW_REASON_MAP_PUT | UINT64_C(1) << HW_REASON_ASSIGN |
        UINT64_C(1) << HW_REASON_ASSIGN_PAIR | UINT64_C(1) << HW_REASON_ASSIGN_DOT_TYPE |
        UINT64_C(1) << HW_REASON_ASSIGN_MAP | UINT64_C(1) << HW_REASON_ASSIGN_RECEIVE;
    if (m->reason == HW_REASON_CALL_PARAMETER)
        return m->subject.n && (m->subject.p[0] == 'a' || m->subject.p[0] == 'r');
    if (m->reason == HW_REASON_INTERFACE_CONVERTED) /* of a parameter */
        return r->explaining && r->explained_route == HW_NONE;
    return some >> m->reason & 1;
}

/* Of a step that may be a hint. */
static bool hint_of(const hw_message *m, hw_hint *ret, hw_str *name)
{
    switch (m->reason) {
    case HW_REASON_MAP_PUT:
        ret->kind = HW_HINT_MAP_PUT;
        return true;
    case HW_REASON_CALL_PARAMETER:
        ret->kind = HW_HINT_APPEND;
        if (hw_str_starts(m->subject, HW_STR("append(")))
            return true;
        ret->kind = HW_HINT_RUNTIME_CALL;
        return hw_str_starts(m->subject, HW_STR("runtime."));
    case HW_REASON_INTERFACE_CONVERTED:
        ret->kind = HW_HINT_CONVERTED;
        return true;
    default:
        return hint_of_assign(m->subject, ret, name);
    }
}

bool hw_hint_same(const hw_hint *a, const hw_hint *b)
{
    return a->kind == b->kind && a->variable == b->variable && a->assigned == b->assigned &&
           a->place.block == b->place.block && a->place.file == b->place.file &&
           a->place.line == b->place.line && a->place.col == b->place.col;
}

_Static_assert(HW_REASON_COUNT <= 64, "the reasons of a route are bits");

/* A step may say that a statement allocates, or (`elides`) that a make does not. */
static hw_status fill_hint(hw_diag_reader *r, const hw_message *m, bool elides, hw_error *err)
{
    hw_hint hint = {0};
    hw_position at = {0};
    hw_str name = {0};
    bool hinted = may_hint(r, m) && hint_of(m, &hint, &name);
    if (!hinted && !elides)
        return HW_OK;
    hw_position_split(m->at, &at.file, &at.line, &at.col);
    if (at.line == 0)
        return HW_OK;
    HW_TRY(place_of(r, &at, &hint.place, err));
    if (elides)
        HW_TRY(note_elided(r, m->subject, &hint.place, err));
    if (hinted && hw_expr_is_name(name) && !hw_strings_put(r->set->strings, name, &hint.variable))
        return hw_nomem(err);
    size_t n = r->set->hints.len;
    if (!hinted || (n > r->marks.hints && hw_hint_same(&r->set->hints.at[n - 1], &hint)))
        return HW_OK;
    return hw_vec_push(&r->set->hints, hint) ? HW_OK : hw_nomem(err);
}

/* Where an explanation ends is not known: what is left of it is its head. */
static void cut_route(hw_diag_reader *r, uint32_t *id)
{
    if (*id == HW_NONE)
        return;
    hw_route *route = &r->set->routes.at[*id];
    hw_log_lines lines;
    hw_log_line head;
    hw_log_lines_begin(&lines, hw_str_sub(r->text, (size_t)route->at, route->at + route->len));
    if (hw_log_line_next(&lines, &head))
        route->len = (uint32_t)head.view.n;
    route->reasons = 0;
    *id = HW_NONE;
}

static bool same_position(const hw_position *a, const hw_position *b)
{
    return a->line == b->line && a->col == b->col && hw_str_eq(a->file, b->file);
}

/* A step has the position of its head. Where the heads of others were cut away, or two logs were
 * printed into one, a step can follow another head: it belongs to nobody. */
static bool is_own(hw_diag_reader *r, const hw_message *m)
{
    if (r->explaining && same_position(&m->position, &r->explained_at))
        return true;
    r->set->orphan_steps++;
    if (r->explaining) {
        r->interrupted = true;
        if (same_position(&m->position, &r->before_at))
            cut_route(r, &r->before_route);
    }
    return false;
}

/* The explanation goes on up to the end of this line. */
static void extend_route(hw_diag_reader *r, uint64_t reason)
{
    if (!r->explaining || r->explained_route == HW_NONE)
        return;
    if (r->interrupted) {
        cut_route(r, &r->explained_route);
        return;
    }
    hw_route *route = &r->set->routes.at[r->explained_route];
    uint64_t len = r->line.at + r->line.view.n - route->at;
    if (len <= UINT32_MAX)
        route->len = (uint32_t)len;
    route->reasons |= reason;
}

hw_status hw_fill_step(hw_diag_reader *r, const hw_message *m, bool own, hw_error *err)
{
    if (m->class != HW_CLASS_FROM) {
        if (own)
            extend_route(r, 0);
        if (m->class == HW_CLASS_FLOW)
            hw_go_narrow(r->set, m->function.n ? (hw_go_range){25, 0} : (hw_go_range){0, 24});
        return HW_OK;
    }
    if (own)
        extend_route(r, UINT64_C(1) << m->reason);
    r->set->reasons[m->reason]++;
    bool elides = hw_str_ends(m->subject, HW_STR("...)"));
    return elides || may_hint(r, m) ? fill_hint(r, m, elides, err) : HW_OK;
}

static hw_status fill_step(hw_diag_reader *r, const hw_message *m, hw_error *err)
{
    return hw_fill_step(r, m, is_own(r, m), err);
}

static hw_status fill_decl(hw_diag_reader *r, const hw_message *m, hw_error *err)
{
    hw_decl decl = {.at = offset_of(r, m->text),
                    .len = (uint32_t)m->text.n & INT32_MAX, /* r->max_line is no larger */
                    .inlinable = m->class != HW_CLASS_CANNOT};
    HW_TRY(place_of(r, &m->position, &decl.place, err));
    HW_TRY(function_id(r, m->subject, &decl.name, err));
    if (hw_str_eq(m->subject, HW_STR("main")))
        r->set->blocks.at[r->block].declares_main = true;
    if (hw_str_eq(m->function, HW_STR("recursive")))
        hw_go_narrow(r->set, (hw_go_range){0, 23});
    if (hw_str_chr(m->subject, '-') != HW_NPOS && hw_str_has(m->subject, HW_STR("-range")))
        hw_go_narrow(r->set, (hw_go_range){23, 0});
    return hw_vec_push(&r->set->decls, decl) ? HW_OK : hw_nomem(err);
}

static hw_status fill_inlining(hw_diag_reader *r, const hw_message *m, hw_error *err)
{
    hw_inlining inlining;
    HW_TRY(place_of(r, &m->position, &inlining.place, err));
    HW_TRY(function_id(r, m->subject, &inlining.callee, err));
    if (hw_str_starts(m->subject, HW_STR("_Cfunc_")))
        hw_go_narrow(r->set, (hw_go_range){0, 26});
    else if (hw_str_starts(m->subject, HW_STR("C.")))
        hw_go_narrow(r->set, (hw_go_range){27, 0});
    return hw_vec_push(&r->set->inlinings, inlining) ? HW_OK : hw_nomem(err);
}

static hw_status fill_capture(hw_diag_reader *r, const hw_message *m, hw_error *err)
{
    hw_sid name;
    HW_TRY(function_id(r, m->subject, &name, err));
    size_t n = r->set->capturing.len;
    if (n && r->set->capturing.at[n - 1] == name)
        return HW_OK;
    return hw_vec_push(&r->set->capturing, name) ? HW_OK : hw_nomem(err);
}

void hw_mark_zerocopy(hw_diag_reader *r, const hw_place *place)
{
    if (r->set->list.len == r->marks.claims)
        return;
    hw_claim *last = &r->set->list.at[r->set->list.len - 1];
    if (last->place.file == place->file && last->place.line == place->line &&
        last->place.col == place->col)
        last->flags |= HW_CLAIM_ZEROCOPY;
}

/* The line behind the claim of a []byte(s) that shares the string's memory. */
static hw_status fill_zerocopy(hw_diag_reader *r, const hw_message *m, hw_error *err)
{
    hw_place place;
    HW_TRY(place_of(r, &m->position, &place, err));
    bool early =
        r->aside && r->set->blocks.at[r->block].package == 0 && r->set->list.len == r->marks.claims;
    if (early && !hw_vec_push(&r->aside->early, place))
        return hw_nomem(err);
    hw_mark_zerocopy(r, &place);
    return HW_OK;
}

static hw_status fill_header(hw_diag_reader *r, const hw_message *m, hw_error *err)
{
    hw_str package, variant;
    (void)m;
    if (!hw_header_match(r->view, &package, &variant))
        return HW_OK;
    HW_TRY(hw_block_end(r, err));
    return hw_block_begin(r, package, variant, err);
}

static hw_status fill_other(hw_diag_reader *r, const hw_message *m, hw_error *err)
{
    if (m->class == HW_CLASS_CAPTURE)
        return fill_capture(r, m, err);
    return m->class == HW_CLASS_ZEROCOPY ? fill_zerocopy(r, m, err) : HW_OK;
}

static hw_status fill_nothing(hw_diag_reader *r, const hw_message *m, hw_error *err)
{
    (void)r, (void)m, (void)err;
    return HW_OK;
}

hw_status hw_fill(hw_diag_reader *r, const hw_message *m, hw_error *err)
{
    static hw_status (*const rows[])(hw_diag_reader *r, const hw_message *m, hw_error *err) = {
        [HW_ROLE_HEAP] = fill_claim,
        [HW_ROLE_STACK] = fill_claim,
        [HW_ROLE_PARAM] = fill_leak,
        [HW_ROLE_HEAD] = fill_head,
        [HW_ROLE_LEAK] = fill_head,
        [HW_ROLE_STEP] = fill_step,
        [HW_ROLE_DECL] = fill_decl,
        [HW_ROLE_INLINE] = fill_inlining,
        [HW_ROLE_BLOCK] = fill_header,
        [HW_ROLE_OTHER] = fill_other,
        [HW_ROLE_NOT_COMPILER] = fill_nothing,
        [HW_ROLE_UNKNOWN] = fill_nothing,
    };
    hw_role role = hw_message_class_role(m->class);
    bool cut = hw_str_eq(r->view, HW_STR("--")); /* grep -A: lines are missing here */
    if (cut || (role != HW_ROLE_STEP && role != HW_ROLE_NOT_COMPILER && role != HW_ROLE_HEAD &&
                role != HW_ROLE_LEAK))
        r->explaining = false;
    return rows[role](r, m, err);
}

/* `cannot inline F: ` declares F, also with a reason that no known version has. */
static hw_status fill_unknown_decl(hw_diag_reader *r, hw_error *err)
{
    hw_message m = {.class = HW_CLASS_CANNOT};
    hw_str mark = HW_STR(": cannot inline ");
    size_t at = hw_str_find(r->view, mark);
    if (at == HW_NPOS)
        return HW_OK;
    hw_position_split(hw_str_sub(r->view, 0, at), &m.position.file, &m.position.line,
                      &m.position.col);
    hw_str rest = hw_str_from(r->view, at + mark.n);
    size_t end = hw_str_find(rest, HW_STR(": "));
    m.subject = hw_str_sub(rest, 0, end);
    m.text = hw_str_from(r->view, at + 2);
    return m.position.line && end != HW_NPOS ? fill_decl(r, &m, err) : HW_OK;
}

hw_status hw_fill_unknown(hw_diag_reader *r, hw_error *err)
{
    hw_line_ref ref = {
        .input = r->input, .line = r->number, .at = r->line.at, .len = (uint32_t)r->line.view.n};
    if (r->explaining && hw_str_starts(r->view, r->explained_prefix) &&
        hw_str_starts(hw_str_from(r->view, r->explained_prefix.n), HW_STR("   ")))
        extend_route(r, 0);
    else if (hw_log_line_starts(r->view)) /* it has a position, so it is the compiler's */
        r->explaining = false;
    if (r->set->not_understood.len >= r->max_claims)
        return too_many(r, err);
    if (!hw_vec_push(&r->set->not_understood, ref))
        return hw_nomem(err);
    return fill_unknown_decl(r, err);
}
