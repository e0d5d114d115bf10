#!/usr/bin/env python3
"""The JSON of `heapwitness claims`: every section sums to its total, with and without filters, and
CSV and editor lines say the same claims.

    census.py HEAPWITNESS LOG...
"""
import csv
import io
import json
import subprocess
import sys

FILTERS = ([], ["--focus=func"], ["--ignore=[a-m]"], ["--package=net/...,./kinds"], ["--why=return,assign"],
           ["--pattern=does_not_escape"], ["--pattern=leaking_param,moved_to_heap", "--focus=e"])


def run(program, *arguments):
    return subprocess.run([program, "claims", *arguments], capture_output=True, check=True).stdout.decode()


def problems(d):
    """(what, sum, total) of every section."""
    after, census = d["totals"]["after"], d["census"]
    patterns = census["patterns"]
    verdicts = sum(n for name, n in patterns.items() if name != "escapes_with_flow")
    yield "claims", after["heap"] + after["stack"], after["claims"]
    yield "patterns", verdicts, after["claims"] + after["parameters"]
    yield "claims_total", d["claims_total"], after["claims"] + after["parameters"]
    yield "claims listed", len(d["claims"]), d["claims_total"]
    yield "parameters", sum(census["parameters"].values()), after["parameters"]
    yield "reasons", sum(r["last"] for r in census["reasons"].values()) + census["without_reason"], after["heap"]
    yield "sinks", sum(census["sinks"].values()), after["heap"]
    yield "targets", sum(r["heap"] for r in census["targets"]), after["heap"]
    for column in ("heap", "stack"):
        yield "expressions", sum(e[column] for e in census["expressions"].values()), after[column]
    for section in ("packages", "functions"):
        for column in ("heap", "stack", "parameters"):
            yield f"{section} {column}", sum(r[column] for r in census[section]), after[column]
    for section in ("targets", "packages", "functions"):
        yield f"{section}_total", len(census[section]), census[f"{section}_total"]
    inlining = census["inlining"]
    if inlining:
        yield "functions", inlining["inlinable"] + sum(inlining["obstacles"].values()), after["functions"]
        yield "over_budget", sum(inlining["over_budget"].values()), len(inlining["too_complex"])
        yield "calls", sum(c["calls"] for c in inlining["callees"]), after["inlined_calls"]
    else:
        yield "functions without a census", after["functions"], None
    # The list says what the census counts.
    for key, counted in (("sink", census["sinks"]),
                         ("why", {k: v["last"] for k, v in census["reasons"].items() if v["last"]})):
        listed = {}
        for claim in d["claims"]:
            if claim[key]:
                listed[claim[key]] = listed.get(claim[key], 0) + 1
        yield f"listed by {key}", listed, {k: v for k, v in counted.items() if k != "unexplained"}
    if not any(d["filters"].values()):
        yield "nothing filtered", d["totals"]["before"], after


def unmarked(field):
    return field[1:] if field.startswith("'") else field


def main():
    program, logs, bad = sys.argv[1], sys.argv[2:], 0
    for log in logs:
        for filters in FILTERS:
            d = json.loads(run(program, log, *filters, "--format=json", "--all", "--nodecount=0"))
            for what, got, want in problems(d):
                if got != want:
                    bad += 1
                    print(f"{log} {filters}: {what}: {got}, not {want}")
            rows = list(csv.DictReader(io.StringIO(run(program, log, *filters, "--format=csv"), newline="")))
            said = [(c["kind"], c["package"] or "", c["file"], c["line"], c["expression"], c["why"] or "")
                    for c in d["claims"]]
            read = [(r["verdict"], unmarked(r["package"]), unmarked(r["file"]), int(r["line"]) if r["line"] else None,
                     unmarked(r["expression"]), unmarked(r["why"])) for r in rows]
            if said != read:
                bad += 1
                different = [pair for pair in zip(said, read) if pair[0] != pair[1]][:3]
                print(f"{log} {filters}: CSV has {len(read)} rows for {len(said)} claims: {different}")
            lines = run(program, log, *filters, "--format=editor").splitlines()
            if len(lines) != d["claims_total"]:
                bad += 1
                print(f"{log} {filters}: {len(lines)} lines for an editor, {d['claims_total']} claims")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
