"""Hold every claim of docs/claims.md to a form, and count verdicts."""

import re
from collections import Counter
from pathlib import Path

from lessoncode import diagram, svg

VERDICTS = {
    "holds": "holds",
    "caveat": "holds with a caveat",
    "contested": "contested",
    "outdated": "outdated",
    "wrong": "wrong",
    "illustrative": "illustrative",
}
CLAIM = re.compile(r'!!! (\w+) "(C\d\d) · (.+?) · .+"\n((?:    .+\n)+)')
ON_THIS_SITE = re.compile(r"\]\([\w/-]+\.md[)#]")
SOURCE = re.compile(r"\[([^\]]+)\]\(https?://\S+\)")
AUTHOR_AND_YEAR = re.compile(r".*[\w.] (19|20)\d\d")
LINK = re.compile(r"\[[^\]]+\]\([^)]+\)")
WITHOUT_ADDRESS = re.compile(r"[A-Z]\w+ (et al\. )?\(?(19|20)\d\d")

page = Path(__file__).parents[2] / "docs/claims.md"
claims = CLAIM.findall(page.read_text(encoding="utf-8"))
names = [name for _, name, _, _ in claims]
if names != [f"C{number:02}" for number in range(1, 49)]:
    raise ValueError(f"not C01 to C48, one after the other: {names}")
for kind, name, verdict, text in claims:
    if VERDICTS.get(kind) != verdict:
        raise ValueError(f"{name}: {kind!r} is not {verdict!r}")
    if not ON_THIS_SITE.search(text):
        raise ValueError(f"{name}: no page of this site shows it")
    for source in SOURCE.findall(text):
        if not AUTHOR_AND_YEAR.fullmatch(source):
            raise ValueError(f"{name}: {source!r} names no year")
    if bare := WITHOUT_ADDRESS.search(LINK.sub("", text)):
        raise ValueError(f"{name}: {bare[0]!r} has no address")

counts = Counter(verdict for _, _, verdict, _ in claims)
for verdict in VERDICTS.values():
    print(f"{counts[verdict]:2}  {verdict}")
print(f"{len(claims)}  claims")

LOOKS = ("third", "accent", "muted", "learned", "second", "grid")


def tally(drawing, left, top, row, above):
    """A square for each claim, a row for each verdict."""
    for i, (verdict, look) in enumerate(zip(VERDICTS.values(), LOOKS)):
        y = top + row * i
        at = (2, y - 20) if above else (2, y)
        drawing.text(*at, verdict, anchor="start")
        for j in range(counts[verdict]):
            square = svg.around(left + 9 + step * j, y, size, size)
            drawing.outline(square, 2, fill=look, stroke="muted")
        x = left + step * counts[verdict] + 8
        drawing.text(x, y, str(counts[verdict]), anchor="start")


size, step = 14, 20
wide = diagram.Drawing(640, 172)
tally(wide, 150, 12, 29, above=False)
size, step = 11, 14
narrow = diagram.Drawing(350, 262)
tally(narrow, 0, 30, 44, above=True)
alt = (
    f"A square for each of {len(claims)} claims, in rows by verdict. "
    f"{counts['holds']} hold, {counts['holds with a caveat']} hold "
    f"with a caveat, {counts['contested']} are contested, "
    f"{counts['outdated']} are outdated, {counts['wrong']} are wrong, "
    f"and {counts['illustrative']} is an illustration."
)
caption = (
    "The verdicts: a square is a claim of the original text, and most "
    "claims hold only with a caveat or not at all."
)
diagram.save(wide, narrow, "tally", alt, caption)
