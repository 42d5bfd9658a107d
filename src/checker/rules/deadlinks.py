"""Links of a page to other pages and to ids: each leads to something."""

from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import unquote

from checker.once import once_per_project
from checker.pages.addresses import target_of
from checker.pages.embed import embeds_of
from checker.pages.moved import old_anchors, old_ids
from checker.pages.page import Page
from checker.pages.reading import page_of, site_of
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.running.example import is_lab


def dead_links(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Links to pages and files that are not there, and to ids that their page does not have."""
    there = {page.path for page in pages}
    for page in pages:
        for link in page.links:
            target, anchor = unquote(target_of(page.path, link.page)), unquote(link.anchor)
            ids = ids_of(project, target) if anchor and target in there else None
            published = target.startswith("docs/") or is_lab(project, target)
            if not project.has(target) or not published:
                message = f"links to {link.page}, which doesn't exist"
            elif ids is not None and anchor not in ids:
                message = f"links to #{link.anchor}, which {target} does not have"
            else:
                continue
            yield Problem(WRONG_PAGE, page.path, link.line, message)


@once_per_project
def ids_of(project: Project, path: str) -> set[str] | None:
    """All ids that a page has or had once; None where they cannot be known."""
    page, site = page_of(project, path), site_of(project)
    if page.unread or is_lab(project, path):  # a notebook's headings get ids of their own
        return None
    with suppress(Problem):  # another rule finds it
        return page.ids.union(
            old_ids(project, path),
            *(block.ids(site) for block in page.blocks),
            *(old_anchors(project, path, it.anchor) for it in embeds_of(page) if it.example),
        )
    return None
