#!/usr/bin/env python3
"""Holds `heapwitness drift` to the labelled program of tests/data/drift, and to the corpus.

    drift.py HEAPWITNESS planted|moved|versions|corpus

planted   A against B, of every Go version: exactly the differences that comments "drift: KIND" in
          the sources announce, at their lines ("KIND >=1.25" from that version on, "KIND; KIND" two).
          In src-b they stand for what B says, in src-a for what A alone says. B against A: the
          mirror of it.
moved     src-a against src-moved, where functions, files and lines moved: nothing.
versions  the same source in two Go versions: exactly the rows of tests/data/drift/versions.tsv.
corpus    the recorded corpus: 1.26.8 against itself without -trimpath has no difference, and version
          against version those of tests/data/drift/corpus.tsv.
HW_UPDATE_GOLDEN=1 writes the two tables anew: look at the diff.
"""
import collections
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"
LOGS = DATA / "drift" / "logs"
VERSIONS = ["1.21.13", "1.24.13", "1.26.8", "1.27.1"]
CORPUS = ["1.19.13", "1.20.14", "1.21.13", "1.22.12", "1.23.12", "1.24.13", "1.25.8", "1.26.8",
          "1.27.1"]
MIRROR = {"stack-to-heap": "heap-to-stack", "inlinable": "not-inlinable", "inlined": "not-inlined",
          "leaks-more": "leaks-less"}
MIRROR |= {b: a for a, b in MIRROR.items()}


def mirror(kind):
    if kind.startswith("new-"):
        return "gone-" + kind[4:]
    return "new-" + kind[5:] if kind.startswith("gone-") else MIRROR.get(kind, kind)


def drift(program, a, b):
    done = subprocess.run([program, "drift", "--format=json", "--all", "--nodecount=0", a, b],
                          capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def shown(d):
    """(side, file, line) that a difference is shown at."""
    end = "b" if d["b"] else "a"
    return end, os.path.basename(d[end]["file"]), d[end]["line"]


def minor(version):
    return int(version.split(".")[1])


def labels(version):
    """Counter of (side, file, line or package, kind)."""
    found = collections.Counter()
    for end in "ab":
        for path in sorted((DATA / "drift" / f"src-{end}").rglob("*.go")):
            for n, line in enumerate(path.read_text().splitlines(), 1):
                match = re.search(r"// drift: (.*)", line)
                for word in match.group(1).split(";") if match else []:
                    kind, _, since = word.strip().partition(" >=1.")
                    if since and minor(version) < int(since):
                        continue
                    if kind.endswith("-package"):
                        found[end, None, f"example.com/drift/{path.parent.name}", kind] += 1
                    else:
                        found[end, path.name, n, kind] += 1
    return found


def planted(program):
    for version in VERSIONS:
        want = labels(version)
        assert sum(want.values()) > 20, "the sources have lost their labels"
        a, b = LOGS / version / "a.hwb", LOGS / version / "b.hwb"
        for mirrored in (False, True):
            doc = drift(program, b, a) if mirrored else drift(program, a, b)
            got = collections.Counter()
            for d in doc["differences"]:
                kind = mirror(d["kind"]) if mirrored else d["kind"]
                ends = {"a": d["b"], "b": d["a"]} if mirrored else d
                end = "b" if ends["b"] else "a"
                if kind.endswith("-package"):
                    got[end, None, d["package"], kind] += 1
                else:
                    got[end, os.path.basename(ends[end]["file"]), ends[end]["line"], kind] += 1
            for what in sorted((want - got).elements(), key=str):
                yield f"{version}{' mirrored' if mirrored else ''}: planted and not found: {what}"
            for what in sorted((got - want).elements(), key=str):
                yield f"{version}{' mirrored' if mirrored else ''}: found and not planted: {what}"


def moved(program):
    for version in VERSIONS:
        doc = drift(program, LOGS / version / "a.hwb", LOGS / version / "moved.hwb")
        if doc["same"] < 20:
            yield f"{version}: only {doc['same']} claims agree"
        for d in doc["differences"]:
            yield f"{version}: {d['kind']} at {shown(d)}, but only lines moved"


def row(head, d):
    end, file, line = shown(d)
    said = [(d[e] or {}).get("text") or "-" for e in "ab"]
    return "\t".join([*head, d["kind"], "reworded" if d["reworded"] else "-",
                      d["function"] or "-", f"{file}:{line}", *said])


def table(path, got):
    """Differences from a checked table."""
    if os.environ.get("HW_UPDATE_GOLDEN", "") not in ("", "0"):
        path.write_text("".join(line + "\n" for line in got))
        return
    want = collections.Counter(path.read_text().splitlines())
    have = collections.Counter(got)
    yield from (f"{path.name}: not found any more: {line}" for line in (want - have).elements())
    yield from (f"{path.name}: new: {line}" for line in (have - want).elements())


def versions(program):
    rows = []
    for a, b in zip(VERSIONS, VERSIONS[1:]):
        doc = drift(program, LOGS / a / "a.hwb", LOGS / b / "a.hwb")
        if not doc["versions_differ"]:
            yield f"{a} and {b}: the versions are not known to differ"
        rows += [row([a, b], d) for d in doc["differences"]]
        for d in doc["differences"]:
            constant = d["reworded"] and d["kind"] == "heap-to-stack"
            if d["kind"] not in ("by-version", "reworded") and not constant:
                yield f"{a} to {b}: {d['kind']} at {shown(d)}, but the source is the same"
    yield from table(DATA / "drift" / "versions.tsv", rows)


def corpus(program):
    recorded = DATA / "corpus" / "recorded"
    rows = []
    cases = sorted(p.name for p in (recorded / "1.26.8-untrimmed").iterdir())
    assert len(cases) > 10
    for case in cases:
        log = "escape.m2.log.gz"
        doc = drift(program, recorded / "1.26.8" / case / log,
                    recorded / "1.26.8-untrimmed" / case / log)
        for d in doc["differences"]:
            yield f"{case} without -trimpath: {d['kind']} at {shown(d)}"
        for a, b in zip(CORPUS, CORPUS[1:]):
            logs = [recorded / v / case / log for v in (a, b)]
            if all(p.exists() for p in logs):
                doc = drift(program, *logs)
                rows += [row([a, b, case], d) for d in doc["differences"]]
    yield from table(DATA / "drift" / "corpus.tsv", rows)


def main():
    program, what = sys.argv[1:]
    bad = list({"planted": planted, "moved": moved, "versions": versions,
                "corpus": corpus}[what](program))
    for problem in bad:
        print(problem)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
