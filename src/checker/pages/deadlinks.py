"""Links of a page to other pages and to ids: each leads to something."""

from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import unquote

from checker.pages import api, blocks, moved
from checker.pages.addresses import target_of
from checker.pages.page import Page
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.running.example import is_lab


def problems(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Links to pages and files that are not there, and to ids that their page has not."""
    by_path = {page.path: page for page in pages}
    for page in pages:
        for link in page.links:
            target, anchor = unquote(target_of(page.path, link.page)), unquote(link.anchor)
            there = by_path.get(target)
            published = target.startswith("docs/") or is_lab(project, target)
            if not project.has(target) or not published:
                message = f"links to {link.page}, which is not there"
            elif there and anchor and not has_id(project, there, anchor):
                message = f"links to #{link.anchor}, which {target} does not have"
            else:
                continue
            yield Problem(WRONG_PAGE, page.path, link.line, message)


def has_id(project: Project, page: Page, anchor: str) -> bool:
    """Whether a page has an id in its text, outputs or reference, or had it once."""
    if page.unread or is_lab(project, page.path):  # a notebook's headings get ids of their own
        return True
    modules = [block.source for block in page.blocks if isinstance(block, api.Reference)]
    if not all(project.has(source) for source in modules):  # told elsewhere
        return True
    if anchor in page.ids or any(anchor in blocks.ids(project, block) for block in page.blocks):
        return True
    with suppress(Problem):  # told elsewhere
        shown = [embed for embed in page.embeds if embed.example]
        outputs = {old for embed in shown for old in moved.old_anchors(project, embed)}
        return anchor in outputs or anchor in moved.old_ids(project, page.path)
    return True
