#!/usr/bin/env python3
"""Speed and memory as ratios, side by side in one run: each command in turn with its reference.

    bench.py HEAPWITNESS [--runs N] [--samples N] [--copies N] [--log FILE] [--only WORD] [--scratch FOLDER]

Prints, for both, the best and the median wall time, CPU seconds (user + system) and peak memory, and the ratio of
the medians; the goal stands beside the name. What is compared is in rows(). The log is that of tests/data's service
shop, --copies times with other names of packages (equal blocks would be dropped), or FILE. References that are not
installed are left out. Nothing is asserted: machines are noisy, and others use them. Run it when they do not.
"""
import argparse
import gzip
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SERVICES = ROOT / "tests/data/services"


def rows(tool, big, log, records):
    """Name, goal, our command, theirs, the bytes that are read (0: nothing is said of them)."""
    grep = ["grep", "-c", "escapes to heap", log]
    text, packed = os.path.getsize(log), f"{log}.gz"
    read = [tool, "claims", "--not-understood"] # no summary
    profile = SERVICES / "shop/heap-after.pb.gz"
    files = ["sh", "-c", f"cat '{records}'/*/* | cat > /dev/null"]
    json = sum(f.stat().st_size for f in records.rglob("*") if f.is_file())
    return [
        ("audit of a large profile / zcat of it", "<= 3", [tool, "audit", big], ["zcat", big], 0),
        ("audit of a large profile / go tool pprof -top", "<= 1/50", [tool, "audit", big],
         ["go", "tool", "pprof", "-top", big], 0),
        ("audit with a plain log / grep -c in it", "<= 1 and 20 ms",
         [tool, "audit", profile, "--claims", log], grep, text),
        ("reading a plain log, --jobs 1 / grep -c in it", "none", read + ["--jobs=1", log], grep, text),
        ("reading a plain log, --jobs 2 / grep -c in it", "<= 1 on two cores", read + ["--jobs=2", log], grep, text),
        ("census of a plain log, --jobs 2 / grep -c in it", "none", [tool, "claims", "--jobs=2", log], grep, text),
        ("reading a gzip'd log, --jobs 2 / zcat | cat", "<= 1.1", read + ["--jobs=2", packed],
         ["sh", "-c", f"zcat '{packed}' | cat > /dev/null"], text),
        ("reading a log and its folder of -json records / cat of the files", "none",
         read + [SERVICES / "fast/escape.all.m2.log.gz", records], files, json),
        ("claims of a log and its folder of -json records / cat of the files", "none",
         [tool, "claims", SERVICES / "fast/escape.all.m2.log.gz", records], files, json),
    ]


def large(scratch):
    """The row of a program of 100 MB; building it takes a minute or two, once."""
    folder = scratch / "large"
    if not (folder / "bare.pb.gz").exists():
        subprocess.run([sys.executable, ROOT / "tests/bench/make_program.py", "1000", folder], check=True)
    return folder


LARGE = "1,000 addresses in a program of 100 MB / go tool addr2line"


def large_row(tool, folder):
    return (LARGE, "<= 1", [tool, "audit", folder / "bare.pb.gz", "--binary", folder / "program", "-n", "0"],
            ["sh", "-c", f"go tool addr2line '{folder}/program' < '{folder}/addresses'"], 0)


def start(command, out):
    return subprocess.Popen([str(c) for c in command], stdout=out, stderr=out, env=dict(os.environ, LC_ALL="C"))


def measure(command):
    """Wall seconds, CPU seconds and peak KiB of one run."""
    with tempfile.TemporaryFile() as out: # into /dev/null GNU grep stops at the first match
        began = time.monotonic()
        child = start(command, out)
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = status
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def anonymous(command):
    """The highest RssAnon that was seen, in KiB: memory that is not the mapped file."""
    highest = 0

    def watch(pid):
        nonlocal highest
        try:
            while child.poll() is None:
                with open(f"/proc/{pid}/status") as f:
                    for line in f:
                        if line.startswith("RssAnon:"):
                            highest = max(highest, int(line.split()[1]))
        except OSError:
            pass

    with tempfile.TemporaryFile() as out:
        child = start(command, out)
        watcher = threading.Thread(target=watch, args=(child.pid,))
        watcher.start()
        watcher.join()
        child.wait()
    return highest


def line(name, taken):
    wall, cpu, peak = zip(*taken)
    print(f"    {name:7} {min(wall):7.3f} {statistics.median(wall):7.3f} s wall  {statistics.median(cpu):7.3f} s CPU"
          f"  {statistics.median(peak) / 1024:6.0f} MiB")
    return statistics.median(wall), statistics.median(cpu)


def compare(name, goal, ours, theirs, size, runs):
    print(f"{name} (goal {goal})")
    if not shutil.which(theirs[0]):
        print(f"    {theirs[0]} is not installed")
        return
    taken = [], []
    for _ in range(runs):
        for command, into in zip((ours, theirs), taken):
            into.append(measure(command))
    (a, ac), (b, bc) = line("ours", taken[0]), line("theirs", taken[1])
    print(f"    ratio   {a / max(b, 1e-3):.2f} of wall time, {ac / max(bc, 1e-3):.2f} of CPU")
    if size:
        anon = anonymous(ours) * 1024
        print(f"    {size / 1e6:.0f} MB of text, {size / a / 1e9:.2f} GB/s; anonymous memory {anon / 1e6:.0f} MB, "
              f"{100 * anon / size:.1f} % of the text")


def make_log(path, copies):
    """The shop's log `copies` times, each with its own packages. Never the whole of it in memory: what this process
    has is counted as its children's peak too."""
    with open(path, "wb") as out:
        for i in range(copies):
            with gzip.open(SERVICES / "shop/escape.all.m2.log.gz", "rb") as f:
                for text in f:
                    out.write(b"# copy%d/" % i + text[2:] if i and text.startswith(b"# ") else text)


def make_records(folder):
    """A folder as the compiler writes it: one a package, a file a header."""
    with gzip.open(SERVICES / "fast/escape.json0.json.gz", "rt", encoding="utf-8", newline="\n") as lines:
        out = None
        for line in lines:
            if line.startswith('{"version":'):
                head = json.loads(line)
                package = folder / head["package"].replace("/", "%2F")
                package.mkdir(parents=True, exist_ok=True)
                name = pathlib.PurePath(head["file"]).name.removesuffix(".go") + ".json"
                if out:
                    out.close()
                out = open(package / name, "w", encoding="utf-8", newline="\n")
            out.write(line)
        out.close()


def prepare(args):
    scratch = pathlib.Path(args.scratch) / "heapwitness-bench"
    scratch.mkdir(parents=True, exist_ok=True)
    big, records = scratch / f"{args.samples}.pb.gz", scratch / "records"
    log = pathlib.Path(args.log) if args.log else scratch / f"shop{args.copies}.log"
    packed = scratch / f"{log.name}.gz"
    if not big.exists():
        subprocess.run([sys.executable, ROOT / "tests/bench/make_profile.py", str(args.samples), big], check=True)
    if not log.exists():
        make_log(log, args.copies)
    if log.parent != scratch: # the packed one stands beside it
        link = scratch / log.name
        if not link.exists():
            link.symlink_to(log.resolve())
        log = link
    if not packed.exists():
        with open(packed, "wb") as out:
            subprocess.run(["gzip", "-c", log], stdout=out, check=True)
    if not records.exists():
        make_records(records)
    return big, log, records


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--samples", type=int, default=1000000)
    parser.add_argument("--copies", type=int, default=3)
    parser.add_argument("--log")
    parser.add_argument("--only", default="", help="rows whose name has this word")
    parser.add_argument("--scratch", default=tempfile.gettempdir())
    args = parser.parse_args()
    for row in rows(os.path.abspath(args.program), *prepare(args)):
        if args.only in row[0]:
            compare(*row, args.runs)
    if args.only in LARGE and shutil.which("go"):
        tool = os.path.abspath(args.program)
        compare(*large_row(tool, large(pathlib.Path(args.scratch) / "heapwitness-bench")), args.runs)


if __name__ == "__main__":
    main()
