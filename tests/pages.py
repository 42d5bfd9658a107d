"""The pages of the site, and which of them the page tests open in a browser.

A page that a change did not touch is opened by every sixth commit. LESSONCODE_BASE says since when
(see changed.py); nightly it is `none`, and all are opened.
"""

import re
from pathlib import Path

from changed import BASE, change

ROOT = Path(__file__).parent.parent
TURNS = 6
# What more pages than one are made of, and what they are tested by.
SHARED = (
    *("docs/assets/", "hooks/", "overrides/", "mkdocs.yml", "moved.yml", "requirements.lock"),
    *("src/checker/", "src/lessoncode/figure.py"),
    *("tests/changed.py", "tests/conftest.py", "tests/pages.py", "tests/test_site.py"),
    *("tests/shape.py", "tests/windows.py"),
)


def address(source: Path) -> str:
    """Where a page is published, below the site's own address."""
    if source.suffix == ".py":
        return f"labs/{source.stem}/"
    parts = source.relative_to(ROOT / "docs").with_suffix("").parts
    return "".join(f"{part}/" for part in parts).removesuffix("index/")


LABS = {address(source): source for source in sorted((ROOT / "examples/labs").glob("*.py"))}
PAGES = {address(source): source for source in sorted((ROOT / "docs").glob("**/*.md"))} | LABS


def made_of(source: Path) -> set[str]:
    """The files that a page shows, with their records."""
    shown = {source.relative_to(ROOT).as_posix()}
    if source.suffix == ".md":
        embed = re.compile(r"^[> ]*(?:covers: +)?([\w/]+\.py)\b", re.MULTILINE)
        named = embed.findall(source.read_text("utf-8"))
        shown |= {f"{folder}{path}" for path in named for folder in ("", "examples/", "src/")}
    return shown | {re.sub(r"\.py$", ".out", path) for path in shown}


def to_open(for_shared: bool = True) -> tuple[list[str], str]:
    """The pages that are opened in a browser this time, and a line that says why these.

    A change of what all pages share opens all of them, unless these are not opened `for_shared`.
    """
    changed = change(ROOT)
    some = -(-len(PAGES) // TURNS)
    chosen = set(changed.in_turn([*PAGES], some)[:some])
    if for_shared and changed.touches(SHARED):
        chosen = {*PAGES}
    chosen |= {page for page, source in PAGES.items() if changed.touches(made_of(source))}
    said = f"pages opened in a browser: {len(chosen)} of {len(PAGES)}, touched"
    said += f" ({changed.why}) or in turn; all: {BASE}=none"
    return [page for page in PAGES if page in chosen], said
