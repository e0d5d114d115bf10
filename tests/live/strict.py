"""With the program's file at hand, verdict and cause of every labelled line are the truth's.

    strict.py TOOL CORPUS BINARIES [VERSION/CASE…]
    strict.py --live TOOL CORPUS [CASE…]     all programs, built and run by the go command on the PATH
    strict.py --matrix TOOL CORPUS [CASE…]   the same with every release that was recorded, as far as it can be had

The profile is given in both its forms: only the text has the raw stacks that tell what a collection allocated.
CORPUS is tests/data/corpus, BINARIES the folder of programs VERSION/CASE; CASE-stripped and its like are held
against the truth of CASE, but for numbers. Bytes count to the byte.
"""

import collections
import csv
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile

import lab

# What ours says in place of the truth, and is right too, or as right as can be.
ALSO_RIGHT = {
    # 1.19: one label for two instances of a generic function, tiny-shared and honest: go.shape.int_0 has 8 bytes
    ("generics/main.go", 17),
    # never-readonly-const: the constant of a panic that did not happen is never executed, and read-only data at that
    ("traps/main.go", 241),
}
WITH_BYTES = ("confirmed", "contradicted", "unclaimed")
VALUES = (("alloc_objects", "alloc_objects"), ("alloc_space", "alloc_bytes"),
          ("inuse_objects", "inuse_objects"), ("inuse_space", "inuse_bytes"))


def audit(tool, folder, binary, variant):
    command = [tool, "audit", os.path.join(folder, f"heap{variant}.pb.gz"),
               os.path.join(folder, f"heap{variant}.debug1.txt.gz"), "--binary", binary, "--claims",
               os.path.join(folder, "escape.m2.log.gz"), "--format=json", "--nodecount=0", "--all"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: exit {done.returncode}: {done.stderr.decode()}")
    return json.loads(done.stdout)


def lab_file(name):
    """The file as the truth names it; None: it is not of the lab."""
    sources = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data", "corpus", "lab")
    match = re.match(r"(?:example\.com/lab/|/src/lab/|\./)?((?!internal/)\w+/[\w/]*\w+\.go)$", name or "")
    return match[1] if match and os.path.exists(os.path.join(sources, match[1])) else None


def read_truth(path):
    """(file, line) -> {(verdict, cause): values}; the same -> [(verdict, cause)] without bytes."""
    found, without_bytes = collections.defaultdict(dict), collections.defaultdict(list)
    with open(path, newline="", encoding="utf-8") as table:
        for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
            place, cause = (row["file"], int(row["line"])), row["cause"] if row["cause"] != "-" else None
            if row["verdict"] in WITH_BYTES:
                key, values = (row["verdict"], cause), [int(row[name]) for _, name in VALUES]
                before = found[place].get(key, [0] * len(VALUES))
                found[place][key] = [a + b for a, b in zip(before, values)]
            elif row["verdict"] in ("unobserved", "upheld"):
                without_bytes[place].append((row["verdict"], cause))
    return found, without_bytes


def read_ours(page):
    found, without_bytes = collections.defaultdict(dict), collections.defaultdict(set)
    for f in page["findings"]:
        name = lab_file(f["file"])
        if not name or not f["alloc_objects"]:
            continue
        key, values = (f["verdict"], f["cause"]), [f[name] for name, _ in VALUES]
        before = found[name, f["line"]].get(key, [0] * len(VALUES))
        found[name, f["line"]][key] = [a + b for a, b in zip(before, values)]
    for c in page["claims_without_bytes"]["listed"]:
        without_bytes[lab_file(c["file"]), c["line"]].add((c["verdict"], c["cause"]))
    return found, without_bytes


def leniently(lines):
    """Of another recording of the same program: no numbers, and nothing that hangs on when it ran."""
    phase = ("tiny-shared", "gc-inside-malloc", "defer-record", "runtime-service")
    found = {place: {key: None for key in rows if key[1] not in phase} for place, rows in lines[0].items()}
    without_bytes = collections.defaultdict(set, {place: {row for row in rows if row[1] not in phase}
                                          for place, rows in lines[1].items()})
    return {place: rows for place, rows in found.items() if rows}, without_bytes


def compare(truth, ours):
    """Sentences about lines that differ."""
    for place in sorted(set(truth[0]) | set(ours[0])):
        if truth[0].get(place) != ours[0].get(place) and place not in ALSO_RIGHT:
            yield (f"{place[0]}:{place[1]}: {truth[0].get(place)}, ours {ours[0].get(place)}")
    for place, rows in sorted(truth[1].items()):
        for verdict, cause in rows:
            # The text cannot tell the first two apart everywhere, nor the code the others from what did not run.
            # Of a closure that two packages have (one name from 1.27 on) one copy ran, and the other did not.
            copied = cause == "never-executed" and place == ("traps/api/api.go", 15)
            if copied or cause in ("never-byte", "never-zero-size", "never-value-dependent", "tiny-shared",
                                   "never-readonly-const"):
                known = {(verdict, cause), (verdict, None)} & ours[1][place]
            else:
                known = {(verdict, cause)} & ours[1][place]
            if not known and place not in ALSO_RIGHT:
                yield f"{place[0]}:{place[1]}: {verdict} {cause}, ours {sorted(map(str, ours[1][place]))}"


def judge(case, tool, table, recording, binary, variant, lenient):
    """How many lines there are, and what is wrong with them."""
    truth, page = read_truth(table), audit(tool, recording, binary, variant)
    ours = read_ours(page)
    if lenient:
        truth, ours = leniently(truth), leniently(ours)
    found = list(compare(truth, ours))
    if page["build_match"]["verdict"] == "mismatch":
        found.append(f"accused: {page['build_match']['reasons']}")
    for text in found:
        print(f"{case}: {text}")
    return len(set(truth[0]) | set(truth[1])), len(found)


def recorded(tool, corpus, binaries, only):
    for version in sorted(os.listdir(binaries)):
        truth_folder = os.path.join(corpus, "truth", version)
        if not os.path.isdir(truth_folder):
            continue
        for case in sorted(os.listdir(os.path.join(binaries, version))):
            name, dash, variant = case.partition("-")
            table = os.path.join(truth_folder, name + ".tsv")
            if os.path.exists(table) and (not only or f"{version}/{case}" in only):
                yield judge(f"{version}/{case}", tool, table, os.path.join(corpus, "recorded", version, name),
                            os.path.join(binaries, version, case), dash + variant, variant)


def record(corpus, name, folder, toolchain):
    """One program's profiles and log, and its file."""
    binary, said = lab.build(corpus, name, folder, toolchain)
    out = os.path.join(folder, name + ".recording")
    os.mkdir(out)
    with gzip.open(os.path.join(out, "escape.m2.log.gz"), "wb") as log:
        log.write(said)
    text = os.path.join(out, "heap.debug1.txt")
    subprocess.run([binary, os.path.join(out, "heap.pb.gz"), text], env=dict(os.environ, GOMAXPROCS="1"), timeout=300,
                   check=True)
    with open(text, "rb") as plain, gzip.open(text + ".gz", "wb") as packed:
        packed.write(plain.read())
    return out, binary


def live(tool, corpus, only, release, toolchain="local"):
    with tempfile.TemporaryDirectory(prefix="strict-") as folder:
        for name, table in lab.labelled(corpus, release):
            if not only or name in only:
                out, binary = record(corpus, name, folder, toolchain)
                yield judge(f"{release}/{name}", tool, table, out, binary, "", True)


def report(name, counts):
    lines, wrong = sum(n for n, _ in counts), sum(n for _, n in counts)
    print(f"{name}{len(counts)} programs, {lines} lines, {wrong} wrong")
    return wrong or not counts


def main(arguments):
    what, *rest = arguments
    if what == "--live":
        return report("", list(live(*rest[:2], rest[2:], lab.at_hand(rest[1]))))
    if what == "--matrix":
        done = [report(f"{release}: ", list(live(*rest[:2], rest[2:], release, f"go{release}")))
                for release in lab.available(rest[1])]
        return any(done) or not done
    return report("", list(recorded(*arguments[:3], arguments[3:])))


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
