#!/usr/bin/env python3
"""A rule that cannot fail is none: plants a violation of each in a copy and expects it to be found.

    planted.py COMPILER PROGRAM SHARED_LIBRARY
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Ways to take a view for a string.
VIEWS = [
    ('hw_fail(err, HW_IO, s, "%d %s", 1, s.p);', "hw_fail() takes s.p"),
    ('hw_fail(err, HW_IO, s, "%.*s %.5s", HW_STR_ARG(s), b->p);', "hw_fail() takes b->p"),
    ('hw_fail(err, HW_IO, s, "%*s", 5, hw_buf_view(b).p);', "hw_fail() takes hw_buf_view(b).p"),
    ('hw_fail(err, HW_IO, s, "%" PRIu64 " "\n        "%s", (uint64_t)1, s.p + 1);', "hw_fail() takes s.p + 1"),
    ('const char *at = s.n ? s.p : "";\n    hw_fail(err, HW_IO, s, "%s", at);', "hw_fail() takes at"),
    ('const char *at;\n    at = memchr(s.p, 1, s.n);\n    const char *to = at;\n    puts(to);', "puts() takes to"),
    ("hw_fail_sys(err, 1, s, s.p);", "hw_fail_sys() takes s.p"),
    ('char t[9];\n    snprintf(t, sizeof t, s.n ? "%s" : "%.5s", s.p);', "snprintf() takes s.p"),
    ("if (strcmp(s.p, b->p) == 0)\n        return;", "strcmp() takes b->p"),
    ('#define SAY(a, ...) hw_fail(a, HW_IO, HW_STR(""), __VA_ARGS__)\n    SAY(err, "%s", s.p);', "SAY() takes s.p"),
]

# Ways to say with a bool that there was no memory.
MEMORY = [
    "if (!hw_strings_put(s, HW_STR(\"\"), NULL))\n        return false;\n    return true;",
    "return hw_vec_push(&n->list, (hw_note){0});",
    "bool ok = hw_vec_room(&n->list, 1);\n    return ok;",
    "void *p = hw_mem_alloc(1, 1);\n    return p != NULL;",
    "char *p;\n    if (s && !(p = hw_mem_zero(1, 1)))\n        return false;\n    return s != NULL;",
    "hw_buf b = {0};\n    return s && hw_buf_add(&b, s, 1) == HW_OK;",
]

# rule, file, text that is replaced ("": the end; None: the file is new), by what, words of the complaint
PLANTS = [
    ("layers", "src/base/str.c", "", '\n#include "report/page.h"\n', "base must not include report"),
    ("layers", "src/report/page.c", "", '\n#include "diag/diag.h"\n', "report must not include diag"),
    ("room-circles", "src/CMakeLists.txt", "hw_room(base ", "hw_room(base MAY model ", "rooms in a circle: base"),
    ("circles", "src/base/mem.h", "", '\n#include "base/vec.h"\n', "base/mem"),
    ("declared", "src/base/mem.c", "", "\nvoid hw_nowhere(void)\n{\n}\n", "hw_nowhere is not declared"),
    ("unique", "src/base/claim.h", None, "", "src/model/claim.h has the name of src/base/claim.h"),
    ("top", "notes.txt", None, "a file\n", "notes.txt: does not belong in the root"),
    ("rooms", "src/model/note.c", "", "\n" * 4500, "more than 4500"),
    ("lengths", "src/base/str.c", "", "\n" * 700, "more than 600"),
    ("lengths", "src/base/str.c", "", "\nvoid f(void)\n{\n" + "    ;\n" * 80 + "}\n", "f has 82 lines"),
    ("symbols", "include/heapwitness/heapwitness.h", "const char *hw_version(void);", "", "exports hw_version, which"),
    ("prefixes", "src/base/magic.c", "", "\nint magic;\n", "magic.o defines magic"),
    ("prefixes", "src/base/magic.c", "", "\nint magic_of(int n)\n{\n    return n;\n}\n", "magic.o defines magic_of"),
    ("libraries", "tests/lint/lint.py", '"libpcre2-8": "PCRE2"', '"libpcre2-8": "PCRE8"', "is linked with libpcre2-8"),
    ("banned", "src/model/note.c", "", '\nvoid f(void)\n{\n    printf("x");\n}\n', "printf is not called"),
    ("banned", "src/cli/main.c", "", "\nchar *f(char *a)\n{\n    return strcpy(a, a);\n}\n", "strcpy"),
    ("banned", "src/base/str.c", "", "\nvoid *f(void)\n{\n    return malloc(1);\n}\n", "malloc"),
    ("state", "src/model/note.c", "", "\nstatic int counter;\n", "counter"),
    ("views", "src/cli/regex.c", '"%s, on \\"%.*s\\"", why', '"%s, on \\"%.100s\\"", why, text.p ? text.p : ""',
     'hw_fail() takes text.p ? text.p : ""'),
    ("memory", "src/base/strings.h", "/* Call once, before any other. */\nHW_MEM", "/* false when out of memory. */\nbool",
     "hw_strings_init is a bool and speaks of memory"),
    ("memory", "src/base/vec.h", "HW_MEM hw_vec_grow", "hw_mem hw_vec_grow", "hw_vec_grow is to return HW_MEM"),
    *(("memory", "src/model/note.c", "", f"\nstatic bool f(hw_strings *s, hw_notes *n)\n{{\n    {body}\n}}\n",
       "f is false for want of memory") for body in MEMORY),
    *(("views", "src/model/note.c", "", f"\nvoid f(hw_str s, const hw_buf *b, hw_error *err)\n{{\n    {body}\n}}\n", words)
      for body, words in VIEWS),
    ("newest", "src/go/release.h", "HW_GO_NEWEST = 27", "HW_GO_NEWEST = 28", "HW_GO_NEWEST_TEXT is not 1.28"),
    ("newest", "src/go/release.h", "HW_GO_OLDEST = 19", "HW_GO_OLDEST = 18", "README.md does not say"),
    ("newest", "src/model/note.c", "", "\n/* In Go 1.19 to\n * 1.27. */\n", "names the newest version"),
    ("newest", "src/model/note.c", "", '\nchar f[] = "up from 1.27";\n', "names the newest version"),
    ("newest", "docs/inputs.md", "", "\nGo 1.21 … 1.27\n", "names the newest version"),
    ("newest", "tests/live/toolchains.py", '"1.26": "1.26.8", ', "", "RELEASES are not those"),
    ("rows", "src/model/finding.h", "X(HONEST, 101,", "X(HONEST, 202,", "numbers"),
    ("rows", "src/model/note.h", '"no-headers"', '"no-inlining"', "no-inlining stands there twice"),
    ("docs-causes", "docs/causes.md", "## HW107 map-grow", "## HW107 other", "map-grow"),
    ("docs-verdicts", "docs/verdicts.md", "## upheld", "## held up", "upheld"),
    ("docs-notes", "docs/notes.md", "## no-claims", "## nothing", "no-claims"),
    ("docs-notes", "docs/notes.md", "## foreign-log\nSeverity: error", "## foreign-log\nSeverity: note", "foreign-log"),
    ("docs-drift", "docs/drift.md", "### leaks-more", "### more-leaks", "leaks-more"),
    ("docs-drift", "src/model/difference.h", "LEAKS_LESS,", "LEAKS_MORE,", "whose mirror it is not"),
    ("docs-diagnostics", "src/model/message_class.h", '"esc.moved"', '"esc.relocated"', "esc.relocated"),
    ("docs-cli", "docs/cli.md", "## version", "## versions", "no section for the command version"),
    ("docs-cli", "docs/cli.md", "", "\nSee `--nothing`.\n", "there is no option --nothing"),
    ("docs-cli", "docs/cli.md", "| 3 | no result", "| no result", "no row for the exit code 3"),
    ("docs-sinks", "src/claims/sink.h", '"package variable"', '"static variable"', "`static variable` is not mentioned"),
    ("docs-formats", "docs/schema/audit.v1.json", '"fingerprint": {', '"imprint": {', "imprint"),
    ("docs-binary", "src/go/callee.h", '"runtime.makeslicecopy"', '"runtime.makeslicemove"', "makeslicemove"),
    ("docs-binary", "docs/binary.md", "| `make-copy` |", "| `copied` |", "make-copy"),
    ("docs-kinds", "docs/join.md", "| `method value` |", "| `method` |", "method value"),
    ("docs-kinds", "src/go/expression_kind.h", "(OVERFLOWS, HW_BY_CONCAT, 13)", "(ANY, HW_BY_CONCAT, 13)", "concatenation"),
    ("docs-sources", "docs/inputs.md", "| `host:port` |", "| `server:port` |", "no row for the locators host:port"),
    ("docs-sources", "docs/inputs.md", "| `host:port` |", "| `unix:path` | a socket |\n| `host:port` |", "locator of no source"),
    ("docs-sources", "src/intake/sources.c", "    &hw_source_url,\n", "", "hw_source_url is not in"),
    ("docs-limits", "docs/inputs.md", "| `--max-log` | 16 GiB |", "| `--max-log` | 16 MiB |", "--max-log"),
    ("docs-boundaries", "docs/boundaries.md", "| 32 B |", "| 33 B |", "is not what"),
    ("docs-boundaries", "tests/data/boundaries/limits.tsv", "\t32\t", "\t31\t", "is not what"),
    ("docs-beliefs", "docs/beliefs.md", "**False", "**True", "is not what"),
    ("docs-beliefs", "tests/data/beliefs/maps.go", "//belief:verdict false", "//belief:verdict true",
     "is not what"),
    ("docs-design", "docs/design.md", "| base go model claims sites |", "| base go model claims |", "the row of join"),
    ("docs-design", "docs/design.md", "`verdict/rank.c`", "`verdict/ranking.c`", "src/verdict/ranking.c is not there"),
    ("docs-design", "docs/design.md", "`cli/args.h`", "its header", "cli/args.h is touched"),
    ("links", "docs/notes.md", "", "\n[gone](nowhere.md)\n", "nowhere.md"),
    ("wrapped", "docs/notes.md", "", "\n" + "word " * 21 + "\n", "docs/notes.md"),
    ("wrapped", "README.md", "", "\n- see `one` and [two](" + "docs/notes.md#" * 8 + ")\n", "README.md"),
    ("self-contained", "docs/notes.md", "", "\nsee /work/" + "shared/x\n", "refers to"),
    ("size", "docs/notes.md", "", "word\n" * (3 << 20), "docs/notes.md has 15 MiB"),
    ("consumer", "include/heapwitness/heapwitness.h", "HW_API const char *hw_version(void);",
     "HW_API const char *hw_version(void);\nHW_API hw_status\nhw_more(void);", "does not call hw_more"),
    ("headers", "src/base/str.h", "#include <stdint.h>", "", "does not compile alone"),
    ("data-folders", "tests/README.md", "| `tests/data/boundaries` |", "| `tests/data/limits` |", "tests/data/boundaries"),
    ("test-command", ".ci/run", "check.sh --all", "check.sh", ".ci/run does"),
    ("scripts", "demo.sh", "", "\nif then\n", "demo.sh"),
]


def registered():
    """The rules of lint.py that tests/lint/lint.cmake runs."""
    code = (ROOT / "tests/lint/lint.cmake").read_text(encoding="utf-8")
    every = re.search(r"foreach\(rule ([^)]*)\)", code).group(1).split()
    return every + re.findall(r"^ *hw_lint\(([a-z-]+)", code, re.M)


def arguments_of(rule, copy, path, compiler, program, library):
    """What the rule is told of a build; `prefixes` is given what the planted source becomes."""
    if rule == "prefixes":
        made = copy / path.replace(".c", ".o")
        subprocess.run([compiler, "-std=c17", f"-I{copy}/src", f"-I{copy}/include", "-c", copy / path, "-o", made], check=True)
        return [made]
    return {"headers": [compiler], "docs-cli": [program], "libraries": [program], "symbols": [library]}.get(rule, [])


def find(copy, plant, build):
    """What is wrong with the rule: None if it finds what is planted."""
    rule, path, old, new, words = plant
    target = copy / path
    before = "" if old is None else target.read_text(encoding="utf-8")
    if old and old not in before:
        return f"{rule}: {path} has no {old!r} to plant in"
    target.write_text(before.replace(old, new, 1) if old else before + new, encoding="utf-8")
    arguments = arguments_of(rule, copy, path, *build)
    done = subprocess.run([sys.executable, "-B", copy / "tests/lint/lint.py", rule, *arguments],
                          capture_output=True, text=True, check=False)
    if old is None:
        target.unlink()
    else:
        target.write_text(before, encoding="utf-8")
    if done.returncode != 1 or words not in done.stdout:
        return (f"{rule}: did not find what was planted in {path} ({words}): {done.stdout[:500]}"
                f"{done.stderr[-500:]}")
    return None


def main(*build):
    problems = [f"{rule} has no plant" for rule in registered() if rule not in {plant[0] for plant in PLANTS}]
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / "copy"
        ignore = shutil.ignore_patterns("data", "__pycache__", "build*", "corpus")
        for part in ("src", "include", "docs", "tests", "profiles", ".ci"):
            shutil.copytree(ROOT / part, copy / part, ignore=ignore)
        for part in ("boundaries", "beliefs", "corpus/truth/1.20.14"):
            shutil.copytree(ROOT / "tests/data" / part, copy / "tests/data" / part)
        for part in ("README.md", "demo.sh", "check.sh"):
            shutil.copy(ROOT / part, copy / part)
        problems += filter(None, (find(copy, plant, build) for plant in PLANTS))
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
