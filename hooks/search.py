"""What the search reads: a page's description and its prose, not its code and what that printed.

A description says in readers' own words what a page answers, and stands nowhere else on the page.
Code, outputs and drawings are made of other words, and of a question's choices most are wrong.
Zensical ignores hooks; there the search reads everything but descriptions.
"""

import json
import re
from html import escape
from pathlib import Path
from typing import Any

from mkdocs.plugins import event_priority

APART = "choice|code|hint|label|printed|proof|solution|verdict"
UNREAD = re.compile(rf'<(?:pre|svg|summary)\b|<\w+ class="(?:{APART})"')

# Words of every question: each would find every page that has them, and all words that begin so.
COMMON = (
    "a|about|am|an|and|any|are|as|at|be|because|been|but|by|can|could|did|do|does|don|for|from|"
    "get|got|had|has|have|how|i|if|in|into|is|isn|it|its|just|let|me|my|no|not|of|on|or|our|out|"
    "s|should|so|some|t|than|that|the|their|them|then|there|these|they|this|those|to|too|up|us|"
    "was|we|were|what|when|where|which|who|whose|why|will|with|would|you|your"
)
BEGINNING = re.sub(r"\b[a-z]", lambda a: f"[{a[0].upper()}{a[0]}]", COMMON)
# What parts the words of a page, and of a search: all but letters, common words, and endings, so
# that "trained" finds "training". With digits in words lunr.js can fail: it tells its nodes apart
# by the letters that lead on and the numbers of the nodes that they lead to, written in a row.
BETWEEN = rf"[^A-Za-zÀ-ɏ]+|\b(?:{BEGINNING})\b|(?<=\w\w\w\w)(?:ings?|ed)\b|(?<=\w\w)s\b"
FIELDS = {"title": {"boost": 10}, "description": {"boost": 10}, "text": {"boost": 1}}

descriptions: dict[str, str] = {}  # by the address of the page


@event_priority(100)  # before the search reads the page, and takes these attributes away again
def on_page_context(context: Any, page: Any, config: Any, nav: Any) -> None:
    page.content = UNREAD.sub(r'\g<0> data-search-exclude="apart"', page.content)
    descriptions[page.url] = page.meta.get("description", "")


def on_post_build(config: Any) -> None:
    file = Path(config.site_dir, "search/search_index.json")
    index = json.loads(file.read_text("utf-8"))
    index["config"] |= {"fields": FIELDS, "pipeline": [], "separator": BETWEEN}
    for entry in index["docs"]:
        if "#" not in entry["location"]:
            said = descriptions[entry["location"]]
            entry["description"] = said  # counts, and is not shown
            entry["text"] = f"<p>{escape(said, quote=False)}</p> {entry['text']}"
    file.write_text(json.dumps(index, separators=(",", ":")), encoding="utf-8")
