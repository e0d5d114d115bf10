"""Bundles and programs that nobody recorded: hostile and damaged ones for the golden cases."""
import gzip
import json
import struct

TEXT = "# example.com/m\n./main.go:3:6: moved to heap: x\n./main.go:4:9: y does not escape\n"
RECORDS = ('{"version":0,"package":"example.com/m","goos":"linux","goarch":"amd64","gc_version":"go1.26.8",'
           '"file":"/src/m/main.go"}\n')


def head(text=TEXT, records=RECORDS, **more):
    fields = {"heapwitness": "bundle/1", "go_version": "go1.26.8", "goos": "linux", "goarch": "amd64",
              "time": "2026-11-23T20:00:00Z", "command": ["go", "build", "."], "gcflags": ["all=-m=2"],
              "vcs": {"system": "git", "revision": "0123456789abcdef0123456789abcdef01234567",
                      "time": "2026-11-23T19:00:00Z", "modified": True},
              "binaries": [{"file": "/src/m/m", "size": 1234, "pclntab_sha256": "ab" * 32,
                            "gnu_build_id": "cd" * 20, "go_build_id": "a/b/c/d"}],
              "text_bytes": len(text.encode()), "json_bytes": len(records.encode())}
    fields.update(more)
    return json.dumps({k: v for k, v in fields.items() if v is not None}, separators=(",", ":"))


def bundle(path, first=None, text=TEXT, records=RECORDS):
    members = ((first or head(text, records)) + "\n", text, records)
    path.write_bytes(b"".join(gzip.compress(m.encode(), mtime=0) for m in members))


def lines(first="bundle/2", text=TEXT, records=RECORDS, more=(), left_out=()):
    """The head of today, as lines."""
    fields = [("heapwitness", first), ("go_version", "go1.26.8"), ("goos", "linux"), ("goarch", "amd64"),
              ("time", "2026-11-23T20:00:00Z"), ("command", "go"), ("command", "build"), ("command", "."),
              ("gcflag", "all=-m=2"), ("vcs", "git"), ("vcs.revision", "0123456789abcdef0123456789abcdef01234567"),
              ("vcs.time", "2026-11-23T19:00:00Z"), ("vcs.modified", "true"), ("binary", "/src/m/m"),
              ("binary.size", "1234"), ("binary.pclntab_sha256", "ab" * 32), ("binary.gnu_build_id", "cd" * 20),
              ("binary.go_build_id", "a/b/c/d"), ("text_bytes", len(text.encode())),
              ("json_bytes", len(records.encode()))]
    kept = [*(f for f in fields if f[0] not in left_out), *more]
    return "".join(f"{name}: {value}\n" for name, value in kept)


def bundles(folder):
    """{name: path} of bundles with one thing wrong each, and of a good one."""
    bundle(folder / "good.hwb")
    bundle(folder / "long.hwb", head(text_bytes=10 ** 6))
    bundle(folder / "short.hwb", head(json_bytes=0))
    bundle(folder / "negative.hwb", head(text_bytes=-1))
    bundle(folder / "huge.hwb", head(text_bytes=2 ** 64 - 1, json_bytes=2 ** 63))
    bundle(folder / "fraction.hwb", head(text_bytes=0.5))
    bundle(folder / "sizeless.hwb", head(json_bytes=None))
    bundle(folder / "later.hwb", head(heapwitness="bundle/3"))
    bundle(folder / "later-lines.hwb", lines("bundle/3"))
    bundle(folder / "cut-head.hwb", head()[:-40])
    bundle(folder / "tail.hwb", head() + "{}")
    bundle(folder / "deep.hwb", head(deep=json.loads("[" * 50 + "]" * 50)))
    bundle(folder / "no-records.hwb", None, TEXT, "x" * 100)
    bundle(folder / "escapes.hwb", head(go_version="go1.26\x1b[31m", command=["go", "\x1b]0;x\x07"],
                                        goos="\u202e", vcs={"revision": "\x1b[2J"}))
    bundle(folder / "lines.hwb", lines())
    bundle(folder / "lines-sizeless.hwb", lines(left_out=("json_bytes",)))
    bundle(folder / "lines-no-colon.hwb", lines() + "nothing\n")
    bundle(folder / "lines-long.hwb", lines(text=TEXT * 2))
    bundle(folder / "lines-cut.hwb", lines()[:-40], "", "")
    bundle(folder / "lines-escapes.hwb", lines(left_out=("go_version", "goos", "vcs.revision"), more=(
        ("go_version", "go1.26\x1b[31m"), ("goos", "\u202e"), ("command", "\\x1b]0;x\\x07\\x5cx41\\x4"),
        ("vcs.revision", "\x1b[2J"), ("binary.setting", "no equals sign"), ("module.version", "of no module"))))
    with gzip.open(folder / "big-lines.hwb", "wb") as f:
        f.write(b"heapwitness: bundle/2\nx: " + b"x" * (5 << 20))
    with gzip.open(folder / "big-head.hwb", "wb") as f:
        f.write(b'{"heapwitness":"bundle/1","x":"' + b"x" * (5 << 20))
    with gzip.open(folder / "bomb.hwb", "wb") as f:
        f.write((head(text_bytes=96 << 20, json_bytes=0) + "\n").encode())
        for _ in range(96):
            f.write(b"a" * (1 << 20))
    (folder / "members.hwb").write_bytes((folder / "good.hwb").read_bytes()[:-60])


def program(path, settings, version="go1.26.8", package="example.com/m", module="v0.0.0"):
    """An ELF file that is nothing but a section with Go's build information."""
    def counted(data):
        assert len(data) < 1 << 14
        return bytes([len(data) & 0x7F | 0x80, len(data) >> 7]) + data
    info = f"path\t{package}\nmod\texample.com/m\t{module}\th1:x=\n"
    info += "".join(f"build\t{key}={json.dumps(value)}\n" for key, value in settings)
    part = b"\xff Go buildinf:\x08\x02" + bytes(16) + counted(version.encode())
    part += counted(b"0" * 16 + info.encode() + b"1" * 16)
    part += bytes(-len(part) % 16)
    names = b"\0.go.buildinfo\0.shstrtab\0"
    at = 64
    header = b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack(
        "<HHIQQQIHHHHHH", 2, 62, 1, 0, 0, at + len(part) + len(names), 0, 64, 56, 0, 64, 3, 2)
    sections = struct.pack("<IIQQQQIIQQ", *[0] * 10)
    sections += struct.pack("<IIQQQQIIQQ", 1, 1, 3, 0, at, len(part), 0, 0, 16, 0)
    sections += struct.pack("<IIQQQQIIQQ", 15, 3, 0, 0, at + len(part), len(names), 0, 0, 1, 0)
    path.write_bytes(header + part + names + sections)


def programs(folder):
    program(folder / "full.elf", [
        ("-buildmode", "exe"), ("-compiler", "gc"), ("-tags", "netgo,a b"), ("-race", "true"),
        ("-trimpath", "true"), ("-asan", "false"), ("-pgo", "/ci/default.pgo"),
        ("-gcflags", "all=-N '-json=0,/tmp/x y' -m=2 -d=x"), ("-ldflags", "-X 'main.v=1 2' -s"),
        ("-future", "1"), ("CGO_ENABLED", "0"), ("CGO_CFLAGS", "-O2 -g"), ("GOOS", "linux"), ("GOARCH", "arm64"),
        ("GOARM64", "v8.0"), ("vcs", "git"), ("vcs.revision", "0123456789abcdef0123456789abcdef01234567"),
        ("vcs.time", "2026-11-23T19:00:00Z"), ("vcs.modified", "true")], version="go1.25.8 X:rangefunc")
    program(folder / "hostile.elf", [
        ("-tags", "x; touch pwned #"), ("-gcflags", "$(touch pwned)"), ("GOEXPERIMENT", "`touch pwned`"),
        ("-pgo", "'; touch pwned; '"), ("GOOS", "a\" && touch pwned && \""), ("$(touch pwned)", "x"),
        ("-ldflags", "-extld=./pwn"), ("vcs.revision", "';touch pwned;'"), ("vcs", "a b;c")],
        package="example.com/$(touch pwned)'", version="go1.26.8;touch pwned")
    program(folder / "writes.elf", [("-gcflags", "all=-m=2 -cpuprofile=.bashrc -N"),
                                    ("-ldflags", "-s -X 'main.v=-extld' -o=.profile")])
    program(folder / "quotes.elf", [("-gcflags", "-l -m"), ("-ldflags", "-X main.v=a'\"b -s")])
    program(folder / "newline.elf", [("-tags", "x\ntouch pwned")])
    program(folder / "escape.elf", [("-tags", "\x1b[31m")])
    program(folder / "bidi.elf", [("-tags", "\u202eabc")])
    program(folder / "option.elf", [], package="-toolexec=./pwn")
    program(folder / "old.elf", [], version="go1.19.13", module="(devel)")
    program(folder / "installed.elf", [("-compiler", "gc")], package="example.com/m/cmd/tool", module="v1.2.3")
    program(folder / "files.elf", [], package="command-line-arguments", version="devel go1.28-0123456789 Thu")
