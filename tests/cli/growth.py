"""No work that grows faster than its input: every token that can repeat in an input is repeated.

Each row makes an input of n repetitions. With eight times as many it may take eight times as long, and not sixty-four
times: the CPU seconds of the two are compared, the least of three runs each. What takes less than FLOOR with the
larger number is fast enough, whatever it grows like. The machine's own speed does not matter.

    growth.py --program HEAPWITNESS [--only NAME]
"""
import argparse
import gzip
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "live"))
from profiles import block, number, packed  # noqa: E402 on the path that is set above

TIMES, MOST, FLOOR = 8, 24.0, 0.15
HEAD = "# example.com/p\n"


def claim(expression, line=7, col=9):
    return f"./a.go:{line}:{col}: {expression} escapes to heap\n"


def expression(token):
    return lambda n: HEAD + claim("make([]int, " + token * n + ")")


def function(token):
    return lambda n: HEAD + f"./a.go:3:6: can inline {token * n} with cost 9 as: func() {{ }}\n" + claim("x")


def wrapped(text):
    return "".join(json.dumps({"Action": "output", "Output": line + "\n"}) + "\n" for line in text.splitlines())


TOKENS = ("&", "*", "(", ")", "[", "]", "{", "}", "[]", "map[", "[go.shape.", "func(", "struct { ", "chan ", ".", ",", "\"",
          "\\", "'", "`", "+ ", " escapes to heap", ":", "a.b.", "...", "\xc3\xa9", "\xff", "\t", "~", "$", "#", "%2e")

# name: (numbers of repetitions, text of a log)
LOGS = {f"expression {t!r}": (20000, expression(t)) for t in TOKENS}
LOGS |= {f"function {t!r}": (20000, function(t)) for t in TOKENS}
LOGS |= {
    "lines of one claim": (20000, lambda n: HEAD + claim("x") * n),
    "claims on one line": (5000, lambda n: HEAD + "".join(claim(f"x{i}", 7, i + 1) for i in range(n))),
    "claims at one position": (5000, lambda n: HEAD + "".join(claim(f"x{i}") for i in range(n))),
    "headers": (20000, lambda n: (HEAD + claim("x")) * n),
    "packages": (20000, lambda n: "".join(f"# example.com/p{i}\n" + claim("x") for i in range(n))),
    "mains": (5000, lambda n: "".join(f"# example.com/p{i}\n./a.go:3:6: can inline main with cost 2 as: func() {{ }}\n"
                                       for i in range(n)) + claim("x")),
    "functions": (20000, lambda n: HEAD + "".join(f"./a.go:{i}:6: can inline f{i} with cost 2 as: func() {{ }}\n"
                                                  for i in range(1, n)) + claim("x")),
    "functions on one line": (5000, lambda n: HEAD + "".join(
        f"./a.go:7:{i}: can inline f{i} with cost 2 as: func() {{ }}\n" for i in range(1, n)) + claim("x")),
    "inlined calls": (20000, lambda n: HEAD + "./a.go:7:9: inlining call to f\n" * n + claim("x")),
    "inlined calls on one line": (5000, lambda n: HEAD + "".join(
        f"./a.go:7:{i}: inlining call to f{i}\n" for i in range(1, n)) + claim("x")),
    "flows": (20000, lambda n: HEAD + "./a.go:7:9: x escapes to heap in f:\n" + "./a.go:7:9:   flow: y ← &x:\n" * n
              + claim("x")),
    "steps": (20000, lambda n: HEAD + "./a.go:7:9: x escapes to heap in f:\n./a.go:7:9:   flow: y ← &x:\n"
              + "./a.go:7:9:     from x (spill) at ./a.go:7:9\n" * n + claim("x")),
    "explanations": (5000, lambda n: HEAD + ("./a.go:7:9: x escapes to heap in f:\n./a.go:7:9:   flow: y ← &x:\n"
                                              "./a.go:7:9:     from x (spill) at ./a.go:7:9\n") * n + claim("x") * n),
    "captures": (20000, lambda n: HEAD + "./a.go:7:9: f capturing by ref: x (addr=true assign=true width=8)\n" * n
                 + claim("func literal")),
    "parameters": (20000, lambda n: HEAD + "".join(f"./a.go:3:{i}: leaking param: p{i}\n" for i in range(1, n))),
    "files": (20000, lambda n: HEAD + "".join(f"./a{i}.go:7:9: x escapes to heap\n" for i in range(n))),
    "directories": (3000, lambda n: HEAD + "./" + "a/" * n + "a.go:7:9: x escapes to heap\n"),
    "prefixes": (20000, lambda n: ("12:00:01 | " + HEAD + "12:00:01 | " + claim("x")) * n),
    "marks": (20000, lambda n: "> " * n + claim("x") + "// " * n + claim("y")),
    "colours": (20000, lambda n: HEAD + "\x1b[31m" * n + claim("x")),
    "not understood": (20000, lambda n: HEAD + claim("x") + "./a.go:1:1: the moon is full\n" * n),
    "blank lines": (50000, lambda n: HEAD + claim("x") + "\n" * n),
    "objects": (10000, lambda n: wrapped(HEAD + claim("x") * n)),
    "members": (5000, lambda n: json.dumps({**{f"k{i}": "v" for i in range(n)}, "Output": HEAD + claim("x")}) + "\n"),
    "escapes in JSON": (50000, lambda n: '{"Output":"' + "\\u00e9" * n + '\\n./a.go:1:2: x escapes to heap\\n"}\n'),
    "brackets in JSON": (20000, lambda n: claim("x") + "[" * n + "\n" + "{\"a\":" * n + "\n"),
    "settings of a bundle": (10000, lambda n: bundle("".join(f"env: K{i}=v\n" for i in range(n)))),
    "modules of a bundle": (10000, lambda n: bundle("".join(f"module: example.com/m{i}\nmodule.version: v1\n"
                                                             for i in range(n)))),
    "settings of a program": (10000, lambda n: bundle("binary: p\n" + "".join(f"binary.setting: K{i}=v\n"
                                                                               for i in range(n)))),
    "escapes of a bundle": (50000, lambda n: bundle("dir: " + "\\x5c" * n + "\n")),
    "config lines": (20000, lambda n: claim("x") + "key: value\n" * n),
}


def bundle(more):
    text = HEAD + claim("x")
    return f"heapwitness: bundle/2\ngo_version: go1.26.8\n{more}text_bytes: {len(text)}\njson_bytes: 0\n\n{text}"


TYPES = (("alloc_objects", "count"), ("alloc_space", "bytes"), ("inuse_objects", "count"), ("inuse_space", "bytes"))


class Profile:
    def __init__(self):
        self.table, self.out, self.at = {"": 0}, b"", 0
        for name, unit in TYPES:
            self.out += block(1, number(1, self.text(name)) + number(2, self.text(unit)))

    def text(self, s):
        return self.table.setdefault(s, len(self.table))

    def location(self, *frames, address=0, mapping=0):
        """Of (function, line), innermost first."""
        self.at += 1
        lines = b""
        for name, line in frames:
            ident = 1 + self.text(name)
            self.out += b"" if name in self.known else block(
                5, number(1, ident) + number(2, self.text(name)) + number(4, self.text("/src/p/a.go")))
            self.known.add(name)
            lines += block(4, number(1, ident) + number(2, line))
        self.out += block(4, number(1, self.at) + number(2, mapping) + number(3, address) + lines)
        return self.at

    known = set()

    def sample(self, stack, values=(1, 64, 1, 64), labels=b""):
        self.out += block(2, block(1, packed(stack)) + block(2, packed(values)) + labels)

    def bytes(self):
        strings = b"".join(block(6, s.encode("utf-8", "surrogateescape")) for s in self.table)
        period = block(11, number(1, 0)) + number(12, 1)
        return gzip.compress(self.out + strings + period, 1, mtime=0)


def profile(fill):
    def make(n):
        p = Profile()
        p.known = set()
        fill(p, n)
        return p.bytes()
    return make


def named(token):
    return profile(lambda p, n: p.sample([p.location(("example.com/p." + token * n, 7))]))


def samples(p, n):
    for i in range(n):
        p.sample([p.location((f"example.com/p.f{i}", 7))])


def one_stack(p, n):
    at = p.location(("example.com/p.f", 7))
    for i in range(n):
        p.sample([at], labels=block(3, number(1, p.text("bytes")) + number(3, 8 + i)))


def callers(p, n):
    leaf = p.location(("example.com/p.f", 7))
    for i in range(n):
        p.sample([leaf, p.location((f"example.com/p.g{i}", 8))])


def labels(p, n):
    at = p.location(("example.com/p.f", 7))
    p.sample([at], labels=b"".join(block(3, number(1, p.text(f"k{i}")) + number(3, i)) for i in range(n)))


def mappings(p, n):
    for i in range(n):
        p.out += block(3, number(1, i + 1) + number(2, 4096 * (i + 1)) + number(3, 4096 * (i + 2)))
    p.sample([p.location(("example.com/p.f", 7), address=4097, mapping=1)])


PROFILES = {f"name of {t!r}": (20000, named(t)) for t in TOKENS}
PROFILES |= {
    "samples": (5000, profile(samples)),
    "samples of one stack": (5000, profile(one_stack)),
    "callers of one site": (5000, profile(callers)),
    "depth of a stack": (5000, profile(lambda p, n: p.sample([p.location((f"example.com/p.f{i}", 7)) for i in range(n)]))),
    "one location many times": (20000, profile(lambda p, n: p.sample([p.location(("example.com/p.f", 7))] * n))),
    "inlined frames": (5000, profile(lambda p, n: p.sample([p.location(*((f"example.com/p.f{i}", 7) for i in range(n)))]))),
    "labels of a sample": (2000, profile(labels)),
    "mappings": (5000, profile(mappings)),
    "strings": (50000, profile(lambda p, n: [p.text(f"s{i}") for i in range(n)]
                               and p.sample([p.location(("example.com/p.f", 7))]))),
}


def seconds(command, cwd):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 3):
        sys.exit(f"{' '.join(command)}: exit {done.returncode}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


class Growth:
    def __init__(self, program, folder):
        self.program, self.folder, self.bad = program, folder, []

    def time(self, make, n, name, commands):
        data = make(n)
        data = data.encode("latin-1" if "\xff" in data or "\xc3" in data else "utf-8") if isinstance(data, str) else data
        (self.folder / name).write_bytes(data)
        return [lambda c=c: seconds([self.program, *c.split()], self.folder) for c in commands]

    def row(self, label, n, make, file, commands):
        small, large = self.time(make, n, "small-" + file, [c.replace("FILE", "small-" + file) for c in commands]), \
            self.time(make, n * TIMES, "large-" + file, [c.replace("FILE", "large-" + file) for c in commands])
        for command, few, many in zip(commands, small, large):
            t = many()
            if t < FLOOR:
                continue
            t, s = min(t, many(), many()), max(min(few() for _ in range(3)), 0.004)
            if t >= FLOOR and t / s > MOST:
                self.bad.append(f"{label}, {command}: {n} take {s:.3f} s, {n * TIMES} take {t:.3f} s")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True, type=os.path.abspath)
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        g = Growth(args.program, folder)
        p = Profile()
        p.known = set()
        for i in range(50):
            p.sample([p.location(("example.com/p.f", 7), ("example.com/p.g", 8))], values=(i + 1, 64 * (i + 1), 1, 64))
        (folder / "some.pb.gz").write_bytes(p.bytes())
        (folder / "some.log").write_text(HEAD + claim("x") + claim("make([]int, n)", 8))
        for label, (n, make) in LOGS.items():
            if args.only in label:
                g.row(label, n, make, "a.log", ("claims --all FILE -fjson", "audit some.pb.gz --claims FILE",
                                                "drift FILE some.log"))
        for label, (n, make) in PROFILES.items():
            if args.only in label:
                g.row(label, n, make, "a.pb.gz", ("audit FILE --claims some.log --nodecount=0 --all -fjson",
                                                  "audit FILE FILE --claims some.log"))
    print("\n".join(g.bad) or f"{len(LOGS) + len(PROFILES)} tokens: time grows with the input")
    sys.exit(1 if g.bad else 0)


if __name__ == "__main__":
    main()
