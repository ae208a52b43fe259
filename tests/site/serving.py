"""The server of the built site, for all processes of a run of tests: it tells its port, and ends
with the run, however that ends.

``python serving.py <folder> <pipe>``: what the run of tests holds open is the named pipe.
"""

from __future__ import annotations

import functools
import http.server
import sys
import threading
from pathlib import Path

HOST = "127.0.0.1"


class Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # one connection for many requests

    def log_message(self, format: str, *args: object) -> None:
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """As the usual hosts of static sites do, answer with the site's own 404 page."""
        page = Path(self.directory) / "project/404.html"
        if code != 404 or not page.exists():
            return super().send_error(code, message, explain)
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 256  # several browsers on a crowded machine: none is left to wait


def serve(folder: str, pipe: str) -> None:
    handler = functools.partial(Quiet, directory=folder)
    server = Server((HOST, 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    Path(pipe).read_bytes()  # nothing is written: it ends when nobody could


if __name__ == "__main__":
    serve(*sys.argv[1:])
