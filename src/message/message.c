#include "message/message.h"

#include <string.h>

#include "go/expression_text.h"
#include "go/obstacle.h"
#include "go/reason.h"
#include "go/step_text.h"
#include "message/assembly.h"
#include "message/not_compiler.h"
#include "message/timestamp.h"

enum {
    CANDIDATES_MAX = 16, /* ":N:" groups of one line that are tried as its position */
};

static bool is_token(hw_str s)
{
    return s.n && hw_str_chr(s, ' ') == HW_NPOS && hw_str_chr(s, '\t') == HW_NPOS;
}

/* Digits after an optional '-'. */
static bool is_number(hw_str s)
{
    hw_str_cut_prefix(&s, HW_STR("-"));
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n > 0;
}

/* Cuts `middle` at the last `mark`: head before it, tail behind it. */
static bool split_last(hw_str middle, hw_str mark, hw_str *head, hw_str *tail)
{
    size_t at = hw_str_rfind(middle, mark);
    if (at == HW_NPOS || at == 0)
        return false;
    *head = hw_str_sub(middle, 0, at);
    *tail = hw_str_from(middle, at + mark.n);
    return true;
}

/* The same at the first one. Marks start with a character that is rare before them, so looking for
 * it is faster than memmem, which prepares itself at every call. */
static bool split_first(hw_str middle, hw_str mark, hw_str *head, hw_str *tail)
{
    for (size_t at = 0; at < middle.n; at++) {
        size_t next = hw_str_chr(hw_str_from(middle, at), mark.p[0]);
        if (next == HW_NPOS)
            return false;
        at += next;
        if (at > 0 && hw_str_starts(hw_str_from(middle, at), mark)) {
            *head = hw_str_sub(middle, 0, at);
            *tail = hw_str_from(middle, at + mark.n);
            return true;
        }
    }
    return false;
}

static bool some(hw_str middle, hw_message *m)
{
    m->subject = middle;
    return middle.n > 0;
}

static bool any(hw_str middle, hw_message *m)
{
    m->subject = middle;
    return true;
}

static bool exact(hw_str middle, hw_message *m)
{
    (void)m;
    return middle.n == 0;
}

static bool token(hw_str middle, hw_message *m)
{
    m->subject = middle;
    return is_token(middle);
}

/* Offset of `mark`, whose byte number `rare` is seldom elsewhere: memmem prepares itself at every
 * call, which takes longer than such short looks. */
static inline size_t find_mark(hw_str s, hw_str mark, size_t rare)
{
    for (size_t at = rare; at < s.n; at++) {
        size_t next = hw_str_chr(hw_str_from(s, at), mark.p[rare]);
        if (next == HW_NPOS)
            break;
        at += next;
        if (hw_str_starts(hw_str_from(s, at - rare), mark))
            return at - rare;
    }
    return HW_NPOS;
}

/* LOC (" = " | " ← ") OPS LOC; the arrow is kept. */
static bool flow(hw_str middle, hw_message *m)
{
    hw_str arrow = HW_STR(" \xe2\x86\x90 ");
    if (find_mark(middle, arrow, 1) == HW_NPOS)
        return find_mark(middle, HW_STR(" = "), 1) != HW_NPOS;
    m->function = arrow;
    return true;
}

static bool from(hw_str middle, hw_message *m)
{
    hw_str why;
    return hw_from_split(middle, &m->subject, &why, &m->reason, &m->at) &&
           m->reason != HW_REASON_COUNT && m->at.n > 0;
}

/* F " with cost " N " as: " TYPE " { " BODY " }" */
static bool can_cost(hw_str middle, hw_message *m)
{
    hw_str cost, type;
    return split_first(middle, HW_STR(" with cost "), &m->subject, &cost) &&
           split_first(cost, HW_STR(" as: "), &cost, &type) && is_number(cost) &&
           (hw_str_starts(type, HW_STR("func(")) || hw_str_starts(type, HW_STR("method("))) &&
           find_mark(type, HW_STR(" { "), 1) != HW_NPOS;
}

static bool into(hw_str middle, hw_message *m)
{
    return split_last(middle, HW_STR(" into "), &m->subject, &m->function) && m->function.n > 0;
}

/* F ": " REASON. The name of a generic function can hold ": " too. */
static bool cannot(hw_str middle, hw_message *m)
{
    hw_str left = middle, head, reason, more;
    m->subject = m->function = (hw_str){0};
    for (int i = 0; i < CANDIDATES_MAX && split_last(left, HW_STR(": "), &head, &reason); i++) {
        reason = hw_str_from(middle, head.n + 2);
        if (hw_obstacle_read(reason, &more) != HW_OBSTACLE_UNKNOWN) {
            m->subject = head;
            m->function = reason;
            return true;
        }
        left = head;
    }
    return false;
}

static bool with_score(hw_str middle, hw_message *m)
{
    hw_str score;
    char last = middle.n ? middle.p[middle.n - 1] : 'x';
    return last >= '0' && last <= '9' &&
           split_last(middle, HW_STR(" with score "), &m->subject, &score) && is_number(score);
}

static bool big(hw_str middle, hw_message *m)
{
    hw_str rest;
    return split_last(middle, HW_STR(" considered 'big'; "), &m->subject, &rest) &&
           (hw_str_eq(rest, HW_STR("reducing max cost of inlinees")) ||
            hw_str_starts(rest, HW_STR("revising maxCost from ")));
}

/* EXPR " escapes to heap in " F */
static bool head_in(hw_str middle, hw_message *m)
{
    return split_last(middle, HW_STR(" escapes to heap in "), &m->subject, &m->function) &&
           m->function.n > 0;
}

/* NAME " leaks to " REST " with derefs=" N; REST: LOC [" for " F] */
static bool leaks_to(hw_str middle, hw_str *name, hw_str *rest)
{
    hw_str derefs;
    return split_first(middle, HW_STR(" leaks to "), name, rest) && is_token(*name) &&
           split_last(*rest, HW_STR(" with derefs="), rest, &derefs) && is_number(derefs);
}

static bool leaks(hw_str middle, hw_message *m)
{
    hw_str rest;
    return leaks_to(middle, &m->subject, &rest);
}

static bool leaks_for(hw_str middle, hw_message *m)
{
    hw_str rest;
    if (!leaks_to(middle, &m->subject, &rest))
        return false;
    /* LOC is a name, or in braces that may hold " for " and braces of their own. */
    size_t end = hw_str_chr(rest, ' ');
    if (rest.n && rest.p[0] == '{') {
        size_t close = hw_expr_find(hw_str_from(rest, 1), HW_STR("}"));
        end = close == HW_NPOS ? HW_NPOS : close + 2;
    }
    m->function = end == HW_NPOS ? (hw_str){0} : hw_str_from(rest, end);
    return hw_str_cut_prefix(&m->function, HW_STR(" for ")) && m->function.n > 0;
}

static bool leak_result(hw_str middle, hw_message *m)
{
    hw_str result, level;
    return split_first(middle, HW_STR(" to result "), &m->subject, &result) &&
           split_last(result, HW_STR(" level="), &result, &level) && is_token(m->subject) &&
           is_token(result) && is_number(level);
}

/* F " capturing by " ("ref"|"value") ": " NAME " (addr=" B " assign=" B " width=" N ")" */
static bool capture(hw_str middle, hw_message *m)
{
    hw_str rest, width;
    return split_first(middle, HW_STR(" capturing by "), &m->subject, &rest) &&
           (hw_str_cut_prefix(&rest, HW_STR("ref: ")) ||
            hw_str_cut_prefix(&rest, HW_STR("value: "))) &&
           split_last(rest, HW_STR(" width="), &rest, &width) && is_number(width) &&
           hw_str_has(rest, HW_STR(" (addr=")) && hw_str_has(rest, HW_STR(" assign="));
}

static bool self_assign(hw_str middle, hw_message *m)
{
    hw_str statement;
    return split_first(middle, HW_STR(" ignoring self-assignment in "), &m->subject, &statement) &&
           statement.n > 0;
}

static bool escaping_uintptr(hw_str middle, hw_message *m)
{
    hw_str_cut_suffix(&middle, HW_STR("..."));
    hw_str_cut_suffix(&middle, HW_STR(" as escaping "));
    return token(middle, m);
}

static bool derefs(hw_str middle, hw_message *m)
{
    hw_str n;
    return split_last(middle, HW_STR(" derefs="), &m->subject, &n) && is_token(m->subject) &&
           is_number(n);
}

static bool to_type(hw_str middle, hw_message *m)
{
    hw_str type;
    return split_last(middle, HW_STR(" to "), &m->subject, &type) && type.n > 0;
}

static bool shaped(hw_str middle, hw_message *m)
{
    m->subject = middle;
    return hw_str_has(middle, HW_STR(": shaped receiver ")) ||
           hw_str_has(middle, HW_STR(": shaped interface "));
}

static bool with_reason(hw_str middle, hw_message *m)
{
    hw_str reason;
    return split_last(middle, HW_STR(": "), &m->subject, &reason) && reason.n > 0;
}

static bool kept_alive(hw_str middle, hw_message *m)
{
    return token(middle, m) || hw_str_eq(middle, HW_STR("function result")) ||
           hw_str_eq(middle, HW_STR("function results")) ||
           hw_str_eq(middle, HW_STR("function arg"));
}

/* The text of each class of message (HW_MESSAGE_CLASSES): fixed words at both ends and, where that
 * is not enough, a check of what is between. The first row that fits decides. The commonest stand
 * first; where two can match, the narrower one stands before the wider. */
#define ROWS(ROW)                                                                                  \
    ROW(FROM, "    from ", "", from)                                                               \
    ROW(FLOW, "  flow: ", ":", flow)                                                               \
    ROW(TRUNCATED,                                                                                 \
        "  warning: truncated explanation due to assignment cycle; see golang.org/issue/35518",    \
        "", exact)                                                                                 \
    ROW(INLINING_SCORE, "inlining call to ", "", with_score)                                       \
    ROW(INLINING, "inlining call to ", "", some)                                                   \
    ROW(APPEND_HEAP, "append escapes to heap", "", exact)                                          \
    ROW(APPEND_NO, "append does not escape", "", exact)                                            \
    ROW(DOTS_HEAP, "... argument escapes to heap", "", exact)                                      \
    ROW(DOTS_NO, "... argument does not escape", "", exact)                                        \
    ROW(HEAP, "", " escapes to heap", some)                                                        \
    ROW(NO, "", " does not escape", some)                                                          \
    ROW(LEAKS_FOR, "parameter ", ":", leaks_for)                                                   \
    ROW(LEAKS, "parameter ", ":", leaks)                                                           \
    ROW(HEAD, "", " escapes to heap:", some)                                                       \
    ROW(HEAD_IN, "", ":", head_in)                                                                 \
    ROW(CAN_COST, "can inline ", " }", can_cost)                                                   \
    ROW(CANNOT_CYCLE, "cannot inline ", ": repeated recursive cycle", into)                        \
    ROW(CANNOT, "cannot inline ", "", cannot)                                                      \
    ROW(CAN, "can inline ", "", some)                                                              \
    ROW(LEAK_RESULT, "leaking param: ", "", leak_result)                                           \
    ROW(LEAK, "leaking param: ", "", token)                                                        \
    ROW(LEAK_CONTENT, "leaking param content: ", "", token)                                        \
    ROW(MOVED, "moved to heap: ", "", token)                                                       \
    ROW(CAPTURE, "", ")", capture)                                                                 \
    ROW(BOUNDS, "index bounds check elided", "", exact)                                            \
    ROW(ZEROCOPY, "zero-copy string->[]byte conversion", "", exact)                                \
    ROW(UNSAFE_UINTPTR, "assuming ", " is unsafe uintptr", token)                                  \
    ROW(ESCAPING_UINTPTR, "marking ", "uintptr", escaping_uintptr)                                 \
    ROW(DEVIRT, "devirtualizing ", "", to_type)                                                    \
    ROW(DEVIRT_PARTIAL, "partially devirtualizing ", "", to_type)                                  \
    ROW(DEVIRT_FAILED, "failed to devirtualize ", "", some)                                        \
    ROW(DEVIRT_CANNOT, "cannot devirtualize ", "", shaped)                                         \
    ROW(DEVIRT_PGO, "PGO devirtualizing ", "", any)                                                \
    ROW(DEVIRT_PGO_NOT, "should not PGO devirtualize ", "", with_reason)                           \
    ROW(DEVIRT_IMPRECISE, "imprecise interface call", "", exact)                                   \
    ROW(BIG, "function ", "", big)                                                                 \
    ROW(BLOOP_KEEP, "", " will be kept alive", kept_alive)                                         \
    ROW(BLOOP_UNKNOWN, "expr is unknown to bloop pass", "", exact)                                 \
    ROW(BLOOP_UNKNOWN, "unrecognized shape for assign list stmt for blank assignment", "", exact)  \
    ROW(INLINE_BEFORE, "Before inlining: ", "", any)                                               \
    ROW(INLINE_AFTER, "After inlining ", "", any)                                                  \
    ROW(DEAD_CLOSURE, "unreferenced closure ", " marked as dead", some)                            \
    ROW(MUTATES_CALLS, "mutates param: ", "", derefs)                                              \
    ROW(MUTATES_CALLS, "calls param: ", "", derefs)                                                \
    ROW(NO_MUTATE_CALL, "", " does not escape, mutate, or call", token)                            \
    ROW(RUNTIME_ERROR, "", " escapes to heap, not allowed in runtime", some)                       \
    ROW(SELF_ASSIGN, "", "", self_assign)

/* Prefix and suffix are constants: this becomes a few comparisons of words for each row. */
static inline bool between(hw_str s, hw_str prefix, hw_str suffix, hw_str *middle)
{
    if (s.n < prefix.n + suffix.n || (prefix.n && s.p[0] != prefix.p[0]) ||
        (suffix.n && s.p[s.n - 1] != suffix.p[suffix.n - 1]) || !hw_str_starts(s, prefix) ||
        !hw_str_ends(s, suffix))
        return false;
    *middle = (hw_str){s.p + prefix.n, s.n - prefix.n - suffix.n};
    return true;
}

/* "[" DEPTH "] " F " stmt: " STMT, of -m=3 */
static bool trace_match(hw_str s, hw_message *m)
{
    hw_str depth, rest;
    if (!hw_str_cut_prefix(&s, HW_STR("[")) || !hw_str_cut(s, ']', &depth, &rest) ||
        !is_number(depth) || !hw_str_cut_prefix(&rest, HW_STR(" ")) ||
        !split_first(rest, HW_STR(" stmt: "), &m->subject, &rest))
        return false;
    m->class = HW_CLASS_STMT;
    return true;
}

/* [" "] LABEL ":" blanks ["non-"] "looping label", of -m=3 */
static bool label_match(hw_str s, hw_message *m)
{
    hw_str_cut_prefix(&s, HW_STR(" "));
    if (!hw_str_cut_suffix(&s, HW_STR("looping label")))
        return false;
    hw_str_cut_suffix(&s, HW_STR("non-"));
    size_t n = s.n;
    while (n > 0 && s.p[n - 1] == ' ')
        n--;
    m->subject = hw_str_sub(s, 0, n - (n > 0));
    if (n == s.n || n < 2 || s.p[n - 1] != ':' || !is_token(m->subject))
        return false;
    m->class = HW_CLASS_LABEL;
    return true;
}

/* The rows for a text whose first byte is `first`, or any ('\0'). A constant, so that what is left
 * of the table is short: it is expanded for each of the commonest. */
static inline __attribute__((always_inline)) bool match_rows(hw_str s, char first, hw_message *m)
{
    hw_str middle;
#define ROW(id, prefix, suffix, match)                                                             \
    if ((!first || !(prefix)[0] || (prefix)[0] == first) &&                                        \
        between(s, HW_STR(prefix), HW_STR(suffix), &middle)) {                                     \
        m->subject = m->function = (hw_str){0};                                                    \
        if (match(middle, m)) {                                                                    \
            m->class = HW_CLASS_##id;                                                              \
            return true;                                                                           \
        }                                                                                          \
    }
    ROWS(ROW)
#undef ROW
    return false;
}

static bool match_any(hw_str s, hw_message *m)
{
    switch (s.p[0]) {
    case 'i':
        return match_rows(s, 'i', m);
    case 'c':
        return match_rows(s, 'c', m);
    case 'l':
        return match_rows(s, 'l', m);
    case 'p':
        return match_rows(s, 'p', m);
    default:
        return match_rows(s, '\0', m);
    }
}

bool hw_message_match(hw_str rest, hw_message *m)
{
    m->text = rest;
    if (rest.n == 0)
        return false;
    if (rest.p[0] == '[')
        return trace_match(rest, m);
    if (rest.p[0] != ' ')
        return label_match(rest, m);
    hw_str s = m->text = hw_str_from(rest, 1);
    if (s.n == 0)
        return false;
    return match_any(s, m) || label_match(rest, m);
}

bool hw_step_match(hw_str rest, hw_message *m)
{
    hw_str middle;
    m->text = hw_str_from(rest, 1);
    m->subject = m->function = (hw_str){0};
    if (between(rest, HW_STR("     from "), HW_STR(""), &middle) && from(middle, m)) {
        m->class = HW_CLASS_FROM;
        return true;
    }
    if (between(rest, HW_STR("   flow: "), HW_STR(":"), &middle) && flow(middle, m)) {
        m->class = HW_CLASS_FLOW;
        return true;
    }
    return hw_message_match(rest, m) && hw_message_class_role(m->class) == HW_ROLE_STEP;
}

/* Up to nine digits at `at`; `at` goes behind them. */
static inline uint32_t short_number(hw_str s, size_t *at)
{
    uint32_t v = 0, digit;
    size_t i = *at, end = i + 9 < s.n ? i + 9 : s.n;
    for (; i < end && (digit = (uint32_t)(unsigned char)s.p[i] - '0') < 10; i++)
        v = v * 10 + digit;
    *at = i;
    return v;
}

/* Nearly always it is ":LINE:COL:". */
static inline bool position_at(hw_str s, size_t colon, hw_position *ret)
{
    size_t line_at = colon + 1, at = line_at;
    uint32_t line = short_number(s, &at);
    if (at == line_at)
        return false;
    if (at < s.n && s.p[at] == ':') {
        size_t col_at = ++at;
        uint32_t col = short_number(s, &at);
        if (at > col_at && at < s.n && s.p[at] == ':') {
            *ret = (hw_position){{s.p, colon}, line, col, at + 1};
            return true;
        }
    }
    return hw_position_at(s, colon, ret);
}

/* Whether what is behind a position can be a message at all. */
static bool may_start(hw_str s, size_t at)
{
    return at < s.n && (s.p[at] == ' ' || s.p[at] == '[' || hw_str_ends(s, HW_STR(" label")));
}

static bool is_near(hw_str line, hw_str near)
{
    return near.n && near.n < HW_FILE_NAME_MAX && line.n > near.n && line.p[near.n] == ':' &&
           memcmp(line.p, near.p, near.n) == 0;
}

/* Of a line in the file `near`: its first ':' is the one behind the name. */
static bool near_position(hw_str line, hw_str near, hw_message *ret)
{
    if (!is_near(line, near) || !position_at(line, near.n, &ret->position) ||
        !may_start(line, ret->position.end))
        return false;
    ret->position.file = near;
    return hw_message_match(hw_str_from(line, ret->position.end), ret);
}

static bool positioned(hw_str line, hw_message *ret)
{
    size_t tried = 0, limit = line.n < HW_FILE_NAME_MAX ? line.n : HW_FILE_NAME_MAX;
    hw_position first = {0};
    for (size_t at = 0; at < limit && tried < CANDIDATES_MAX; at++) {
        const char *colon = memchr(line.p + at, ':', limit - at);
        if (!colon)
            break;
        at = (size_t)(colon - line.p);
        if (!position_at(line, at, &ret->position) || !may_start(line, ret->position.end))
            continue;
        if (hw_message_match(hw_str_from(line, ret->position.end), ret))
            return true;
        if (tried++ == 0)
            first = ret->position;
    }
    if (tried && hw_build_error_match(hw_str_from(line, first.end))) {
        ret->position = first;
        ret->class = HW_CLASS_BUILD_ERROR;
        return true;
    }
    return false;
}

/* Messages about variables of range-over-func have no position, or an unknown one (Go >= 1.23). */
static bool bare(hw_str line, hw_message *ret)
{
    enum {
#define X(id, name, role, pattern, verdict, habit, ...)                                            \
    BARE_##id = HW_HABIT_##habit == HW_HABIT_BARE,
        HW_MESSAGE_CLASSES(X)
#undef X
    };
    hw_str middle;
    if (hw_str_chr(line, '#') == HW_NPOS)
        return false;
    ret->text = line;
#define ROW(id, prefix, suffix, match)                                                             \
    if (BARE_##id && between(line, HW_STR(prefix), HW_STR(suffix), &middle) &&                     \
        match(middle, ret)) {                                                                      \
        ret->class = HW_CLASS_##id;                                                                \
        ret->form = HW_POS_BARE;                                                                   \
        return true;                                                                               \
    }
    ROWS(ROW)
#undef ROW
    return false;
}

static bool unknown_position(hw_str line, hw_message *ret)
{
    hw_str rest = line;
    if (!hw_str_cut_prefix(&rest, HW_STR("<unknown line number>:")) &&
        !hw_str_cut_prefix(&rest, HW_STR("?"
                                         "?"
                                         "?:")))
        return false;
    ret->form = HW_POS_UNKNOWN;
    return hw_message_match(rest, ret);
}

/* What a program logs between the diagnostics, with the time as the standard library prints it. */
static bool program_log(hw_str line)
{
    hw_message m = {.class = HW_CLASS_NOT_UNDERSTOOD};
    size_t n = line.n && line.p[0] >= '0' && line.p[0] <= '9' ? hw_time_length(line) : 0;
    return n && n < line.n && !positioned(hw_str_from(line, n), &m);
}

/* Field by field: clearing the whole struct at once is a slow instruction at every line. */
static inline void clear(hw_message *m)
{
    m->class = HW_CLASS_NOT_UNDERSTOOD;
    m->form = HW_POS_PLAIN;
    m->position = (hw_position){0};
    m->text = m->subject = m->function = m->at = (hw_str){0};
    m->reason = 0;
}

void hw_message_read(hw_str line, hw_str near, hw_message *ret)
{
    clear(ret);
    if (line.n == 0 || line.p[0] == '#' || line.p[0] == '{') {
        ret->class = hw_not_compiler_match(line);
        if (ret->class != HW_CLASS_NOT_UNDERSTOOD)
            return;
    }
    if (line.n && (line.p[0] == '\t' || line.p[0] == 'g') && hw_assembly_begins(line)) {
        ret->class = HW_CLASS_ASSEMBLY;
        return;
    }
    if (near_position(line, near, ret) || positioned(line, ret))
        return;
    ret->position = (hw_position){0};
    if (unknown_position(line, ret) || bare(line, ret))
        return;
    clear(ret);
    ret->class = hw_not_compiler_match(line);
    if (ret->class == HW_CLASS_NOT_UNDERSTOOD && hw_linker_match(line))
        ret->class = HW_CLASS_LINKER;
    else if (ret->class == HW_CLASS_NOT_UNDERSTOOD && program_log(line))
        ret->class = HW_CLASS_PROGRAM;
}

hw_message_class hw_message_classify(hw_str line, hw_position_form *form)
{
    hw_message m;
    hw_message_read(line, (hw_str){0}, &m);
    *form = m.form;
    return m.class;
}
