"""The proof: reads the published HTML and accounts for every block, figure and measured link."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin
from xml.etree.ElementTree import tostring

from bs4 import BeautifulSoup, Tag

from lessoncode.check import forwarding
from lessoncode.check.api import Reference, render
from lessoncode.check.embed import Embed, proven
from lessoncode.check.example import is_lab
from lessoncode.check.moved import here_and_away
from lessoncode.check.page import Page, address, pages_of, stands_in
from lessoncode.check.problem import WRONG_PAGE, Problem
from lessoncode.check.project import Project

# What may stand only where an example put it; the theme's own icons stand in links and labels.
BLOCKS = (
    "div.api, pre:not(.api pre), textarea, samp, xmp, listing, figure, .output:not(:has(pre)),"
    "article img,"
    "article svg:not(figure svg, a svg, button svg, label svg, .md-icon svg)"
)
HERE = "http://here/"

Site = dict[str, BeautifulSoup]


def prove(project: Project, folder: Path) -> list[Problem]:
    """Hold a built site against its sources; each Problem names the page and the block."""
    site = {
        path.relative_to(folder).as_posix(): BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in sorted(folder.glob("**/*.*htm*"))
    }
    pages = {address(page.path): page for page in pages_of(project)}
    wrong = [(pages[name].path, "is not published") for name in pages.keys() - site.keys()]
    for name, text in forwarding.stubs(project, folder).items():
        wrong += [(name, message) for message in stub_wrong(site, folder, name, text)]
    for name, html in site.items():
        if name not in {*pages, "404.html"}:
            wrong.append((name, "has no page of docs/ behind it"))
        page = pages.get(name, Page(name))
        try:
            expected = [item for block in page.blocks for item in items(project, block)]
            messages = list(earlier_wrong(project, html, page))
        except Problem as problem:
            wrong.append((name, problem.message))
            continue
        messages += compare(expected, [found(tag) for tag in html.select(BLOCKS)])
        messages += surplus(html)
        messages += links(site, folder, name, page) if name in pages else []
        wrong += [(name, message) for message in messages]
    for path in sorted(folder.glob("**/*.ipynb")):
        name = path.relative_to(folder).as_posix()
        if message := downloaded(project, path, name, site, pages):
            wrong.append((name, message))
    return [Problem(WRONG_PAGE, name, None, message) for name, message in wrong]


def stub_wrong(site: Site, folder: Path, name: str, text: str) -> Iterator[str]:
    """What is wrong with the page at an old address."""
    html = site.pop(name, None)
    if html is None:
        yield "is not there, where moved.yml has something that moved"
    elif (folder / name).read_text("utf-8") != text:
        yield "is not the page that moved.yml makes"
    for link in html.select("a[href]") if html else ():
        path, anchor = lands(name, link)
        if path not in site or (anchor and not site[path].find(id=anchor)):
            yield f"leads to {link['href']}, which is nowhere"


def earlier_wrong(project: Project, html: BeautifulSoup, page: Page) -> Iterator[str]:
    """Old ids that a page lacks or has elsewhere; those that are right are taken out of it."""
    here, away = here_and_away(project, page)
    for old, new in reversed(here.items()):  # of two, the later stands next to its block
        tag = html.find(id=old)
        if tag is None:
            yield f"lacks the id #{old}, which #{new} once had"
        elif "moved" in tag.get_attribute_list("class"):  # else a heading has it
            block = tag.next_sibling
            if not isinstance(block, Tag) or block.get("id") != new or tag.contents:
                yield f"has the id #{old} elsewhere than before #{new}"
            tag.extract()
    expected: list[Any] = []
    if away:
        paragraph = forwarding.listed(away, partial(forwarding.published, page.path))
        expected = BeautifulSoup(tostring(paragraph, "unicode"), "html.parser").contents
    shown = html.select(".moved")
    for tag in [*shown, *expected]:
        del tag["data-search-exclude"]  # Zensical takes it away once it has obeyed
    if shown != expected:
        yield "does not lead to what moved from it"


def downloaded(project: Project, path: Path, name: str, site: Site, pages: dict[str, Page]) -> str:
    """What is wrong with a published notebook; empty where it is what its lab makes."""
    here = f"{name.rpartition('/')[0]}/"
    page, html = pages.get(f"{here}index.html"), site.get(f"{here}index.html")
    if page is None or html is None or not is_lab(page.path):
        return "has no lab behind it"
    from lessoncode.check import lab  # nbformat, which sites without labs need not have

    canonical = html.select_one("link[rel=canonical]")
    address = str(canonical["href"]).removesuffix(here) if canonical else "/"
    try:
        made = lab.notebook(project, page.path, address)
    except Problem as problem:
        return problem.message
    return "" if path.read_text("utf-8") == made else f"is not the notebook that {page.path} makes"


def items(project: Project, block: Embed | Reference | str) -> list[tuple[str, str]]:
    """What a block of the source must show: a name and the exact text, each."""
    if isinstance(block, str):
        return [("shell commands", block.strip())]
    if isinstance(block, Reference):
        html = BeautifulSoup(render(project, block.source, None), "html.parser")
        return [(f"reference of {block.source}", said(html))]
    shown = proven(project, block)
    output = [(f"output of {block.title}", shown.output)] if shown.output else []
    figures = [(f"figure of {block.title}", drawing(svg)) for svg in shown.figures]
    return [(f"code of {block.title}", shown.code + "\n"), *output, *figures]


def found(tag: Tag) -> tuple[str, str]:
    """What a block of the published page shows, in the same terms."""
    if tag.find_parent(class_="console"):
        return "shell commands", tag.get_text().strip()
    if tag.name == "div" and tag.has_attr("data-api"):
        return f"reference of {tag['data-api']}", said(tag)
    if (example := tag.find_parent("div", class_="example")) is None:
        return "block that nothing stands behind", tag.get_text()
    title = title_of(example)
    if tag.name == "figure":
        return f"figure of {title}", drawing(str(tag.svg))
    return f"{'output' if tag.find_parent(class_='output') else 'code'} of {title}", tag.get_text()


def said(reference: Tag) -> str:
    """The text of a module's reference, and its ids."""
    return "\n".join(
        [reference.get_text(), *(str(part["id"]) for part in reference.select("[id]"))]
    )


def title_of(example: Tag) -> str:
    """The source and region that a block of the published page names."""
    source = example.get("data-source") or f"examples/{example.get('data-example')}"
    region = f" [{example['data-region']}]" if example.has_attr("data-region") else ""
    return f"{source}{region}"


def surplus(html: BeautifulSoup) -> list[str]:
    """Blocks with text besides their code, output and figures."""
    wrong = []
    for example in html.select("div.example"):
        parts = "".join(part.get_text() for part in example.select("pre, figure svg"))
        if "".join(example.get_text().split()) != "".join(parts.split()):
            wrong.append(f"shows more than belongs to {title_of(example)}")
    return wrong


def drawing(svg: str) -> str:
    """An SVG as the parser writes it, so that only what it draws counts."""
    return str(BeautifulSoup(svg, "html.parser").svg)


def compare(expected: list[tuple[str, str]], shown: list[tuple[str, str]]) -> list[str]:
    """The first block that is not what it must be."""
    for want, have in zip_longest(expected, shown):
        if want == have:
            continue
        if want is None or (have and have[0].startswith("block")):
            return [f"shows a {have[0]}: {have[1].strip()[:50]!r}"]
        if have is None or want[0] != have[0]:
            return [f"lacks the {want[0]}"]
        return [f"shows another {want[0]}"]
    return []


def lands(name: str, link: Tag) -> tuple[str | None, str]:
    """The file of the site that a link in `name` leads to, None outside the site, and the id."""
    url, anchor = urldefrag(urljoin(HERE + name, str(link["href"])))
    if not url.startswith(HERE):
        return None, anchor
    path = unquote(url.removeprefix(HERE))
    return path + ("index.html" if not path or path.endswith("/") else ""), unquote(anchor)


def links(site: Site, folder: Path, name: str, page: Page) -> list[str]:
    """Measured links that are not the source's or do not hold, other links that lead nowhere."""
    wrong, measured = [], Counter[tuple[str, str]]()
    for link in site[name].select("article a[href], a[href*='#out-']"):
        path, anchor = lands(name, link)
        if path is None:
            continue
        target = site[path].find(id=anchor) if path in site and anchor else None
        text = " ".join(link.get_text().split())
        if anchor.startswith("out-"):
            measured[text, anchor] += 1
            output = (
                target.get_text()
                if target and "output" in target.get_attribute_list("class")
                else ""
            )
            if not stands_in(text, output):
                wrong.append(f"links {text!r} to #{anchor}, where it does not stand")
        elif not target if anchor else not (folder / path).is_file():
            wrong.append(f"links {text!r} to {link['href']}, which is nowhere")
    for text, anchor in measured - Counter((link.text, link.anchor) for link in page.links):
        wrong.append(f"links {text!r} to #{anchor}, which its source does not")
    for text, anchor in Counter((link.text, link.anchor) for link in page.links) - measured:
        wrong.append(f"lacks the link of {text!r} to #{anchor}")
    return wrong
