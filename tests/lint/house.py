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
