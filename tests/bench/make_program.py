#!/usr/bin/env python3
"""Builds a large Go program that nobody runs, and a profile of addresses in it.

usage: make_program.py ADDRESSES FOLDER

FOLDER/program is some 100 MB, FOLDER/addresses has one address a line, FOLDER/bare.pb.gz is a heap profile with one
sample for each of them and without functions and lines. The addresses are those of the last bytes of calls, spread
evenly. The same arguments give the same sources and, with the same Go, the same addresses.
"""
import gzip
import os
import pathlib
import random
import struct
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "live"))
from protobuf import block, number, varint # noqa: E402

PACKAGES, FUNCTIONS = 64, 620


def source(package):
    """Functions that call each other, inline small ones, convert to interfaces and make maps, slices and strings."""
    rng = random.Random(package)
    out = [f"package p{package}\n", 'import (\n\t"fmt"\n\t"strings"\n)\n', "type T struct {\n\tname string\n\tvalues []int\n"
           "\tnext *T\n\tby map[string]*T\n}\n", "func (t *T) add(n int) *T {\n\tt.values = append(t.values, n)\n\treturn t\n}\n",
           "func small(s string, n int) *T { return (&T{name: s}).add(n) }\n"]
    for i in range(FUNCTIONS):
        other = [rng.randrange(max(i, 1)) for _ in range(3)]
        call = (lambda k: f"F{k}(t, n/2)") if i else (lambda k: "t")
        out.append(f"""
func F{i}(t *T, n int) *T {{
	if n <= {rng.randrange(9)} {{
		return small("leaf {i}", n)
	}}
	m := map[string]*T{{"a{i}": t, t.name: small(t.name, n)}}
	for k, v := range m {{
		t.by[strings.ToUpper(k)+"{i}"] = v.add(len(k)).add(n * {rng.randrange(1000)})
	}}
	switch n % 5 {{
	case 0:
		t.next = {call(other[0])}
	case 1:
		t.next = small(fmt.Sprintf("%s %d %v", t.name, n, t.values), n)
	case 2:
		t.values = append(t.values, make([]int, n)...)
	case 3:
		t = {call(other[1])}.add({i})
	default:
		func() {{ t.next = {call(other[2])} }}()
	}}
	return t.add(n).add({i})
}}
""")
    out.append("func All() (all []func(*T, int) *T) {\n" + "".join(f"\tall = append(all, F{i})\n" for i in range(FUNCTIONS)) +
               "\treturn\n}\n")
    return "\n".join(out)


def write(folder):
    (folder / "go.mod").write_text("module example.com/large\n\ngo 1.21\n")
    for i in range(PACKAGES):
        package = folder / f"p{i}"
        package.mkdir(exist_ok=True)
        (package / "p.go").write_text(source(i))
    imports = "".join(f'\t"example.com/large/p{i}"\n' for i in range(PACKAGES))
    calls = "".join(f"\tfor _, f := range p{i}.All() {{\n\t\tf(&p{i}.T{{}}, 9)\n\t}}\n" for i in range(PACKAGES))
    (folder / "main.go").write_text(f"package main\n\nimport (\n{imports})\n\nfunc main() {{\n{calls}}}\n")


def code(data):
    """Address, offset and size of the segment that is executable."""
    at, = struct.unpack_from("<Q", data, 32)
    size, count = struct.unpack_from("<HH", data, 54)
    for i in range(count):
        kind, flags, offset, address, _, length = struct.unpack_from("<IIQQQQ", data, at + i * size)
        if kind == 1 and flags & 1:
            return address, offset, length
    raise SystemExit("no code in the program")


def calls(data, wanted):
    """Addresses of the last bytes of calls of functions, which Go aligns to 32 bytes on amd64."""
    address, offset, length = code(data)
    found, step = [], length // wanted
    for i in range(wanted):
        at = offset + i * step
        while True:
            at = data.index(b"\xe8", at + 1)
            if at + 5 >= offset + length:
                return found
            target = at + 5 + struct.unpack_from("<i", data, at + 1)[0] - offset
            if 0x1000 < target < length and (address + target) % 32 == 0:
                break
        found.append(address + at - offset + 4)
    return found


def profile(addresses, data):
    address, offset, length = code(data)
    strings = ["", "alloc_objects", "count", "alloc_space", "bytes", "inuse_objects", "inuse_space", "program"]
    out = b"".join(block(1, number(1, t) + number(2, u)) for t, u in ((1, 2), (3, 4), (5, 2), (6, 4)))
    for i, _ in enumerate(addresses, 1):
        out += block(2, block(1, varint(i)) + block(2, varint(1) + varint(64) + varint(1) + varint(64)))
    out += block(3, number(1, 1) + number(2, address) + number(3, address + length) + number(4, offset) + number(5, 7))
    for i, pc in enumerate(addresses, 1):
        out += block(4, number(1, i) + number(2, 1) + number(3, pc))
    return gzip.compress(out + b"".join(block(6, s.encode()) for s in strings), mtime=0)


def main():
    wanted, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    write(folder)
    subprocess.run(["go", "build", "-trimpath", "-o", "program", "."], cwd=folder, check=True,
                   env=dict(os.environ, GOARCH="amd64", GOOS="linux", CGO_ENABLED="0", GOFLAGS="", GOWORK="off"))
    data = (folder / "program").read_bytes()
    found = calls(data, wanted)
    (folder / "addresses").write_text("".join(f"{pc:#x}\n" for pc in found))
    (folder / "bare.pb.gz").write_bytes(profile(found, data))
    print(f"{len(data) / 1e6:.0f} MB, {len(found)} addresses")


if __name__ == "__main__":
    main()
