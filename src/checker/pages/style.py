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
    "percent(?!age)": "%",
    "per cent": "%",
}
FORMS = {  # by what a text holds, if it holds this form
    " no ": (r"(?<![Tt]here )\b(?:is|are|was|were) no\b(?! (?:good|less|more|one|\w+er)\b)", "not a"),
    "Of ": (r"(?:^|\n|[.!?:\"] |[-*|] )Of\b(?! course)", "the sentence with its subject first"),
    "%": (r"[\d.]+(?:\s|&nbsp;)+%", "30%"),
    "e": (r"(?<![\w.])\d+(?:\.\d+)?e[-+]?\d+\b", "7 × 10⁷"),
    "^": (r"\^", "10⁷ or kⁿ, or a formula fence"),
    **{sign: (sign, f"a straight {kind}; the build makes it curly")
       for signs, kind in (("“”", "quote"), ("‘’", "apostrophe")) for sign in signs},
}  # fmt: skip
RULES = [(word.partition("(")[0], re.compile(rf'(?<!")\b{word}', re.IGNORECASE), it) for word, it in WORDS.items()]
RULES += [(sign, re.compile(form), it) for sign, (form, it) in FORMS.items()]
LONG = re.compile(r"(?<![\w.,/])\d{5,}(?![\w/])")


def wrong(prose: Prose) -> Iterator[tuple[int, str]]:
    """What is written otherwise in a block of prose, and how many lines below its first."""
    text = prose.plain
    lower = text.lower()
    if prose.kind == "front" and not text.startswith(("title:", "description:")):
        return
    for sign, form, instead in RULES:
        if sign in text or sign in lower:
            seen = MARKUP.sub(blank, TARGET.sub(blank, text))
            for match in form.finditer(seen):
                said = " ".join(match[0].split())
                yield text.count("\n", 0, match.end() - 1), f"says {said!r}; write {instead}"
    if LONG.search(text):  # in a measured link it may be an id
        for match in LONG.finditer(MARKUP.sub(blank, TARGET.sub(blank, prose.unmeasured(text)))):
            yield text.count("\n", 0, match.start()), f"says {match[0]}; write {int(match[0]):,}"
