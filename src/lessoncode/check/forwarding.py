"""What stands at old addresses, by `moved.yml`: further ids, links to other pages, stub pages."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from posixpath import dirname, relpath
from xml.etree.ElementTree import Element, SubElement, tostring

from lessoncode.check.moved import Place, here_and_away, read_moved
from lessoncode.check.page import Page, address
from lessoncode.check.project import Project

# Its script follows an id, too, before the browser refreshes.
STUB = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Moved</title>
{canonical}<meta http-equiv="refresh" content="0; url={link}">
</head>
<body>
<p>This page has moved: <a href="{link}">here it is</a>.</p>
{links}<script>
const link = document.getElementById(decodeURIComponent(location.hash.slice(1)));
location.replace(link ? link.href : document.links[0].href + location.hash);
</script>
</body>
</html>
"""


def put_back(html: str, here: dict[str, str]) -> str:
    """The HTML of a page, where each block has the ids that it had once."""
    for old, new in here.items():
        if f'id="{old}"' not in html:  # else a heading has it
            block = rf'<\w+\b[^<>]* id="{re.escape(new)}"'
            html = re.sub(block, rf'<span class="moved" id="{old}"></span>\g<0>', html, count=1)
    return html


def listed(away: dict[str, Place], link: Callable[[str], str]) -> Element:
    """The paragraph that leads from ids of a page to what had them; `link` leads to a page."""
    paragraph = Element("p", {"class": "moved", "data-search-exclude": ""})
    paragraph.text = "Moved from here: "
    for old, (there, new) in away.items():
        item = SubElement(paragraph, "a", {"id": old, "href": f"{link(there)}#{new}"})
        item.text, item.tail = old, ", "
    item.tail = "."
    return paragraph


def published(here: str, there: str) -> str:
    """The link from one page to another in a built site."""
    here, there = (dirname(address(path)) or "." for path in (here, there))
    return f"{relpath(there, here)}/"


def stubs(project: Project, site: Path) -> dict[str, str]:
    """The pages that stand at old addresses, by their path in a built site."""
    found = {}
    for old, new in read_moved(project).pages.items():
        before, now = f"docs/{old}.md", f"docs/{new}.md"
        html = (site / address(now)).read_text("utf-8") if (site / address(now)).is_file() else ""
        canonical = re.search(r"<link\b[^<>]*\brel=\W?canonical\b[^<>]*>", html)
        _, away = here_and_away(project, Page(before))
        paragraph = tostring(listed(away, partial(published, before)), "unicode") if away else ""
        found[address(before)] = STUB.format(
            canonical=f"{canonical[0]}\n" if canonical else "",
            link=published(before, now),
            links=f"{paragraph}\n" if away else "",
        )
    return found


def write_stubs(project: Project, site: Path) -> None:
    """Put the stubs into a built site."""
    for path, html in stubs(project, site).items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(html, encoding="utf-8")
