"""Programs of several toolchains, build modes and linkers run and write profiles; taken without their
lines these audit to the same page with --binary. Samples of addresses are held against addr2line.

    symbolize.py [--matrix] TOOL

--matrix: with every toolchain at hand, which takes minutes.
"""

import gzip
import json
import os
import random
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))

import bare
import golang
import heapwitness
import toolchains
from heapwitness import need

PROGRAM = """package main

import (
	"os"
	"runtime"
	"runtime/pprof"
	"strings"
)

func init() { runtime.MemProfileRate = 1 }

type node[T any] struct {
	next *node[T]
	v    T
}

func (n *node[T]) push(v T) *node[T] { return &node[T]{n, v} }

type holder struct{ parts []string }

func (h *holder) add(s string) { h.parts = append(h.parts, strings.Repeat(s, 9)) }

func small(n int) []byte { return make([]byte, n) }

func middle(n int) []byte { return small(n + 1) }

var kept []any

func main() {
	h := &holder{}
	ints := &node[int]{}
	texts := &node[string]{}
	for i := 0; i < 100; i++ {
		kept = append(kept, middle(i*10), map[int]string{i: "x"})
		h.add("part")
		ints = ints.push(i)
		texts = texts.push("t")
		func() { kept = append(kept, new([64]int)) }()
		defer func(i int) { kept = append(kept, i*1000) }(i)
	}
	kept = append(kept, h, ints, texts, make(chan int, 10))
	runtime.GC()
	runtime.GC()
	pprof.Lookup("heap").WriteTo(os.Stdout, 0)
}
"""

BUILDS = {"plain": [], "stripped": ["-ldflags=-s -w"], "pie": ["-buildmode=pie"],
          "stripped pie": ["-buildmode=pie", "-ldflags=-s -w"], "no inlining": ["-gcflags=all=-l"],
          "trimmed": ["-trimpath"], "external pie": ["-buildmode=pie", "-ldflags=-linkmode=external -s -w"]}
MINORS = ("1.19", "1.26")
MATRIX = tuple(toolchains.RELEASES)


def findings(page):
    kept = ("function", "file", "line", "inlined", "verdict", "alloc_space", "inuse_space", "callers", "fingerprint")
    return sorted(json.dumps({k: f[k] for k in kept}, sort_keys=True) for f in page["findings"])


def build(toolchain, folder, arguments, cgo):
    variables = dict(toolchain.environment(), CGO_ENABLED="1" if cgo else "0")
    done = subprocess.run([toolchain.command, "build", *arguments, "-o", "program", "."], cwd=folder,
                          env=variables, capture_output=True, text=True, check=False)
    need(done.returncode == 0, f"go build {arguments}: {done.stderr[-800:]}")


def addresses(profile):
    """Of all locations."""
    data = gzip.decompress(profile)
    return [next(v for n, v, _ in bare.fields(location) if n == 3)
            for n, location, _ in bare.fields(data) if n == bare.LOCATION]


def against_addr2line(tool, folder, profile, page):
    """Physical function, and file and line of the innermost call, as the go command's own tool says."""
    pcs = random.Random(1).sample(sorted(set(addresses(profile))), 20)
    answer = subprocess.run(["go", "tool", "addr2line", "program"], input="".join(f"{pc:#x}\n" for pc in pcs), text=True,
                            cwd=folder, env=golang.environment(), capture_output=True, check=True).stdout.split("\n")
    ours = {}
    for f in page["findings"]:
        chain = [*f["inlined"], {"function": f["function"], "file": f["file"], "line": f["line"]}]
        ours.setdefault(f'{chain[0]["file"]}:{chain[0]["line"]}', set()).add(f["function"])
    found = 0
    for function, place in zip(answer[0::2], answer[1::2]):
        if place in ours:
            found += 1
            plain = re.sub(r"\[.*\]", "[...]", function)
            need(plain in {re.sub(r"\[.*\]", "[...]", n) for n in ours[place]},
                 f"{place} is in {ours[place]}, addr2line says {function}")
    return found


def one(tool, toolchain, name, arguments):
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "main.go"), "w", encoding="utf-8") as out:
            out.write(PROGRAM)
        with open(os.path.join(folder, "go.mod"), "w", encoding="utf-8") as out:
            out.write("module example.com/held\n\ngo 1.19\n")
        build(toolchain, folder, arguments, "external" in name)
        program = os.path.join(folder, "program")
        profile = subprocess.run([program], capture_output=True, check=True, timeout=60).stdout
        for file, data in (("whole.pb.gz", profile), ("bare.pb.gz", bare.bare(profile))):
            with open(os.path.join(folder, file), "wb") as out:
                out.write(data)
        whole = heapwitness.audit(tool, [os.path.join(folder, "whole.pb.gz")], [], "--binary", program)
        page = heapwitness.audit(tool, [os.path.join(folder, "bare.pb.gz")], [], "--binary", program)
        need(findings(whole) == findings(page), f"{toolchain.release} {name}: other findings")
        need(not [n for n in whole["notes"] if n["id"] == "foreign-program"], f"{name}: called foreign")
        need(len(page["findings"]) > 10, f"{name}: {len(page['findings'])} findings only")
        return against_addr2line(tool, folder, profile, page) if name == "plain" else 0


def main(tool, minors):
    golang.version()
    compared = done = 0
    for minor in minors:
        toolchain = toolchains.find(minor)
        if not toolchain:
            continue
        builds = BUILDS if minor in ("1.21", "1.26") else {"plain": [], "stripped pie": BUILDS["stripped pie"]}
        for name, arguments in builds.items():
            compared += one(tool, toolchain, name, arguments)
            done += 1
    need(compared > 5, f"{compared} addresses were compared with addr2line")
    print(f"{done} builds have the frames of their runtimes; {compared} addresses as addr2line says")


if __name__ == "__main__":
    try:
        main(sys.argv[-1], MATRIX if "--matrix" in sys.argv else MINORS)
    except heapwitness.Broken as broken:
        sys.exit(f"FAILED: {broken}")
