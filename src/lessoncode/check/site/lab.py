"""A lab: an example in `examples/labs/` that is published as a notebook, too.

Its script marks its cells as editors and Jupytext do, and runs like any example. The notebook is
made of these cells and of what they printed; `hooks/labs.py` gives it to MkDocs. Zensical, which
ignores hooks, has no labs.
"""

import re
from pathlib import Path
from typing import Any

import nbformat
from nbformat import v4

from lessoncode.check.pages.addresses import address, target_of
from lessoncode.check.pages.blocks import source
from lessoncode.check.pages.embed import Embed, proven
from lessoncode.check.pages.links import LINK
from lessoncode.check.pages.reading import embed_of, prose
from lessoncode.check.project import Project
from lessoncode.check.running.example import cells_of, read_script

RUN = """
<a href="{site}labs/{name}/{name}.ipynb" download>Download this lab as a notebook</a>. To run it, \
save it in a clone of the project in which `make site` has run, say \
`.venv/bin/python -m pip install jupyterlab` once, and open it with \
`.venv/bin/jupyter lab {name}.ipynb`. Any other editor of notebooks will do that runs it with \
`.venv/bin/python`; [more on the labs]({site}labs/).\
"""


def notebook(project: Project, path: str, site: str) -> str:
    """A lab with what its last run printed; its links lead to `site`, wherever it is opened.

    Raises Problem where no run stands behind it.
    """
    text, _ = read_script(project, path)
    cells: list[Any] = []
    count = 0
    for cell in cells_of(path, text):
        if cell.name:
            count += 1
            cells.append(code_cell(project, embed_of(path, cell), count))
        else:
            said = "\n".join(prose(text, cell)).strip("\n")
            said = LINK.sub(lambda link: site + web_address(path, link), said)
            said += "" if cells else "\n" + RUN.format(site=site, name=Path(path).stem)
            cells.append(v4.new_markdown_cell(said, id=f"text-{len(cells)}"))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return str(nbformat.writes(v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})))


def code_cell(project: Project, embed: Embed, count: int) -> Any:
    """A cell with what it printed and drew."""
    shown = proven(project, embed)
    outputs = [v4.new_output("stream", text=shown.output)] if shown.output else []
    outputs += [v4.new_output("display_data", {"image/svg+xml": svg}) for svg in shown.figures]
    content = {"id": embed.region, "outputs": outputs, "execution_count": count}
    link = source(project, embed, shown.code)
    about = {"example": f"{embed.example}.py", "anchor": embed.anchor, "source": link}
    return v4.new_code_cell(shown.code, metadata=about, **content)


def web_address(path: str, link: re.Match[str]) -> str:
    """Where a link of a lab leads, below the site's address."""
    return address(target_of(path, link[1])).removesuffix("index.html") + (link[2] or "")
