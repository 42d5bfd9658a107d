"""Readers search in their own words, and the page that answers comes first."""

import pytest
from pages import PAGES

# What people type, and the page that ought to come first: written down before any was tried.
SEARCHES = {
    # what people ask, on the front page
    "why does it make things up": "lesson/hallucination/",
    "does it look things up": "lesson/where-a-fact-sits/",
    "can it cite its sources": "lesson/hallucination/",
    "why can't it count letters": "lesson/what-tokens-hide/",
    "does it think": "lesson/checked-rewards/",
    "does it understand what it says": "lesson/understanding/",
    "is it just autocomplete": "lesson/next-token/",
    "who decides what it may say": "lesson/alignment/",
    "what does an answer cost": "lesson/what-tokens-hide/",
    "why is it out of date": "lesson/hallucination/",
    # twenty more
    "why can't chatgpt count letters": "lesson/what-tokens-hide/",
    "does it know what it says": "lesson/understanding/",
    "temperature 0": "lesson/next-token/",
    "what is rlhf": "lesson/alignment/",
    "training cutoff": "lesson/hallucination/",
    "what is a token": "lesson/tokens/",
    "how does chatgpt work": "lesson/overview/",
    "how does attention work": "lesson/inside/",
    "how much did it cost to train gpt-4": "lesson/real-runs/",
    "does chatgpt have a database": "lesson/knowledge/",
    "how is it trained": "lesson/pre-training/",
    "does chatgpt remember what i told it": "lesson/a-real-model/",
    "stochastic parrot": "lesson/understanding/",
    "do bigger models always get better": "lesson/scale/",
    "why do i get a different answer every time": "lesson/next-token/",
    "can i teach it new facts": "lesson/form-and-knowledge/",
    "base model vs chat model": "lesson/fine-tuning/",
    "chain of thought": "lesson/checked-rewards/",
    "few shot prompting": "lesson/in-context/",
    "emergent abilities": "lesson/emergence/",
}


@pytest.mark.parametrize("words", SEARCHES)
def test_page_that_ought_to_come_first_is_there(words: str) -> None:
    assert SEARCHES[words] in PAGES
