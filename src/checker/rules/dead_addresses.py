"""Addresses that lead nowhere: in links, in the last release and in `moved.yml`.

Until there is a release, addresses may change freely; then `moved.yml` must say where they went.
"""

from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import unquote

from checker.once import once_per_project
from checker.pages.addresses import target_of
from checker.pages.embed import embeds_of
from checker.pages.moved import FILE, name_of, old_ids, place, read_moved
from checker.pages.page import Page
from checker.pages.reading import page_of, read_page, site_of
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.running.example import is_lab


def dead_links(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Links to pages and files that don't exist, and to ids that their page does not have."""
    there = {page.path for page in pages}
    for page in pages:
        for link in page.links:
            target, anchor = unquote(target_of(page.path, link.page)), unquote(link.anchor)
            ids = ids_of(project, target) if anchor and target in there else None
            published = target.startswith("docs/") or is_lab(project, target)
            if not project.has(target) or not published:
                message = f"links to {link.page}, which doesn't exist"
            elif ids is not None and anchor not in ids:
                message = f"links to #{link.anchor}, which {target} doesn't have"
            else:
                continue
            yield Problem(WRONG_PAGE, page.path, link.line, message)


@once_per_project
def ids_of(project: Project, path: str) -> set[str] | None:
    """All ids that a page has or had once; None where they cannot be known."""
    page, site = page_of(project, path), site_of(project)
    if page.unread or is_lab(project, path):  # a notebook's headings get ids of their own
        return None
    with suppress(Problem):  # another rule finds it
        return page.ids.union(
            old_ids(project, path),
            *(block.ids(site) for block in page.blocks),
        )
    return None


def lost_addresses(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Pages, headings and outputs of the last release that are gone and not in `moved.yml`."""
    if not (release := project.last_release):
        return
    arguments = ("--relative", "--name-status", "-M", "--diff-filter=MRD", release)
    listed = project.git("diff", *arguments, "--", "docs/*.md")
    changed = {old: new for _, old, *new in (row.split("\t") for row in listed.splitlines())}
    for old in changed:
        went = read_moved(project).pages.get(name_of(old), "")
        now = old if project.has(old) else f"docs/{went}.md"
        if not project.has(now):
            to = name_of("".join(changed[old]) or "NEW")
            what = f"lacks {old}, a page in {release}; write below  pages:  {name_of(old)}: {to}"
            yield Problem(WRONG_PAGE, FILE, None, what)
            continue
        before = read_page(old, project.git("show", f"{release}:./{old}"))
        ids = before.ids | {embed.anchor for embed in embeds_of(before) if embed.example}
        there = ids_of(project, now)
        for lost in sorted(ids - there if there is not None else ()):
            what = f"lacks #{lost}, which {old} had in {release}; write below  anchors:  "
            what += f"{name_of(old)}:  and below that  {lost}: {name_of(now)}#NEW"
            yield Problem(WRONG_PAGE, FILE, None, what)


def moves(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Lines of `moved.yml` that lead to nothing, or from an address that still exists."""
    moved = read_moved(project)
    there = {name_of(page.path) for page in pages}
    wrong = [(old, "still exists, so it can't have moved") for old in moved.pages if old in there]
    lost = [(old, new) for old, new in moved.pages.items() if new not in there]
    wrong += [(old, f"leads to {new}, which isn't a page") for old, new in lost]
    ids = {page.path: page.ids | {embed.anchor for embed in embeds_of(page)} for page in pages}
    for page, anchors in moved.anchors.items():
        if page not in there and page not in moved.pages:
            wrong.append((page, "isn't a page, and isn't listed below  pages"))
        for old, new in anchors.items():
            to, anchor = place(old, new)
            if old in ids.get(f"docs/{page}.md", ()):
                wrong.append((old, f"is still on {page}, so it can't have moved"))
            elif anchor not in ids.get(to, ()):
                wrong.append((old, f"leads to {to}#{anchor}, which doesn't exist"))
    lines = project.text(FILE).split("\n") if wrong else []
    for old, message in wrong:
        line = next((n for n, line in enumerate(lines, 1) if f"{old}:" in line), None)
        yield Problem(WRONG_PAGE, FILE, line, f"{old} {message}")
