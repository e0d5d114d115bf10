"""No memory, no luck: whatever allocation of a run fails, the result is right or there is none.

Each case runs once as it is, and then once for each allocation that it made, whoever made it (also
libraries, libc and the linker), with that one failing. What may come of it:

- the same output and exit code;
- exit code 3, "out of memory" in words, nothing on standard output and nothing under a final name.

So with all allocations from one on failing. ENDED is what others than this program end on their own.

    no_memory.py --program HEAPWITNESS --preload no_memory.so --binaries DIR [--places N] [--case NAME]
"""
import argparse
import gzip
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
OWNERS = ROOT / "tests/data/owners"
LISTINGS = ROOT / "tests/data/listings"

ODD = """{"version":0,"package":"p","goos":"linux","goarch":"amd64","gc_version":"go1.26.8","file":"/p/a.go"}
{ "range": {"start": {"line": 3, "character": 2}, "end": {"line": 3, "character": 2}}, "code": "escape", \
"message": "x\\u00e9 escapes to heap", "relatedInformation": [{"message": "inlineLoc"}]}
"""

# What ld.so prints where it has no memory for a library that is loaded later, or for a thread's variables. It ends the
# program itself, with code 127, before anything was written.
ENDED = re.compile(r"(out of memory|cannot allocate memory|cannot create TLS)", re.IGNORECASE)


def second_form(head, rest):
    """A recorded bundle/1 as a bundle/2."""
    lines = ["heapwitness: bundle/2"] + [f"{k}: {head[k]}" for k in ("go_version", "goos", "goarch", "time")]
    lines += [f"command: {word}" for word in head["command"]]
    for binary in head["binaries"]:
        lines += [f"binary: {binary['file']}", f"binary.size: {binary['size']}"]
        lines += [f"binary.{k}: {binary[k]}" for k in ("pclntab_sha256", "gnu_build_id", "go_build_id") if binary[k]]
        lines += [f"binary.setting: {k}={v}" for k, v in binary.get("settings", {}).items()]
    lines += [f"module: {m['path']}" for m in head.get("modules", [])]
    lines += [f"text_bytes: {head['text_bytes']}", f"json_bytes: {head['json_bytes']}"]
    return gzip.compress("".join(f"{line}\n" for line in lines).encode() + b"\n" + rest, mtime=0)


def inputs(folder, binaries):
    bundle = (OWNERS / "errors.hwb").read_bytes()
    line, rest = gzip.decompress(bundle).split(b"\n", 1)
    head = json.loads(line)
    text, records = rest[:head["text_bytes"]], rest[head["text_bytes"]:]
    listing = gzip.decompress((LISTINGS / "1.26.8/moved.plain.log.gz").read_bytes())
    files = {
        "plain.log": text,
        "packed.log.gz": gzip.compress(text, mtime=0),
        "json.log": b"".join(json.dumps({"Action": "output", "Output": line.decode() + "\n"}).encode() + b"\n"
                             for line in text.splitlines()),
        "one.hwb": bundle,
        "two.hwb": second_form(head, rest),
        "profile.pb.gz": (OWNERS / "errors.pb.gz").read_bytes(),
        "records.json": records,
        "odd.json": ODD.encode(),
        "listing": listing,
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    os.symlink(os.path.join(binaries, "owners", "errors"), folder / "program")


CASES = {
    "claims": "claims plain.log",
    "claims-gzip": "claims --all packed.log.gz -fjson",
    "claims-wrapped": "claims json.log",
    "claims-one": "claims --all one.hwb -fjson",
    "claims-two": "claims --all two.hwb -fjson",
    "claims-records": "claims --all plain.log records.json -fjson",
    "claims-odd": "claims --all plain.log odd.json -fjson",
    "claims-file": "claims --all packed.log.gz -fjson -o out",
    "audit": "audit profile.pb.gz --claims plain.log",
    "audit-gzip": "audit profile.pb.gz --claims packed.log.gz -fjson",
    "audit-one": "audit profile.pb.gz --claims one.hwb",
    "audit-two": "audit profile.pb.gz --claims two.hwb",
    "audit-records": "audit profile.pb.gz --claims plain.log --claims records.json",
    "audit-program": "audit profile.pb.gz --claims two.hwb --binary program",
    "audit-focus": "audit profile.pb.gz --claims plain.log --focus main",
    "audit-file": "audit profile.pb.gz --claims two.hwb --binary program -o out",
    "drift": "drift plain.log packed.log.gz",
    "drift-bundles": "drift one.hwb two.hwb -fjson",
    "drift-records": "drift plain.log one.hwb",
    "census": "census -b program --claims plain.log",
    "census-two": "census -b program --claims two.hwb -fjson",
    "census-records": "census -b program --claims plain.log --claims records.json",
    "census-listing": "census --asm listing --claims listing",
}


class Runs:
    def __init__(self, args, folder):
        self.args, self.folder, self.ended = args, folder, []

    def run(self, command, **env):
        out = self.folder / "out"
        out.unlink(missing_ok=True)
        env = {"PATH": os.environ["PATH"], "LD_PRELOAD": self.args.preload, "HOME": "/nonexistent", "LC_ALL": "C.UTF-8",
               **{k: str(v) for k, v in env.items()}}
        done = subprocess.run([self.args.program, *command.split()], cwd=self.folder, env=env, capture_output=True,
                              timeout=60, check=False)
        left = sorted(p.name for p in self.folder.iterdir() if p.name.startswith("out"))
        data = out.read_bytes() if out.exists() else None
        for name in left:
            (self.folder / name).unlink()
        return done.returncode, done.stdout, done.stderr, left, data

    def wrong(self, want, got):
        """What is wrong with the outcome of a run in which an allocation failed; "": nothing."""
        code, out, err, left, _ = got
        if got == want:
            return ""
        if code == 127 and not out and not left and ENDED.search(err.decode(errors="replace")):
            self.ended.append(err.decode(errors="replace").strip())
            return ""
        if code != 3:
            return f"exit {code}" + (", another output" if code == want[0] else "")
        if b"memory" not in err:
            return f"says {err.decode(errors='replace')!r}"
        return "writes something" if out or left else ""

    def case(self, name):
        count = self.folder / "count"
        want = self.run(CASES[name], HW_COUNT=count)
        if want[0] not in (0, 4):
            sys.exit(f"{name}: exit {want[0]}: {want[2].decode()}")
        n, bad, refused = int(count.read_text()), {}, 0
        step = max(1, n // self.args.places) if self.args.places else 1
        for at in range(1, n + 1, step):
            for kind in ("HW_FAIL_AT", "HW_FAIL_FROM"):
                got = self.run(CASES[name], **{kind: at})
                refused += got[0] == 3
                wrong = self.wrong(want, got)
                if wrong:
                    bad.setdefault((kind, wrong[:150]), []).append(at)
        print(f"{name}: {n} allocations, {refused} runs ended with exit code 3, {sum(map(len, bad.values()))} wrong")
        for (kind, wrong), places in bad.items():
            print(f"    {kind} {places[:8]}{' …' if len(places) > 8 else ''}: {wrong}")
        return not bad and refused


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True, type=os.path.abspath)
    parser.add_argument("--preload", required=True, type=os.path.abspath)
    parser.add_argument("--binaries", required=True, type=os.path.abspath)
    parser.add_argument("--places", type=int, default=0, help="about so many of each case, evenly; 0: all")
    parser.add_argument("--case", action="append")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        inputs(folder, args.binaries)
        runs = Runs(args, folder)
        good = [runs.case(name) for name in args.case or CASES]
    for words in sorted(set(runs.ended)):
        print(f"ended by others {runs.ended.count(words)} times: {words}")
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
