"""Where pages are, in the sources and in the built site, and what `mkdocs.yml` says about both."""

import re
from posixpath import dirname, join, normpath, relpath
from typing import Any

import yaml

from checker.once import once_per_project
from checker.project import Project

FILE = "mkdocs.yml"
PAGE = re.compile(r'[^":#<>]+\.(?:md|ipynb)')  # how a page links to another
SOURCE_LINK = re.compile(
    rf'(?P<before><a\b[^<>]* href=")(?P<page>{PAGE.pattern})(?P<anchor>(?:#[^"]*)?)(?=")'
)


class Loader(yaml.SafeLoader):  # type: ignore[misc]  # PyYAML has no types
    """A loader that skips what only MkDocs understands, such as `!!python/name`."""


Loader.add_multi_constructor("", lambda loader, tag, node: None)


def site_address(project: Project) -> str:
    """The site's own address, which ends with a slash; empty where none is given."""
    address = settings(project).get("site_url")
    return f"{address.rstrip('/')}/" if address else ""


def repository(project: Project) -> str:
    """The repository's address, without a slash at its end; empty where none is given."""
    address = settings(project).get("repo_url")
    return address.rstrip("/") if address else ""


def site_name(project: Project) -> str:
    """The site's name; empty where none is given."""
    return str(settings(project).get("site_name") or "")


def book_name(project: Project) -> str:
    """The name of the whole book's files, without an ending: `how-language-models-work`."""
    title = site_name(project) or "site"
    return re.sub(r"\W+", "-", title.lower()).strip("-")


def book_files(project: Project) -> list[str]:
    """The files of the book, which a deployment adds to a built site."""
    name = book_name(project)
    return [
        f"book/{file}" for file in (f"{name}.epub", f"{name}.pdf", f"{name}-site.zip", "SHA256SUMS")
    ]


def source_link(project: Project, path: str, lines: str, text: str) -> str:
    """The HTML of a link to lines of a file, like `#L3-L9`; plain text without a repository."""
    here = repository(project)
    to = f' href="{here}/blob/main/{path}{lines}"' if here else ""
    return f'<a class="source"{to} data-search-exclude="">{text}</a>'


@once_per_project
def settings(project: Project) -> dict[str, Any]:
    """The settings in `mkdocs.yml`."""
    return dict(yaml.load(project.text(FILE), Loader) or {})


def address(path: str) -> str:
    """Where a page is published: `docs/lesson/tokens.md` at `lesson/tokens/index.html`."""
    page = re.sub(r"^(docs|examples)/|\.(md|py)$", "", path)
    folder, _, name = page.rpartition("/")
    page = folder if name in ("index", "README") else page
    return f"{page}/index.html".removeprefix("/")


def is_lesson(project: Project, path: str) -> bool:
    """Whether a page is a lesson, which says how long it takes and links terms to the glossary."""
    return path.startswith(f"{project.settings.lessons}/")


def slug_of(project: Project, path: str) -> str:
    """The slug of a lesson: `next-token`."""
    return path.removeprefix(f"{project.settings.lessons}/").removesuffix(".md")


def target_of(path: str, link: str) -> str:
    """The source that a link in `path` leads to; links to a lab name its notebook."""
    target = normpath(join(dirname(path), link)) if link else path
    return re.sub(r"^docs/(.+)\.ipynb$", r"examples/\1.py", target)


def notebook_of(lab: str) -> str:
    """The notebook by which pages in docs/ link to a lab, like `labs/train.ipynb`."""
    return re.sub(r"^examples/(.+)\.py$", r"\1.ipynb", lab)


def in_docs(here: str, there: str) -> str:
    """The relative link from one page to another in their sources."""
    return relpath(there, dirname(here))


def in_site(here: str, there: str) -> str:
    """The relative link from one page to another in the built site."""
    return f"{relpath(dirname(address(there)) or '.', dirname(address(here)) or '.')}/"


def published(page: str, html: str) -> str:
    """The HTML of a page, with links between sources turned into links of the built site."""

    def link(found: re.Match[str]) -> str:
        target = target_of(page, found["page"])
        itself = target == page and found["anchor"]
        return found["before"] + ("" if itself else in_site(page, target)) + found["anchor"]

    return SOURCE_LINK.sub(link, html)
