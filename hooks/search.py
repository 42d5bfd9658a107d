"""What the search reads: a page's description and its prose, not its code and what that printed.

A description says in readers' own words what a page answers, and appears nowhere else on the page.
A few pages are also found by words that they do not use: misspellings, and other names of a thing.
Code, outputs and drawings are made of other words, and of a question's choices most are wrong.
Zensical ignores hooks; there the search reads everything but descriptions.
"""

import json
import re
from html import escape
from pathlib import Path
from typing import Any

from mkdocs.plugins import event_priority

APART = "choice|code|hint|label|name|printed|proof|solution|verdict"
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
FIELDS = {
    "title": {"boost": 10},
    "description": {"boost": 10},
    "also": {"boost": 10},
    "text": {"boost": 1},
}
ALSO = {
    "lesson/alignment/": "allignment aligment finetuning preferences",
    "lesson/compute-optimal/": "chinchilla overtraining",
    "lesson/verifiable-rewards/": "rlvr verifiable reinforcment",
    "lesson/quantization/": "quantisation compression int gguf",
    "lesson/fine-tuning/": "finetuning finetune sft instruct supervised",
    "lesson/hallucination/": "halucination halucinate hallucinate confabulation fabrication lie",
    "lesson/in-context-learning/": "icl prompting prompt",
    "lesson/inside-a-real-model/": "interpretability mechanistic",
    "lesson/inside/": "atention transfomer tranformer architecture neural network",
    "lesson/retrieval/": "retrieval grounding browsing",
    "lesson/mixture-of-experts/": "moe sparse",
    "lesson/next-token/": "autocompletion sampling decoding generate",
    "lesson/pre-training/": "backpropagation backprop gradient descent pretraining optimizer adam",
    "lesson/prompt-injection/": "jailbreaking security",
    "lesson/scale/": "scaling overfitting",
    "lesson/tokens/": "tokenisation tokeniser byte pair encoding",
    "lesson/understanding/": "consciousness sentience conscious meaning",
    "lesson/vision/": "image photo video audio multimodality vlm tokens",
    "lesson/what-an-answer-costs/": "inference latency energy cache",
    "lesson/memorization/": "memorisation copyright plagiarism",
}
PACKAGE = "reference/api/"  # comes after what explains the same

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
        if entry["location"].startswith(PACKAGE):
            entry["boost"] = 0.1
        if "#" not in entry["location"]:
            said = descriptions[entry["location"]]
            # These count, and are not shown.
            entry |= {"description": said, "also": ALSO.get(entry["location"], "")}
            entry["text"] = f"<p>{escape(said, quote=False)}</p> {entry['text']}"
    file.write_text(json.dumps(index, separators=(",", ":")), encoding="utf-8")
