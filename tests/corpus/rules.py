#!/usr/bin/env python3
"""Small logs and profiles, one rule of the join each, and what is said of them, word for word.

    rules.py HEAPWITNESS FOLDER

Each FOLDER/NAME.txt has comments (";"), and these parts, each behind its name on a line:

    go       the minor version of Go that the profile is of
    log      what the compiler printed
    records  what it wrote with -json: FILE:LINE:COL TEXT, then FILE:LINE:COL of each inlined call
             behind " < ", innermost last; packages as "# PACKAGE"
    profile  OBJECTS x SIZE FUNCTION@FILE:LINE: leaf first, " + " before the function that it was
             inlined into, " < " before its caller. "#N" behind a location makes it another address.
             Of OBJECTS/N are N held
    show     what is said besides: callers, outside (the first frame outside the standard library),
             unobserved (claims without bytes)
    said     what the audit says of each site; HW_UPDATE_GOLDEN=1 writes it anew
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "live"))
from protobuf import block, number, varint  # noqa: E402 on the path that is set above

PARTS = ("go", "log", "records", "profile", "show", "said")
STARTS = {"20": 250, "21": 267, "23": 272, "24": 283, "25": 285, "26": 290, "27": 302}  # where runtime.main calls main.main
TYPES = (("alloc_objects", "count"), ("alloc_space", "bytes"), ("inuse_objects", "count"), ("inuse_space", "bytes"))


def parts_of(text):
    parts, at = {name: [] for name in PARTS}, None
    for line in text.splitlines():
        if line in parts:
            at = line
        elif line and not line.startswith(";"):
            parts[at].append(line)
    return parts


class Profile:
    """Numbers what is new: strings, functions, locations."""

    def __init__(self):
        self.strings, self.functions, self.locations, self.out = [""], {}, {}, b""

    def string(self, text):
        if text not in self.strings:
            self.strings.append(text)
        return self.strings.index(text)

    def function(self, name, file):
        if (name, file) not in self.functions:
            ident = self.functions[name, file] = len(self.functions) + 1
            self.out += block(5, number(1, ident) + number(2, self.string(name)) + number(4, self.string(file)))
        return self.functions[name, file]

    def location(self, text):
        if text not in self.locations:
            ident = self.locations[text] = len(self.locations) + 1
            lines = b""
            for frame in re.sub(r"#\d+$", "", text).split(" + "):
                name, file, line = re.fullmatch(r"(.+)@(.+):(\d+)", frame).groups()
                lines += block(4, number(1, self.function(name, file)) + number(2, int(line)))
            self.out += block(4, number(1, ident) + number(3, 0x400000 + 16 * ident) + lines)
        return self.locations[text]

    def sample(self, line, main):
        objects, held, size, stack = re.fullmatch(r"(\d+)(?:/(\d+))? x (\d+) (.+)", line).groups("0")
        ids = b"".join(varint(self.location(part)) for part in (stack + main).split(" < "))
        values = [int(n) * by for n in (objects, held) for by in (1, int(size))]
        label = number(1, self.string("bytes")) + number(3, int(size))
        self.out += block(2, block(1, ids) + block(2, b"".join(map(varint, values))) + block(3, label))

    def bytes(self):
        head = b"".join(block(1, number(1, self.string(a)) + number(2, self.string(b))) for a, b in TYPES)
        head += block(11, number(1, self.string("space")) + number(2, self.string("bytes"))) + number(12, 1)
        return head + self.out + b"".join(block(6, text.encode()) for text in self.strings)


def records_of(lines, release):
    """-json of one file or of several, in the order of the lines."""
    out, package, file = [], "", ""
    for line in lines:
        if line.startswith("# "):
            package = line[2:]
            continue
        (path, row, col), text = line.split(" ", 1)[0].split(":"), line.split(" ", 1)[1]
        text, *calls = text.split(" < ")
        if (package, path) != file:
            out.append({"version": 0, "package": package, "goos": "linux", "goarch": "amd64",
                        "gc_version": release, "file": path})
            file = package, path
        out.append({"range": span(row, col), "severity": 3, "code": "escape", "source": "go compiler", "message": text,
                    "relatedInformation": [{"location": {"uri": f"file://{at.split(':')[0]}", "range": span(*at.split(":")[1:])},
                                            "message": "inlineLoc"} for at in calls]})
    return "".join(json.dumps(record, separators=(",", ":")) + "\n" for record in out)


def span(row, col):
    at = {"line": int(row), "character": int(col)}
    return {"start": at, "end": at}


def frame(f):
    return f"{f['function']}@{f['file']}:{f['line']}"


def said(finding, show):
    """A line for the site, and one for each of its claims."""
    inlined = "".join(f"{frame(f)} + " for f in finding["inlined"])
    sizes = " ".join(map(str, finding["object_sizes"]))
    yield (f"{inlined}{frame(finding)} [{sizes}] {finding['verdict']} "
           f"{finding['cause'] or '-'} by {finding['basis']}: {finding['why']}")
    for claim in finding["claims"]:
        yield f"    {claim['file']}:{claim['line']}:{claim['column']} {claim['text']}{' OWNS' if claim['owner'] else ''}"
    if "callers" in show:
        yield from (f"    called by {frame(c)}: {c['alloc_space']}" for c in finding["callers"])
    if "outside" in show and finding["outside"]:
        yield f"    outside {frame(finding['outside'])}"


def audit(program, case, folder):
    parts = parts_of(case.read_text(encoding="utf-8"))
    minor = parts["go"][0]
    profile = Profile()
    for line in parts["profile"]:
        main = f" < main.main@/src/app/zz.go:9 < runtime.main@/usr/local/go/src/runtime/proc.go:{STARTS[minor]}"
        profile.sample(line, main if "main.main@" not in line else main[main.rindex(" < "):])
    heap, log, records = folder / "heap.pb", folder / "escape.log", folder / "escape.json"
    heap.write_bytes(profile.bytes())
    log.write_text("\n".join(parts["log"]) + "\n", encoding="utf-8")
    command = [program, "audit", heap, "--claims", log, "--format=json", "--nodecount=0", "--sample_index=alloc_space"]
    if parts["records"]:
        records.write_text(records_of(parts["records"], f"go1.{minor}"), encoding="utf-8")
        command += ["--claims", records]
    if "unobserved" in parts["show"]:
        command.append("--all")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return [done.stderr]
    answer = json.loads(done.stdout)
    notes = [f"note {note['id']} {note['count']}: {note['text']}" for note in answer["notes"]]
    unobserved = [f"{c['file']}:{c['line']}:{c['column']} {c['text']}: {c['verdict']} {c['cause'] or '-'}"
                  for c in answer["claims_without_bytes"]["listed"]]
    return [line for f in answer["findings"] for line in said(f, parts["show"])] + unobserved + notes


def main(program, data):
    problems = 0
    cases = sorted(pathlib.Path(data).glob("*.txt"))
    with tempfile.TemporaryDirectory() as folder:
        for case in cases:
            text = case.read_text(encoding="utf-8")
            got = audit(program, case, pathlib.Path(folder))
            head = text[:text.index("\nsaid\n") + 6]
            if os.environ.get("HW_UPDATE_GOLDEN", "") not in ("", "0"):
                case.write_text(head + "\n".join(got) + "\n", encoding="utf-8")
            elif got != parts_of(text)["said"]:
                problems += 1
                print(f"{case.name} is said otherwise:", *got, sep="\n")
    return 1 if problems or not cases else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
