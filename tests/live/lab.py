"""The labelled programs of tests/data/corpus, built by the go command."""

import os
import re
import subprocess

import golang


def releases(corpus):
    """Those that were recorded, oldest first."""
    found = [v for v in os.listdir(os.path.join(corpus, "truth")) if re.fullmatch(r"1\.\d+\.\d+", v)]
    return sorted(found, key=lambda release: int(release.split(".")[1]))


def labelled(corpus, release):
    """[(program, its table)]"""
    folder = os.path.join(corpus, "truth", release)
    return [(table.removesuffix(".tsv"), os.path.join(folder, table)) for table in sorted(os.listdir(folder))
            if table != "pgo.tsv"] # its labels are of a build with a profile


def at_hand(corpus):
    """The recorded release of the minor version on the PATH: lines do not depend on the patch release."""
    minor = golang.version()[1]
    for release in releases(corpus):
        if release.startswith(f"1.{minor}."):
            return release
    return golang.skip(f"nothing is recorded of Go 1.{minor}")


def available(corpus):
    """The recorded releases that the go command on the PATH has or can fetch; the others are named."""
    golang.version()
    for release in releases(corpus):
        done = subprocess.run(["go", "version"], env=golang.environment(f"go{release}"), capture_output=True, check=False)
        if done.returncode == 0:
            yield release
        else:
            print(f"{release}: no toolchain here")


def build(corpus, name, folder, toolchain="local", flags="-m=2"):
    """The program's file, and what the compiler said of it."""
    program = os.path.join(folder, name)
    done = subprocess.run(["go", "build", "-trimpath", f"-gcflags=example.com/lab/...={flags}", "-o", program,
                           "./inline/cmd" if name == "inline" else f"./{name}"],
                          cwd=os.path.join(corpus, "lab"), env=golang.environment(toolchain), stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=600, check=True)
    return program, done.stderr
