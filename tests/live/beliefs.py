"""What people believe about escape analysis, each tested with the toolchains.

    beliefs.py --record TOOL [VERSION...]   compiles and runs all beliefs, writes the table, and renders
    beliefs.py --render                     writes docs/beliefs.md from the table
    beliefs.py --live TOOL                  the toolchain on the PATH: is what was recorded still true?
    beliefs.py --matrix TOOL                every toolchain at hand

A belief is a file of tests/data/beliefs. Its `//belief:` lines have what it `says`, the `verdict`
and `why`. Each case is a function CaseN; the lines that it is about end in `// N WANT`, where WANT is
what an audit has to say of them, by version, in the words of tests/data/corpus/VOCABULARY.md. All
beliefs are packages of one program.
"""

import collections
import glob
import json
import os
import re
import subprocess
import sys

import golang
import heapwitness
import toolchains
from boundaries import PROFILE, linked
from toolchains import ROOT

DOCUMENT = os.path.join(ROOT, "docs/beliefs.md")
FOLDER = os.path.join(ROOT, "tests/data/beliefs")
TABLE = os.path.join(FOLDER, "held.tsv")
HEADS = ("go", "belief", "case", "claims", "objects", "bytes", "audit")
MARK = re.compile(r"\s*// (\d+) ((?:any|<=|>=|\d).*)$")
CALLS = 64
ORDER = ("does-not-escape", "returned-make", "returned-literal", "returned-pointer", "new-and-var", "pointer-fields",
         "large-arrays", "threshold-128", "variable-make", "append-growth", "concatenation", "conversions", "maps",
         "channels", "interface-values", "interface-parameters", "fmt-arguments", "pool", "closures", "method-values",
         "defers", "loop-variables", "generics", "arg-0")

MAIN = """package main

import (
	"runtime"
%s)

var before, after runtime.MemStats

// measure prints what %d calls allocate: name, case, objects, bytes.
func measure(name string, number int, f func()) {
	f()
	runtime.ReadMemStats(&before)
	for i := 0; i < %d; i++ {
		f()
	}
	runtime.ReadMemStats(&after)
	println(name, number, after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc)
}

// Before any other package can allocate.
var _ = func() int { runtime.MemProfileRate = 1; return 0 }()

func main() {
%s
	write()
}
"""


class Belief:
    """A file: what it says, and its marked lines."""

    def __init__(self, name):
        self.name = name
        with open(os.path.join(FOLDER, name + ".go"), encoding="utf-8") as file:
            self.lines = file.read().splitlines()
        self.says = {m[1]: m[2] or "" for m in (re.match(r"//belief:([\w-]+)(?: (.*))?$", line) for line in self.lines)
                     if m}
        self.wants = {n: (int(m[1]), m[2]) for n, m in ((n, MARK.search(line)) for n, line in enumerate(self.lines, 1))
                      if m}
        self.cases = sorted({case for case, _ in self.wants.values()})

    def package(self):
        return "p" + re.sub(r"\W", "", self.name)

    def source(self):
        return "\n".join(self.lines).replace("package p", f"package {self.package()}", 1) + "\n"

    def shown(self):
        """The program as a reader needs it: the wants down to their number, without cases and variables."""
        start = self.lines.index("package p") + 2
        end = next(n for n, line in enumerate(self.lines) if line.startswith("func Case"))
        return "\n".join(MARK.sub(r" // \1", line) for line in self.lines[start:end]).rstrip()


def beliefs():
    found = sorted(os.path.basename(p)[:-3] for p in glob.glob(os.path.join(FOLDER, "*.go")))
    if sorted(ORDER) != found:
        raise toolchains.Failed(f"ORDER and tests/data/beliefs differ: {set(ORDER) ^ set(found)}")
    return [Belief(name) for name in ORDER]


def build(toolchain, wanted):
    sources = {f"{b.package()}/{b.name}.go": b.source() for b in wanted}
    imports = "".join(f'\n\t"{toolchains.Program.MODULE}/{b.package()}"\n' for b in wanted)
    calls = "\n".join(f'\tmeasure("{b.name}", {c}, {b.package()}.Case{c})' for b in wanted for c in b.cases)
    sources["main.go"] = MAIN % (imports, CALLS, CALLS, calls)
    sources["write.go"] = PROFILE
    return toolchain.build(sources, [f"-gcflags={toolchains.Program.MODULE}/...=-m=2"])


def claims_of(tool, log):
    """{(base name, line): [text]} of claims that are about values, not parameters."""
    done = subprocess.run([tool, "claims", log, "--all", "--format=json"], check=True, text=True, capture_output=True)
    found = collections.defaultdict(list)
    for claim in json.loads(done.stdout)["claims"]:
        texts = found[os.path.basename(claim["file"] or ""), claim["line"]]
        if claim["kind"] in ("escapes-to-heap", "moved-to-heap", "does-not-escape") and claim["text"] not in texts:
            texts.append(claim["text"])
    return found


def flows_of(text):
    """{(base name, line): [flow]} of the explanations."""
    found = collections.defaultdict(list)
    for file, line, flow in re.findall(r"^(?:\S*/)?([\w.-]+\.go):(\d+):\d+:   (flow: .*):$", text, re.M):
        found[file, int(line)].append(flow)
    return found


def audited(tool, program, log):
    """{(base name, line): {"verdict cause"}}: findings with their bytes, and claims without."""
    page = heapwitness.audit(tool, [program.path("heap.pb.gz")], [log], "--all")
    said = collections.defaultdict(set)
    for finding in page["findings"]:
        if finding["alloc_objects"]:
            said[os.path.basename(finding["file"] or ""), finding["line"]].add(
                f"{finding['verdict']} {finding['cause'] or '-'}")
    for claim in page["claims_without_bytes"]["listed"]:
        if claim["verdict"] == "unobserved":
            said[os.path.basename(claim["file"] or ""), claim["line"]].add(f"unobserved {claim['cause'] or '-'}")
        else:
            said[os.path.basename(claim["file"] or ""), claim["line"]].add("upheld")
    return said


def agrees(want, said):
    """Whether an audit said what is true, or that it cannot tell: a verdict may lack its cause."""
    wanted = set(want.split(" & "))
    for one in said:
        if one not in wanted and one != "ambiguous -" and not any(
                one.endswith(" -") and w.split()[0] == one.split()[0] for w in wanted):
            return False
    words = {w.split()[0] for w in wanted} - {"upheld", "unobserved", "silent"}
    return not words or bool(words & {s.split()[0] for s in said}) or "ambiguous -" in said


def hold(tool, toolchain):
    """The rows of one toolchain, and sentences about what is not as it has to be."""
    wanted = beliefs()
    wrong, table = [], []
    with build(toolchain, wanted) as program:
        measured = {}
        for line in program.run().splitlines():
            name, case, objects, held = line.split()
            measured[name, int(case)] = (int(objects) / CALLS, int(held) / CALLS)
        log = program.path("log")
        with open(log, "w", encoding="utf-8") as out:
            out.write(program.log)
        claims, said, flows = claims_of(tool, log), audited(tool, program, log), flows_of(program.log)
        for b in wanted:
            absent = b.says.get("absent")
            if absent and absent in program.log:
                wrong.append(f"{toolchain.minor} {b.name}: the log has {absent}")
            for case in b.cases:
                texts, verdicts = [], []
                for line, (number, want) in b.wants.items():
                    if number != case:
                        continue
                    place = (b.name + ".go", line)
                    texts += [t for t in (flows if "flows" in b.says else claims)[place] if t not in texts]
                    expected = toolchains.holding(want, toolchain.minor)
                    heard = {s for s in said[place]}
                    if not agrees(expected, heard):
                        wrong.append(f"{toolchain.minor} {b.name}:{line}: heapwitness says {sorted(heard)}, "
                                     f"expected {expected}")
                    verdicts += [v for v in sorted(heard) if v not in verdicts]
                objects, held = measured[b.name, case]
                table.append([toolchain.release, b.name, str(case), "; ".join(texts) or "-", f"{objects:.4g}",
                              f"{held:.6g}", " & ".join(verdicts) or "silent"])
    return table, wrong


def read():
    """{(minor, belief, case): {head: cell}}"""
    return {(toolchains.minor_of(row["go"]), row["belief"], int(row["case"])): row
            for row in toolchains.read_table(TABLE)}


# --- the document ---------------------------------------------------------------------------------

INTRODUCTION = """# Beliefs

What people say about Go's escape analysis, compared with what the compiler says and what the heap holds.
Each program was compiled with `-m=2` and run with Go {releases} on linux/amd64.
*The compiler* shows its claims about the numbered line.
*The heap* shows what one run allocates (the average of 64 runs).
*heapwitness* shows what `heapwitness audit` concludes from the two.
Numbers are measured, not remembered: `tests/live/beliefs.py` makes the tables from the programs in
`tests/data/beliefs`.

    beliefs.py --live heapwitness      # the Go on the PATH (ctest -R live.beliefs)
    ctest -C slow -R slow.beliefs      # every toolchain at hand

| belief | |
|---|---|
"""


def slug(text):
    return re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")


def amount(row):
    objects, held = float(row["objects"]), float(row["bytes"])
    if objects < 0.5:
        return "nothing"
    return f"{objects:.3g} object{'s' * (objects != 1)}, {held:.0f} byte{'s' * (held != 1)}"


def shown_claims(text):
    return "<br>".join(f"`{t}`" for t in text.split("; ")) if text != "-" else "nothing"


def section(b, table):
    yield f"## {b.says['says']}"
    yield ""
    yield f"**{b.says['verdict'].capitalize()}.** {b.says['why']}"
    yield ""
    yield "```go"
    yield b.shown()
    yield "```"
    yield ""
    yield "| line | Go | the compiler | the heap | heapwitness |"
    yield "|---|---|---|---|---|"
    for case in b.cases:
        same = {}
        for minor in toolchains.RELEASES:
            row = table.get((minor, b.name, case))
            if row:
                key = (shown_claims(row["claims"]), amount(row), said(row["audit"]))
                same.setdefault(key, []).append(minor)
        for i, ((claims, heap, audit), minors) in enumerate(same.items()):
            yield f"| {case if i == 0 else ''} | {toolchains.runs(minors)} | {claims} | {heap} | {audit} |"
    yield ""


def said(audit):
    return linked(audit) if audit != "silent" else ""


def render(table):
    wanted = beliefs()
    releases = sorted({row["go"] for row in table.values()}, key=lambda r: [int(x) for x in r.split(".")])
    yield INTRODUCTION.format(releases=", ".join(releases)).rstrip("\n")
    for b in wanted:
        yield f"| [{b.says['says']}](#{slug(b.says['says'])}) | {b.says['verdict']} |"
    yield ""
    for b in wanted:
        yield from section(b, table)


def document():
    """docs/beliefs.md as the table has it."""
    return toolchains.page(render(read()))


# --- what is run ----------------------------------------------------------------------------------

def record(tool, minors):
    table, bad = read(), []
    for toolchain in toolchains.those(minors or toolchains.RELEASES):
        rows, wrong = hold(tool, toolchain)
        bad += wrong
        table.update({(toolchain.minor, row[1], int(row[2])): dict(zip(HEADS, row)) for row in rows})
        print(f"{toolchain.release}: {len(rows)} cases", flush=True)
    cases = {(b.name, c) for b in beliefs() for c in b.cases}
    keys = sorted((key for key in table if key[1:] in cases),
                  key=lambda k: (toolchains.number(k[0]), ORDER.index(k[1]) if k[1] in ORDER else -1, k[2]))
    toolchains.write_table(TABLE, [table[key] for key in keys])
    return bad


def compare(tool, toolchain, table):
    """Sentences about what is not as it was recorded. Objects of maps depend on the seed of their hash."""
    rows, wrong = hold(tool, toolchain)
    yield from wrong
    for row in rows:
        now, then = dict(zip(HEADS, row)), table.get((toolchain.minor, row[1], int(row[2])))
        place = f"{toolchain.minor} {row[1]} {row[2]}"
        if not then:
            yield f"{place}: not recorded"
            continue
        if now["claims"] != then["claims"]:
            yield f"{place}: the compiler says {now['claims']}, recorded is {then['claims']}"
        for head in ("objects", "bytes"):
            if abs(float(now[head]) - float(then[head])) > max(0.5, float(then[head]) / 4):
                yield f"{place}: {now[head]} {head}, recorded are {then[head]}"


def live(tool):
    golang.version()
    toolchain, table = toolchains.on_path(), read()
    if not any(minor == toolchain.minor for minor, *_ in table):
        golang.skip(f"nothing is recorded for go{toolchain.release}")
    yield from compare(tool, toolchain, table)
    print(f"go{toolchain.release}: {len(beliefs())} beliefs")


def matrix(tool):
    for toolchain in toolchains.every():
        yield from compare(tool, toolchain, read())


if __name__ == "__main__":
    sys.exit(toolchains.main(sys.modules[__name__], sys.argv[1:]))
