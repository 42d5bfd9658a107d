"""No page has a browser ask another host for anything; a link that a reader may follow asks none.

The browser tests see what is asked for on a visit. This one reads the HTML and the style sheets, so
that it also finds what only some browsers ask for, or only a later click.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import Tag

from checker.site.proof import parsed

ADDRESS = re.compile(r"(?:\b(?:https?|wss?):)?//[\w-]+(?:\.[\w-]+)+[^\s\"'()<>\\,;]*")
NAMESPACE = re.compile(r"http://www\.w3\.org/\d{4}/[\w/-]+|http://purl\.org/[\w./-]+")  # names only
NAMED = {"canonical", "license", "author", "prev", "next"}  # say where something is, fetch nothing
IN_CSS = re.compile(
    r"url\((?![\"']?data:)[^)]*\)|@import[^;]*"
)  # a picture in data: fetches nothing


def inert(tag: Tag, attribute: str) -> bool:
    """Whether an attribute only says an address, or leads to it once a reader wants that."""
    if attribute == "href":
        return tag.name == "a" or (tag.name == "link" and set(tag["rel"]) <= NAMED)
    said = str(tag.get("property") or tag.get("name"))
    return tag.name == "meta" and attribute == "content" and said.startswith(("og:", "twitter:"))


def third_parties(html: str) -> Iterator[str]:
    """The addresses in a page that could make a browser ask another host."""
    page = parsed(html)
    for tag in page.find_all(True):
        for attribute, value in tag.attrs.items():
            text = " ".join(value) if isinstance(value, list) else value
            if not inert(tag, attribute):
                yield from (f"{tag.name} {attribute}: {found}" for found in addresses(text))
    for tag in page.select("script, style, template, noscript"):
        yield from (f"{tag.name}: {found}" for found in addresses(tag.decode_contents()))


def addresses(text: str) -> list[str]:
    return ADDRESS.findall(NAMESPACE.sub("", text))


def test_no_page_asks_another_host(built_site: Path) -> None:
    found = {
        page.relative_to(built_site).as_posix(): asked
        for page in built_site.glob("**/*.html")
        if (asked := list(third_parties(page.read_text("utf-8"))))
    }
    assert found == {}


def in_style_sheet(css: str) -> list[str]:
    return [found for part in IN_CSS.findall(css) for found in addresses(part)]


def test_no_style_sheet_asks_another_host(built_site: Path) -> None:
    sheets = list(built_site.glob("**/*.css"))
    asked = [found for sheet in sheets for found in in_style_sheet(sheet.read_text("utf-8"))]
    assert sheets and asked == []


@pytest.mark.parametrize(
    "css",
    [
        'a { background: url("https://img.example.org/a.png") }',
        "@font-face { src: url(//fonts.example.org/a.woff) }",
        '@import "https://fonts.example.org/css";',
    ],
)
def test_an_address_in_a_style_sheet_is_found(css: str) -> None:
    assert in_style_sheet(css)
    assert not in_style_sheet("a { background: url(\"data:image/svg+xml;,<svg a='https://b.c'\") }")


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://cdn.example.org/mathjax.js"></script>',
        '<script src="//cdn.example.org/mathjax.js"></script>',
        '<script>require(["https://cdn.example.org/mermaid.js"])</script>',
        '<script type="module">import "//cdn.example.org/a.mjs"</script>',
        "<script>new WebSocket('wss://live.example.org/')</script>",
        '<link rel="stylesheet" href="https://fonts.example.org/css">',
        '<link rel="preconnect" href="https://fonts.example.org">',
        '<link rel="canonical preload" href="https://fonts.example.org/a.woff">',
        '<style>@import "https://fonts.example.org/css";</style>',
        "<p style=\"background: url('//img.example.org/a.png')\">",
        '<img srcset="a.png 1x, https://img.example.org/a.png 2x">',
        '<form action="https://forms.example.org/"></form>',
        '<a ping="https://count.example.org/" href="/">',
        '<div data-source="https://api.example.org/repos">',
        '<meta http-equiv="refresh" content="0; url=https://example.org/">',
        '<svg><use xlink:href="https://img.example.org/a.svg#b"/></svg>',
        '<iframe srcdoc="&lt;img src=https://img.example.org/a.png&gt;"></iframe>',
        '<noscript><img src="https://count.example.org/a.png"></noscript>',
        '<template><img src="https://count.example.org/a.png"></template>',
    ],
)
def test_an_injected_address_is_found(html: str) -> None:
    assert list(third_parties(html))


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://arxiv.org/abs/1706.03762">',
        '<link rel="canonical" href="https://lessoncode.github.io/lessoncode/">',
        '<meta property="og:url" content="https://lessoncode.github.io/lessoncode/">',
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">',
        '<script>new URL("..", location) // above</script>',
        "<p>https://example.org/ in a sentence</p>",
        '<script src="../assets/lessoncode.js"></script>',
    ],
)
def test_what_asks_nobody_is_let_through(html: str) -> None:
    assert not list(third_parties(html))
