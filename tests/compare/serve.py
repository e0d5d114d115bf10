"""A server on this machine for the runs over HTTP: files, redirects, errors, answers cut short."""
import functools
import http.server
import pathlib
import threading
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
FILES = {"/debug/pprof/heap": "profiles/shop/heap-after.pb.gz",
         "/debug/pprof/allocs": "tests/data/services/shop/allocs-after.pb.gz",
         "/log": "profiles/bench/escape.m2.log.gz", "/page": "tests/data/bad/page.html"}


@functools.cache
def content(path):
    return (ROOT / FILES[path]).read_bytes()


class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        headers.setdefault("Content_Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self): # the name is that of http.server
        path = urllib.parse.urlsplit(self.path).path
        if path in FILES:
            self.answer(200, content(path))
        elif path == "/moved":
            self.answer(302, Location="/debug/pprof/heap")
        elif path == "/round":
            self.answer(302, Location="/round")
        elif path == "/closed":
            self.answer(401, b"who are you?\n", WWW_Authenticate='Basic realm="x"')
        elif path == "/busy":
            self.answer(503, b"later\n", Retry_After="0")
        elif path == "/empty":
            self.answer(200)
        elif path == "/short":
            self.answer(200, content("/log")[:500], Content_Length="5000")
        else:
            self.answer(404, b"nothing here\n")

    def log_message(self, format, *args): # says nothing
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address): # a client that leaves early is no error
        pass


def start():
    """The port that it listens on."""
    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port
