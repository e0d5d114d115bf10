"""A profile of `go test -bench -memprofile` with the diagnostics of `go test -gcflags=-m=2`.

    bench.py TOOL                  the recorded one in profiles/bench (no Go needed)
    bench.py --live TOOL           recorded anew by profiles/bench/record.sh
"""

import os
import subprocess
import sys
import tempfile

import golang
import heapwitness
import labels
from heapwitness import need

BENCH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "profiles", "bench")
RECORDED_WITH = (1, 26)

# File, a text that only the line has, verdicts from Go 1.25 on, verdicts before (None: the same).
# In the exact profile every one of them has bytes.
EXPECTED = (
    ("encode.go", "buf := make([]byte, 0, 64)", "confirmed", None),
    ("encode.go", "scratch := make([]byte, header+16)", "contradicted|ambiguous", "confirmed"),
    ("encode.go", "lines = append(lines, Encode(e))", "confirmed", "unclaimed|ambiguous"),
    ("lru.go", "n := &node[K, V]{key: k, value: v}", "confirmed", None),
    ("lru.go", "c.byK[k] = n", "unclaimed|ambiguous", None),
    # Inlined twice: once beside the assignments to a map that were inlined at the same place.
    ("key.go", 'return e.Tenant + "/" + e.Kind', "confirmed|ambiguous", None),
    ("key.go", "strings.HasPrefix(e.Tenant", "contradicted|ambiguous", None),
    ("key.go", "s += e.Kind", "unclaimed|ambiguous", None),
    ("group.go", "groups[k] = append(groups[k], e)", "confirmed|unclaimed|ambiguous", None),
    ("group.go", "counts[e.Tenant]++", "unclaimed|ambiguous", None),
    ("log.go", 'return fmt.Sprintf("%d %s %.2f"', "confirmed", None),
)


def line_of(name, text):
    with open(os.path.join(BENCH, "src", name), encoding="utf-8") as source:
        lines = [number for number, line in enumerate(source, 1) if text in line]
    need(len(lines) == 1, f"{name}: {text!r} is on {len(lines)} lines")
    return lines[0]


def expected(go):
    """{(file, line): allowed verdicts}"""
    return {(name, line_of(name, text)): set((new if go >= (1, 25) or old is None else old).split("|"))
            for name, text, new, old in EXPECTED}


def check(tool, folder, go):
    log = os.path.join(folder, "escape.m2.log.gz")
    for name, exact in (("mem.pb.gz", False), ("mem.exact.pb.gz", True)):
        page = heapwitness.audit(tool, [os.path.join(folder, name)], [log])
        for text in labels.judge(expected(go), heapwitness.by_source(page), all_there=exact):
            yield f"{name}: {text}"
        need(page["profile"]["period"] == (1 if exact else 512 * 1024), f"{name}: period {page['profile']['period']}")
        need(page["diagnostics"]["not_understood"] == 0, f"{name}: lines of the log not understood")
        need(page["build_match"]["verdict"] != "mismatch", f"{name}: accuses the right log")
        notes = {note["id"] for note in page["notes"]}
        need("test-variants" in notes, f"{name}: no note about the test variants")
        for f in page["findings"]:
            own = f["package"] == "example.com/feed"
            need(own == (f["verdict"] != "undiagnosed") or not own and f["verdict"] == "unclaimed",
                 f"{name}: {f['package']} {f['file']}:{f['line']} is {f['verdict']}")
        shares, total = page["coverage"]["alloc_space"], page["totals"]["alloc_space"]
        print(f"{name}: " + ", ".join(f"{k} {100 * v / total:.1f} %" for k, v in shares.items()))


def live(tool):
    go = golang.version()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([os.path.join(BENCH, "record.sh"), folder], env=golang.environment(), check=True,
                       stdout=subprocess.DEVNULL)
        yield from check(tool, folder, go)


def main(arguments):
    tool = arguments[-1]
    return heapwitness.conclude(live(tool) if arguments[0] == "--live" else check(tool, BENCH, RECORDED_WITH))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
