"""Where a view's pointer, which no NUL ends, is taken for a string.

A view is a hw_str (and a hw_buf): its pointer is the member `p`. It must not reach a %s without
".*", nor a parameter that is a terminated string: those of the C library's functions below, and
each `const char *` of our own that no size follows. Locals that were assigned from such a pointer
count as one.
"""
import re

LIBRARY_FORMATS = {"printf": 0, "fprintf": 1, "dprintf": 1, "sprintf": 1, "snprintf": 2,
                   "asprintf": 1, "syslog": 1, "err": 1, "errx": 1, "warn": 0, "warnx": 0}
LIBRARY_STRINGS = {
    **dict.fromkeys(("strlen", "strdup", "strspn", "strcspn", "strpbrk", "strchr", "strrchr", "strtol", "strtoul",
                     "strtoll", "strtoull", "strtod", "strtok", "atoi", "atol", "atof", "puts", "fputs", "getenv",
                     "open", "fopen", "opendir", "stat", "lstat", "access", "unlink", "remove", "mkdir", "rmdir",
                     "readlink", "mkdtemp", "scandir", "json_tokener_parse", "execvp", "execv", "setenv", "system", "perror"), (0,)),
    **dict.fromkeys(("strcmp", "strcasecmp", "strstr", "strcoll", "realpath", "rename", "link", "symlink"), (0, 1)),
    **dict.fromkeys(("strcpy", "strcat", "stpcpy", "openat", "fstatat", "unlinkat", "slist_append"), (1,)),
    **dict.fromkeys(("easy_setopt", "url_set"), (2,)),
}
# What is given to these comes out as a pointer into the same bytes.
INTO = {"memchr", "memrchr", "memmem", "strchr", "strrchr", "strstr"}
POINTER = re.compile(r"(?:\.|->)\s*p\b(?!\s*[\[(])")
KEYWORDS = {"if", "while", "for", "switch", "return", "sizeof", "defined", "_Alignof", "_Static_assert"}


def plain(code):
    """Comments blanked; line numbers stay."""
    def blank(match):
        found = match.group(0)
        return found if found[0] in "\"'" else re.sub(r"[^\n]", " ", found)
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, code, flags=re.S)


def arguments(code, at):
    """The arguments of the call whose "(" is at `at`, and where its ")" is."""
    parts, depth, start, i = [], 0, at + 1, at
    while i < len(code):
        c = code[i]
        if c in "\"'":
            i += 1
            while i < len(code) and code[i] != c:
                i += 2 if code[i] == "\\" else 1
        elif c in "([{":
            depth += 1
        elif c in ")]}":
            depth -= 1
            if depth == 0:
                parts.append(code[start:i].strip())
                return parts, i
        elif c == "," and depth == 1:
            parts.append(code[start:i].strip())
            start = i + 1
        i += 1
    return parts, i


def calls(code):
    for match in re.finditer(r"\b([A-Za-z_]\w*)\s*\(", code):
        if match.group(1) not in KEYWORDS:
            yield match.group(1), match.start(), *arguments(code, match.end() - 1)


DECLARATION = re.compile(r"^([a-z_][\w \*]*?[ \*])(\w+)\(([^()]*)\)\s*(?:HW_PRINTF\((\d+))?", re.M)
VARIADIC = re.compile(r"^ *#define (\w+)\(([^()]*)\.\.\.\)(?=(?:[^\n]*\\\n)*[^\n]*__VA_ARGS__)", re.M)


def declared(code, static):
    """{function: position of its format}, {function: positions of terminated strings}, as one file
    declares them: what others may call, or what is its own. A macro hands its last ones on."""
    formats, strings = {}, {}
    for match in DECLARATION.finditer(code):
        function, parameters = match.group(2), [p.strip() for p in match.group(3).split(",")]
        if match.group(1).startswith("static") != static:
            continue
        if match.group(4):
            formats[function] = int(match.group(4)) - 1
        wanted = [i for i, p in enumerate(parameters) if re.match(r"(const )?char \*\w+$", p)
                  and not (i + 1 < len(parameters) and parameters[i + 1].startswith("size_t "))]
        strings[function] = wanted
    for match in VARIADIC.finditer(code):
        formats[match.group(1)] = match.group(2).count(",")
    return formats, strings


def outside_calls(expression):
    """The expression without what it gives to functions, but those that hand a pointer through."""
    out = expression
    for function, at, _, end in reversed(list(calls(expression))):
        if function not in INTO and end < len(out):
            out = out[:at] + out[end + 1:] if at <= end else out
    return out


def is_view(expression, tainted):
    # The last operand of a comparison or of && is no pointer any more: only what ?: gives counts.
    results = re.split(r"[?:]", outside_calls(expression))
    results = results[1:] or results
    for part in results:
        part = re.sub(r"\"(?:\\.|[^\"\\])*\"", '""', part).strip()
        if re.search(r"[=!<>]=|&&|\|\||\bsizeof\b|^\s*[*&!]", part):
            continue
        if POINTER.search(part) or any(re.search(rf"(?<![\w.>]){t}\b(?!\s*(\[|->|\.))", part) for t in tainted):
            return True
    return False


def bodies(code):
    """(start, text) of the functions."""
    for match in re.finditer(r"^\{.*?^\}", code, re.S | re.M):
        yield match.start(), match.group(0)


def tainted_locals(body):
    found = set()
    while True:
        before = len(found)
        for match in re.finditer(r"(?:\bchar \*(?:const )?|[;{}\n]\s*)(\w+)\s*=\s*([^;=][^;]*?)(?=;|,\s*\*?\w+\s*=)", body):
            declares = re.search(rf"\bchar \*(?:const )?(?:[^;()]*,\s*\*)?{match.group(1)}\b", body)
            if declares and is_view(match.group(2), found):
                found.add(match.group(1))
        if len(found) == before:
            return found


CONVERSION = re.compile(r"%(?:%|([-+ #0]*)(\*|\d+)?(?:\.(\*|\d*))?(?:hh|h|ll|l|z|j|t|L)?([a-zA-Z]))")


def strings_of_format(text, values):
    """Those of a call's values that a %s without a length prints."""
    if "?" in re.sub(r'"(?:\\.|[^"\\])*"', "", text):  # one of several formats: every value may be
        return [v for v in values if v is not None]
    text = re.sub(r"\bPRI\w+\b", '"u"', text)
    literal = "".join(re.findall(r'"((?:\\.|[^"\\])*)"', text))
    found, at = [], 0
    for match in CONVERSION.finditer(literal):
        if match.group(0) == "%%":
            continue
        at += (match.group(2) == "*") + (match.group(3) == "*")
        if match.group(4) == "s" and match.group(3) != "*" and at < len(values) and values[at] is not None:
            found.append(values[at])
        at += 1
    return found


def expanded(values):
    """HW_STR_ARG(s) is two arguments, a length and its pointer."""
    for value in values:
        if re.match(r"HW_STR_ARG\(", value):
            yield from (None, None)
        else:
            yield value


def misused(codes):
    """(file, line, what) of each pointer of a view that is taken for a string. `codes`: {file: text}."""
    codes = {key: plain(code) for key, code in codes.items()}
    formats, strings = dict(LIBRARY_FORMATS), dict(LIBRARY_STRINGS)
    for code in codes.values():
        for all_of, found in zip((formats, strings), declared(code, static=False)):
            all_of.update(found)
    for key, code in codes.items():
        own_formats, own_strings = declared(code, static=True)
        for line, what in misused_in(code, formats | own_formats, strings | own_strings):
            yield key, line, what


def misused_in(code, formats, strings):
    for start, body in bodies(code):
        tainted = tainted_locals(body)
        for function, at, given, _ in calls(body):
            line = code.count("\n", 0, start + at) + 1
            wanted = [given[i] for i in strings.get(function, ()) if i < len(given)]
            if function in formats and formats[function] < len(given):
                first = formats[function]
                wanted = strings_of_format(given[first], list(expanded(given[first + 1:])))
            for value in wanted:
                if is_view(value, tainted):
                    yield line, f"{function}() takes {' '.join(value.split())} for a terminated string"
