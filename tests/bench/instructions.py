#!/usr/bin/env python3
"""Compares how many instructions two heapwitness programs need, counted by valgrind --tool=callgrind.

    instructions.py OLD NEW [--only WORD] [--most PERCENT] [--scratch FOLDER]

Unlike time, the count of one thread is the same on a busy machine. Both programs should be of the
`release` preset, built by the same compiler with the same libraries. The inputs are made once, in
FOLDER (a temporary one without it); every log is read by one thread.

Exit status: 0, 1 where NEW needs more than PERCENT (2) above OLD in a row, 2 usage, 3 a run failed.
"""
import argparse
import gzip
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "tests/data"
SAMPLES = 50000


def unpack(archive, folder):
    with tarfile.open(archive) as tar:
        if hasattr(tarfile, "data_filter"):
            tar.extractall(folder, filter="data")
        else:
            tar.extractall(folder)


def plain(source, target):
    """Unpacked, so that zlib is not what is counted."""
    with gzip.open(source, "rb") as packed, open(target, "wb") as out:
        shutil.copyfileobj(packed, out)


def prepare(scratch):
    """Makes what is missing. A row's inputs are renamed into place when they are complete."""
    scratch.mkdir(parents=True, exist_ok=True)
    part = scratch / "part"
    logs = {f"go{v}.log": DATA / f"logs/go{v}/nethttp.m2.log.gz" for v in ("1.25.8", "1.27.1")}
    made = {"large.pb.gz": lambda: subprocess.run(
                [sys.executable, ROOT / "tests/bench/make_profile.py", str(SAMPLES), part], check=True),
            "fast.log": lambda: plain(DATA / "services/fast/escape.all.m2.log.gz", part),
            "records.json": lambda: plain(DATA / "services/fast/escape.json0.json.gz", part),
            "program": lambda: unpack(DATA / "binaries/fast.tar.xz", part),
            "bare.pb.gz": lambda: subprocess.run(
                [sys.executable, ROOT / "tests/cli/bare.py", DATA / "services/fast/heap-after.pb.gz", part],
                check=True)}
    made |= {name: lambda source=source: plain(source, part) for name, source in logs.items()}
    for name, make in made.items():
        if not (scratch / name).exists():
            shutil.rmtree(part, ignore_errors=True)
            make()
            part.rename(scratch / name)


ROWS = {
    "audit of a large profile": ["audit", "large.pb.gz", "-n", "0"],
    "claims of a large log": ["claims", "go1.27.1.log", "--jobs=1"],
    "audit with the program": ["audit", "bare.pb.gz", "--binary", "program/fast/prog", "-n", "0"],
    "claims of -json records": ["claims", "fast.log", "records.json", "--jobs=1"],
    "drift of two large logs": ["drift", "go1.25.8.log", "go1.27.1.log", "--jobs=1"],
}


def count(program, words, scratch):
    """Instructions of one run."""
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, *words], cwd=scratch,
        env=dict(os.environ, LC_ALL="C", COLUMNS="100"), stdin=subprocess.DEVNULL, capture_output=True,
        check=False)
    collected = re.search(rb"Collected : (\d+)", done.stderr)
    if done.returncode != 0 or not collected:
        sys.stderr.buffer.write(done.stderr)
        print(f"{program} {' '.join(words)}: exit status {done.returncode}", file=sys.stderr)
        sys.exit(3)
    return int(collected[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("old", type=lambda p: pathlib.Path(p).resolve(strict=True))
    parser.add_argument("new", type=lambda p: pathlib.Path(p).resolve(strict=True))
    parser.add_argument("--only", default="", help="rows whose name has this word")
    parser.add_argument("--most", type=float, default=2, help="percent that NEW may need more")
    parser.add_argument("--scratch", type=pathlib.Path)
    args = parser.parse_args()
    if not shutil.which("valgrind"):
        parser.error("valgrind is not installed")
    rows = {name: words for name, words in ROWS.items() if args.only in name}
    if not rows:
        parser.error(f"no row has {args.only!r} in its name")
    above = 0
    with tempfile.TemporaryDirectory(prefix="heapwitness-bench-") as folder:
        scratch = (args.scratch or pathlib.Path(folder)).resolve()
        prepare(scratch)
        print(f"{'row':26} {'old':>15} {'new':>15}   ratio")
        for name, words in rows.items():
            old, new = (count(program, words, scratch) for program in (args.old, args.new))
            more = new > old * (1 + args.most / 100)
            above += more
            print(f"{name:26} {old:15,} {new:15,}  {new / old:6.4f}{'  too many' if more else ''}", flush=True)
    return 1 if above else 0


if __name__ == "__main__":
    sys.exit(main())
