"""All files that a site has beside its pages, for what writes them and what proves them.

extra_files.write(site, beside.contents(project))
"""

from checker.project import Project
from checker.site import as_markdown, feed, in_browser, old_addresses, package, sharing
from checker.site.extra_files import Content

FOLDERS = (in_browser.RUN, package.FOLDER, sharing.FOLDER)  # which contain nothing else


def contents(project: Project) -> dict[str, Content]:
    """Each file, by its path in a built site. Raises Problem."""
    texts = old_addresses.stubs(project) | feed.feed(project) | as_markdown.made(project)
    found: dict[str, Content] = {**texts}
    run = in_browser.contents(project) if project.runs_in_browser else {}
    inside = (run, package.contents(project), sharing.pictures(project))
    for folder, files in zip(FOLDERS, inside, strict=True):
        found |= {f"{folder}/{name}": content for name, content in files.items()}
    return found
