"""What leads from old addresses to new ones, by `moved.yml`: links on a page, and stubs."""

from collections.abc import Callable

from checker.pages import labels
from checker.pages.addresses import address, in_site
from checker.pages.moved import old_ids, read_moved
from checker.project import Project

# Its script follows an id, too, before the browser refreshes.
STUB = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Moved</title>
<link rel="canonical" href="{link}">
<meta http-equiv="refresh" content="0; url={link}">
</head>
<body>
<p>This page has moved: <a href="{link}">here it is</a>.</p>
{links}
<script>
const link = document.getElementById(decodeURIComponent(location.hash.slice(1)));
location.replace(link ? link.href : document.links[0].href + location.hash);
</script>
</body>
</html>
"""


def links_on(project: Project, page: str, link: Callable[[str, str], str]) -> str:
    """A paragraph with the former ids of a page, each a link to its new place on another page.

    `link` gives the link from one page to another.
    """
    moved = [(old, new) for old, new in old_ids(project, page).items() if new[0] != page]
    links = [f'<a id="{old}" href="{link(page, to)}#{new}">{old}</a>' for old, (to, new) in moved]
    said = labels.MOVED_FROM_HERE.format(", ".join(links))
    return f'<p class="moved" data-search-exclude="">{said}</p>' if links else ""


def stubs(project: Project) -> dict[str, str]:
    """The pages at old addresses, by their path in a built site."""
    found = {}
    for old, new in read_moved(project).pages.items():
        before, now = f"docs/{old}.md", f"docs/{new}.md"
        links = links_on(project, before, in_site)
        found[address(before)] = STUB.format(link=in_site(before, now), links=links)
    return found
