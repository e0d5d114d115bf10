#include "go/goname.h"

#include "base/error.h"

#include <string.h>

/* First elements of the standard library's import paths. Source: `go list std` of all known
 * versions. */
static const char *const std_roots[] = {
    "archive",  "bufio",   "bytes",   "cmp",      "compress", "container", "context", "crypto",
    "database", "debug",   "embed",   "encoding", "errors",   "expvar",    "flag",    "fmt",
    "go",       "hash",    "html",    "image",    "index",    "internal",  "io",      "iter",
    "log",      "maps",    "math",    "mime",     "net",      "os",        "path",    "plugin",
    "reflect",  "regexp",  "runtime", "slices",   "sort",     "strconv",   "strings", "structs",
    "sync",     "syscall", "testing", "text",     "time",     "unicode",   "unique",  "unsafe",
    "vendor",   "weak",
};

bool hw_go_std(hw_str package)
{
    hw_str first = hw_str_sub(package, 0, hw_str_chr(package, '/'));
    for (size_t i = 0; i < sizeof std_roots / sizeof *std_roots; i++)
        if (hw_str_eq(first, hw_str_of(std_roots[i])))
            return true;
    return false;
}

/* The length of the bracketed group that `s` starts with, or 0 where it does not end. */
static size_t bracket_group(hw_str s)
{
    size_t depth = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '[')
            depth++;
        else if (s.p[i] == ']' && --depth == 0)
            return i + 1;
    }
    return 0;
}

/* What a search for a part of `text` found. */
typedef struct part {
    size_t length;    /* of what is looked at no more */
    const char *text; /* what stands for it; NULL: it does itself */
    bool open;        /* a group began and does not end */
} part;

/* "&pkg..dict.F[int], " is an argument that the compiler adds to a call of a generic function. A
 * word without the mark has no dictionary behind a later "&" of it either. */
static part dictionary(hw_str s, bool groups)
{
    size_t stop = 0;
    while (stop < s.n && !strchr(" ,()[]{}\"'`", s.p[stop]))
        stop++;
    part p = {.length = stop};
    if (!hw_str_has(hw_str_sub(s, 0, stop), HW_STR("..dict.")))
        return p;
    p.text = "";
    if (groups && stop < s.n && s.p[stop] == '[') {
        size_t n = bracket_group(hw_str_from(s, stop));
        p.open = n == 0;
        p.length += n;
    }
    if (hw_str_starts(hw_str_from(s, p.length), HW_STR(", ")))
        p.length += 2;
    return p;
}

static part type_arguments(hw_str s, bool groups)
{
    part p = {.length = 1};
    if (!groups || !hw_str_starts(s, HW_STR("[go.shape.")))
        return p;
    size_t n = bracket_group(s);
    p.open = n == 0;
    if (n)
        p = (part){.length = n, .text = "[...]"};
    return p;
}

/* Each byte is looked at a fixed number of times, whatever the text repeats: a group that ends is
 * taken as a whole, and behind one that does not end no other is looked for. */
static hw_status add_expression(hw_buf *to, hw_str text)
{
    bool groups = true;
    while (text.n) {
        size_t plain = 0;
        while (plain < text.n && text.p[plain] != '[' && text.p[plain] != '&')
            plain++;
        HW_TRY(hw_buf_add(to, text.p, plain));
        text = hw_str_from(text, plain);
        if (text.n == 0)
            break;
        part p = text.p[0] == '&' ? dictionary(text, groups) : type_arguments(text, groups);
        HW_TRY(hw_buf_str(to, p.text ? hw_str_of(p.text) : hw_str_sub(text, 0, p.length)));
        text = hw_str_from(text, p.length);
        groups = groups && !p.open;
    }
    return HW_OK;
}

hw_status hw_go_expression(hw_str text, hw_buf *to)
{
    hw_buf_clear(to);
    return add_expression(to, text);
}

/* The length of the "v2" that `s` starts with as an element of an import path, or 0. */
static size_t major_version(hw_str s)
{
    size_t n = 1;
    uint64_t version;
    while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
        n++;
    bool element = n > 1 && s.p[0] == 'v' && (n == s.n || s.p[n] == '.');
    return element && hw_str_u64(hw_str_sub(s, 1, n), UINT32_MAX, &version) && version > 1 ? n : 0;
}

hw_status hw_go_name(hw_str name, hw_buf *to)
{
    size_t stop = 0;
    while (stop < name.n && name.p[stop] != '[' && name.p[stop] != '(')
        stop++;
    size_t slash = hw_str_rchr(hw_str_sub(name, 0, stop), '/');
    hw_buf_clear(to);
    if (slash == HW_NPOS)
        return add_expression(to, name);
    hw_str last = hw_str_from(name, slash + 1);
    size_t version = major_version(last);
    if (version)
        HW_TRY(hw_buf_str(to, hw_str_base(hw_str_sub(name, 0, slash))));
    return add_expression(to, hw_str_from(last, version));
}

hw_status hw_go_function(hw_str package, hw_str function, hw_buf *to)
{
    hw_buf all = {0};
    hw_status status = hw_buf_str(&all, package);
    if (status == HW_OK && package.n && function.n)
        status = hw_buf_str(&all, HW_STR("."));
    if (status == HW_OK)
        status = hw_buf_str(&all, function);
    if (status == HW_OK)
        status = hw_go_name(hw_buf_view(&all), to);
    hw_buf_free(&all);
    return status;
}

/* "runtime" itself, runtime/internal/… (<= 1.23) and internal/runtime/…; runtime/pprof and its like
 * are ordinary packages. */
static bool runtime_package(hw_str dir)
{
    return hw_str_eq(dir, HW_STR("runtime")) || hw_str_starts(dir, HW_STR("runtime/internal/")) ||
           hw_str_starts(dir, HW_STR("internal/runtime/"));
}

bool hw_go_runtime_file(hw_str file)
{
    hw_str dir = hw_str_dir(file);
    if (runtime_package(dir)) /* trimmed */
        return true;
    for (size_t at; (at = hw_str_find(dir, HW_STR("/src/"))) != HW_NPOS;) {
        /* With something before it: a GOROOT, not a source tree at /src. */
        bool rooted = dir.p + at != file.p;
        dir = hw_str_from(dir, at + 5);
        if (rooted && runtime_package(dir))
            return true;
    }
    return false;
}

hw_status hw_go_plain(hw_str name, hw_buf *to)
{
    size_t depth = 0;
    hw_buf_clear(to);
    if (hw_str_chr(name, '[') == HW_NPOS)
        return hw_buf_str(to, name);
    for (size_t i = 0; i < name.n; i++) {
        depth += name.p[i] == '[';
        if (depth == 0)
            HW_TRY(hw_buf_add(to, &name.p[i], 1));
        depth -= name.p[i] == ']' && depth > 0;
    }
    return HW_OK;
}

size_t hw_go_inline_hash(hw_str s)
{
    enum { LENGTH = 14 };
    if (s.n < LENGTH || s.p[0] != '#' || s.p[LENGTH - 2] != '=' || s.p[LENGTH - 1] != '#')
        return 0;
    for (size_t i = 1; i < LENGTH - 2; i++) {
        char c = s.p[i];
        if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') &&
            c != '+' && c != '/')
            return 0;
    }
    return LENGTH;
}
