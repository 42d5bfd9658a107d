"""What a lesson page says with nothing definite behind it.

A sentence that speaks of a quantity, an order or a direction needs a link, a comparison or a
source. A measured link without a title to an output of which several lines hold numbers doesn't
say which of them it means.
"""

from collections.abc import Iterator

from checker.pages.addresses import is_lesson, target_of
from checker.pages.comparisons import NUMBER
from checker.pages.page import Page
from checker.pages.reading import output_at
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project


def problems(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Such sentences and links."""
    for page in pages:
        if not is_lesson(project, page.path):
            continue
        for line, word in page.unbacked:
            message = f"says {word!r} with nothing behind it; link an output, or compare behind it"
            yield Problem(WRONG_PAGE, page.path, line, message)
        for link in page.measured:
            output = output_at(project, target_of(page.path, link.page), link.anchor) or ""
            numbered = [row for row in output.split("\n") if NUMBER.search(row)]
            if len(numbered) > 1 and not link.title and not link.wrong(output):
                form = f'[{link.text}](#{link.anchor} "WORD")'
                message = f"links {link.text!r} to an output with numbers in several lines; "
                message += f"name a word of the line meant: {form}"
                yield Problem(WRONG_PAGE, page.path, link.line, message)
