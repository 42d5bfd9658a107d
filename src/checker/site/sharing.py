"""What programs show beside a link to a page: its title, what it is about, and a picture.

It is in tags of the Open Graph protocol, at the end of a page's head. The pictures are in
`site/share/`, and no page loads them. A site without an address has none of this.
"""

from collections.abc import Iterator
from html import escape
from pathlib import Path

from checker.once import once_per_project
from checker.pages.addresses import address, site_address, site_name
from checker.pages.embed import embeds_of
from checker.pages.figures import words_of
from checker.pages.page import Page
from checker.pages.reading import page_of, pages_of
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.site import card

FOLDER = "share"


def write(project: Project, site: Path) -> None:
    """Put the tags into the pages of a built site. Raises Problem."""
    for file, _, end in heads(project, site):
        file.write_text(file.read_text("utf-8").replace("</head>", end, 1), encoding="utf-8")


def problems(project: Project, site: Path) -> Iterator[Problem]:
    """Pages of a built site that lack what `write` puts there. Raises Problem."""
    for file, name, end in heads(project, site):
        if end not in file.read_text("utf-8"):
            message = "has meta tags that don't match its sources"
            yield Problem(WRONG_PAGE, name, None, message, end)


def heads(project: Project, site: Path) -> Iterator[tuple[Path, str, str]]:
    """The pages of a built site: the file of each, its name, and the end of its head."""
    for page in shared(project):
        if (file := site / address(page.path)).is_file():
            yield file, address(page.path), head(project, page)


def shared(project: Project) -> list[Page]:
    """The pages that can be shared: none if the site has no address."""
    return pages_of(project) if site_address(project) else []


@once_per_project
def pictures(project: Project) -> dict[str, bytes]:
    """Each page's picture, by its path in `site/share/`. Raises Problem."""
    return {
        picture_path(page): card.png(
            project, card.card(site_name(project), page.title, figure(project, page))
        )
        for page in shared(project)
    }


def figure(project: Project, page: Page) -> str:
    """A page's first figure, else that of the front page; empty without one. Raises Problem."""
    embeds = embeds_of(page, page_of(project, "docs/index.md"))
    return next((svg for embed in embeds for svg in embed.proven(project).figures), "")


def picture_path(page: Page) -> str:
    """The path of a page's picture in `site/share/`: `lesson/tokens.png`, `index.png`."""
    return f"{address(page.path).removesuffix('/index.html').removesuffix('.html')}.png"


def head(project: Project, page: Page) -> str:
    """Write the end of a page's head. Raises Problem."""
    here = site_address(project)
    said = {
        "type": "article", "site_name": site_name(project), "title": page.title,
        "description": page.front.get("description", ""),
        "url": here + address(page.path).removesuffix("index.html"),
        "image": f"{here}{FOLDER}/{picture_path(page)}",
        "image:width": f"{card.WIDTH}", "image:height": f"{card.HEIGHT}",
        "image:alt": words_of(figure(project, page)).alternative or page.title,
    }  # fmt: skip
    rows = [f'<meta property="og:{key}" content="{escape(it)}">' for key, it in said.items()]
    rows.append('<meta name="twitter:card" content="summary_large_image">')
    return "\n".join([*rows, "</head>"])
