"""The pages of the site, and which of them the page tests open in a browser.

A test run opens the pages that a change touches and one page of each kind; it opens all of them
where the change touches what pages share, and in `.ci/run all`.
"""

import re
from pathlib import Path

from changed import change

ROOT = Path(__file__).parent.parent
ALWAYS = {
    "": "the front",
    "claims/": "claims",
    "labs/": "a hub",
    "labs/train/": "a lab",
    "lesson/overview/": "an overview",
    "lesson/ppo-grpo-dpo/": "a lesson with formulas and a picture that moves",
    "lesson/tokens/": "a lesson with guesses, questions and exercises",
    "lesson/whole/": "a lesson in one file",
    "play/next-token/": "a page to play with",
    "reference/api/text/": "the package",
    "reference/glossary/": "the glossary",
    "study/": "a page of text",
}
# What more pages than one are made of, and what they are tested by.
SHARED = (
    *("docs/assets/", "hooks/", "overrides/", "mkdocs.yml", "requirements.lock"),
    *("src/checker/pages/", "src/checker/site/", "src/lessoncode/figure.py"),
    *("tests/pages.py", "tests/test_site.py", "tests/shape.py", "tests/windows.py"),
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


def closely() -> set[str]:
    """The pages that are looked at closely: those that the change touches.

    Where it touches what all pages share, so is one of each kind.
    """
    changed = change(ROOT)
    kinds = {*ALWAYS} if changed.touches(SHARED) else set()
    return kinds | {page for page, source in PAGES.items() if changed.touches(made_of(source))}


def to_open() -> tuple[list[str], str]:
    """The pages that are opened in a browser, and a line that says why these."""
    changed, near = change(ROOT), closely()
    chosen = [page for page in PAGES if page in near | {*ALWAYS} or changed.touches(SHARED)]
    why = f"touched ({changed.why}) or one of its kind; all: .ci/run all"
    return chosen, f"pages opened in a browser: {len(chosen)} of {len(PAGES)}, {why}"
