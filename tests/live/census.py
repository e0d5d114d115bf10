"""The census of labelled programs, against what their profiles and labels say: every call that a leaf was at
is in it, and no line that can never allocate has one.

    census.py TOOL DATA BINARIES   the programs whose files are recorded
    census.py TOOL DATA            all labelled programs, built by the Go toolchain on the PATH
    census.py --matrix TOOL DATA   the same with every release that was recorded, as far as it can be had
"""

import csv
import pathlib
import re
import sys
import tempfile

import heapwitness
import lab

PROGRAMS = {"1.19.13": ["generics", "makecopy", "moved"], "1.24.13": ["generics", "makecopy", "moved"],
            "1.26.8": ["generics", "makecopy", "moved", "traps"], "1.27.1": ["generics", "makecopy", "moved", "traps"]}
FORMS = ["moved-stripped", "moved-pie", "moved-stripped-pie"]
NEVER = {"never-static-closure", "never-byte", "never-readonly-const"}
LAB = "example.com/lab/"


def rows(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


def allocates(callee):
    """Whether the census looks for calls of it: not functions of the program (lost frames), nor services."""
    constructs = ("newobject", "mallocgc", "makeslice", "growslice", "moveSlice", "makemap", "mapassign", "makechan", "convT",
                  "concat", "slice", "stringtoslice", "intstring", "deferproc")
    return callee.startswith(constructs)


def short(function):
    """As it is shown: copies of an allocator for one size share a name."""
    function = function.removeprefix("runtime.") if function else function
    return re.sub(r"^(mallocgc\w*?)(SC|Size)\d+$", r"\1", function) if function else function


def check(where, document, sites, truth):
    found = {}
    for site in document["sites"]:
        if (site["file"] or "").startswith(LAB):
            found.setdefault((site["file"][len(LAB):], site["line"]), []).append(site)
    wrong = 0
    seen = 0
    for row in sites:
        place = (row["file"], int(row["line"]))
        if not allocates(row["callee"]):
            continue
        seen += 1
        # Instances of generic code that have one name (to 1.20) are one site, whose type is that of the first.
        calls = [s for s in found.get(place, []) if short(s["allocator"]) == short(row["callee"]) and
                 (row["type"] == "-" or s["type"] == row["type"] or s["calls"] > 1)]
        if not calls:
            wrong += 1
            print(f"{where}: {place[0]}:{place[1]}: no call of {row['callee']} ({row['type']})")
    never = 0
    for row in truth:
        if row["cause"] not in NEVER:
            continue
        never += 1
        # Other claims of the line may have calls; the labelled one must be a claim without.
        place = (row["file"], int(row["line"]))
        owned = [s for s in found.get(place, []) if any(c["owner"] for c in s["claims"])]
        if owned and not any(r["file"] == row["file"] and r["line"] == row["line"] and r["cause"] != row["cause"]
                             for r in truth):
            wrong += 1
            print(f"{where}: {place[0]}:{place[1]}: {row['cause']}, and a call of {owned[0]['allocator']}")
    without_bytes = {(c["file"].split("/lab/")[-1], c["line"]) for c in document["claims_without_call"]["listed"]}
    for row in truth:
        if row["verdict"] == "unobserved" and row["cause"] in NEVER and (row["file"], int(row["line"])) not in without_bytes:
            wrong += 1
            print(f"{where}: {row['file']}:{row['line']}: {row['cause']} is not among the claims without a call")
    return seen, never, wrong


def report(programs, calls, nevers, bad):
    print(f"{programs} programs, {calls} rows of recorded calls, {nevers} lines that never allocate, {bad} differences")
    return 1 if bad or calls < 200 or programs == 0 else 0


def recorded(tool, data, binaries):
    calls = nevers = bad = programs = 0
    for version, cases in PROGRAMS.items():
        for case in cases + (FORMS if version == "1.26.8" else []):
            name, _, form = case.partition("-")
            folder = data / "recorded" / version / name
            document = heapwitness.census(tool, "--binary", binaries / version / case, "--claims", folder / "escape.m2.log.gz")
            sites = rows(folder / f"sites{'-' + form if form else ''}.tsv")
            seen, never, wrong = check(f"{version}/{case}", document, sites, rows(data / "truth" / version / f"{name}.tsv"))
            calls, nevers, bad, programs = calls + seen, nevers + never, bad + wrong, programs + 1
    return report(programs, calls, nevers, bad)


def live(tool, data, release, toolchain="local"):
    calls = nevers = bad = programs = 0
    with tempfile.TemporaryDirectory() as scratch:
        for name, table in lab.labelled(data, release):
            program, said = lab.build(data, name, scratch, toolchain)
            log = program + ".log"
            with open(log, "wb") as f:
                f.write(said)
            sites = rows(data / "recorded" / release / name / "sites.tsv")
            seen, never, wrong = check(f"{release}/{name}", heapwitness.census(tool, "--binary", program, "--claims", log), sites, rows(table))
            calls, nevers, bad, programs = calls + seen, nevers + never, bad + wrong, programs + 1
    return report(programs, calls, nevers, bad)


def main(arguments):
    matrix = arguments[0] == "--matrix"
    tool, data = arguments[matrix], pathlib.Path(arguments[matrix + 1]) / "corpus"
    if matrix:
        done = [live(tool, data, release, f"go{release}") for release in lab.available(data)]
        return any(done) or not done
    if len(arguments) > 2:
        return recorded(tool, data, pathlib.Path(arguments[2]))
    return live(tool, data, lab.at_hand(data))


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
