"""Builds of one module, and a bundle recorded of one of them: which of them are the same build?

    identity.py TOOL
"""

import os
import subprocess
import sys
import tempfile

import golang
import heapwitness
from heapwitness import need

MAIN = """package main

import (
	"os"
	"runtime"
	"runtime/pprof"
	"time"
)

var kept [][]byte
var sum int

func hold(n int) { kept = append(kept, make([]byte, n)) }

// Too expensive to be inlined without a profile that says how hot it is.
func hot(n int) int {
	for i := 0; i < 10; i++ {
		n = n*31 ^ n>>3 + i
		if n&1 == 0 {
			n += 7 * i
		} else {
			n -= i<<2 ^ n>>1
		}
		n ^= n<<5 + i*i - n>>2
		n += n>>4 ^ i*3 + 11*i
	}
	return n
}

func burn() {
	for start := time.Now(); time.Since(start) < time.Second; {
		for i := 0; i < 100000; i++ {
			sum += hot(i)
		}
	}
}

func main() {
	if len(os.Args) > 1 {
		pprof.StartCPUProfile(os.Stdout)
		burn()
		pprof.StopCPUProfile()
		return
	}
	runtime.MemProfileRate = 1
	for i := 0; i < 300; i++ {
		hold(i)
	}
	runtime.GC()
	runtime.GC()
	pprof.Lookup("heap").WriteTo(os.Stdout, 0)
}
"""

# Name, arguments of go build, what is changed before, the verdict, a word of the reasons.
BUILDS = [
    ("the same", [], None, "match", "functions and lines"),
    ("stripped", ["-ldflags=-s -w"], None, "match", "functions and lines"),
    ("with diagnostics", ["-gcflags=all=-m=2"], None, "match", "functions and lines"),
    ("trimmed", ["-trimpath"], None, "match", "commit, Go version"),
    ("position-independent", ["-buildmode=pie"], None, "match", "commit, Go version"),
    ("race", ["-race"], None, "mismatch", "with -race, the diagnostics without"),
    ("PGO", ["-pgo=cpu.pgo"], None, "mismatch", "with -pgo, the diagnostics without"),
    ("tags", ["-tags=special"], None, "mismatch", "-tags: the program has special"),
    ("debugging", ["-gcflags=all=-N -l"], None, "mismatch", "-gcflags: the program has all=-N -l"),
    ("for newer processors", [], "GOAMD64=v3", "unknown", "GOAMD64: the program has v3"),
    ("changed", [], "change", "mismatch", "inlined calls in the stacks are not in the log"),
    ("another commit", [], "commit", "mismatch", "commit: the program has"),
]


def run(command, folder, **more):
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, **more)
    need(done.returncode == 0, f"{' '.join(command)}: {done.stderr.decode(errors='replace')[-1500:]}")
    return done.stdout


def git(folder, *arguments):
    run(["git", "-c", "user.name=x", "-c", "user.email=x@example.com", *arguments], folder)


def write(folder, name, text):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
        out.write(text)


def environment(arguments):
    return dict(golang.environment(), GOFLAGS="-buildvcs=true", CGO_ENABLED="1" if "-race" in arguments else "0")


def make(folder):
    write(folder, "go.mod", "module example.com/held\n\ngo 1.21\n")
    write(folder, "main.go", MAIN)
    write(folder, ".gitignore", "program\nrecorded\n*.hwb\n*.pb.gz\n")
    write(folder, "special.go", "//go:build special\n\npackage main\n\nfunc init() { hold(sum) }\n")
    with open(os.path.join(folder, "cpu.pgo"), "wb") as out:
        out.write(run(["go", "run", ".", "profile"], folder, env=environment([])))
    git(folder, "init", "-q", ".")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")


def judge(tool, folder, arguments):
    """The audit of a build's own profile against the bundle, with its program."""
    run(["go", "build", *arguments, "-o", "program", "."], folder, env=environment(arguments))
    profile = os.path.join(folder, "heap.pb.gz")
    with open(profile, "wb") as out:
        out.write(run([os.path.join(folder, "program")], folder))
    return heapwitness.audit(tool, [profile], [os.path.join(folder, "recorded.hwb")], "--binary",
                             os.path.join(folder, "program"))


def main(tool):
    golang.version()
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        make(folder)
        run([tool, "record", "-q", "-o", "recorded.hwb", "--", "go", "build", "-o", "recorded", "."], folder,
            env=environment([]))
        for name, arguments, change, verdict, word in BUILDS:
            if change == "GOAMD64=v3":
                os.environ["GOAMD64"] = "v3"
            elif change:
                os.environ.pop("GOAMD64", None)
                write(folder, "main.go", MAIN.replace("hold(i)", f"hold(i) // {change}\n\t\thold(2 * i)"))
            if change == "commit":
                git(folder, "commit", "-qam", "two")
            page = judge(tool, folder, arguments)
            match = page["build_match"]
            reasons = "; ".join(match["reasons"])
            print(f"{name}: {match['verdict']}: {reasons}")
            if match["verdict"] != verdict or word not in reasons:
                wrong.append(f"{name}: {match['verdict']} ({reasons}), expected {verdict} ({word})")
            found = page["profile"]["builds"][0]
            if found["fit"] != "proven" or not found["pclntab_sha256"] or found["settings"]["GOARCH"] == "":
                wrong.append(f"{name}: the program is not identified: {found}")
    need(not wrong, "\n".join(wrong))


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except heapwitness.Broken as broken:
        sys.exit(f"FAILED: {broken}")
