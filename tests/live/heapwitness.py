"""Runs heapwitness and checks what every audit must keep, whatever it is of."""

import collections
import json
import re
import subprocess

from golang import VALUES

WITH_BYTES = ("confirmed", "contradicted", "unclaimed", "ambiguous", "undiagnosed")


class Broken(Exception):
    """A promise that the output does not keep."""


def need(condition, text):
    if not condition:
        raise Broken(text)


def conclude(wrong):
    """Prints the sentences about what is wrong, of which a broken promise is the last; the exit code."""
    count = 0
    try:
        for count, text in enumerate(wrong, 1):
            print(text)
    except Broken as broken:
        count += 1
        print(broken)
    print(f"{count} wrong")
    return 1 if count else 0


def heap_claim(claim):
    return "escapes to heap" in claim["text"] or claim["text"].startswith("moved to heap")


def audit(tool, profiles, logs, *options):
    """The parsed audit of all findings, its invariants checked."""
    command = [tool, "audit", *profiles]
    for log in logs:
        command += ["--claims", log]
    command += ["--format=json", "--nodecount=0", *options]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=300)
    need(done.returncode == 0, f"{' '.join(command)}: exit code {done.returncode}: {done.stderr.strip()}")
    page = json.loads(done.stdout)
    check(page)
    return page


def census(tool, *options):
    """The parsed census of all calls."""
    command = [tool, "census", *options, "--format=json", "--nodecount=0"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=300)
    need(done.returncode == 0, f"{' '.join(map(str, command))}: exit code {done.returncode}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def add(findings):
    sums = [0] * len(VALUES)
    for finding in findings:
        for i, name in enumerate(VALUES):
            sums[i] += finding[name] or 0
    return sums


def check(page):
    findings, totals = page["findings"], page["totals"]
    need(page["schema"] == "heapwitness.audit/1", "another schema")
    need(page["findings_total"] == len(findings) + page["omitted"]["count"], "findings_total is not the sum")
    total = [totals[name] or 0 for name in VALUES]
    sums = add(findings)
    for i, name in enumerate(VALUES):
        omitted = page["omitted"].get(name, 0) or 0
        need(sums[i] + omitted == total[i], f"findings and omitted do not add up to totals.{name}")
    for name, shares in page["coverage"].items():
        need(set(shares) == set(WITH_BYTES), f"coverage.{name} has other verdicts")
        if totals[name] is not None:
            need(sum(shares.values()) == totals[name], f"coverage.{name} does not add up")
        if page["omitted"]["count"] == 0:
            for verdict, value in shares.items():
                of = sum(f[name] or 0 for f in findings if f["verdict"] == verdict)
                need(of == value, f"coverage.{name}.{verdict} is not the sum of its findings")

    need([f["rank"] for f in findings] == list(range(1, len(findings) + 1)), "ranks have gaps")
    if totals["inuse_space"] is not None:
        held = [f["inuse_space"] for f in findings]
        need(held == sorted(held, reverse=True), "not ordered by inuse_space")
    counts = collections.Counter(f["fingerprint"] for f in findings)
    need(not counts or max(counts.values()) == 1, "a fingerprint occurs twice")
    for finding in findings:
        check_finding(finding)


def check_finding(f):
    place = f"{f['file']}:{f['line']} ({f['verdict']})"
    need(f["verdict"] in WITH_BYTES, f"{place}: a verdict without bytes among the findings")
    owners = [c for c in f["claims"] if c["owner"]]
    if f["verdict"] == "confirmed":
        need(owners and all(map(heap_claim, owners)), f"{place}: an owner does not say heap, or there is none")
    if f["verdict"] == "contradicted":
        need(owners and not any(map(heap_claim, owners)), f"{place}: an owner says heap, or there is none")
    if f["verdict"] in ("unclaimed", "undiagnosed"):
        need(not owners, f"{place}: it has an owner")
    expected = {"confirmed": "consistent", "contradicted": "inconsistent"}.get(f["verdict"], "undecided")
    need(f["consistency"] == expected, f"{place}: consistency is {f['consistency']}")
    for name, interval in (f["interval"] or {}).items():
        if interval:
            need(interval["low"] <= f[name] <= interval["high"], f"{place}: {name} is outside its interval")


def by_line(page):
    """(file, line) -> findings on that physical line."""
    lines = collections.defaultdict(list)
    for finding in page["findings"]:
        lines[finding["file"] or "", finding["line"] or 0].append(finding)
    return lines


def base_name(path):
    return re.split(r"[/\\]", path or "")[-1]


def by_source(page):
    """(base name, line) -> findings, by where the source says that it allocates, inlined or not."""
    lines = collections.defaultdict(list)
    for finding in page["findings"]:
        frame = (finding["inlined"] or [finding])[0]
        lines[base_name(frame["file"]), frame["line"]].append(finding)
    return lines
