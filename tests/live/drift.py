#!/usr/bin/env python3
"""`heapwitness drift --go` with the Go on the PATH: drift.py HEAPWITNESS.

The same toolchain twice, once as a path, with one between that cannot be had: nothing differs, the
failure is told, and the exit code says that something is missing.
"""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import golang

ROOT = pathlib.Path(__file__).resolve().parents[2]


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    major, minor = golang.version()
    go = shutil.which("go")
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "src"
        shutil.copytree(ROOT / "tests" / "data" / "drift" / "src-a", source)
        done = subprocess.run(
            [program, "drift", f"--go={go},1.18,{major}.{minor}", "--all", "--nodecount=0",
             "--format=json", "./..."],
            cwd=source / "work", env=golang.environment(), capture_output=True, text=True,
            check=False)
        assert done.returncode == 4, f"exit code {done.returncode}\n{done.stderr}"
        assert "1.18: is older than Go 1.19" in done.stderr, done.stderr
        document = pathlib.Path(folder) / "out.json"
        document.write_text(done.stdout)
        schema = subprocess.run(
            [sys.executable, ROOT / "tests/cli/schema.py", ROOT / "docs/schema/versions.v1.json",
             document], capture_output=True, text=True, check=False)
        assert schema.returncode in (0, 77), schema.stdout
        doc = json.loads(done.stdout)
    assert [v["asked"] for v in doc["versions"]] == [go, f"{major}.{minor}"], doc["versions"]
    assert [f["asked"] for f in doc["failures"]] == ["1.18"], doc["failures"]
    packages = {r["package"] for r in doc["rows"]}
    assert packages == {"example.com/drift/work"}, packages
    functions = {r["function"] for r in doc["rows"]}
    assert {"StackToHeap", "GoneClaims", "Closures"} <= functions, functions
    step, = doc["steps"]
    if doc["versions"][0]["go_version"] == doc["versions"][1]["go_version"]:
        assert not any(r["differs"] for r in doc["rows"]), doc["rows"]
        assert sum(step["kinds"].values()) == 0 and step["same"] == doc["rows_total"], step
    print(f"{doc['rows_total']} claims, {step['same']} the same")


if __name__ == "__main__":
    main()
