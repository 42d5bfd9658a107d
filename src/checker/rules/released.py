"""Addresses that the last release published: what is called otherwise since then is in `moved.yml`.

Until there is a release, addresses may change freely. What `moved.yml` says has to be true anyway.
"""

from collections.abc import Iterator

from checker.pages.embed import embeds_of
from checker.pages.moved import FILE, name_of, place, read_moved
from checker.pages.page import Page
from checker.pages.reading import read_page
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.rules.deadlinks import ids_of


def lost_addresses(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Pages, headings and outputs of the last release that are gone and that nothing leads from."""
    if not (release := project.last_release):
        return
    arguments = ("--relative", "--name-status", "-M", "--diff-filter=MRD", release)
    listed = project.git("diff", *arguments, "--", "docs/*.md")
    changed = {old: new for _, old, *new in (row.split("\t") for row in listed.splitlines())}
    for old in changed:
        now = old if project.has(old) else f"docs/{went(project, old)}.md"
        if not project.has(now):
            to = name_of("".join(changed[old]) or "NEW")
            what = f"lacks {old}, a page of {release}; write below  pages:  {name_of(old)}: {to}"
            yield Problem(WRONG_PAGE, FILE, None, what)
            continue
        before = read_page(old, project.git("show", f"{release}:./{old}"))
        ids = before.ids | {embed.anchor for embed in embeds_of(before) if embed.example}
        there = ids_of(project, now)
        for lost in sorted(ids - there if there is not None else ()):
            what = f"lacks #{lost}, which {old} had in {release}; write below  anchors:  "
            what += f"{name_of(old)}:  and there  {lost}: {name_of(now)}#NEW"
            yield Problem(WRONG_PAGE, FILE, None, what)


def went(project: Project, page: str) -> str:
    """How `moved.yml` names the page that a page has become; empty where it says nothing."""
    try:
        return read_moved(project).pages.get(name_of(page), "")
    except Problem:  # another rule finds it
        return ""


def moves(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Lines of `moved.yml` that lead to nothing, or from a page that is there."""
    try:
        moved = read_moved(project)
    except Problem as problem:
        yield problem
        return
    there = {name_of(page.path) for page in pages}
    wrong = [(old, "is there, and cannot have moved") for old in moved.pages if old in there]
    lost = [(old, new) for old, new in moved.pages.items() if new not in there]
    wrong += [(old, f"leads to {new}, which isn't a page") for old, new in lost]
    ids = {page.path: page.ids | {embed.anchor for embed in embeds_of(page)} for page in pages}
    for page, anchors in moved.anchors.items():
        if page not in there and page not in moved.pages:
            wrong.append((page, "isn't a page, and isn't among  pages"))
        for old, new in anchors.items():
            to, anchor = place(old, new)
            if old in ids.get(f"docs/{page}.md", ()):
                wrong.append((old, f"is on {page}, and cannot have moved"))
            elif anchor not in ids.get(to, ()):
                wrong.append((old, f"leads to {to}#{anchor}, which doesn't exist"))
    lines = project.text(FILE).split("\n") if wrong else []
    for old, message in wrong:
        line = next((n for n, line in enumerate(lines, 1) if f"{old}:" in line), None)
        yield Problem(WRONG_PAGE, FILE, line, f"{old} {message}")
