"""Models of the lessons outside a clone: a server has them, has others, or is not there."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest

from lessoncode.pretrained import lessons
from lessoncode.training import checkpoints

NAME = "next_token/train"
BYTES = (checkpoints.EXAMPLES / f"{NAME}.npz").read_bytes()
ORACLE = checkpoints.load(NAME)


class Server:
    """What a path answers, 404 by default, and which were asked for; `promised` bytes a body."""

    def __init__(self) -> None:
        self.answers: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.promised = 0


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    """A server for both addresses, and a package that is in no clone."""
    about = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            about.asked.append(self.path)
            content = about.answers.get(self.path)
            self.send_response(200 if content else 404)
            self.send_header("Content-Length", str(about.promised or len(content or b"")))
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        threading.Thread(target=http.serve_forever, args=[0.01], daemon=True).start()
        address = f"http://127.0.0.1:{http.server_port}"
        monkeypatch.setattr(
            lessons,
            "address_of",
            {"site": f"{address}/site/", "repository": f"{address}/repository"}.get,
        )
        monkeypatch.setattr(checkpoints, "EXAMPLES", tmp_path / "examples")
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
        yield about
        http.shutdown()


SITE = f"/site/run/examples/{NAME}.npz"
TAG = f"/repository/raw/v{version('lessoncode')}/examples/{NAME}.npz"


def files(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "cache").glob("**/*") if path.is_file()]


def test_in_a_clone_it_is_what_lies_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lessons, "fetch", None)
    assert lessons.load(NAME).model.config == ORACLE.model.config


def test_a_model_is_fetched_once(server: Server, tmp_path: Path) -> None:
    server.answers[SITE] = BYTES
    for _ in range(2):
        loaded = lessons.load(NAME)
        assert loaded.tokenizer.encode("the cat") == ORACLE.tokenizer.encode("the cat")
        for name, p in ORACLE.model.parameters.items():
            np.testing.assert_array_equal(loaded.model.parameters[name].data, p.data)
    assert server.asked == [SITE]
    (kept,) = files(tmp_path)
    assert kept.read_bytes() == BYTES


def test_what_a_disk_has_damaged_is_fetched_anew(server: Server, tmp_path: Path) -> None:
    server.answers[SITE] = BYTES
    lessons.load(NAME)
    (kept,) = files(tmp_path)
    kept.write_bytes(BYTES[:-1] + b"?")
    lessons.load(NAME)
    assert server.asked == [SITE, SITE] and kept.read_bytes() == BYTES


def test_where_the_site_has_newer_weights_the_release_has_the_old(server: Server) -> None:
    server.answers |= {SITE: BYTES[:-1] + b"?", TAG: BYTES}
    lessons.load(NAME)
    assert server.asked == [SITE, TAG]


def test_other_bytes_are_refused_and_not_kept(server: Server, tmp_path: Path) -> None:
    server.answers |= {SITE: BYTES + b"?", TAG: BYTES[:-1]}
    with pytest.raises(ConnectionError, match=r"(?s)has other bytes.*has other bytes.*anew"):
        lessons.load(NAME)
    assert files(tmp_path) == []


def test_a_connection_that_ends_too_soon(server: Server, tmp_path: Path) -> None:
    server.answers[SITE], server.promised = BYTES[:1000], len(BYTES)
    with pytest.raises(ConnectionError, match="has other bytes"):
        lessons.load(NAME)
    assert files(tmp_path) == []


def test_nobody_answers(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConnectionError, match=r"gives no answer: HTTP Error 404"):
        lessons.load(NAME)
    there = lessons.address_of("repository")
    addresses = {"site": "http://127.0.0.1:9/", "repository": there}
    monkeypatch.setattr(lessons, "address_of", addresses.get)
    with pytest.raises(ConnectionError, match=r"refused.*\n.*404.*\nIs there a network\?"):
        lessons.load(NAME)


def test_a_name_that_is_none_asks_nobody(server: Server) -> None:
    with pytest.raises(FileNotFoundError, match="did you mean next_token/train"):
        lessons.load("next_token/trian")
    assert server.asked == []
