"""Pyodide's files: the list of them, and fetching them from sources that fail in every way."""

import hashlib
import http.server
import resource
import socket
import sys
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from checker.site import fetching

CONTENT = {"one.js": b"1" * 5000, "two.wasm": b"2" * 70_000, "three.whl": b"3" * 100}


@pytest.fixture(autouse=True)
def small_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three small files in place of Pyodide's, and no source at all."""
    rows = [
        f"python {len(data)} {hashlib.sha256(data).hexdigest()} {name}\n"
        for name, data in CONTENT.items()
    ]
    (tmp_path / "files.txt").write_text("# what is listed\n" + "".join(rows))
    monkeypatch.setattr(fetching, "LIST", tmp_path / "files.txt")
    monkeypatch.setattr(fetching, "SOURCES", {})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "project").mkdir()
    return tmp_path / "project"


@pytest.fixture
def host(tmp_path: Path) -> Iterator[tuple[str, dict[str, bytes], list[str]]]:
    """A host: its address, what it answers with, what it was asked for.

    Of an answer that begins with `cut`, half is sent; one that begins with `late` never comes.
    """
    answers, asked, over = dict(CONTENT), list[str](), threading.Event()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path[1:])
            data = answers.get(self.path[1:])
            if data is None:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if data.startswith(b"late"):
                over.wait()
            elif data.startswith(b"cut"):
                data = data[: len(data) // 2]
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever).start()
    yield f"http://127.0.0.1:{server.server_port}/", answers, asked
    over.set()
    server.shutdown()
    server.server_close()


def there(root: Path) -> dict[str, bytes]:
    """All that stands in the folder of fetched files, hidden files too."""
    return {path.name: path.read_bytes() for path in (root / fetching.FOLDER).glob("*")}


def sources(monkeypatch: pytest.MonkeyPatch, **named: fetching.Fetch) -> None:
    monkeypatch.setattr(fetching, "SOURCES", named)


def test_a_host_is_asked_for_each_file_once(
    root: Path, host: tuple[str, dict[str, bytes], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, _, asked = host
    sources(monkeypatch, host=partial(fetching.by_address, address))
    assert fetching.fetch(root) == []
    assert there(root) == CONTENT
    assert fetching.fetch(root) == []
    assert asked == [*CONTENT]


@pytest.mark.parametrize(
    "damage", [b"1" * 4999 + b"x", b"1" * 4999, b"1" * 5001, b""], ids=["bit", "cut", "long", "no"]
)
def test_a_damaged_file_is_fetched_anew(
    root: Path,
    host: tuple[str, dict[str, bytes], list[str]],
    monkeypatch: pytest.MonkeyPatch,
    damage: bytes,
) -> None:
    address, _, asked = host
    sources(monkeypatch, host=partial(fetching.by_address, address))
    fetching.fetch(root)
    (root / fetching.FOLDER / "one.js").write_bytes(damage)
    assert fetching.fetch(root) == []
    assert there(root) == CONTENT
    assert asked == [*CONTENT, "one.js"]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (None, "two.wasm: Not Found"),
        (b"cut" + b"2" * 69_997, "doesn't have all of them"),
        (b"2" * 69_999 + b"3", "doesn't have all of them"),
        (b"late", "timed out"),
    ],
)
def test_what_one_source_lacks_comes_from_the_next(
    root: Path,
    host: tuple[str, dict[str, bytes], list[str]],
    monkeypatch: pytest.MonkeyPatch,
    answer: bytes | None,
    why: str,
) -> None:
    address, answers, _ = host
    monkeypatch.setattr(fetching, "SECONDS", 0.3)
    answers.pop("two.wasm")
    if answer is not None:
        answers["two.wasm"] = answer
    sources(monkeypatch, host=partial(fetching.by_address, address))
    assert fetching.fetch(root) == [f"host: {why}"]
    assert "two.wasm" not in there(root)
    assert there(root)["one.js"] == CONTENT["one.js"]

    left = CONTENT.keys() - there(root).keys()

    def other(scratch: Path, files: list[fetching.File]) -> None:
        assert {file.name for file in files} == left
        for name, data in CONTENT.items():
            (scratch / name).write_bytes(data)

    sources(monkeypatch, host=partial(fetching.by_address, address), other=other)
    assert fetching.fetch(root) == []
    assert there(root) == CONTENT


def test_without_a_host_each_source_says_why(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/"
        sources(monkeypatch, one=partial(fetching.by_address, address), two=lambda *_: None)
        refused = f"one: one.js: [Errno {111 if sys.platform == 'linux' else 61}]"
        one, two = fetching.fetch(root)
    assert one.startswith(refused)
    assert two == "two: doesn't have all of them"
    assert there(root) == {}


def test_of_the_wheel_only_what_is_listed_counts(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = tmp_path / "carrier-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("carrier-1.0.dist-info/METADATA", "Name: carrier\nVersion: 1.0\n")
        archive.writestr("carrier-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\n")
        for name, data in {**CONTENT, "two.wasm": b"another"}.items():
            archive.writestr(f"carrier/assets/{name}", data)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    monkeypatch.setattr(fetching, "WHEEL", "carrier==1.0")
    sources(monkeypatch, pip=fetching.by_pip)
    assert fetching.fetch(root) == ["pip: doesn't have all of them"]
    assert there(root) == {name: CONTENT[name] for name in ("one.js", "three.whl")}


def test_a_full_disk_leaves_no_half_file(
    root: Path, host: tuple[str, dict[str, bytes], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, _, _ = host
    sources(monkeypatch, host=partial(fetching.by_address, address))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    try:
        said = fetching.fetch(root)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert said == ["host: [Errno 27] File too large"]
    assert there(root) == {"one.js": CONTENT["one.js"]}


def test_two_at_once_end_well(
    root: Path, host: tuple[str, dict[str, bytes], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plain MkDocs may fetch while `lessoncode build` does."""
    address, _, _ = host
    sources(monkeypatch, host=partial(fetching.by_address, address))
    with ThreadPoolExecutor(4) as pool:
        assert [*pool.map(fetching.fetch, [root] * 4)] == [[]] * 4
    assert there(root) == CONTENT


def test_the_list_names_what_pyodide_starts_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    listed = fetching.pyodide_files()
    assert len({file.name for file in listed}) == len(listed)
    assert {file.part for file in listed} == {"python", "figures", "licence"}
    core = {"pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip"}
    names = {file.name for file in fetching.pyodide_files("python")}
    assert core == {name for name in names if not name.startswith("numpy-2.0.2-")}
    assert all(len(file.sha256) == 64 and file.size < 100_000_000 for file in listed)
