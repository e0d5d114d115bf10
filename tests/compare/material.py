"""What the repository has recorded, by what it is, and a folder to run programs in.

Everything is found by the layout of tests/data, profiles/ and tests/cli; nothing is listed by hand:
    profile   *.pb.gz, *.debug1.txt.gz; its logs are those of its folder
    log       *.log, *.log.gz, *.hwb, *json0.tar.gz, *.tar, and each tar once more as a folder
    listing   a log that has machine code (-gcflags=-S)
    binary    the programs in tests/data/binaries: VERSION/CASE-HOW is the program of the profiles
              .../VERSION/CASE/heap-HOW.*, and NAME/prog of those in .../NAME/
"""
import dataclasses
import gzip
import pathlib
import subprocess
import sys
import tarfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "cli"))
from bare import bare # noqa: E402

PROFILES = (".pb.gz", ".debug1.txt.gz")
LOGS = (".log", ".log.gz", ".hwb", "json0.tar.gz", ".tar")
BAD = ("data/bad", "generated", "data/elf") # not what their names say


@dataclasses.dataclass(frozen=True, order=True)
class Item:
    """A file or folder, by its path in the scratch folder, and the recording it is a part of."""
    path: str
    home: str
    size: int = dataclasses.field(compare=False)


@dataclasses.dataclass
class Material:
    scratch: pathlib.Path
    profiles: list = dataclasses.field(default_factory=list)
    bare: list = dataclasses.field(default_factory=list)
    logs: list = dataclasses.field(default_factory=list)
    listings: list = dataclasses.field(default_factory=list)
    binaries: list = dataclasses.field(default_factory=list)
    bad: list = dataclasses.field(default_factory=list)
    cut: list = dataclasses.field(default_factory=list)
    go: list = dataclasses.field(default_factory=list)
    cases: list = dataclasses.field(default_factory=list)

    def logs_of(self, profile):
        """The logs of a profile's recording, the one that says most first."""
        own = [log for log in self.logs + self.listings if log.home == profile.home]
        return sorted(own, key=lambda log: (".m2." not in log.path, log))

    def binary_of(self, profile):
        *_, version, case = pathlib.PurePath(profile.home).parts
        how = pathlib.PurePath(profile.path).name.split(".")[0].partition("-")[2]
        wanted = (f"binaries/{version}/{case}{'-' * bool(how)}{how}", f"binaries/{case}/prog")
        return next((b for b in self.binaries if b.path in wanted), None)


def extract(tar, folder):
    if hasattr(tarfile, "data_filter"):
        tar.extractall(folder, filter="data")
    else:
        tar.extractall(folder)


def content(path):
    data = path.read_bytes()
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def walk(scratch, top):
    """Files under scratch/top, sorted, by their paths in scratch. top may be a link."""
    base = (scratch / top).resolve()
    for path in sorted(base.rglob("*")):
        if path.is_file():
            yield f"{top}/{path.relative_to(base)}", path


def find(m):
    for top in ("data", "profiles"):
        for name, path in walk(m.scratch, top):
            item = Item(name, name.rpartition("/")[0], path.stat().st_size)
            if name.startswith(BAD):
                m.bad.append(item)
            elif name.endswith(PROFILES):
                m.profiles.append(item)
            elif name.endswith(LOGS):
                code = "tar" not in name and b" STEXT " in content(path)
                (m.listings if code else m.logs).append(item)
    for name, path in walk(m.scratch, "generated"):
        m.bad.append(Item(name, "generated", path.stat().st_size))


def unpack(m):
    """Programs, and records as the folders that the compiler wrote."""
    for path in sorted((ROOT / "tests/data/binaries").glob("*.tar.xz")):
        with tarfile.open(path) as tar:
            extract(tar, m.scratch / "binaries")
    for name, path in walk(m.scratch, "binaries"):
        m.binaries.append(Item(name, name.rpartition("/")[0], path.stat().st_size))
    for item in [log for log in m.logs if "tar" in log.path]:
        folder = f"records/{item.path.removesuffix('.gz').removesuffix('.tar')}"
        with tarfile.open(m.scratch / item.path) as tar:
            extract(tar, m.scratch / folder)
        m.logs.append(Item(folder, item.home, item.size))
    for path in sorted((ROOT / "tests/data/json").iterdir()):
        if path.is_dir() or path.suffix == ".json":
            m.logs.append(Item(f"data/json/{path.name}", "data/json", 0))


def strip(m):
    """Profiles of programs that are there, without functions and lines."""
    for item in m.profiles:
        if item.path.endswith(".pb.gz") and m.binary_of(item):
            name = f"bare/{item.path}"
            (m.scratch / name).parent.mkdir(parents=True, exist_ok=True)
            (m.scratch / name).write_bytes(bare((m.scratch / item.path).read_bytes()))
            m.bare.append(Item(name, item.home, item.size))


def cut(m):
    """One input of each sort, broken off at several places, and with single bytes changed."""
    (m.scratch / "cut").mkdir()
    inputs = {}
    for what in (m.profiles, m.logs, m.listings, m.binaries):
        for item in sorted(what, key=lambda one: (one.size, one)):
            sort = next((s for s in PROFILES + LOGS if item.path.endswith(s)), "binary")
            if item.size > 1000 and (m.scratch / item.path).is_file():
                inputs.setdefault((sort, what is m.listings), item)
    for number, item in enumerate(sorted(inputs.values())):
        data = content(m.scratch / item.path)
        for i in range(1, 12):
            at = len(data) * i // 12 + i
            changed = data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1:]
            for how, what in (("cut", data[:at]), ("changed", changed)):
                name = f"cut/{number:02}-{how}-{i:02}"
                (m.scratch / name).write_bytes(what)
                m.cut.append(Item(name, item.path, len(what)))


STAND_IN = r"""#!/bin/sh
# Says what a Go that was recorded said.
case $1 in
env) echo '{"GOVERSION":"go%s","GOOS":"linux","GOARCH":"amd64"}' ;;
list) printf 'main\texample.com/m\t\n' ;;
build) cat "$0.log" >&2 ;;
esac
"""


# Takes out what a clock said.
TIMES = r"""s/ in [0-9]+ s / in N s /
s/"seconds": [^,]*,/"seconds": N,/g
s/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z/TIME/g
"""


def stand_in(m, group, version, text):
    """A `go` that answers with a recorded log: `record` and `drift --go` need no toolchain."""
    go = m.scratch / "go" / group / f"go{version}"
    go.parent.mkdir(parents=True, exist_ok=True)
    go.write_text(STAND_IN % version)
    go.chmod(0o755)
    go.with_name(go.name + ".log").write_bytes(text)
    m.go.append((group, f"go/{group}/{go.name}"))


def toolchains(m):
    """One stand-in for each bundle, and for each m2 log of the corpus, by VERSION."""
    (m.scratch / "time.sed").write_text(TIMES)
    for item in m.logs:
        parts = pathlib.PurePath(item.path).parts
        if item.path.endswith(".hwb"):
            lines = content(m.scratch / item.path).splitlines(keepends=True)
            text = b"".join(line for line in lines if not line.startswith(b"{"))
            stand_in(m, parts[-1].removesuffix(".hwb"), parts[-2], text)
        elif "recorded" in parts and parts[-1] == "escape.m2.log.gz" and "-" not in parts[-3]:
            stand_in(m, parts[-2], parts[-3], content(m.scratch / item.path))


def prepare(scratch):
    """Fills the folder; the programs that are compared run in it, or in folders below."""
    m = Material(scratch)
    (scratch / "data").symlink_to(ROOT / "tests" / "data")
    (scratch / "profiles").symlink_to(ROOT / "profiles")
    subprocess.run([sys.executable, "-B", ROOT / "tests/cli/generate.py", scratch / "generated"],
                   check=True)
    find(m)
    unpack(m)
    strip(m)
    cut(m)
    toolchains(m)
    m.cases = sorted(p.parent for p in (ROOT / "tests/cli/cases").glob("*/cmd"))
    for part in ("profiles", "bare", "logs", "listings", "binaries", "bad", "cut", "go", "cases"):
        if not getattr(m, part):
            raise SystemExit(f"no {part} were found: has the layout of tests/data changed?")
    return m
