"""End to end: builds a Go service with diagnostics, runs it, puts load on it and audits it over HTTP.

    service.py TOOL
"""

import os
import re
import subprocess
import sys
import tempfile
import threading
import urllib.request

import golang
import heapwitness
import labels
from heapwitness import need

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "service")
REQUESTS = 300


def get(url):
    with urllib.request.urlopen(url, timeout=60) as reply:
        return reply.read()


def load(address, first, count):
    for i in range(first, first + count):
        get(f"http://{address}/work/some/path?n={i}")


def start(folder, rate, **env):
    server = subprocess.Popen([os.path.join(folder, "live")], stdout=subprocess.PIPE, text=True,
                              env=dict(os.environ, HEAP_RATE=str(rate), **env))
    match = re.match(r"listening on (\S+)", server.stdout.readline())
    if not match:
        server.kill()
        server.wait()
        raise heapwitness.Broken("the service does not listen")
    return server, match[1]


def exact(tool, folder, log, go):
    """Every allocation is in the profile: labelled lines have the labelled verdicts."""
    # An allocation that starts or ends a collection may have to wait for a semaphore: the runtime's sudog (112 bytes
    # since Go 1.26) is then allocated inside of it, at its line.
    server, address = start(folder, 1, GOGC="off")
    try:
        load(address, 0, REQUESTS)
        for _ in range(2):
            get(f"http://{address}/debug/pprof/heap?gc=1")
        live = heapwitness.audit(tool, [address], [log])
        saved = os.path.join(folder, "heap.pb.gz")
        with open(saved, "wb") as out:
            out.write(get(f"http://{address}/debug/pprof/heap?gc=1"))
        with open(os.path.join(folder, "allocs.pb"), "wb") as out:
            out.write(get(f"http://{address}/debug/pprof/allocs"))
        collected = heapwitness.audit(tool, [f"http://{address}/debug/pprof/heap?gc=1&debug=1"], [log])
        text = os.path.join(folder, "heap.txt")
        with open(text, "wb") as out:
            out.write(get(f"http://{address}/debug/pprof/allocs?debug=1"))
    finally:
        server.kill()
        server.wait()

    page = heapwitness.audit(tool, [saved], [log])
    written = heapwitness.audit(tool, [text], [log])
    need([written["totals"][v] for v in golang.VALUES] == golang.fold(text)[1],
         "totals of the text differ from go tool pprof")
    wrong = []
    marked = labels.read(SOURCE, go)
    for name, one in (("over HTTP", live), ("saved", page), ("text over HTTP", collected), ("text", written)):
        wrong += [f"{name}: {text}" for text in labels.judge(marked, heapwitness.by_line(one), SOURCE + "/")]

    # What the cache holds: 300 slices of 2000 bytes, in their size class of 2048.
    with open(os.path.join(SOURCE, "main.go"), encoding="utf-8") as source:
        line = next(n for n, text in enumerate(source, 1) if "buf := make([]byte, size)" in text)
    held = sum(f["inuse_space"] for f in heapwitness.by_line(page)[f"{SOURCE}/main.go", line])
    need(held == REQUESTS * 2048, f"main.go:{line} holds {held} bytes, expected {REQUESTS * 2048}")

    lines, totals = golang.fold(saved)
    need(totals == [page["totals"][v] for v in golang.VALUES], "totals differ from go tool pprof")
    ours = {place: heapwitness.add(f) for place, f in heapwitness.by_line(page).items()}
    ours = {place: values for place, values in ours.items() if any(values)}
    for place in sorted(set(lines) | set(ours)):
        if lines.get(place) != ours.get(place):
            wrong.append(f"{place[0]}:{place[1]}: {ours.get(place)}, go tool pprof has {lines.get(place)}")

    shares = page["coverage"]["alloc_space"]
    need(shares["undiagnosed"] == 0, f"{shares['undiagnosed']} bytes undiagnosed with a log of every package")
    need(page["diagnostics"]["not_understood"] == 0,
         f"{page['diagnostics']['not_understood']} lines of the log not understood")
    need(page["build_match"]["verdict"] != "mismatch", f"accuses the right log: {page['build_match']['reasons']}")
    total = page["totals"]["alloc_space"]
    print("alloc_space:", ", ".join(f"{k} {100 * v / total:.1f} %" for k, v in shares.items()))
    return wrong


def sampled(tool, folder, log):
    """The default rate, and a difference of two profiles: what they say about themselves."""
    server, address = start(folder, 512 * 1024)
    try:
        load(address, 0, REQUESTS)
        worker = threading.Thread(target=load, args=(address, REQUESTS, REQUESTS))
        worker.start()
        delta = heapwitness.audit(tool, [f"http://{address}/debug/pprof/heap?seconds=1"], [log])
        worker.join()
        page = heapwitness.audit(tool, [f"http://{address}/debug/pprof/heap?gc=1"], [log])
    finally:
        server.kill()
        server.wait()
    need(delta["profile"]["delta"] is True, "a profile of seconds=1 is not called a delta")
    need(page["profile"]["delta"] is False, "a plain profile is called a delta")
    need(page["profile"]["period"] == 512 * 1024, f"period is {page['profile']['period']}")
    need(page["totals"]["alloc_space"] > 0, "no bytes at the default rate")
    need(any((f["interval"] or {}).get("alloc_space") for f in page["findings"]), "no interval at all")
    # Nothing listens there any more: a sentence, and no page.
    done = subprocess.run([tool, "audit", address, "--claims", log], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, timeout=60)
    need(done.returncode == 3 and not done.stdout and done.stderr.count("\n") == 1,
         f"a closed port: exit code {done.returncode}, {done.stderr!r}")


def check(tool):
    go = golang.version()
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "escape.log")
        with open(log, "wb") as out:
            subprocess.run(["go", "build", "-gcflags=all=-m=2", "-o", os.path.join(folder, "live"), "."],
                           cwd=SOURCE, env=golang.environment(), stderr=out, check=True)
        yield from exact(tool, folder, log, go)
        sampled(tool, folder, log)


if __name__ == "__main__":
    sys.exit(heapwitness.conclude(check(sys.argv[1])))
