"""The reference of a module: what it says of itself, taken from its source."""

from dataclasses import dataclass
from typing import Self

from checker.pages.addresses import source_link
from checker.pages.api import Entry, block_html, entries, pre
from checker.pages.page import Block, Code, Site, fenced
from checker.problem import Problem
from checker.project import Project


@dataclass(frozen=True)
class Reference(Block):
    """The reference of a module: its docstring, and all that is public in it.

        ```api
        lessoncode/text/bpe.py
        ```

    The page shows the module's docstring and constants, then how every public class, method and
    function is written, with its docstring. A method without a docstring appears in its class. The
    ids are like `bpe.BPE.encode`. Each module of the library has one page of the reference.
    """

    source: str

    @classmethod
    def read(cls, page: str, line: int, body: str) -> Self:
        return cls(page, line, f"src/{body.strip()}")

    def files(self, project: Project) -> list[str]:
        return [self.source]

    def entries(self, project: Project) -> list[Entry]:
        """The module and its definitions. Raises Problem where it is not there."""
        if not project.has(self.source):
            raise self.wrong(f"shows {self.source}, which doesn't exist")
        return entries(project, self.source)

    def ids(self, site: Site) -> list[str]:
        return [entry.id for entry in self.entries(site.project)]

    def problems(self, site: Site) -> list[Problem]:
        """Find out whether the module is there; `entries` raises the Problem."""
        self.entries(site.project)
        return []

    def html(self, site: Site, code: Code) -> str:
        parts = [f'<div class="api" data-api="{self.source}">']
        for entry in self.entries(site.project):
            name = entry.id.partition(".")[2]
            level = 3 + name.count(".")
            parts += [f'<h{level} id="{entry.id}">{name}</h{level}>'] if name else []
            where = f"line {entry.line}" if name else self.source
            parts.append(source_link(site.project, self.source, f"#L{entry.line}", where))
            said = [block_html(text) for text in entry.doc.split("\n\n") if text.strip()]
            written = [pre(entry.code.rstrip())] if entry.code.strip() else []
            parts += [*written, *said] if name else [*said, *written]
        return "\n".join([*parts, "</div>"])

    def markdown(self, site: Site) -> str:
        found = self.entries(site.project)
        return "\n\n".join(f"{fenced(it.code, 'python')}\n\n{it.doc}" for it in found)
