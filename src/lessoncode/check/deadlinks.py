"""Links of a page to other pages and to ids: each leads to something."""

from collections.abc import Iterator
from urllib.parse import unquote

from lessoncode.check import api, moved
from lessoncode.check.example import is_lab
from lessoncode.check.page import Page, target_of
from lessoncode.check.problem import WRONG_PAGE, Problem
from lessoncode.check.project import Project


def problems(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Links to pages and files that are not there, and to ids that their page has not."""
    known: dict[str, set[str]] = {}
    by_path = {page.path: page for page in pages}
    for page in pages:
        for lead in page.leads:
            target = unquote(target_of(page.path, lead.page))
            if not project.has(target) or not (target.startswith("docs/") or is_lab(target)):
                message = f"links to {lead.page}, which is not there"
                yield Problem(WRONG_PAGE, page.path, lead.line, message)
            elif lead.anchor and (there := by_path.get(target)):
                if target not in known:
                    known[target] = ids_of(project, there)
                unsure = there.unread or is_lab(
                    target
                )  # a notebook's headings get ids of their own
                if unquote(lead.anchor) not in known[target] and not unsure:
                    message = f"links to #{lead.anchor}, which {target} does not have"
                    yield Problem(WRONG_PAGE, page.path, lead.line, message)


def ids_of(project: Project, page: Page) -> set[str]:
    """The ids of a page: of its text, its outputs and reference, and those that it had once."""
    ids = page.ids | {embed.anchor for embed in page.embeds}
    for block in page.blocks:
        if isinstance(block, api.Reference) and project.has(block.source):
            ids |= {entry.name for entry in api.entries(project, block.source)}
    try:
        return ids | set(moved.ids(project, moved.read_moved(project), page))
    except Problem:  # told elsewhere
        return ids
