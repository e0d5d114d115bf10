"""A server whose profiles have addresses only is asked for the names of functions.

    symbols.py TOOL [DATA BINARIES]

With DATA and BINARIES the server is made up and recorded profiles are its answers; without, a Go
service runs behind one that takes the lines out of its profiles.
"""

import http.server
import os
import re
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))

import bare
import heapwitness
from heapwitness import need


class Server:
    """Answers /debug/pprof/heap with a profile and /debug/pprof/symbol by `name_of`."""

    def __init__(self, profile, name_of, status=200):
        self.asked = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def reply(self, body, code=200):
                self.send_response(code)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                need(self.path.startswith("/debug/pprof/heap"), f"GET {self.path}")
                self.reply(profile() if callable(profile) else profile)

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                outer.asked.append((self.path, self.headers.get("Authorization"), body))
                lines = []
                for word in body.split("+"):
                    name = name_of(int(word, 16))
                    if name:
                        lines.append(f"{word} {name}\n")
                self.reply(("num_symbols: 1\n" + "".join(lines)).encode(), status)

            def log_message(self, *_):
                pass

        outer = self
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = "127.0.0.1:%d" % self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def refused(tool, *arguments):
    done = subprocess.run([tool, "audit", *arguments], capture_output=True, text=True, timeout=60)
    need(done.returncode == 3 and not done.stdout, f"exit code {done.returncode}: {done.stdout[:200]}")
    return done.stderr


def note(page, name):
    return next((n for n in page["notes"] if n["id"] == name), None)


def functions(page):
    return {f["function"] for f in page["findings"]}


def recorded(tool, data, binaries):
    with open(os.path.join(data, "services/fast/heap-after.pb.gz"), "rb") as file:
        profile = file.read()
    stripped = bare.bare(profile)
    with Server(stripped, lambda address: f"main.f{address & 7}") as server:
        url = f"http://me:secret@{server.address}/debug/pprof/heap?gc=1"
        page = heapwitness.audit(tool, [url], [])
        path, authorization, body = server.asked[0]
        need(path == "/debug/pprof/symbol", f"POST {path}")
        need(authorization and authorization.startswith("Basic "), "the server was asked by nobody")
        need(re.fullmatch(r"0x[0-9a-f]+(\+0x[0-9a-f]+)*", body), f"asked for {body[:100]}")
        need(body.count("0x") == 137, f"asked for {body.count('0x')} addresses")
        found = note(page, "server-names")
        need(found and found["count"] > 100 and "no lines" in found["text"], f"the note is {found}")
        need("secret" not in found["text"], "the note tells the password")
        need(functions(page) <= {f"main.f{i}" for i in range(8)}, f"functions {functions(page)}")
        need(all(f["line"] is None or f["line"] == 0 for f in page["findings"]), "there are lines")
        # Neither where the program is at hand, nor where the profile has lines.
        count = len(server.asked)
        page = heapwitness.audit(tool, [server.address], [], "--binary", os.path.join(binaries, "fast/prog"))
        need(len(server.asked) == count and note(page, "symbolized"), "the server was asked besides the program")
    with Server(profile, lambda address: "main.wrong") as server:
        page = heapwitness.audit(tool, [server.address], [])
        need(not server.asked and "main.wrong" not in functions(page), "a profile with lines was named")
    # Some names, none, an error, noise: what is not known stays so.
    with Server(stripped, lambda address: "main.even" if address % 2 == 0 else None) as server:
        page = heapwitness.audit(tool, [server.address], [])
        need(note(page, "server-names") and note(page, "no-lines"), "some names are missing and none is noted")
    with Server(stripped, lambda address: None) as server:
        need("addresses only" in refused(tool, server.address), "a profile without any name is taken")
    with Server(stripped, lambda address: "main.f", status=500) as server:
        need("addresses only" in refused(tool, server.address), "names of an error are taken")
    with Server(stripped, lambda address: "\n0xzz x\n0x1 \n 7\n" * 3) as server:
        refused(tool, server.address)


def live(tool):
    import golang
    import service
    golang.version()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["go", "build", "-o", os.path.join(folder, "live"), "."], cwd=service.SOURCE,
                       env=golang.environment(), check=True)
        process, address = service.start(folder, 1)
        try:
            service.load(address, 0, 50)
            service.get(f"http://{address}/debug/pprof/heap?gc=1")
            profile = service.get(f"http://{address}/debug/pprof/heap?gc=1")

            def name_of(pc):
                import urllib.request
                with urllib.request.urlopen(f"http://{address}/debug/pprof/symbol", data=hex(pc).encode(),
                                            timeout=60) as reply:
                    match = re.search(rb"^0x[0-9a-f]+ (.*)$", reply.read(), re.M)
                    return match[1].decode() if match else None

            path = os.path.join(folder, "heap.pb.gz")
            with open(path, "wb") as out:
                out.write(profile)
            whole = heapwitness.audit(tool, [path], [])
            with Server(bare.bare(profile), name_of) as server:
                page = heapwitness.audit(tool, [server.address], [])
        finally:
            process.kill()
            process.wait()
        # The server names the innermost call of a site, which the profile knows too.
        known = functions(whole) | {frame["function"] for f in whole["findings"] for frame in f["inlined"]}
        known |= {c["function"] for f in whole["findings"] for c in f["callers"]}
        names = functions(page)
        need(any(n.startswith("main.") for n in names), f"no function of the service: {names}")
        known = {re.sub(r"\[.*\]", "[...]", name) for name in known}  # as runtime.Func names them
        unknown = {n for n in names if n.startswith("main.")} - known
        need(not unknown, f"functions that the profile does not have: {unknown}")
        need(page["totals"] == whole["totals"], "other totals")


def main(tool, data=None, binaries=None):
    if data:
        recorded(tool, data, binaries)
    else:
        live(tool)
    print("names by the server: as promised")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except heapwitness.Broken as broken:
        sys.exit(f"FAILED: {broken}")
