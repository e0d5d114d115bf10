#!/usr/bin/env python3
"""Writes small Go programs that never ran into corpus/image: what a linker of each Go version leaves for the
runtime, around three functions of 64 bytes, into one of which two calls were inlined.

    make_images.py FOLDER

At the offsets of main.f (lines are those of a.go and b.go):
     0-15  main.f a.go:10 (4-7: a.go:11, the call of main.one)
    16-31  main.one b.go:20 (16-19: b.go:21, the call of main.two) in main.f a.go:11
    32-47  main.two a.go:30 in main.one b.go:21 in main.f a.go:11
    48-63  main.f a.go:12
"""
import os
import struct
import sys

VERSIONS = {  # size of moduledata; offsets in it
    118: dict(types=280, etypes=288, gofunc=304, texts=312, size=400),
    120: dict(types=296, etypes=304, gofunc=320, texts=328, size=400),
    126: dict(types=296, etypes=304, gofunc=320, texts=336, size=400),
    127: dict(types=296, etypes=312, gofunc=344, texts=360, size=440),
}
NAMES = ["main.f", "main.g", "main.h", "main.one", "main.two"]
FILES = ["/src/a.go", "/src/b.go"]


def strings(texts):
    data, at = bytearray(), []
    for text in texts:
        at.append(len(data))
        data += text.encode() + b"\0"
    return bytes(data), at


def varint(n):
    out = bytearray()
    while n >= 128:
        out.append(n & 127 | 128)
        n >>= 7
    return bytes(out + bytes([n]))


def table(steps, quantum):
    """(value, PC behind it) ..."""
    out, last, at = bytearray(), -1, 0
    for value, end in steps:
        change = value - last
        out += varint(change << 1 if change >= 0 else ~(change << 1) & 0xFFFFFFFF) + varint((end - at) // quantum)
        last, at = value, end
    return bytes(out + b"\0")


class Image:
    code = b"\xcc" * 192  # of three functions
    types = b"types of Go ...."

    def __init__(self, version, pie=False, arm=False, named=True):
        self.version, self.pie, self.named = version, pie, named
        self.machine, self.quantum, self.relative = (183, 4, 1027) if arm else (62, 1, 8)
        self.base = 0 if pie else 0x400000
        self.old = version == 118
        self.data, self.relocations, self.sections = bytearray(0x200), [], []

    def put(self, data, align=16):
        self.data += bytes(-len(self.data) % align)
        at = len(self.data)
        self.data += data
        return self.base + at

    def pointer(self, at, value):
        """At an address; where the program moves, only the table of relocations has it."""
        if self.pie:
            self.relocations.append((at, value))
        else:
            struct.pack_into("<Q", self.data, at - self.base, value)

    def inline_tree(self, name_at):
        calls = [("main.one", 0, -1), ("main.two", 16, 0)]  # name, PC of the caller, entry of the caller
        out = b""
        for name, pc, parent in calls:
            if self.old:
                out += struct.pack("<hBBiiii", parent, 0, 0, 0, 11, name_at[name], pc + 4 if parent < 0 else pc)
            else:
                out += struct.pack("<Bxxxiii", 0, name_at[name], pc + 4 if parent < 0 else pc, 5)
        return out

    def pclntab(self):
        names, at = strings(NAMES)
        name_at = dict(zip(NAMES, at))
        files, file_at = strings(FILES)
        tables = bytearray(b"\0")

        def add(steps):
            tables.extend(table(steps, self.quantum))
            return len(tables) - len(table(steps, self.quantum))

        file_of = add([(0, 16), (1, 32), (0, 64)])
        # The mark of the call of main.one is at 4, of main.two at 16.
        line_of = add([(10, 4), (11, 8), (10, 16), (21, 20), (20, 32), (30, 48), (12, 64)])
        inlined = add([(-1, 16), (0, 32), (1, 48), (-1, 64)])
        plain_file, plain_line = add([(1, 64)]), add([(40, 32), (41, 64)])
        self.tree = self.put(self.inline_tree(name_at))
        functions, entries = bytearray(), []
        count = 3
        first = 8 * count + 4
        for i, name in enumerate(NAMES[:count]):
            f = i == 0
            entries.append((64 * i, first + len(functions)))
            functions += struct.pack("<IiIIIIIII", 64 * i, name_at[name], 0, 0, 0, file_of if f else plain_file,
                                     line_of if f else plain_line, 3 if f else 0, 0)
            if not self.old:
                functions += struct.pack("<i", 9)
            functions += struct.pack("<BBxB", 0, 0, 4 if f else 0)
            if f:
                functions += struct.pack("<III", 0, 0, inlined) + struct.pack("<IIII", *[0xFFFFFFFF] * 3, 0)
        ftab = b"".join(struct.pack("<II", *e) for e in entries) + struct.pack("<I", 64 * count)
        parts, offsets, at = [], [], 72
        for part in (names, struct.pack("<II", *file_at), files, bytes(tables), ftab + bytes(functions)):
            part += bytes(-len(part) % 8)
            offsets.append(at)
            parts.append(part)
            at += len(part)
        magic = 0xFFFFFFF0 if self.old else 0xFFFFFFF1
        header = struct.pack("<IBBBBQQQ5Q", magic, 0, 0, self.quantum, 8, count, len(FILES), 0, *offsets)
        return header + b"".join(parts), offsets[0]

    def write(self, path):
        text = self.put(self.code)
        types = self.put(self.types)
        body, names = self.pclntab()
        line_table = self.put(body)
        self.sections.append((".gopclntab", line_table, len(body)))
        texts = self.put(bytes(24))
        struct.pack_into("<QQ", self.data, texts - self.base, 0, 192)
        self.pointer(texts + 16, text)
        layout = VERSIONS[self.version]
        module = self.put(bytes(layout["size"]))
        self.sections.append((".noptrdata", module, layout["size"]))
        for offset, value in [(0, line_table), (8, line_table + names), (176, text), (184, text + 192),
                              (layout["types"], types), (layout["etypes"], types + len(self.types)),
                              (layout["gofunc"], self.tree), (layout["texts"], texts)]:
            self.pointer(module + offset, value)
        struct.pack_into("<QQ", self.data, module - self.base + layout["texts"] + 8, 1, 1)
        if self.version == 127:
            struct.pack_into("<Q", self.data, module - self.base + 304, 8)
        dynamic = None
        if self.pie:
            entries = b"".join(struct.pack("<QQQ", at, self.relative, value)
                               for at, value in sorted(self.relocations, reverse=self.version == 120))
            rela = self.put(entries)
            dynamic = self.put(struct.pack("<8Q", 7, rela, 8, len(entries), 9, 24, 0, 0))
        self.finish(path, dynamic)

    def finish(self, path, dynamic):
        names, shoff, count = bytearray(b"\0"), 0, 0
        headers = [struct.pack("<IIQQQQIIQQ", *[0] * 10)]
        size = len(self.data)
        if self.named:
            for name, at, length in self.sections:
                headers.append(struct.pack("<IIQQQQIIQQ", len(names), 1, 2, at, at - self.base, length, 0, 0, 16, 0))
                names += name.encode() + b"\0"
            headers.append(struct.pack("<IIQQQQIIQQ", len(names), 3, 0, 0, size, len(names) + 10, 0, 0, 1, 0))
            names += b".shstrtab\0"
            self.data += names + bytes(-len(names) % 8)
            shoff, count = len(self.data), len(headers)
        segments = [struct.pack("<IIQQQQQQ", 1, 7, 0, self.base, self.base, size, size, 4096)]
        if dynamic:
            segments.append(struct.pack("<IIQQQQQQ", 2, 6, dynamic, dynamic, dynamic, 64, 64, 8))
        self.data[:64] = struct.pack("<4sBBB9xHHIQQQIHHHHHH", b"\x7fELF", 2, 1, 1, 3 if self.pie else 2, self.machine, 1, 0,
                                     64, shoff, 0, 64, 56, len(segments), 64, count, count - 1 if count else 0)
        for i, segment in enumerate(segments):
            self.data[64 + 56 * i:64 + 56 * (i + 1)] = segment
        with open(path, "wb") as f:
            f.write(bytes(self.data) + (b"".join(headers) if self.named else b""))


def main():
    folder = sys.argv[1]
    for name, arguments in {"go1.18": dict(version=118), "go1.20": dict(version=120), "go1.20-pie": dict(version=120, pie=True),
                            "go1.26": dict(version=126), "go1.26-arm64-pie": dict(version=126, pie=True, arm=True),
                            "go1.27": dict(version=127), "go1.27-unnamed": dict(version=127, named=False),
                            "go1.27-unnamed-pie": dict(version=127, pie=True, named=False)}.items():
        Image(**arguments).write(os.path.join(folder, name))


if __name__ == "__main__":
    main()
