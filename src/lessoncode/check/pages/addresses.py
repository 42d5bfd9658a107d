"""What `mkdocs.yml` says: where the site and its sources are published, and the menu."""

from functools import cache
from typing import Any

import yaml

from lessoncode.check.project import Project

FILE = "mkdocs.yml"


class Loader(yaml.SafeLoader):  # type: ignore[misc]  # PyYAML has no types
    """A loader that passes over what only MkDocs understands, such as `!!python/name`."""


Loader.add_multi_constructor("", lambda loader, tag, node: None)


def site_address(project: Project) -> str:
    """The site's own address, which ends with a slash; empty where none is given."""
    address = settings(project.text(FILE)).get("site_url")
    return f"{address.rstrip('/')}/" if address else ""


def source_link(project: Project, path: str, lines: str, text: str) -> str:
    """The HTML of a link to lines of a file, like `#L3-L9`; plain text without a repository."""
    repository = settings(project.text(FILE)).get("repo_url")
    to = f' href="{repository.rstrip("/")}/blob/main/{path}{lines}"' if repository else ""
    return f'<a class="source"{to} data-search-exclude="">{text}</a>'


@cache
def settings(text: str) -> dict[str, Any]:
    """What a `mkdocs.yml` says."""
    return dict(yaml.load(text, Loader) or {})
