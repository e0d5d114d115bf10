#!/usr/bin/env python3
"""Writes a synthetic Go heap profile, in the order in which Go's runtime writes one.

usage: make_profile.py SAMPLES OUT.pb.gz

The same arguments give the same bytes. Every sample has another stack (a walk down a tree of calls,
8 to 32 frames), a size class, four values and a `bytes` label.
"""
import gzip
import random
import sys

SIZES = [8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 160, 192, 256, 384, 512, 1024, 2048, 4096, 8192,
         16384, 32768, 65536, 262144, 1048576]


def varint(n):
    out = bytearray()
    n &= (1 << 64) - 1
    while n > 0x7f:
        out.append(n & 0x7f | 0x80)
        n >>= 7
    out.append(n)
    return bytes(out)


SMALL = [varint(i) for i in range(1 << 16)]


def number(field, n):
    return varint(field << 3) + varint(n) if n else b""


def block(field, data):
    return varint(field << 3 | 2) + varint(len(data)) + data


def main():
    count, out = int(sys.argv[1]), sys.argv[2]
    rng = random.Random(1)
    locations = max(64, min(20000, count // 20))
    functions = locations // 4
    strings = ["", "alloc_objects", "count", "alloc_space", "bytes", "inuse_objects", "inuse_space",
               "space", "/srv/bench/server", "heap"]
    calls = [[rng.randrange(1, locations + 1) for _ in range(6)] for _ in range(locations + 1)]
    labels = [block(3, number(1, 4) + number(3, s)) for s in SIZES]
    with gzip.GzipFile(out, "wb", compresslevel=6, mtime=0) as f:
        f.write(block(11, number(1, 7) + number(2, 4)) + number(12, 524288))
        for t, u in ((1, 2), (3, 4), (5, 2), (6, 4)):
            f.write(block(1, number(1, t) + number(2, u)))
        for _ in range(count):
            at = rng.randrange(1, 9)
            stack = [at]
            for _ in range(rng.randrange(7, 32)):
                at = calls[at][rng.randrange(6)]
                stack.append(at)
            stack.reverse()
            kind = rng.randrange(len(SIZES))
            allocs = rng.randrange(1, 5000)
            used = rng.randrange(0, allocs + 1) if rng.randrange(3) == 0 else 0
            size = SIZES[kind]
            values = varint(allocs) + varint(allocs * size) + varint(used) + varint(used * size)
            f.write(block(2, block(1, b"".join([SMALL[i] for i in stack])) + block(2, values)
                          + labels[kind]))
        f.write(block(3, number(1, 1) + number(2, 0x400000) + number(3, 0x4000000) + number(5, 8)))
        for i in range(1, locations + 1):
            line = number(1, 1 + i % functions) + number(2, 10 + i % 900)
            f.write(block(4, number(1, i) + number(2, 1) + number(3, 0x400000 + i * 64)
                          + block(4, line)))
        for i in range(1, functions + 1):
            strings.append(f"example.com/srv/pkg{i % 200}.(*Type{i % 31}).Method{i}")
            strings.append(f"/src/srv/pkg{i % 200}/file{i % 7}.go")
            name = len(strings) - 2
            f.write(block(5, number(1, i) + number(2, name) + number(3, name)
                          + number(4, name + 1) + number(5, 5)))
        for s in strings:
            f.write(block(6, s.encode()))
        f.write(number(9, 1700000000 * 10**9))


main()
