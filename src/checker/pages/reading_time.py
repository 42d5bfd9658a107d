"""How long readers need for a page, and how a lesson says that at its top.

    minutes(amounts(site, page))

`MINUTES` is how fast we assume readers are. Exercises count no time, nor does what is folded.
"""

from collections import Counter
from html import escape

from checker.pages import labels
from checker.pages.addresses import slug_of, target_of
from checker.pages.exercise_files import oracles_of
from checker.pages.page import Page, Site
from checker.pages.typography import curly_html

MINUTES = {  # a word, a line of open code, a line of output, ...
    "word": 1 / 200, "code": 1 / 20, "output": 1 / 40,
    "picture": 0.25, "guess": 0.5, "question": 0.75,
}  # fmt: skip


def amounts(site: Site, page: Page) -> Counter[str]:
    """Count what a page holds outside folds. Raises Problem where no good run supports a block."""
    found = Counter(word=page.words)
    for block in page.blocks:
        if block.line not in page.folded:
            found.update(block.amounts(site))
    return found


def minutes(found: Counter[str]) -> float:
    """Estimate how long readers need for these amounts."""
    return sum(MINUTES[name] * count for name, count in found.items())


def rounded(time: float) -> int:
    """Round minutes: to fives from ten on, to half hours from an hour on."""
    step = 1 if time < 9.5 else 5 if time < 57.5 else 30
    return max(1, step * round(time / step))


def in_words(time: float) -> str:
    """Say a time, rounded."""
    if rounded(time) < 60:
        return counted(rounded(time), "minute")
    halves = rounded(time) // 30
    half = "½" if halves % 2 else ""
    return f"{halves // 2}{half} hour{'' if halves == 2 else 's'}"


def counted(count: int, name: str) -> str:
    """Say how many there are: `1 guess`, `3 guesses`."""
    plural = "es" if name.endswith("s") else "s"
    return f"{count:,} {name}{'' if count == 1 else plural}"


def lines(text: str) -> int:
    """Count the lines of a text, without empty ones at its ends."""
    return len(text.strip("\n").split("\n")) if text.strip() else 0


def length_html(site: Site, page: Page) -> str:
    """Write how long a page takes, what it holds, and what to read before it, as HTML."""
    found = amounts(site, page)
    names = [name for name in ("word", "picture", "guess", "question") if found[name]]
    held = ", ".join(counted(found[name], name) for name in names)
    exercises = len(oracles_of(site.project, slug_of(site.project, page.path)))
    more = labels.EXERCISES_TOO.format(counted(exercises, "exercise")) if exercises else ""
    rows = [f"<p><strong>{in_words(minutes(found))}</strong>: {held}{more}</p>"]
    if "before" in page.front:
        links = []
        for name in page.front["before"]:
            title = curly_html(escape(site.page(target_of(page.path, name)).title, quote=False))
            links.append(f'<a href="{name}">{title}</a>')
        listed = ", ".join(links) or labels.NO_PREREQUISITES
        rows.append(f"<p>{labels.PREREQUISITES}: {listed}</p>")
    joined = "\n".join(rows)
    return f'<div class="page-length" data-search-exclude="">{joined}</div>'
