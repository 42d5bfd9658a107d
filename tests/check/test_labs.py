"""A lab's notebook: valid, the same in Jupyter's own runner, and proven on its page."""

import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from test_proof import Tamper, add, change_text, proven, remove, set_attribute, tampered
from tiny_site import environment, write_site

from checker import generated
from checker.project import Project

MKDOCS = """\
site_name: Toy
site_url: https://toy.example/at/
repo_url: https://github.com/toys/toy
theme: {name: material, font: false}
plugins:
  - mkdocs-jupyter: {include: ["labs/*.ipynb"], cache: false, include_source: true}
markdown_extensions: [checker.site.extension]
hooks: [hooks/labs.py]
"""
LAB = '''\
"""A loss falls, drawn by matplotlib."""

# %% [markdown]
# # A lab
#
# It ends at [0.25](#out-labs-fall--fall); see [the toy](../../docs/index.md#toy).

# %% start
from lessoncode import figure

losses = [1.0]

# %% [markdown]
# ## The loss & its fall

# %% fall
for step in range(2):
    losses.append(losses[-1] / 2)
    print("loss", losses[-1])

# %% draw
fig, axes = figure.canvas()
axes.plot(losses)
print("<drawn> &amp;")
figure.save(fig, "fall", "It falls.")
'''
PAGE, NOTEBOOK = "labs/fall/index.html", "labs/fall/fall.ipynb"
FALL, DRAW = (f'[data-example="labs/fall.py"][data-region="{cell}"]' for cell in ("fall", "draw"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a lab, its site built."""
    folder = tmp_path_factory.mktemp("built")
    root, temporary = folder / "project", folder / "temporary"
    temporary.mkdir()
    index = "# Toy\n\nThe lab ends at [0.25](labs/fall.ipynb#out-labs-fall--fall).\n"
    files = {"mkdocs.yml": MKDOCS, "docs/index.md": index, "examples/labs/fall.py": LAB}
    write_site(root, {**files, "docs/labs/index.md": "# Labs\n"})
    shutil.copytree(Path(__file__).parents[2] / "hooks", root / "hooks")
    for command in ("lessoncode accept", "lessoncode build"):
        subprocess.run(command.split(), cwd=root, env=environment(temporary), check=True)
    return root


def test_notebook_prints_the_same_in_jupyter(built: Path, tmp_path: Path) -> None:
    published = nbformat.read(built / "site" / NOTEBOOK, 4)
    nbformat.validate(published)
    again = nbformat.read(built / "site" / NOTEBOOK, 4)
    for cell in again.cells:
        cell.outputs = []
    where = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(again, coalesce_streams=True, resources=where).execute()
    shown = [
        [
            [output.get("text") or output["data"]["image/svg+xml"] for output in cell.outputs]
            for cell in notebook.cells
            if cell.cell_type == "code"
        ]
        for notebook in (published, again)
    ]
    assert shown[0] == shown[1]
    assert shown[0][1] == ["loss 0.5\nloss 0.25\n"] and "<svg" in shown[0][2][1]


def test_notebook_in_the_repository_has_no_outputs(built: Path) -> None:
    stored, published = (
        nbformat.read(built / path, 4) for path in ("examples/labs/fall.ipynb", f"site/{NOTEBOOK}")
    )
    nbformat.validate(stored)
    assert [cell.source for cell in stored.cells] == [cell.source for cell in published.cells]
    assert [cell.outputs for cell in stored.cells if cell.cell_type == "code"] == [[], [], []]
    colab = "https://colab.research.google.com/github/toys/toy/blob/main/examples/labs/fall.ipynb"
    assert f"[Open in Colab]({colab})" in stored.cells[0].source


def test_notebook_that_is_not_made_of_its_script_is_told_and_mended(built: Path) -> None:
    path, other = built / "examples/labs/fall.ipynb", built / "examples/labs/gone.ipynb"
    should = path.read_text("utf-8")
    path.write_text(should.replace("losses[-1] / 2", "losses[-1] / 3"), encoding="utf-8")
    other.write_text(should, encoding="utf-8")
    said = [str(problem) for problem in generated.problems(Project(built))]
    other.unlink()
    assert said[0].startswith("examples/labs/fall.ipynb  doesn't match its sources")
    assert "lessoncode accept" in said[0]
    assert said[1:] == ["examples/labs/gone.ipynb  is a notebook without its lab; remove it\n"]
    assert generated.write(Project(built)) == ["examples/labs/fall.ipynb"]
    assert path.read_text("utf-8") == should
    assert list(generated.problems(Project(built))) == []


def test_links_of_notebook_hold_anywhere(built: Path) -> None:
    text = "".join(cell.source for cell in nbformat.read(built / "site" / NOTEBOOK, 4).cells)
    assert "[0.25](https://toy.example/at/labs/fall/#out-labs-fall--fall)" in text
    assert "[the toy](https://toy.example/at/#toy)" in text
    assert 'href="https://toy.example/at/labs/fall/fall.ipynb"' in text


def test_page_has_nothing_of_jupyter_and_no_link_to_another_host(built: Path) -> None:
    html = (built / "site" / PAGE).read_text("utf-8")
    article = html[html.index("<article") : html.index("</article>")]
    assert "<style" not in article and "<script" not in article
    assert "jp-" not in article and "https://toy" not in article


TAMPERED: dict[str, tuple[Tamper, str]] = {
    "code": (change_text(f"{FALL} .highlight", "2", "3"), "+<pre>for step in range(3):"),
    "output": (change_text(f"{FALL} .output", "0.25", "0.2"), "-loss 0.25\n    +loss 0.2\n"),
    "figure": (set_attribute("figure svg", "aria-label", "It rises."), 'aria-label="It rises."'),
    "cell removed": (
        remove(DRAW),
        '-<div class="example" data-example="labs/fall.py" data-region="draw">',
    ),
    "cell added": (add("h2", "<pre>never ran</pre>"), "+<pre>never ran</pre>"),
    "link's number": (
        change_text('a[href$="#out-labs-fall--fall"]', "0.25", "0.5"),
        "links '0.5' to labs/fall/index.html#out-labs-fall--fall, but its source doesn't",
    ),
    "link to nowhere": (
        set_attribute("a[download]", "href", "gone.ipynb"),
        "links 'Download this lab as a notebook' to labs/fall/gone.ipynb, which doesn't exist",
    ),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_tampered(built: Path, tmp_path: Path, name: str) -> None:
    change, message = TAMPERED[name]
    said = tampered(built, tmp_path, {PAGE: change})
    assert any(text.startswith(f"{PAGE}  ") and message in text for text in said), said


@pytest.mark.parametrize(("old", "new"), [("loss 0.25", "loss 0.2"), ("losses", "loses")])
def test_tampered_notebook(built: Path, tmp_path: Path, old: str, new: str) -> None:
    site = tmp_path / "site"
    shutil.copytree(built / "site", site, ignore=shutil.ignore_patterns("assets"))
    assert proven(built, site) == []
    notebook = site / NOTEBOOK
    notebook.write_text(notebook.read_text("utf-8").replace(old, new), encoding="utf-8")
    (said,) = proven(built, site)
    assert said.startswith(f"{NOTEBOOK}  doesn't match its sources") and new in said
