"""The whole book as one page of HTML, with its figures beside it.

Converters make an EPUB and a PDF of it.
"""

from collections import Counter
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from checker.book.chapters import contents, day, id_of
from checker.book.elements import lead_inside, lead_to_titles, tag
from checker.book.text import article_of, chapter, shown
from checker.pages.addresses import address, settings, site_address
from checker.pages.drawings import Drawing, drawing
from checker.pages.embed import embeds_of
from checker.pages.reading import page_of
from checker.project import Project


def figures_of(project: Project, path: str, wide: bool) -> dict[str, Drawing]:
    """Draw the figures of a page, in order, by the paths of their files."""
    page = page_of(project, path)
    drawn = [svg for embed in embeds_of(page) for svg in embed.proven(project).figures]
    return {
        f"figures/{id_of(path)}-{number}.svg": drawing(svg, wide)
        for number, svg in enumerate(drawn, 1)
    }


def whole(project: Project, site: Path) -> tuple[Tag, Counter[str]]:
    """Write the body of the book: its parts, each with its chapters, from a proven site.

    Also returns what the site shows, counted.
    """
    parts, here = contents(project), site_address(project) or "http://here/"
    chapters = {address(path): path for _, paths in parts for path in paths}
    body, on_site = tag("body"), Counter[str]()
    body.append(about_it(project, here))
    for number, (title, paths) in enumerate(parts, 1):
        body.append(tag("h1", "part", title, id=f"part-{number}"))
        for path in paths:
            article = article_of((site / address(path)).read_text("utf-8"))
            on_site += shown(article)
            made = chapter(article, path, iter(figures_of(project, path, wide=True).items()))
            lead_inside(made, path, here, chapters)
            body.extend([*made.contents])
    lead_to_titles(body)
    return body, on_site


def about_it(project: Project, here: str) -> Tag:
    """Write what the book is, and which parts of the site it leaves out."""
    rights = settings(project).get("copyright", "")
    html = ABOUT.format(here=here, day=day(project), rights=rights)
    return BeautifulSoup(html, "html.parser").div or tag("div")


ABOUT = """\
<div>
<h1 id="about" class="part">About this book</h1>
<p>This book is the site <a href="{here}">{here}</a> as it was on {day}. Code made every output and
every figure in it. The code is next to its output, or at the end of the chapter. A number with a
dotted line under it was measured, and links to the output that contains it.</p>
<p>Before you guess, cover what is below the guess. Answers to questions, hints and solutions are at
the end of each chapter. On the site, you can run most examples, change them, and have your answers
checked.</p>
<p>The pages to play with, the labs and the reference of the package are only on the site.</p>
<p>{rights}</p>
</div>"""
