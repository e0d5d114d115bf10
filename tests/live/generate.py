"""Generated programs: what is said of a line with less evidence is what is said with more, or nothing.

    generate.py TOOL [--seed N] [--programs N] [--lines N] [--rounds N] [--go 1.26.8,…] [--jobs N]
                     [--keep DIR] [--cache DIR] [--each N] [--least N] [--rows A,B] [--exact]
    generate.py --matrix TOOL …     with Go 1.21, 1.24, 1.25, 1.26 and 1.27

--keep leaves the programs in DIR; a second run judges them again and builds nothing. --cache is for the builds of
`record`. Of one kind of complaint --each are printed. There have to be --least line verdicts. With --rows=A,B all lines
have these constructs: what is left of a complaint when the rest of its program is taken away. --exact: with a profile of
every allocation only, and without collections, which say the same each time.

A program is a module of four packages. Each of its lines has one to three rows of constructs.py, and runs a few hundred
times, with a heap profile of every allocation, and another of one in 512 bytes. It is audited with what -m says of it,
with -m=2, with the bundle of `record`, and with the program's file beside both. Of each site on these lines is checked:

    order     verdict, cause and flows with less evidence are those with more, or nothing is said
    callee    with the file, the function called is that of `go tool objdump`
    type      and its type that of the compiler's own listing (-S)
    verdict   whatever the evidence, the verdict is one that an allocation by this function can have
    owner     an owner is a claim whose text can stand for a call of this function, of this type
    build     the builds belong together, and are never said not to
    promise   what heapwitness.py checks of every audit

A claim may have allocated nothing: a small number, a struct without fields, or of one object in 512 bytes no sample.
Where a line has nothing of a claim's, and something without a claim, no log tells them apart: these are counted, not
complained of.
"""

import argparse
import collections
import concurrent.futures
import itertools
import os
import random
import re
import subprocess
import sys
import tempfile

import callees
import constructs
import golang
import heapwitness

# More evidence shows what may be behind the line as well: what was said before was right, and is no more.
LESS_SURE = ("verdict-lost", "cause-lost")
MATRIX = ("1.21.13", "1.24.13", "1.25.8", "1.26.8", "1.27.1")
MODULE = "example.com/gen"
OWN = f"{MODULE}/..."
DEFINITE = ("confirmed", "contradicted", "unclaimed")
# Lines of a program, by its seed: what is judged by shares is seen in small ones.
SIZES = (480, 60, 240)
SPREAD = {1: "", 512: "-512"}
# What is given to audit: name -> (log, whether the file of the program is there), and what is more evidence than what.
EVIDENCE = {"m": ("m.log", False), "m2": ("m2.log", False), "bundle": ("all.hwb", False),
            "m+file": ("m.log", True), "m2+file": ("m2.log", True), "bundle+file": ("all.hwb", True)}
ORDER = (("m", "m2"), ("m2", "bundle"), ("bundle", "bundle+file"), ("m", "m+file"), ("m+file", "m2+file"),
         ("m2", "m2+file"), ("m2+file", "bundle+file"), ("m", "bundle+file"), ("m2", "bundle+file"))
MAIN = """package main

import (
	"os"
	"runtime"
	"runtime/pprof"
	"strconv"
	"strings"

	"example.com/gen/a"
	"example.com/gen/b"
)

func main() {
	rate, _ := strconv.Atoi(os.Args[2])
	rounds, _ := strconv.Atoi(os.Args[3])
	runtime.MemProfileRate = rate
	s := strings.Repeat("some words ", 7)
	for i := 1000; i < 1000+rounds; i++ {
		Run(i, s, "ab", []byte(s))
		a.Run(i, s, "ab", []byte(s))
		b.Run(i, s, "ab", []byte(s))
	}
	for i := 0; i < 3; i++ {
		runtime.GC()
	}
	f, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	if err := pprof.Lookup("heap").WriteTo(f, 0); err != nil {
		panic(err)
	}
	f.Close()
}
"""


# --- the program ----------------------------------------------------------------------------------

class Source:
    """The module of a seed, as text: {path: text}, and {(path, line): the rows that it has}."""

    def __init__(self, seed, minor, lines, only=()):
        self.rng, self.minor, self.number = random.Random(seed * 100 + minor), minor, 0
        self.files = {"go.mod": f"module {MODULE}\n\ngo 1.{minor}\n", "kit/kit.go": constructs.KIT, "main.go": MAIN}
        self.rows, self.deck, self.only = {}, [], [r for name in only for r in constructs.rows(minor) if r[0] == name]
        for package in ("main", "a", "b"):
            folder = "" if package == "main" else package + "/"
            calls = []
            for part in ("one", "two"):
                self.write(package, f"{folder}{part}.go", lines // 6, calls)
            head = f"package {package}\n\n{constructs.imports(constructs.COMMON)}\n"
            run = "".join(f"\t{name}(i, s, r, b)\n" for name in calls)
            self.files[f"{folder}common.go"] = head + constructs.COMMON + (
                f"\n//go:noinline\nfunc Run(i int, s, r string, b []byte) {{\n{run}}}\n")

    def draw(self):
        """Each row comes once before any comes again."""
        if not self.deck:
            self.deck = constructs.rows(self.minor)
            self.rng.shuffle(self.deck)
        return self.deck.pop()

    def line(self):
        names, declarations, statements = [], [], []
        for row in self.only or (self.draw() for _ in range(self.rng.choice((1, 1, 2, 2, 3)))):
            self.number += 1
            declared, text = constructs.fill(row, self.number, self.rng)
            names.append(row[0])
            declarations.append(declared.replace("; ", "\n") if "func " not in declared else declared)
            statements.append(text)
        return names, declarations, "; ".join(statements)

    def write(self, package, path, lines, calls):
        declarations, body, places = [], [], {}
        while lines > 0:
            name = f"F{self.number}"
            calls.append(name)
            inline = self.rng.random() < 0.3
            body += [] if inline else ["//go:noinline"]
            body.append(f"func {name}(i int, s, r string, b []byte) {{")
            for _ in range(1 if inline else self.rng.randint(1, 4)):
                names, declared, text = self.line()
                declarations += declared
                for part in ("\t" + text).split("\\"):
                    places[len(body)] = names
                    body.append(part)
                lines -= 1
            body += ["}", ""]
        head = "\n".join(d for d in declarations if d)
        head = f"package {package}\n\n{constructs.imports(head + chr(10).join(body))}\n{head}\n\n"
        above = head.count("\n") + 1
        self.files[path] = head + "\n".join(body)
        for at, names in places.items():
            self.rows[path, above + at] = names

    def text(self, path, line):
        lines = self.files.get(path, "").split("\n")
        return lines[line - 1].strip() if 0 < line <= len(lines) else ""


class Build:
    """A program in a folder: built, recorded, listed and run."""

    def __init__(self, tool, source, go, folder, options):
        self.tool, self.go, self.folder, self.cache, self.spread = tool, go, folder, options.cache, SPREAD
        self.module, self.program = os.path.join(folder, "src"), os.path.join(folder, "program")
        self.environment = dict(golang.environment("local" if go == "local" else f"go{go}"), GOMAXPROCS="2",
                                GOFLAGS="-buildvcs=false -p=2")
        if options.exact:
            self.spread = {1: ""}
            self.environment["GOGC"] = "off"
        if not self.kept(source):
            self.make(source, options.rounds)

    def kept(self, source):
        """Whether all is there from an earlier run."""
        try:
            for path, text in source.files.items():
                with open(os.path.join(self.module, path), encoding="utf-8") as there:
                    if there.read() != text:
                        return False
        except OSError:
            return False
        return os.path.exists(self.path("complete"))

    def make(self, source, rounds):
        for path, text in source.files.items():
            full = os.path.join(self.module, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as out:
                out.write(text)
        tool, cache = self.tool, self.cache
        cached = ["--cache", cache] if cache else []
        self.command([tool, "record", "-q", "-o", self.path("all.hwb"), *cached, f"--packages={OWN}", "--",
                      "go", "build", "-trimpath", "-o", self.program, "."])
        for name, flags in (("m.log", "-m"), ("m2.log", "-m=2"), ("listing", "-S")):
            said = self.command(["go", "build", "-trimpath", "-o", "/dev/null", f"-gcflags={OWN}={flags}", "."])
            with open(self.path(name), "w", encoding="utf-8") as out:
                out.write(said)
        for rate, suffix in self.spread.items():
            self.command([self.program, self.path(f"heap{suffix}.pb.gz"), str(rate), str(rounds)], GOMAXPROCS="1")
        with open(self.path("complete"), "w", encoding="utf-8"):
            pass

    def path(self, name):
        return os.path.join(self.folder, name)

    def command(self, words, **more):
        done = subprocess.run(words, cwd=self.module, env=dict(self.environment, **more), capture_output=True, check=False,
                              timeout=1200)
        if done.returncode:
            raise heapwitness.Broken(f"{' '.join(words)}: {done.stderr.decode(errors='replace')[-3000:]}")
        return done.stderr.decode(errors="replace")

    def audit(self, evidence, suffix):
        log, file = EVIDENCE[evidence]
        return heapwitness.audit(self.tool, [self.path(f"heap{suffix}.pb.gz")], [self.path(log)],
                                 *(["--binary", self.program] if file else []))


# --- sites ----------------------------------------------------------------------------------------

def items(page):
    """{(file, line): [Item of a finding]} of the module."""
    found = collections.defaultdict(list)
    for f in page["findings"]:
        if (f["file"] or "").startswith(MODULE):
            found[f["file"], f["line"]].append(callees.Item(
                tuple(x["line"] for x in f["inlined"]), tuple(f[name] for name in golang.VALUES),
                frozenset(f["object_sizes"]), f))
    return found


def partitions(findings, sites, chains=True):
    """Ways to say which sites a finding is of, so that bytes and sizes add up: [finding of each site]."""
    left, chosen = [list(f.values) for f in findings], []

    def give(at):
        if at == len(sites):
            if not any(map(any, left)):
                yield list(chosen)
            return
        for f, rest in zip(findings, left):
            if (chains and f.chain != sites[at].chain or any(a < b for a, b in zip(rest, sites[at].values)) or
                    len(f.sizes) < 32 and not sites[at].sizes <= f.sizes):
                continue
            rest[:] = [a - b for a, b in zip(rest, sites[at].values)]
            chosen.append(f.what)
            yield from give(at + 1)
            chosen.pop()
            rest[:] = [a + b for a, b in zip(rest, sites[at].values)]

    yield from give(0)


def placed(findings, sites, cost):
    """The way that costs the least; None: there is none."""
    for chains in (True, False):
        ways = itertools.islice(partitions(findings, sites, chains), 200)
        found = min(ways, key=lambda way: sum(map(cost, way, sites)), default=None)
        if found is not None:
            return found
    return None


def flows(f):
    """{claim: its routes} of claims that are alone with their text at their place."""
    counts = collections.Counter((c["file"], c["line"], c["column"], c["text"]) for c in f["claims"])
    return {k: [[(s["from"], s["to"], s["why"]) for s in route] for route in c["routes"]] for c in f["claims"]
            for k in [(c["file"], c["line"], c["column"], c["text"])] if counts[k] == 1 and c.get("routes")}


def disagreement(less, more):
    """What is said of a site that is not with more evidence, as (kind, words); None: nothing."""
    if less["verdict"] in DEFINITE and more["verdict"] != less["verdict"]:
        return "verdict" if more["verdict"] in DEFINITE else "verdict-lost", f"{less['verdict']} becomes {more['verdict']}"
    if less["cause"] and more["cause"] != less["cause"]:
        return "cause" if more["cause"] else "cause-lost", f"{less['cause']} becomes {more['cause']}"
    after = flows(more)
    for claim, routes in flows(less).items():
        if claim in after and after[claim] != routes:
            return "flow", f"{claim[3]}: {routes} becomes {after[claim]}"
    return None


class Judge:
    """Of one program: what is wrong, and how much was looked at."""

    def __init__(self, source, build, seed, release):
        self.source, self.build, self.seed, self.release = source, build, seed, release
        self.minor = int(release.split(".")[1])
        self.wrong, self.counts = [], collections.Counter()

    def complain(self, kind, evidence, suffix, place, said, findings=()):
        frames = [(x["file"].removeprefix(MODULE + "/"), x["line"]) for x in [*place["inlined"], place] if x["file"]]
        path, line = next((x for x in frames if x in self.source.rows), frames[-1] if frames else ("", 0))
        lines = [f"{kind}: seed {self.seed}, Go {self.release}, {evidence}{suffix}, {path}:{line}: {said}",
                 f"    {self.source.text(path, line)}"]
        rows = self.source.rows.get((path, line))
        lines += [f"    rows: {', '.join(rows)}"] if rows else []
        for f in findings:
            owners = "; ".join(("*" if c["owner"] else "") + c["text"] for c in f["claims"])
            chain = " < ".join(f"{x['function']}:{x['line']}" for x in f["inlined"])
            lines.append(f"    {f['verdict']} {f['cause']} {f['alloc_objects']} objects {f['object_sizes'][:5]} "
                         f"{f['allocator'] or '-'} {f['type'] or ''} [{chain}] | {owners}")
        self.wrong.append(((kind, evidence, said), "\n".join(lines)))

    def sites(self, pages, known):
        """{evidence: {site: its finding}}: with the file by what is called, without so that it fits that."""
        found = {evidence: {} for evidence in EVIDENCE}
        for evidence in sorted(pages, key=lambda e: (not EVIDENCE[e][1], e != "bundle+file")):
            file, best = EVIDENCE[evidence][1], found["bundle+file"]

            def cost(f, site):
                again = site.what.place in best and disagreement(f, best[site.what.place])
                return bool(again) + len(list(callees.complaints(f, site.what, self.minor, file)))

            for place, findings in items(pages[evidence]).items():
                self.counts.update((self.release, evidence, f.what["verdict"]) for f in findings)
                way = placed(findings, known.get(place, []), cost)
                if way is None:
                    self.counts["unplaced"] += len(findings)
                    continue
                found[evidence].update((site.what.place, f) for site, f in zip(known[place], way))
        return found

    def hidden(self, evidence, f, beside):
        """Without the file, no object is of the claims that are named: the log and the profile are
        those of a program in which they allocate this, and nothing else does."""
        owners = [c["text"] for c in f["claims"] if c["owner"]]
        return bool(not EVIDENCE[evidence][1] and owners and
                    not any(callees.can_own(text, call, self.minor) is None for text in owners for call in beside))

    def order(self, found, calls, lines, suffix):
        told = set()
        for less, more in ORDER:
            for site, one in found[less].items():
                bad = site in found[more] and disagreement(one, found[more][site])
                if bad and self.hidden(less, one, lines[site]):
                    self.counts["hidden"] += 1
                elif bad and (less, site, bad) not in told:
                    kind, said = bad
                    told.add((less, site, bad))
                    self.complain(kind, f"{less} to {more}", suffix, one, f"{said}, of {calls[site].callee}",
                                  (one, found[more][site]))

    def fit(self, found, calls, lines, suffix):
        """Each site against the machine code."""
        for evidence, sites in found.items():
            for site, f in sites.items():
                if self.hidden(evidence, f, lines[site]):
                    self.counts["hidden"] += 1
                    continue
                for kind, said in callees.complaints(f, calls[site], self.minor, EVIDENCE[evidence][1]):
                    self.complain(kind, evidence, suffix, f, said, (f,))
        for site, f in found["bundle+file"].items():
            self.counts["callees"] += bool(f["allocator"]) and calls[site].callee.startswith("runtime.")
            self.counts["types"] += bool(f["type"] and calls[site].type)

    def audits(self, suffix):
        """{evidence: the audit}, of those that keep their own promises."""
        pages, nowhere = {}, {"file": "", "line": 0, "inlined": []}
        for evidence in EVIDENCE:
            try:
                page = pages[evidence] = self.build.audit(evidence, suffix)
            except heapwitness.Broken as broken:
                self.complain("promise", evidence, suffix, nowhere, str(broken))
                continue
            match, strange = page["build_match"], page["diagnostics"]["not_understood"]
            if match["verdict"] == "mismatch" or strange:
                self.complain("build", evidence, suffix, nowhere, f"{match}, {strange} lines not understood")
            for f in page["findings"]:
                if f["cause"] == "build-mismatch":
                    self.complain("build", evidence, suffix, f, "the builds are said not to match", (f,))
        return pages

    def all(self):
        for suffix in self.build.spread.values():
            known = callees.by_site(self.build.path(f"heap{suffix}.pb.gz"), callees.Code(self.build), MODULE)
            calls = {site.what.place: site.what for sites in known.values() for site in sites}
            lines = {site.what.place: [s.what for s in sites] for sites in known.values() for site in sites}
            found = self.sites(self.audits(suffix), known)
            self.order(found, calls, lines, suffix)
            self.fit(found, calls, lines, suffix)
        return self


def one_program(tool, seed, go, options):
    """(release, complaints, counts)"""
    release, lines = go, options.lines or SIZES[seed % len(SIZES)]
    if go == "local":
        text = subprocess.run(["go", "env", "GOVERSION"], env=golang.environment(), check=True, text=True,
                              stdout=subprocess.PIPE).stdout
        release = text.strip().removeprefix("go")
    with tempfile.TemporaryDirectory(prefix="heapwitness-") as scratch:
        folder = os.path.join(options.keep or scratch, "-".join(
            [release, str(seed), str(lines), str(options.rounds), *filter(None, (options.rows or "").split(","))]))
        try:
            source = Source(seed, int(release.split(".")[1]), lines, options.rows.split(",") if options.rows else ())
            build = Build(tool, source, go, folder, options)
            judge = Judge(source, build, seed, release).all()
            return release, judge.wrong, judge.counts
        except heapwitness.Broken as broken:
            return release, [(("broken", "", ""), f"broken: seed {seed}, Go {release}: {broken}")], collections.Counter()


def available(releases):
    for release in releases:
        done = subprocess.run(["go", "version"], env=golang.environment(f"go{release}"), capture_output=True, check=False)
        if done.returncode == 0:
            yield release
        else:
            print(f"{release}: no toolchain here")


def summary(told, counts):
    """What was looked at, and the kinds of complaints: those about owners by their number alone."""
    kinds = collections.Counter()
    for (kind, evidence, said), n in told.items():
        kinds[f"{kind}, {evidence}" + (f": {said}" if kind != "owner" else "")] += n
    for kind, n in sorted(kinds.items(), key=lambda x: (-x[1], x[0]))[:60]:
        print(f"{n:6} {kind[:150]}")
    print("Go       evidence     verdicts   unsure")
    for release, evidence in sorted({k[:2] for k in counts if isinstance(k, tuple)}):
        of = {v: n for (r, e, v), n in ((k, n) for k, n in counts.items() if isinstance(k, tuple))
              if (r, e) == (release, evidence)}
        total = sum(of.values())
        print(f"{release:8} {evidence:12} {total:8}   {100 * (of.get('ambiguous', 0)) / total:5.2f} %")
    total = sum(n for k, n in counts.items() if isinstance(k, tuple))
    print(f"{counts['callees']} calls and {counts['types']} types compared, {counts['unplaced']} findings not placed, "
          f"{counts['hidden']} of claims that allocated nothing")
    by_word = collections.Counter()
    for what, n in told.items():
        by_word[what[0]] += n
    wrong = sum(n for word, n in by_word.items() if word not in LESS_SURE)
    words = ", ".join(f"{n} {word}" for word, n in sorted(by_word.items())) or "none"
    print(f"{total} line verdicts, {wrong} wrong: {words}")
    return total, wrong


def main(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("--matrix", action="store_true")
    parser.add_argument("--exact", action="store_true")
    parser.add_argument("tool", type=os.path.abspath)
    for name, value in (("seed", 1), ("programs", 1), ("lines", 0), ("rounds", 200), ("jobs", 1), ("least", 1),
                        ("each", 3)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--go")
    parser.add_argument("--rows")
    parser.add_argument("--keep")
    parser.add_argument("--cache")
    options = parser.parse_args(arguments)
    golang.version()
    releases = (options.go or "local").split(",") if not options.matrix or options.go else list(available(MATRIX))
    work = [(seed, go) for seed in range(options.seed, options.seed + options.programs) for go in releases]
    counts, told = collections.Counter(), collections.Counter()
    with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
        done = [pool.submit(one_program, options.tool, seed, go, options) for seed, go in work]
        for future in concurrent.futures.as_completed(done):
            release, wrong, found = future.result()
            for what, text in wrong:
                told[what] += 1
                if told[what] <= options.each:
                    print(text, flush=True)
            counts += found
    total, wrong = summary(told, counts)
    compared = total >= options.least and counts["types"] and counts["unplaced"] * 100 <= total
    return 1 if wrong or not compared else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
