#!/usr/bin/env python3
"""Writes small Go programs that never ran into corpus/call: functions that call allocators with types, on both
machines, by way of branches, copies and jump tables.

    make_calls.py FOLDER
"""
import os
import struct
import sys

import make_images

TEXT, TYPES, FUNCTION = 0x200, 0x2C0, 64  # where make_images puts them
DESCRIPTORS = 48 * 2
NAMES = ["main.f", "runtime.newobject", "runtime.growslice", "main.one", "main.two"]


def types():
    """int, and *main.T whose name has a star too many; their names; a jump table."""
    names = b"\0\0\3int" + b"\0\x08**main.T"
    out = bytearray()
    for size, pointers, flags, align, kind, name in [(8, 0, 0, 8, 2, 1), (8, 8, 2, 8, 22, 6)]:
        out += struct.pack("<QQIBBBBQQiI", size, pointers, 0, flags, align, align, kind, 0, 0, DESCRIPTORS + name, 0)
    out += names
    return bytes(out + bytes(-len(out) % 16))


def amd64(base):
    """lea int, rax; call newobject; test; je; lea *T, rsi; jmp; lea *T, rsi; call growslice; jmp table; int3"""
    text, at = base + TEXT, base + TYPES
    code = bytearray()

    def here(n):
        return text + len(code) + n
    code += b"\x48\x8d\x05" + struct.pack("<i", at - here(7))
    code += b"\xe8" + struct.pack("<i", text + FUNCTION - here(5))
    code += b"\x48\x85\xc9\x74\x09"
    code += b"\x48\x8d\x35" + struct.pack("<i", at + 48 - here(7)) + b"\xeb\x07"
    code += b"\x48\x8d\x35" + struct.pack("<i", at + 48 - here(7))
    code += b"\xe8" + struct.pack("<i", text + 2 * FUNCTION - here(5))
    code += b"\x48\x8d\x1d" + struct.pack("<i", at + len(types()) - here(7)) + b"\xff\x24\xcb"
    code += b"\xff\xd1"
    return bytes(code.ljust(FUNCTION, b"\xcc") + b"\xc3".ljust(2 * FUNCTION, b"\xcc"))


def arm64(base):
    """adrp, add; bl newobject; cbz; adrp, add x4; b; adrp, add x4; bl growslice; blr; ret"""
    text, at = base + TEXT, base + TYPES
    words = []

    def address(reg, target):
        pages = (target >> 12) - ((text + 4 * len(words)) >> 12)
        words.append(0x90000000 | (pages & 3) << 29 | (pages >> 2 & 0x7FFFF) << 5 | reg)
        words.append(0x91000000 | (target & 0xFFF) << 10 | reg << 5 | reg)

    def bl(offset):
        words.append(0x94000000 | (offset - 4 * len(words)) // 4)
    address(0, at)
    bl(FUNCTION)
    words.append(0xB4000000 | 4 << 5 | 1)
    address(4, at + 48)
    words.append(0x14000003)
    address(4, at + 48)
    bl(2 * FUNCTION)
    words.append(0xD63F0000 | 27 << 5)
    words.append(0xD65F03C0)
    code = b"".join(struct.pack("<I", w) for w in words)
    return code.ljust(FUNCTION, b"\0") + b"\xc0\x03\x5f\xd6".ljust(2 * FUNCTION, b"\0")


def main():
    make_images.NAMES[:] = NAMES
    for name, arguments in {"go1.18": dict(version=118), "go1.20": dict(version=120), "go1.26-pie": dict(version=126, pie=True),
                            "go1.27": dict(version=127), "go1.26-arm64": dict(version=126, arm=True),
                            "go1.27-arm64-pie": dict(version=127, pie=True, arm=True)}.items():
        image = make_images.Image(**arguments)
        image.code = (arm64 if arguments.get("arm") else amd64)(image.base)
        table = struct.pack("<QQ", image.base + TEXT, image.base + TEXT + 12) + bytes(8)
        image.types = types() + table
        image.write(os.path.join(sys.argv[1], name))


if __name__ == "__main__":
    main()
