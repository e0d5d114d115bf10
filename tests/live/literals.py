"""Literals over several lines: is each of their allocations a claim's?

    literals.py TOOL                  the recording in tests/data/literals (no Go needed)
    literals.py --live TOOL           built anew with the go command on the PATH
    literals.py --matrix TOOL         … and with every release that it has or can fetch
    literals.py --record RELEASE      what that release makes, kept in tests/data/literals
"""

import gzip
import os
import subprocess
import sys
import tempfile

import golang
import heapwitness
import lab
from heapwitness import need

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data", "literals")
CORPUS = os.path.join(DATA, "..", "corpus")
OWN = ("--package", "example.com/literals", "--all")


def build(folder, toolchain, flags="-m=2"):
    """Program, log and profile."""
    program, log, profile = (os.path.join(folder, name) for name in ("program", "all.log.gz", "mem.pb.gz"))
    done = subprocess.run(["go", "build", "-trimpath", "-buildvcs=false", f"-gcflags={flags}", "-o", program, "."],
                          cwd=os.path.join(DATA, "src"), env=golang.environment(toolchain), stderr=subprocess.PIPE,
                          timeout=600, check=True)
    with gzip.GzipFile(log, "wb", mtime=0) as out:
        out.write(done.stderr)
    subprocess.run([program, profile], check=True, timeout=60)
    return program, log, profile


def check_calls(page):
    """The code has a call for each literal of the heap, and each object of the code is a claim's."""
    objects = [site for site in page["sites"] if site["family"] in ("object", "malloc")]
    need(len(objects) > 12, f"{len(objects)} objects")
    for site in objects:
        if site["verdict"] != "confirmed":
            yield f"{site['function']}:{site['line']}: an object of {site['type']} is {site['verdict']}"
    for claim in page["claims_without_call"]["listed"]:
        if claim["text"].endswith("{...} escapes to heap"):
            yield f"{claim['file']}:{claim['line']}: {claim['text']}: no call"
    slices = {claim["line"] for site in objects for claim in site["claims"]
              if site["line"] < claim["line"] and claim["text"].startswith(("[]", "list"))}
    need(len(slices) >= 11, f"slices behind their map's line: {sorted(slices)}")


def check_audit(page, decided):
    for finding in page["findings"]:
        at = f"{finding['function']}:{finding['line']}"
        if not finding["function"].startswith("main."):
            continue
        if finding["verdict"] == "contradicted" and finding["cause"] != "map-hint":
            yield f"{at}: contradicted: {finding['cause']}"
        if decided and finding["verdict"] == "ambiguous":
            yield f"{at}: ambiguous: {finding['why']}"
        if not decided and finding["verdict"] == "contradicted":
            yield f"{at}: contradicted, which the calls alone can tell"
    if page["build_match"]["verdict"] == "mismatch":
        yield "accuses the right log"


def check_build(tool, toolchain):
    with tempfile.TemporaryDirectory() as folder:
        program, log, profile = build(folder, toolchain)
        yield from check_calls(heapwitness.census(tool, "--binary", program, "--claims", log, *OWN))
        yield from check_audit(heapwitness.audit(tool, [profile], [log], "--binary", program), True)
        yield from check_audit(heapwitness.audit(tool, [profile], [log]), False)


def recorded(tool):
    for release in sorted(os.listdir(DATA)):
        if release == "src":
            continue
        log, profile = (os.path.join(DATA, release, name) for name in ("all.log.gz", "mem.pb.gz"))
        yield from check_calls(heapwitness.census(tool, "--asm", log, "--claims", log, *OWN))
        yield from check_audit(heapwitness.audit(tool, [profile], [log]), False)


def matrix(tool):
    for release in lab.available(CORPUS):
        yield from (f"go{release}: {text}" for text in check_build(tool, f"go{release}"))


def main(arguments):
    if arguments[0] == "--record":
        folder = os.path.join(DATA, arguments[1])
        os.makedirs(folder, exist_ok=True)
        program, _, _ = build(folder, f"go{arguments[1]}", "-m=2 -S -d=pctab=pctoinline")
        os.remove(program)
        return 0
    if arguments[0] == "--live":
        golang.version()
        return heapwitness.conclude(check_build(arguments[1], "local"))
    return heapwitness.conclude(matrix(arguments[1]) if arguments[0] == "--matrix" else recorded(arguments[0]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
