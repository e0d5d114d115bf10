#include "diag/other_text.h"

enum {
    LINES = 200, /* that are looked at */
    BYTES = 1 << 16
};

/* What the first lines of a text look like. */
typedef struct look {
    hw_str head;     /* the first line that is no comment */
    bool script;     /* the first line names an interpreter */
    bool fence;      /* of Markdown */
    bool profile;    /* the first line of a heap profile's text */
    unsigned lines;  /* that are no comments */
    unsigned places; /* of these: paths and patterns of packages, and nothing else */
    unsigned settings;
} look;

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || hw_is_digit(c) || c == '_';
}

/* "github.com/x/y", "./cmd/app", "net/http/...": no file, whose last element has a dot. */
static bool is_place(hw_str line)
{
    hw_str path = line;
    hw_str_cut_suffix(&path, HW_STR("/..."));
    if (hw_str_chr(line, '/') == HW_NPOS || hw_str_chr(hw_str_base(path), '.') != HW_NPOS)
        return hw_str_eq(line, HW_STR("./...")) || hw_str_eq(line, HW_STR("..."));
    for (size_t i = 0; i < path.n; i++)
        if (!is_word(path.p[i]) && !strchr("-.~/@", path.p[i]))
            return false;
    return path.n > 0 && path.p[0] != '/';
}

/* "key: value", "KEY=value", "key = value", "[section]", "- item", and brackets alone. One key
 * twice is no setting but a program that speaks: "ld: …". */
static bool is_setting(hw_str line, hw_str *last)
{
    size_t n = 0;
    while (n < line.n && (is_word(line.p[n]) || strchr("-./\"'", line.p[n])))
        n++;
    hw_str rest = hw_str_trim(hw_str_from(line, n));
    if (n == 0)
        return line.p[0] == '[' || hw_str_eq(line, HW_STR("{")) || line.p[0] == '}';
    if (hw_str_starts(line, HW_STR("- ")))
        return true;
    hw_str key = hw_str_sub(line, 0, n);
    bool again = hw_str_eq(key, *last);
    *last = key;
    return !again && rest.n &&
           (rest.p[0] == '=' || (rest.p[0] == ':' && (rest.n == 1 || rest.p[1] == ' ')));
}

static look look_at(hw_str text)
{
    look l = {0};
    hw_str rest = hw_str_sub(text, 0, BYTES), key = {0};
    bool comment = false, first = true;
    hw_str_cut_prefix(&rest, HW_STR("\xef\xbb\xbf"));
    while (rest.n && l.lines < LINES) {
        hw_str line = hw_str_trim(hw_str_next(&rest, '\n'));
        l.script |= first && hw_str_starts(line, HW_STR("#!"));
        first = false;
        comment |= hw_str_starts(line, HW_STR("/*"));
        bool skip = comment || line.n == 0 || line.p[0] == '#' || hw_str_starts(line, HW_STR("//"));
        comment &= !hw_str_has(line, HW_STR("*/"));
        if (skip)
            continue;
        if (l.lines++ == 0)
            l.head = line;
        l.fence |= hw_str_starts(line, HW_STR("```"));
        l.profile |=
            hw_str_has(line, HW_STR("heap profile: ")) && hw_str_has(line, HW_STR("] @ heap"));
        l.places += is_place(line);
        l.settings += is_setting(line, &key);
    }
    return l;
}

/* --- what it is ------------------------------------------------------------------------------- */

/* A keyword and one word: "package main". */
static bool declares(const look *l, hw_str keyword)
{
    hw_str name = l->head, more;
    if (!hw_str_cut_prefix(&name, keyword))
        return false;
    if (hw_str_cut(name, ' ', &name, &more) && !hw_str_starts(hw_str_trim(more), HW_STR("//")))
        return false;
    return name.n > 0;
}

static bool go_source(const look *l)
{
    return declares(l, HW_STR("package "));
}

static bool go_mod(const look *l)
{
    return declares(l, HW_STR("module "));
}

static bool go_sum(const look *l)
{
    return hw_str_has(l->head, HW_STR(" h1:")) && hw_str_ends(l->head, HW_STR("="));
}

static bool script(const look *l)
{
    return l->script;
}

static bool profile(const look *l)
{
    return l->profile ||
           (hw_str_starts(l->head, HW_STR("--- ")) && hw_str_ends(l->head, HW_STR(" ---")));
}

static bool pprof_output(const look *l)
{
    static const hw_str starts[] = {{"Showing nodes accounting for", 28},
                                    {"flat  flat%", 11},
                                    {"Type: inuse_space", 17},
                                    {"Type: alloc_space", 17}};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (hw_str_starts(l->head, starts[i]))
            return true;
    return hw_str_starts(l->head, HW_STR("File: ")) && l->settings > 1;
}

static bool package_path(const look *l)
{
    return l->lines == 1 && l->places == 1;
}

static bool markdown(const look *l)
{
    return l->fence;
}

static bool document(const look *l)
{
    bool section = hw_str_starts(l->head, HW_STR("[")) && hw_str_ends(l->head, HW_STR("]"));
    return (section || hw_str_eq(l->head, HW_STR("---"))) && l->settings * 2 >= l->lines;
}

static bool json(const look *l)
{
    return l->head.n && (l->head.p[0] == '{' || l->head.p[0] == '[') &&
           !hw_str_ends(l->head, HW_STR("]"));
}

static bool config(const look *l)
{
    return l->lines > 0 && l->settings * 3 >= l->lines * 2;
}

/* Beside what looks like a header one line may be that of a linker. */
static bool long_config(const look *l)
{
    return l->lines > 1 && config(l);
}

static bool anything(const look *l)
{
    (void)l;
    return true;
}

#define MAKES  "heapwitness record -- go build ./... makes one"
#define NO_LOG " and not a log of the compiler: " MAKES

/* How far a row is to be believed beside lines that were understood. */
typedef enum sureness {
    SURE,   /* whatever programs printed them */
    LIKELY, /* they are comments that look like headers */
    LAST    /* there are none */
} sureness;

static const struct row {
    bool (*is)(const look *l);
    sureness sure;
    const char *text;
} rows[] = {
    {go_source, SURE, "is Go source" NO_LOG},
    {go_mod, SURE, "is a go.mod file" NO_LOG},
    {go_sum, SURE, "is a go.sum file" NO_LOG},
    {script, SURE, "is a script" NO_LOG},
    {profile, SURE, "is the text form of a profile, which is an operand of audit"},
    {pprof_output, SURE, "is what go tool pprof printed" NO_LOG},
    {package_path, SURE, "is a package path, and a package is not a log: " MAKES},
    {markdown, SURE, "is a Markdown text without diagnostics" NO_LOG},
    {document, SURE, "looks like a config file" NO_LOG},
    {json, LAST, "is a JSON document without diagnostics" NO_LOG},
    {long_config, LIKELY, "looks like a config file" NO_LOG},
    {config, LAST, "looks like a config file" NO_LOG},
    {anything, LAST,
     "has no line that the compiler or the go command prints, so it is no log: " MAKES},
};

hw_status hw_refuse_other_text(const hw_claims *before, const hw_claims *now, hw_str name,
                               hw_str text, hw_error *err)
{
    uint64_t programs = 0, headers = 0;
    if (text.n == 0)
        return HW_OK;
    for (unsigned i = 0; i < HW_CLASS_COUNT; i++) {
        hw_message_class class = (hw_message_class)i;
        uint64_t n = 0;
        for (unsigned form = 0; form < HW_POS_FORMS; form++)
            n += now->by_class[i][form] - before->by_class[i][form];
        switch (hw_message_class_role(class)) {
        case HW_ROLE_UNKNOWN:
            break;
        case HW_ROLE_BLOCK:
            headers += n;
            break;
        case HW_ROLE_NOT_COMPILER:
            programs += class == HW_CLASS_BLANK ? 0 : n;
            break;
        default:
            if (n)
                return HW_OK;
        }
    }
    sureness least = programs ? SURE : headers ? LIKELY : LAST;
    const look l = look_at(text);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].sure <= least && rows[i].is(&l))
            return hw_fail(err, HW_FORMAT, name, "%s", rows[i].text);
    return HW_OK;
}
