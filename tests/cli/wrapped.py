"""The log of profiles/bench as containers and CI systems keep it: wrapped.logs(FOLDER)."""
import gzip
import json
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
CLOCK = "2026-01-02T03:04:05.678901234Z"


def docker(lines):
    """json-file: cut where docker cuts, only much earlier; the program's own output between."""
    for n, line in enumerate(lines):
        if n % 100 == 0:
            yield json.dumps({"log": "ok  \tp\t0.005s\n", "stream": "stdout", "time": CLOCK})
        for at in range(0, len(line), 150):
            yield json.dumps({"log": line[at:at + 150], "stream": "stderr", "time": CLOCK}, ensure_ascii=False)


def structured(lines):
    """The log of a program that builds, some lines of others between, a broken one, a cut one."""
    yield "starting the build"
    for n, line in enumerate(lines):
        if n % 500 == 250:
            yield json.dumps({"level": "info", "msg": {"done": n}})
        yield json.dumps({"level": "info", "ts": n / 7, "caller": "build.go:7", "msg": line.rstrip("\n")})
    yield '{"level":"info","msg":"feed.go:1:2: x escapes to heap",}'
    yield '{"level":"info","msg":"feed.go:1:2: moved to heap: x'


def stored(lines):
    """What a log store answers: one array, pretty-printed."""
    yield json.dumps([{"insertId": str(n), "jsonPayload": {"message": line.rstrip("\n")}, "labels": {}}
                      for n, line in enumerate(lines)], indent=2)


def container(lines):
    """A container runtime: parts are tagged P."""
    for line in lines:
        line = line.rstrip("\n")
        for at in range(0, len(line), 150):
            last = at + 150 >= len(line)
            yield f"{CLOCK} stderr {'F' if last else 'P'} {line[at:at + 150]}"


def coloured(lines):
    """grep --color -n in a pod's log."""
    for n, line in enumerate(lines, 1):
        line = line.rstrip("\n").replace("escapes to heap", "\x1b[01;31m\x1b[Kescapes to heap\x1b[m\x1b[K")
        yield f"[pod/build-7c9f/main] \x1b[32m\x1b[K{n}\x1b[m\x1b[K\x1b[36m\x1b[K:\x1b[m\x1b[K{line}"


def logs(folder):
    with gzip.open(ROOT / "profiles" / "bench" / "escape.m2.log.gz", "rt", encoding="utf-8") as log:
        lines = log.readlines()
    for wrap in (docker, structured, stored, container, coloured):
        text = "".join(line + "\n" for line in wrap(lines))
        (folder / f"{wrap.__name__}.log").write_text(text, encoding="utf-8")
