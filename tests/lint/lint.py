#!/usr/bin/env python3
"""The rules of the house that a machine can keep.

    lint.py RULE [argument...]      exit 1 with a line for each violation
    lint.py --list
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

import house
import memory as want_of_memory
import views as views_of_bytes
from house import ROOT, files, name, named, sources, tables, text

RULES = {}


def rule(function):
    RULES[function.__name__.replace("_", "-")] = function
    return function


# --- structure ---------------------------------------------------------------------------------

MAX_LINES, MAX_SOURCES = 4500, 30  # of a room


@rule
def layers():
    """A room includes only what its row in src/CMakeLists.txt lets it include."""
    may = house.rooms()
    if len(may) < 20:
        yield f"only {len(may)} rooms were found: {sorted(may)}"
    for path in sources("src", ".c", ".h"):
        room = path.relative_to(ROOT / "src").parts[0]
        if room not in may:
            yield f"{name(path)}: no such room in src/CMakeLists.txt"
            continue
        for n, included in house.includes(path):
            target = included.split("/")[0]
            if target == "profile.pb-c.h" and room == "decode":
                continue  # made from proto/profile.proto
            if "/" not in included:
                yield f"{name(path)}:{n}: include \"{included}\" by its room: room/file.h"
            elif target in may and target != room and target not in may[room]:
                yield f"{name(path)}:{n}: {room} must not include {target}"
            elif target not in may and target != "heapwitness":
                yield f"{name(path)}:{n}: what is {included}?"


@rule
def room_circles():
    """Rooms include each other in one direction."""
    may = house.rooms()
    for circle in house.circles(may, lambda room: may[room]):
        yield f"rooms in a circle: {' '.join(circle)}"


@rule
def circles(*rooms):
    """Within a room no files include each other in a circle, but a .c its .h."""
    graph = {}
    for path in sources("src", ".c", ".h"):
        room = path.relative_to(ROOT / "src").parts[0]
        file = f"{room}/{path.stem}"
        graph.setdefault(file, set())
        for _, included in house.includes(path):
            other = included.removesuffix(".h")
            if included.startswith(f"{room}/") and other != file:
                graph[file].add(other)
    if len(graph) < 200:
        yield f"only {len(graph)} files were found"
    for circle in house.circles(graph, lambda file: graph.get(file, ())):
        if not rooms or circle[0].split("/")[0] in rooms:
            yield f"files in a circle: {' '.join(circle)}"


@rule
def declared(*rooms):
    """What a source file defines is declared by the header of its name, or is public."""
    public = set(re.findall(r"\b(hw_\w+)\s*\(", house.without_comments(
        text("include/heapwitness/heapwitness.h"))))
    count = 0
    for path in sources("src", ".c"):
        room = path.relative_to(ROOT / "src").parts[0]
        if rooms and room not in rooms:
            continue
        header = path.with_suffix(".h")
        code = house.without_comments(header.read_text(encoding="utf-8")) if header.exists() else ""
        here = set(re.findall(r"\b(\w+)\s*(?:\(|\[|;)", code))
        for function in house.defined(path):
            count += 1
            if function not in here and function not in public and function != "main":
                yield f"{name(path)}: {function} is not declared in {header.name}"
    if not rooms and count < 500:
        yield f"only {count} functions were found"


@rule
def unique():
    """No two files of the library have one name: an archive and a debugger show no folders."""
    seen = {}
    for path in sources("src", ".c", ".h") + sources("include", ".h"):
        key = path.name
        if key in seen:
            yield f"{name(path)} has the name of {seen[key]}"
        seen[key] = name(path)


TOP = {"src", "proto", "include", "tests", "profiles", "docs", "CMakeLists.txt", "CMakePresets.json",
       "README.md", "LICENSE", "check.sh", "demo.sh"}


@rule
def top():
    """What lies in the root is what somebody looks for there; files with a dot are not counted."""
    for entry in sorted({path.relative_to(ROOT).parts[0] for path in files()}):
        if entry not in TOP and not entry.startswith("."):
            yield f"{entry}: does not belong in the root"


@rule
def rooms():
    """A room has at most 4,500 lines and 30 sources (base may have more files)."""
    for room in house.rooms():
        found = [p for p in sources(f"src/{room}", ".c", ".h")]
        lines = sum(p.read_text(encoding="utf-8").count("\n") for p in found)
        count = sum(p.suffix == ".c" for p in found)
        if not found:
            yield f"src/{room} is empty"
        if lines > MAX_LINES:
            yield f"src/{room} has {lines} lines, more than {MAX_LINES}"
        if count > MAX_SOURCES and room != "base":
            yield f"src/{room} has {count} sources, more than {MAX_SOURCES}"


@rule
def headers(compiler, *flags):
    """Every header of the project compiles alone."""
    found = sources("src", ".h") + sources("include", ".h")
    with tempfile.TemporaryDirectory() as folder:
        for path in found:
            if "pb-c.h" in path.read_text(encoding="utf-8"):
                continue  # needs what is generated; decode's own sources compile it
            unit = os.path.join(folder, "alone.c")
            with open(unit, "w", encoding="utf-8") as f:
                f.write(f'#include "{path}"\n#include "{path}"\n')
            done = subprocess.run(
                [compiler, "-std=c17", "-fsyntax-only", "-Wall", "-Wextra", "-Wpedantic", "-Werror",
                 "-D_POSIX_C_SOURCE=200809L", f"-I{ROOT}/src", f"-I{ROOT}/include", *flags, unit],
                capture_output=True, text=True, check=False)
            if done.returncode:
                yield f"{name(path)} does not compile alone:\n{done.stderr}"


LONG_FILES = {}      # file: reason
LONG_FUNCTIONS = {}  # file:function: reason


@rule
def lengths():
    """Files up to 600 lines, functions up to 80; exceptions are listed with their reason."""
    for path in sources("src", ".c", ".h") + sources("include", ".h") + sources("tests", ".c", ".h"):
        if "tests/data" in name(path):
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        if len(lines) > 600 and name(path) not in LONG_FILES:
            yield f"{name(path)}: {len(lines)} lines, more than 600"
        start = None
        for n, line in enumerate(lines, 1):
            if line == "{":
                start = n
            elif line == "}" and start:
                who = function_before(lines, start)
                if n - start + 1 > 80 and f"{name(path)}:{who}" not in LONG_FUNCTIONS:
                    yield f"{name(path)}:{start}: {who} has {n - start + 1} lines, more than 80"
                start = None


def function_before(lines, at):
    head = " ".join(lines[max(0, at - 6):at - 1])
    names = re.findall(r"(\w+)\s*\(", head)
    return names[-1] if names else "?"


@rule
def symbols(library):
    """The shared library exports hw_* and nothing else."""
    nm = shutil.which("nm")
    done = subprocess.run([nm, "-D", "--defined-only", library], capture_output=True, text=True,
                          check=True)
    exported = [line.split()[-1] for line in done.stdout.splitlines() if line.strip()]
    if not exported:
        yield f"{library} exports nothing"
    for symbol in exported:
        if not symbol.startswith("hw_"):
            yield f"{library} exports {symbol}"
    declared = set(re.findall(r"\b(hw_\w+)\s*\(", text("include/heapwitness/heapwitness.h")))
    for symbol in sorted(set(exported) - declared):
        yield f"{library} exports {symbol}, which heapwitness.h does not declare"


@rule
def prefixes(library):
    """Every external name of the static library begins with hw_, or with hwpb__ where it is generated."""
    done = subprocess.run([shutil.which("nm"), "-A", "-g", "--defined-only", library], capture_output=True, text=True,
                          check=True)
    symbols = [line.split() for line in done.stdout.splitlines() if line.strip()]
    if not symbols:
        yield f"{library} defines nothing"
    for where, *_, symbol in symbols:
        if not symbol.startswith(("hw_", "hwpb__")):
            yield f"{where.split(':')[-2]} defines {symbol}"


CONSUMER = "tests/install/consumer/consumer.c"


@rule
def consumer():
    """The consumer project calls every public function and knows no other header."""
    api = house.without_comments(text("include/heapwitness/heapwitness.h"))
    declared = re.findall(r"\bHW_API\b[^;]*?\b(hw_\w+)\s*\(", api)
    code = house.without_comments(text(CONSUMER))
    for function in declared:
        if not re.search(rf"\b{function}\s*\(", code):
            yield f"{CONSUMER} does not call {function}"
    for header in re.findall(r"#\s*include\s*<(heapwitness/[^>]+)>", code):
        if header != "heapwitness/heapwitness.h":
            yield f"{CONSUMER} includes {header}"


# Sonames that are spelled otherwise, and what the C implementation and the sanitizers bring along.
SPELLED = {"libz": "zlib", "libcrypto": "OpenSSL", "libpcre2-8": "PCRE2"}
SYSTEM = r"libc|libm|libdl|librt|libpthread|libgcc_s|libstdc\+\+|lib(a|ub|t)san|libclang_rt\..*|ld-linux.*"


@rule
def libraries(program):
    """`heapwitness version` lists every library that is linked."""
    dynamic = subprocess.run([shutil.which("readelf"), "-d", program], capture_output=True, text=True, check=True)
    needed = re.findall(r"\(NEEDED\).*\[(.+?)\.so", dynamic.stdout)
    shown = subprocess.run([program, "version"], capture_output=True, text=True, check=True).stdout
    versions = dict(re.findall(r"(?m)^  (\S+) (\d\S*)$", shown))
    listed = {library.lower() for library in versions}
    for library in needed:
        spelled = SPELLED.get(library, library).lower()
        if not re.fullmatch(SYSTEM, library) and not {spelled, spelled.removeprefix("lib")} & listed:
            yield f"{program} is linked with {library}, and its `version` does not list it: {sorted(listed)}"


# The library neither prints nor ends the process nor looks at the environment; the rest has a
# better function in base, or none that is safe.
BANNED = {
    "library": r"printf|vprintf|fprintf|vfprintf|puts|putchar|fputs|perror|exit|_exit|abort|getenv|"
               r"secure_getenv|setlocale|signal|system|popen",
    "everywhere": r"strcpy|strcat|sprintf|vsprintf|gets|strncpy|strtok|atoi|atol|alloca|asctime|ctime|"
                  r"gmtime|localtime|rand|tmpnam|strerror|getpwnam",
    "outside base/mem": r"malloc|calloc|realloc|reallocarray|strdup|strndup",
}
BAN_EXCEPTIONS = {     # (file, function): reason
    ("src/intake/mapped.c", "signal"): "in a handler that only a program installs",
}
STATE_EXCEPTIONS = {
    f"src/base/lib{library}.c": "it is loaded once a process, behind the lock of base/library"
    for library in ("capstone", "crypto", "curl")
} | {"src/intake/mapped.c": "signals are the process's, and a handler has nothing but variables"}


@rule
def banned():
    """Functions that a room must not call."""
    for path in sources("src", ".c", ".h"):
        code = house.without_comments(path.read_text(encoding="utf-8"))
        room = path.relative_to(ROOT / "src").parts[0]
        bans = [BANNED["everywhere"]]
        if room not in ("cli", "run"):
            bans.append(BANNED["library"])
        if name(path) != "src/base/mem.c":
            bans.append(BANNED["outside base/mem"])
        for n, line in enumerate(code.splitlines(), 1):
            for match in re.finditer(rf"(?<![\w.>])({'|'.join(bans)})\s*\(", line):
                if (name(path), match.group(1)) not in BAN_EXCEPTIONS:
                    yield f"{name(path)}:{n}: {match.group(1)} is not called here"


@rule
def state():
    """The library has no variables of its own: what is static is const."""
    for path in sources("src", ".c"):
        if path.relative_to(ROOT / "src").parts[0] in ("cli", "run") or name(path) in STATE_EXCEPTIONS:
            continue
        code = house.without_comments(path.read_text(encoding="utf-8"))
        for match in re.finditer(r"^\s*static\s+(?!inline|_Atomic|const\b)([^;{}()]*?)(=|;|\[)", code,
                                 re.M):
            if "const" in match.group(1) or "(" in match.group(1):
                continue
            n = code[:match.start()].count("\n") + 1
            yield f"{name(path)}:{n}: a static variable that is not const: {match.group(0).strip()}"


# --- tables and what documents them -------------------------------------------------------------

TOGETHER = {"HW_CALLEES": (0, 5)}  # columns that are unique together: function, since


@rule
def rows():
    """Rows of X-macro tables are unique; numbers of causes only grow."""
    if len(tables()) < 13:
        yield f"only {len(tables())} tables were found: {sorted(tables())}"
    for table, found in tables().items():
        if table in TOGETHER:
            keys = [tuple(row[c] for c in TOGETHER[table]) for row in found]
            for key in sorted({k for k in keys if keys.count(k) > 1}):
                yield f"{table}: {' '.join(key)} stands there twice"
            continue
        for column in (0, 1):
            seen = set()
            for row in found:
                if column >= len(row) or (column == 1 and not re.match(r"^[\w .+*/:()<>=-]+$", row[1])):
                    continue
                if row[column] in seen:
                    yield f"{table}: {row[column]} stands there twice"
                seen.add(row[column])
    numbers = [int(n) for n in named("HW_CAUSES", 1)]
    if numbers != sorted(set(numbers)) or numbers[0] != 101:
        yield "HW_CAUSES: numbers start at 101 and only grow; rows are appended"


def missing(doc, what, names):
    if not (ROOT / doc).exists():
        yield f"{doc} is missing: it has a section for every {what}"
        return
    for absent in house.unsectioned(doc, names):
        yield f"{doc}: no section for the {what} {absent}"


@rule
def docs_causes():
    """docs/causes.md has a section HWnnn NAME for every cause, and no other."""
    yield from missing("docs/causes.md", "cause", named("HW_CAUSES", 2))
    for _, number, cause, *_ in tables()["HW_CAUSES"]:
        if f"HW{number} {cause}" not in house.sections("docs/causes.md"):
            yield f"docs/causes.md: the section of {cause} is not called \"HW{number} {cause}\""
    known = {f"HW{number} {cause}" for _, number, cause, *_ in tables()["HW_CAUSES"]}
    for heading in house.sections("docs/causes.md"):
        if re.match(r"HW\d+", heading) and heading not in known:
            yield f"docs/causes.md: \"{heading}\" is no cause"


@rule
def docs_verdicts():
    """docs/verdicts.md has a section for every verdict."""
    yield from missing("docs/verdicts.md", "verdict", named("HW_VERDICTS", 1))


@rule
def docs_notes():
    """docs/notes.md has a section for every note, with its severity."""
    yield from missing("docs/notes.md", "note", named("HW_NOTES", 1))
    for _, note, severity, _ in tables()["HW_NOTES"]:
        if not re.search(rf"^## {note}\nSeverity: {severity}\. ", text("docs/notes.md"), re.M):
            yield f"docs/notes.md: the section of {note} does not begin with \"Severity: {severity}.\""
    for heading in house.sections("docs/notes.md"):
        if re.fullmatch(r"[a-z-]+", heading) and heading not in named("HW_NOTES", 1):
            yield f"docs/notes.md: {heading} is no note"


@rule
def docs_drift():
    """docs/drift.md has a section for every kind of difference, with its severity."""
    doc = "docs/drift.md"
    yield from missing(doc, "kind of difference", named("HW_DRIFTS", 1))
    rows = tables()["HW_DRIFTS"]
    ids = {row[0]: row for row in rows}
    for drift_id, kind, severity, _, mirror, _ in rows:
        if ids[mirror][4] != drift_id:
            yield f"HW_DRIFTS: the mirror of {kind} is {mirror}, whose mirror it is not"
        if not re.search(rf"^### `?{kind}`?\nSeverity: {severity}\.", text(doc), re.M):
            yield f"{doc}: the section of {kind} does not begin with \"Severity: {severity}.\""


@rule
def docs_diagnostics():
    """docs/diagnostics.md names every class of line, reason, pattern, code and obstacle to inlining."""
    doc = "docs/diagnostics.md"
    if not (ROOT / doc).exists():
        yield f"{doc} is missing: it names every class of line of HW_MESSAGE_CLASSES"
        return
    for what, names in (("class", named("HW_MESSAGE_CLASSES", 1)), ("reason", named("HW_REASONS", 1)),
                        ("pattern", named("HW_PATTERNS", 1)), ("code", named("HW_CODES", 1)),
                        ("obstacle", [n.strip().removesuffix(": cost") for n in
                                      named("HW_OBSTACLES", 1) if n])):
        for absent in house.unmentioned(doc, names):
            yield f"{doc}: the {what} `{absent}` is not mentioned"


def options(program, command):
    """(long names, letters) that `heapwitness help COMMAND` shows."""
    out = subprocess.run([program, "help", command], capture_output=True, text=True, check=True).stdout
    names, letters = [], []
    for line in out.splitlines():
        match = re.match(r"\s+(-\w, )?(--[\w-]+)(?:, (--[\w-]+))?(=\S+)?", line)
        if match:
            names += [n for n in match.group(2, 3) if n]
            letters += [match.group(1).strip(", ")] if match.group(1) else []
    return names, letters


@rule
def docs_cli(program):
    """docs/cli.md has every command, option, limit, exit code and environment variable."""
    doc = "docs/cli.md"
    overview = subprocess.run([program, "help"], capture_output=True, text=True, check=True).stdout
    commands = re.findall(r"^  (\w+) {2,}\S", overview, re.M)
    if not commands:
        yield "`heapwitness help` lists no commands"
    yield from missing(doc, "command", commands)
    if not (ROOT / doc).exists():
        return
    shown = set()
    for command in ("audit", "census", "claims", "drift", "record"):
        names, letters = options(program, command)
        shown |= set(names)
        for absent in house.unmentioned(doc, names + letters):
            yield f"{doc}: the option {absent} of {command} is not mentioned"
    for limit in named("HW_LIMITS", 1):
        if f"--max-{limit}" not in shown:
            yield f"the limit {limit} has no option --max-{limit}"
    for code in named("HW_EXITS", 1):
        if not re.search(rf"^\| {code} \|", text(doc), re.M):
            yield f"{doc}: no row for the exit code {code}"
    for path in sources("src/cli", ".c") + sources("src/run", ".c"):
        for variable in re.findall(r'getenv\("(\w+)"\)', path.read_text(encoding="utf-8")):
            if variable not in text(doc):
                yield f"{doc}: the environment variable {variable} is not mentioned"
    spellings = {n.replace("_", "-") for n in shown} | {"--help", "--version"}
    for option in sorted(set(re.findall(r"`(--[a-z][\w-]*)", text(doc)))):
        if option.replace("_", "-") not in spellings:
            yield f"{doc}: there is no option {option}"


def generated(doc, module):
    """That a document is what a script of tests/live makes of its tables."""
    import importlib
    if str(ROOT / "tests/live") not in sys.path:
        sys.path.insert(0, str(ROOT / "tests/live"))
    script = importlib.import_module(module)
    made = script.document().splitlines()
    for n, (has, wants) in enumerate(zip(text(doc).splitlines() + [""] * len(made), made), 1):
        if has != wants:
            yield f"{doc}:{n}: is not what tests/live/{module}.py --render writes: {wants[:80]!r}"
            return
    if len(text(doc).splitlines()) != len(made):
        yield f"{doc}: has more than tests/live/{module}.py --render writes"


@rule
def docs_boundaries():
    """docs/boundaries.md is what was measured."""
    yield from generated("docs/boundaries.md", "boundaries")


@rule
def docs_beliefs():
    """docs/beliefs.md is what was measured."""
    yield from generated("docs/beliefs.md", "beliefs")


@rule
def docs_formats():
    """docs/formats.md explains every field of the JSON Schemas."""
    import json
    doc = "docs/formats.md"
    if not (ROOT / doc).exists():
        yield f"{doc} is missing"
        return

    def fields(schema):
        if isinstance(schema, dict):
            yield from schema.get("properties", {})
            for value in schema.values():
                yield from fields(value)
        elif isinstance(schema, list):
            for value in schema:
                yield from fields(value)
    for path in sources("docs/schema", ".json"):
        wanted = sorted(set(fields(json.loads(path.read_text(encoding="utf-8")))))
        for absent in house.unmentioned(doc, wanted):
            yield f"{doc}: the field `{absent}` of {name(path)} is not explained"


@rule
def docs_sources():
    """docs/inputs.md has a row for each source of profiles and logs, which intake/sources lists, and no other."""
    doc, listed = "docs/inputs.md", re.findall(r"&(hw_source_\w+)", text("src/intake/sources.c"))
    table = re.search(r"^\| locator \| is \|\n\|[-|]*\n((?:\|.*\n)*)", text(doc), re.M)
    shown = [", ".join(re.findall(r"`([^`]+)`", row.split("|")[1])) for row in table.group(1).splitlines()] if table else []
    sources_of = {}
    for path in sources("src/intake", ".c"):
        for source, forms in re.findall(r'^const hw_source (\w+) = \{\s*\.forms = "([^"]+)"', path.read_text(encoding="utf-8"), re.M):
            sources_of[source] = forms
            if source not in listed:
                yield f"{name(path)}: {source} is not in src/intake/sources.c"
            if forms not in shown:
                yield f"{doc}: no row for the locators {forms}"
    if len(sources_of) < 3:
        yield f"only {len(sources_of)} sources were found"
    for row in shown:
        if row not in sources_of.values():
            yield f"{doc}: {row} is the locator of no source"


@rule
def docs_limits():
    """docs/inputs.md has every limit with its default."""
    doc, units = "docs/inputs.md", {"": 1, " MiB": 1 << 20, " GiB": 1 << 30}
    shown = re.findall(r"^\| `--max-([\w-]+)` \| (\d+)( [MG]iB)? \|", text(doc), re.M)
    documented = {limit: int(number) * units[unit] for limit, number, unit in shown}
    for _, limit, default, *_ in tables()["HW_LIMITS"]:
        base, shift = re.fullmatch(r"(?:UINT64_C\()?(\d+)\)?(?: << (\d+))?", default).groups("0")
        if documented.pop(limit, None) != int(base) << int(shift):
            yield f"{doc}: --max-{limit} is not shown with its default, {default}"
    for limit in documented:
        yield f"{doc}: there is no limit {limit}"


@rule
def docs_binary():
    """docs/binary.md names every function of HW_CALLEES with its family, every family and every reason for an unknown type."""
    doc = "docs/binary.md"
    if not (ROOT / doc).exists():
        yield f"{doc} is missing: it names every function of HW_CALLEES"
        return
    for absent in house.unmentioned(doc, named("HW_FAMILIES", 1) + named("HW_UNTYPED_REASONS", 1)):
        yield f"{doc}: `{absent}` is not mentioned"
    families = {row[0]: row[1] for row in tables()["HW_FAMILIES"]}
    in_row = {}
    for line in text(doc).splitlines():
        cells = [c.strip() for c in line.split("|")]
        for function in re.findall(r"`([^`]+)`", cells[2] if len(cells) > 3 else ""):
            in_row.setdefault(function.replace("…", "*"), set()).add(cells[1].strip("`"))
    for pattern, family, *_ in tables()["HW_CALLEES"]:
        short = pattern.removeprefix("runtime.") if pattern != "runtime.*" else pattern
        if families[family] not in in_row.get(short, set()) | in_row.get(pattern, set()):
            yield f"{doc}: the row of {families[family]} does not name `{short}`"


@rule
def docs_sinks():
    """docs/formats.md explains every sink and total of the summary."""
    names = named("HW_SINKS", 1) + named("HW_SUMMARY_TOTALS", 1)
    for absent in house.unmentioned("docs/formats.md", names):
        yield f"docs/formats.md: `{absent}` is not mentioned"


# Where the newest version stands as the end of a range: "Go 1.19 to 1.27", "up to 1.27", "1.19 … 1.27".
RANGE = r"(?:\bto|…|–|-|newer than)[\s*]+(?:Go )?1\.{}(?!\d|\.\d)"
MEASURED = ("README.md", "docs/beliefs.md", "docs/boundaries.md")  # these say how far it reaches


@rule
def newest():
    """The newest known version of Go is named by go/release.h, the README, and what was measured; nowhere else."""
    header = "src/go/release.h"
    oldest, last = (int(n) for n in re.search(r"HW_GO_OLDEST = (\d+).*?HW_GO_NEWEST = (\d+)", text(header), re.S).groups())
    if f'#define HW_GO_NEWEST_TEXT "1.{last}"' not in text(header):
        yield f"{header}: HW_GO_NEWEST_TEXT is not 1.{last}"
    if f"Go 1.{oldest} to 1.{last}" not in text("README.md"):
        yield f"README.md does not say Go 1.{oldest} to 1.{last}"
    tested = re.findall(r'"1\.(\d+)": "1\.', text("tests/live/toolchains.py"))
    if [int(n) for n in tested] != list(range(oldest, last + 1)):
        yield f"tests/live/toolchains.py: RELEASES are not those from 1.{oldest} to 1.{last}"
    for path in sources("src", ".c", ".h") + sources("docs", ".md"):
        if name(path) in (header, *MEASURED):
            continue
        body = path.read_text(encoding="utf-8")
        ranges = list(re.finditer(RANGE.format(last), body))
        if path.suffix != ".md":
            ranges += re.finditer(rf'"[^"\n]*\b1\.{last}\b[^"\n]*"', re.sub(r"/\*.*?\*/", lambda m: "\n" * m[0].count("\n"),
                                                                        body, flags=re.S))
        for match in ranges:
            n = body[:match.start()].count("\n") + 1
            yield f"{name(path)}:{n}: names the newest version: {match.group(0)!r}"


@rule
def docs_design():
    """docs/design.md has the rooms as src/CMakeLists.txt has them, and names files that are there."""
    from planted_drills import DRILLS
    doc = "docs/design.md"
    shown = {room: may.split() for room, may in
             re.findall(r"^\| `(\w+)` \| [^|]* \| ([\w ]+) \|$", text(doc), re.M)}
    for room, may in house.rooms().items():
        if shown.get(room) != (may or ["nothing"]):
            yield f"{doc}: the row of {room} says {shown.get(room)}, src/CMakeLists.txt {may}"
    for room in shown.keys() - house.rooms().keys():
        yield f"{doc}: there is no room {room}"
    found = set(re.findall(r"`(\w+/\w+\.[ch])`", text(doc)))
    if len(found) < 80:
        yield f"{doc}: only {len(found)} files were found"
    for file in sorted(found):
        if not (ROOT / "src" / file).exists():
            yield f"{doc}: src/{file} is not there"
    for kind, plan in DRILLS.items():
        for path in sorted({path for path, _, _ in plan["edits"]}):
            if path.removeprefix("src/") not in found:
                yield f"{doc}: to add a {kind} {path} is touched, which is not named"


@rule
def docs_kinds():
    """docs/join.md has a line for every kind of expression of HW_KINDS, with the sizes that its claims own."""
    doc = "docs/join.md"
    words = {row[0]: row[1] for row in tables()["HW_SIZE_RULES"]}
    lines = {}
    for line in text(doc).splitlines():
        cells = [c.strip() for c in line.strip().strip("|").split(" | ")]
        if len(cells) == 4:
            lines[cells[0].strip("| `")] = cells
    for _, kind, _, *sides in tables()["HW_KINDS"]:
        if kind not in lines:
            yield f"{doc}: no line for the kind {kind}"
            continue
        for verdict, side, cell in zip(("heap", "stack"), sides, lines[kind][2:]):
            rule_id = re.match(r"\((\w+)", side).group(1)
            if not re.match(rf"{re.escape(words[rule_id])}($|[,:]| \|)", cell):
                yield f"{doc}: a {verdict} claim of {kind} owns \"{words[rule_id]}\", not \"{cell}\""


@rule
def links():
    """Links between documents lead somewhere."""
    for path in files():
        if path.suffix != ".md" or "tests/data" in name(path):
            continue
        body = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.S)
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", body):
            if "://" not in target and not (path.parent / target).exists():
                yield f"{name(path)}: {target} is not there"


@rule
def wrapped():
    """Documents have at most 100 columns, but for tables, code, headings and what cannot be broken."""
    for path in sources("docs", ".md") + [ROOT / "README.md", ROOT / "tests/README.md"]:
        code = False
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            fence = line.startswith("```")
            code ^= fence
            breakable = re.sub(r"`[^`]*`", "`", re.sub(r"^\s*(?:[-*+]|\d+[.)]) ", "", line)).split()
            if (len(line) > 100 and len(breakable) > 1 and
                    not (code or fence or line.startswith(("|", "#", "    ")))):
                yield f"{name(path)}:{n}: {len(line)} columns, more than 100"


@rule
def views():
    """No view's pointer, which nothing terminates, is printed by %s or given where a string is wanted."""
    codes = {p: p.read_text(encoding="utf-8") for p in sources("src", ".c", ".h") + sources("include", ".h")}
    for path, line, what in views_of_bytes.misused(codes):
        yield f"{name(path)}:{line}: {what}"


@rule
def memory():
    """What fails for want of memory alone returns HW_MEM: a bool is an answer."""
    codes = {p: p.read_text(encoding="utf-8") for p in sources("src", ".c", ".h")}
    for path, line, what in want_of_memory.misused(codes):
        yield f"{name(path)}:{line}: {what}"


# --- what must not be in the repository -----------------------------------------------------------

@rule
def self_contained():
    """Nothing refers to folders beside the repository, and nothing generated is kept."""
    outside = [b"/work/" + b"shared", b".." + b"/shared"]
    for path in files():
        if path.name.endswith((".pb-c.c", ".pb-c.h", "_pb2.py")):
            yield f"{name(path)}: generated code is made at build time"
        data = path.read_bytes()
        if b"\0" in data[:4096]:
            continue
        for word in outside:
            if word in data:
                n = data[:data.index(word)].count(b"\n") + 1
                yield f"{name(path)}:{n}: refers to {word.decode()}"


@rule
def size():
    """A clone stays small."""
    total = sum(p.stat().st_size for p in files())
    if total > 80 << 20:
        yield f"the files are {total >> 20} MiB, more than 80"
    for path in files():
        if path.stat().st_size > 10 << 20:
            yield f"{name(path)} has {path.stat().st_size >> 20} MiB"


@rule
def scripts():
    """Shell scripts parse, and can be started."""
    for path in house.scripts():
        sourced = path.read_text(encoding="utf-8").startswith("# shellcheck shell")
        if not sourced and not os.access(path, os.X_OK):
            yield f"{name(path)} is not executable"
        done = subprocess.run(["sh", "-n", path], capture_output=True, text=True, check=False)
        if done.returncode:
            yield done.stderr


@rule
def data_folders():
    """tests/README.md has a row for every folder of tests/data and of profiles."""
    for parent in ("tests/data", "profiles"):
        for path in sorted((ROOT / parent).iterdir()):
            if path.is_dir() and f"| `{parent}/{path.name}` |" not in text("tests/README.md"):
                yield f"tests/README.md: no row for `{parent}/{path.name}`"


@rule
def test_command():
    """.ci/run runs the README's test command, and nothing else decides."""
    shown = re.search(r"^    (\./check\.sh\S*(?: --\S+)*) ", text("README.md"), re.M)
    run = [line for line in text(".ci/run").splitlines() if line and not line.startswith(("#", "set ", "cd "))]
    if not shown or run != [f"exec {shown.group(1)} < /dev/null"]:
        yield f"README.md says {shown and shown.group(1)}, .ci/run does {run}"


def main():
    if sys.argv[1:] == ["--list"]:
        for key, function in RULES.items():
            print(f"{key:18} {function.__doc__}")
        return 0
    if len(sys.argv) < 2 or sys.argv[1] not in RULES:
        print(__doc__)
        return 2
    bad = list(RULES[sys.argv[1]](*sys.argv[2:]))
    for problem in bad:
        print(problem)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
