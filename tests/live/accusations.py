"""No pair that belongs together is accused: every way to build one program, against what each of them says of itself.

A module of three packages, with initialisers in two files and a //line directive, is recorded and built: as it is,
without a build id, stripped, position independent, with -trimpath, and from another folder. Each program runs and
writes a profile. Then each profile meets the bundle and the text of its build, alone, with its program, and with the
program of a build that differs in nothing but its identity. Every recorded program of tests/data is asked too.

    accusations.py HEAPWITNESS BINARIES [--go 1.21.13,1.24.13]
"""
import gzip
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import golang

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"
ACCUSED = {"foreign-log", "foreign-program", "build-mismatch"}

MODULE = {
    "go.mod": "module example.com/acc/v2\n\ngo 1.21\n",
    "a.go": """package main

import (
	"os"
	"runtime"
	"runtime/pprof"

	"example.com/acc/v2/lib"
)

var first = make([]byte, os.Getpid()%7+3000)

func main() {
	runtime.GC()
	for i := 0; i < 100; i++ {
		lib.Keep(i)
		defer lib.Method(second)()
	}
	runtime.GC()
	f, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	pprof.WriteHeapProfile(f)
	f.Close()
}
""",
    "b.go": "package main\n\nvar second = &lib2{make([]int, len(first))}\n\ntype lib2 struct{ s []int }\n\n"
            "func (l *lib2) Do() { l.s = append(l.s, 1) }\n\nfunc init() { runtimeRate() }\n",
    "rate.go": "package main\n\nimport \"runtime\"\n\nfunc runtimeRate() { _ = runtime.NumCPU() }\n",
    "lib/lib.go": "package lib\n\nvar kept []*int\n\nfunc Keep(i int) { kept = append(kept, box(i)) }\n\n"
                  "func box(i int) *int { return &i }\n\ntype Doer interface{ Do() }\n\n"
                  "func Method(d Doer) func() { return d.Do }\n",
    "lib/gen.go": "package lib\n\n//line grammar.y:10\nvar table = build()\n\n//line yaccpar:1\n"
                  "func build() []string { return append([]string(nil), make([]string, 500)...) }\n",
}


class Go:
    def __init__(self, release=None):
        self.env = golang.environment(f"go{release}" if release else "local")
        version = subprocess.run(["go", "env", "GOVERSION"], env=self.env, check=True, text=True, capture_output=True)
        self.name = version.stdout.strip()
        self.minor = int(self.name.split(".")[1])

    def run(self, *command, cwd):
        subprocess.run(["go", *command], cwd=cwd, check=True, env=self.env)


def variants(go):
    plain = [] if go.minor < 24 else ["-ldflags=-B=none"]
    yield "plain", [], False
    yield "no-build-id", plain, False
    yield "stripped", ["-ldflags=-s -w"], False
    yield "pie", ["-buildmode=pie"], False
    yield "trimpath", ["-trimpath"], False
    yield "elsewhere", [], True


class Checker:
    def __init__(self, program):
        self.program, self.bad, self.asked = program, [], 0

    def audit(self, what, profile, *arguments):
        done = subprocess.run([self.program, "audit", profile, *arguments, "-fjson", "--nodecount=1"], text=True,
                              capture_output=True, check=False)
        self.asked += 1
        if done.returncode != 0:
            self.bad.append(f"{what}: exit {done.returncode}: {done.stderr.strip()}")
            return
        result = json.loads(done.stdout)
        notes = sorted({n["id"] for n in result["notes"]} & ACCUSED)
        match = result["build_match"]
        if notes or match["verdict"] == "mismatch":
            self.bad.append(f"{what}: {notes} {match}")
        elif match["verdict"] == "unknown" and not match["reasons"] and "--claims" in arguments:
            self.bad.append(f"{what}: the build is unknown, and no word why")


def build(go, checker, scratch):
    built = {}
    for name, flags, elsewhere in variants(go):
        folder = scratch / ("other" if elsewhere else "acc")
        if not folder.exists():
            for path, text in MODULE.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_text(text, encoding="utf-8")
        program, bundle, log = (scratch / f"{name}{end}" for end in (".bin", ".hwb", ".log"))
        go.run("build", "-o", program, *flags, ".", cwd=folder)
        subprocess.run([checker.program, "record", "-q", "-o", bundle, "--", "go", "build", "-o", scratch / "recorded",
                        *flags, "."], cwd=folder, check=True, env=go.env)
        done = subprocess.run(["go", "build", "-o", "/dev/null", *flags, "-gcflags=example.com/acc/...=-m=2", "."],
                              cwd=folder, check=True, env=go.env, capture_output=True, text=True)
        log.write_text(done.stderr, encoding="utf-8")
        profile = scratch / f"{name}.pb.gz"
        subprocess.run([program, profile], check=True, env={**os.environ, "GODEBUG": "memprofilerate=1"})
        built[name] = profile, bundle, log, program
    return built


def live(go, checker, scratch):
    built = build(go, checker, scratch)
    for name, (profile, bundle, log, program) in built.items():
        for kind, claims in (("bundle", bundle), ("text", log)):
            checker.audit(f"{go.name} {name}, {kind}", profile, "--claims", claims)
            checker.audit(f"{go.name} {name}, {kind} and program", profile, "--claims", claims, "--binary", program)
        checker.audit(f"{go.name} {name}, program", profile, "--binary", program)
    # The code of these is the same.
    for one, other in (("plain", "no-build-id"), ("no-build-id", "plain"), ("plain", "stripped"), ("plain", "elsewhere"),
                       ("elsewhere", "plain")):
        profile, bundle, log, _ = built[one]
        _, their_bundle, their_log, _ = built[other]
        checker.audit(f"{go.name} {one} with the bundle of {other}", profile, "--claims", their_bundle)
        checker.audit(f"{go.name} {one} with the text of {other}", profile, "--claims", their_log)


def recorded(checker, scratch):
    """Cases of tests/data: profile, bundle or text, and program."""
    for folder in sorted((DATA / "cases").iterdir()):
        profile = next(folder.glob("*.pb.gz"), None)
        claims = [*folder.glob("*.hwb"), *folder.glob("*.log.gz")]
        packed = next(folder.glob("*.bin.gz"), None)
        if packed:
            program = scratch / folder.name
            program.write_bytes(gzip.decompress(packed.read_bytes()))
            program.chmod(0o755)
        for c in claims if profile else []:
            checker.audit(f"case {folder.name}, {c.name}", profile, "--claims", c)
            if packed:
                checker.audit(f"case {folder.name}, {c.name} and program", profile, "--claims", c, "--binary", program)
    for release in sorted((DATA / "corpus" / "recorded").iterdir()):
        for folder in sorted(release.iterdir()) if release.is_dir() else ():
            profile, log = folder / "heap.pb.gz", folder / "escape.m2.log.gz"
            if profile.exists() and log.exists():
                checker.audit(f"{release.name} {folder.name}", profile, "--claims", log)
                program = pathlib.Path(sys.argv[2]) / release.name / folder.name
                for suffix in ("", "-stripped") if program.exists() else ():
                    other = program.with_name(program.name + suffix)
                    if other.exists():
                        checker.audit(f"{release.name} {other.name} with its program", profile, "--claims", log,
                                      "--binary", other)


def main():
    checker = Checker(os.path.abspath(sys.argv[1]))
    with tempfile.TemporaryDirectory() as scratch:
        recorded(checker, pathlib.Path(scratch))
        releases = sys.argv[4].split(",") if len(sys.argv) > 4 else [None]
        for go in [Go(release) for release in releases] if golang.version() else ():
            folder = pathlib.Path(scratch) / go.name
            folder.mkdir()
            live(go, checker, folder)
            shutil.rmtree(folder)
    print("\n".join(checker.bad) or f"{checker.asked} pairs, none accused")
    sys.exit(1 if checker.bad else 0)


if __name__ == "__main__":
    main()
