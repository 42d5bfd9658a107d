"""A built site served as a static host serves it, with a count of the bytes that go out.

Text, scripts and WebAssembly are gzipped (level 6, done before the request), what is compressed
already is not; a file may be kept ten minutes and is then asked for by its date. That is what
GitHub Pages does. No header isolates the page, so that no page can have threads over one memory.
"""

import gzip
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

GZIPPED = {".css", ".html", ".js", ".json", ".mjs", ".svg", ".txt", ".wasm", ".xml"}


class Served:
    """An address, and how many bytes of answers' bodies went out from it."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}/"
        self.bytes = 0

    def taken(self) -> float:
        """The MB that went out since it was last asked."""
        taken, self.bytes = self.bytes, 0
        return taken / 1e6


@cache
def gzipped(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 6, mtime=0)


class Handler(SimpleHTTPRequestHandler):
    """Serves the first folder below its own name, others by theirs: {"": site, "more": folder}."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, folders: Mapping[str, Path], served: list[Served]) -> None:
        self.folders, self.served = folders, served
        super().__init__(*args)

    def translate_path(self, path: str) -> str:
        first, _, rest = path.lstrip("/").partition("/")
        inside = first if first in self.folders else ""
        self.directory = str(self.folders[inside])
        return super().translate_path("/" + rest if inside else path)

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path.partition("?")[0]))
        if path.is_dir():
            path /= "index.html"
        if path.suffix not in GZIPPED or not path.is_file() or "If-Modified-Since" in self.headers:
            super().do_GET()
            return
        body = gzipped(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", self.date_time_string(path.stat().st_mtime))
        self.end_headers()
        self.wfile.write(body)

    def send_header(self, keyword: str, value: str) -> None:
        if keyword == "Content-Length":
            self.served[0].bytes += int(value)
        super().send_header(keyword, value)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def serving(folders: Mapping[str, Path]) -> Iterator[Served]:
    """Serve the folder called "" as the site, and each other one below its name."""
    served: list[Served] = []
    handler = partial(Handler, folders=folders, served=served)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        served.append(Served(server.server_port))
        for folder in folders.values():
            for path in folder.rglob("*"):
                if path.suffix in GZIPPED and path.is_file() and path.stat().st_size > 50_000:
                    gzipped(path)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield served[0]
        server.shutdown()
