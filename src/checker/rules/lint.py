"""What must hold between pages, examples and records: one rule after the other, by `RULES`.

A rule is a function of the project and all its pages that yields Problems. A new one is a function
here or in a module of its own, and an entry in `RULES`.
"""

import re
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import replace

from checker.pages import buttons, glossary, numbers, style, traces
from checker.pages.addresses import FILE as MENU
from checker.pages.embed import Embed, embeds_of
from checker.pages.figures import faults_of
from checker.pages.markdown import Prose
from checker.pages.page import Page
from checker.pages.reading import site_of
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.rules import dead_addresses, lessons, measured, replaced, unknown_names
from checker.rules.claims import claims
from checker.rules.exchanged_facts import exchanges
from checker.running import recipe
from checker.running.example import cut, names_of
from checker.running.picture import read_pictures
from checker.running.record import read_record

TITLE = re.compile(r"(?m)^(?:site_name|site_description): (.*)|^ +- ([^\n]+?):(?: \S+\.\w+)?$")
OTHER_ENDINGS = (".htm", ".html", ".markdown", ".mdown", ".mkd", ".mkdn")  # published, too

Rule = Callable[[Project, list[Page]], Iterable[Problem]]


def lint(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Apply each rule. One that cannot go on raises its last Problem."""
    for rule in RULES:
        try:
            yield from rule(project, pages)
        except Problem as problem:
            yield problem


def faults_of_pages(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """The Problems of each page's source by itself, and of each block by its own kind."""
    site = site_of(project)
    for page in pages:
        yield from page.problems
        for block in page.blocks:
            try:
                block.ids(site)  # raises where they cannot be known
                yield from block.problems(site)
            except Problem as problem:
                yield problem


def unread_titles(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Files that MkDocs would publish unread, and faults in the titles of the menu."""
    for ending in OTHER_ENDINGS:
        for path in project.files("docs", ending):
            message = "would be published unchecked; write pages in files that end in .md"
            yield Problem(WRONG_PAGE, path, None, message)
    text = project.text(MENU) if project.has(MENU) else ""
    for said in TITLE.finditer(text):
        title = Prose(text.count("\n", 0, said.start()) + 1, said[1] or said[2], "heading")
        for _, message in [*style.faults_in(title), *numbers.faults_in(title)]:
            yield Problem(WRONG_PAGE, MENU, title.line, message)


def faults_of_lists(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """What is wrong with the glossary, and with the list of what a browser can run."""
    yield from buttons.problems(project)
    list(glossary.terms(project))  # raises what is wrong


def broken_embeds(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Blocks that cannot be shown, outputs that a page shows twice, and two outputs with one id."""
    known: dict[tuple[str, str], Embed] = {}
    for embed in embeds_of(*pages):
        try:
            embed.show(project)
        except Problem as problem:
            yield problem
            continue
        if embed.example:
            first = known.setdefault((embed.page, embed.anchor), embed)
            if first.title != embed.title:
                both = f"{first.title} and {embed.title}"
                yield embed.wrong(f"gives the same id, #{embed.anchor}, to {both}; rename one")
            elif first is not embed:
                shown = f"which line {first.line} already shows"
                yield embed.wrong(f"shows {embed.title}, {shown}; link to that")


def false_figures(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Figures whose words say a number that their example did not print, or link to no page."""
    for embed in embeds_of(*pages):
        if shown := embed.show_unless_broken(project):
            printed = read_record(project, embed.example)[1] if shown.figures else ""
            for svg in shown.figures:
                for fault in faults_of(project, svg, embed.source, printed):
                    yield embed.wrong(fault)


def unshown_examples(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Examples that no page shows, and parts of their output that no page shows."""
    unread = "\n".join(page.unread for page in pages)  # may show what no other page does
    embeds = embeds_of(*pages)
    broken = {embed.example for embed in embeds if not embed.show_unless_broken(project)}
    shown: dict[str, set[str | None]] = {}
    for embed in embeds:
        shown.setdefault(embed.example, set()).add(embed.region)
    for name in names_of(project):
        if f"{name}.py" not in unread and name not in broken:
            yield from unshown(project, name, shown.get(name, set()))


def unshown(project: Project, name: str, shown: set[str | None]) -> Iterator[Problem]:
    """The Problems of an example that no page shows, or that pages show only in part."""
    path = f"examples/{name}.py"
    if not shown:
        yield Problem(WRONG_PAGE, path, None, "isn't shown on any page")
    elif None not in shown:
        outputs = cut(*read_record(project, name))
        left: set[str | None] = {region for region in outputs if region}
        if len(outputs[None]) > sum(len(outputs[region]) for region in left):
            left.add(None)
        left |= {picture.region for picture in read_pictures(project, name)}
        for region in sorted(left - shown, key=str):
            where = f"in [{region}]" if region else "outside its regions"
            message = f"prints or draws something {where} that no page shows"
            yield Problem(WRONG_PAGE, path, None, message)


def stray_records(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Records and weights without their example, and weights that an example lacks."""
    names = names_of(project)
    made = f"has weights that no recipe saves; remove it, or call {project.settings.save}"
    for ending, keeps, message in (
        (".out", None, "is a record without its example; remove it"),
        (".svg", None, "is a picture without its example; remove it"),
        (".npz", recipe.saves, made),
        (".json", recipe.slow, "is a record that belongs to no slow example; remove it"),
    ):
        for found in names_of(project, ending):
            name = found.rpartition(".")[0] if ending == ".svg" else found
            is_kept = name in names and (not keeps or keeps(project, name))
            if not is_kept and not found.endswith(".trace"):  # which `traces.left_over` reads
                yield Problem(WRONG_PAGE, f"examples/{found}{ending}", None, message)
    for name in names:
        yield from recipe.wrong_loads(project, name)
    list(recipe.in_order(project, names))  # raises what is wrong


RULES: tuple[Rule, ...] = (
    broken_embeds,
    measured.false_numbers,
    measured.unshown_quantities,
    exchanges,
    replaced.moved_choices,
    replaced.moved_examples,
    replaced.other_columns,
    replaced.admissions,
    replaced.formulas,
    claims,
    faults_of_pages,
    false_figures,
    dead_addresses.dead_links,
    unread_titles,
    lessons.problems,
    dead_addresses.moves,
    dead_addresses.lost_addresses,
    faults_of_lists,
    unknown_names.unknown_names,
    unshown_examples,
    stray_records,
    traces.left_over,
)


def on_page(
    problem: Problem, pages: Iterable[Page], regions: Container[str | None] = ()
) -> Problem:
    """Move a problem about an example to the line of the page that shows the example."""
    about = [embed for embed in embeds_of(*pages) if embed.source == problem.path]
    if problem.line or not about:
        return problem
    embed = next((embed for embed in about if embed.region in regions), about[0])
    if embed.page == embed.source:  # a lab shows itself
        return replace(problem, line=embed.line if embed.region in regions else None)
    which = "whose" if problem.message.startswith(("output", "picture", "weights")) else "which"
    message = f"shows  {embed.title}  {which} {problem.message}"
    return replace(problem, path=embed.page, line=embed.line, message=message)
