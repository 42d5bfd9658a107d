"""How long the checker takes, beside the least that its work could take.

    python benchmarks/check.py

Makes sites of small NumPy examples in a temporary folder and times, in turn in one run: a cold
check, a check with nothing changed (of this project, too), a check after one edit, MkDocs, and
Jupyter's own runners.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from itertools import count
from pathlib import Path

import nbformat
from interleave import compare, show
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

from checker.last_check import KEPT

EXAMPLE = """import numpy as np

rng = np.random.default_rng({number})
matrix = rng.normal(size=(100, 100))
values = np.linalg.svd(matrix, compute_uv=False)
print(f"largest {{values[0]:.2f}}, smallest {{values[-1]:.4f}}")
"""
SETTINGS = """site_name: examples
theme: {name: material, font: false}
markdown_extensions: [checker.site.extension, pymdownx.highlight]
"""
NOTEBOOKS = """site_name: notebooks
theme: {name: material, font: false}
plugins: [{mkdocs-jupyter: {execute: true}}]
"""
CORES = os.cpu_count() or 1
ROOT = Path(__file__).parents[1]


def make_site(root: Path, examples: int) -> list[Path]:
    """A site of that many examples, 20 a page, with their records. Returns the examples."""
    scripts = [root / f"examples/e/n{number}.py" for number in range(examples)]
    (root / "examples/e").mkdir(parents=True)
    (root / "docs").mkdir()
    (root / "mkdocs.yml").write_text(SETTINGS)
    for number, script in enumerate(scripts):
        script.write_text(EXAMPLE.format(number=number))
    for page in range(0, examples, 20):
        fences = [f"```example\ne/{script.name}\n```\n" for script in scripts[page : page + 20]]
        name = f"p{page}" if page else "index"
        (root / f"docs/{name}.md").write_text("# Page\n\n" + "\n".join(fences))
    command(root, "lessoncode.command", "accept")
    return scripts


def command(folder: Path, module: str, *arguments: str) -> None:
    """Run a Python module in a folder; its failure is ours."""
    environment = {k: v for k, v in os.environ.items() if k != "CI"}
    environment |= {"LESSONCODE_GATE": "1", "OPENBLAS_NUM_THREADS": "1"}
    run = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        sys.exit(run.stdout + run.stderr)


def cold_check(root: Path) -> None:
    """A check that finds no cached run."""
    shutil.rmtree(root / ".cache/lessoncode/runs")
    command(root, "lessoncode.command", "check")


def whole_check(root: Path) -> None:
    """A check with nothing changed, which reads everything all the same."""
    (root / KEPT).unlink()
    command(root, "lessoncode.command", "check")


def edited_check(root: Path, script: Path) -> Callable[[], None]:
    """A check after a comment was added to one example."""
    number = count()

    def check() -> None:
        with script.open("a") as file:
            file.write(f"# edit {next(number)}\n")
        command(root, "lessoncode.command", "check")

    return check


def plain(script: Path) -> None:
    """One example in a process of its own, as by hand."""
    subprocess.run([sys.executable, script], stdout=subprocess.DEVNULL, check=True)


def plain_each(scripts: list[Path]) -> None:
    """Every example in a process of its own, as many at once as there are cores."""
    with ThreadPoolExecutor(CORES) as pool:
        list(pool.map(plain, scripts))


def runpy_share(scripts: list[Path]) -> None:
    """All examples one after another in a single process, which imports NumPy once."""
    lines = "import runpy, sys\nfor path in sys.argv[1:]:\n    runpy.run_path(path)"
    command = [sys.executable, "-c", lines, *map(str, scripts)]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)


def runpy_each(scripts: list[Path]) -> None:
    """The examples shared out over one process a core."""
    with ThreadPoolExecutor(CORES) as pool:
        list(pool.map(runpy_share, [scripts[core::CORES] for core in range(CORES)]))


def client(script: Path) -> None:
    """One example as a notebook, by Jupyter's nbclient; two kernels may choose the same port."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(script.read_text())])
    with tempfile.TemporaryDirectory() as folder:
        sockets = {"transport": "ipc", "connection_file": f"{folder}/kernel.json"}
        NotebookClient(notebook, km=AsyncKernelManager(kernel_name="python3", **sockets)).execute()


def client_each(scripts: list[Path]) -> None:
    """Every example as a notebook, as many at once as there are cores."""
    with ProcessPoolExecutor(CORES) as pool:
        list(pool.map(client, scripts))


def make_notebooks(root: Path, scripts: list[Path]) -> None:
    """The same examples as a site of notebooks."""
    (root / "docs").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(NOTEBOOKS)
    for script in scripts:
        (root / "docs" / script.name).write_text("# %%\n" + script.read_text())


def cold_jupyter(root: Path) -> None:
    """A build by mkdocs-jupyter, which runs the notebooks, without its cache."""
    shutil.rmtree(root / ".cache", ignore_errors=True)
    command(root, "mkdocs", "build", "-q")


def main() -> None:
    """Time everything and print the ratios."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    check = "lessoncode.command", "check"
    with tempfile.TemporaryDirectory() as folder:
        small, large, notebooks = (Path(folder) / name for name in ("small", "large", "notebooks"))
        few, many = make_site(small, 20), make_site(large, 200)
        make_notebooks(notebooks, few)
        calls: dict[str, Callable[[], object]] = {
            "a process for each, no checks": partial(plain_each, many),
            "lessoncode check": partial(cold_check, large),
            "runpy, one process a core": partial(runpy_each, many),
        }
        show(f"200 examples, cold, {CORES} cores", compare(calls, repeats=5))
        for size, root in ((20, small), (200, large)):
            calls = {
                "mkdocs build": partial(command, root, "mkdocs", "build", "-q"),
                "lessoncode check": partial(command, root, *check),
                "the same, reading everything": partial(whole_check, root),
            }
            show(f"{size} examples, nothing changed", compare(calls, repeats=9))
        command(ROOT, *check)
        calls = {
            "reading everything": partial(whole_check, ROOT),
            "lessoncode check": partial(command, ROOT, *check),
        }
        show("this project, nothing changed", compare(calls, repeats=5))
        calls = {
            "that example alone": partial(plain, many[0]),
            "lessoncode check": edited_check(large, many[0]),
        }
        show("one of 200 examples edited", compare(calls, repeats=9))
        calls = {
            "lessoncode check": partial(cold_check, small),
            "nbclient": partial(client_each, few),
            "mkdocs-jupyter, execute: true": partial(cold_jupyter, notebooks),
        }
        show("20 examples, cold, against Jupyter", compare(calls, repeats=5))


if __name__ == "__main__":
    main()
