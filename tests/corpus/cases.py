"""The labelled cases: small programs on which a verdict was wrong once, or can easily be.

A folder of tests/data/cases holds a profile (*.pb.gz), a text log (*.log.gz) or a bundle (*.hwb) or
both, perhaps the program (*.bin.gz), and the source for who reads it. Its expect.tsv has a row for
each site of the lines that it names:

    at        FILE:LINE
    evidence  the kinds of evidence that the row is true of: text, bundle, program
    sizes     of the objects, the smallest first, as the profile has them
    verdict, cause      "-": there is no cause
    claims    the owners of a definite verdict, the candidates of another; "-": none
    why       the last step of the first claim's explanation; may be empty

All sites of a line have a row, or the line is wrong. A row that fits none is wrong, too.

    cases.py --program HEAPWITNESS DIR
"""
import argparse
import csv
import glob
import gzip
import json
import os
import subprocess
import sys
import tempfile

COLUMNS = ["at", "evidence", "sizes", "verdict", "cause", "claims"]


def first(folder, pattern):
    found = sorted(glob.glob(os.path.join(folder, pattern)))
    return found[0] if found else None


def evidence_of(folder, scratch):
    """Arguments by kind of evidence."""
    text, bundle = first(folder, "*.log.gz"), first(folder, "*.hwb")
    packed = first(folder, "*.bin.gz")
    runs = {}
    if text:
        runs["text"] = ["--claims", text]
    if bundle:
        runs["bundle"] = ["--claims", bundle]
    if packed:
        program = os.path.join(scratch, os.path.basename(folder))
        with gzip.open(packed) as source, open(program, "wb") as to:
            to.write(source.read())
        os.chmod(program, 0o755)
        runs["program"] = ["--claims", bundle or text, "--binary", program]
    return runs


def audit(program, folder, arguments):
    command = [program, "audit", first(folder, "*.pb.gz"), *arguments]
    command += ["--sample_index=alloc_space", "--nodecount=0", "--format=json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


def why_of(finding):
    """The last step of the first claim's first explanation."""
    routes = finding["claims"][0]["routes"] if finding["claims"] else []
    steps = [s for s in routes[0] if s["why"]] if routes else []
    return f"{steps[-1]['from']} ({steps[-1]['why']})" if steps else "-"


def words(finding, with_why):
    """A finding as a row has it."""
    claims = " | ".join(sorted(c["text"] for c in finding["claims"])) or "-"
    row = {
        "at": f"{os.path.basename(finding['file'] or '')}:{finding['line']}",
        "sizes": " ".join(str(s) for s in finding["object_sizes"]),
        "verdict": finding["verdict"],
        "cause": finding["cause"] or "-",
        "claims": claims,
    }
    if with_why:
        row["why"] = why_of(finding)
    return row


def check(folder, rows, kind, report):
    expected = [r for r in rows if kind in r["evidence"].split()]
    lines = {r["at"] for r in expected}
    left = [f for f in report["findings"] if words(f, False)["at"] in lines]
    complaints = []
    for row in expected:
        want = {k: row[k] for k in COLUMNS if k != "evidence"}
        if row.get("why"):
            want["why"] = row["why"]
        fits = [f for f in left if words(f, "why" in want) == want]
        if fits:
            left.remove(fits[0])
        else:
            complaints.append(f"missing: {want}")
    complaints += [f"instead: {words(f, True)}" for f in left]
    name = os.path.basename(folder)
    return len(expected), [f"{name} ({kind}): {c}" for c in complaints]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("folder")
    options = parser.parse_args()
    count, complaints = 0, []
    for folder in sorted(glob.glob(os.path.join(options.folder, "*", ""))):
        folder = folder.rstrip("/")
        with open(os.path.join(folder, "expect.tsv"), encoding="utf-8") as f:
            rows = list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))
        with tempfile.TemporaryDirectory() as scratch:
            runs = evidence_of(folder, scratch)
            named = {kind for r in rows for kind in r["evidence"].split()}
            complaints += [f"{folder}: no input for {kind}" for kind in sorted(named - set(runs))]
            for kind, arguments in runs.items():
                n, more = check(folder, rows, kind, audit(options.program, folder, arguments))
                count += n
                complaints += more
    print("\n".join(complaints))
    print(f"{count} rows, {len(complaints)} complaints")
    sys.exit(1 if complaints or count == 0 else 0)


if __name__ == "__main__":
    main()
