"""Addresses that the last release published: what is called otherwise since then is in `moved.yml`.

Until there is a release, addresses may change freely.
"""

from collections.abc import Iterator

from checker.pages.moved import FILE, name_of, read_moved
from checker.pages.page import Page, read_page
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
        ids = before.ids | {embed.anchor for embed in before.embeds if embed.example}
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
