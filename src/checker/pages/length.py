"""What a lesson page says on top: how long it takes, what it holds, and what to read before it."""

from html import escape

from checker.pages import labels
from checker.pages.addresses import slug_of, target_of
from checker.pages.oracles import oracles_of
from checker.pages.page import Page, Site
from checker.pages.reading_time import amounts, counted, in_words, minutes
from checker.pages.typography import curly_html


def length_html(site: Site, page: Page) -> str:
    """Write how long a page takes, what it holds, and what to read before it, as HTML."""
    found = amounts(site, page)
    names = [name for name in ("word", "picture", "guess", "question") if found[name]]
    held = ", ".join(counted(found[name], name) for name in names)
    exercises = len(oracles_of(site.project, slug_of(site.project, page.path)))
    more = labels.EXERCISES_TOO.format(counted(exercises, "exercise")) if exercises else ""
    rows = [f"<p><strong>{in_words(minutes(found))}</strong>: {held}{more}</p>"]
    if "before" in page.front:
        links = []
        for name in page.front["before"]:
            title = curly_html(escape(site.page(target_of(page.path, name)).title, quote=False))
            links.append(f'<a href="{name}">{title}</a>')
        listed = ", ".join(links) or labels.NO_PREREQUISITES
        rows.append(f"<p>{labels.PREREQUISITES}: {listed}</p>")
    joined = "\n".join(rows)
    return f'<div class="page-length" data-search-exclude="">{joined}</div>'
