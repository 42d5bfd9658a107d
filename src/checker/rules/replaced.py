"""What a change replaces without rewriting a sentence: choices, pictures, numbers, formulas.

An admission that something isn't known may be gone as well. Authors who mean such a change commit
it by itself, compare the number, or show that they looked again:
`<!-- seen 2026-11-29 in examples/emergence/sums.py -->`.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from checker.pages.addresses import target_of
from checker.pages.choices import Choice, Choices
from checker.pages.embed import Embed, embeds_of
from checker.pages.formula import Formula
from checker.pages.guess import Guess
from checker.pages.page import Page, Text
from checker.pages.question import Question
from checker.pages.reading import output_at
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.rules.changed_sentences import changes, marks, told, touched

UNKNOWN = re.compile(
    r"\b(?:don't know|can't (?:tell|say|know)|not known"
    r"|didn't (?:find out|test|measure|try|check))\b"
)


def moved_choices(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Choices that now have the comparison or the reason that another of their block had, and
    choices that a change marks right.

        - text: More.                          - text: Less.
          holds: '"after" 1 > "before" 1'        holds: '"after" 1 > "before" 1'

    The left choice is how it was. `swapped_choices` finds some of these without the old version.
    """
    for old, page in touched(project, pages):
        asked = dict(with_choices(old))
        for ask, choices in with_choices(page):
            known = {it.text: it for it in asked.get(ask, ())}
            for it in choices:
                shown, was = (it.holds, it.because), known.get(it.text)
                others = [
                    text for text, other in known.items()
                    if text != it.text and (other.holds, other.because) == shown
                ]  # fmt: skip
                message = ""
                if was and any(shown) and others and (was.holds, was.because) != shown:
                    message = f"gives {it.text.markdown!r} what belonged to {others[0].markdown!r}"
                    message += "; if that is right, commit it by itself"
                elif was and it.right and not was.right and not it.holds:
                    message = f"marks {it.text.markdown!r} right, which was wrong before; write a"
                    message += "  holds  for each choice, or commit this by itself"
                if message:
                    yield Problem(WRONG_PAGE, page.path, it.text.line, message)


def with_choices(page: Page) -> Iterator[tuple[Text, tuple[Choice, ...]]]:
    """What each guess or question with choices asks, and its choices."""
    for block in page.blocks:
        if isinstance(block, Question):
            yield block.ask, block.choices.all
        elif isinstance(block, Guess) and isinstance(block.answers, Choices):
            yield block.ask, block.answers.all


def moved_examples(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Examples that a change moves away from below a text that stays on the page, or folds there.

    Nothing on a page says where a picture belongs, so that one may be lost or exchanged with
    another unseen. A new text above an example moves nothing.
    """
    pairs = [*touched(project, pages)]
    now = {(embed.page, embed.anchor): embed for embed in embeds_of(*(new for _, new in pairs))}
    for old, page in pairs:
        known, lines = {it.text for it in old.prose}, {it.text: it.line for it in page.prose}
        for was in embeds_of(old):
            text = above(old, was)
            here = now.get((page.path, was.anchor))
            stays = here and (here.line in page.folded) == (was.line in old.folded)
            if here and stays and (above(page, here) == text or above(page, here) not in known):
                continue
            if text in lines:
                message = f"no longer shows {was.title} below this text; if it belongs elsewhere,"
                message += " move it in a commit of its own"
                yield Problem(WRONG_PAGE, page.path, lines[text], message)


def above(page: Page, embed: Embed) -> str:
    """The text above an example of a page."""
    texts = [(it.line, it.text) for it in page.prose]
    return max((it for it in texts if it[0] < embed.line), default=(0, ""))[1]


def other_columns(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Links that change to another number of a line, although the output still has the old one.

    rises to [0.16](#out-votes "87+70 votes")      before
    rises to [0.30](#out-votes "87+70 votes")      now
    """
    for old, page in touched(project, pages):
        same = {it[1:5] for it in page.measured} & {it[1:5] for it in old.measured}
        was = {(it.page, it.anchor, it.title): it for it in old.measured if it[1:5] not in same}
        for link in page.measured:
            other = was.get((link.page, link.anchor, link.title))
            if link.title and other and link[1:5] not in same:
                output = output_at(project, target_of(page.path, link.page), link.anchor) or ""
                if not other.wrong(output) and link.lines(output) == other.lines(output):
                    message = f"links {link.text!r} where it linked {other.text!r}, and the output"
                    message += " still shows both; compare it, as in  "
                    message += f"[{link.text}](#{link.anchor} '\"WORD\" 2 = {link.text}')"
                    yield Problem(WRONG_PAGE, page.path, link.line, message)


def admissions(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Pages that no longer say that something isn't known, and say something else instead."""
    for page, group in groupby(changes(project, pages), lambda it: it.page):
        found = [*group]
        was = [it for it in found[0].gone if UNKNOWN.search(" ".join(it.words))]
        now = [it for it in found if it.looked or UNKNOWN.search(" ".join(it.new.words))]
        if len(was) > len(now):
            near = min((it.new.line for it in found), key=lambda line: abs(line - was[0].line))
            message = "no longer says that something isn't known; say it, or show how it is known,"
            message += " for example with  <!-- seen YYYY-MM-DD in FILE -->"
            yield Problem(WRONG_PAGE, page.path, near, message, " ".join(was[0].words))


def formulas(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Formulas that a change rewrites, on pages where nothing shows that someone looked again."""
    for old, page in touched(project, pages):
        known = {it.latex for it in old.blocks if isinstance(it, Formula)}
        new = [it for it in page.blocks if isinstance(it, Formula) and it.latex not in known]
        looked = marks(told(project, page)) - marks(told(project, old))
        if new and len(new) <= len(known) and not looked:
            message = "has a different formula than before; check it, and write after a sentence"
            yield new[0].wrong(f"{message}  <!-- seen YYYY-MM-DD in FILE -->")
