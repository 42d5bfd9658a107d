"""What must hold between pages, examples and records."""

from collections.abc import Container, Iterator
from dataclasses import replace

from lessoncode.check import api, cache, glossary, moved, recipe
from lessoncode.check.embed import Embed, show
from lessoncode.check.example import cut, names_of
from lessoncode.check.page import Page, stands_in, target_of
from lessoncode.check.problem import WRONG_PAGE, Problem
from lessoncode.check.project import Project
from lessoncode.check.record import read_record


def lint(project: Project, pages: list[Page]) -> list[Problem]:
    """Every problem of pages, of examples and outputs that none shows, of records left over."""
    problems: list[Problem] = []
    broken: set[tuple[str, str]] = set()
    outputs: dict[tuple[str, str], tuple[Embed, str]] = {}  # by page and id
    embeds = [embed for page in pages for embed in page.embeds]
    for embed in embeds:
        try:
            shown = show(project, embed)
        except Problem as problem:
            problems.append(problem)
            broken.add((embed.page, embed.anchor))
            continue
        if embed.example:
            first, _ = outputs.setdefault((embed.page, embed.anchor), (embed, shown.output))
            if first.title != embed.title:
                both = f"{first.title} and {embed.title}"
                problems.append(embed.wrong(f"gives one id, #{embed.anchor}, to {both}"))
    for page in pages:
        for link in page.links:
            target = target_of(page.path, link.page)
            says = f"links {link.text!r} to #{link.anchor}"
            if (target, link.anchor) in broken:
                continue
            _, output = outputs.get((target, link.anchor), (None, None))
            if output is None:
                page.wrong(link.line, f"{says}, an output that {target} does not show")
            elif not stands_in(link.text, output):
                page.wrong(link.line, f"{says}, where only this stands:", output or "(nothing)")
        problems += page.problems
    references = [b for page in pages for b in page.blocks if isinstance(b, api.Reference)]
    problems += [*api.problems(project, references), *glossary.problems(project)]
    problems += moved.problems(project, pages)
    names = names_of(project)
    for name in names:
        problems += hidden(
            project, name, {embed.region for embed in embeds if embed.example == name}
        )
    for name in names_of(project, ".out"):
        if name not in names:
            message = "is a record without its example"
            problems.append(Problem(WRONG_PAGE, f"examples/{name}.out", None, message))
    for name in names_of(project, ".npz"):
        if name not in names or not recipe.saves(project, name):
            message = "holds weights that no recipe makes; remove it, or call checkpoints.save"
            problems.append(Problem(WRONG_PAGE, f"examples/{name}.npz", None, message))
    problems += [problem for name in names for problem in recipe.missing(project, name)]
    try:
        list(recipe.in_order(project, names))
    except Problem as problem:
        problems.append(problem)
    return problems


def hidden(project: Project, name: str, shown: set[str | None]) -> Iterator[Problem]:
    """An example that no page shows, or what of its output none does."""
    path = f"examples/{name}.py"
    if not shown:
        yield Problem(WRONG_PAGE, path, None, "is shown by no page")
    elif None not in shown:
        outputs = cut(*read_record(project, name))
        left: set[str | None] = {region for region in outputs if region}
        if len(outputs[None]) > sum(len(outputs[region]) for region in left):
            left.add(None)
        printed = cache.load(project, name)
        left |= {region for region, _ in printed.figures} if printed else set()
        for region in sorted(left - shown, key=str):
            where = f"in [{region}]" if region else "outside its regions"
            yield Problem(WRONG_PAGE, path, None, f"prints or draws {where} what no page shows")


def on_page(problem: Problem, pages: list[Page], regions: Container[str | None] = ()) -> Problem:
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
