"""Numbers in sentences: what counts as one, and where its source must be.

A decimal, percentage, fraction, power or number of three digits or more has been measured, by an
example or by others. It must be a measured link, or its sentence must have a source. Names like
GPT-2, years beside a word such as "in" or "since", and counts below a hundred need none.
"""

import re
from collections.abc import Iterator
from html import unescape

from checker.pages.markdown import COMMENT, Prose, blank

SOURCE = re.compile(r"https?://|arXiv[: ]\d{4}\.\d{4,5}|\b10\.\d{4,}/")
NO_ABBREVIATION = "".join(  # after the sign, which is quicker to find
    rf"(?<!{it}[.!?])"
    for it in (r"\bal", r"\bvs", r"\bcf", r"e\.g", r"i\.e", r"\bp", r"\bpp", r"\b[A-Z]")
)
END_OF_SENTENCE = re.compile(  # the next may begin with a name like nanoGPT or phi-1
    rf"[.!?]{NO_ABBREVIATION}[)*_\"'\u201d\u2019]*(?=\s+(?:[^\sa-z]|[a-z]+(?:[A-Z]|-?\d)))"
)

SHOWN_ATTRIBUTE = re.compile(r"\b(?:title|alt|aria-label|label)\s*=\s*(\"[^\"]*\"|'[^']*')")
TARGET = re.compile(r"\]\([^()\s]*(?:\s+(\"[^\"]*\"|'[^']*'))?\s*\)")
MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|\{ ?[:.#][^{}]*\}|\{ *[\w-]+=[^{}]*\}")

NAME = re.compile(r"(?<![^\W_])(?!x\d)[A-Za-z]\w*(?:\.\d+)*(?:-\w+(?:\.\d+)*)*")  # or word
NUMBER = re.compile(
    r"[¼-¾⅐-⅞]|[x×]?(?<![^\W_x])\.?\d+(?:[.,_]\d+)*"
    r"(?:[eE][-+\u2212]?\d+|\^[-+\u2212]?\d+|[⁰¹²³⁴-⁹⁻]+|/\d+)?"
    r"(?:[*_`]*(?:\s?[%‰]|[\s-]+(?:per ?cent|thousand|million|billion|trillion)\b)|[kKMBT]\b)?"
)
SMALL = re.compile(r"[x×]?\d\d?")
YEAR = re.compile(r"(19|20)\d\d")
BEFORE_A_YEAR = re.compile(
    r"(?:\b(?:in|since|until|by|before|after|from|year|early|late|mid|January|February|March|April"
    r"|May|June|July|August|September|October|November|December|spring|summer|autumn|winter)"
    r"|\b(?:from|between) (?:19|20)\d\d (?:to|and)|\bal\.,?)\s+\(?\Z",
    re.IGNORECASE,
)
GLUED_BEFORE = re.compile(r"(?:[^\W_][.,]?|\d[/^]|(?<!\w)[-+.\u2212])\Z")
GLUED_AFTER = re.compile(r"[.,/]?\d|[^\W_]|\s?[%‰]")
OURS = re.compile(r"\b(?:ours?|we|this model)\b", re.IGNORECASE)
CLAUSE = re.compile(r"[;:()]|,(?!\d)")
PLURAL = r"(?!(?:as|does|has|is|its|this|was)\b)[a-z]+s\b"
AFTER_AN_AMOUNT = re.compile(rf"\s+(?:of\b|(?:[a-z]{{5,}}[\s-]+)?{PLURAL})")


def faults_in(prose: Prose) -> Iterator[tuple[int, str]]:
    """The faults in the numbers of a block of prose: the line of each, from 0, and a message."""
    for link in prose.links:
        if link.is_measured and is_glued(prose.text, link.at):
            message = f"links only part of a number with {prose.text[link.at]}; link all of it"
            yield link.line - prose.line, message
    text = COMMENT.sub(blank, prose.unmeasured(prose.text))
    for start, part in [(0, text)] if prose.kind == "row" else sentences(text):
        above = text.count("\n", 0, start)
        cited = SOURCE.search(part) and not prose.is_title
        said = TARGET.sub(blank, part) if cited and OURS.search(part) else ""
        for clause in filter(OURS.search, CLAUSE.split(said)):
            for below, number in numbers(clause):
                below += said.count("\n", 0, said.find(clause))
                message = f"says {number} of our own, but cites other people; link its output"
                yield above + below, message
        for below, number in [] if cited else numbers(part):
            message = f"says {number} without a source: link its output or cite one in its sentence"
            if prose.is_title:
                message = f"says {number} in a title, which can't cite; say it in a sentence"
            yield above + below, message


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a text and where each begins."""
    ends = [match.end() for match in END_OF_SENTENCE.finditer(text)]
    for start, end in zip([0, *ends], [*ends, len(text)], strict=True):
        yield start, text[start:end]


def numbers(text: str) -> Iterator[tuple[int, str]]:
    """The numbers of a text that need a source, each with its line, the first being 0."""
    if not re.search(r"[\d¼-¾⅐-⅞]", text):
        return
    plain = text.replace("<sup>", "^")
    plain = TARGET.sub(lambda match: blank(match) + (match[1] or ""), plain)
    plain = MARKUP.sub(shown, plain)
    plain = unescape(plain)
    nameless = NAME.sub(lambda match: re.sub(r"\d", "n", match[0]), plain)
    for match in NUMBER.finditer(nameless):
        year = YEAR.fullmatch(match[0]) and is_year(plain, *match.span())
        if not year and not SMALL.fullmatch(match[0]):
            yield plain.count("\n", 0, match.start()), " ".join(match[0].split())


def is_year(text: str, start: int, end: int) -> bool:
    """Whether the words beside a number that could be a year say that it is one."""
    before, after = BEFORE_A_YEAR.search(text[:start]), AFTER_AN_AMOUNT.match(text, end)
    return bool(before and not after)


def is_glued(text: str, at: slice) -> bool:
    """Whether more of a number is right before or after a link."""
    before, after = text[: at.start].rstrip("*_`"), text[at.stop :].lstrip("*_`")
    return bool(GLUED_BEFORE.search(before) or GLUED_AFTER.match(after))


def shown(match: re.Match[str]) -> str:
    """The words of an HTML tag or of attributes in braces that readers see."""
    return " ".join([blank(match), *SHOWN_ATTRIBUTE.findall(match[0])])
