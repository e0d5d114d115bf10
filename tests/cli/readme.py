#!/usr/bin/env python3
"""What README.md shows of a command is what the command prints: readme.py HEAPWITNESS

Of blocks that begin with "$ heapwitness" and read samples of the repository; `…` is any lines.
"""
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def follows(wanted, lines):
    """The wanted lines stand there in this order, without others between but for `…`."""
    at, free = 0, False
    for line in wanted:
        if line == "…":
            free = True
            continue
        while free and at < len(lines) and lines[at] != line:
            at += 1
        if at == len(lines) or lines[at] != line:
            return line
        at, free = at + 1, False
    return None


def main():
    shown = 0
    for block in re.findall(r"^```\n\$ (heapwitness .*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S | re.M):
        command, *wanted = block.rstrip("\n").split("\n")
        if " profiles/" not in command:
            continue
        shown += 1
        done = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False,
                              env={**os.environ, "COLUMNS": "100",
                                   "PATH": f"{pathlib.Path(sys.argv[1]).resolve().parent}:{os.environ['PATH']}"})
        missing = follows(wanted, done.stdout.split("\n"))
        if missing is not None or done.returncode != 0:
            print(f"{command}: exit code {done.returncode}, not there: {missing}\n{done.stderr}")
            return 1
    return 0 if shown >= 3 else 1


if __name__ == "__main__":
    sys.exit(main())
