"""With the program's file at hand, verdict and cause of every labelled line are the truth's.

    strict.py TOOL CORPUS BINARIES [VERSION/CASE…]

The profile is given in both its forms: only the text has the raw stacks that tell what a collection allocated.
CORPUS is tests/data/corpus, BINARIES the folder of programs VERSION/CASE; CASE-stripped and its like are held
against the truth of CASE, but for numbers. Bytes count to the byte.
"""

import collections
import csv
import json
import os
import re
import subprocess
import sys

# What ours says in place of the truth, and is right too.
ALSO_RIGHT = {
    # one label for two instances of a generic function: go.shape.int_0 has 8 bytes
    ("1.19.13/generics", "generics/main.go", 17): "tiny-shared beside honest",
    # the constant of a panic that did not happen: never executed, and read-only data at that
    ("1.26.8/traps", "traps/main.go", 241): "never-readonly-const",
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
    match = re.match(r"(?:example\.com/lab/|/src/lab/|\./)?((?!internal/)\w+/[\w/]*\w+\.go)$", name or "")
    return match[1] if match and not match[1].startswith("runtime/") else None


def read_truth(path):
    """(file, line) -> {(verdict, cause): values}; the same -> [(verdict, cause)] without bytes."""
    found, quiet = collections.defaultdict(dict), collections.defaultdict(list)
    with open(path, newline="", encoding="utf-8") as table:
        for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
            place, cause = (row["file"], int(row["line"])), row["cause"] if row["cause"] != "-" else None
            if row["verdict"] in WITH_BYTES:
                key, values = (row["verdict"], cause), [int(row[name]) for _, name in VALUES]
                before = found[place].get(key, [0] * len(VALUES))
                found[place][key] = [a + b for a, b in zip(before, values)]
            elif row["verdict"] in ("unobserved", "upheld"):
                quiet[place].append((row["verdict"], cause))
    return found, quiet


def read_ours(page):
    found, quiet = collections.defaultdict(dict), collections.defaultdict(set)
    for f in page["findings"]:
        name = lab_file(f["file"])
        if not name or not f["alloc_objects"]:
            continue
        key, values = (f["verdict"], f["cause"]), [f[name] for name, _ in VALUES]
        before = found[name, f["line"]].get(key, [0] * len(VALUES))
        found[name, f["line"]][key] = [a + b for a, b in zip(before, values)]
    for c in page["claims_without_bytes"]["listed"]:
        quiet[lab_file(c["file"]), c["line"]].add((c["verdict"], c["cause"]))
    return found, quiet


def leniently(lines):
    """Of another recording of the same program: no numbers, and nothing that hangs on when it ran."""
    phase = ("tiny-shared", "gc-inside-malloc", "defer-record", "runtime-service")
    found = {place: {key: None for key in rows if key[1] not in phase} for place, rows in lines[0].items()}
    quiet = collections.defaultdict(list, {place: [row for row in rows if row[1] not in phase]
                                           for place, rows in lines[1].items()})
    return {place: rows for place, rows in found.items() if rows}, quiet


def compare(case, truth, ours):
    """Sentences about lines that differ."""
    for place in sorted(set(truth[0]) | set(ours[0])):
        if truth[0].get(place) != ours[0].get(place) and (case, *place) not in ALSO_RIGHT:
            yield (f"{place[0]}:{place[1]}: {truth[0].get(place)}, ours {ours[0].get(place)}")
    for place, rows in sorted(truth[1].items()):
        for verdict, cause in rows:
            if (verdict, cause) not in ours[1][place] and (case, *place) not in ALSO_RIGHT:
                yield f"{place[0]}:{place[1]}: {verdict} {cause}, ours {sorted(map(str, ours[1][place]))}"


def main(arguments):
    tool, corpus, binaries, *only = arguments
    wrong = lines = cases = 0
    for version in sorted(os.listdir(binaries)):
        truth_folder = os.path.join(corpus, "truth", version)
        if not os.path.isdir(truth_folder):
            continue
        for case in sorted(os.listdir(os.path.join(binaries, version))):
            name, dash, variant = case.partition("-")
            table = os.path.join(truth_folder, name + ".tsv")
            if not os.path.exists(table) or (only and f"{version}/{case}" not in only):
                continue
            truth = read_truth(table)
            page = audit(tool, os.path.join(corpus, "recorded", version, name), os.path.join(binaries, version, case),
                         dash + variant)
            ours = read_ours(page)
            if variant:
                truth, ours = leniently(truth), leniently(ours)
            found = list(compare(f"{version}/{case}", truth, ours))
            if page["build_match"]["verdict"] == "mismatch":
                found.append(f"accused: {page['build_match']['reasons']}")
            for text in found:
                print(f"{version}/{case}: {text}")
            cases += 1
            lines += len(set(truth[0]) | set(truth[1]))
            wrong += len(found)
    print(f"{cases} programs, {lines} lines, {wrong} wrong")
    return 1 if wrong or not cases else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
