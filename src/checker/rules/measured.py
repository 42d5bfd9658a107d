"""What sentences say about outputs, by measured links, comparisons and words about numbers."""

from collections.abc import Iterator
from functools import partial

from checker.once import once_per_project
from checker.pages.addresses import is_lesson, target_of
from checker.pages.comparisons import COMPARISON, Result, compare
from checker.pages.page import Page
from checker.pages.quantities import fault_of, unsaid
from checker.pages.reading import embed_at, output_at
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project

FORM = '<!-- holds: #out-ID \'"WORD" 2 = 0.5 * "WORD" 1\' -->'


def false_numbers(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Measured links that do not lead to one number of an output, and sentences whose comparison is
    false or does not back their words.
    """
    unread = {page.path for page in pages if page.unread}
    for page in pages:
        for link in [*page.measured, *page.statements]:
            target, wrong = target_of(page.path, link.page), None
            if (output := output_at(project, target, link.anchor)) is not None:
                if link in page.statements or COMPARISON.fullmatch(link.title):
                    result = compared(project, target, link.anchor, link.title)
                    wrong = fault_of(link.text, link.title, output, result)
                else:
                    wrong = link.wrong(output, is_lesson(project, page.path))
            elif not embed_at(project, target, link.anchor) and target not in unread:
                message = f"links {link.text!r} to #{link.anchor}, an output that {target}"
                wrong = f"{message} doesn't show", ""
            if wrong:
                yield Problem(WRONG_PAGE, page.path, link.line, *wrong)


def unshown_quantities(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Words about quantities that the outputs of their sentence do not back, or that are in a
    sentence of a lesson without a link, comparison or source.
    """
    for page in pages:
        for sentence in page.quantities:
            found = [
                compared(project, target_of(page.path, link.page), link.anchor, link.title)
                for link in sentence.links
                if COMPARISON.fullmatch(link.title)
            ]
            results = [it for it in found if isinstance(it, Result)]
            word = sentence.word
            if sentence.links:
                word = unsaid(sentence, results)
            elif sentence.cited or not is_lesson(project, page.path):
                continue
            if word:
                message = f"says {word!r}, which nothing in its sentence shows; link an output, or "
                message += f"write a comparison after it:  {FORM}"
                shown = "\n".join(result.said for result in results)
                yield Problem(WRONG_PAGE, page.path, sentence.line, message, shown)


@once_per_project
def compared(project: Project, page: str, anchor: str, comparison: str) -> Result | ValueError:
    """The result of a comparison on an output of a page, or the error if it has none."""
    try:
        output = output_at(project, page, anchor) or ""
        return compare(comparison, output, partial(output_at, project, page))
    except ValueError as error:
        return error
