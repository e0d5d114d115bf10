#!/usr/bin/env python3
"""Compares what two heapwitness programs answer, byte for byte.

    outputs.py OLD NEW [--quick] [--only REGEX] [--jobs N] [--allowed FILE] [--list]

Both are run with every command, in every format, over everything that the repository has recorded
(material.py finds it, runs.py says how it is run): standard output, standard error and exit status
must be the same. What differs is printed as a diff, one example for each sort of difference.

--quick   some of each kind of run
--only    runs whose kind or command line matches
--list    prints the runs and their kinds, and runs nothing

FILE (allowed.txt beside this script) lists the differences that are meant, one a line:
    COMMAND <tab> LINE <tab> REASON
COMMAND and LINE are regular expressions, for the command line as it is printed here and for a
line of the diff, with its sign and what it is of, like "-stderr: old words" or "+exit: 3". A run is
allowed when each of its changed lines is; an entry that allows nothing is an error, unless only
some runs were made.

Exit status: 0 nothing differs, 1 something does or an entry is not used, 2 usage.
"""
import argparse
import collections
import concurrent.futures
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time

import material
import runs
import serve
from run import environment # tests/cli, on the path that material knows

HERE = pathlib.Path(__file__).resolve().parent
TIMEOUT = 300
WIDTH, SHOWN, OTHERS, SORTS = 200, 24, 4, 6 # of a line; lines of a diff, names of further runs, diffs


class Allowed:
    def __init__(self, path):
        self.entries = []
        for n, line in enumerate(path.read_text().splitlines(), 1):
            if not line or line.startswith("#"):
                continue
            parts = line.split("\t")
            if len(parts) != 3 or not all(parts):
                raise SystemExit(f"{path}:{n}: not COMMAND <tab> LINE <tab> REASON")
            self.entries.append((re.compile(parts[0], re.S), re.compile(parts[1]), f"{path.name}:{n}", line))
        self.used = collections.Counter()

    def take(self, command, changed):
        """Whether all changed lines may differ; notes what allowed them."""
        mine = [e for e in self.entries if e[0].search(command)]
        by = [next((e for e in mine if e[1].search(line)), None) for line in changed]
        if not changed or not all(by):
            return False
        self.used.update({e[2] for e in by})
        return True

    def unused(self):
        return [e for e in self.entries if not self.used[e[2]]]


class Runner:
    """Runs one command with one program, always in the same folder."""

    def __init__(self, scratch, programs):
        self.scratch, self.programs = scratch, []
        own = pathlib.Path(tempfile.mkdtemp(prefix="bin", dir=scratch))
        for n, program in enumerate(programs):
            link = own / str(n) / "heapwitness"
            link.parent.mkdir()
            link.symlink_to(program)
            self.programs.append(link)
        self.local = threading.local()

    def folder(self):
        """Of this thread: files for outputs, and an empty folder for shell lines."""
        if not hasattr(self.local, "folder"):
            self.local.folder = pathlib.Path(tempfile.mkdtemp(prefix="w", dir=self.scratch))
        return self.local.folder

    def empty(self):
        folder = self.folder() / "cwd"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name in ("data", "profiles", "generated", "binaries", "go", "time.sed"):
            (folder / name).symlink_to(self.scratch / name)
        return folder

    def one(self, run, n):
        """(exit status, file of stdout, file of stderr)"""
        program = self.programs[n]
        env = environment(program)
        if run.columns:
            env["COLUMNS"] = str(run.columns)
        env["HOME"] = str(self.scratch)
        cwd = self.empty() if run.shell else self.scratch
        words = ["sh", "-c", *run.words] if run.shell else ["heapwitness", *run.words]
        out, err = (self.folder() / f"{n}.{name}" for name in ("out", "err"))
        with open(out, "wb") as o, open(err, "wb") as e:
            try:
                code = subprocess.run(words, executable=None if run.shell else program, cwd=cwd, env=env,
                                      stdin=subprocess.DEVNULL, stdout=o, stderr=e, timeout=TIMEOUT,
                                      check=False).returncode
            except subprocess.TimeoutExpired:
                code = f"none after {TIMEOUT} seconds"
        return code, out, err


def same(a, b):
    if a.stat().st_size != b.stat().st_size:
        return False
    with open(a, "rb") as x, open(b, "rb") as y:
        while True:
            one, two = x.read(1 << 20), y.read(1 << 20)
            if one != two:
                return False
            if not one:
                return True


def document(folder, n, answer):
    """Exit status and outputs as one file, each line with its name in front."""
    code, *files = answer
    path = folder / f"{n}.all"
    with open(path, "wb") as f:
        f.write(b"exit: %s\n" % str(code).encode())
        for name, source in zip((b"stderr", b"stdout"), files[::-1]):
            data = source.read_bytes()
            f.writelines(b"%s: %s\n" % (name, line) for line in data.split(b"\n")[:-1])
            if not data.endswith(b"\n"): # a missing line end is a difference too
                f.write(b"%s: %s (no line end)\n" % (name, data.split(b"\n")[-1]))
    return path


def difference(folder, answers):
    """Lines of a unified diff, without its head."""
    pair = [document(folder, n, answer) for n, answer in enumerate(answers)]
    done = subprocess.run(["diff", "-a", "-U2", *pair], capture_output=True, check=False)
    if done.returncode != 1:
        raise SystemExit(f"diff failed: {done.stderr.decode(errors='replace')}")
    return [line.decode("utf-8", "backslashreplace") for line in done.stdout.split(b"\n")[2:] if line]


def answers(runner, run):
    """Of the two programs, and whether they are the same."""
    old, new = (runner.one(run, n) for n in (0, 1))
    return (old, new), old[0] == new[0] and same(old[1], new[1]) and same(old[2], new[2])


def compare(runner, run):
    """None, or how the two answers differ. They must do so twice: some golden cases race a clock."""
    both, equal = answers(runner, run)
    if not equal:
        both, equal = answers(runner, run)
        if equal:
            print(f"differed once and not again: {run}")
    return None if equal else difference(runner.folder(), both)


def changed_lines(diff):
    return [line for line in diff if line[0] in "+-"]


def signature(changed):
    """What two differences of the same sort have in common: their first lines, numbers aside."""
    first = [next((line for line in changed if line[0] == sign), "") for sign in "-+"]
    return tuple(re.sub(r"\d+", "N", line)[:120] for line in first)


def pairs(diff):
    """{number of a line: of the line that it became}, where as many came as went."""
    partner, gone = {}, []
    for n, line in enumerate([*diff, " "]):
        if line[0] == "-":
            gone.append(n)
        elif line[0] == " " and gone:
            if all(diff[i][0] == "+" for i in range(gone[-1] + 1, n)) and n - gone[-1] - 1 == len(gone):
                partner.update(zip(gone, range(gone[-1] + 1, n)))
            gone = []
    return partner | {b: a for a, b in partner.items()}


def clipped(diff):
    """Its lines, of long ones the part that differs."""
    partner = pairs(diff)
    for n, line in enumerate(diff[:SHOWN]):
        if len(line) <= WIDTH:
            yield line
            continue
        other = diff[partner[n]][1:] if n in partner else ""
        start = max(0, len(os.path.commonprefix([line[1:], other])) - 60)
        head = line[:9] + "... " if start else line[:1]
        yield head + line[1 + start:1 + start + WIDTH] + ("..." if len(line) > 1 + start + WIDTH else "")
    if len(diff) > SHOWN:
        yield f"    ... {len(diff) - SHOWN} more lines"


def show(differences):
    """differences: [(run, diff)] in the order of the runs."""
    kinds = {}
    for run, diff in differences:
        kinds.setdefault(run.kind, {}).setdefault(signature(changed_lines(diff)), []).append((run, diff))
    for kind, sorts in kinds.items():
        print(f"=== {kind}: {sum(map(len, sorts.values()))} runs differ")
        for group in list(sorts.values())[:SORTS]:
            run, diff = group[0]
            print(f"--- {run}")
            print("\n".join(clipped(diff)))
            for other, _ in group[1:1 + OTHERS]:
                print(f"    so too: {other}")
            if len(group) > 1 + OTHERS:
                print(f"    and {len(group) - 1 - OTHERS} more runs")
        if len(sorts) > SORTS:
            print(f"    ... {len(sorts) - SORTS} more sorts of differences")


def choose(args, prepared, port):
    chosen = runs.all_runs(prepared, args.old, port)
    if args.quick:
        chosen = runs.subset(chosen, 8)
    if args.only:
        chosen = [r for r in chosen if args.only.search(r.kind) or args.only.search(str(r))]
    return chosen


def work(args, chosen, scratch):
    """The differences, in the order of the runs."""
    runner = Runner(scratch, (args.old, args.new))
    order = sorted(range(len(chosen)), key=lambda i: (not chosen[i].slow, -chosen[i].cost, i))
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        done = {i: pool.submit(compare, runner, chosen[i]) for i in order}
        differences = [(chosen[i], done[i].result()) for i in sorted(order)]
    return [(run, diff) for run, diff in differences if diff is not None]


def report(args, number, differences):
    """The exit status; prints everything but the time."""
    allowed = Allowed(args.allowed)
    bad = [(run, diff) for run, diff in differences if not allowed.take(str(run), changed_lines(diff))]
    show(bad)
    unused = [] if args.quick or args.only else allowed.unused()
    for *_, where, line in unused:
        print(f"{where}: allows nothing: {line}")
    print(f"{number} runs, {len(bad)} differ, {len(differences) - len(bad)} differ as allowed")
    return 1 if bad or unused or not number else 0


def arguments(words=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("old", type=lambda p: pathlib.Path(p).resolve(strict=True))
    parser.add_argument("new", type=lambda p: pathlib.Path(p).resolve(strict=True))
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", type=re.compile)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--allowed", type=pathlib.Path, default=HERE / "allowed.txt")
    parser.add_argument("--list", action="store_true")
    return parser.parse_args(words)


def main():
    args = arguments()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="heapwitness-compare-") as folder:
        scratch = pathlib.Path(folder)
        chosen = choose(args, material.prepare(scratch), serve.start())
        if args.list:
            for run in chosen:
                print(f"{run.kind}\t{run}")
            return 0
        status = report(args, len(chosen), work(args, chosen, scratch))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{time.monotonic() - began:.0f} s, {used.ru_utime + used.ru_stime:.0f} s CPU of the programs")
    return status


if __name__ == "__main__":
    sys.exit(main())
