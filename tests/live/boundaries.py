"""The limits that decide where Go puts a value, found by bisecting fragments of code.

    boundaries.py --record TOOL [WHAT...]   bisects and writes the rows of these versions and fragments, of
                                            all without any, and renders
    boundaries.py --render                  writes docs/boundaries.md from the table
    boundaries.py --live TOOL               the toolchain on the PATH: does each limit still hold?
    boundaries.py --matrix TOOL             every toolchain at hand, bisected anew

A fragment is a file of tests/data/boundaries with `N` in it. Each `//boundary:` line says something
of it: `what` it is, the `unit` and the `range` of N (or its `values`), what holds `below` the limit
(of `objects` and `bytes` of one call, the `claims` of the lines marked with `// <-`, the cost of the
function that `cost` names, and how many CALLs of what `calls` names the code has), what
heapwitness has to say `past` it, and `why`. `hot` names a caller and a callee for a PGO profile. REPEAT{count}{between}{text} repeats a text, with I for its number. All values of all
fragments of one round are functions of one program, so that a version takes seconds.
"""

import collections
import glob
import os
import re
import sys

import golang
import heapwitness
import hot
import toolchains
from toolchains import ROOT

DOCUMENT = os.path.join(ROOT, "docs/boundaries.md")
FOLDER = os.path.join(ROOT, "tests/data/boundaries")
TABLE = os.path.join(FOLDER, "limits.tsv")
CLASSES = os.path.join(FOLDER, "classes.tsv")
POINTS = 14  # values of N a fragment and round
MARK = "// <-"
MESSAGE = re.compile(r"^(?:\./)?(?:\S*/)?(\w[\w.-]*)\.go:(\d+):\d+: (?!  )(.*[^:])$")
COST = re.compile(r"(?:can inline (\w+) with|cannot inline (\w+): function too complex:) cost (\d+)\b")
HEADS = ("go", "fragment", "limit", "claims", "objects", "bytes", "next", "next_claims", "next_objects",
         "next_bytes", "verdict")
PROFILE = """package main

import (
	"os"
	"runtime"
	"runtime/pprof"
)

func write() {
	runtime.GC()
	runtime.GC()
	file, err := os.Create("heap.pb.gz")
	if err != nil {
		panic(err)
	}
	pprof.WriteHeapProfile(file)
	file.Close()
}
"""

State = collections.namedtuple("State", "claims objects bytes cost calls")
ASSEMBLY = re.compile(r"^\S*?\.(\w+) STEXT|\tCALL\t(\S+)\(SB\)")


class Fragment:
    """A file with N in it."""

    def __init__(self, path):
        self.name = os.path.basename(path)[:-3]
        with open(path, encoding="utf-8") as file:
            lines = file.read().splitlines()
        self.says = {}
        self.lines = []
        for line in lines:
            match = re.match(r"//boundary:(\w+)(?: (.*))?$", line)
            if match:
                self.says[match[1]] = match[2] or ""
            else:
                self.lines.append(line)
        text = "\n".join(self.lines)
        self.own = re.findall(r"^(?:func|var|const|type) (\w+)(?:, (\w+))?", text, re.M)
        self.own = sorted({name for names in self.own for name in names if name})
        self.marked = {n for n, line in enumerate(self.lines, 1) if MARK in line}
        if "values" in self.says:
            self.values = [int(v) for v in self.says["values"].split()]
        else:
            low, high = map(int, self.says["range"].split())
            self.values = range(low, high + 1, int(self.says.get("step", 1)))

    def key(self, n):
        return f"f_{self.name.replace('-', '_')}_{n}"

    def source(self, n):
        """The fragment for one N; each line stays where it is."""
        text = "\n".join(self.lines)
        text = re.sub(r"REPEAT{(.*?)}{(.*?)}{(.*?)}", lambda m: m[2].join(
            re.sub(r"\bI\b", str(i), m[3]) for i in range(arithmetic(m[1], n))), text)
        text = text.replace("CONSTANT", '"' + "x" * n + '"')
        for name in self.own:
            text = re.sub(rf"(?<![\w.]){name}\b(?!:)", f"{name}_{self.key(n)}", text)
        return re.sub(r"\bN\b", str(n), text) + "\n"

    def hot(self, n):
        """What a PGO profile has to say of the fragment: one call that is hot, or nothing."""
        if "hot" in self.says:
            at = {match[1]: line for line, text in enumerate(self.lines, 1)
                  for match in [re.match(r"func (\w+)", text)] if match}
            caller, callee = self.says["hot"].split()
            yield hot.Call(f"main.{caller}_{self.key(n)}", at[caller], min(self.marked),
                           f"main.{callee}_{self.key(n)}", at[callee])

    def below(self, n, state):
        """Whether N is on the near side of the limit."""
        return bool(eval(self.says["below"], {"__builtins__": {}}, dict(state._asdict(), N=n)))

    def shown(self):
        """The lines that a reader has to see: the functions, without the mark."""
        body = [re.sub(r"REPEAT{.*?}{(.*?)}{(.*?)}", shortened, line.replace(MARK, "").rstrip())
                for line in self.lines]
        start = next(i for i, line in enumerate(body) if re.match(r"(//go:noinline|func|const|type|var)", line))
        return "\n".join(line for line in body[start:] if not line.startswith(("var ", "//go:")))


def arithmetic(text, n):
    """6000, N or N - 2."""
    words = text.split()
    value = n if words[0] == "N" else int(words[0])
    return value - int(words[2]) if len(words) == 3 else value


def shortened(match):
    """A repeated text as a reader needs it."""
    between, text = match[1], match[2]
    first = between.join(re.sub(r"\bI\b", str(i), text) for i in range(2))
    return f"{first}{between}…{between if between == ' ' else ''}{text if between == ' ' else ''}"


def fragments():
    paths = sorted(glob.glob(os.path.join(FOLDER, "*.go")))
    return [Fragment(p) for p in paths if not p.endswith("harness.go")]


def program(toolchain, wanted, profile=False):
    """The program of [(fragment, N)], and {name of its file: (fragment, N)}."""
    with open(os.path.join(FOLDER, "harness.go"), encoding="utf-8") as file:
        sources = {"harness.go": file.read()}
    keys = {fragment.key(n): (fragment, n) for fragment, n in wanted}
    for key, (fragment, n) in keys.items():
        sources[key + ".go"] = fragment.source(n)
    calls = [f'\tmeasure("{key}", {n}, run_{key})' for key, (_, n) in keys.items()]
    if profile:
        sources["profile.go"] = PROFILE
        calls = ["\truntime.MemProfileRate = 1", *calls, "\twrite()"]
    flags = ["-gcflags=-m=2 -S" if any("calls" in f.says for f, _ in wanted) else "-gcflags=-m=2"]
    pairs = [pair for fragment, n in wanted for pair in fragment.hot(n)]
    if pairs and toolchains.number(toolchain.minor) >= 21:
        sources["hot.pprof"] = hot.profile(pairs)
        flags.append("-pgo=hot.pprof")
    sources["main.go"] = "\n".join(["package main", "", 'import "runtime"' if profile else "", "func main() {",
                                    *calls, "}", ""])
    return toolchain.build(sources, flags), keys


def measure(toolchain, wanted):
    """{(fragment name, N): State} of [(fragment, N)], all in one program (or two: -S is slow)."""
    assembly = [(f, n) for f, n in wanted if "calls" in f.says]
    if assembly and len(assembly) < len(wanted):
        rest = [pair for pair in wanted if pair not in assembly]
        return {**measure(toolchain, rest), **measure(toolchain, assembly)}
    built, keys = program(toolchain, wanted)
    with built:
        claims, costs, calls, inside = collections.defaultdict(list), {}, collections.Counter(), ""
        for line in built.log.splitlines():
            code = ASSEMBLY.search(line) if assembly else None
            if code:
                inside = code[1] or inside
                key = inside[inside.find("_f_") + 1:]
                calls[key] += bool(key in keys and code[2] and code[2].startswith(keys[key][0].says["calls"]))
                continue
            match = MESSAGE.match(line)
            if not match or match[1] not in keys:
                continue
            fragment, n = keys[match[1]]
            cost = COST.match(match[3])
            if cost and (cost[1] or cost[2]) == f"{fragment.says.get('cost')}_{match[1]}":
                costs[match[1]] = int(cost[3])
            text = plain(match[3], fragment, n)
            if int(match[2]) in fragment.marked and text and text not in claims[match[1]]:
                claims[match[1]].append(text)
        states = {}
        for line in built.run().splitlines():
            key, n, times, objects, held = line.split()
            states[keys[key][0].name, int(n)] = State(
                "; ".join(claims[key]), int(objects) / int(times), int(held) / int(times), costs.get(key), calls[key])
    return states


def judge(tool, toolchain, wanted):
    """{fragment name: "verdict cause"} of the marked lines, as an audit sees them run with one N.

    What one says of a line can depend on the rest of the log: some fragments are judged alone."""
    alone = [(f, n) for f, n in wanted if "alone" in f.says]
    if alone and len(wanted) > 1:
        rest = judge(tool, toolchain, [pair for pair in wanted if pair not in alone])
        return dict(rest, **{f.name: judge(tool, toolchain, [(f, n)])[f.name] for f, n in alone})
    built, keys = program(toolchain, wanted, profile=True)
    with built:
        built.run()
        log = built.path("log")
        with open(log, "w", encoding="utf-8") as out:
            out.write(built.log)
        page = heapwitness.audit(tool, [built.path("heap.pb.gz")], [log], "--all")
    said = collections.defaultdict(set)
    for finding in page["findings"]:
        key = os.path.basename(finding["file"] or "")[:-3]
        if key in keys and finding["line"] in keys[key][0].marked and finding["alloc_objects"]:
            said[keys[key][0].name].add(f"{finding['verdict']} {finding['cause'] or '-'}")
    return {fragment.name: " & ".join(sorted(said[fragment.name])) or "silent" for fragment, _ in wanted}


def plain(message, fragment, n):
    """A claim about a value, with N for the number; "" for other messages."""
    if not re.search(r" (escapes to heap|does not escape)$|^moved to heap: |^zero-copy |^inlining call to ", message):
        return ""
    if re.match(r"[a-z] does not escape$", message) and fragment.name != "interface":
        return ""  # a parameter's
    message = message.replace("_" + fragment.key(n), "")
    message = re.sub(r'"x{10}[x.]*"?(\.\.\.)?', '"…"', message)
    return re.sub(rf"(?<![\w]){n}(?![\w])", "N", message)


def points(low, high):
    """Up to POINTS indices strictly between two, close to the low one when they are far apart."""
    space = high - low - 1
    if space <= POINTS:
        return range(low + 1, high)
    ratio = (high - low) ** (1 / (POINTS + 1)) if high - low > 256 else 0
    found = {low + max(i, round(ratio ** i) if ratio else round((high - low) * i / (POINTS + 1)))
             for i in range(1, POINTS + 1)}
    return sorted(i for i in found if low < i < high)


def bisect(toolchain, wanted):
    """{fragment name: (N or None, its State, the next N or None, its State)}."""
    known, found = {}, {}
    ask = [(f, n) for f in wanted for n in sorted({f.values[0], f.values[-1]})]
    while ask:
        known.update(measure(toolchain, ask))
        ask = []
        for f in wanted:
            if f.name not in found:
                last = len(f.values) - 1
                holds = {f.values.index(n): f.below(n, s) for (name, n), s in known.items() if name == f.name}
                low = max((i for i in holds if holds[i]), default=-1)
                high = min((i for i in holds if i > low), default=last + 1)
                if high - low > 1 and low >= 0:
                    ask += [(f, f.values[i]) for i in points(low, high)]
                    continue
                sides = [f.values[i] if 0 <= i <= last else None for i in (low, high)]
                found[f.name] = tuple(x for n in sides for x in (n, known.get((f.name, n))))
    return found



def check_past(fragment, minor, verdict):
    """A sentence when an audit of the far side is wrong. It may always be unsure."""
    expected = toolchains.holding(fragment.says["past"], minor)
    if verdict not in (expected, expected.split()[0] + " -", "ambiguous -"):
        yield f"{minor} {fragment.name}: heapwitness says {verdict!r}, expected {expected!r}"


def rows(tool, toolchain, wanted):
    """The rows of the table of one toolchain, and sentences about what an audit of them got wrong."""
    found = bisect(toolchain, wanted)
    past = [(f, found[f.name][2]) for f in wanted if found[f.name][2] is not None]
    said = judge(tool, toolchain, past)
    wrong = [text for f, _ in past for text in check_past(f, toolchain.minor, said[f.name])]
    table = []
    for f in wanted:
        n, below, following, above = found[f.name]
        table.append([toolchain.release, f.name] + [
            cell for value, state in ((n, below), (following, above))
            for cell in ([value, state.claims or "-", f"{state.objects:.4g}", f"{state.bytes:.10g}"] if state
                         else ["-"] * 4)] + [said.get(f.name, "-")])
    return [list(map(str, row)) for row in table], wrong


def read():
    """{(minor, fragment name): {head: cell}}, in the order of the table."""
    return {(toolchains.minor_of(row["go"]), row["fragment"]): row for row in toolchains.read_table(TABLE)}


def classes(toolchain):
    """The size classes, as cells of a row."""
    with open(os.path.join(FOLDER, "harness.go"), encoding="utf-8") as file:
        sources = {"harness.go": file.read(), "main.go": "package main\n\nfunc main() { classes() }\n"}
    with toolchain.build(sources, []) as built:
        return built.run().split()


def read_classes():
    """{minor: (release, classes)}"""
    with open(CLASSES, encoding="utf-8") as file:
        rows_of = [line.split() for line in file]
    return {toolchains.minor_of(row[0]): (row[0], row[1:]) for row in rows_of}


def write_classes(table):
    with open(CLASSES, "w", encoding="utf-8") as out:
        for minor in sorted(table, key=toolchains.number):
            print(*(table[minor][0], *table[minor][1]), sep="\t", file=out)


# --- the document ---------------------------------------------------------------------------------

GROUPS = {
    "Strings and bytes": ["concat", "string-to-bytes", "string-to-bytes-read", "concat-to-bytes", "bytes-to-string",
                          "string-to-runes", "runes-to-string", "string-constant-to-bytes", "compare", "map-lookup",
                          "range-bytes", "string-of-one-byte", "itoa"],
    "make, new and literals": ["make-variable", "make-variable-element", "make-capacity", "make-and-copy",
                               "make-constant", "new", "composite", "slice-literal"],
    "append": ["append", "append-element"],
    "Variables and closures": ["declared", "capture"],
    "Interfaces": ["interface", "interface-integer", "interface-constant"],
    "Maps": ["map-hint", "map-literal", "map-literal-code", "map-insert", "map-element", "map-key"],
    "Small objects": ["tiny", "merged", "pointer-header"],
    "Inlining": ["inline", "inline-closure", "inline-big", "inline-hot"],
}


def size(number, unit):
    if not unit.startswith("bytes"):
        return f"{number} {unit}".strip()
    for step, name in ((1 << 20, "MiB"), (1 << 10, "KiB")):
        if number % step == 0 and number > 4 * 1024:
            return f"{number // step} {name}"
    return f"{number} B"


def cell(fragment, table, minor):
    """The limit in the overview."""
    unit = fragment.says["unit"].split(" of ")[0]
    row = table.get((minor, fragment.name))
    if not row:
        return ""
    if row["limit"] == "-":
        return fragment.says.get("always", "heap")
    return size(int(row["limit"]), unit) if row["next"] != "-" else fragment.says.get("never", "none")


def amount(objects, held):
    objects, held = float(objects), float(held)
    if not objects:
        return "nothing"
    return f"{objects:.3g} object{'s' * (objects != 1)}, {held:.3g} byte{'s' * (held != 1)}" if held < 100 else \
        f"{objects:.3g} object{'s' * (objects != 1)}, {held:.0f} bytes"


def anchors():
    """{cause: its heading's anchor in docs/causes.md}."""
    with open(os.path.join(ROOT, "docs/causes.md"), encoding="utf-8") as file:
        return {c: f"causes.md#hw{n}-{c}" for n, c in re.findall(r"^## HW(\d+) ([\w-]+)$", file.read(), re.M)}


def linked(verdict):
    """ "contradicted, [cause](…)" of "contradicted cause"."""
    said = []
    for part in verdict.split(" & "):
        word, _, cause = part.partition(" ")
        said.append(f"{word}, [{cause}]({anchors()[cause]})" if cause not in ("", "-") else word)
    return "; ".join(said)


def quoted(claims):
    return "<br>".join(f"`{c}`" for c in claims.split("; ")) if claims not in ("", "-") else "nothing"


def section(fragment, table):
    yield f"### {fragment.says['what']}"
    yield ""
    yield fragment.says["why"]
    yield ""
    yield "```go"
    yield fragment.shown()
    yield "```"
    yield ""
    unit = fragment.says["unit"] or "value"
    yield f"| Go | {unit} | the compiler says | one call allocates | heapwitness |"
    yield "|---|---|---|---|---|"
    same = {}
    for minor in toolchains.RELEASES:
        if (minor, fragment.name) in table:
            key = tuple(table[minor, fragment.name][h] for h in HEADS[2:])
            same.setdefault(key, []).append(minor)
    for (n, claims, objects, held, after, claims2, objects2, held2, verdict), minors in same.items():
        lines = [(n, claims, objects, held, ""), (after, claims2, objects2, held2, linked(verdict))]
        lines = [line for line in lines if line[0] != "-"]
        for i, (number, says, count, total, judged) in enumerate(lines):
            if judged == "silent":  # the frame was lost, or it never was about bytes
                judged = "the bytes are on the caller's line" if float(count) else ""
            yield (f"| {toolchains.runs(minors) if i == 0 else ''} | {number} | {quoted(says)} | "
                   f"{amount(count, total)} | {judged} |")
    yield ""


INTRODUCTION = """# Boundaries

A number often decides where Go puts a value: up to it the value is on the stack, past it on the heap.
At some of these numbers the compiler's message changes.
At others it stays the same, and "does not escape" is then only half of the truth.

Nothing here is from memory.
For each row `tests/live/boundaries.py` compiles a fragment of `tests/data/boundaries` with many values of N,
runs it, and bisects to the largest N that is still on the near side.
Objects and bytes are averages of up to 64 calls.
The measured values are in `tests/data/boundaries/limits.tsv`.
They were measured on linux/amd64 with Go {releases}.

    boundaries.py --live heapwitness      # does the installed Go still have these limits? (ctest -R live.boundaries)
    ctest -C slow -R slow.boundaries      # bisect again with every toolchain at hand
"""


def render(table):
    by_name = {f.name: f for f in fragments()}
    listed = [name for names in GROUPS.values() for name in names]
    if sorted(listed) != sorted(by_name):
        raise toolchains.Failed(f"GROUPS and the fragments differ: {set(listed) ^ set(by_name)}")
    releases = sorted({row["go"] for row in table.values()}, key=lambda r: [int(x) for x in r.split(".")])
    yield INTRODUCTION.format(releases=", ".join(releases))
    yield "**heap**: no value is small enough. **none**: no limit was found in the range that was searched."
    yield ""
    for title, names in GROUPS.items():
        yield f"## {title}"
        yield ""
        yield f"| | {' | '.join(toolchains.RELEASES)} |"
        yield "|---|" + "---|" * len(toolchains.RELEASES)
        for name in names:
            cells = [cell(by_name[name], table, minor) for minor in toolchains.RELEASES]
            yield f"| {by_name[name].says['what']} | {' | '.join(cells)} |"
        yield ""
        for name in names:
            yield from section(by_name[name], table)


def render_classes(table):
    yield "## Size classes"
    yield ""
    yield "An object takes the smallest of these sizes that holds it. A larger one takes whole pages of 8 KiB."
    yield ""
    same = {}
    for minor, (_, sizes) in table.items():
        same.setdefault(tuple(sizes), []).append(minor)
    for sizes, minors in same.items():
        yield f"{toolchains.runs(minors)}: {' '.join(sizes)}."


def document():
    """docs/boundaries.md as the tables have it."""
    return toolchains.page([*render(read()), *render_classes(read_classes())])


# --- what is run ----------------------------------------------------------------------------------

def record(tool, what):
    minors = [w for w in what if w in toolchains.RELEASES]
    wanted = [f for f in fragments() if f.name in what or len(minors) == len(what)]
    table = read()
    sizes = read_classes() if os.path.exists(CLASSES) else {}
    bad = []
    for toolchain in toolchains.those(minors or toolchains.RELEASES):
        found, wrong = rows(tool, toolchain, wanted)
        bad += wrong
        table.update({(toolchain.minor, row[1]): dict(zip(HEADS, row)) for row in found})
        sizes[toolchain.minor] = (toolchain.release, classes(toolchain))
        print(f"{toolchain.release}: {len(found)} limits", flush=True)
    write_classes(sizes)
    names = {f.name for f in fragments()}
    keys = sorted((key for key in table if key[1] in names), key=lambda k: (toolchains.number(k[0]), k[1]))
    toolchains.write_table(TABLE, [table[key] for key in keys])
    return bad


def live(tool):
    """One program with both sides of every limit of the installed minor version."""
    golang.version()
    toolchain, table = toolchains.on_path(), read()
    wanted = [f for f in fragments() if (toolchain.minor, f.name) in table]
    if not wanted:
        golang.skip(f"no limits are recorded for go{toolchain.release}")
    asked = [(f, int(table[toolchain.minor, f.name][side]), side) for f in wanted for side in ("limit", "next")
             if table[toolchain.minor, f.name][side] != "-"]
    found = measure(toolchain, [(f, n) for f, n, _ in asked])
    past = [(f, n) for f, n, side in asked if side == "next"]
    said = judge(tool, toolchain, past)
    for f, n, side in asked:
        state, row = found[f.name, n], table[toolchain.minor, f.name]
        if f.below(n, state) != (side == "limit"):
            yield f"{f.name}: {n} is on the other side of the limit: {state}"
        if (state.claims or "-") != row["claims" if side == "limit" else "next_claims"]:
            yield f"{f.name}: at {n} the compiler says {state.claims!r}"
    for f, _ in past:
        yield from check_past(f, toolchain.minor, said[f.name])
    if classes(toolchain) != read_classes()[toolchain.minor][1]:
        yield f"the size classes of go{toolchain.release} are others"
    print(f"go{toolchain.release}: {len(wanted)} limits, {len(asked)} sides")


def close(a, b):
    """Whether two rows agree; amounts of maps depend on the seed of their hash."""
    for head in HEADS[1:]:
        if head in ("objects", "bytes", "next_objects", "next_bytes") and "-" not in (a[head], b[head]):
            if abs(float(a[head]) - float(b[head])) > max(0.5, float(a[head]) / 4):
                return False
        elif a[head] != b[head]:
            return False
    return True


def matrix(tool):
    table = read()
    for toolchain in toolchains.every():
        minor = toolchain.minor
        found, wrong = rows(tool, toolchain, fragments())
        yield from wrong
        for row in found:
            cells, expected = dict(zip(HEADS, row)), table.get((minor, row[1]))
            if not expected or not close(expected, cells):
                yield f"{minor} {row[1]}: {cells}, recorded is {expected}"
        if classes(toolchain) != read_classes()[minor][1]:
            yield f"{minor}: the size classes are others"


if __name__ == "__main__":
    sys.exit(toolchains.main(sys.modules[__name__], sys.argv[1:]))
