"""The feed of what changed: read by a reader's means, an XML parser."""

from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

from bs4 import BeautifulSoup
from pages import ROOT

from checker.project import Project
from checker.site.feed import feed

ATOM = "{http://www.w3.org/2005/Atom}"
CHANGES = """# What changed

Begin.

## 2 March 2026

- New: [a &lt;page&gt;](lesson/b.md#part) & more.

## 28 February 2026

First day.
"""


def project(root: Path, **files: str) -> Project:
    settings = "site_name: A & B\nsite_url: https://example.org/book\n"
    for name, text in {"mkdocs.yml": settings, **files}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return Project(root)


def test_each_day_is_an_entry(tmp_path: Path) -> None:
    made = project(tmp_path, **{"docs/changes.md": CHANGES})
    root = ElementTree.fromstring(feed(made)["changes.xml"].encode())
    assert root.findtext(f"{ATOM}title") == "A & B: what changed"
    assert root.findtext(f"{ATOM}updated") == "2026-03-02T00:00:00Z"
    entries = root.findall(f"{ATOM}entry")
    assert [(it.findtext(f"{ATOM}title"), it.findtext(f"{ATOM}updated")) for it in entries] == [
        ("2 March 2026", "2026-03-02T00:00:00Z"),
        ("28 February 2026", "2026-02-28T00:00:00Z"),
    ]
    assert entries[1].findtext(f"{ATOM}id") == "https://example.org/book/changes/#28-february-2026"
    html = BeautifulSoup(entries[0].findtext(f"{ATOM}content") or "", "html.parser")
    base = root.attrib["{http://www.w3.org/XML/1998/namespace}base"]
    assert html.a and html.a.get_text() == "a <page>" and "& more" in html.get_text()
    assert urljoin(base, str(html.a["href"])) == "https://example.org/book/lesson/b/#part"


def test_a_site_without_that_page_has_none(tmp_path: Path) -> None:
    assert feed(project(tmp_path)) == {}


def test_ours_leads_to_the_days_of_the_page(built_site: Path) -> None:
    root = ElementTree.fromstring(feed(Project(ROOT))["changes.xml"])
    page = BeautifulSoup((built_site / "changes/index.html").read_text("utf-8"), "html.parser")
    days = {str(heading["id"]): str(heading.contents[0]) for heading in page.select("article h2")}
    said = {
        str(it.findtext(f"{ATOM}id")).split("#")[1]: it.findtext(f"{ATOM}title")
        for it in root.iter(f"{ATOM}entry")
    }
    assert said == days and len(days) > 1
