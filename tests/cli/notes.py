#!/usr/bin/env python3
"""Every note of docs/notes.md is raised by what docs/notes.md says raises it, and by nothing that
is in order.

    notes.py HEAPWITNESS GENERATED BINARIES
"""
import gzip
import http.server
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import threading

import bare
from protobuf import block, number, varint # on the path that bare knows

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA, PROFILES = ROOT / "tests" / "data", ROOT / "profiles"
CORPUS = DATA / "corpus" / "recorded"
MOVED = f"{CORPUS}/1.26.8/moved/escape.m2.log.gz"
MOVED_HEAP = f"{CORPUS}/1.26.8/moved/heap.pb.gz"
TMPBUF_HEAP = f"{CORPUS}/1.26.8/tmpbuf/heap.pb.gz"
SHOP = [f"{PROFILES}/shop/heap-after.pb.gz", "--claims", f"{PROFILES}/shop/escape.own.m2.log.gz"]
FAST = DATA / "services" / "fast"
FAST_LOG = ["--claims", f"{FAST}/escape.all.m2.log.gz"]
JSON = DATA / "json"

CLEAN = """# example.com/p
./p.go:3:6: can inline F with cost 5 as: func() *int { return new(int) }
./p.go:5:6: cannot inline main: recursive
./p.go:6:9: inlining call to F
./p.go:3:30: new(int) escapes to heap in F:
./p.go:3:30:   flow: ~r0 ← &{storage for new(int)}:
./p.go:3:30:     from new(int) (spill) at ./p.go:3:30
./p.go:3:30:     from return new(int) (return) at ./p.go:3:18
./p.go:3:30: new(int) escapes to heap
./p.go:6:9: new(int) does not escape
./p.go:7:2: moved to heap: x
"""
TEST = CLEAN.replace("example.com/p", "example.com/p [example.com/p.test]")
TYPES = ("alloc_objects", "alloc_space", "inuse_objects", "inuse_space")


def without(words):
    return "".join(line for line in CLEAN.splitlines(True) if not re.search(words, line))


def profile(samples, types=TYPES, period=524288, sizes=True):
    """A heap profile, one sample for each (values, location): 1 is in main.F, 2 an address alone, 0
    no stack at all."""
    strings = ["", *types, "count", "bytes", "space", "main.F", "/src/p.go"]
    at = strings.index
    out = b"".join(block(1, number(1, at(t)) + number(2, at("count" if "objects" in t else "bytes")))
                   for t in types)
    label = block(3, number(1, at("bytes")) + number(3, 64)) if sizes else b""
    for values, location in samples:
        stack = number(1, location) if location else b""
        out += block(2, stack + block(2, b"".join(map(varint, values))) + label)
    out += block(4, number(1, 1) + number(3, 4096) + block(4, number(1, 1) + number(2, 3)))
    out += block(4, number(1, 2) + number(3, 8192))
    out += block(5, number(1, 1) + number(2, at("main.F")) + number(4, at("/src/p.go")))
    out += b"".join(block(6, s.encode()) for s in strings)
    out += block(11, number(1, at("space")) + number(2, at("bytes")))
    return out + (number(12, period) if period else b"")


SAMPLE = ((2, 128, 1, 64), 1)


class Server(http.server.BaseHTTPRequestHandler):
    """A service with a profile of addresses only, which knows its functions' names."""

    def do_GET(self):
        self.answer((pathlib.Path(sys.argv[2]) / "bare-moved.pb.gz").read_bytes())

    def do_POST(self):
        asked = self.rfile.read(int(self.headers["Content-Length"])).decode().split("+")
        self.answer(("num_symbols: 1\n" + "".join(f"{a} main.somewhere\n" for a in asked)).encode())

    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def cases(folder, binaries, address):
    """(note or None, command): what raises the note; None: raises none."""
    def put(name, content):
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def claims(note, content, *more):
        return note, ["claims", put(f"{note}.log", content), *more]

    def audit(note, samples, **how):
        return note, ["audit", put(f"{note}.pb", profile(samples, **how))]

    clean = put("clean.log", CLEAN)
    yield None, ["claims", clean]
    yield claims("not-understood", CLEAN + "./p.go:9:1: cannot inline G: the moon is full\n")
    yield claims("no-headers", without("^#"))
    yield claims("no-inlining", without("inlin"))
    yield claims("no-flows", without("flow:|from|F:$|cannot"))
    yield claims("orphan-steps", CLEAN + "./q.go:9:1:   flow: ~r0 = {temp}:\n")
    yield claims("no-claims", without("heap|escape|flow|from"))
    yield claims("mixed-output", "PASS\n" + CLEAN + "ok  \texample.com/p\t0.008s\n")
    docker = "".join(json.dumps({"log": line, "stream": "stderr"}) + "\n" for line in CLEAN.splitlines(True))
    yield claims("wrapped", docker)
    yield claims("invalid-json", docker + '{"log":"./p.go:9:1: moved\n')
    yield claims("compile-errors", CLEAN + "./p.go:3:5: undefined: foo\n")
    yield claims("command-line-arguments", CLEAN.replace("example.com/p", "command-line-arguments"))
    yield claims("test-variants", TEST)
    other = CLEAN.replace("example.com/p", "example.com/q")
    mains = (CLEAN + other).replace("cannot inline main: recursive", "can inline main with cost 2 as: func() { F() }")
    yield claims("several-mains", mains)
    yield claims("duplicate-blocks", CLEAN + other + CLEAN)
    yield "json-only", ["claims", clean, str(JSON / "mains")]
    record = next((JSON / "mains").rglob("*.json")).read_text(encoding="utf-8")
    yield "json-unread", ["claims", clean, put("json-unread.json", record + "[]\n")]
    yield claims("no-record", gzip.decompress(pathlib.Path(MOVED).read_bytes()),
                 put("no-record.json", '{"version":0,"package":"example.com/lab/moved","goos":"linux","goarch":"amd64",'
                                       '"gc_version":"go1.26.8","file":"/src/moved/none.go"}\n'))
    versions = record + record.replace('"gc_version":"go1.', '"gc_version":"go1.9')
    yield "versions-differ", ["claims", clean, put("versions-differ.json", versions)]

    yield None, ["audit", put("clean.pb", profile([((200000, 12800000, 100000, 6400000), 1)])), "--claims",
                 put("main.log", CLEAN.replace("./p.go", "/src/p.go").replace("example.com/p", "main"))]
    yield "foreign-log", ["audit", TMPBUF_HEAP, "--claims", f"{PROFILES}/bench/escape.m2.log.gz"]
    yield "build-mismatch", ["audit", TMPBUF_HEAP, "--claims", f"{CORPUS}/1.23.12/tmpbuf/escape.m2.log.gz"]
    for note in ("build-unknown", "few-samples", "churn-only"):
        yield note, ["audit", *SHOP]
    shop = gzip.decompress(pathlib.Path(SHOP[2]).read_bytes()).decode()
    kept = "".join(line for line in shop.splitlines(True) if re.search("^#|escapes to heap$", line))
    yield "filtered", ["audit", SHOP[0], "--claims", put("filtered.log", kept)]
    one = re.search(r"(?ms)^# example.com/shop/internal/store\n.*?(?=^# )", shop)[0]
    yield "low-coverage", ["audit", SHOP[0], "--claims", put("one.log", one)]
    yield audit("few-samples", [((8192, 524320, 8192, 524320), 1)])
    old = pathlib.Path(f"{DATA}/words/heap-1.19.txt").read_text(encoding="utf-8").replace("1.19.13", "1.18.1")
    yield "old-profile", ["audit", put("old.txt", old)]
    yield audit("unpublished", [SAMPLE, ((0, 0, 0, 0), 1)])
    yield "delta", ["audit", f"{FAST}/heap-delta10.pb.gz", *FAST_LOG]
    yield "text-twin", ["audit", f"{FAST}/heap-after.pb.gz", f"{FAST}/heap-after.debug1.txt.gz", *FAST_LOG]
    pair = [f"{DATA}/kinds/a.pb.gz", f"{DATA}/kinds/b.pb.gz"]
    yield "merged-process", ["audit", *pair, "--merge"]
    yield audit("no-sizes", [SAMPLE], sizes=False)
    generated = pathlib.Path(sys.argv[2])
    yield "stored", ["audit", str(generated / "store-sum.pb.gz")]
    yield "no-period", ["audit", str(generated / "store-state-rate-lost.pb.gz")]
    yield "profiling-off", ["audit", str(generated / "off.txt")]
    yield "other-values", ["audit", str(generated / "fifth.pb.gz")]
    yield "same-process", ["audit", str(generated / "early.pb.gz"), str(generated / "late.pb.gz")]
    yield audit("no-period", [SAMPLE], period=0)
    yield audit("missing-values", [((1, 64), 1)], types=TYPES[2:])
    yield audit("no-stack", [SAMPLE, ((2, 128, 1, 64), 0)])
    yield audit("values-clamped", [((1, 2**63 - 1, 1, 2**63 - 1), location) for location in (0, 1)])
    yield audit("no-lines", [SAMPLE, ((2, 128, 1, 64), 2)])

    moved = f"{binaries}/1.26.8/moved"
    unnamed = f"{sys.argv[2]}/bare-moved.pb.gz"
    yield "symbolized", ["audit", unnamed, "--binary", moved, "--claims", MOVED]
    yield "server-names", ["audit", address, "--claims", MOVED]
    yield "foreign-program", ["audit", MOVED_HEAP, "--binary", f"{binaries}/1.26.8/generics", "--claims", MOVED]
    for note in ("code-not-understood", "approximate-file"):
        yield note, ["census", "--binary", f"{binaries}/fast/prog", *FAST_LOG]
    listing = f"{DATA}/listings/1.27.1/generics.plain.log.gz"
    yield "listing-inlined", ["census", "--asm", listing, "--claims", listing]

    a, b = str(DATA / "drift/logs/1.26.8/a.hwb"), str(DATA / "drift/logs/1.26.8/b.hwb")
    yield None, ["drift", a, b]
    yield "not-compared", ["drift", MOVED, f"{CORPUS}/1.26.8-variants/N-l/moved/escape.m2.log.gz"]
    yield "no-common-package", ["drift", MOVED, a]
    yield "profile-of-neither", ["drift", "-p", TMPBUF_HEAP, a, b]
    yield "profile-of-both", ["drift", "-p", MOVED_HEAP, MOVED, MOVED]


def notes(document):
    yield from document.get("notes", ())
    for side in ("a", "b"):
        yield from document.get(side, {}).get("notes", ())


def severities():
    text = (ROOT / "docs" / "notes.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^## ([\w-]+)\nSeverity: (\w+)", text, re.M))


def problems(program, folder, binaries, address):
    severity, raised = severities(), set()
    for wanted, command in cases(folder, binaries, address):
        done = subprocess.run([program, *command, "--format=json"], capture_output=True, check=False)
        if done.returncode != 0:
            yield f"{wanted}: {command}: exit code {done.returncode}: {done.stderr.decode()}"
            continue
        found = {n["id"]: n for n in notes(json.loads(done.stdout))}
        if wanted is None and found:
            yield f"{command}: {sorted(found)}, though nothing is wrong"
        if wanted is None:
            continue
        if wanted not in found:
            yield f"{wanted}: {command}: only {sorted(found)}"
            continue
        note = found[wanted]
        raised.add(wanted)
        if note["severity"] != severity.get(wanted) or len(note["text"]) < 20:
            yield f"{wanted}: {note}, severity {severity.get(wanted)} in docs/notes.md"
        if re.search(r"(?<!of )\b1 (contradicted )?(sites|sums|lines|packages|functions|blocks)\b", note["text"]):
            yield f"{wanted}: one is not several: {note['text']}"
    for note in sorted(set(severity) - raised):
        yield f"{note}: nothing raised it"


def main():
    program, _, binaries = sys.argv[1:4]
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        bad = list(problems(program, pathlib.Path(folder), binaries, f"http://127.0.0.1:{server.server_port}"))
    server.shutdown()
    for problem in bad:
        print(problem)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
