"""What the lints share: the repository's files, and the rows of its tables."""
import functools
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
SKIPPED_FOLDERS = {".git", "build", "__pycache__"}


@functools.cache
def files():
    """All files of the repository, sorted; build folders and git's own left out."""
    found = []
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if any(p in SKIPPED_FOLDERS or p.startswith("build-") for p in parts):
            continue
        if path.is_file() and not path.is_symlink():
            found.append(path)
    return found


def sources(folder, *suffixes):
    return [p for p in files() if p.is_relative_to(ROOT / folder) and p.suffix in suffixes]


def scripts():
    """The shell scripts, by name or by first line."""
    return [p for p in files() if p.suffix == ".sh" or p.relative_to(ROOT).parts[0] == ".ci" and
            p.read_bytes().startswith(b"#!/bin/sh")]


def name(path):
    return str(path.relative_to(ROOT))


@functools.cache
def text(path):
    return (ROOT / path).read_text(encoding="utf-8")


def without_comments(code):
    """Comments and the contents of strings blanked; line numbers stay."""
    def blank(match):
        found = match.group(0)
        if found[0] in "\"'":
            return found[0] + found[0]
        return re.sub(r"[^\n]", " ", found)
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, code,
                  flags=re.S)


@functools.cache
def rooms():
    """{room: [rooms that it may include]}, as src/CMakeLists.txt has them."""
    found = {}
    for room, row in re.findall(r"^hw_room\w*\((\w+)([^)]*)\)", text("src/CMakeLists.txt"), re.M):
        match = re.search(r"\bMAY\b(.*?)(?:\bLIBRARIES\b|$)", row, re.S)
        found[room] = match.group(1).split() if match else []
    return found


def includes(path):
    """(line, what) of each include of a file of the project."""
    for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*"([^"]+)"', line)
        if match:
            yield n, match.group(1)


def circles(nodes, after):
    """Strongly connected sets of more than one node, each sorted (Tarjan)."""
    index, low, stack, on, found = {}, {}, [], set(), []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        on.add(node)
        for other in after(node):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in on:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            part = []
            while not part or part[-1] != node:
                part.append(stack.pop())
                on.discard(part[-1])
            if len(part) > 1:
                found.append(sorted(part))

    for node in sorted(nodes):
        if node not in index:
            visit(node)
    return sorted(found)


def defined(path):
    """Names of the functions and tables that a source file gives to others."""
    code = without_comments(path.read_text(encoding="utf-8"))
    code = re.sub(r"^\s*#.*?(?<!\\)$", "", code, flags=re.M | re.S)
    for match in re.finditer(r"^(?!static\b|typedef\b|extern\b)[A-Za-z_][\w *]*?\b(\w+)(\(|\[)", code, re.M):
        if match.group(2) == "[":
            yield match.group(1)
            continue
        end = re.compile(r"[;{]").search(code, match.end())
        if end and end.group(0) == "{":
            yield match.group(1)


@functools.cache
def tables():
    """{table: [row, ...]} of all X-macro lists; a row is the list of its columns, unquoted."""
    found = {}
    for path in sources("src", ".h") + sources("include", ".h"):
        code = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
        for match in re.finditer(r"#define (HW_\w+)\(X\)((?:[^\n]*\\\n)*[^\n]*)", code):
            body = match.group(2).replace("\\\n", "\n")
            rows = re.findall(r'\bX\(((?:"(?:\\.|[^"\\])*"|[^()"]|\([^()]*\))*)\)', body)
            if rows:
                found[match.group(1)] = [columns(r) for r in rows]
    return found


def columns(row):
    parts = re.findall(r'(?:"(?:\\.|[^"\\])*"|[^,("]|\([^()]*\))+', row)
    return [p.strip().strip('"') for p in parts]


def named(table, column):
    return [row[column] for row in tables()[table]]


def sections(doc):
    """The headings of a document, without marks."""
    return [h.replace("`", "").strip() for h in re.findall(r"^#{2,4} +(.*)$", text(doc), re.M)]


def unsectioned(doc, names):
    """Those that no heading names."""
    heads = [re.split(r"[\s,]+", h) for h in sections(doc)]
    return [n for n in names if not any(n in h for h in heads)]


def unmentioned(doc, names):
    """Those that stand nowhere in `backquotes` or a code block."""
    body = text(doc)
    marked = " ".join(re.findall(r"`([^`\n]+)`", body) + re.findall(r"^    .*$", body, re.M))
    return [n for n in names if not re.search(rf"(?<![\w-]){re.escape(n)}(?![\w-])", marked)]
