"""What decides a guess or a question: the output that it names must say which choice is right."""

from collections.abc import Iterator
from html import escape

from checker.pages.addresses import target_of
from checker.pages.embed import Embed, show
from checker.pages.guess import Guess, telling
from checker.pages.inline import inline
from checker.pages.page import Page
from checker.pages.question import Question
from checker.pages.reading import page_of
from checker.problem import Problem
from checker.project import Project


def problems(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Guesses and questions that no output decides, that give themselves away, or stand twice."""
    for page in pages:
        for block in page.blocks:
            try:
                if isinstance(block, Guess):
                    uncover(project, page, block)
                elif isinstance(block, Question):
                    decide(project, block)
            except Problem as problem:
                yield problem
        asked = [block for block in page.blocks if isinstance(block, Question)]
        for number, question in enumerate(asked):
            if question in asked[:number]:
                yield question.choices.wrong("asks the same question twice")


def uncover(project: Project, page: Page, guess: Guess) -> None:
    """Raises Problem where what a guess covers does not decide, or stands elsewhere as well."""
    covers = guess.covers
    if [embed.anchor for embed in page.embeds if embed.example].count(covers.anchor) > 1:
        raise covers.wrong(f"covers {covers.title}, which the page shows twice")
    for link in page.measured:
        target = target_of(page.path, link.page), link.anchor
        if target == (page.path, covers.anchor) and link.line < covers.line:
            message = f"covers {covers.title}, but line {link.line} gives its {link.text} away; "
            raise covers.wrong(message + "say that below the guess")
    if (output := output_of(project, covers)) is not None:
        telling(guess, output)


def output_of(project: Project, embed: Embed) -> str | None:
    """What a block prints; None where that is wrong in itself, which is told elsewhere."""
    try:
        return show(project, embed).output
    except Problem:
        return None


def decide(project: Project, asked: Question) -> None:
    """Raises Problem where a question's choices compare what its proof does not decide."""
    embed = output_behind(project, asked)  # without one the link is dead, which is told elsewhere
    output = output_of(project, embed) if embed else None
    message = ""
    if embed and output == "":
        message = f"has {embed.title} as proof, which prints nothing"
    elif asked.choices.compared and not (asked.place and asked.place[1].startswith("out-")):
        message = "has choices with  holds  and no output as proof; write  proof: '#out-...'"
    if message:
        raise asked.choices.wrong(message, asked.proof.line)
    if output:
        asked.choices.right(output)


def output_behind(project: Project, asked: Question) -> Embed | None:
    """The block whose output proves the answer, if one does."""
    if not asked.place:
        return None
    target = target_of(asked.page, asked.place[0])
    shown = page_of(project, target).embeds if project.has(target) else []
    return next((it for it in shown if it.example and it.anchor == asked.place[1]), None)


def link(project: Project, asked: Question) -> str:
    """The HTML of the link to what proves the answer: its text says what stands there."""
    if not asked.bare or not asked.place:
        return inline(asked.proof)
    target = target_of(asked.page, asked.place[0])
    there = page_of(project, target)
    where = "" if target == asked.page else f"on the page “{there.title}”"
    if embed := output_behind(project, asked):
        said = ["what", embed.source, "printed"]
    elif heading := there.headings.get(asked.place[1]):
        said = [f"“{heading}”"]
    else:
        said = [] if where else ["what stands there"]
    text = escape(" ".join([*said, where]).strip().removeprefix("on "), quote=False)
    return f'<a href="{asked.proof.markdown}">{text}</a>'
