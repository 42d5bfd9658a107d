"""New sentences that claim something and have nothing behind them.

    The models of rank 4 did worse than both.      compares models
    In base 2, the answer is always a question.    speaks of one model of ours
    ChatGPT stops after 25 calls.                  speaks of a product

Each needs a link, a comparison or a source in its sentence, or the file where its author looked:
`<!-- seen 2026-11-29 in examples/lora/rank.py -->`. What a page said before the change may stay.
"""

import re
from collections.abc import Iterator

from checker.pages.addresses import is_lesson
from checker.pages.page import Page
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.rules.changed_sentences import changes, likeness

NEW = 0.6  # a sentence is new if it shares fewer of its words than this with each sentence before
PRODUCT = re.compile(
    r"\b(?:ChatGPT|Google|GitHub|Copilot|Anthropic|OpenAI|DeepSeek|Gemini|PaLM|Claude|Llama|Meta"
    r"|GPT-\d\w*|Microsoft|Apple|Amazon|Nvidia|Perplexity|Mistral|Qwen|Grok|Bing)\b"
)
ONE_OF_OURS = re.compile(
    r"\b(?:(?:model|seed|layer|base|rank|head|group|run|step) \d+"
    r"|(?:first|second|third|fourth|last) (?:model|run|layer))\b",
    re.IGNORECASE,
)
COMPARES = re.compile(
    r"\b(?:more|less|worse|better|faster|slower|the same|worst|fewer|every|always|hardly"
    r"|nearly all|most likely|just as|as well|by a factor|all|both|none|even|twice|half|third"
    r"|quarter|percent|cause[sd]?|because of|makes? the difference)\b"
)
OF_A_RESULT = re.compile(
    r"\b(?:models?|students?|teachers?|runs?|layers?|heads?|neurons?|units?|experts?|drafts?"
    r"|probes?|judges?|tests?|tables?|loss(?:es)?|features?|policy|answers?|people|children|readers"
    r"|users|classes)\b",
    re.IGNORECASE,
)
UNSURE = re.compile(
    r"\b(?:may|might|could|would|if|can|should|perhaps|probably|suppose|imagine|let|you|your|we"
    r"|us)\b|^(?:are|is|do|does|did|how|what|which|why|who)\b",
    re.IGNORECASE,
)


def claims(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """New sentences of lessons that claim something with nothing behind them."""
    for page, new, gone, _, looked, _ in changes(project, pages):
        if is_lesson(project, page.path) and new.kind in ("paragraph", "row"):
            word = claim(new.words[0][0].upper() + " ".join(new.words)[1:])
            shown = looked or new.looked or new.links or new.cited
            if word and not shown and all(likeness(old, new) < NEW for old in gone):
                message = f"says {word!r} in a new sentence without evidence; link, compare or"
                message += " cite, or check it and write after it  <!-- seen YYYY-MM-DD in FILE -->"
                yield Problem(WRONG_PAGE, page.path, new.line, message)


def claim(text: str) -> str:
    """The word by which a sentence claims something; empty where it claims nothing."""
    found = PRODUCT.search(text) or ONE_OF_OURS.search(text)
    if not found and OF_A_RESULT.search(text) and not UNSURE.search(text):
        found = COMPARES.search(text)
    return found[0] if found else ""
