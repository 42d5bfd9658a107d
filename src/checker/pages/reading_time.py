"""How long readers need for what a page holds, and how that is said in words.

    minutes(amounts(site, page))

How fast a reader is we assume, by `MINUTES`. Exercises take no time, nor does what is folded.
"""

from collections import Counter

from checker.pages.page import Page, Site

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
    """Round minutes: from ten on to fives, from an hour on to half hours."""
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
