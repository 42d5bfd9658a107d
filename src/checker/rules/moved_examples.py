"""Examples that a change puts below another paragraph, while both paragraphs stay on the page.

Nothing on a page says where a picture belongs, so that two pictures may be exchanged unseen.
"""

from collections.abc import Iterator

from checker.pages.embed import embeds_of
from checker.pages.page import Page
from checker.problem import Problem
from checker.project import Project
from checker.rules.since import before


def moved_examples(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Such examples, at the line where they are now."""
    for page in pages:
        old = before(project).get(page.path, Page(page.path))
        was, now = above(old), above(page)
        for embed in embeds_of(page):
            one, other = was.get(embed.anchor), now[embed.anchor]
            if one and one != other and one in now.values() and other in was.values():
                message = f"shows {embed.title} below another paragraph than before; if it belongs"
                yield embed.wrong(f"{message} there, commit this by itself")


def above(page: Page) -> dict[str, str]:
    """The text above each example of a page, by the id of its output."""
    texts = [(it.line, it.text) for it in page.prose]
    return {
        embed.anchor: max((it for it in texts if it[0] < embed.line), default=(0, ""))[1]
        for embed in embeds_of(page)
    }
