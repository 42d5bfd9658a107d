"""Words and signs that readers never meet here, and what to write instead."""

import re
from collections.abc import Iterator

from checker.pages.markdown import Prose, blank
from checker.pages.numbers import MARKUP, TARGET

WORDS = {  # with any ending
    "oftener": "more often",
    "likelier": "more likely",
    "foretell": "predict",
    "foretold": "predicted",
    "seldom": "rarely",
    "scarcely": "hardly",
    "rightly": "correctly",
    "by lot": "at random",
    "whoever": "anyone who, or those who",
    "percent": "%",
    "per cent": "%",
}
RIGHT = r"(?:good|less|more|one|better|longer|\w+er than)"  # what may follow "is no"
PHRASES = {  # by a part that every text with one contains
    **{f"{verb} no ": (rf"(?<!here )\b{verb} no\b(?! {RIGHT}\b)", "not a")
       for verb in ("is", "are", "was", "were")},
    "Of ": (r"(?:^|\n|[.!?:\"] |[-*|] )Of\b(?! course)", "the sentence with its subject first"),
}  # fmt: skip
SIGNS = {
    "%": (r"[\d.]+(?:\s|&nbsp;)+%", "30%"),
    "^": (r"\^", "10⁷ or kⁿ, or a formula fence"),
    **dict.fromkeys("“”", ("[“”]", "a straight quote; the build makes it curly")),
    **dict.fromkeys("‘’", ("[‘’]", "a straight apostrophe; the build makes it curly")),
}
Rule = tuple[str, re.Pattern[str], str]  # a part of it, how it is found, and what to write
SAID: list[Rule] = [
    *((it, re.compile(rf'(?<!")\b{it}(?!age|\()', re.I), instead) for it, instead in WORDS.items()),
    *((part, re.compile(form), instead) for part, (form, instead) in PHRASES.items()),
]
ALL = SAID + [(part, re.compile(form), it) for part, (form, it) in SIGNS.items()]
DIGITS = re.compile(r"\d(?:\d{4}|e[-+]?\d)")
POWER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?e[-+]?\d+\b")
LONG = re.compile(r"(?<![\w.,/])\d{5,}(?![\w/])")


def faults_in(prose: Prose) -> Iterator[tuple[int, str]]:
    """The faults in the words and signs of some prose: the line of each, from 0, and a message."""
    text = prose.plain
    if prose.kind == "front" and not text.startswith(("title:", "description:")):
        return
    yield from faults_in_text(text, ALL)
    if DIGITS.search(text):
        for match in POWER.finditer(seen(text)):
            yield text.count("\n", 0, match.start()), f"says {match[0]}; write 7 × 10⁷"
        for match in LONG.finditer(seen(prose.unmeasured(text))):  # in a measured link, maybe an id
            yield text.count("\n", 0, match.start()), f"says {match[0]}; write {int(match[0]):,}"


def faults_in_text(text: str, rules: list[Rule] = SAID) -> Iterator[tuple[int, str]]:
    """The faults that these rules find in a text: the line of each, from 0, and a message."""
    lower = text.lower()
    for part, form, instead in rules:
        if (part in text or part in lower) and form.search(text):
            for match in form.finditer(seen(text)):
                said = " ".join(match[0].split())
                yield text.count("\n", 0, match.end() - 1), f"says {said!r}; write {instead}"


def seen(text: str) -> str:
    """A text with blanks in place of addresses and attributes."""
    return MARKUP.sub(blank, TARGET.sub(blank, text))
