#!/usr/bin/env python3
"""What other tools check: the pinned clang-format and clang-tidy of build/lint-tools, shellcheck.

    tools.py format | shellcheck        exit 1 with what they found
    tools.py tidy BUILD                 BUILD holds compile_commands.json
    tools.py reformat                   formats the sources in place

Without the tool exit 77, or 1 where CI=true promises that it is there.
"""
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys

from house import ROOT, files, name, scripts

SKIPPED = 77
# What no rule of ours formats: sources that are data.
DATA = ("tests/data/", "tests/live/")
# Vector headers belong to one version of clang; xxhash reads them only for these.
NO_VECTORS = ["--extra-arg=-U__SSE2__", "--extra-arg=-U__ARM_NEON"]


def sources(*suffixes):
    return [p for p in files() if p.suffix in suffixes and not name(p).startswith(DATA) and
            p.relative_to(ROOT).parts[0] in ("src", "include", "tests")]


def absent(what):
    if os.environ.get("CI") == "true":
        sys.exit(f"FAILED: {what}, and CI=true asks for it")
    print(f"SKIPPED: {what}")
    sys.exit(SKIPPED)


def pinned(package):
    """The program of a wheel, of the version that .ci/lint-tools.txt names."""
    pins = (ROOT / ".ci/lint-tools.txt").read_text(encoding="utf-8")
    version = re.search(rf"^{package}==(\S+)$", pins, re.M).group(1)
    folder = ROOT / "build/lint-tools"
    if not (folder / f"{package.replace('-', '_')}-{version}.dist-info").is_dir():
        absent(f"no {package} {version} in build/lint-tools (./check.sh installs it)")
    return folder / package.replace("-", "_") / "data/bin" / package


def run(*command):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout + done.stderr)
    return done.returncode != 0


def check_format():
    return run(pinned("clang-format"), "--dry-run", "--Werror", *sources(".c", ".h"))


def reformat():
    return run(pinned("clang-format"), "-i", *sources(".c", ".h"))


def check_tidy(build):
    """Over all cores; a worker takes a few files at a time, for they differ much in cost."""
    tidy = pinned("clang-tidy")
    if not shutil.which("clang"):
        absent("no clang, whose headers clang-tidy reads")
    headers = subprocess.run(["clang", "-print-resource-dir"], capture_output=True, text=True,
                             check=True).stdout.strip()
    found = sources(".c")
    pieces = [found[at:at + 8] for at in range(0, len(found), 8)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as workers:
        bad = list(workers.map(lambda piece: run(
            tidy, "-p", build, "--quiet", "--warnings-as-errors=*",
            f"--extra-arg=-resource-dir={headers}", *NO_VECTORS, *piece), pieces))
    return any(bad)


def check_shell():
    if not shutil.which("shellcheck"):
        absent("no shellcheck")
    return run("shellcheck", *scripts())


CHECKS = {"format": check_format, "reformat": reformat, "tidy": check_tidy, "shellcheck": check_shell}


def main():
    if len(sys.argv) < 2 or sys.argv[1] not in CHECKS:
        print(__doc__)
        return 2
    os.chdir(ROOT)
    return int(CHECKS[sys.argv[1]](*sys.argv[2:]))


if __name__ == "__main__":
    sys.exit(main())
