#!/usr/bin/env python3
"""Runs one golden case of the command line.

    run.py --program HEAPWITNESS --case FOLDER --scratch FOLDER [--schemas FOLDER] [--generated FOLDER]
           [--binaries FOLDER]

A case is a folder with
    cmd          a line for sh, run in an empty folder in which `data` is tests/data, `profiles` is
                 profiles/, `generated` is what tests/cli/generate.py made and `binaries` are the
                 programs of tests/data/binaries; `heapwitness` is on PATH
    stdout       what is expected there; nothing where the file is missing. As stdout.glob every line
    stderr       is a pattern (* and ?); `...` alone stands for any number of lines
    exit         the exit code, 0 where it is missing
    schema       name of the schema that stdout is validated against, instead of being compared
HW_UPDATE_GOLDEN=1 writes stdout, stderr and exit anew, globs excepted: look at the diff.
"""
import argparse
import difflib
import fnmatch
import os
import pathlib
import re
import shutil
import subprocess
import sys


def environment(program):
    env = {k: os.environ[k] for k in ("HOME", "TMPDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS",
                                      "LLVM_PROFILE_FILE") if k in os.environ}
    env["PATH"] = f"{program.parent}:/usr/local/bin:/usr/bin:/bin"
    env["LC_ALL"] = "C"
    return env


def make_scratch(args, case):
    root = pathlib.Path(__file__).resolve().parents[2]
    scratch = pathlib.Path(args.scratch).resolve() / case.name
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    (scratch / "data").symlink_to(root / "tests" / "data")
    (scratch / "profiles").symlink_to(root / "profiles")
    for name in ("generated", "binaries"):
        folder = getattr(args, name)
        if folder:
            (scratch / name).symlink_to(pathlib.Path(folder).resolve())
    return scratch


def glob_matches(patterns, lines):
    """`...` matches any run of lines."""
    if not patterns:
        return not lines
    if patterns[0] == "...":
        return any(glob_matches(patterns[1:], lines[i:]) for i in range(len(lines) + 1))
    return bool(lines) and fnmatch.fnmatchcase(lines[0], patterns[0].replace("[", "[[]")) and \
        glob_matches(patterns[1:], lines[1:])


def compare(case, name, got, update):
    glob, exact = case / f"{name}.glob", case / name
    if glob.exists():
        if glob_matches(glob.read_text().splitlines(), got.decode(errors="replace").splitlines()):
            return []
        return [f"{name} does not match {name}.glob:\n{got.decode(errors='replace')[:4000]}"]
    want = exact.read_bytes() if exact.exists() else b""
    if got == want:
        return []
    if update:
        if got:
            exact.write_bytes(got)
        else:
            exact.unlink()
        return []
    diff = difflib.unified_diff(want.decode(errors="replace").splitlines(),
                                got.decode(errors="replace").splitlines(), "expected", "got",
                                lineterm="", n=2)
    return [f"{name} differs:\n" + "\n".join(list(diff)[:200])]


def validate(args, case, got, scratch):
    document = scratch / "stdout.json"
    document.write_bytes(got)
    schema = pathlib.Path(args.schemas) / (case / "schema").read_text().strip()
    checker = pathlib.Path(__file__).with_name("schema.py")
    done = subprocess.run([sys.executable, checker, schema, document], capture_output=True, text=True,
                          check=False)
    return done.returncode, done.stdout + done.stderr


def main():
    parser = argparse.ArgumentParser()
    for name in ("program", "case", "scratch"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--schemas")
    parser.add_argument("--generated")
    parser.add_argument("--binaries")
    args = parser.parse_args()
    case = pathlib.Path(args.case).resolve()
    scratch = make_scratch(args, case)
    update = os.environ.get("HW_UPDATE_GOLDEN", "") not in ("", "0")
    command = (case / "cmd").read_text()
    done = subprocess.run(["sh", "-c", command], cwd=scratch, stdin=subprocess.DEVNULL,
                          env=environment(pathlib.Path(args.program).resolve()),
                          capture_output=True, timeout=280, check=False)
    problems = []
    if (case / "schema").exists():
        code, text = validate(args, case, done.stdout, scratch)
        if code == 77:
            print(text)
            return 77
        problems += [text] if code else []
    else:
        problems += compare(case, "stdout", done.stdout, update)
    problems += compare(case, "stderr", done.stderr, update)
    exit_file = case / "exit"
    want = int(exit_file.read_text()) if exit_file.exists() else 0
    if update and done.returncode != want:
        exit_file.write_text(f"{done.returncode}\n")
    elif done.returncode != want:
        problems.append(f"exit code {done.returncode}, expected {want}")
    if re.search(rb"(AddressSanitizer|runtime error:)", done.stderr):
        problems.append("a sanitizer complains")
    for problem in problems:
        print(f"{case.name}: {problem}")
    if problems:
        print(f"command: {command}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
