#!/usr/bin/env python3
"""Speed and memory as ratios, side by side in one run: each command in turn with its reference.

    bench.py HEAPWITNESS [--runs N] [--samples N] [--scratch FOLDER]

Prints the median CPU seconds (user + system) and peak memory of both and the ratio; what is compared is in
ROWS. References that are not installed are left out. Nothing is asserted: machines are noisy.
"""
import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def rows(tool, big, log, logs):
    shop = ROOT / "tests/data/services/shop"
    return [
        ("audit of a large profile / zcat of it", [tool, "audit", big], ["zcat", big]),
        ("audit of a large profile / go tool pprof -top", [tool, "audit", big],
         ["go", "tool", "pprof", "-top", big]),
        ("audit with a plain log / grep -c in it",
         [tool, "audit", shop / "heap-after.pb.gz", "--claims", log],
         ["grep", "-c", "escapes to heap", log]),
        ("claims of a plain log / grep -c in it", [tool, "claims", log],
         ["grep", "-c", "escapes to heap", log]),
        ("claims of a gzip'd log / zcat of it", [tool, "claims", logs], ["zcat", logs]),
    ]


def measure(command):
    """CPU seconds and peak KiB of one run."""
    with tempfile.TemporaryFile() as out: # into /dev/null GNU grep stops at the first match
        child = subprocess.Popen([str(c) for c in command], stdout=out, stderr=out,
                                 env=dict(os.environ, LC_ALL="C"))
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = status
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def compare(name, ours, theirs, runs):
    if not shutil.which(theirs[0]):
        print(f"{name}: {theirs[0]} is not installed")
        return
    taken = [], []
    for _ in range(runs):
        for command, into in zip((ours, theirs), taken):
            into.append(measure(command))
    (a, am), (b, bm) = (tuple(statistics.median(x[i] for x in t) for i in (0, 1)) for t in taken)
    print(f"{name}\n    {a:.3f} s / {b:.3f} s = {a / max(b, 1e-3):.2f}    "
          f"{am / 1024:.0f} MiB / {bm / 1024:.0f} MiB")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--samples", type=int, default=1000000)
    parser.add_argument("--scratch", default=tempfile.gettempdir())
    args = parser.parse_args()
    scratch = pathlib.Path(args.scratch) / "heapwitness-bench"
    scratch.mkdir(parents=True, exist_ok=True)
    big, log = scratch / f"{args.samples}.pb.gz", scratch / "shop.log"
    logs = ROOT / "tests/data/services/shop/escape.all.m2.log.gz"
    if not big.exists():
        subprocess.run([sys.executable, ROOT / "tests/bench/make_profile.py", str(args.samples), big],
                       check=True)
    if not log.exists():
        with open(log, "wb") as out:
            subprocess.run(["zcat", logs], stdout=out, check=True)
    for row in rows(os.path.abspath(args.program), big, log, logs):
        compare(*row, args.runs)


if __name__ == "__main__":
    main()
