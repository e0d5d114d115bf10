#!/usr/bin/env python3
"""The JSON of `heapwitness claims`: every section sums to its total, with and without filters,
filters keep what docs/cli.md says of the claims without them, and CSV and editor lines say the same
claims.

    census.py HEAPWITNESS LOG...
"""
import csv
import io
import json
import re
import subprocess
import sys

FILTERS = ({}, {"focus": "func"}, {"ignore": "[a-m]"}, {"package": "net/...,./kinds"},
           {"why": "return,assign"}, {"pattern": "does_not_escape"},
           {"pattern": "leaking_param,moved_to_heap", "focus": "e"}, {"pattern": "escapes_with_flow"},
           {"focus": r"\.\(\*", "ignore": "append|interface", "package": "./...", "why": "assign,spill",
            "pattern": "escapes,address_escapes"})
HEAP = ("escapes-to-heap", "moved-to-heap")


def in_package(pattern, package):
    """`...` is any text, p/... is p too, ./p ends so."""
    def path(pattern, path):
        dots = ".*".join(re.escape(part) for part in pattern.split("..."))
        return re.fullmatch(dots, path) or pattern.endswith("/...") and re.fullmatch(dots[:-3], path)
    if not pattern.startswith("./"):
        return path(pattern, package)
    parts, pattern = package.split("/"), pattern[2:]
    return pattern == "..." or any(path(pattern, "/".join(parts[i:])) for i in range(len(parts)))


def keeps(claim, filters):
    package = claim["package"] or ""
    function = claim["in_function"] and (f"{package}." if package else "") + claim["in_function"]
    names = [function, claim["file"], package, claim["text"], claim["target"],
             *(f["file"] for f in claim["inlined"] or [])]
    for name, keep in (("focus", True), ("ignore", False)):
        if name in filters and any(n and re.search(filters[name], n) for n in names) != keep:
            return False
    if "package" in filters and not any(in_package(p, package) for p in filters["package"].split(",")):
        return False
    patterns = [claim["pattern"]]
    if claim["kind"] in HEAP and claim["routes"] and claim["pattern"]:
        patterns.append("escapes_with_flow")
    if "pattern" in filters and not set(filters["pattern"].split(",")) & set(patterns):
        return False
    reasons = {step["why"] for route in claim["routes"] for step in route} if claim["kind"] in HEAP else set()
    return "why" not in filters or bool(set(filters["why"].split(",")) & reasons)


# What could move a terminal.
UNSHOWN = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"


def csv_text(text):
    return re.sub(f"[{UNSHOWN}]", "\ufffd", text or "")


def editor_line(claim):
    """What editors look for, and the message."""
    place = ":".join(str(claim[k]) for k in ("file", "line", "column") if claim["file"] and claim[k])
    text = claim["text"].removesuffix(":") if claim["pattern"] is None else claim["text"]
    target = f": {claim['target']}" if claim["target"] else ""
    why = f" [{claim['why']}{target}]" if claim["why"] else ""
    return re.sub(f"[\t\n\ufffd{UNSHOWN}]", "?", (place + ": " if place else "") + text + why)


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


def check(program, log, chosen, everything):
    """(what, got, wanted) of one set of filters."""
    filters = [f"--{name}={value}" for name, value in chosen.items()]
    d = json.loads(run(program, log, *filters, "--format=json", "--all", "--nodecount=0"))
    yield from problems(d)
    yield "claims kept", d["claims"], [c for c in everything if keeps(c, chosen)]
    text = run(program, log, *filters, "--format=csv")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    yield ("CSV", [(r["verdict"], unmarked(r["package"]), unmarked(r["file"]), int(r["line"]) if r["line"] else None,
                    unmarked(r["expression"]), unmarked(r["why"]), unmarked(r["target"])) for r in rows],
           [(c["kind"], csv_text(c["package"]), csv_text(c["file"]), c["line"], csv_text(c["expression"]),
             c["why"] or "", csv_text(c["target"])) for c in d["claims"]])
    yield ("cells that a spreadsheet computes",
           [cell for row in rows for cell in row.values() if cell and cell[0] in "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"], [])
    lines = run(program, log, *filters, "--format=editor").splitlines()
    yield "lines for an editor", sorted(lines), sorted({editor_line(c) for c in d["claims"]})
    yield ("lines that no editor finds",
           len([line for line in lines if not re.match(r".+?:[0-9]+(:[0-9]+)?: .", line)]),
           len({editor_line(c) for c in d["claims"] if not c["file"]}))


def main():
    program, logs, bad = sys.argv[1], sys.argv[2:], 0
    for log in logs:
        everything = json.loads(run(program, log, "--format=json", "--all"))["claims"]
        for chosen in FILTERS:
            for what, got, want in check(program, log, chosen, everything):
                if got != want:
                    bad += 1
                    different = [p for p in zip(got, want) if p[0] != p[1]][:2] if isinstance(got, list) else ""
                    print(f"{log} {chosen}: {what}: {str(got)[:200]}, not {str(want)[:200]} {different}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
