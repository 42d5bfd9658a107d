"""What must hold between pages, examples and records."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace

from checker.pages import (
    alternatives,
    api,
    buttons,
    comments,
    deadlinks,
    evidence,
    exercise,
    glossary,
    lessons,
    menu,
    moved,
)
from checker.pages.addresses import target_of
from checker.pages.embed import Embed, Shown, show
from checker.pages.page import Page
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.running import cache, recipe
from checker.running.example import cut, names_of
from checker.running.record import read_record

Outputs = dict[tuple[str, str], tuple[Embed, Shown | None]]  # by page and id; None: broken


def lint(project: Project, pages: list[Page]) -> list[Problem]:
    """Every problem of pages, of examples and outputs that none shows, of records left over."""
    outputs: Outputs = {}
    problems = list(show_all(project, pages, outputs))
    problems += measured(pages, outputs)
    problems += [problem for page in pages for problem in page.problems]
    whole = [(embed, shown) for embed, shown in outputs.values() if shown]
    problems += alternatives.problems(project, whole)
    problems += [*deadlinks.problems(project, pages), *menu.problems(project, pages)]
    problems += evidence.problems(project, pages)
    problems += exercise.problems(project, [block for page in pages for block in page.blocks])
    problems += [*lessons.problems(project, pages), *comments.problems(project)]
    references = [b for page in pages for b in page.blocks if isinstance(b, api.Reference)]
    problems += api.problems(project, references)
    problems += [*glossary.problems(project), *moved.problems(project, pages)]
    problems += buttons.problems(project)
    unread = "\n".join(page.unread for page in pages)  # may show what else no page does
    embeds = [embed for page in pages for embed in page.embeds]
    broken = {embed.example for embed, shown in outputs.values() if not shown}
    for name in names_of(project):
        if f"{name}.py" not in unread and name not in broken:
            shown = {embed.region for embed in embeds if embed.example == name}
            problems += hidden(project, name, shown)
    return [*problems, *records(project)]


def show_all(project: Project, pages: list[Page], outputs: Outputs) -> Iterator[Problem]:
    """Enter into `outputs` what each block shows; yields those that cannot be shown."""
    for embed in (embed for page in pages for embed in page.embeds):
        try:
            shown = show(project, embed)
        except Problem as problem:
            yield problem
            outputs[embed.page, embed.anchor] = embed, None
            continue
        if embed.example:
            first, _ = outputs.setdefault((embed.page, embed.anchor), (embed, shown))
            if first.title != embed.title:
                both = f"{first.title} and {embed.title}"
                yield embed.wrong(f"gives one id, #{embed.anchor}, to {both}")


def measured(pages: list[Page], outputs: Outputs) -> Iterator[Problem]:
    """Measured links that do not lead to one number of an output."""
    unread = {page.path for page in pages if page.unread}
    for page in pages:
        for link in page.measured:
            target = target_of(page.path, link.page)
            if found := outputs.get((target, link.anchor)):
                _, shown = found
                wrong = link.wrong(shown.output) if shown else None  # what is broken is told above
            else:
                message = f"links {link.text!r} to #{link.anchor}, an output that {target}"
                wrong = None if target in unread else (f"{message} does not show", "")
            if wrong:
                yield Problem(WRONG_PAGE, page.path, link.line, *wrong)


def records(project: Project) -> Iterator[Problem]:
    """Records and weights without their example, and weights that an example lacks."""
    names = names_of(project)
    for name in names_of(project, ".out"):
        if name not in names:
            message = "is a record without its example"
            yield Problem(WRONG_PAGE, f"examples/{name}.out", None, message)
    for name in names_of(project, ".npz"):
        if name not in names or not recipe.saves(project, name):
            message = "holds weights that no recipe makes; remove it, or call "
            message += project.settings.save
            yield Problem(WRONG_PAGE, f"examples/{name}.npz", None, message)
    for name in names:
        yield from recipe.missing(project, name)
    try:
        list(recipe.in_order(project, names))
    except Problem as problem:
        yield problem


def hidden(project: Project, name: str, shown: set[str | None]) -> Iterator[Problem]:
    """An example that no page shows, or what of its output none does."""
    path = f"examples/{name}.py"
    if not shown:
        yield Problem(WRONG_PAGE, path, None, "is shown by no page")
    elif None not in shown:
        try:
            outputs = cut(*read_record(project, name))
        except Problem:  # told where it is shown
            return
        left: set[str | None] = {region for region in outputs if region}
        if len(outputs[None]) > sum(len(outputs[region]) for region in left):
            left.add(None)
        printed = cache.load(project, name)
        left |= {region for region, _ in printed.figures} if printed else set()
        for region in sorted(left - shown, key=str):
            where = f"in [{region}]" if region else "outside its regions"
            yield Problem(WRONG_PAGE, path, None, f"prints or draws {where} what no page shows")


def on_page(
    problem: Problem, pages: Iterable[Page], regions: Container[str | None] = ()
) -> Problem:
    """The same problem, named at the line of the page that shows the example it is about."""
    about = [embed for page in pages for embed in page.embeds if embed.source == problem.path]
    if problem.line or not about:
        return problem
    embed = next((embed for embed in about if embed.region in regions), about[0])
    if embed.page == embed.source:  # a lab shows itself
        return replace(problem, line=embed.line if embed.region in regions else None)
    which = "whose" if problem.message.startswith(("output", "weights")) else "which"
    message = f"shows  {embed.title}  {which} {problem.message}"
    return replace(problem, path=embed.page, line=embed.line, message=message)
