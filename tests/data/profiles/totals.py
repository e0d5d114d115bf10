#!/usr/bin/env python3
"""Writes totals.tsv: what `go tool pprof -raw` sums up to, for each profile recorded in tests/data.

Columns: path, samples written, of them all-zero, the four values in the order of the types' names.
Run it with a Go toolchain on PATH after adding a profile: tests/data/profiles/totals.py
"""
import pathlib
import re
import subprocess

here = pathlib.Path(__file__).resolve().parent
data = here.parent
rows = []
for path in sorted(data.rglob("*.pb.gz")):
    raw = subprocess.run(["go", "tool", "pprof", "-raw", str(path)], check=True, capture_output=True,
                         text=True).stdout
    part = raw[raw.index("Samples:\n"):raw.index("Locations\n")]
    types = [t.split("/")[0] for t in part.splitlines()[1].split()]
    sums = dict.fromkeys(("alloc_objects", "alloc_space", "inuse_objects", "inuse_space"), 0)
    samples = zero = 0
    for line in part.splitlines()[2:]:
        m = re.match(r"((?:\s*-?\d+)+):", line)
        if not m:
            continue
        values = [int(v) for v in m[1].split()]
        samples += 1
        zero += not any(values)
        for name, value in zip(types, values):
            sums[name.split("[")[0]] += value
    rows.append([str(path.relative_to(data)), samples, zero, *sums.values()])
(here / "totals.tsv").write_text("".join("\t".join(map(str, r)) + "\n" for r in rows))
