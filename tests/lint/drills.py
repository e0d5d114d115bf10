#!/usr/bin/env python3
"""That a change stays small: plants one of each kind in a copy of the tree, builds it and uses it.

    drills.py [NAME...]     all, or those named; exit 1 where one touches too much or does not work

docs/design.md, "Where to change something", promises that a new cause, output format, subcommand,
expression kind, class of message or source of profiles touches at most three code files beside its
own. A drill is such a change: its new files, its edits, and a command that shows it at work.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

from planted_drills import DRILLS

ROOT = pathlib.Path(__file__).resolve().parents[2]
MOST = 3  # code files that a change touches beside its own


def copied(to):
    for part in ("src", "include", "proto"):
        shutil.copytree(ROOT / part, to / part)
    for part in ("CMakeLists.txt", "CMakePresets.json", "LICENSE"):
        shutil.copy(ROOT / part, to / part)


def build(tree):
    done = subprocess.run(
        f"cmake -S {tree} -B {tree}/build -G Ninja -DBUILD_TESTING=OFF -DCMAKE_BUILD_TYPE=Debug "
        f"-DCMAKE_COMPILE_WARNING_AS_ERROR=ON && cmake --build {tree}/build --target heapwitness",
        shell=True, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else (done.stdout + done.stderr)[-3000:]


def drill(tree, name, plan):
    """Problems of one drill; the tree is as it was afterwards."""
    before = {}
    problems = []
    try:
        for path, old, new in plan["edits"]:
            target = tree / path
            text = target.read_text(encoding="utf-8")
            before.setdefault(target, text)
            if text.count(old) < 1:
                return [f"{name}: {path} has no {old!r}"]
            target.write_text(text.replace(old, new, 1), encoding="utf-8")
        for path, text in plan.get("new", {}).items():
            before[tree / path] = None
            (tree / path).write_text(text, encoding="utf-8")
        touched = sorted({path for path, _, _ in plan["edits"]})
        own = sorted(plan.get("new", {}))
        print(f"{name}: touches {', '.join(touched) or 'nothing'}" +
              (f"; its own: {', '.join(own)}" if own else ""))
        if len(touched) > MOST:
            problems.append(f"{name}: touches {len(touched)} code files, more than {MOST}")
        failed = build(tree)
        if failed:
            return problems + [f"{name}: does not build:\n{failed}"]
        for command, words in plan["shows"]:
            done = subprocess.run(["sh", "-c", command.replace("heapwitness", f"{tree}/build/heapwitness", 1)],
                                  cwd=ROOT, capture_output=True, text=True, check=False)
            if words not in done.stdout + done.stderr:
                problems.append(f"{name}: {command} does not show {words!r}:\n"
                                f"{(done.stdout + done.stderr)[:1500]}")
    finally:
        for target, text in before.items():
            if text is None:
                target.unlink(missing_ok=True)
            else:
                target.write_text(text, encoding="utf-8")
    return problems


def main():
    chosen = sys.argv[1:] or list(DRILLS)
    unknown = [name for name in chosen if name not in DRILLS]
    if unknown:
        print(f"no such drill: {' '.join(unknown)}; there are {' '.join(DRILLS)}")
        return 2
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        tree = pathlib.Path(folder) / "tree"
        tree.mkdir()
        copied(tree)
        failed = build(tree)
        if failed:
            print(f"the tree does not build as it is:\n{failed}")
            return 1
        for name in chosen:
            problems += drill(tree, name, DRILLS[name])
    for problem in problems:
        print(problem)
    print(f"{len(chosen)} drills, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
