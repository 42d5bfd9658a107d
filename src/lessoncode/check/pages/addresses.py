"""Where the site and its sources are published, by `mkdocs.yml`."""

from functools import cache
from typing import Any

from lessoncode.check.project import Project


def site_address(project: Project) -> str:
    """The site's own address, which ends with a slash; empty where none is given."""
    address = settings(project.text("mkdocs.yml")).get("site_url")
    return f"{address.rstrip('/')}/" if address else ""


def source_link(project: Project, path: str, lines: str, text: str) -> str:
    """The HTML of a link to lines of a file, like `#L3-L9`; plain text without a repository."""
    repository = settings(project.text("mkdocs.yml")).get("repo_url")
    to = f' href="{repository.rstrip("/")}/blob/main/{path}{lines}"' if repository else ""
    return f'<a class="source"{to} data-search-exclude="">{text}</a>'


@cache
def settings(text: str) -> dict[str, Any]:
    """What a `mkdocs.yml` says."""
    from mkdocs.utils.yaml import yaml_load  # slow to load, and `check` needs no address

    return dict(yaml_load(text) or {})
