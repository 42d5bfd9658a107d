"""Hold every claim of docs/claims.md to a form, and count verdicts."""

import re
from collections import Counter
from pathlib import Path

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
