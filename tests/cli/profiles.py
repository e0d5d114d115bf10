"""Profiles as stores export them, of several processes, and with values that Go does not have."""
import gzip

import recorded
from protobuf import block, fields, number, varint  # on the path that bare knows

SAMPLE_TYPE, SAMPLE, MAPPING, STRING, TIME, DURATION, PERIOD, DEFAULT = 1, 2, 3, 6, 9, 10, 12, 14


def packed(values):
    return b"".join(varint(v & (1 << 64) - 1) for v in values)


def unpacked(data):
    at = 0
    while at < len(data):
        value = shift = 0
        while True:
            value |= (data[at] & 0x7F) << shift
            at, shift = at + 1, shift + 7
            if data[at - 1] < 0x80:
                break
        yield value


def exported(recording, keep, **numbers):
    """What a store makes of a recorded profile: the sample types `keep` alone, by number, and no labels."""
    data = gzip.decompress(recording.read_bytes())
    out, types = b"", 0
    for n, value, raw in fields(data):
        if n == SAMPLE_TYPE:
            out += raw if types in keep else b""
            types += 1
        elif n == SAMPLE:
            parts = list(fields(value))
            values = [v for f, part, _ in parts if f == 2 for v in unpacked(part)]
            kept = [values[i] * numbers.get("times", 1) for i in keep]
            out += block(SAMPLE, b"".join(r for f, _, r in parts if f == 1) + block(2, packed(kept)))
        elif n not in (DURATION, PERIOD):
            out += raw
    out += number(DURATION, numbers.get("duration", 0)) + number(PERIOD, numbers.get("period", 524288))
    return gzip.compress(out, mtime=0)


TYPES = (("alloc_objects", "count"), ("alloc_space", "bytes"), ("inuse_objects", "count"), ("inuse_space", "bytes"))


def profile(samples, types=TYPES, time=0, vdso=0, period=1, default=None, size=64):
    """Stacks of one frame each, "main.NAME": values."""
    table = [""]

    def text(s):
        if s not in table:
            table.append(s)
        return table.index(s)
    out = b"".join(block(SAMPLE_TYPE, number(1, text(n)) + number(2, text(u))) for n, u in types)
    out += block(MAPPING, number(1, 1) + number(2, 0x400000) + number(3, 0x500000) + number(5, text("/bin/server"))
                 + number(6, text("c0ffee")))
    if vdso:
        out += block(MAPPING, number(1, 2) + number(2, vdso) + number(3, vdso + 0x1000) + number(5, text("[vdso]")))
    for i, (name, values) in enumerate(samples.items(), 1):
        label = block(3, number(1, text("bytes")) + number(3, size) + number(4, text("bytes")))
        out += block(SAMPLE, block(1, packed([i])) + block(2, packed(values)) + label)
        line = number(1, i) + number(2, i)
        address = 0x400000 + 16 * (sum(name.encode()) % 1000)
        out += block(4, number(1, i) + number(2, 1) + number(3, address) + block(4, line))
        out += block(5, number(1, i) + number(2, text(f"main.{name}")) + number(4, text("/src/main.go")))
    period_type = number(1, text("space")) + number(2, text("bytes"))
    index = text(default) if default else 0
    out += b"".join(block(STRING, s.encode()) for s in table)
    out += number(TIME, time) + block(11, period_type) + number(PERIOD, period)
    out += number(DEFAULT, index) if default else b""
    return gzip.compress(out, mtime=0)


def state(scale=1, **more):
    """Ten stacks, of which those after the third grew with the scale."""
    return profile({f"f{i}": [n, 64 * n, 1, 64] for i in range(10) for n in [10 * (scale if i < 3 else 1)]}, **more)


def profiles(folder, root):
    shop = root / "profiles/shop/heap-after.pb.gz"
    hour = 3600 * 10 ** 9
    (folder / "store-rate-lost.pb.gz").write_bytes(exported(shop, [3], duration=hour, period=1))
    (folder / "store-state-rate-lost.pb.gz").write_bytes(exported(shop, [3], period=1))
    (folder / "store-both-rate-lost.pb.gz").write_bytes(exported(shop, [1, 3], period=1))
    (folder / "store-sum.pb.gz").write_bytes(exported(shop, [3], duration=hour, times=240))
    (folder / "store-four.pb.gz").write_bytes(exported(shop, [0, 1, 2, 3], duration=hour))
    (folder / "off.pb.gz").write_bytes(profile({}, period=0))
    (folder / "store-nothing.pb.gz").write_bytes(profile({}, TYPES[3:], period=0))
    (folder / "off.txt").write_text("heap profile: 0: 0 [0: 1] @ heap/0\n\n# runtime.MemStats\n# Alloc = 100\n")
    (folder / "rate-gone.pb.gz").write_bytes(state(period=0))
    (folder / "exact.pb.gz").write_bytes(state())
    (folder / "not-exact.pb.gz").write_bytes(profile({"f": [3, 200, 1, 64]}))

    (folder / "early.pb.gz").write_bytes(state(vdso=0x7ffd0000, time=10 ** 18))
    (folder / "late.pb.gz").write_bytes(state(5, vdso=0x7ffd0000, time=10 ** 18 + hour))
    (folder / "restarted.pb.gz").write_bytes(state(9, vdso=0x7ffe0000, time=10 ** 18 + 2 * hour))
    (folder / "early-bare.pb.gz").write_bytes(state())
    (folder / "late-bare.pb.gz").write_bytes(state(5))
    every = {f"f{i}": [20, 1280, 1, 64] for i in range(10)}
    (folder / "all-grew-bare.pb.gz").write_bytes(profile(every))
    (folder / "clock-back.pb.gz").write_bytes(state(5, vdso=0x7ffd0000, time=10 ** 18 - hour))
    (folder / "few-bare.pb.gz").write_bytes(profile({"f0": [10, 640, 1, 64]}))
    (folder / "few-more-bare.pb.gz").write_bytes(profile({"f0": [10, 640, 1, 64], "f1": [1, 64, 1, 64]}))

    # One sample, at a rate of 512 bytes, of the size of a map's first group: beside two claims, and beside one.
    (folder / "one-group.pb.gz").write_bytes(profile({"f": [1, 1152, 1, 1152]}, period=512, size=1152))
    for name, more in (("two", "./main.go:1:30: append escapes to heap\n"), ("one", "")):
        text = "# main\n./main.go:1:9: make([]int, n) escapes to heap\n" + more
        program = ("binary", "binary.size", "binary.pclntab_sha256", "binary.gnu_build_id", "binary.go_build_id")
        recorded.bundle(folder / f"one-group-{name}.hwb", recorded.lines(text=text, records="", left_out=program), text, "")

    fifth = (*TYPES, ("gc_cycles", "count"))
    (folder / "fifth.pb.gz").write_bytes(profile({"f": [1, 64, 1, 64, 7]}, fifth))
    many = tuple((f"other{i}\x1b[31m", "count") for i in range(5)) + TYPES
    (folder / "many-values.pb.gz").write_bytes(profile({"f": [0, 0, 0, 0, 0, 1, 64, 1, 64]}, many))
    (folder / "default.pb.gz").write_bytes(profile({"f": [1, 64, 1, 64]}, default="cpu"))
    (folder / "own-default.pb.gz").write_bytes(profile({"f": [1, 64, 1, 64]}, default="alloc_space"))
