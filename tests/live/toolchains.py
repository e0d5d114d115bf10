"""The Go toolchains that docs/beliefs.md and docs/boundaries.md are about, and programs built with each."""

import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap

import golang

# What the project speaks of, and what measures it here. All are downloaded by the go command itself
# (the module proxy has toolchains that are older than GOTOOLCHAIN); for 1.19 Debian's
# golang-1.19-go is taken where it is there.
RELEASES = {"1.19": "1.19.13", "1.20": "1.20.14", "1.21": "1.21.13", "1.22": "1.22.12", "1.23": "1.23.12",
            "1.24": "1.24.13", "1.25": "1.25.8", "1.26": "1.26.8", "1.27": "1.27.1"}
DEBIAN = "/usr/lib/go-{}/bin/go"
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Failed(Exception):
    """A program that does not build or run."""


class Toolchain:
    """One go command: `minor` is "1.26", `release` "1.26.8"."""

    def __init__(self, command, release=None):
        self.command = command
        self.pinned = f"go{release}" if release else "local"
        found = self.run(["env", "GOVERSION"]).stdout.strip()
        match = re.match(r"(?:devel )?go(\d+\.\d+)(\S*)", found)
        if not match:
            raise Failed(f"{command} says that it is {found!r}")
        self.minor, self.release = match[1], match[1] + match[2]

    def environment(self):
        # In a module of its own, as a user would build it; the cache is the user's.
        variables = dict(os.environ, GOWORK="off", CGO_ENABLED="0", GOFLAGS="-buildvcs=false -mod=mod",
                         GO111MODULE="on", GOTOOLCHAIN=self.pinned)
        for name in ("GOGC", "GODEBUG", "GOEXPERIMENT", "GOMEMLIMIT", "GOROOT", "GOAMD64"):
            variables.pop(name, None)
        return variables

    def run(self, arguments, folder=None):
        done = subprocess.run([self.command, *arguments], cwd=folder, env=self.environment(), text=True,
                              capture_output=True, check=False)
        if done.returncode:
            raise Failed(f"go {' '.join(arguments)}: {done.stderr[-2000:]}")
        return done

    def build(self, sources, gcflags):
        """Builds and returns a Program of {path in the module: text}, main at the top."""
        program = Program(self)
        for path, text in dict(sources, **{"go.mod": f"module {Program.MODULE}\n\ngo {self.minor}\n"}).items():
            full = os.path.join(program.folder, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "wb") as out:
                out.write(text if isinstance(text, bytes) else text.encode())
        program.log = self.run(["build", "-trimpath", *gcflags, "-o", "program", "."], program.folder).stderr
        return program


class Program:
    """A built program in a temporary folder, and what the compiler said of it."""

    MODULE = "example.com/held"

    def __init__(self, toolchain):
        self.toolchain = toolchain
        self.temporary = tempfile.TemporaryDirectory(prefix="heapwitness-")
        self.folder = self.temporary.name
        self.log = ""

    def run(self, *arguments):
        """What it prints on standard error, where println writes."""
        variables = dict(self.toolchain.environment(), GOMAXPROCS="1", GOGC="off")
        done = subprocess.run([os.path.join(self.folder, "program"), *arguments], cwd=self.folder,
                              env=variables, text=True, capture_output=True, check=False, timeout=600)
        if done.returncode:
            raise Failed(f"the program of go{self.toolchain.release} ended with {done.returncode}: "
                         f"{done.stderr[-2000:]}")
        return done.stderr

    def path(self, name):
        return os.path.join(self.folder, name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.temporary.cleanup()


def on_path():
    """The go command as it is, or None."""
    return Toolchain(shutil.which("go")) if shutil.which("go") else None


def find(minor):
    """The toolchain of a minor version, or None where it cannot be had."""
    debian = DEBIAN.format(minor)
    try:
        if os.path.exists(debian):
            return Toolchain(debian)
        if RELEASES[minor] and shutil.which("go"):
            return Toolchain(shutil.which("go"), RELEASES[minor])
    except Failed:
        pass
    return None


def those(minors):
    """The toolchains of these minor versions that can be had; the others are named."""
    for minor in minors:
        toolchain = find(minor)
        if toolchain:
            yield toolchain
        else:
            print(f"{minor}: no toolchain here")


def every():
    """All that can be had; skips the test when there is none."""
    seen = 0
    for seen, toolchain in enumerate(those(RELEASES), 1):
        yield toolchain
    if not seen:
        golang.skip("no toolchain at all")
    print(f"{seen} toolchains")


# --- tables: a head, then a row a line, with tabs between the cells -------------------------------

def read_table(path):
    """Its rows, as {head: cell}; none where there is no such file."""
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def write_table(path, rows):
    with open(path, "w", encoding="utf-8") as out:
        for row in [rows[0].keys(), *(row.values() for row in rows)]:
            print(*row, sep="\t", file=out)


# --- scripts that hold a table against toolchains -------------------------------------------------

def main(script, arguments):
    """--record, --render, --live, --matrix of a module with functions of these names."""
    what, *rest = arguments
    wrong = []
    if what == "--record":
        wrong = script.record(rest[0], rest[1:])
    elif what in ("--live", "--matrix"):
        wrong = list((script.live if what == "--live" else script.matrix)(rest[0]))
    elif what != "--render":
        sys.exit(script.__doc__)
    for text in wrong:
        print(text)
    if what in ("--record", "--render"):
        text = script.document()
        with open(script.DOCUMENT, "w", encoding="utf-8") as out:
            out.write(text)
    return 1 if wrong else 0


# --- versions in expectations and documents -------------------------------------------------------

def minor_of(release):
    """ "1.26.8" → "1.26"."""
    return ".".join(release.split(".")[:2])


def number(minor):
    return int(minor.split(".")[1])


def holding(text, minor):
    """Of "<=1.24 this | 1.25 that | >=1.26 other" what holds for a version; "any this" for all."""
    for part in text.split(" | "):
        versions, _, what = part.partition(" ")
        first, last = 0, 99
        if versions.startswith("<="):
            last = number(versions[2:])
        elif versions.startswith(">="):
            first = number(versions[2:])
        elif versions != "any":
            first, _, last = versions.partition("-")
            first, last = number(first), number(last or first)
        if first <= number(minor) <= last:
            return what
    return ""


def page(lines):
    """A document of these lines: paragraphs at 100 columns, code spans whole; the rest as it is."""
    made, paragraph, code = [], [], False
    for line in [*"\n".join(lines).rstrip("\n").split("\n"), ""]:
        code ^= line.startswith("```")
        if line and not code and not line.startswith(("```", "|", "#", "    ")):
            paragraph.append(line)
            continue
        whole = re.sub(r"`[^`]*`", lambda m: m[0].replace(" ", "\0"), " ".join(paragraph))
        made += [part.replace("\0", " ") for part in
                 textwrap.wrap(whole, 100, break_long_words=False, break_on_hyphens=False)]
        made.append(line)
        paragraph = []
    return "\n".join(made)


def runs(minors):
    """ "1.19–1.21, 1.24": minor versions with those in between left out."""
    known = list(RELEASES)
    parts, at = [], [known.index(m) for m in minors]
    while at:
        end = 1
        while end < len(at) and at[end] == at[0] + end:
            end += 1
        first, last = known[at[0]], known[at[end - 1]]
        parts.append(first if end == 1 else f"{first}–{last}")
        at = at[end:]
    return ", ".join(parts)
