"""Links of a page to other pages and to ids: each leads to something."""

from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import unquote

from checker.pages.addresses import target_of
from checker.pages.moved import old_anchors, old_ids
from checker.pages.page import Page
from checker.pages.reading import site_of
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.running.example import is_lab


def dead_links(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Links to pages and files that are not there, and to ids that their page does not have."""
    by_path = {page.path: page for page in pages}
    for page in pages:
        for link in page.links:
            target, anchor = unquote(target_of(page.path, link.page)), unquote(link.anchor)
            there = by_path.get(target)
            if not project.has(target) or not (target.startswith("docs/") or is_lab(target)):
                message = f"links to {link.page}, which is not there"
            elif there and anchor and not has_id(project, there, anchor):
                message = f"links to #{link.anchor}, which {target} does not have"
            else:
                continue
            yield Problem(WRONG_PAGE, page.path, link.line, message)


def has_id(project: Project, page: Page, anchor: str) -> bool:
    """Whether a page has an id in its text or a block, had it once, or may have it unread."""
    if page.unread or is_lab(page.path):  # a notebook's headings get ids of their own
        return True
    site = site_of(project)
    with suppress(Problem):  # another rule finds it
        ids = page.ids.union(*(block.ids(site) for block in page.blocks))
        outputs = {old for it in page.embeds if it.example for old in old_anchors(project, it)}
        return anchor in ids | outputs or anchor in old_ids(project, page.path)
    return True
