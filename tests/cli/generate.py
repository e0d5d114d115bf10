#!/usr/bin/env python3
"""Writes the bad inputs that are too large or too easily made to be kept: generate.py FOLDER."""
import gzip
import pathlib
import struct
import sys
import zlib

import bare
import profiles
import recorded
import wrapped
from protobuf import block as field, number, varint # on the path that bare knows


def value_type(kind, unit):
    return number(1, kind) + number(2, unit)


STRINGS = ["", "alloc_objects", "count", "alloc_space", "bytes", "inuse_objects", "inuse_space",
           "space"]


def heap_head():
    """Sample types, period and strings of a heap profile, with no samples."""
    out = b"".join(field(1, value_type(k, u)) for k, u in ((1, 2), (3, 4), (5, 2), (6, 4)))
    out += field(11, value_type(7, 4)) + number(12, 524288)
    return out + b"".join(field(6, s.encode()) for s in STRINGS)


class Member:
    """A gzip member written in pieces: memory stays small whatever it inflates to."""

    def __init__(self, path):
        self.file = open(path, "wb")
        self.file.write(b"\x1f\x8b\x08\0\0\0\0\0\0\xff")
        self.zip = zlib.compressobj(9, zlib.DEFLATED, -15)
        self.crc = self.size = 0

    def add(self, data):
        self.crc = zlib.crc32(data, self.crc)
        self.size += len(data)
        self.file.write(self.zip.compress(data))

    def close(self):
        self.file.write(self.zip.flush() + struct.pack("<II", self.crc, self.size & 0xFFFFFFFF))
        self.file.close()


def bomb(path):
    """One string of 256 MiB of zeros, in a quarter of a megabyte."""
    member = Member(path)
    member.add(heap_head() + varint(6 << 3 | 2) + varint(256 << 20))
    block = bytes(1 << 20)
    for _ in range(256):
        member.add(block)
    member.close()


def many_strings(path):
    """96 MiB of fields of which no single one is too large."""
    member = Member(path)
    member.add(heap_head())
    block = field(13, b"\0" * 60000) * 16
    for _ in range((96 << 20) // len(block)):
        member.add(block)
    member.close()


def empty_samples(path):
    """Five million samples with nothing in them."""
    member = Member(path)
    member.add(heap_head())
    block = field(2, b"") * 100000
    for _ in range(50):
        member.add(block)
    member.close()


def zero_samples(path):
    """Five million legal samples whose values are all zero: not yet published by a GC."""
    member = Member(path)
    location = number(1, 1) + field(4, number(1, 1) + number(2, 7))
    function = number(1, 1) + number(2, 8) + number(4, 9)
    head = heap_head() + field(6, b"main.main") + field(6, b"/src/main.go")
    member.add(head + field(4, location) + field(5, function))
    block = field(2, field(1, varint(1)) + field(2, bytes(4))) * 100000
    for _ in range(50):
        member.add(block)
    member.close()


def fifth_type(path):
    """A heap profile with a fifth sample type in the middle, which is also the default one. Its
    values are below zero, as no value of a heap is that is no difference."""
    strings = [*STRINGS, "cpu", "nanoseconds", "main.main", "/src/main.go"]
    out = b"".join(field(1, value_type(k, u)) for k, u in ((1, 2), (3, 4), (8, 9), (5, 2), (6, 4)))
    values = (16385, 1048640, -2**40 & 2**64 - 1, 8192, 524320)
    label = field(3, number(1, strings.index("bytes")) + number(3, 64))
    out += field(2, number(1, 1) + field(2, b"".join(map(varint, values))) + label)
    out += field(4, number(1, 1) + number(3, 4096) + field(4, number(1, 1) + number(2, 7)))
    out += field(5, number(1, 1) + number(2, 10) + number(4, 11))
    out += b"".join(field(6, s.encode()) for s in strings)
    out += number(9, 1790000000 * 10**9) + field(11, value_type(7, 4)) + number(12, 524288)
    path.write_bytes(out + number(14, strings.index("cpu")))


def long_line(path):
    """A log with one line of 32 MiB."""
    with gzip.open(path, "wb", 6) as f:
        f.write(b"# p\n./a.go:1:1: moved to heap: x\n./a.go:2:1: ")
        for _ in range(32):
            f.write(b"x" * (1 << 20))
        f.write(b" escapes to heap\n")


def unmatched(path):
    """A log that ends with its mapping, in a name on which a pattern gives up: what is behind the
    name is no part of the message, and behind the mapping there is nothing to read."""
    head, last = b"# m\n", b"./m.go:6:6: make([]int, " + b"a" * 30 + b"B\x07) escapes to heap"
    line = b"./m.go:5:6: moved to heap: x"
    room = (64 << 10) - len(head) - len(last) - len(line) - 1
    path.write_bytes(head + line + b"x" * room + b"\n" + last)


# Names that spreadsheets would compute, that a "file:line:col:" may stumble over, that move a
# terminal or are wider than any. No escapes: as bytes they are what the compiler printed.
ODD_NAMES = """# example.com/odd
./a b/with space.go:3:6: moved to heap: x
./c:d/co:lon.go:4:7: &T{...} escapes to heap
=1+1.go:5:7: &T{...} escapes to heap
-dash.go:5:8: "=HYPERLINK(1)" + x escapes to heap:
-dash.go:5:8:   flow: {heap} = &{storage for "=HYPERLINK(1)" + x}:
-dash.go:5:8:     from "=HYPERLINK(1)" + x (spill) at -dash.go:5:8
-dash.go:5:8:     from -x("\x1b[31m") (call parameter) at -dash.go:5:8
-dash.go:5:8: "=HYPERLINK(1)" + x escapes to heap
@at.go:5:9: -x escapes to heap
./n.go:6:1: +x escapes to heap
./n.go:6:2: @x escapes to heap
./n.go:6:3: 'x' escapes to heap
./n.go:6:4: "a,""b" + x escapes to heap
./n.go:6:5: "\u202egnp.exe" + \x07 escapes to heap
./n.go:6:6: "tab\tx" + y\u2066z escapes to heap
./\u202en\u2069.go:6:7: v escapes to heap
./n.go:6:8: f[go.shape.struct { LONG }](x) escapes to heap
./n.go:6:9: \uff1dSUM(1) escapes to heap
./n.go:6:9: \uff1dSUM(1) escapes to heap
./n.go:7: &T{...} escapes to heap
./\u65e5\u672c/\u8a9e.go:7:1: "\u65e5\u672c\u8a9e" + x escapes to heap
./n.go:8:2: func literal escapes to heap in run:
./n.go:8:2:   flow: {heap} \u2190 &{storage for func literal}:
./n.go:8:2:     from func literal (spill) at ./n.go:8:2
moved to heap: #next
"""


def odd_names(path):
    long = "; ".join(f"Field{i} map[string]map[string]*pkg.Type{i}" for i in range(60))
    path.write_text(ODD_NAMES.replace("LONG", long), encoding="utf-8")


# Profiles whose programs are recorded too.
WITH_PROGRAM = {"moved": "corpus/recorded/1.26.8/moved/heap.pb.gz", "fast": "services/fast/heap-after.pb.gz"}


def without_lines(folder):
    data = pathlib.Path(__file__).resolve().parents[1] / "data"
    for name, profile in WITH_PROGRAM.items():
        (folder / f"bare-{name}.pb.gz").write_bytes(bare.bare((data / profile).read_bytes()))


# Of 1.26.8/moved: its log, and the SHA-256 of its .gopclntab (objcopy -O binary, sha256sum).
MOVED_LOG = "corpus/recorded/1.26.8/moved/escape.m2.log.gz"
MOVED_TABLE = "65131505f0489d141b8c2c839b7e2cd8053816a12d886a804e1654cbe3bc166d"


def recorded_bundles(folder):
    """As if recorded of the same build, of one with -race, and of one that nothing tells apart. One
    has the line table of the program, and a text that looks like another release's."""
    data = pathlib.Path(__file__).resolve().parents[1] / "data"
    log = gzip.decompress((data / MOVED_LOG).read_bytes()).decode()
    same = {"file": "/src/moved", "size": 1, "pclntab_sha256": MOVED_TABLE, "path": "example.com/lab/moved",
            "settings": {"GOARCH": "amd64"}}
    others = {"same": same, "race": dict(same, pclntab_sha256="ab" * 32, settings={"-race": "true"}),
              "other": dict(same, pclntab_sha256="ab" * 32)}
    for name, binary in others.items():
        first = recorded.head(text=log, records="", binaries=[binary], vcs={})
        recorded.bundle(folder / f"moved-{name}.hwb", first, log, "")
    log = gzip.decompress((data / MOVED_LOG.replace("1.26.8", "1.19.13")).read_bytes()).decode()
    first = recorded.head(text=log, records="", binaries=[same], vcs={})
    recorded.bundle(folder / "moved-table.hwb", first, log, "")


def difference(path):
    """A recorded profile with a duration, as net/http/pprof gives it to the difference of two."""
    data = pathlib.Path(__file__).resolve().parents[1] / "data"
    with gzip.open(data / "corpus/recorded/1.26.8/traps/heap.pb.gz") as recording:
        path.write_bytes(gzip.compress(recording.read() + varint(10 << 3) + varint(30 * 10**9), mtime=0))


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for make in (bomb, many_strings, empty_samples, zero_samples, long_line):
        path = folder / f"{make.__name__.replace('_', '-')}.gz"
        if not path.exists():
            make(path.with_suffix(".part"))
            path.with_suffix(".part").rename(path)
    profiles.profiles(folder, pathlib.Path(__file__).resolve().parents[2])
    recorded.bundles(folder)
    recorded.programs(folder)
    wrapped.logs(folder)
    without_lines(folder)
    odd_names(folder / "odd-names.log")
    unmatched(folder / "unmatched.log")
    fifth_type(folder / "fifth-type.pb")
    recorded_bundles(folder)
    difference(folder / "difference.pb.gz")


if __name__ == "__main__":
    main()
