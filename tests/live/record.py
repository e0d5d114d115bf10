"""`heapwitness record` with a real Go: builds of a small module, from everywhere, with everything.

    record.py TOOL              with the Go on the PATH
    record.py --matrix TOOL     programs of the corpus and the shop, with Go 1.21, 1.24, 1.26 and 1.27
"""

import csv
import gzip
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile

import golang
import heapwitness
from heapwitness import need

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
LAB = os.path.join(ROOT, "tests", "data", "corpus")
SHOP = os.path.join(ROOT, "profiles", "shop", "src")
# The shop's own go.mod asks for Go 1.25; older ones build it with older modules.
OLDER = """module example.com/shop

go 1.21

require (
\tgithub.com/gin-gonic/gin v1.9.1
\tgorm.io/driver/sqlite v1.5.7
\tgorm.io/gorm v1.25.12
)
"""
MATRIX = ("1.21.13", "1.24.13", "1.26.8", "1.27.1")

MODULE = {
    "go.mod": "module example.com/m\n\ngo 1.21\n",
    "main.go": """package main

import (
	"os"
	"runtime"
	"runtime/pprof"

	"example.com/m/sub"
)

var kept []*int

func main() {
	runtime.MemProfileRate = 1
	for i := 0; i < 100; i++ {
		x := i
		kept = append(kept, &x)
		sub.Keep(1000)
	}
	runtime.GC()
	runtime.GC()
	f, _ := os.Create(os.Args[1])
	pprof.Lookup("heap").WriteTo(f, 0)
	f.Close()
}
""",
    "sub/sub.go": """package sub

var Kept [][]byte

func Keep(n int) { Kept = append(Kept, make([]byte, n)) }
""",
    "sub/sub_test.go": """package sub

import "testing"

func TestKeep(t *testing.T) { Keep(3) }

func BenchmarkKeep(b *testing.B) {
	for i := 0; i < b.N; i++ {
		Keep(1)
	}
}
""",
    "cmd/tool/tool.go": "package main\n\nimport \"example.com/m/sub\"\n\nfunc main() { sub.Keep(5) }\n",
    "failing/failing_test.go": "package failing\n\nimport \"testing\"\n\nfunc TestNo(t *testing.T) { t.Fatal(\"no\") }\n",
    "stubborn/stubborn_test.go": """package stubborn

import (
	"os"
	"os/signal"
	"syscall"
	"testing"
	"time"
)

// TestStubborn keeps writing where go has its temporary files.
func TestStubborn(t *testing.T) {
	signal.Ignore(os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	os.WriteFile("ready", nil, 0o600)
	for {
		if _, err := os.MkdirTemp(os.Getenv("GOTMPDIR"), "stubborn"); err != nil {
			return
		}
		time.Sleep(time.Millisecond)
	}
}
""",
    "broken/broken.go": "package broken\n\nfunc F() *int { x := 1; return &x }\n\nfunc G() { undefinedThing() }\n",
}


class Bench:
    """A folder with the module and what is recorded of it."""

    def __init__(self, tool, folder):
        self.tool, self.folder, self.module = tool, folder, os.path.join(folder, "m")
        self.tmp = os.path.join(folder, "tmp with blank")
        os.mkdir(self.tmp)
        for name, text in MODULE.items():
            path = os.path.join(self.module, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as out:
                out.write(text)

    def environment(self, **more):
        return dict(golang.environment(), TMPDIR=self.tmp, GOFLAGS="", **more)

    def start(self, *command, cwd=".", env=None, options=("--packages=example.com/m/...",)):
        bundle = os.path.join(self.folder, "out.hwb")
        if os.path.exists(bundle):
            os.remove(bundle)
        words = [self.tool, "record", "-o", bundle, "--cache", os.path.join(self.folder, "cache"), *options, "--",
                 *command]
        return bundle, subprocess.Popen(words, cwd=os.path.join(self.module, cwd), env=env or self.environment(),
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def record(self, *command, code=0, **more):
        """(head, text, stdout, stderr); head and text are None where there is no bundle."""
        bundle, process = self.start(*command, **more)
        out, err = process.communicate(timeout=600)
        need(process.returncode == code, f"{command}: exit code {process.returncode}, not {code}: {err}")
        need(not os.listdir(self.tmp), f"{command}: left in TMPDIR: {os.listdir(self.tmp)}")
        if not os.path.exists(bundle):
            return None, None, out, err
        return (*read_bundle(bundle), out, err)


LISTS = {"command": "command", "gcflag": "gcflags", "flag": "flags", "env": "env"}


def bundle_head(lines):
    """{name: value}, with lists for what has several lines; {"file": …} for each binary and module."""
    head = {name: [] for name in [*LISTS.values(), "binaries", "modules"]}
    for line in lines.splitlines():
        name, value = line.split(": ", 1)
        value = re.sub(r"\\x(..)", lambda m: chr(int(m[1], 16)), value)
        if name in LISTS:
            head[LISTS[name]].append(value)
        elif name == "binary":
            head["binaries"].append({"file": value, "settings": {}})
        elif name == "binary.setting":
            key, value = value.split("=", 1)
            head["binaries"][-1]["settings"][key] = value
        elif name.startswith("binary."):
            head["binaries"][-1][name[7:]] = int(value) if name == "binary.size" else value
        elif name == "module":
            head["modules"].append({"path": value})
        elif name.startswith("module."):
            head["modules"][-1][name[7:]] = value
        elif name in ("text_bytes", "json_bytes", "lines", "packages", "exit_code"):
            head[name] = int(value)
        else:
            head[name] = value
    head["env"] = dict(e.split("=", 1) for e in head["env"])
    return head


def read_bundle(path):
    with gzip.open(path, "rb") as f:
        data = f.read()
    lines, rest = data.split(b"\n\n", 1)
    head = bundle_head(lines.decode())
    need(head["heapwitness"] == "bundle/2", "another bundle")
    need(len(rest) == head["text_bytes"] + head["json_bytes"], "sizes do not add up")
    text, records = rest[:head["text_bytes"]], rest[head["text_bytes"]:]
    files = [json.loads(r) for r in records.decode().splitlines() if r.startswith('{"version":')]
    need(files or not text, "text, but no JSON records")
    need(head["lines"] == text.count(b"\n"), "lines were not counted right")
    return head, text.decode()


def places(b):
    """From below the root, through -C, of a package that is not in the folder: paths are the same."""
    want = None
    for cwd, command in ((".", ("go", "build", "-o", "bin/", ".", "./cmd/tool")),
                         ("sub", ("go", "build", "-o", "../bin/", "..", "../cmd/tool")),
                         ("cmd/tool", ("go", "build", "-C", "../..", "-o", "bin/", "./cmd/tool", ".")),
                         ("sub", ("go", "build", "-o", "../bin/", "example.com/m", "example.com/m/cmd/tool"))):
        head, text, _, err = b.record(*command, cwd=cwd)
        need("./main.go:" in text and "sub/sub.go:5:" in text, f"{cwd} {command}: other paths: {text[:500]}")
        blocks = sorted(re.split(r"(?m)^(?=# )", text))
        want = want or blocks
        need(blocks == want, f"{cwd} {command}: another text")
        need(sorted(os.path.basename(x["file"]) for x in head["binaries"]) == ["m", "tool"],
             f"{cwd} {command}: binaries are {head['binaries']}")
        need(head["dir"] == b.module, f"ran in {head['dir']}")
        need("escapes to heap" not in err, f"diagnostics on the terminal: {err}")
        shutil.rmtree(os.path.join(b.module, "bin"))
    # What go writes by itself appears where the user is.
    head, *_ = b.record("go", "build", cwd="cmd/tool")
    need(os.path.exists(os.path.join(b.module, "cmd/tool/tool")), "no program in the current folder")
    need(head["binaries"][0]["file"].endswith("cmd/tool/tool"), f"binaries are {head['binaries']}")


def flags(b):
    """-gcflags of GOFLAGS and of the command line, in patterns that would shadow ours."""
    head, text, *_ = b.record("GOFLAGS=\n'-gcflags=-N -l'\n", "go", "build", "-o", "/dev/null", "-gcflags=./sub=-l -m",
                              ".")
    need("sub/sub.go:5:" in text and "./main.go:" in text, f"a package said nothing: {text}")
    need("can inline Keep" not in text, "-l of the command line was lost")
    need("can inline main" not in text, "-l of GOFLAGS was lost")
    need(head["gcflags"] == ["example.com/m/...=-m=2", "-m=2 -N -l", "./sub=-m=2 -l"], f"gcflags {head['gcflags']}")
    need(not head["binaries"], "a program in /dev/null")
    # A cache that was used before replays nothing: the same again has the same records.
    again, twice, *_ = b.record("GOFLAGS='-gcflags=-N -l'", "go", "build", "-o", "/dev/null",
                                "-gcflags=./sub=-l -m", ".")
    need(again["json_bytes"] == head["json_bytes"] and sorted(twice.splitlines()) == sorted(text.splitlines()),
         "the second recording differs")
    head, *_ = b.record("SECRET=hidden", "GOARCH=arm64", "go", "build", "-o", "arm", "-tags=x", ".")
    need(head["command"][:2] == ["SECRET=", "GOARCH=arm64"] and head["goarch"] == "arm64", f"{head['command']}")
    need(head["flags"] == ["-o", "arm", "-tags=x"], f"flags {head['flags']}")
    need(re.fullmatch("[0-9a-f]{64}", head["binaries"][0]["pclntab_sha256"] or ""), "no digest of an arm64 program")
    head, *_ = b.record("GOFLAGS='-ldflags=-X main.a=hidden' -tags=y", "go", "build", "-o", "linked", "-ldflags",
                        "-X main.b=hidden", "-asmflags=-D hidden", ".")
    need("hidden" not in json.dumps(head), f"what the linker was given is in the head: {head}")
    need(head["flags"] == ["-o", "linked", "-ldflags", "", "-asmflags="], f"flags {head['flags']}")
    need(head["env"]["GOFLAGS"] == "-ldflags= -tags=y", f"GOFLAGS {head['env']}")
    head, *_ = b.record("go", "test", "-run=none", "./sub", "-args", "hidden", "-password=hidden")
    need(head["command"][2:] == ["-run=none", "./sub", "-args", "", "-password="], f"{head['command']}")


def failures(b):
    head, _, out, err = b.record("go", "build", "./broken", code=1)
    need(head is None and not out, "a bundle of a build that failed")
    need("# example.com/m/broken\nbroken/broken.go:5:12: undefined: undefinedThing\n" in err, f"stderr: {err}")
    head, text, _, err = b.record("go", "build", "./broken", "./sub", code=1, options=("--keep",
                                  "--packages=example.com/m/..."))
    need(head["exit_code"] == 1 and "undefined" in text, "--keep kept nothing")
    head, _, out, _ = b.record("go", "test", "./failing", code=1)
    need(head is None and "--- FAIL: TestNo" in out, f"go test: {out}")
    head, *_ = b.record("go", "build", "-o", "go.mod/x", ".", code=1)
    need(head is None, "a bundle without a program")


def tests(b):
    head, text, out, _ = b.record("go", "test", "-bench", ".", "-benchtime=10x", "-memprofile", "mem.pb.gz", ".",
                                  cwd="sub")
    need("BenchmarkKeep" in out and "PASS" in out, f"stdout: {out}")
    need("# example.com/m/sub [example.com/m/sub.test]" in text, f"text: {text[:300]}")
    need(os.path.exists(os.path.join(b.module, "sub", "mem.pb.gz")), "the profile is somewhere else")
    need([m["path"] for m in head["modules"]] == ["example.com/m"], f"modules {head['modules']}")
    head, *_ = b.record("go", "test", "-c", ".", cwd="sub")
    need(head["binaries"] and head["binaries"][0]["file"] == os.path.join(b.module, "sub", "sub.test"),
         f"go test -c: {head['binaries']}")


def proxy(b, name, version, files):
    """A module in a GOPROXY of files; returns its URL."""
    folder = os.path.join(b.folder, "proxy", *name.split("/"), "@v")
    os.makedirs(folder)
    for end, text in (("mod", files["go.mod"]), ("info", json.dumps({"Version": version})), ("list", version)):
        with open(os.path.join(folder, "list" if end == "list" else f"{version}.{end}"), "w", encoding="utf-8") as out:
            out.write(text)
    with zipfile.ZipFile(os.path.join(folder, f"{version}.zip"), "w") as archive:
        for path, text in files.items():
            archive.writestr(f"{name}@{version}/{path}", text)
    return "file://" + os.path.join(b.folder, "proxy")


def installed(b):
    """Programs of the module around, and of one with a version, wherever go install puts them."""
    program = "package main\n\nvar kept *[100]byte\n\nfunc main() { kept = new([100]byte) }\n"
    url = proxy(b, "example.com/tools", "v1.2.3", {
        "go.mod": "module example.com/tools\n\ngo 1.21\n", "cmd/one/one.go": program, "cmd/two/v2/two.go": program})
    path, bin_, own = os.path.join(b.folder, "gopath"), os.path.join(b.folder, "go bin"), ("--packages=example.com/...",)
    env = b.environment(GOPATH=path + ":/other", GOPROXY=url, GOSUMDB="off", GOBIN="")
    env["GOFLAGS"] = "-modcacherw"
    if shutil.which("git"):
        for words in ("init -q", "add go.mod", "-c user.name=x -c user.email=x commit -qm x"):
            subprocess.run(["git", *words.split()], cwd=b.module, check=True)

    def install(*words, **more):
        head, text, *_ = b.record(*words, env=dict(env, **more), options=own)
        need("new([100]byte) escapes to heap" in text or "cmd/tool" in " ".join(words), f"{words}: {text[:300]}")
        for binary in head["binaries"]:
            need(re.fullmatch("[0-9a-f]{64}", binary["pclntab_sha256"] or ""), f"{words}: {binary}")
        return head, [binary["file"] for binary in head["binaries"]]

    os.makedirs(os.path.join(path, "bin"))
    cross = "arm64" if os.uname().machine == "x86_64" else "amd64"
    for words, more, want in (
            (("./cmd/tool",), {}, ("bin/tool",)),
            (("./cmd/tool",), {"GOARCH": cross}, (f"bin/linux_{cross}/tool",)),
            (("example.com/tools/cmd/one@v1.2.3",), {}, ("bin/one",)),
            (("example.com/tools/cmd/two/v2@latest",), {}, ("bin/two",)),
            (("example.com/tools/cmd/...@v1.2.3",), {}, ("bin/one", "bin/two")),
            (("example.com/tools/cmd/one@v1.2.3",), {"GOARCH": cross}, (f"bin/linux_{cross}/one",))):
        head, got = install("go", "install", *words, **more)
        need(got == [os.path.join(path, name) for name in want], f"{words} {more}: {got}")
        if "@" in words[0]:
            need(head["modules"] == [{"path": "example.com/tools", "version": "v1.2.3",
                                      "sum": head["modules"][0].get("sum")}], f"{words}: modules {head['modules']}")
            need(head.get("vcs") is None, f"{words}: the commit of another module: {head.get('vcs')}")
    _, got = install("go", "install", "example.com/tools/cmd/one@v1.2.3", GOBIN=bin_)
    need(got == [os.path.join(bin_, "one")], f"with GOBIN: {got}")
    head, got = install("GOBIN=" + bin_, "go", "install", "./cmd/tool")
    need(got == [os.path.join(bin_, "tool")], f"with GOBIN: {got}")
    need(bool(head.get("vcs")) == bool(shutil.which("git")), f"no commit: {head.get('vcs')}")
    shutil.rmtree(os.path.join(b.module, ".git"), ignore_errors=True)


def workspace(b):
    other = os.path.join(b.folder, "work")
    shutil.copytree(b.module, os.path.join(other, "m"))
    os.makedirs(os.path.join(other, "app"))
    with open(os.path.join(other, "app", "go.mod"), "w", encoding="utf-8") as out:
        out.write("module example.com/app\n\ngo 1.21\n")
    with open(os.path.join(other, "app", "app.go"), "w", encoding="utf-8") as out:
        out.write("package main\n\nimport \"example.com/m/sub\"\n\nfunc main() { sub.Keep(9) }\n")
    with open(os.path.join(other, "go.work"), "w", encoding="utf-8") as out:
        out.write("go 1.21\n\nuse ./m\nuse ./app\n")
    env = b.environment()
    del env["GOWORK"]
    head, text, *_ = b.record("go", "build", "-o", "app.bin", ".", cwd=os.path.join(other, "app"), env=env,
                              options=("--packages=example.com/...",))
    need("m/sub/sub.go:5:" in text and "app/app.go:5:" in text, f"paths: {text[:500]}")
    need(head["dir"] == other, f"ran in {head['dir']}")
    need(head["binaries"][0]["file"] == os.path.join(other, "app", "app.bin"), f"{head['binaries']}")


def running(b):
    """Command lines of processes that this test's environment was handed down to."""
    found = []
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{process}/environ", "rb") as variables, open(f"/proc/{process}/cmdline", "rb") as words:
                if os.fsencode(f"TMPDIR={b.tmp}\0") in variables.read():
                    found.append(words.read().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:
            pass  # it is gone
    return found


def interrupt(b, sig, bundle, process, what):
    """At this moment. Everything is gone when it ends, or it was just done."""
    process.send_signal(sig)
    _, err = process.communicate(timeout=60)
    whole = os.path.exists(bundle)
    # -sig: before there was anything to tidy up, or after everything was
    need(process.returncode in ((0, -sig) if whole else (128 + sig, -sig)),
         f"{what}: exit code {process.returncode}, the bundle is {'there' if whole else 'not there'}: {err}")
    need(whole or process.returncode < 0 or "interrupted; nothing was kept" in err, f"{what}: {err}")
    left = [name for folder in (b.tmp, b.gotmp) for name in os.listdir(folder)]
    left += [name for name in os.listdir(b.folder) if name.startswith("out.hwb.")]
    need(not left, f"{what}: left {left}")
    need(not running(b), f"{what}: still running: {running(b)}")
    if whole:
        read_bundle(bundle)
    return whole


def interruption(b):
    """At any moment: of a build of a few packages from before its start to after its end, of one that
    compiles everything, and while a test runs that does not mind signals."""
    b.gotmp = os.path.join(b.folder, "go tmp")
    os.mkdir(b.gotmp)
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
    program = ("go", "build", "-o", os.path.join(b.folder, "interrupted"), ".")
    b.record(*program)
    begun = time.time()
    b.record(*program)
    whole, moments, early = time.time() - begun, 24, 0
    for i in range(moments):
        sig, env = signals[i % 4], b.environment(**({"GOTMPDIR": b.gotmp} if i % 3 else {}))
        bundle, process = b.start(*program, env=env)
        time.sleep(1.2 * whole * i / moments)
        early += not interrupt(b, sig, bundle, process, f"warm, {i} of {moments}, signal {sig}")
    need(early >= 4, f"only {early} interruptions came in time")  # builds take what the machine lets them
    for i, sig in enumerate(signals):
        cache = os.path.join(b.folder, "cold")
        bundle, process = b.start("go", "build", "-o", "/dev/null", ".", options=("--cache", cache),
                                  env=b.environment(GOTMPDIR=b.gotmp))
        while process.poll() is None and not any("/compile " in words for words in running(b)):
            time.sleep(0.02)
        time.sleep(0.4 * i)
        need(not interrupt(b, sig, bundle, process, f"cold, signal {sig}"), "a whole build in a second?")
        shutil.rmtree(cache, ignore_errors=True)
    for sig in signals[:2]:
        bundle, process = b.start("go", "test", "./stubborn", env=b.environment(GOTMPDIR=b.gotmp))
        while process.poll() is None and not os.path.exists(os.path.join(b.module, "stubborn", "ready")):
            time.sleep(0.02)
        need(not interrupt(b, sig, bundle, process, f"stubborn, signal {sig}"), "the test ended")
        os.remove(os.path.join(b.module, "stubborn", "ready"))


def environment_forms(b):
    """--env, evaluated by the programs that it is for."""
    records = os.path.join(b.folder, "re cords")
    os.mkdir(records)
    show = [b.tool, "record", "--env", f"--json={records}", "--packages=example.com/m/..."]
    env = dict(b.environment(HEAPWITNESS_SHOW=" ".join(f"'{w}'" for w in show)), TMPDIR=b.folder)
    script = 'set -e; eval "$($SHOW sh)"; GOCACHE="$CACHE"; go build -o /dev/null . 2> escape.log; printf %s "$GOFLAGS"'
    env.update(CACHE=os.path.join(b.folder, "cache"), SHOWN="")
    shown = subprocess.run(["sh", "-c", script.replace("$SHOW", env["HEAPWITNESS_SHOW"])], cwd=b.module, env=env,
                           capture_output=True, text=True, check=True).stdout
    with open(os.path.join(b.module, "escape.log"), encoding="utf-8") as log:
        need("moved to heap: x" in log.read(), "no diagnostics through GOFLAGS of a shell")
    need(os.listdir(records), "no records through GOFLAGS of a shell")

    def form(name, before, after=""):
        text = subprocess.run([*show, name], env=b.environment(), capture_output=True, text=True, check=True).stdout
        done = subprocess.run(["sh", "-c", before + "\n" + text + after], cwd=b.folder, env=env,
                              capture_output=True, text=True, check=False)
        return text, done.stdout

    said = 'printf %s "$GOFLAGS" >&3; }; exec 3>&1'
    need(form("ko", "ko() { " + said)[1] == shown, "ko has another GOFLAGS")
    if shutil.which("make"):
        with open(os.path.join(b.folder, "Makefile"), "w", encoding="utf-8") as out:
            out.write("GOFLAGS = -x\nall:\n\t@printf %s \"$$GOFLAGS\" >&3\n")
        need(form("make", "exec 3>&1")[1] == shown, "make has another GOFLAGS")
    _, got = form("docker", 'docker() { for word; do case $word in GOFLAGS=*) printf %s "${word#GOFLAGS=}";; esac; done; }')
    need(got == shown, "docker build has another GOFLAGS")
    text = form("dockerfile", ":")[0]  # its double quotes and backslashes are the shell's
    quoted = re.match(r"ENV GOFLAGS=(\".*\")\n", text)[1]
    got = subprocess.run(["sh", "-c", f"printf %s {quoted}"], capture_output=True, text=True, check=True).stdout
    need(got == shown, "the Dockerfile has another GOFLAGS")
    text = form("powershell", ":")[0]
    need(re.match(r"\$env:GOFLAGS = '(.*)'\n", text)[1].replace("''", "'") == shown, "PowerShell has another GOFLAGS")
    _, got = form("bazel", 'bazel() { for word; do printf "%s " "$word"; done; }', "\ncat escape.log")
    need("go/config:gc_goopts=-m=2 //cmd/service" in got, f"bazel: {got}")


def likeness(b):
    """--like of a program; its command, run, gives the same code."""
    program = os.path.join(b.module, "original")
    subprocess.run(["go", "build", "-trimpath", "-tags=a,b", "-ldflags=-X 'main.v=1 2'", "-gcflags=example.com/...=-l",
                    "-o", program, "."], cwd=b.module, env=b.environment(), check=True)
    script = subprocess.run([b.tool, "record", f"--like={program}"], capture_output=True, text=True, check=True).stdout
    digest = re.search(r"pclntab_sha256 is ([0-9a-f]{64})", script)[1]
    functions = f'heapwitness() {{ shift; \'{b.tool}\' record --cache \'{b.folder}/cache\' "$@"; }}\n'
    subprocess.run(["sh", "-c", functions + script], cwd=b.module, env=b.environment(), capture_output=True, check=True)
    head, text = read_bundle(os.path.join(b.module, "m.hwb"))
    need(head["binaries"][0]["pclntab_sha256"] == digest, "another program came of it")
    need("can inline Keep" not in text, "the program's own -gcflags are missing")
    need(os.path.exists(os.path.join(b.module, "m.recorded")), "no program")


def audits(b, go):
    """The recorded program's own profile with its bundle."""
    program, profile = os.path.join(b.folder, "program"), os.path.join(b.folder, "heap.pb.gz")
    head, *_ = b.record("go", "build", "-o", program, ".", options=())
    bundle = os.path.join(b.folder, "out.hwb")
    need(head["packages"] > 20, f"only {head['packages']} packages")
    subprocess.run([program, profile], check=True, timeout=60)
    page = heapwitness.audit(b.tool, [profile], [bundle])
    need(page["diagnostics"]["not_understood"] == 0, "lines not understood")
    need(page["diagnostics"]["go_version"] == head["go_version"], f"version {page['diagnostics']['go_version']}")
    need(page["coverage"]["inuse_space"]["undiagnosed"] == 0, "undiagnosed bytes with all packages recorded")
    build = page["diagnostics"]["builds"][0]
    need(build["binaries"][0]["pclntab_sha256"] == head["binaries"][0]["pclntab_sha256"], f"build {build}")
    verdict = page["build_match"]["verdict"]
    need(verdict == ("match" if go >= (1, 24) else "unknown"), f"build_match is {verdict}")
    lines = heapwitness.by_line(page)
    for name, line, least in (("main.go", 16, 100 * 8), ("main.go", 18, 100 * 1000)):
        found = lines[os.path.join(b.module, name), line]
        need(any(f["verdict"] == "confirmed" and f["inuse_space"] >= least for f in found), f"{name}:{line}: {found}")


def on_path(tool):
    go = golang.version()
    with tempfile.TemporaryDirectory() as folder:
        b = Bench(tool, os.path.realpath(folder))
        for part in (places, flags, failures, tests, installed, workspace, environment_forms, likeness, interruption):
            part(b)
            print(f"{part.__name__}: as it should be")
        audits(b, go)


# --- every version ------------------------------------------------------------------------------

def truth(version, case):
    path = os.path.join(LAB, "truth", version, f"{case}.tsv")
    with open(path, encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            if row["origin"] == "want":
                yield row


def lab(tool, folder, version, case):
    """A labelled program, built by this Go, recorded, run and audited: what is wrong."""
    source, program = os.path.join(LAB, "lab"), os.path.join(folder, case)
    bundle, profile = program + ".hwb", program + ".pb.gz"
    env = dict(golang.environment(), GOTOOLCHAIN=f"go{version}", GOFLAGS="", CGO_ENABLED="0")
    folders = sorted(top for top, _, names in os.walk(os.path.join(source, case)) if "main.go" in names)
    package = "./" + os.path.relpath(folders[0], source)
    subprocess.run([tool, "record", "-q", "-o", bundle, "--cache", os.path.join(folder, "cache"),
                    "--packages=example.com/lab/...", "--", "go", "build", "-trimpath", "-o", program, package],
                   cwd=source, env=env, check=True, timeout=600)
    subprocess.run([program, profile], env=dict(os.environ, GOMAXPROCS="1"), check=True, timeout=60)
    page = heapwitness.audit(tool, [profile], [bundle])
    need(page["diagnostics"]["go_version"] == f"go{version}", f"recorded with {page['diagnostics']['go_version']}")
    need(page["diagnostics"]["not_understood"] == 0, f"{case}: lines not understood")
    need(page["build_match"]["verdict"] != "mismatch", f"{case}: accuses its own log")
    found = heapwitness.by_line(page)
    rows = 0
    for row in truth(version, case):
        rows += 1
        here = found.get((f"example.com/lab/{row['file']}", int(row["line"])), [])
        verdicts = {f["verdict"] for f in here}
        if here and row["verdict"] in heapwitness.WITH_BYTES and not verdicts & {row["verdict"], "ambiguous"}:
            yield f"go{version} {case} {row['file']}:{row['line']}: {sorted(verdicts)}, true is {row['verdict']}"
    need(rows, f"no truth for {version} {case}")


def shop(tool, folder, version):
    """A service with gin, gorm and sqlite: its own packages and those of its dependencies."""
    bundle = os.path.join(folder, "shop.hwb")
    env = dict(golang.environment(), GOTOOLCHAIN=f"go{version}", GOFLAGS="-mod=mod", CGO_ENABLED="0")
    source = os.path.join(folder, "shop-src")
    shutil.copytree(SHOP, source)
    if int(version.split(".")[1]) < 25:
        with open(os.path.join(source, "go.mod"), "w", encoding="utf-8") as mod:
            mod.write(OLDER)
        os.remove(os.path.join(source, "go.sum"))
        subprocess.run(["go", "mod", "tidy"], cwd=source, env=env, check=True, capture_output=True)
    begun = time.time()
    done = subprocess.run([tool, "record", "-o", bundle, "--", "go", "build", "-o", os.path.join(folder, "shop"), "."],
                          cwd=source, env=env, check=False, timeout=3000, capture_output=True, text=True)
    need(done.returncode == 0, f"shop with {version}: {done.stderr[-2000:]}")
    others = [line for line in done.stderr.splitlines() if not re.match("heapwitness: |go: ", line)]
    need(not others, f"shop with {version}: taken for no diagnostics: {others[:5]}")
    head, _ = read_bundle(bundle)
    census = json.loads(subprocess.run([tool, "claims", bundle, "--format=json"], check=True, capture_output=True,
                                       text=True).stdout)
    need(census["not_understood"] == 0, f"shop with {version}: {census['not_understood']} lines not understood")
    need(any(m["path"] == "gorm.io/gorm" and m["sum"] for m in head["modules"]), "gorm is no module of it")
    return (f"shop: {head['packages']} packages, {head['lines']} lines, {time.time() - begun:.0f} s, "
            f"bundle {os.path.getsize(bundle) / 1e6:.1f} MB")


def matrix(tool):
    golang.version()
    wrong = []
    for version in MATRIX:
        probe = subprocess.run(["go", "version"], env=dict(os.environ, GOTOOLCHAIN=f"go{version}"), capture_output=True,
                               text=True, check=False, cwd="/")
        if probe.returncode:
            print(f"go{version}: SKIPPED, cannot be had")
            continue
        with tempfile.TemporaryDirectory() as folder:
            for case in sorted(os.listdir(os.path.join(LAB, "lab"))):
                if os.path.exists(os.path.join(LAB, "truth", version, f"{case}.tsv")):
                    wrong += lab(tool, folder, version, case)
            print(f"go{version}: {len(wrong)} wrong so far; {shop(tool, folder, version)}", flush=True)
    for text in wrong:
        print(text)
    return 1 if wrong else 0


def main():
    try:
        if sys.argv[1] == "--matrix":
            return matrix(os.path.abspath(sys.argv[2]))
        on_path(os.path.abspath(sys.argv[1]))
        return 0
    except heapwitness.Broken as broken:
        print(broken)
        return 1


if __name__ == "__main__":
    sys.exit(main())
