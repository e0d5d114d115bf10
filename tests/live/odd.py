"""Builds that print odd logs, and profiles of what they built: is each labelled line found?

    odd.py TOOL [FOLDER]           the recordings in tests/data/odd, or in FOLDER (no Go needed)
    odd.py --live TOOL             recorded anew with the go command on the PATH
    odd.py --record FOLDER [FORM…] what the go command on the PATH makes, kept in FOLDER

The sources are tests/data/odd/src. Their base names differ, so a label is found by name and line
however a build spells its paths; bytes that were inlined count where the source allocates.
"""

import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

import golang
import heapwitness
import labels
import protobuf
from heapwitness import base_name, need

ODD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data", "odd")
OWN = "example.com/...=-m=2"


class Build:
    """A copy of the sources, and commands in it."""

    def __init__(self, scratch, out):
        self.root, self.out = scratch, out
        shutil.copytree(os.path.join(ODD, "src"), scratch, dirs_exist_ok=True)
        self.env = dict(golang.environment(), GOCACHE=os.environ.get("HW_GOCACHE") or
                        os.path.join(tempfile.gettempdir(), f"heapwitness-gocache-{os.getuid()}"),
                        GOFLAGS="-buildvcs=false", GOPROXY="off", GONOSUMDB="*", GOSUMDB="off")
        self.log = b""

    def path(self, *parts):
        return os.path.join(self.root, *parts)

    def go(self, *args, cwd="app", fails=False, **env):
        done = subprocess.run(["go", *args], cwd=self.path(cwd), env=dict(self.env, **env),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600)
        need(bool(done.returncode) == fails, f"go {' '.join(args)}: {done.stderr.decode()[-2000:]}")
        return done

    def build(self, *what, cwd="app", flags=(OWN,), run="bin", **env):
        """Builds a program, keeps what was said, and runs it for its profile."""
        done = self.go("build", "-o", self.path("bin"), *(f"-gcflags={f}" for f in flags), *what, cwd=cwd,
                       **env)
        self.log += done.stdout + done.stderr
        self.run(self.path(run))

    def run(self, binary):
        subprocess.run([binary, os.path.join(self.out, "mem.pb.gz")], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)

    def edit(self, name, change):
        with open(self.path(name), encoding="utf-8") as source:
            text = source.read()
        with open(self.path(name), "w", encoding="utf-8") as source:
            source.write(change(text))

    def keep(self):
        with gzip.GzipFile(os.path.join(self.out, "escape.log.gz"), "wb", mtime=0) as log:
            log.write(self.log)


# --- the forms ----------------------------------------------------------------------------------

MAIN = ("main.go", "second.go", "lib.go", "node.go", "dep.go")


def root(b):
    b.build(".")


def below(b):
    """Built in a directory beside: ../main.go, ../lib/lib.go."""
    b.build("..", cwd="app/cmd")


def replayed(b):
    """Built in the root before: the cache replays the paths of then."""
    private = b.path("cache")
    b.build("./cmd/one", GOCACHE=private)
    b.log = b""
    b.build("../cmd/one", cwd="app/lib", GOCACHE=private)


def vendor(b):
    b.go("mod", "vendor")
    b.build("-mod=vendor", ".")


def workspace_file(b):
    b.edit("app/go.mod", lambda text: text.replace("replace", "// replace"))
    with open(b.path("go.work"), "w", encoding="utf-8") as work:
        work.write("go 1.19\n\nuse (\n\t./app\n\t./dep\n)\n\nreplace example.com/dep v1.2.3 => ./dep\n")


def workspace(b):
    """In the workspace's root, where no directory is called like its package: app/main.go."""
    workspace_file(b)
    b.build("./app", cwd=".", GOWORK=b.path("go.work"))


def workspace_beside(b):
    """In the other module's directory: ../app/main.go, ./dep.go."""
    workspace_file(b)
    b.build("../app", cwd="dep", GOWORK=b.path("go.work"))


def module_cache(b):
    """The dependency comes out of a module cache, by way of a proxy of files."""
    proxy = b.path("proxy", "example.com", "dep", "@v")
    os.makedirs(proxy)
    shutil.copy(b.path("dep", "go.mod"), os.path.join(proxy, "v1.2.3.mod"))
    with open(os.path.join(proxy, "v1.2.3.info"), "w", encoding="utf-8") as info:
        info.write('{"Version":"v1.2.3","Time":"2026-01-02T03:04:05Z"}')
    with open(os.path.join(proxy, "list"), "w", encoding="utf-8") as versions:
        versions.write("v1.2.3\n")
    with zipfile.ZipFile(os.path.join(proxy, "v1.2.3.zip"), "w") as archive:
        for name in ("go.mod", "dep.go"):
            archive.write(b.path("dep", name), f"example.com/dep@v1.2.3/{name}")
    b.edit("app/go.mod", lambda text: text.replace("replace", "// replace"))
    b.build("-mod=mod", "-modcacherw", ".", GOPROXY="file://" + b.path("proxy"), GOMODCACHE=b.path("mod"))


def trimpath(b):
    b.build("-trimpath", ".")


def files(b):
    """Files on the command line: # command-line-arguments."""
    b.build("main.go", "second.go", flags=(OWN, "command-line-arguments=-m=2"))


def several_mains(b):
    os.mkdir(b.path("bin"))
    b.build("./cmd/...", run="bin/two")


def two_programs(b):
    """The logs of two builds, one after the other; the profile is of the second."""
    b.build("./cmd/one")
    b.build(".")


def pgo(b):
    """Packages compiled anew for one main's profile: # lib [main] from Go 1.21 on."""
    b.go("test", "-run=NONE", "-bench=.", "-cpuprofile", b.path("cpu.pprof"), "-o", b.path("test.bin"), ".",
         cwd="app/lib")
    os.mkdir(b.path("bin"))
    shutil.copy(b.path("cpu.pprof"), b.path("app", "cmd", "two", "default.pgo"))
    b.build("-pgo=auto", "./cmd/...", run="bin/two")


def tests(b):
    """Test variants, inner and outer tests."""
    done = b.go("test", f"-gcflags={OWN}", "-memprofilerate=1", "-memprofile", os.path.join(b.out, "mem.pb.gz"),
                "-o", b.path("lib.test"), "./lib")
    b.log += done.stderr + done.stdout


def cgo(b):
    b.build("./cgo", CGO_ENABLED="1")


def line_directives(b):
    b.build("./made")


def original_positions(b):
    """-L prints [FILE:LINE:COL] behind positions of //line."""
    b.build("./made", flags=("example.com/...=-m=2 -L",))


def no_columns(b):
    b.build(".", flags=("example.com/...=-m=2 -C",))


def wide(b):
    """Columns over 254 are not printed."""
    b.edit("app/lib/node.go", lambda text: text.replace("\treturn &", "\t/*" + 250 * "-" + "*/ return &"))
    b.build(".")


def trace(b):
    b.build(".", flags=("example.com/...=-m=3",))


def short(b):
    b.build(".", flags=("example.com/...=-m",))


def range_over_func(b):
    b.build("./seq")


def errors(b):
    """Errors between diagnostics; what was built before is profiled."""
    b.build(".")
    b.log = b""
    done = b.go("build", f"-gcflags={OWN}", "./...", fails=True)
    b.log += done.stderr


def go_json(b):
    done = b.go("build", "-json", "-o", b.path("bin"), f"-gcflags={OWN}", ".")
    b.log += done.stdout + done.stderr
    b.run(b.path("bin"))


def go_test_json(b):
    done = b.go("test", "-json", f"-gcflags={OWN}", "-memprofilerate=1", "-memprofile",
                os.path.join(b.out, "mem.pb.gz"), "-o", b.path("lib.test"), "./lib")
    b.log += done.stdout + done.stderr


def talking(b):
    """go run: the program's own output, how it ends, and the traces of the collectors of both."""
    done = b.go("run", f"-gcflags={OWN}", "./talk", os.path.join(b.out, "mem.pb.gz"), "panic", fails=True,
                GODEBUG="gctrace=1")
    b.log += done.stderr + done.stdout


def as_on_windows(folder):
    """A recording with the paths of another system: C:\\ and backslashes in the log, C:/ in the profile."""
    with gzip.open(os.path.join(folder, "mem.pb.gz")) as profile:
        parts = []
        for number, payload, whole in protobuf.fields(profile.read()):
            if number == 6 and re.match(rb"/.*\.(go|s)$", payload):
                whole = protobuf.block(6, b"C:" + payload)
            parts.append(whole)
    with gzip.open(os.path.join(folder, "escape.log.gz")) as log:
        text = re.sub(rb"(?m)(^| at )([./\w@-]+\.go)(?=:\d)",
                      lambda m: m[1] + (b"C:" if m[2][:1] == b"/" else b"") + m[2].replace(b"/", b"\\"),
                      log.read()).replace(b"\n", b"\r\n")
    return b"".join(parts), text


def windows(b):
    root(b)
    b.keep()
    profile, b.log = as_on_windows(b.out)
    with gzip.GzipFile(os.path.join(b.out, "mem.pb.gz"), "wb", mtime=0) as out:
        out.write(profile)


LIB = ("lib.go",)
MADE = {("grammar.y", 102), ("gen.go", 9), ("bar.go", 57), ("q.go", 5), ("weird name with: colon.go", 14)}

# name: (how, labelled files that have bytes, notes there must be, oldest Go)
FORMS = {
    "root": (root, MAIN, (), 19),
    "windows": (windows, MAIN, (), 19),
    "below": (below, MAIN, (), 19),
    "replayed": (replayed, ("one.go", "lib.go"), (), 19),
    "vendor": (vendor, MAIN, (), 19),
    "workspace": (workspace, MAIN, (), 19),
    "workspace-beside": (workspace_beside, MAIN, (), 19),
    "module-cache": (module_cache, MAIN, (), 19),
    "trimpath": (trimpath, MAIN, (), 19),
    "files": (files, MAIN, ("command-line-arguments",), 19),
    "several-mains": (several_mains, ("two.go", "lib.go"), ("several-mains",), 19),
    "two-programs": (two_programs, MAIN, ("several-mains",), 19),
    "pgo": (pgo, ("two.go", "lib.go"), (), 21),
    "tests": (tests, ("lib.go", "inner_test.go", "outer_test.go"), ("test-variants", "mixed-output"), 19),
    "cgo": (cgo, ("cgo.go", "lib.go"), (), 19),
    "line-directives": (line_directives, LIB, (), 19),
    "original-positions": (original_positions, LIB, (), 19),
    "no-columns": (no_columns, MAIN, (), 19),
    "wide": (wide, MAIN, (), 19),
    "trace": (trace, MAIN, (), 19),
    "short": (short, MAIN, ("no-flows",), 19),
    "range-over-func": (range_over_func, ("seq.go", "lib.go"), (), 23),
    "errors": (errors, MAIN, ("compile-errors",), 19),
    "go-json": (go_json, MAIN, ("wrapped",), 24),
    "go-test-json": (go_test_json, ("lib.go", "inner_test.go", "outer_test.go"), ("wrapped", "test-variants"), 24),
    "talking": (talking, ("talk.go", "lib.go"), ("mixed-output",), 19),
}


def record(folder, name):
    out = os.path.join(folder, name)
    os.makedirs(out, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="odd-") as scratch:
        build = Build(os.path.join(scratch, "src"), out)
        FORMS[name][0](build)
        build.keep()


# --- is everything found? -----------------------------------------------------------------------

def wanted(name, go):
    """(base name, line) -> verdicts."""
    found = {}
    for (path, line), allowed in labels.read(os.path.join(ODD, "src"), go).items():
        if os.path.basename(path) in FORMS[name][1]:
            found[os.path.basename(path), line] = allowed
    if name in ("line-directives", "original-positions"):
        # most have no column, and up to Go 1.24 `make` of a size that varies cannot be told without
        found.update({place: {"confirmed"} if go >= (1, 25) else {"confirmed", "ambiguous"} for place in MADE})
    if name == "no-columns":  # a call and what is inlined into it look alike
        found = {place: allowed | {"ambiguous"} for place, allowed in found.items()}
    need(found, f"{name}: no labels")
    return found


def check(tool, folder, name, go):
    """Sentences about what is wrong with a recording."""
    log, profile = (os.path.join(folder, name, file) for file in ("escape.log.gz", "mem.pb.gz"))
    page = heapwitness.audit(tool, [profile], [log])
    notes = {note["id"] for note in page["notes"]}
    found, expected = heapwitness.by_source(page), wanted(name, go)
    for text in labels.judge(expected, found):
        yield f"{name}: {text}"
    for place in sorted(expected):
        for f in found[place]:
            for c in f["claims"]:
                if c["owner"] and base_name(c["file"]) != base_name(f["file"]):
                    yield f"{name}: {place[0]}:{place[1]}: its claim is in {c['file']}"
    if page["diagnostics"]["not_understood"]:
        yield f"{name}: {page['diagnostics']['not_understood']} lines not understood"
    if page["build_match"]["verdict"] == "mismatch":
        yield f"{name}: accuses the right log"
    for note in set(FORMS[name][2]) - notes:
        yield f"{name}: no note {note}"
    for note in notes & {"foreign-log", "build-mismatch", "invalid-json"}:
        yield f"{name}: note {note}"


def recorded(tool, folder=ODD):
    for version in sorted(os.listdir(folder)):
        match = re.match(r"go1\.(\d+)", version)
        if not match:
            continue
        for name in sorted(os.listdir(os.path.join(folder, version))):
            yield from (f"{version}/{text}"
                        for text in check(tool, os.path.join(folder, version), name, (1, int(match[1]))))


def live(tool):
    go = golang.version()
    with tempfile.TemporaryDirectory() as folder:
        for name, (_, _, _, since) in FORMS.items():
            if go < (1, since):
                continue
            record(folder, name)
            yield from check(tool, folder, name, go)


def main(arguments):
    if arguments[0] == "--record":
        for name in arguments[2:] or FORMS:
            record(arguments[1], name)
        return 0
    return heapwitness.conclude(live(arguments[1]) if arguments[0] == "--live" else recorded(*arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
