"""The nightly look at links, against a small server; and the addresses of this very project."""

import importlib
import re
import subprocess
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import ModuleType

import pytest
from pages import ROOT

from checker.pages.addresses import repository, site_address
from checker.pages.sources import Source, sources
from checker.project import Project
from checker.site.lab import COLAB

STATUS = {"/there": 200, "/gone": 404, "/people-only": 403, "/moved": 301}


class Handler(BaseHTTPRequestHandler):
    """Answers by STATUS, and leads /moved to /gone."""

    def do_GET(self) -> None:
        self.send_response(STATUS[self.path])
        if self.path == "/moved":
            self.send_header("Location", "/gone")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def links(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / ".ci"))
    module = importlib.import_module("links")
    monkeypatch.setattr(module, "PAUSE", 0)
    monkeypatch.setattr(module, "SECONDS", 5)
    return module


@pytest.fixture
def host() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_what_an_address_answers(links: ModuleType, host: str) -> None:
    kinds = {path: links.ask(f"{host}{path}").kind for path in STATUS}
    assert kinds == {
        "/there": "there",
        "/gone": "gone",
        "/people-only": "unknown",
        "/moved": "gone",
    }
    assert links.ask("http://127.0.0.1:9/").kind == "no network"
    assert links.ask("http://[").kind == "unknown"


def test_ids_are_addresses_and_one_address_has_all_its_places(links: ModuleType) -> None:
    text = "arXiv 2005.14165, 10.1000/182, https://example.org/a#one\nhttps://example.org/a#two"
    assert links.addresses(sources("docs/a.md", 7, text)) == {
        "https://arxiv.org/abs/2005.14165": ["docs/a.md:7"],
        "https://doi.org/10.1000/182": ["docs/a.md:7"],
        "https://example.org/a": ["docs/a.md:7", "docs/a.md:8"],
    }


def test_a_host_that_is_not_there_is_asked_once(links: ModuleType) -> None:
    asked = []

    def question(address: str) -> object:
        asked.append(address)
        return links.Answer("no network" if "down" in address else "there", "")

    every = [f"https://{host}.org/{page}" for page in "abc" for host in ("up", "down")]
    answers = links.ask_all(every, question, 0)
    assert sorted(asked) == ["https://down.org/a", *(f"https://up.org/{page}" for page in "abc")]
    assert {link for link, it in answers.items() if it.kind == "no network"} == {
        link for link in every if "down" in link
    }


def test_report_says_what_to_do(links: ModuleType) -> None:
    places = links.addresses(
        [Source("docs/a.md", line, f"https://{line}.org") for line in range(3)]
    )
    kinds = ["there", "gone", "unknown"]
    answers = {it: links.Answer(kind, "so") for it, kind in zip(places, kinds, strict=True)}
    text, code = links.told(answers, places, "docs/b.md:3  https://b.org  undated\nsources: 4\n")
    assert code == 1
    assert "- <https://1.org>: so; in docs/a.md:1\n" in text.split("## Links that gave")[0]
    assert "https://2.org" in text.split("## Links that gave")[1]
    assert "- docs/b.md:3  https://b.org  undated" in text
    assert "https://0.org" not in text and "3 links; 1 died, 1 gave no clear answer." in text


def test_old_sources_are_listed_by_whole_months_and_the_oldest_first(
    links: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "latest", lambda: date(2026, 11, 24))
    written = ["2026-05-25", "2026-05-24", None, "2025-12-31"]
    cited = [Source("docs/a.md", line, "https://a.org", "", it) for line, it in enumerate(written)]
    lines = links.old_sources(cited, 6).splitlines()
    assert [line.split()[0] for line in lines] == [
        "docs/a.md:2",
        "docs/a.md:3",
        "docs/a.md:1",
        "sources:",
    ]
    assert links.old_sources(cited[:1], 6) == "sources: 1; all seen within 6 months"


def test_report_without_anything_to_do_or_without_a_network(links: ModuleType) -> None:
    there, down = links.Answer("there", "200"), links.Answer("no network", "no such name")
    assert links.told({"https://a.org": there}, {}, "sources: 1\n")[1] == 0
    text, code = links.told({"https://a.org": down}, {}, "sources: 1\n")
    assert code == 2 and text.startswith("No network (no such name)")
    both = {"https://a.org": there, "https://b.org": down}
    text, code = links.told(
        both, links.addresses([Source("docs/a.md", 1, link) for link in both]), "sources: 1\n"
    )
    assert code == 0 and "gave no clear answer" in text


def test_addresses_of_the_project_are_those_of_mkdocs_yml() -> None:
    """Whoever hosts a fork changes them there, and finds here what does not follow by itself."""
    project = Project(ROOT)
    here, name = repository(project), project.settings.package
    ours = {  # what the address of a host is, and the one that a fork has there
        rf"https?://[\w-]+\.github\.io/{name}\b": site_address(project).rstrip("/"),
        rf"https?://github\.com/(?!orgs/)[\w-]+/{name}\b": here,
        rf"{COLAB}[\w-]+/{name}\b": COLAB + here.removeprefix("https://github.com/"),
    }
    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    wrong: dict[tuple[str, str], list[str]] = {}
    for path in files.stdout.splitlines():
        text = (ROOT / path).read_bytes().decode("utf-8", "replace")
        for address, new in ours.items():
            for old in {*re.findall(address, text)} - {new}:
                wrong.setdefault((old, new), []).append(path)
    say = [f"sed -i 's#{old}#{new}#g' {' '.join(paths)}" for (old, new), paths in wrong.items()]
    assert not say, "\n".join(["what does not follow:", *say])
