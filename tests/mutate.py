#!/usr/bin/env python3
"""Plants mutants in the rules, and expects that a test fails for each.

    mutate.py FOLDER [--count=N] [--seed=N] [--only=WORDS] [--tests=REGEX] [--list] [--all]

FOLDER keeps a copy of the sources and its build; a second run compiles what changed. Tried are the
mutants that mutants.py names and N more of all that the operators below find. A mutant is one change
of one place: a condition flipped, an operand dropped, a limit moved, a cell of a table replaced by
another of its column, a name by another of its enum, a text changed. It is known by its file and
the line that it makes, so a list of them stays true while lines move.

--list shows what would be tried, --only takes mutants whose line has these words, --all takes every
one, --tests takes other tests than those of mutants.py. Survivors are printed as a diff, and the exit
is 1. What nothing can tell from the original is listed in mutants.py with the reason. An entry there
that fits no mutant is an error.
"""
import argparse
import concurrent.futures
import difflib
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

import mutants

ROOT = pathlib.Path(__file__).resolve().parents[1]
SKIPPED = 77

TOKEN = re.compile(r"""(?P<comment>/\*.*?\*/|//[^\n]*)|(?P<directive>^\#(?!define)[^\n]*)
    |(?P<string>"(?:\\.|[^"\\])*")|(?P<char>'(?:\\.|[^'\\])*')|(?P<word>[A-Za-z_]\w*)|(?P<number>\d\w*)
    |(?P<op>->|\+\+|--|<<|>>|[<>=!|&]=|&&|\|\||[^\s\w\\])""", re.S | re.M | re.X)

SWAPS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&",
         "|=": "=", "&=": "=", "true": "false", "false": "true"}
TURNS = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}

# Enums whose words are replaced by the next one of the same file. Verdicts have no word in common.
ENUM = re.compile(r"HW_(OWN|BASIS|CHAIN|SIZES|BUFFER|UNTYPED|FAMILY|KIND|TRAIT|CAUSE|CLAIM|HINT|BY)_[A-Z_0-9]+$"
                  r"|HW_(?:CONFIRMED|CONTRADICTED|UNCLAIMED|AMBIGUOUS|UNDIAGNOSED|UNOBSERVED|UPHELD)$")

# What keeps memory in bounds, or speaks of it, is no rule. `ok` is false where memory is wanting.
NO_RULE = re.compile(r"\bhw_vec_|\bhw_mem_|\bHW_MEM\b|\bassert\(|\bstatic_assert\(|\bsizeof\b|\bok\b|\bHW_PRINTF\b")
BOUND = re.compile(r"\w+ (?:<|>=) [\w.>-]+(?:\.|->)len")
BEHIND = re.compile(r"(?:<|>=) [\w.>-]+(?:\.|->)len\b")  # moved by one it reads behind a list
# Nor is what serves the hash table: any hash will do, and keys are compared only where theirs are equal.
NO_RULE_HEAD = re.compile(r"^static (?:bool \w+\(const void \*ctx, uint32_t id\)|uint64_t \w*hash\w*\()", re.M)


class Token:
    def __init__(self, match):
        self.sort, self.text = match.lastgroup, match.group()
        self.start, self.end = match.span()


class Mutant:
    def __init__(self, path, source, start, end, new):
        self.path, self.source = path, source
        self.text = source[:start] + new + source[end:]
        first, last = self.text.rfind("\n", 0, start) + 1, self.text.find("\n", start + len(new))
        self.line = " ".join(self.text[first:last].rstrip("\\").split())

    def diff(self):
        lines = difflib.unified_diff(self.source.splitlines(), self.text.splitlines(), f"a/{self.path}",
                                     f"b/{self.path}", lineterm="", n=2)
        return "\n".join(lines)

    def is_one_of(self, rows):
        return any(self.path == row[0] and row[1] in self.line for row in rows)


# --- where they are ----------------------------------------------------------------------------------

def closing(tokens, i, step=1):
    """The index of the bracket that closes the one at i; to the left with step -1."""
    depth = 0
    opens, closes = ("([{", ")]}") if step > 0 else (")]}", "([{")
    while 0 <= i < len(tokens):
        depth += (tokens[i].text in opens) - (tokens[i].text in closes)
        if depth == 0:
            break
        i += step
    return i


def operand(tokens, i, step):
    """The last token of the operand beside the operator at i; None: left of it is one more operator."""
    ends = {"&&", "||", ";", ",", "?", ":", "=", "|=", "&=", "return", "(", ")", "[", "]", "{", "}"}
    if tokens[i].text == "||":
        ends.discard("&&")
    i += step
    while True:
        if tokens[i].text in ("([{" if step > 0 else ")]}"):
            i = closing(tokens, i, step)
        if tokens[i + step].text in ends:
            break_at = tokens[i + step].text
            if break_at not in ("([{" if step > 0 else ")]}"):
                return None if step < 0 and break_at in ("&&", "||") else i
        i += step


def no_rules(source, tokens):
    """Indices of tokens that stay: heads of loops, bounds, hashes, and what handles a want of memory."""
    out = set()
    heads = {m.start() for m in NO_RULE_HEAD.finditer(source)}
    for i, t in enumerate(tokens):
        if t.start in heads:
            body = next(k for k in range(i, len(tokens)) if tokens[k].text == "{")
            out.update(range(i, closing(tokens, body)))
        if t.text == "for":
            out.update(range(i, closing(tokens, i + 1)))
        elif t.text == "HW_MEM_OUT" and tokens[i - 1].text == "return":
            k = i
            while tokens[k - 1].text not in (";", "{", "}"):
                k -= 1
            out.update(range(k, i + 1))
        first = source.rfind("\n", 0, t.start) + 1
        if NO_RULE.search(source, first, source.find("\n", t.start)):
            out.add(i)
    return out


def changes(source, tokens, i, enums):
    """(start, end, new text) of what can be done to one token."""
    t, before, after = tokens[i], tokens[i - 1].text, tokens[i + 1].text
    if t.text in SWAPS and not BEHIND.match(source, t.start):
        yield t.start, t.end, SWAPS[t.text]
    if t.text in TURNS:
        yield t.start, t.end, TURNS[t.text]
    if t.text in ("&&", "||"):
        neutral = "true" if t.text == "&&" else "false"
        last, first = operand(tokens, i, 1), operand(tokens, i, -1)
        sides = [(tokens[i + 1].start, tokens[last].end)]
        if first is not None:
            sides.append((tokens[first].start, tokens[i - 1].end))
        yield from ((a, b, neutral) for a, b in sides if not BOUND.fullmatch(source[a:b]))
    if t.text == "!":
        yield t.start, t.end, ""
    if t.sort == "number" and t.text.isdecimal() and before != "[" and (before, after) != ("{", "}"):
        mark = (tokens[i - 2].text, before, after) == ("]", "=", ";")  # any that is not 0 will do
        if not mark:
            yield t.start, t.end, str(int(t.text) + 1)
        if t.text != "0":
            yield t.start, t.end, str(int(t.text) - 1)
    if t.sort == "string":
        yield t.start, t.end, '"~' + t.text[1:]
    if t.text == "case":
        yield t.start, tokens[i + 2].end, ""
    elif t.sort == "word" and ENUM.match(t.text) and before != "case" and after != "]":
        words = enums[ENUM.match(t.text)[1]]
        if len(words) > 1:
            yield t.start, t.end, words[(words.index(t.text) + 1) % len(words)]


def cells(tokens, i, end, path=()):
    """(path, first, last token) of each cell of a row, brackets within it taken apart."""
    column = 0
    first = i
    for k in range(i, end + 1):
        if k < first:
            continue
        if tokens[k].text == "(" and k == first:
            last = closing(tokens, k)
            yield from cells(tokens, k + 1, last, path + (column,))
            first = last + 2
            column += 1
        elif tokens[k].text == "," or k == end:
            yield path + (column,), first, k - 1
            first, column = k + 1, column + 1


def table_changes(tokens, source):
    """Each cell of the tables of a header, replaced by the next other one of its column."""
    for i, t in enumerate(tokens):
        if t.text != "define" or tokens[i + 2].text != "(" or tokens[i + 3].text != "X":
            continue
        columns, k = {}, i + 5
        while k + 1 < len(tokens) and (tokens[k].text == "X" or tokens[k].sort == "comment"):
            if tokens[k].text == "X":
                end = closing(tokens, k + 1)
                for path, first, last in cells(tokens, k + 2, end):
                    columns.setdefault(path, []).append((tokens[first].start, tokens[last].end))
                k = end
            k += 1
        for path, spans in columns.items():
            texts = [" ".join(source[a:b].split()) for a, b in spans]
            for n, (start, stop) in enumerate(spans):
                others = [x for x in texts[n + 1:] + texts[:n] if x != texts[n]]
                if path != (0,) and others and not texts[n].startswith('"'):
                    yield start, stop, others[0]


def mutants_of(path):
    source = (ROOT / path).read_text(encoding="utf-8")
    tokens = [Token(m) for m in TOKEN.finditer(source) if m.lastgroup != "directive"]
    found = list(table_changes(tokens, source)) if path.endswith(".h") else []
    tokens = [t for t in tokens if t.sort != "comment"]
    kept, enums = no_rules(source, tokens), {}
    for t in tokens:
        match = ENUM.match(t.text)
        if match and t.text not in enums.setdefault(match[1], []):
            enums[match[1]].append(t.text)
    for i in range(1, len(tokens) - 1):
        tabled = not path.endswith(".h") or tokens[i].sort == "string"
        if i not in kept and tabled:
            found += changes(source, tokens, i, enums)
    return [Mutant(path, source, *change) for change in dict.fromkeys(found)]


# --- what they are tried with ------------------------------------------------------------------------

class Build:
    """A copy of the sources, its build, and the tests: the quick first, those that killed before them."""

    def __init__(self, folder, which):
        self.tree, self.build = folder / "tree", folder / "build"
        self.took, self.kills, self.env = {}, {}, dict(os.environ, CI="", HW_UPDATE_GOLDEN="")
        self.copy()
        launcher = ["-DCMAKE_C_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []
        self.must("cmake", "-S", self.tree, "-B", self.build, "-G", "Ninja", "-DCMAKE_C_FLAGS=-O1 -w",
                  "-DCMAKE_BUILD_TYPE=None", *launcher)
        self.must("ninja", "-C", self.build)
        shown = self.must("ctest", "--test-dir", self.build, "--show-only=json-v1").stdout
        tests = [t for t in json.loads(shown)["tests"] if re.fullmatch(which, t["name"])]
        self.tests = {t["name"]: t["command"] for t in tests}
        programs = set(re.findall(r"^(\S+): C_EXECUTABLE", self.must("ninja", "-C", self.build, "-t", "targets", "all").stdout, re.M))
        parts = {os.path.relpath(part, self.build) for command in self.tests.values() for part in command}
        self.targets = sorted(programs & parts)
        self.must("ctest", "--test-dir", self.build, "-R", "^cli.generate$", "--output-on-failure")

    def copy(self):
        wanted = [p for part in ("src", "include", "proto") for p in (ROOT / part).rglob("*") if p.is_file()]
        wanted += [ROOT / name for name in ("CMakeLists.txt", "LICENSE")]
        for old in [p for p in self.tree.rglob("*") if p.is_file() and not p.is_symlink()]:
            if not (ROOT / old.relative_to(self.tree)).exists():
                old.unlink()
        for path in wanted:
            self.write(path.relative_to(ROOT), path.read_bytes())
        for part in ("tests", "profiles", "docs", "README.md"):
            if not (self.tree / part).is_symlink():
                (self.tree / part).symlink_to(ROOT / part)

    def write(self, path, content):
        target = self.tree / path
        if not target.exists() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)

    def must(self, *command):
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=self.env)
        if done.returncode:
            sys.exit(f"{' '.join(map(str, command))}\n{(done.stdout + done.stderr)[-4000:]}")
        return done

    def fails(self, name):
        """Whether the test fails. One that takes far longer than it did hangs."""
        start, limit = time.monotonic(), 10 + 10 * self.took.get(name, 60)
        try:
            code = subprocess.run(self.tests[name], capture_output=True, cwd=self.build / "tests", env=self.env,
                                  timeout=limit, check=False).returncode
        except subprocess.TimeoutExpired:
            return True
        self.took.setdefault(name, time.monotonic() - start)
        return code not in (0, SKIPPED)

    def first_failure(self, names):
        """The name of a test that fails, or None. Two run at a time; none starts after a failure."""
        queue, failed = list(reversed(names)), []

        def work():
            while queue and not failed:
                name = queue.pop()
                if self.fails(name):
                    failed.append(name)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for job in [pool.submit(work) for _ in range(os.cpu_count())]:
                job.result()
        return failed[0] if failed else None

    def try_out(self, mutant):
        """The test that fails; "" where it does not compile; None where all pass."""
        self.write(mutant.path, mutant.text.encode())
        try:
            done = subprocess.run(["ninja", "-C", self.build, *self.targets], capture_output=True, check=False)
            if done.returncode:
                return ""
            order = sorted(self.tests, key=lambda t: self.took[t] / (1 + self.kills.get(t, 0)))
            killer = self.first_failure(order)
            self.kills[killer] = self.kills.get(killer, 0) + 1
            return killer
        finally:
            self.write(mutant.path, mutant.source.encode())


def chosen(every, args):
    """The named ones, then all others in an order that the seed decides, each for itself: a change of the code or of
    the equivalents leaves the rest of the order as it is."""
    rest = [m for m in every if not m.is_one_of(mutants.EQUIVALENTS)]
    if args.only:
        return [m for m in rest if args.only in m.line]
    named = [m for m in rest if m.is_one_of(mutants.NAMED)]
    rest = [m for m in rest if not m.is_one_of(mutants.NAMED)]
    return named + sorted(rest, key=lambda m: hashlib.sha256(f"{args.seed} {m.path} {m.line}".encode()).digest())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=80)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only")
    parser.add_argument("--tests", default=mutants.TESTS)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--all", action="store_true")
    args = parser.parse_args()
    paths = sorted(str(p.relative_to(ROOT)) for glob in mutants.FILES for p in ROOT.glob(glob))
    every = [m for path in paths for m in mutants_of(path)]
    problems = [f"{row[0]}: no mutant makes {row[1]!r}" for row in mutants.NAMED + mutants.EQUIVALENTS
                if not any(m.is_one_of([row]) for m in every)]
    todo = chosen(every, args)
    wanted = len(todo) if args.all or args.only else sum(m.is_one_of(mutants.NAMED) for m in todo) + args.count
    if args.list:
        print("\n".join([f"{m.path}: {m.line}" for m in todo[:wanted]] + problems))
        return 1 if problems else 0
    build = Build(args.folder.resolve(), args.tests)
    failed = build.first_failure(sorted(build.tests))
    if failed:
        print(f"{failed} fails without any mutant")
        return 1
    tried, start = 0, time.monotonic()
    for mutant in todo:
        if tried == wanted:
            break
        begun = time.monotonic()
        killer = build.try_out(mutant)
        tried += killer != ""
        print(f"{time.monotonic() - begun:5.1f} s  {killer if killer else 'SURVIVES' if killer is None else 'no C'}: "
              f"{mutant.path}: {mutant.line}", flush=True)
        if killer is None:
            problems.append(mutant.diff())
    print("\n".join(problems))
    print(f"{len(every)} mutants found, {tried} tried, {len(problems)} problems, "
          f"{(time.monotonic() - start) / max(tried, 1):.1f} s each")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
