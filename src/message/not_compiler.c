#include "message/not_compiler.h"

#include <string.h>

#include "go/goname.h"
#include "message/assembly.h"

typedef struct not_compiler_row {
    hw_message_class class;
    hw_str prefix;
    hw_str has;  /* somewhere behind the prefix */
    bool whole;  /* nothing follows the prefix */
    bool number; /* a digit follows the prefix */
} not_compiler_row;

#define TEXT(literal) {(literal), sizeof(literal) - 1}
static const not_compiler_row rows[] = {
    {HW_CLASS_GOTEST, TEXT("ok  "), TEXT(""), false, false},
    {HW_CLASS_GOTEST, TEXT("?   "), TEXT(""), false, false},
    {HW_CLASS_GOTEST, TEXT("FAIL"), TEXT(""), true, false},
    {HW_CLASS_GOTEST, TEXT("FAIL\t"), TEXT(""), false, false},
    {HW_CLASS_GOTEST, TEXT("FAIL "), TEXT(""), false, false},
    {HW_CLASS_GOTEST, TEXT("FAIL:"), TEXT(""), false, false},
    {HW_CLASS_GOTEST, TEXT("PASS"), TEXT(""), true, false},
    {HW_CLASS_GOTEST, TEXT("---"), TEXT(""), false, false},
    {HW_CLASS_GOTEST, TEXT("    --- "), TEXT(""), false, false},
    {HW_CLASS_GOTEST, TEXT("=== "), TEXT(""), false, false},
    {HW_CLASS_GOTEST, TEXT("coverage: "), TEXT("%"), false, false},
    {HW_CLASS_GOTEST, TEXT("testing: "), TEXT(""), false, false},
    {HW_CLASS_BENCHMARK, TEXT("goos: "), TEXT(""), false, false},
    {HW_CLASS_BENCHMARK, TEXT("goarch: "), TEXT(""), false, false},
    {HW_CLASS_BENCHMARK, TEXT("pkg: "), TEXT(""), false, false},
    {HW_CLASS_BENCHMARK, TEXT("cpu: "), TEXT(""), false, false},
    {HW_CLASS_BENCHMARK, TEXT("Benchmark"), TEXT("/op"), false, false},
    {HW_CLASS_GCTRACE, TEXT("gc "), TEXT(" @"), false, true},
    {HW_CLASS_GCTRACE, TEXT("pacer: "), TEXT(""), false, false},
    {HW_CLASS_GCTRACE, TEXT("scvg"), TEXT(""), false, false},
    {HW_CLASS_GCTRACE, TEXT("SCHED "), TEXT("ms: "), false, true},
    {HW_CLASS_GO_COMMAND, TEXT("go: "), TEXT(""), false, false},
    {HW_CLASS_GO_COMMAND, TEXT("exit status "), TEXT(""), false, true},
    {HW_CLASS_GO_COMMAND, TEXT("WORK="), TEXT(""), false, false},
    {HW_CLASS_BUILD_ERROR, TEXT("too many errors"), TEXT(""), true, false},
    {HW_CLASS_BUILD_ERROR, TEXT("note: module requires Go "), TEXT(""), false, false},
    {HW_CLASS_BUILD_ERROR, TEXT("\thave ("), TEXT(""), false, false},
    {HW_CLASS_BUILD_ERROR, TEXT("\twant ("), TEXT(""), false, false},
    {HW_CLASS_BUILD_ERROR, TEXT("\t"), TEXT(": other declaration of "), false, false},
    {HW_CLASS_BUILD_ERROR, TEXT("package "), TEXT(" is not in "), false, false},
    {HW_CLASS_BUILD_ERROR, TEXT("build constraints exclude all Go files in "), TEXT(""), false,
     false},
    {HW_CLASS_GCTRACE, TEXT("init "), TEXT(" ms clock, "), false, false},
    {HW_CLASS_GO_COMMAND, TEXT("$ go "), TEXT(""), false, false},
    {HW_CLASS_GO_COMMAND, TEXT("+ go "), TEXT(""), false, false},
    {HW_CLASS_GO_COMMAND, TEXT("go build "), TEXT(""), false, false},
    {HW_CLASS_GO_COMMAND, TEXT("go install "), TEXT(""), false, false},
    {HW_CLASS_GO_COMMAND, TEXT("go test "), TEXT(""), false, false},
    {HW_CLASS_LINKER, TEXT("/usr/bin/ld: "), TEXT(""), false, false},
    {HW_CLASS_JSON, TEXT("{\""), TEXT(""), false, false},
    {HW_CLASS_RUNNER, TEXT("##["), TEXT("]"), false, false},
    {HW_CLASS_RUNNER, TEXT("[command]"), TEXT(""), false, false},
    {HW_CLASS_RUNNER, TEXT("::"), TEXT("::"), false, false},
    {HW_CLASS_RUNNER, TEXT("section_start:"), TEXT(":"), false, true},
    {HW_CLASS_RUNNER, TEXT("section_end:"), TEXT(":"), false, true},
    {HW_CLASS_RUNNER, TEXT("#"), TEXT(" "), false, true},
    {HW_CLASS_RUNNER, TEXT("Step "), TEXT(" : "), false, true},
    {HW_CLASS_RUNNER, TEXT(" ---> "), TEXT(""), false, false},
    {HW_CLASS_RUNNER, TEXT("Removing intermediate container "), TEXT(""), false, false},
    {HW_CLASS_RUNNER, TEXT("make: "), TEXT(""), false, false},
    {HW_CLASS_RUNNER, TEXT("make["), TEXT("]: "), false, true},
    {HW_CLASS_RUNNER, TEXT("--"), TEXT(""), true, false}, /* between the findings of grep -A */
    {HW_CLASS_PROGRAM, TEXT("time="), TEXT(" level="), false, false}, /* log/slog */
    {HW_CLASS_PROGRAM, TEXT("panic: "), TEXT(""), false, false},
    {HW_CLASS_PROGRAM, TEXT("fatal error: "), TEXT(""), false, false},
    {HW_CLASS_PROGRAM, TEXT("goroutine "), TEXT(" ["), false, true},
    {HW_CLASS_PROGRAM, TEXT("[signal "), TEXT("]"), false, false},
    {HW_CLASS_PROGRAM, TEXT("created by "), TEXT(""), false, false},
    {HW_CLASS_PROGRAM, TEXT("\t/"), TEXT(" +0x"), false, false},
    {HW_CLASS_LINKER, TEXT("collect2: "), TEXT(""), false, false},
    {HW_CLASS_INLINE_SUBST, TEXT("substituting name"), TEXT(""), false, false},
    {HW_CLASS_INLINE_SUBST, TEXT("substituting captured name"), TEXT(""), false, false},
    {HW_CLASS_INLINE_SUBST, TEXT("not substituting name"), TEXT(""), false, false},
    {HW_CLASS_TYPECHECK_IMPORT, TEXT("typecheck import ["), TEXT(""), false, false},
};

/* What the type checker and the parser say behind a position: how it starts … */
static const hw_str error_starts[] = {
    TEXT(" undefined: "),
    TEXT(" cannot use "),
    TEXT(" syntax error: "),
    TEXT(" declared and not used"),
    TEXT(" cannot find package "),
    TEXT(" no required module provides package "),
    TEXT(" could not import "),
    TEXT(" invalid "),
    TEXT(" not enough "),
    TEXT(" too many "),
    TEXT(" missing "),
    TEXT(" assignment mismatch: "),
    TEXT(" unknown field "),
    TEXT(" import cycle not allowed"),
    TEXT(" expected "),
    TEXT(" unexpected "),
    TEXT(" cannot infer "),
    TEXT(" cannot assign to "),
    TEXT(" cannot convert "),
    TEXT(" cannot call "),
    TEXT(" cannot take address of "),
    TEXT(" cannot indirect "),
    TEXT(" cannot range over "),
    TEXT(" duplicate "),
    TEXT(" impossible "),
    TEXT(" use of "),
    TEXT(" label "),
    TEXT(" initialization cycle"),
    TEXT(" package "),
};

/* … and what is somewhere in it. */
static const hw_str error_parts[] = {
    TEXT(" declared and not used"),
    TEXT(" declared but not used"),
    TEXT(" imported and not used"),
    TEXT(" redeclared in this block"),
    TEXT(" is not a type"),
    TEXT(" undefined (type "),
    TEXT(" is not used"),
    TEXT(" mismatched types "),
    TEXT(" overflows "),
    TEXT(" but does not have field or method "),
    TEXT(" does not implement "),
    TEXT(" must be called"),
    TEXT(": other declaration of "),
    TEXT(" already declared at "),
    TEXT(" requires go1."),
    TEXT(" is not in std"),
    TEXT(" (missing return"),
};

static bool has_digit(hw_str s, size_t at)
{
    return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

static hw_message_class row_match(hw_str line)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const not_compiler_row *r = &rows[i];
        if (r->prefix.p[0] != line.p[0] || !hw_str_starts(line, r->prefix))
            continue;
        if ((r->whole && line.n != r->prefix.n) || (r->number && !has_digit(line, r->prefix.n)))
            continue;
        if (r->has.n == 0 || hw_str_has(hw_str_from(line, r->prefix.n), r->has))
            return r->class;
    }
    return HW_CLASS_NOT_UNDERSTOOD;
}

bool hw_header_match(hw_str line, hw_str *package, hw_str *variant)
{
    hw_str rest = line;
    *variant = (hw_str){0};
    if (!hw_str_cut_prefix(&rest, HW_STR("# ")) || rest.n == 0)
        return false;
    size_t blank = hw_str_chr(rest, ' ');
    *package = hw_str_sub(rest, 0, blank);
    if (blank != HW_NPOS) {
        *variant = hw_str_from(rest, blank + 1);
        if (!hw_str_cut_prefix(variant, HW_STR("[")) || !hw_str_cut_suffix(variant, HW_STR("]")) ||
            variant->n == 0 || hw_str_chr(*variant, ' ') != HW_NPOS)
            return false;
    } else if (package->n > 2 && package->p[0] == '[') { /* go vet: "# [package]" */
        hw_str_cut_prefix(package, HW_STR("["));
        hw_str_cut_suffix(package, HW_STR("]"));
    }
    return package->n > 0 && hw_str_chr(*package, '\t') == HW_NPOS;
}

/* "main.(*T).run(0xc000012345, {0x4b5c6d, 0x3})" of a traceback. */
static bool is_call(hw_str line)
{
    size_t open = hw_str_rchr(line, '('), dot = hw_str_chr(line, '.');
    if (open == HW_NPOS || dot == HW_NPOS || dot > open || line.p[line.n - 1] != ')' ||
        hw_str_chr(hw_str_sub(line, 0, open), ' ') != HW_NPOS)
        return false;
    for (size_t i = open + 1; i + 1 < line.n; i++)
        if (!strchr("0123456789abcdefx{}, ?._", line.p[i]) || line.p[i] == 0)
            return false;
    return true;
}

/* An import path alone, which go build -v prints for each package. A single word may be a
 * program's, so that it has to be a package of the standard library. */
static bool is_package(hw_str line)
{
    hw_str path = line, variant;
    if (hw_str_cut(line, ' ', &path, &variant) &&
        (!hw_str_starts(variant, HW_STR("[")) || !hw_str_ends(variant, HW_STR(".test]"))))
        return false;
    for (size_t i = 0; i < path.n; i++) {
        char c = path.p[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        bool mark = c && strchr("-._~/+@!", c) && i > 0 && i + 1 < path.n;
        if (!word && (!mark || (c == '/' && path.p[i - 1] == '/')))
            return false;
    }
    return hw_go_std(path) || hw_str_chr(path, '/') != HW_NPOS;
}

hw_message_class hw_not_compiler_match(hw_str line)
{
    hw_str package, variant;
    if (line.n == 0)
        return HW_CLASS_BLANK;
    switch (line.p[0]) {
    case '.': /* most lines of a log; no row starts with these */
    case '<':
        return HW_CLASS_NOT_UNDERSTOOD;
    case '/':
        return hw_str_starts(line, HW_STR("/usr/bin/")) ? row_match(line) : HW_CLASS_NOT_UNDERSTOOD;
    case '#':
        if (hw_header_match(line, &package, &variant))
            return variant.n ? HW_CLASS_BLOCK_TEST : HW_CLASS_BLOCK;
        return row_match(line);
    default: {
        hw_message_class class = row_match(line);
        if (class != HW_CLASS_NOT_UNDERSTOOD)
            return class;
        return is_call(line)             ? HW_CLASS_PROGRAM
               : is_package(line)        ? HW_CLASS_GO_COMMAND
               : hw_assembly_match(line) ? HW_CLASS_ASSEMBLY
                                         : HW_CLASS_NOT_UNDERSTOOD;
    }
    }
}
#undef TEXT

bool hw_build_error_match(hw_str rest)
{
    for (size_t i = 0; i < sizeof error_starts / sizeof *error_starts; i++)
        if (hw_str_starts(rest, error_starts[i]))
            return true;
    for (size_t i = 0; i < sizeof error_parts / sizeof *error_parts; i++)
        if (hw_str_has(rest, error_parts[i]))
            return true;
    return false;
}

bool hw_linker_match(hw_str line)
{
    return hw_str_has(line, HW_STR(": warning: ")) || hw_str_has(line, HW_STR(": note: "));
}

bool hw_dump_match(hw_str s)
{
    if (s.n == 0)
        return false;
    return s.p[0] == '.' || s.p[0] == '\t' || (s.p[0] >= 'A' && s.p[0] <= 'Z');
}
