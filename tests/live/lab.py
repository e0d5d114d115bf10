"""The labelled programs of tests/data/corpus, for the Go on the PATH."""

import os
import re
import subprocess

import golang


def at_hand(corpus):
    """(version, [(program, its table)]) of the same minor version: lines do not depend on the patch release."""
    major, minor = golang.version()
    truth = os.path.join(corpus, "truth")
    versions = [v for v in os.listdir(truth) if re.fullmatch(rf"{major}\.{minor}\.\d+", v)]
    if not versions:
        golang.skip(f"nothing is recorded of Go {major}.{minor}")
    tables = sorted(os.listdir(os.path.join(truth, versions[0])))
    return versions[0], [(table.removesuffix(".tsv"), os.path.join(truth, versions[0], table)) for table in tables
                         if table != "pgo.tsv"] # its labels are of a build with a profile


def build(corpus, name, folder):
    """The program's file, and what the compiler said of it."""
    program = os.path.join(folder, name)
    done = subprocess.run(["go", "build", "-trimpath", "-gcflags=example.com/lab/...=-m=2", "-o", program,
                           "./inline/cmd" if name == "inline" else f"./{name}"],
                          cwd=os.path.join(corpus, "lab"), env=golang.environment(), stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=600, check=True)
    return program, done.stderr
